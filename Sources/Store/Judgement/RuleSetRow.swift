package import SQLite
package import Values

/// A row of `rule_set`: a set of rule files as they were when it was published.
package struct RuleSetRow: Hashable, Sendable {
    package let hash: ContentHash
    /// The files, as text that the caller encodes.
    package let files: String
    package let recordedAt: Instant

    /// The rule files with this hash.
    package init(
        hash: ContentHash,
        files: String,
        recordedAt: Instant
    ) {
        self.hash = hash
        self.files = files
        self.recordedAt = recordedAt
    }

    /// Every rule set that the scope's company has had, by hash.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [RuleSetRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY hash")
    }

    /// The rule set with this hash.
    package static func find(_ hash: ContentHash, in scope: CompanyScope) throws(SQLiteError) -> RuleSetRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND hash = \(hash)")
    }

    /// The rule set in force, or `nil` where none was ever published.
    package static func live(in scope: CompanyScope) throws(SQLiteError) -> RuleSetRow? {
        guard let hash = try Activation.rules.live(in: scope) else { return nil }
        return try find(hash, in: scope)
    }

    /// Adds the rule set, where it is not there yet; `false` where it is.
    @discardableResult
    package func insert(in scope: WriteScope) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            INSERT INTO rule_set (company_id, hash, files, recorded_at)
            VALUES (\(scope.company), \(hash), \(files), \(recordedAt)) ON CONFLICT (company_id, hash) DO NOTHING
            """
        ) == 1
    }

    /// Puts a stored rule set in force, if the one in force is still `expected`.
    ///
    /// - Throws: ``StoreError/movedOn(_:)`` where another set is in force by now; ``StoreError/noSuchRow(_:)`` where
    ///   the set is not stored.
    package static func activate(
        _ hash: ContentHash,
        expecting expected: ContentHash?,
        by actor: String,
        at instant: Instant,
        in scope: WriteScope
    ) throws(StoreError) {
        try StoreError.wrapping { () throws(SQLiteError) in try find(hash, in: scope.reading) }
            .orThrow(.noSuchRow("rule set \(hash.short)"))
        try Activation.rules.set(hash, expecting: expected, by: actor, at: instant, in: scope)
    }

    /// Which rule sets were in force, newest first.
    package static func activations(in scope: CompanyScope) throws(SQLiteError) -> [ActivationRow] {
        try Activation.rules.history(in: scope)
    }

    private static let selection: StaticString = "SELECT hash, files, recorded_at FROM rule_set"
}

extension RuleSetRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        hash = try row.hash()
        files = try row.text()
        recordedAt = try row.instant()
    }
}
