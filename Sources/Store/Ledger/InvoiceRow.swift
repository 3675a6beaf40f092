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
        var loading = try InvoiceLoading(.lastWins, at: recording, using: &generator, in: scope)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        var count = UpsertCount()
        for entry in entries {
            guard let customer = try storing({ () throws(SQLiteError) in try customers.id(of: entry.customerKey) })
            else { throw .unknownCustomer(key: entry.customerKey) }
            count.add(
                try loading.load(
                    key: entry.key.utf8.span,
                    number: entry.number.utf8.span,
                    customer: customer,
                    issuedOn: entry.issuedOn,
                    dueOn: entry.dueOn,
                    amount: entry.amount,
                    poNumber: (entry.poNumber ?? "").utf8.span,
                    notes: (entry.notes ?? "").utf8.span,
                    voidedOn: entry.voidedOn
                )
            )
        }
        return count
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
