internal import Facts
package import Receivables
package import SQLite
package import Values

/// A company's books as of a day: the only way to read them for a run.
///
/// Every statement in it binds the day, so nothing that occurred later can be read: an invoice by its issue day, a payment
/// by the day it was paid, a promise by the day it was made, a dispute by the day it was opened, a message by its day,
/// unapplied cash by the days it arrived and was put to invoices. A promise withdrawn or a dispute resolved later stands
/// as it stood on the day. What customers are said to be, and when invoices are due, is read as it was on the day, whatever
/// was agreed since.
///
/// An entry that was corrected, also an invoice's amount, is read as it is known now, because the correction is about what happened; a view of what
/// was known at an instant reads it as it was then, and nothing that was written down later.
package struct LedgerView {
    /// The last day that is read.
    package let asOf: Day
    /// Nothing that was written down after it is read; `nil` where all that is known now is.
    package let knownAt: Instant?
    private let scope: CompanyScope

    /// The books of the scope's company as of a day.
    ///
    /// - Parameter knownAt: to read them as they were known then.
    package init(_ scope: CompanyScope, asOf: Day, knownAt: Instant? = nil) {
        self.scope = scope
        self.asOf = asOf
        self.knownAt = knownAt
    }

    /// The last day of any entry of the scope's company, or `nil` where it has none.
    package static func lastDay(in scope: CompanyScope) throws(SQLiteError) -> Day? {
        try scope.connection.first(
            """
            SELECT max(day) FROM (
                SELECT max(issued_on) AS day FROM invoice WHERE company_id = \(scope.company)
                UNION ALL SELECT max(voided_on) FROM invoice WHERE company_id = \(scope.company)
                UNION ALL SELECT max(paid_on) FROM payment WHERE company_id = \(scope.company)
                UNION ALL SELECT max(allocated_on) FROM allocation WHERE company_id = \(scope.company))
            """
        ) { row throws(SQLiteError) in try row.dayIfAny() } ?? nil
    }

    private func source(_ table: PastTable) throws(SQLiteError) -> Query {
        try table.source(at: Moment(asOf: asOf, knownAt: knownAt), in: scope)
    }

    /// The books, in the order that ``Receivables/Ledger`` promises.
    ///
    /// - Precondition: `company` is the scope's.
    package func ledger(of company: Company) throws(SQLiteError) -> Ledger {
        precondition(company.id == scope.company, "a scope reads its own company only")
        let customers = try customers()
        let invoices = try invoices(of: customers)
        let (payments, prepaid) = try payments(on: invoices)
        let openPromises = try promises()
        let openDisputes = try disputes()
        let allocations = try allocations()
        var places: [Identifier<Invoice>: Int] = [:]
        if !openPromises.isEmpty || !openDisputes.isEmpty || !allocations.isEmpty {
            places.reserveCapacity(invoices.count)
            for (place, invoice) in invoices.enumerated() { places[invoice.id] = place }
        }
        let unapplied = try unapplied(of: customers, prepaid)
        return Ledger(
            company: company,
            asOf: asOf,
            customers: customers,
            invoices: invoices,
            payments: LedgerView.merged(payments, allocations, places, invoices),
            promises: LedgerView.grouped(openPromises, places),
            disputes: openDisputes.compactMap { row in
                places[row.invoice].map {
                    Dispute(
                        invoice: $0,
                        openedOn: row.openedOn,
                        resolvedOn: row.resolvedOn,
                        amount: row.amount
                    )
                }
            }.sorted { LedgerView.order($0) < LedgerView.order($1) },
            communications: try communications(with: customers),
            unapplied: unapplied,
            rates: try rates(for: company, customers, invoices, unapplied)
        )
    }

    /// The rates that amounts in other currencies than the company's need; none where there are no such amounts.
    private func rates(
        for company: Company,
        _ customers: [Customer],
        _ invoices: [Invoice],
        _ unapplied: [UnappliedCash]
    ) throws(SQLiteError) -> RateTable {
        var others: Set<Currency> = []
        for invoice in invoices where invoice.amount.currency != company.currency {
            others.insert(invoice.amount.currency)
        }
        for entry in unapplied where entry.amount.currency != company.currency { others.insert(entry.amount.currency) }
        for customer in customers {
            if let limit = customer.creditLimit, limit.currency != company.currency { others.insert(limit.currency) }
        }
        guard !others.isEmpty else { return .empty }
        return try FXRateRow.table(through: asOf, of: others.union([company.currency]), knownAt: knownAt, in: scope)
    }

    /// The payments with the parts of others that were put to invoices, by invoice, then day, then amount.
    private static func merged(
        _ payments: [Payment],
        _ allocations: [AllocationOfDay],
        _ places: [Identifier<Invoice>: Int],
        _ invoices: [Invoice]
    ) -> [Payment] {
        guard !allocations.isEmpty else { return payments }
        let parts = allocations.compactMap { part in
            places[part.invoice].map { place in
                let amount = Money(minorUnits: part.minorUnits, in: invoices[place].amount.currency)
                return Payment(invoice: place, paidOn: part.allocatedOn, amount: amount)
            }
        }
        return (payments + parts).sorted {
            ($0.invoice, $0.paidOn, $0.amount.minorUnits) < ($1.invoice, $1.paidOn, $1.amount.minorUnits)
        }
    }

    /// One promise for all rows of one, by its first invoice, then by day; what is still open comes last.
    private static func grouped(_ rows: [PromiseOfDay], _ places: [Identifier<Invoice>: Int]) -> [Promise] {
        var promises: [Promise] = []
        var rest = rows[...]
        while let first = rest.first {
            let own = rest.prefix { $0.id == first.id }
            rest = rest.dropFirst(own.count)
            let invoices = own.compactMap { places[$0.invoice] }.sorted()
            guard !invoices.isEmpty else { continue }
            promises.append(
                Promise(
                    invoices: invoices,
                    madeOn: first.madeOn,
                    dueOn: first.dueOn,
                    amount: first.amount,
                    withdrawnOn: first.withdrawnOn
                )
            )
        }
        return promises.sorted { left, right in
            guard order(left) == order(right) else { return order(left) < order(right) }
            guard left.invoices == right.invoices else {
                return left.invoices.lexicographicallyPrecedes(right.invoices)
            }
            return (left.amount?.minorUnits ?? .max) < (right.amount?.minorUnits ?? .max)
        }
    }

    private static func order(_ promise: Promise) -> (Int, Day, Day, Int32) {
        (promise.invoices[0], promise.madeOn, promise.dueOn, promise.withdrawnOn?.sinceEpoch ?? .max)
    }

    /// By invoice, then by day; what is still open comes last.
    private static func order(_ dispute: Dispute) -> (Int, Day, Int32) {
        (dispute.invoice, dispute.openedOn, dispute.resolvedOn?.sinceEpoch ?? .max)
    }

    private func customers() throws(SQLiteError) -> [Customer] {
        try scope.connection.all(
            """
            SELECT id, key, name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency, status,
                is_person, payment_terms, ar_owner, sales_owner, labels
            FROM \(try source(.customer)) WHERE company_id = \(scope.company) ORDER BY key
            """
        )
    }

    /// Walks the customers by key and each one's invoices by issue day and key, which two indexes give without sorting.
    private func invoices(of customers: [Customer]) throws(SQLiteError) -> [Invoice] {
        var place = 0
        return try scope.connection.rows(
            """
            SELECT i.customer_id, i.id, i.key, i.number, i.issued_on, i.due_on, i.amount, i.currency,
                CASE WHEN i.voided_on <= \(asOf) THEN i.voided_on END
            FROM \(try source(.customer)) c
            \(Dialect.joinInOrder) \(try source(.invoice)) i ON i.company_id = c.company_id AND i.customer_id = c.id
            WHERE c.company_id = \(scope.company) AND i.issued_on <= \(asOf)
            ORDER BY c.key, i.issued_on, i.key
            """
        ) { row throws(SQLiteError) in
            let customer: Identifier<Customer> = try row.id()
            while customers[place].id != customer { place += 1 }
            return Invoice(
                id: try row.id(),
                key: try row.text(),
                number: try row.text(),
                customer: place,
                issuedOn: try row.day(),
                dueOn: try row.day(),
                amount: try row.money(),
                voidedOn: try row.dayIfAny()
            )
        }
    }

    /// Walks the invoices in the same order, and each one's payments by day; what was paid before its invoice was issued
    /// is also the customer's unapplied cash from that day to the issue day.
    private func payments(on invoices: [Invoice]) throws(SQLiteError) -> ([Payment], prepaid: [UnappliedCash]) {
        var place = 0
        var prepaid: [UnappliedCash] = []
        let payments = try scope.connection.rows(
            """
            SELECT i.id, p.paid_on, p.amount
            FROM \(try source(.customer)) c
            \(Dialect.joinInOrder) \(try source(.invoice)) i ON i.company_id = c.company_id AND i.customer_id = c.id
            \(Dialect.joinInOrder) \(try source(.payment)) p ON p.company_id = i.company_id AND p.invoice_id = i.id
            WHERE c.company_id = \(scope.company) AND i.issued_on <= \(asOf) AND p.paid_on <= \(asOf)
            ORDER BY c.key, i.issued_on, i.key, p.paid_on, p.amount
            """
        ) { row throws(SQLiteError) in
            let invoice: Identifier<Invoice> = try row.id()
            while invoices[place].id != invoice { place += 1 }
            let paidOn = try row.day()
            let amount = Money(minorUnits: try row.integer(), in: invoices[place].amount.currency)
            if paidOn < invoices[place].issuedOn {
                let back = Money(minorUnits: -amount.minorUnits, in: amount.currency)
                prepaid.append(UnappliedCash(customer: invoices[place].customer, on: paidOn, amount: amount))
                prepaid.append(
                    UnappliedCash(customer: invoices[place].customer, on: invoices[place].issuedOn, amount: back)
                )
            }
            return Payment(invoice: place, paidOn: paidOn, amount: amount)
        }
        return (payments, prepaid)
    }

    /// The condition that a row without a past was written down by then.
    private func isKnown(_ row: StaticString) -> Query {
        guard let knownAt else { return "" }
        return " AND \(row).recorded_at <= \(knownAt)"
    }

    private func promises() throws(SQLiteError) -> [PromiseOfDay] {
        try scope.connection.all(
            """
            SELECT r.id, q.invoice_id, r.made_on, r.due_on, r.amount, r.currency,
                CASE WHEN r.withdrawn_on <= \(asOf) THEN r.withdrawn_on END
            FROM \(try source(.promise)) r
            JOIN promise_invoice q ON q.company_id = r.company_id AND q.promise_id = r.id
            WHERE r.company_id = \(scope.company) AND r.made_on <= \(asOf)\(isKnown("q")) ORDER BY r.key
            """
        )
    }

    private func disputes() throws(SQLiteError) -> [DisputeOfDay] {
        try scope.connection.all(
            """
            SELECT d.invoice_id, d.opened_on, CASE WHEN d.resolved_on <= \(asOf) THEN d.resolved_on END, d.amount,
                i.currency
            FROM \(try source(.dispute)) d
            JOIN \(try source(.invoice)) i ON i.company_id = d.company_id AND i.id = d.invoice_id
            WHERE d.company_id = \(scope.company) AND d.opened_on <= \(asOf) ORDER BY d.key
            """
        )
    }

    private func communications(with customers: [Customer]) throws(SQLiteError) -> [Communication] {
        let rows = try scope.connection.rows(
            """
            SELECT k.customer_id, k.direction, k.channel, k.occurred_on
            FROM \(try source(.communication)) k
            JOIN \(try source(.customer)) c ON c.company_id = k.company_id AND c.id = k.customer_id
            WHERE k.company_id = \(scope.company) AND k.occurred_on <= \(asOf)
            ORDER BY c.key, k.occurred_on, k.key
            """
        ) { row throws(SQLiteError) in
            (
                customer: try row.id() as Identifier<Customer>, direction: try row.word() as Direction,
                channel: try row.word() as Channel, on: try row.day()
            )
        }
        var place = 0
        return rows.map { row in
            while customers[place].id != row.customer { place += 1 }
            return Communication(customer: place, direction: row.direction, channel: row.channel, on: row.on)
        }
    }

    private func allocations() throws(SQLiteError) -> [AllocationOfDay] {
        try scope.connection.all(
            """
            SELECT invoice_id, allocated_on, amount FROM \(try source(.allocation))
            WHERE company_id = \(scope.company) AND allocated_on <= \(asOf)
            """
        )
    }

    /// What arrived for no invoice, or for one not issued yet, and each part of it that was put to one since, by customer,
    /// then day, then amount.
    private func unapplied(
        of known: [Customer],
        _ prepaid: [UnappliedCash]
    ) throws(SQLiteError) -> [UnappliedCash] {
        let (customers, invoices) = (try source(.customer), try source(.invoice))
        let payments = try source(.payment)
        let rows = try scope.connection.rows(
            """
            SELECT c.key, p.customer_id, p.paid_on AS entered_on, p.amount, p.currency
            FROM \(payments) p JOIN \(customers) c ON c.company_id = p.company_id AND c.id = p.customer_id
            WHERE p.company_id = \(scope.company) AND p.invoice_id IS NULL AND p.paid_on <= \(asOf)
            UNION ALL
            SELECT c.key, p.customer_id, max(a.allocated_on, i.issued_on), -a.amount, p.currency
            FROM \(try source(.allocation)) a
            JOIN \(payments) p ON p.company_id = a.company_id AND p.id = a.payment_id
            JOIN \(invoices) i ON i.company_id = a.company_id AND i.id = a.invoice_id
            JOIN \(customers) c ON c.company_id = p.company_id AND c.id = p.customer_id
            WHERE a.company_id = \(scope.company) AND a.allocated_on <= \(asOf) AND i.issued_on <= \(asOf)
            UNION ALL
            SELECT c.key, c.id, p.paid_on, p.amount, p.currency
            FROM \(customers) c
            \(Dialect.joinInOrder) \(invoices) i ON i.company_id = c.company_id AND i.customer_id = c.id
            \(Dialect.joinInOrder) \(payments) p ON p.company_id = i.company_id AND p.invoice_id = i.id
            WHERE c.company_id = \(scope.company) AND i.issued_on > \(asOf) AND p.paid_on <= \(asOf)
            ORDER BY 1, 3, 4, 5
            """
        ) { row throws(SQLiteError) in
            _ = try row.text()
            return (customer: try row.id() as Identifier<Customer>, on: try row.day(), amount: try row.money())
        }
        var place = 0
        let entries = rows.map { row in
            while known[place].id != row.customer { place += 1 }
            return UnappliedCash(customer: place, on: row.on, amount: row.amount)
        }
        guard !prepaid.isEmpty else { return entries }
        return (entries + prepaid).sorted { left, right in
            guard left.customer == right.customer, left.on == right.on else {
                return (left.customer, left.on) < (right.customer, right.on)
            }
            return (left.amount.minorUnits, left.amount.currency) < (right.amount.minorUnits, right.amount.currency)
        }
    }
}

private struct AllocationOfDay: StoredRow {
    let invoice: Identifier<Invoice>
    let allocatedOn: Day
    let minorUnits: Int64

    init(from row: inout Row) throws(SQLiteError) {
        invoice = try row.id()
        allocatedOn = try row.day()
        minorUnits = try row.integer()
    }
}

private struct PromiseOfDay: StoredRow {
    let id: Identifier<Promise>
    let invoice: Identifier<Invoice>
    let madeOn: Day
    let dueOn: Day
    let amount: Money?
    let withdrawnOn: Day?

    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        invoice = try row.id()
        madeOn = try row.day()
        dueOn = try row.day()
        amount = try row.moneyIfAny()
        withdrawnOn = try row.dayIfAny()
    }
}

private struct DisputeOfDay: StoredRow {
    let invoice: Identifier<Invoice>
    let openedOn: Day
    let resolvedOn: Day?
    let amount: Money?

    init(from row: inout Row) throws(SQLiteError) {
        invoice = try row.id()
        openedOn = try row.day()
        resolvedOn = try row.dayIfAny()
        amount = try row.moneyIfAny()
    }
}
