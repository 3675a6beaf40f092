package import SQLite
internal import Values

/// What must hold of a company's books: every figure is reached in two ways that share nothing but the rows.
package enum LedgerChecks {
    /// Every check of the books.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [Check] {
        [
            try balances(in: scope), try cash(in: scope), try entryCurrencies(in: scope),
            try allocations(in: scope), try reversals(in: scope), try promises(in: scope), try disputes(in: scope),
            try communications(in: scope),
        ]
    }

    /// Sums of whole columns against the sum of what each invoice comes to by itself.
    private static func balances(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let columns = try totals(
            """
            SELECT currency, sum(amount) FROM (
                SELECT currency, CASE WHEN voided_on IS NULL THEN amount ELSE 0 END AS amount FROM invoice
                WHERE company_id = \(scope.company)
                UNION ALL
                SELECT currency, -amount FROM payment WHERE company_id = \(scope.company) AND invoice_id IS NOT NULL
                UNION ALL
                SELECT p.currency, -a.amount FROM allocation a
                JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id
                WHERE a.company_id = \(scope.company))
            GROUP BY currency ORDER BY currency
            """,
            in: scope
        )
        let invoices = try totals(
            """
            SELECT i.currency, sum(CASE WHEN i.voided_on IS NULL THEN i.amount ELSE 0 END - coalesce((
                    SELECT sum(p.amount) FROM payment p
                    WHERE p.company_id = i.company_id AND p.invoice_id = i.id), 0) - coalesce((
                    SELECT sum(a.amount) FROM allocation a
                    WHERE a.company_id = i.company_id AND a.invoice_id = i.id), 0))
            FROM invoice i WHERE i.company_id = \(scope.company) GROUP BY i.currency ORDER BY i.currency
            """,
            in: scope
        )
        return Check(
            "balances",
            "what was issued, less what was voided, paid, credited and written off, is the sum of the balances",
            compared: Check.amount(try scope.countRows(of: "invoice"), "invoice") + ", "
                + Check.amount(try scope.countRows(of: "payment"), "payment") + ", "
                + Check.amount(try scope.countRows(of: "allocation"), "allocation"),
            failures: differences(columns, "the entries come to", invoices, "the invoices to")
        )
    }

    /// Everything that arrived against what each customer has of it on invoices and on account.
    private static func cash(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let arrived = try totals(
            "SELECT currency, sum(amount) FROM payment WHERE company_id = \(scope.company) GROUP BY currency ORDER BY currency",
            in: scope
        )
        let found = try totals(
            """
            SELECT currency, sum(amount) FROM (
                SELECT i.currency, p.amount FROM payment p
                JOIN invoice i ON i.company_id = p.company_id AND i.id = p.invoice_id
                WHERE p.company_id = \(scope.company)
                UNION ALL
                SELECT i.currency, a.amount FROM allocation a
                JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
                WHERE a.company_id = \(scope.company)
                UNION ALL
                SELECT p.currency, p.amount - coalesce((SELECT sum(a.amount) FROM allocation a
                    WHERE a.company_id = p.company_id AND a.payment_id = p.id), 0)
                FROM payment p WHERE p.company_id = \(scope.company) AND p.invoice_id IS NULL)
            GROUP BY currency ORDER BY currency
            """,
            in: scope
        )
        return Check(
            "cash",
            "what arrived is what stands on invoices and what is unapplied",
            compared: Check.amount(try scope.countRows(of: "payment"), "payment"),
            failures: differences(arrived, "payments come to", found, "what was found of them to")
        )
    }

    private static func entryCurrencies(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'payment `' || p.key || '` is in ' || p.currency || ', its invoice `' || i.key || '` in ' || i.currency
            FROM payment p JOIN invoice i ON i.company_id = p.company_id AND i.id = p.invoice_id
            WHERE p.company_id = \(scope.company) AND p.currency <> i.currency
            UNION ALL
            SELECT 'payment `' || p.key || '` is in ' || p.currency || ', and a part of it is on invoice `' || i.key
                || '` in ' || i.currency
            FROM allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id
            JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
            WHERE a.company_id = \(scope.company) AND p.currency <> i.currency
            ORDER BY 1
            """
        )
        return Check(
            "currencies",
            "a payment and the invoices it is on are in one currency",
            compared: Check.amount(
                try scope.connection.number(
                    "SELECT count(*) FROM invoice_entry WHERE company_id = \(scope.company)"
                ),
                "entry",
                "entries"
            ),
            failures: failures
        )
    }

    private static func allocations(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'payment `' || p.key || '` is whole on invoice `' || i.key || '`, and a part of it on another'
            FROM payment p JOIN invoice i ON i.company_id = p.company_id AND i.id = p.invoice_id
            WHERE p.company_id = \(scope.company) AND EXISTS (SELECT 1 FROM allocation a
                WHERE a.company_id = p.company_id AND a.payment_id = p.id)
            UNION ALL
            SELECT 'the part of payment `' || p.key || '` on invoice `' || i.key || '` has not the sign of the payment'
            FROM allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id
            JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
            WHERE a.company_id = \(scope.company) AND sign(a.amount) * sign(p.amount) < 0
            UNION ALL
            SELECT 'the parts of payment `' || p.key || '` come to more than the payment'
            FROM payment p
            WHERE p.company_id = \(scope.company) AND abs(p.amount) < abs((SELECT coalesce(sum(a.amount), 0)
                FROM allocation a WHERE a.company_id = p.company_id AND a.payment_id = p.id))
            ORDER BY 1
            """
        )
        return Check(
            "allocations",
            "the parts of a payment have its sign and never come to more than it",
            compared: Check.amount(try scope.countRows(of: "allocation"), "allocation"),
            failures: failures
        )
    }

    private static func reversals(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'payment `' || p.key || '` reverses itself' FROM payment p
            WHERE p.company_id = \(scope.company) AND p.reverses = p.id
            UNION ALL
            SELECT 'payment `' || p.key || '` in ' || p.currency || ' reverses `' || o.key || '` in ' || o.currency
            FROM payment p JOIN payment o ON o.company_id = p.company_id AND o.id = p.reverses
            WHERE p.company_id = \(scope.company) AND p.currency <> o.currency
            ORDER BY 1
            """
        )
        let count = try scope.connection.number(
            "SELECT count(*) FROM payment WHERE company_id = \(scope.company) AND reverses IS NOT NULL"
        )
        return Check(
            "reversals",
            "what reverses a payment is another one in its currency",
            compared: Check.amount(count, "reversal"),
            failures: failures
        )
    }

    private static func promises(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'promise `' || r.key || '` is about no invoice' FROM promise r
            WHERE r.company_id = \(scope.company) AND NOT EXISTS (SELECT 1 FROM promise_invoice q
                WHERE q.company_id = r.company_id AND q.promise_id = r.id)
            UNION ALL
            SELECT 'promise `' || r.key || '` is in ' || r.currency || ', its invoice `' || i.key || '` in ' || i.currency
            FROM promise r JOIN promise_invoice q ON q.company_id = r.company_id AND q.promise_id = r.id
            JOIN invoice i ON i.company_id = q.company_id AND i.id = q.invoice_id
            WHERE r.company_id = \(scope.company) AND r.currency <> i.currency
            UNION ALL
            SELECT 'promise `' || r.key || '` was withdrawn before it was made' FROM promise r
            WHERE r.company_id = \(scope.company) AND r.withdrawn_on < r.made_on
            UNION ALL
            SELECT 'promise `' || r.key || '` was made by `' || k.key || '`, who is at another customer'
            FROM promise r JOIN contact k ON k.company_id = r.company_id AND k.id = r.contact_id
            WHERE r.company_id = \(scope.company) AND k.customer_id <> r.customer_id
            ORDER BY 1
            """
        )
        return Check(
            "promises",
            "a promise is about invoices in its currency, by somebody at its customer",
            compared: Check.amount(try scope.countRows(of: "promise"), "promise"),
            failures: failures
        )
    }

    private static func disputes(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'dispute `' || d.key || '` was settled before it was opened' FROM dispute d
            WHERE d.company_id = \(scope.company) AND d.resolved_on < d.opened_on ORDER BY 1
            """
        )
        return Check(
            "disputes",
            "a dispute is settled on the day it was opened or later",
            compared: Check.amount(try scope.countRows(of: "dispute"), "dispute"),
            failures: failures
        )
    }

    private static func communications(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let failures = try scope.texts(
            """
            SELECT 'message `' || m.key || '` was with `' || k.key || '`, who is at another customer'
            FROM communication m JOIN contact k ON k.company_id = m.company_id AND k.id = m.contact_id
            WHERE m.company_id = \(scope.company) AND k.customer_id <> m.customer_id
            UNION ALL
            SELECT 'message `' || m.key || '` names an action that is not there' FROM communication m
            WHERE m.company_id = \(scope.company) AND m.action_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM action a WHERE a.company_id = m.company_id AND a.id = m.action_id)
            ORDER BY 1
            """
        )
        return Check(
            "messages",
            "a message was with somebody at its customer, for an action that is there",
            compared: Check.amount(try scope.countRows(of: "communication"), "message"),
            failures: failures
        )
    }

    private static func totals(
        _ query: Query,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [(currency: Currency, amount: Money)] {
        try scope.connection.rows(query) { row throws(SQLiteError) in
            let currency = try row.currency()
            return (currency: currency, amount: Money(minorUnits: try row.integer(), in: currency))
        }
    }

    /// Where two ways to a sum do not meet, by currency; what one of them does not name counts as nothing.
    private static func differences(
        _ left: [(currency: Currency, amount: Money)],
        _ leftWords: String,
        _ right: [(currency: Currency, amount: Money)],
        _ rightWords: String
    ) -> [String] {
        let currencies = Set((left + right).map(\.currency)).sorted()
        return currencies.compactMap { currency in
            let one = left.first { $0.currency == currency }?.amount ?? .zero(in: currency)
            let other = right.first { $0.currency == currency }?.amount ?? .zero(in: currency)
            return one == other ? nil : "in \(currency) \(leftWords) \(one), \(rightWords) \(other)"
        }
    }
}
