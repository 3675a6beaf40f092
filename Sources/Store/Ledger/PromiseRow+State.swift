package import Receivables
package import SQLite
package import Values

/// What has become of promises: the SQL beside ``Receivables/PromiseState``.
extension PromiseRow {
    /// What has become of the promise by the end of a day that is not before the day it was made.
    package func state(
        asOf day: Day,
        terms: PromiseTerms,
        in scope: CompanyScope
    ) throws(SQLiteError) -> PromiseState {
        let invoices = try scope.connection.rows(
            """
            SELECT v.amount, v.voided_on
            FROM promise_invoice w JOIN invoice v ON v.company_id = w.company_id AND v.id = w.invoice_id
            WHERE w.company_id = \(scope.company) AND w.promise_id = \(id) AND v.issued_on <= \(day)
            """
        ) { row throws(SQLiteError) in (amount: try row.integer(), voidedOn: try row.dayIfAny()) }
        var entries = try scope.connection.rows(
            """
            SELECT p.paid_on, p.amount
            FROM promise_invoice w
            JOIN invoice v ON v.company_id = w.company_id AND v.id = w.invoice_id
            JOIN payment p ON p.company_id = w.company_id AND p.invoice_id = w.invoice_id
            WHERE w.company_id = \(scope.company) AND w.promise_id = \(id) AND v.issued_on <= \(day)
                AND p.paid_on <= \(day)
            UNION ALL
            SELECT a.allocated_on, a.amount
            FROM promise_invoice w
            JOIN invoice v ON v.company_id = w.company_id AND v.id = w.invoice_id
            JOIN allocation a ON a.company_id = w.company_id AND a.invoice_id = w.invoice_id
            WHERE w.company_id = \(scope.company) AND w.promise_id = \(id) AND v.issued_on <= \(day)
                AND a.allocated_on <= \(day)
            """
        ) { row throws(SQLiteError) in (day: try row.day(), minorUnits: try row.integer()) }
        for invoice in invoices {
            if let voidedOn = invoice.voidedOn { entries.append((voidedOn, invoice.amount)) }
        }
        let before = entries.filter { $0.day < madeOn }.reduce(0) { $0 + $1.minorUnits }
        let promise = Promise(invoices: [], madeOn: madeOn, dueOn: dueOn, amount: amount, withdrawnOn: withdrawnOn)
        return promise.state(
            owed: invoices.reduce(0) { $0 + $1.amount } - before,
            entries: entries.filter { $0.day >= madeOn },
            terms: terms,
            on: day
        )
    }

    /// The day that the last promise about an invoice named `i` is for, where it was not withdrawn by a day, is not kept,
    /// and has time left: by the company's terms, as ``Receivables/PromiseState/open`` has it.
    static func openDay(asOf day: Day) -> Query {
        """
        (SELECT CASE WHEN r.due_on + k.promise_grace_days >= \(day) AND \(isNotKept(asOf: day)) THEN r.due_on END
            FROM promise_invoice q
            JOIN promise r ON r.company_id = q.company_id AND r.id = q.promise_id
            JOIN company k ON k.id = r.company_id
            WHERE q.company_id = i.company_id AND q.invoice_id = i.id AND r.made_on <= \(day)
                AND (r.withdrawn_on IS NULL OR r.withdrawn_on > \(day))
            ORDER BY r.made_on DESC, r.due_on DESC LIMIT 1)
        """
    }

    /// Whether a promise `r` to a company `k` has not brought enough by a day on which it has time left.
    private static func isNotKept(asOf day: Day) -> Query {
        """
        (SELECT s.lowered < s.asked - s.asked / 100 * k.promise_tolerance_percent
                - s.asked % 100 * k.promise_tolerance_percent / 100
            FROM (
                SELECT sum(t.lowered) AS lowered, max(0, min(coalesce(r.amount, sum(t.owed)), sum(t.owed))) AS asked
                FROM (
                    SELECT \(entered(">=", day))
                            + CASE WHEN v.voided_on >= r.made_on AND v.voided_on <= \(day) THEN v.amount ELSE 0 END
                            AS lowered,
                        v.amount - CASE WHEN v.voided_on < r.made_on THEN v.amount ELSE 0 END
                            - \(entered("<", day)) AS owed
                    FROM promise_invoice w JOIN invoice v ON v.company_id = w.company_id AND v.id = w.invoice_id
                    WHERE w.company_id = r.company_id AND w.promise_id = r.id AND v.issued_on <= \(day)
                ) t
            ) s)
        """
    }

    /// What entries by a day on an invoice `v` come to, of those whose own day stands so to the promise's first one.
    private static func entered(_ relation: StaticString, _ day: Day) -> Query {
        """
        (coalesce((SELECT sum(p.amount) FROM payment p
                WHERE p.company_id = v.company_id AND p.invoice_id = v.id
                    AND p.paid_on \(relation) r.made_on AND p.paid_on <= \(day)), 0)
            + coalesce((SELECT sum(a.amount) FROM allocation a
                WHERE a.company_id = v.company_id AND a.invoice_id = v.id
                    AND a.allocated_on \(relation) r.made_on AND a.allocated_on <= \(day)), 0))
        """
    }
}
