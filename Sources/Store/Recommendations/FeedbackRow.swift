package import Receivables
package import SQLite
package import Values

/// What a reviewer decided about an action.
///
/// The type is the subject of its identifiers.
package enum Feedback {}

/// A row of `feedback`: the label that the `accept` head learns from.
package struct FeedbackRow: Hashable, Sendable {
    package let id: Identifier<Feedback>
    package let action: Identifier<Action>
    /// Who decided.
    package let user: Identifier<User>
    /// Whether the action was approved, edited or not.
    package let isApproved: Bool
    /// Whether the draft was changed.
    package let isEdited: Bool
    /// Why it was rejected; there exactly where it was.
    package let reason: RejectReason?
    package let comment: String
    package let factsHash: ContentHash
    package let ruleSetHash: ContentHash
    /// The model version that had scored the action, where one was live.
    package let modelVersion: ContentHash?
    /// What the `accept` head reads, as text that the caller encodes.
    package let features: String
    /// The company's day.
    package let decidedOn: Day
    package let decidedAt: Instant

    /// A decision of a reviewer.
    package init(
        id: Identifier<Feedback>,
        action: Identifier<Action>,
        user: Identifier<User>,
        isApproved: Bool,
        isEdited: Bool,
        reason: RejectReason? = nil,
        comment: String,
        factsHash: ContentHash,
        ruleSetHash: ContentHash,
        modelVersion: ContentHash? = nil,
        features: String,
        decidedOn: Day,
        decidedAt: Instant
    ) {
        self.id = id
        self.action = action
        self.user = user
        self.isApproved = isApproved
        self.isEdited = isEdited
        self.reason = reason
        self.comment = comment
        self.factsHash = factsHash
        self.ruleSetHash = ruleSetHash
        self.modelVersion = modelVersion
        self.features = features
        self.decidedOn = decidedOn
        self.decidedAt = decidedAt
    }

    /// Every decision of the scope's company, oldest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [FeedbackRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY decided_at, id")
    }

    /// The decisions about one action, oldest first.
    package static func of(
        _ action: Identifier<Action>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [FeedbackRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) AND action_id = \(action) ORDER BY decided_at, id"
        )
    }

    /// The customer of each action that somebody decided about.
    package static func customers(
        in scope: CompanyScope
    ) throws(SQLiteError) -> [Identifier<Action>: Identifier<Customer>] {
        let pairs = try scope.connection.rows(
            """
            SELECT a.id, a.customer_id FROM action a
            WHERE a.company_id = \(scope.company)
                AND a.id IN (SELECT f.action_id FROM feedback f WHERE f.company_id = \(scope.company))
            """
        ) { row throws(SQLiteError) in
            (action: try row.id() as Identifier<Action>, customer: try row.id() as Identifier<Customer>)
        }
        return Dictionary(pairs.map { ($0.action, $0.customer) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many decisions the company has.
    package static func count(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number("SELECT count(*) FROM feedback WHERE company_id = \(scope.company)")
    }

    /// Adds the decision.
    ///
    /// - Throws: ``SQLiteError`` of the kind `constraint` where a rejection has no reason or an approval has one.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO feedback (company_id, id, action_id, user_id, is_approved, is_edited, reason, comment,
                facts_hash, rule_set_hash, model_version, features, decided_on, decided_at)
            VALUES (\(scope.company), \(id), \(action), \(user), \(isApproved), \(isEdited), \(reason), \(comment),
                \(factsHash), \(ruleSetHash), \(modelVersion), \(features), \(decidedOn), \(decidedAt))
            """
        )
    }

    /// Takes back the decisions about an action, where the reviewer undid them in time, and says how many those were.
    @discardableResult
    package static func remove(of action: Identifier<Action>, in scope: WriteScope) throws(SQLiteError) -> Int {
        Int(
            try scope.connection.execute(
                "DELETE FROM feedback WHERE company_id = \(scope.company) AND action_id = \(action)"
            )
        )
    }

    private static let selection: StaticString = """
        SELECT id, action_id, user_id, is_approved, is_edited, reason, comment, facts_hash, rule_set_hash, model_version,
            features, decided_on, decided_at
        FROM feedback
        """
}

extension FeedbackRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        action = try row.id()
        user = try row.id()
        isApproved = try row.flag()
        isEdited = try row.flag()
        reason = try row.wordIfAny()
        comment = try row.text()
        factsHash = try row.hash()
        ruleSetHash = try row.hash()
        modelVersion = try row.hashIfAny()
        features = try row.text()
        decidedOn = try row.day()
        decidedAt = try row.instant()
    }
}
