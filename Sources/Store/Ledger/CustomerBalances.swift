import Facts
import Receivables
internal import SQLite
import Values

/// What customers owe on a day, read from the entries: the SQL of ``Receivables/AgingReport``.
enum CustomerBalances {
    /// What each of these customers owes, by currency code; nothing for those without a balance.
    static func amounts(
        of customers: [Identifier<Customer>],
        asOf day: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [Identifier<Customer>: [AgingAmounts]] {
        guard !customers.isEmpty else { return [:] }
        var amounts: [Identifier<Customer>: [AgingAmounts]] = [:]
        let rows = try scope.connection.rows(
            """
            SELECT customer_id, currency, \(sums) FROM (\(try entries(of: customers, asOf: day, in: scope)))
            GROUP BY customer_id, currency ORDER BY customer_id, currency
            """
        ) { row throws(SQLiteError) in
            let customer: Identifier<Customer> = try row.id()
            var amounts = AgingAmounts(in: try row.currency())
            for bucket in AgingBucket.allCases {
                amounts.add(Money(minorUnits: try row.integer(), in: amounts.currency), to: bucket)
            }
            amounts.add(overpaid: Money(minorUnits: try row.integer(), in: amounts.currency))
            amounts.add(unapplied: Money(minorUnits: try row.integer(), in: amounts.currency))
            return (customer: customer, amounts: amounts)
        }
        for row in rows where !row.amounts.isEmpty { amounts[row.customer, default: []].append(row.amounts) }
        return amounts
    }

    /// Each customer's `open_count` and its `total`, by a factor for each currency: good enough to sort by, and without
    /// the currencies that have no factor; `is_unknown` says whether there is such a one.
    static func totals(
        of customer: Identifier<Customer>? = nil,
        asOf day: Day,
        by factors: [(currency: Currency, factor: Double)],
        in scope: CompanyScope
    ) throws(SQLiteError) -> Query {
        var values: Query = ""
        for (index, entry) in factors.enumerated() {
            if index > 0 { values += ", " }
            values += "(\(entry.currency), \(entry.factor))"
        }
        return """
            SELECT n.customer_id, sum(n.open_count) AS open_count,
                sum(coalesce(f.column2, 0) * n.total) AS total, max(f.column2 IS NULL AND n.total <> 0) AS is_unknown
            FROM (
                SELECT e.customer_id, e.currency, sum(e.balance - e.unapplied) AS total, sum(e.balance <> 0) AS open_count
                FROM (\(try entries(of: customer.map { [$0] }, asOf: day, in: scope))) e
                GROUP BY e.customer_id, e.currency
            ) n
            LEFT JOIN (VALUES \(values)) f ON f.column1 = n.currency
            GROUP BY n.customer_id
            """
    }

    /// In the order of ``Receivables/AgingBucket``, then what was paid too much, then unapplied cash.
    private static let sums: StaticString = """
        sum(CASE WHEN balance > 0 AND late <= 0 THEN balance ELSE 0 END),
        sum(CASE WHEN balance > 0 AND late BETWEEN 1 AND 30 THEN balance ELSE 0 END),
        sum(CASE WHEN balance > 0 AND late BETWEEN 31 AND 60 THEN balance ELSE 0 END),
        sum(CASE WHEN balance > 0 AND late BETWEEN 61 AND 90 THEN balance ELSE 0 END),
        sum(CASE WHEN balance > 0 AND late > 90 THEN balance ELSE 0 END),
        sum(CASE WHEN balance < 0 THEN -balance ELSE 0 END),
        sum(unapplied)
        """

    /// A row for each open invoice and for each entry on a customer's account: `customer_id`, `currency`, the days an
    /// invoice is `late`, its `balance`, and what is `unapplied`.
    private static func entries(
        of customers: [Identifier<Customer>]?,
        asOf day: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> Query {
        let invoices = try PastTable.invoice.source(at: Moment(asOf: day), in: scope)
        let ofInvoice: Query = customers.map { "AND i.customer_id IN (\(list: $0))" } ?? ""
        let ofPayment: Query = customers.map { "AND p.customer_id IN (\(list: $0))" } ?? ""
        // A few customers have few payments; all of them have more payments than allocations.
        let allocationsOfPayments: Query =
            customers == nil
            ? "allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id"
            : "payment p \(Dialect.joinInOrder) allocation a ON a.company_id = p.company_id AND a.payment_id = p.id"
        // An index has each customer's invoices by issue day: those to come are found without looking at the others.
        let ofHolder: Query = customers.map { "AND h.id IN (\(list: $0))" } ?? ""
        return """
            SELECT o.* FROM (
                WITH b \(Dialect.materialized) (
                    SELECT i.customer_id, i.currency, \(day) - i.due_on AS late,
                        \(InvoiceListing.balance(asOf: day)) AS balance, 0 AS unapplied
                    FROM \(invoices) i WHERE i.company_id = \(scope.company) AND i.issued_on <= \(day) \(ofInvoice)
                )
                SELECT * FROM b WHERE balance <> 0
            ) o
            UNION ALL
            SELECT p.customer_id, p.currency, 0, 0, p.amount FROM payment p
            WHERE p.company_id = \(scope.company) AND p.invoice_id IS NULL AND p.paid_on <= \(day) \(ofPayment)
            UNION ALL
            SELECT p.customer_id, p.currency, 0, 0, -a.amount
            FROM \(allocationsOfPayments)
            JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
            WHERE p.company_id = \(scope.company) AND a.company_id = p.company_id AND a.allocated_on <= \(day)
                AND i.issued_on <= \(day) \(ofPayment)
            UNION ALL
            SELECT h.id, p.currency, 0, 0, p.amount
            FROM customer h
            \(Dialect.joinInOrder) invoice i ON i.company_id = h.company_id AND i.customer_id = h.id
            \(Dialect.joinInOrder) payment p ON p.company_id = i.company_id AND p.invoice_id = i.id
            WHERE h.company_id = \(scope.company) \(ofHolder) AND i.issued_on > \(day) AND p.paid_on <= \(day)
            """
    }
}
