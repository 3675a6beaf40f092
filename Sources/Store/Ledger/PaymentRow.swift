package import Receivables
package import SQLite
package import Values

/// A payment as an import gives it.
package struct PaymentEntry: Hashable, Sendable {
    /// What a payment is for.
    package enum Allocation: Hashable, Sendable {
        /// The invoice with this key.
        case invoice(key: String)
        /// Nothing yet: cash of the customer with this key.
        case unapplied(customerKey: String)
    }

    package let key: String
    package let allocation: Allocation
    package let type: PaymentType
    package let paidOn: Day
    /// Lowers the invoice's balance; negative where the entry raises it, as a refund does.
    package let amount: Money

    /// A payment with this key.
    package init(
        key: String,
        allocation: Allocation,
        type: PaymentType = .payment,
        paidOn: Day,
        amount: Money
    ) {
        self.key = key
        self.allocation = allocation
        self.type = type
        self.paidOn = paidOn
        self.amount = amount
    }
}

/// A row of `payment`, and the SQL that reads and writes it.
package struct PaymentRow: Hashable, Sendable {
    package let id: Identifier<Payment>
    package let key: String
    package let customer: Identifier<Customer>
    /// What it is for; `nil` where it is unapplied cash of the customer.
    package let invoice: Identifier<Invoice>?
    package let type: PaymentType
    package let paidOn: Day
    package let amount: Money
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every payment of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [PaymentRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The payments on one invoice up to and with `day`, oldest first.
    package static func of(
        _ invoice: Identifier<Invoice>,
        asOf day: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [PaymentRow] {
        try scope.connection.all(
            """
            \(selection)
            WHERE company_id = \(scope.company) AND invoice_id = \(invoice) AND paid_on <= \(day) ORDER BY paid_on, key
            """
        )
    }

    /// How many payments the company has.
    package static func count(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number(counting(in: scope))
    }

    /// Adds the payments whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownInvoice(key:)``, ``StoreError/unknownCustomer(key:)``, ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<PaymentEntry>,
        at instant: Instant,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var identifiers = IdentifierSeries<Payment>(at: instant, using: &generator)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        let invoices = try InvoiceLookup(in: scope.reading)
        return try Upsert.run(
            entries,
            """
            INSERT INTO payment (company_id, id, key, customer_id, invoice_id, type, paid_on, amount, currency,
                recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (company_id, key) DO NOTHING
            """,
            changing: """
                UPDATE payment SET customer_id = ?4, invoice_id = ?5, type = ?6, paid_on = ?7, amount = ?8, currency = ?9,
                    updated_at = ?11
                WHERE company_id = ?1 AND key = ?3
                    AND (customer_id, invoice_id, type, paid_on, amount, currency)
                    IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9)
                """,
            in: scope
        ) { statement, entry in
            let (customer, invoice): (Identifier<Customer>, Identifier<Invoice>?)
            switch entry.allocation {
            case .invoice(let key):
                guard let found = try invoices.find(key) else { throw StoreError.unknownInvoice(key: key) }
                (customer, invoice) = (found.customer, found.invoice)
            case .unapplied(let key):
                guard let found = try customers.id(of: key) else { throw StoreError.unknownCustomer(key: key) }
                (customer, invoice) = (found, nil)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(customer, at: 4)
            if let invoice { try statement.bind(invoice, at: 5) } else { try statement.bindNull(at: 5) }
            try statement.bind(entry.type.rawValue, at: 6)
            try statement.bind(entry.paidOn, at: 7)
            try statement.bind(entry.amount.minorUnits, at: 8)
            try statement.bind(entry.amount.currency.code, at: 9)
            try statement.bind(instant, at: 10)
            try statement.bind(instant, at: 11)
        }
    }

    private static func counting(in scope: CompanyScope) -> Query {
        "SELECT count(*) FROM payment WHERE company_id = \(scope.company)"
    }

    private static let selection: StaticString = """
        SELECT id, key, customer_id, invoice_id, type, paid_on, amount, currency, recorded_at, updated_at FROM payment
        """
}

extension PaymentRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        customer = try row.id()
        invoice = try row.idIfAny()
        type = try row.word()
        paidOn = try row.day()
        amount = try row.money()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

/// Finds invoices and their customers by key, one prepared statement for a whole file.
private final class InvoiceLookup {
    private let statement: Statement

    init(in scope: CompanyScope) throws(StoreError) {
        do throws(SQLiteError) {
            statement = try scope.connection.prepare(
                "SELECT id, customer_id FROM invoice WHERE company_id = ? AND key = ?" as StaticString
            )
            try statement.bind(scope.company, at: 1)
        } catch {
            throw .database(error)
        }
    }

    func find(
        _ key: String
    ) throws(SQLiteError) -> (invoice: Identifier<Invoice>, customer: Identifier<Customer>)? {
        statement.reset()
        try statement.bind(key, at: 2)
        return try statement.next { row throws(SQLiteError) in (invoice: try row.id(), customer: try row.id()) }
    }
}
