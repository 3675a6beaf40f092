package import SQLite
package import Values

/// One evaluation of a company on a day.
///
/// The type is the subject of its identifiers.
package enum Run {}

/// A row of `run`: what went in, and the hash of what came out.
package struct RunRow: Hashable, Sendable {
    package let id: Identifier<Run>
    /// The company's day.
    package let assessedOn: Day
    package let ruleSetHash: ContentHash
    /// The model version, where a model was live.
    package let modelVersion: ContentHash?
    /// The hash of all facts that it read.
    package let factsDigest: ContentHash
    /// The hash of all that it decided.
    package let resultDigest: ContentHash
    /// How many insights and actions it opened, closed and left, as text that the caller encodes.
    package let counts: String
    package let startedAt: Instant
    package let finishedAt: Instant

    /// A run that has ended.
    package init(
        id: Identifier<Run>,
        assessedOn: Day,
        ruleSetHash: ContentHash,
        modelVersion: ContentHash? = nil,
        factsDigest: ContentHash,
        resultDigest: ContentHash,
        counts: String,
        startedAt: Instant,
        finishedAt: Instant
    ) {
        self.id = id
        self.assessedOn = assessedOn
        self.ruleSetHash = ruleSetHash
        self.modelVersion = modelVersion
        self.factsDigest = factsDigest
        self.resultDigest = resultDigest
        self.counts = counts
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }

    /// Every run of the scope's company, newest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [RunRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY finished_at DESC, id DESC"
        )
    }

    /// The newest run of the scope's company.
    package static func latest(in scope: CompanyScope) throws(SQLiteError) -> RunRow? {
        try scope.connection.one(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY finished_at DESC, id DESC LIMIT 1"
        )
    }

    /// The newest run on this day with the same rules, model and facts: running again would change nothing.
    package static func identical(
        on day: Day,
        ruleSetHash: ContentHash,
        modelVersion: ContentHash?,
        factsDigest: ContentHash,
        in scope: CompanyScope
    ) throws(SQLiteError) -> RunRow? {
        try scope.connection.one(
            """
            \(selection) WHERE company_id = \(scope.company) AND assessed_on = \(day)
                AND rule_set_hash = \(ruleSetHash) AND model_version IS NOT DISTINCT FROM \(modelVersion)
                AND facts_digest = \(factsDigest)
            ORDER BY finished_at DESC, id DESC LIMIT 1
            """
        )
    }

    /// Adds the run.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO run (company_id, id, assessed_on, rule_set_hash, model_version, facts_digest, result_digest,
                counts, started_at, finished_at)
            VALUES (\(scope.company), \(id), \(assessedOn), \(ruleSetHash), \(modelVersion), \(factsDigest),
                \(resultDigest), \(counts), \(startedAt), \(finishedAt))
            """
        )
    }

    private static let selection: StaticString = """
        SELECT id, assessed_on, rule_set_hash, model_version, facts_digest, result_digest, counts, started_at,
            finished_at
        FROM run
        """
}

extension RunRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        assessedOn = try row.day()
        ruleSetHash = try row.hash()
        modelVersion = try row.hashIfAny()
        factsDigest = try row.hash()
        resultDigest = try row.hash()
        counts = try row.text()
        startedAt = try row.instant()
        finishedAt = try row.instant()
    }
}
