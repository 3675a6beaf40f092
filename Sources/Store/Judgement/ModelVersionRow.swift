package import SQLite
package import Values

/// A row of `model_version` with its heads: one fitted model.
package struct ModelVersionRow: Hashable, Sendable {
    /// Where a model version stands.
    package enum State: String, CaseIterable, Hashable, Sendable, StoredWord {
        /// Fitted and judged, and not in force.
        case candidate
        /// In force.
        case live
        /// Was in force.
        case retired
    }

    /// One head of the model, as text.
    package struct Head: Hashable, Sendable {
        /// What it predicts, such as `late`.
        package let name: String
        /// The model file.
        package let text: String

        /// A head by name.
        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The hash of the manifest of the heads.
    package let version: ContentHash
    package let state: State
    /// The last day whose outcomes it was fitted on, where it was fitted on this company's.
    package let trainedOn: Day?
    /// What the gates said, as text that the caller encodes.
    package let report: String
    package let createdAt: Instant
    /// By name.
    package let heads: [Head]

    /// A model version with its heads.
    package init(
        version: ContentHash,
        state: State,
        trainedOn: Day? = nil,
        report: String,
        createdAt: Instant,
        heads: [Head]
    ) {
        self.version = version
        self.state = state
        self.trainedOn = trainedOn
        self.report = report
        self.createdAt = createdAt
        self.heads = heads
    }

    /// Every model version of the scope's company, newest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ModelVersionRow] {
        try load("\(selection) WHERE company_id = \(scope.company) ORDER BY created_at DESC, version", in: scope)
    }

    /// The model version with this hash.
    package static func find(
        _ version: ContentHash,
        in scope: CompanyScope
    ) throws(SQLiteError) -> ModelVersionRow? {
        try load("\(selection) WHERE company_id = \(scope.company) AND version = \(version)", in: scope).first
    }

    /// The model version in force, or `nil` where there is none.
    package static func live(in scope: CompanyScope) throws(SQLiteError) -> ModelVersionRow? {
        guard let version = try Activation.model.live(in: scope) else { return nil }
        return try find(version, in: scope)
    }

    /// Adds the version with its heads, where it is not there yet; `false` where it is.
    @discardableResult
    package func insert(in scope: WriteScope) throws(SQLiteError) -> Bool {
        let isNew =
            try scope.connection.execute(
                """
                INSERT INTO model_version (company_id, version, state, trained_on, report, created_at)
                VALUES (\(scope.company), \(version), \(state), \(trainedOn), \(report), \(createdAt))
                ON CONFLICT (company_id, version) DO NOTHING
                """
            ) == 1
        guard isNew else { return false }
        for head in heads {
            try scope.connection.execute(
                """
                INSERT INTO model_head (company_id, version, name, content)
                VALUES (\(scope.company), \(version), \(head.name), \(head.text))
                """
            )
        }
        return true
    }

    /// Puts a stored version in force, if the one in force is still `expected`, which is retired.
    ///
    /// - Throws: ``StoreError/movedOn(_:)`` where another version is in force by now; ``StoreError/noSuchRow(_:)`` where
    ///   the version is not stored.
    package static func activate(
        _ version: ContentHash,
        expecting expected: ContentHash?,
        by actor: String,
        at instant: Instant,
        in scope: WriteScope
    ) throws(StoreError) {
        try StoreError.wrapping { () throws(SQLiteError) in try find(version, in: scope.reading) }
            .orThrow(.noSuchRow("model version \(version.short)"))
        try Activation.model.set(version, expecting: expected, by: actor, at: instant, in: scope)
        try StoreError.wrapping { () throws(SQLiteError) in
            try scope.connection.execute(
                """
                UPDATE model_version SET state = \(State.retired)
                WHERE company_id = \(scope.company) AND state = \(State.live)
                """
            )
            try scope.connection.execute(
                """
                UPDATE model_version SET state = \(State.live)
                WHERE company_id = \(scope.company) AND version = \(version)
                """
            )
        }
    }

    /// Which versions were in force, newest first.
    package static func activations(in scope: CompanyScope) throws(SQLiteError) -> [ActivationRow] {
        try Activation.model.history(in: scope)
    }

    private static func load(_ query: Query, in scope: CompanyScope) throws(SQLiteError) -> [ModelVersionRow] {
        let bare: [ModelVersionRow] = try scope.connection.all(query)
        var versions: [ModelVersionRow] = []
        for row in bare {
            let heads = try scope.connection.rows(
                """
                SELECT name, content FROM model_head
                WHERE company_id = \(scope.company) AND version = \(row.version) ORDER BY name
                """
            ) { row throws(SQLiteError) in Head(name: try row.text(), text: try row.text()) }
            versions.append(
                ModelVersionRow(
                    version: row.version,
                    state: row.state,
                    trainedOn: row.trainedOn,
                    report: row.report,
                    createdAt: row.createdAt,
                    heads: heads
                )
            )
        }
        return versions
    }

    private static let selection: StaticString = """
        SELECT version, state, trained_on, report, created_at FROM model_version
        """
}

extension ModelVersionRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        version = try row.hash()
        state = try row.word()
        trainedOn = try row.dayIfAny()
        report = try row.text()
        createdAt = try row.instant()
        heads = []
    }
}
