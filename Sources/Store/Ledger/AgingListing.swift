package import Receivables
package import SQLite
package import Values

/// Who owes how much for how long on a day, added up by the database.
///
/// ``Receivables/AgingReport`` says the same of a whole ledger; this reads no ledger, so that an answer does not wait for
/// one, and `arclight verify` has two ways to every figure.
package struct AgingListing: Hashable, Sendable {
    /// What one customer owes.
    package struct Entry: Hashable, Sendable {
        package let customer: Identifier<Customer>
        package let key: String
        package let name: String
        /// By currency code; only currencies in which there is something.
        package let amounts: [AgingAmounts]
        /// What each of them is in the company's own currency.
        package let inBaseByCurrency: [AgingInBase]
        /// All of them in the company's own currency.
        package let inBase: AgingInBase
    }

    package let asOf: Day
    /// The company's own currency.
    package let base: Currency
    /// The customers of whom there is something to say, by key.
    package let entries: [Entry]
    /// Over all customers, by currency code.
    package let amounts: [AgingAmounts]
    /// The sum of what the customers owe in the company's own currency, column by column.
    package let inBase: AgingInBase
    /// The currencies in which there is something and which have no rate on the day, by code.
    package let withoutRate: [Currency]

    /// The listing of the scope's company on a day.
    ///
    /// - Parameters:
    ///   - base: the company's own currency.
    ///   - knownAt: to read the books as they were known then.
    ///   - customer: whose; everybody's where it is `nil`.
    package init(
        in scope: CompanyScope,
        asOf day: Day,
        base: Currency,
        knownAt: Instant? = nil,
        customer: Identifier<Customer>? = nil
    ) throws(SQLiteError) {
        let moment = Moment(asOf: day, knownAt: knownAt)
        let rates = try FXRateRow.table(on: day, knownAt: knownAt, in: scope)
        let rows: [AmountsOfCustomer] = try scope.connection.all(
            try AgingListing.query(at: moment, customer: customer, in: scope)
        )
        var entries: [Entry] = []
        var totals: [Currency: AgingAmounts] = [:]
        var inBase = AgingInBase(in: base)
        var rest = rows[...]
        while let first = rest.first {
            let own = rest.prefix { $0.customer == first.customer }
            rest = rest.dropFirst(own.count)
            let amounts = own.map(\.amounts)
            for amount in amounts { totals[amount.currency, default: AgingAmounts(in: amount.currency)].add(amount) }
            let converted = amounts.map { AgingInBase([$0], in: base, by: rates, on: day) }
            let entry = Entry(
                customer: first.customer,
                key: first.key,
                name: first.name,
                amounts: amounts,
                inBaseByCurrency: converted,
                inBase: converted.reduce(into: AgingInBase(in: base)) { $0.add($1) }
            )
            inBase.add(entry.inBase)
            entries.append(entry)
        }
        asOf = day
        self.base = base
        self.entries = entries
        amounts = totals.values.sorted { $0.currency < $1.currency }
        self.inBase = inBase
        withoutRate = amounts.map(\.currency).filter { rates.conversion(from: $0, to: base, on: day) == nil }
    }

    private static func query(
        at moment: Moment,
        customer: Identifier<Customer>?,
        in scope: CompanyScope
    ) throws(SQLiteError) -> Query {
        let day = moment.asOf
        let customers = try PastTable.customer.source(at: moment, in: scope)
        let invoices = try PastTable.invoice.source(at: moment, in: scope)
        let payments = try PastTable.payment.source(at: moment, in: scope)
        let allocations = try PastTable.allocation.source(at: moment, in: scope)
        var ofInvoice: Query = ""
        var ofPayment: Query = ""
        var ofHolder: Query = ""
        if let customer {
            ofInvoice = " AND i.customer_id = \(customer)"
            ofPayment = " AND p.customer_id = \(customer)"
            ofHolder = " AND h.id = \(customer)"
        }
        return """
            WITH paid \(Dialect.materialized) (
                SELECT e.invoice_id, sum(e.amount) AS amount FROM (
                    SELECT p.invoice_id, p.amount FROM \(payments) p
                    WHERE p.company_id = \(scope.company) AND p.invoice_id IS NOT NULL AND p.paid_on <= \(day)
                    UNION ALL
                    SELECT a.invoice_id, a.amount FROM \(allocations) a
                    WHERE a.company_id = \(scope.company) AND a.allocated_on <= \(day)) e
                GROUP BY e.invoice_id
            ), owed \(Dialect.materialized) (
                SELECT i.customer_id, i.currency, \(day) - i.due_on AS late,
                    CASE WHEN i.voided_on <= \(day) THEN 0 ELSE i.amount END - coalesce(d.amount, 0) AS balance
                FROM \(invoices) i LEFT JOIN paid d ON d.invoice_id = i.id
                WHERE i.company_id = \(scope.company) AND i.issued_on <= \(day)\(ofInvoice)
            ), part (customer_id, currency, place, amount) AS (
                SELECT customer_id, currency, CASE WHEN balance < 0 THEN 5 WHEN late <= 0 THEN 0 WHEN late <= 30 THEN 1
                    WHEN late <= 60 THEN 2 WHEN late <= 90 THEN 3 ELSE 4 END, abs(balance)
                FROM owed WHERE balance <> 0
                UNION ALL
                SELECT p.customer_id, p.currency, 6, p.amount FROM \(payments) p
                WHERE p.company_id = \(scope.company) AND p.invoice_id IS NULL AND p.paid_on <= \(day)\(ofPayment)
                UNION ALL
                SELECT p.customer_id, p.currency, 6, -a.amount
                FROM \(allocations) a JOIN \(payments) p ON p.company_id = a.company_id AND p.id = a.payment_id
                JOIN \(invoices) i ON i.company_id = a.company_id AND i.id = a.invoice_id
                WHERE a.company_id = \(scope.company) AND a.allocated_on <= \(day) AND i.issued_on <= \(day)\(ofPayment)
                UNION ALL
                SELECT h.id, p.currency, 6, p.amount
                FROM customer h
                \(Dialect.joinInOrder) \(invoices) i ON i.company_id = h.company_id AND i.customer_id = h.id
                \(Dialect.joinInOrder) \(payments) p ON p.company_id = i.company_id AND p.invoice_id = i.id
                WHERE h.company_id = \(scope.company) AND i.issued_on > \(day) AND p.paid_on <= \(day)\(ofHolder)
            )
            SELECT c.id, c.key, c.name, x.currency, x.p0, x.p1, x.p2, x.p3, x.p4, x.p5, x.p6
            FROM (
                SELECT customer_id, currency, \(sum(0)) AS p0, \(sum(1)) AS p1, \(sum(2)) AS p2, \(sum(3)) AS p3,
                    \(sum(4)) AS p4, \(sum(5)) AS p5, \(sum(6)) AS p6
                FROM part GROUP BY customer_id, currency) x
            JOIN \(customers) c ON c.id = x.customer_id
            WHERE c.company_id = \(scope.company) AND (x.p0, x.p1, x.p2, x.p3, x.p4, x.p5, x.p6) <> (0, 0, 0, 0, 0, 0, 0)
            ORDER BY c.key, x.currency
            """
    }

    private static func sum(_ place: Int) -> Query {
        "sum(CASE place WHEN \(place) THEN amount ELSE 0 END)"
    }
}

/// What a customer owes in one currency, as the database adds it up.
private struct AmountsOfCustomer: StoredRow {
    let customer: Identifier<Customer>
    let key: String
    let name: String
    let amounts: AgingAmounts

    init(from row: inout Row) throws(SQLiteError) {
        customer = try row.id()
        key = try row.text()
        name = try row.text()
        amounts = try AgingAmounts(from: &row)
    }
}

extension AgingAmounts: StoredRow {
    /// Takes apart a currency, the buckets, what was overpaid and what is unapplied.
    init(from row: inout Row) throws(SQLiteError) {
        let currency = try row.currency()
        self.init(in: currency)
        for bucket in AgingBucket.allCases { add(Money(minorUnits: try row.integer(), in: currency), to: bucket) }
        add(overpaid: Money(minorUnits: try row.integer(), in: currency))
        add(unapplied: Money(minorUnits: try row.integer(), in: currency))
    }
}
