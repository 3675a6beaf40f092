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
    /// How much of the invoice is disputed, in minor units of its currency; `nil` where it is all of it.
    package let minorUnits: Int64?
    /// What kind of objection it is, in the company's own word.
    package let category: String?
    /// What it is about, in the customer's or the reviewer's words.
    package let reason: String?
    /// Who settles it.
    package let owner: String?
    /// The day it is to be settled by.
    package let dueOn: Day?
    /// How it was settled.
    package let outcome: String?

    /// A dispute about the invoice with this key.
    package init(
        key: String,
        invoiceKey: String,
        openedOn: Day,
        resolvedOn: Day? = nil,
        minorUnits: Int64? = nil,
        category: String? = nil,
        reason: String? = nil,
        owner: String? = nil,
        dueOn: Day? = nil,
        outcome: String? = nil
    ) {
        self.key = key
        self.invoiceKey = invoiceKey
        self.openedOn = openedOn
        self.resolvedOn = resolvedOn
        self.minorUnits = minorUnits
        self.category = category
        self.reason = reason
        self.owner = owner
        self.dueOn = dueOn
        self.outcome = outcome
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
    /// How much of the invoice is disputed, in minor units of its currency; `nil` where it is all of it.
    package let minorUnits: Int64?
    /// What kind of objection it is, in the company's own word.
    package let category: String?
    /// What it is about, in the customer's or the reviewer's words.
    package let reason: String?
    /// Who settles it.
    package let owner: String?
    /// The day it is to be settled by.
    package let dueOn: Day?
    /// How it was settled.
    package let outcome: String?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every dispute of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [DisputeRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The dispute with this identifier.
    package static func find(_ id: Identifier<Dispute>, in scope: CompanyScope) throws(SQLiteError) -> DisputeRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND id = \(id)")
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
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try loading(.lastWins, at: recording, using: &generator, in: scope).load(all: entries)
    }

    /// Brings rows of one file in, which must not contradict each other.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<DisputeEntry> {
        try loading(.contradictionsRefused, at: recording, using: &generator, in: scope)
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<DisputeEntry> {
        var identifiers = IdentifierSeries<Dispute>(at: recording.instant, using: &generator)
        let invoices = try KeyLookup<Invoice>.invoices(in: scope.reading)
        return try Loading(
            RowLoading.Statements(
                insert: """
                    INSERT INTO dispute (company_id, id, key, invoice_id, opened_on, resolved_on, amount, category, reason, owner,
                        due_on, outcome, import_id, changed_on, recorded_at, updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                    ON CONFLICT (company_id, key) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, (invoice_id, opened_on, resolved_on, amount, category, reason, owner, due_on, outcome)
                        IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                    FROM dispute WHERE company_id = ?1 AND key = ?3 AND ?16 > 0
                    """,
                change: """
                    UPDATE dispute SET invoice_id = ?4, opened_on = ?5, resolved_on = ?6, amount = ?7, category = ?8,
                        reason = ?9, owner = ?10, due_on = ?11, outcome = ?12, import_id = ?13, changed_on = ?14,
                        updated_at = ?16
                    WHERE company_id = ?1 AND key = ?3
                    """
            ),
            strictness,
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
            try statement.bind(entry.minorUnits, at: 7)
            try statement.bind(entry.category, at: 8)
            try statement.bind(entry.reason, at: 9)
            try statement.bind(entry.owner, at: 10)
            try statement.bind(entry.dueOn, at: 11)
            try statement.bind(entry.outcome, at: 12)
            try statement.bind(recording, from: 13)
        }
    }

    private static let selection: StaticString = """
        SELECT id, key, invoice_id, opened_on, resolved_on, amount, category, reason, owner, due_on, outcome, recorded_at,
            updated_at
        FROM dispute
        """
}

extension DisputeRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        invoice = try row.id()
        openedOn = try row.day()
        resolvedOn = try row.dayIfAny()
        minorUnits = row.integerIfAny()
        category = row.textIfAny()
        reason = row.textIfAny()
        owner = row.textIfAny()
        dueOn = try row.dayIfAny()
        outcome = row.textIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
