internal import Facts
package import Receivables
package import SQLite
package import Values

/// A company's books as of a day: the only way to read them for a run.
///
/// Every statement in it binds the day, so nothing that occurred later can be read: an invoice by its issue day, a payment
/// by the day it was paid, a promise by the day it was made, a dispute by the day it was opened, a contact by its day. A
/// promise withdrawn or a dispute resolved later stands as it stood on the day.
package struct LedgerView {
    /// The last day that is read.
    package let asOf: Day
    private let scope: CompanyScope

    /// The books of the scope's company as of a day.
    package init(_ scope: CompanyScope, asOf: Day) {
        self.scope = scope
        self.asOf = asOf
    }

    /// The books, in the order that ``Receivables/Ledger`` promises.
    ///
    /// - Precondition: `company` is the scope's.
    package func ledger(of company: Company) throws(SQLiteError) -> Ledger {
        precondition(company.id == scope.company, "a scope reads its own company only")
        let customers = try customers()
        let invoices = try invoices(of: customers)
        let payments = try payments(on: invoices)
        let openPromises = try promises()
        let openDisputes = try disputes()
        var places: [Identifier<Invoice>: Int] = [:]
        if !openPromises.isEmpty || !openDisputes.isEmpty {
            places.reserveCapacity(invoices.count)
            for (place, invoice) in invoices.enumerated() { places[invoice.id] = place }
        }
        return Ledger(
            company: company,
            asOf: asOf,
            customers: customers,
            invoices: invoices,
            payments: payments,
            promises: openPromises.compactMap { row in
                places[row.invoice].map {
                    Promise(invoice: $0, madeOn: row.madeOn, dueOn: row.dueOn, withdrawnOn: row.withdrawnOn)
                }
            }.sorted { LedgerView.order($0) < LedgerView.order($1) },
            disputes: openDisputes.compactMap { row in
                places[row.invoice].map {
                    Dispute(invoice: $0, openedOn: row.openedOn, resolvedOn: row.resolvedOn)
                }
            }.sorted { LedgerView.order($0) < LedgerView.order($1) },
            contacts: try contacts(with: customers)
        )
    }

    /// By invoice, then by day; what is still open comes last.
    private static func order(_ promise: Promise) -> (Int, Day, Day, Int32) {
        (promise.invoice, promise.madeOn, promise.dueOn, promise.withdrawnOn?.sinceEpoch ?? .max)
    }

    /// By invoice, then by day; what is still open comes last.
    private static func order(_ dispute: Dispute) -> (Int, Day, Int32) {
        (dispute.invoice, dispute.openedOn, dispute.resolvedOn?.sinceEpoch ?? .max)
    }

    private func customers() throws(SQLiteError) -> [Customer] {
        try scope.connection.all(
            """
            SELECT id, key, name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency
            FROM customer WHERE company_id = \(scope.company) ORDER BY key
            """
        )
    }

    /// Walks the customers by key and each one's invoices by issue day and key, which two indexes give without sorting.
    private func invoices(of customers: [Customer]) throws(SQLiteError) -> [Invoice] {
        var place = 0
        return try scope.connection.rows(
            """
            SELECT i.customer_id, i.id, i.key, i.number, i.issued_on, i.due_on, i.amount, i.currency
            FROM customer c \(Dialect.joinInOrder) invoice i ON i.company_id = c.company_id AND i.customer_id = c.id
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
                amount: try row.money()
            )
        }
    }

    /// Walks the invoices in the same order, and each one's payments by day.
    private func payments(on invoices: [Invoice]) throws(SQLiteError) -> [Payment] {
        var place = 0
        return try scope.connection.rows(
            """
            SELECT i.id, p.paid_on, p.amount
            FROM customer c
            \(Dialect.joinInOrder) invoice i ON i.company_id = c.company_id AND i.customer_id = c.id
            \(Dialect.joinInOrder) payment p ON p.company_id = i.company_id AND p.invoice_id = i.id
            WHERE c.company_id = \(scope.company) AND i.issued_on <= \(asOf) AND p.paid_on <= \(asOf)
            ORDER BY c.key, i.issued_on, i.key, p.paid_on, p.amount
            """
        ) { row throws(SQLiteError) in
            let invoice: Identifier<Invoice> = try row.id()
            while invoices[place].id != invoice { place += 1 }
            let paidOn = try row.day()
            return Payment(
                invoice: place,
                paidOn: paidOn,
                amount: Money(minorUnits: try row.integer(), in: invoices[place].amount.currency)
            )
        }
    }

    private func promises() throws(SQLiteError) -> [PromiseOfDay] {
        try scope.connection.all(
            """
            SELECT invoice_id, made_on, due_on, CASE WHEN withdrawn_on <= \(asOf) THEN withdrawn_on END
            FROM promise WHERE company_id = \(scope.company) AND made_on <= \(asOf) ORDER BY key
            """
        )
    }

    private func disputes() throws(SQLiteError) -> [DisputeOfDay] {
        try scope.connection.all(
            """
            SELECT invoice_id, opened_on, CASE WHEN resolved_on <= \(asOf) THEN resolved_on END
            FROM dispute WHERE company_id = \(scope.company) AND opened_on <= \(asOf) ORDER BY key
            """
        )
    }

    private func contacts(with customers: [Customer]) throws(SQLiteError) -> [Contact] {
        let rows = try scope.connection.rows(
            """
            SELECT k.customer_id, k.channel, k.contacted_on
            FROM contact k JOIN customer c ON c.company_id = k.company_id AND c.id = k.customer_id
            WHERE k.company_id = \(scope.company) AND k.contacted_on <= \(asOf)
            ORDER BY c.key, k.contacted_on, k.key
            """
        ) { row throws(SQLiteError) in
            (customer: try row.id() as Identifier<Customer>, channel: try row.word() as Channel, on: try row.day())
        }
        var place = 0
        return rows.map { row in
            while customers[place].id != row.customer { place += 1 }
            return Contact(customer: place, channel: row.channel, on: row.on)
        }
    }
}

private struct PromiseOfDay: StoredRow {
    let invoice: Identifier<Invoice>
    let madeOn: Day
    let dueOn: Day
    let withdrawnOn: Day?

    init(from row: inout Row) throws(SQLiteError) {
        invoice = try row.id()
        madeOn = try row.day()
        dueOn = try row.day()
        withdrawnOn = try row.dayIfAny()
    }
}

private struct DisputeOfDay: StoredRow {
    let invoice: Identifier<Invoice>
    let openedOn: Day
    let resolvedOn: Day?

    init(from row: inout Row) throws(SQLiteError) {
        invoice = try row.id()
        openedOn = try row.day()
        resolvedOn = try row.dayIfAny()
    }
}
