package import Receivables
package import SQLite
package import Values

/// A dispute as an import or a reviewer gives it.
package struct DisputeEntry: Hashable, Sendable {
    package let key: String
    package let invoiceKey: String
    package let openedOn: Day
    /// The day it was settled, where it was.
    package let resolvedOn: Day?
    /// What it is about, in the customer's or the reviewer's words.
    package let reason: String?

    /// A dispute about the invoice with this key.
    package init(key: String, invoiceKey: String, openedOn: Day, resolvedOn: Day? = nil, reason: String? = nil) {
        self.key = key
        self.invoiceKey = invoiceKey
        self.openedOn = openedOn
        self.resolvedOn = resolvedOn
        self.reason = reason
    }
}

/// A row of `dispute`, and the SQL that reads and writes it.
package struct DisputeRow: Hashable, Sendable {
    package let id: Identifier<Dispute>
    package let key: String
    package let invoice: Identifier<Invoice>
    package let openedOn: Day
    /// The day it was settled, where it was.
    package let resolvedOn: Day?
    /// What it is about, in the customer's or the reviewer's words.
    package let reason: String?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every dispute of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [DisputeRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The disputes about one invoice, oldest first.
    package static func of(
        _ invoice: Identifier<Invoice>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [DisputeRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) AND invoice_id = \(invoice) ORDER BY opened_on, key"
        )
    }

    /// Adds the disputes whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownInvoice(key:)``; ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<DisputeEntry>,
        at instant: Instant,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var identifiers = IdentifierSeries<Dispute>(at: instant, using: &generator)
        let invoices = try KeyLookup<Invoice>.invoices(in: scope.reading)
        return try Upsert.run(
            entries,
            """
            INSERT INTO dispute (company_id, id, key, invoice_id, opened_on, resolved_on, reason, recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (company_id, key) DO NOTHING
            """,
            changing: """
                UPDATE dispute SET invoice_id = ?4, opened_on = ?5, resolved_on = ?6, reason = ?7, updated_at = ?9
                WHERE company_id = ?1 AND key = ?3
                    AND (invoice_id, opened_on, resolved_on, reason)
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
            try statement.bind(entry.openedOn, at: 5)
            try statement.bind(entry.resolvedOn, at: 6)
            try statement.bind(entry.reason, at: 7)
            try statement.bind(instant, at: 8)
            try statement.bind(instant, at: 9)
        }
    }

    private static let selection: StaticString = """
        SELECT id, key, invoice_id, opened_on, resolved_on, reason, recorded_at, updated_at FROM dispute
        """
}

extension DisputeRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        invoice = try row.id()
        openedOn = try row.day()
        resolvedOn = try row.dayIfAny()
        reason = row.textIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
