package import Receivables
package import SQLite
package import Values

/// A promise as an import or a reviewer gives it.
package struct PromiseEntry: Hashable, Sendable {
    package let key: String
    package let invoiceKey: String
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// The day it was taken back, where it was.
    package let withdrawnOn: Day?

    /// A promise about the invoice with this key.
    package init(key: String, invoiceKey: String, madeOn: Day, dueOn: Day, withdrawnOn: Day? = nil) {
        self.key = key
        self.invoiceKey = invoiceKey
        self.madeOn = madeOn
        self.dueOn = dueOn
        self.withdrawnOn = withdrawnOn
    }
}

/// A row of `promise`, and the SQL that reads and writes it.
package struct PromiseRow: Hashable, Sendable {
    package let id: Identifier<Promise>
    package let key: String
    package let invoice: Identifier<Invoice>
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// The day it was taken back, where it was.
    package let withdrawnOn: Day?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every promise made to the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [PromiseRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The promises about one invoice, oldest first.
    package static func of(
        _ invoice: Identifier<Invoice>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [PromiseRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) AND invoice_id = \(invoice) ORDER BY made_on, key"
        )
    }

    /// Adds the promises whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownInvoice(key:)``; ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<PromiseEntry>,
        at instant: Instant,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var identifiers = IdentifierSeries<Promise>(at: instant, using: &generator)
        let invoices = try KeyLookup<Invoice>.invoices(in: scope.reading)
        return try Upsert.run(
            entries,
            """
            INSERT INTO promise (company_id, id, key, invoice_id, made_on, due_on, withdrawn_on, recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (company_id, key) DO NOTHING
            """,
            changing: """
                UPDATE promise SET invoice_id = ?4, made_on = ?5, due_on = ?6, withdrawn_on = ?7, updated_at = ?9
                WHERE company_id = ?1 AND key = ?3
                    AND (invoice_id, made_on, due_on, withdrawn_on)
                    IS DISTINCT FROM (?4, ?5, ?6, ?7)
                """,
            in: scope
        ) { statement, entry in
            guard let invoice = try invoices.id(of: entry.invoiceKey) else {
                throw StoreError.unknownInvoice(key: entry.invoiceKey)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(invoice, at: 4)
            try statement.bind(entry.madeOn, at: 5)
            try statement.bind(entry.dueOn, at: 6)
            try statement.bind(entry.withdrawnOn, at: 7)
            try statement.bind(instant, at: 8)
            try statement.bind(instant, at: 9)
        }
    }

    private static let selection: StaticString = """
        SELECT id, key, invoice_id, made_on, due_on, withdrawn_on, recorded_at, updated_at FROM promise
        """
}

extension PromiseRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        invoice = try row.id()
        madeOn = try row.day()
        dueOn = try row.day()
        withdrawnOn = try row.dayIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
