package import Receivables
package import SQLite
package import Values

/// An invoice as an import gives it.
package struct InvoiceEntry: Hashable, Sendable {
    package let key: String
    package let number: String
    package let customerKey: String
    package let issuedOn: Day
    package let dueOn: Day
    package let amount: Money
    package let poNumber: String?
    package let notes: String?
    /// The day it was withdrawn, where it was.
    package let voidedOn: Day?

    /// An invoice to the customer with this key.
    package init(
        key: String,
        number: String,
        customerKey: String,
        issuedOn: Day,
        dueOn: Day,
        amount: Money,
        poNumber: String? = nil,
        notes: String? = nil,
        voidedOn: Day? = nil
    ) {
        self.key = key
        self.number = number
        self.customerKey = customerKey
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
        self.poNumber = poNumber
        self.notes = notes
        self.voidedOn = voidedOn
    }
}

/// A row of `invoice`, and the SQL that reads and writes it.
package struct InvoiceRow: Hashable, Sendable {
    package let id: Identifier<Invoice>
    package let key: String
    package let number: String
    package let customer: Identifier<Customer>
    package let issuedOn: Day
    package let dueOn: Day
    package let amount: Money
    package let poNumber: String?
    package let notes: String?
    /// The day it was withdrawn, where it was.
    package let voidedOn: Day?
    /// When the row was first written.
    package let recordedAt: Instant
    /// When the row was last changed.
    package let updatedAt: Instant

    /// Every invoice of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [InvoiceRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The invoice with this identifier.
    package static func find(_ id: Identifier<Invoice>, in scope: CompanyScope) throws(SQLiteError) -> InvoiceRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND id = \(id)")
    }

    /// The invoice with this key.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> InvoiceRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND key = \(key)")
    }

    /// How many invoices the company has.
    package static func count(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number(counting(in: scope))
    }

    /// Adds the invoices whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownCustomer(key:)``; ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<InvoiceEntry>,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var identifiers = IdentifierSeries<Invoice>(at: recording.instant, using: &generator)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        return try Upsert.run(
            entries,
            """
            INSERT INTO invoice (company_id, id, key, number, customer_id, issued_on, due_on, amount, currency,
                po_number, notes, voided_on, import_id, changed_on, recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT (company_id, key) DO NOTHING
            """,
            changing: """
                UPDATE invoice SET number = ?4, customer_id = ?5, issued_on = ?6, due_on = ?7, amount = ?8, currency = ?9,
                    po_number = ?10, notes = ?11, voided_on = ?12, import_id = ?13, changed_on = ?14, updated_at = ?16
                WHERE company_id = ?1 AND key = ?3
                    AND (number, customer_id, issued_on, due_on, amount, currency, po_number, notes, voided_on)
                    IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                """,
            in: scope
        ) { statement, entry in
            guard let customer = try customers.id(of: entry.customerKey) else {
                throw StoreError.unknownCustomer(key: entry.customerKey)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(entry.number, at: 4)
            try statement.bind(customer, at: 5)
            try statement.bind(entry.issuedOn, at: 6)
            try statement.bind(entry.dueOn, at: 7)
            try statement.bind(entry.amount.minorUnits, at: 8)
            try statement.bind(entry.amount.currency.code, at: 9)
            try statement.bind(entry.poNumber, at: 10)
            try statement.bind(entry.notes, at: 11)
            try statement.bind(entry.voidedOn, at: 12)
            try statement.bind(recording, from: 13)
        }
    }

    private static func counting(in scope: CompanyScope) -> Query {
        "SELECT count(*) FROM invoice WHERE company_id = \(scope.company)"
    }

    private static let selection: StaticString = """
        SELECT id, key, number, customer_id, issued_on, due_on, amount, currency, po_number, notes, voided_on, recorded_at,
            updated_at
        FROM invoice
        """
}

extension InvoiceRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        number = try row.text()
        customer = try row.id()
        issuedOn = try row.day()
        dueOn = try row.day()
        amount = try row.money()
        poNumber = row.textIfAny()
        notes = row.textIfAny()
        voidedOn = try row.dayIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

extension KeyLookup {
    /// Customers by key.
    static func customers(in scope: CompanyScope) throws(StoreError) -> KeyLookup<Customer> {
        do throws(SQLiteError) {
            return try KeyLookup<Customer>("SELECT id FROM customer WHERE company_id = ? AND key = ?", in: scope)
        } catch {
            throw .database(error)
        }
    }

    /// Invoices by key.
    static func invoices(in scope: CompanyScope) throws(StoreError) -> KeyLookup<Invoice> {
        do throws(SQLiteError) {
            return try KeyLookup<Invoice>("SELECT id FROM invoice WHERE company_id = ? AND key = ?", in: scope)
        } catch {
            throw .database(error)
        }
    }
}
