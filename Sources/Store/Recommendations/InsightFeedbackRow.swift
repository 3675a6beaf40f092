package import Receivables
package import SQLite
package import Values

/// A row of `insight_feedback`: what one user thinks of one insight.
package struct InsightFeedbackRow: Hashable, Sendable {
    /// Whether the insight was of use.
    package enum Rating: String, CaseIterable, Hashable, Sendable, StoredWord {
        case up, down
    }

    package let insight: Identifier<Insight>
    package let user: Identifier<User>
    package let rating: Rating
    package let comment: String
    package let recordedAt: Instant

    /// A user's opinion.
    package init(
        insight: Identifier<Insight>,
        user: Identifier<User>,
        rating: Rating,
        comment: String,
        recordedAt: Instant
    ) {
        self.insight = insight
        self.user = user
        self.rating = rating
        self.comment = comment
        self.recordedAt = recordedAt
    }

    /// All opinions of the scope's company, by insight, then by user.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [InsightFeedbackRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY insight_id, user_id")
    }

    /// What a user thinks of an insight.
    package static func find(
        _ insight: Identifier<Insight>,
        by user: Identifier<User>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> InsightFeedbackRow? {
        try scope.connection.one(
            """
            \(selection) WHERE company_id = \(scope.company) AND insight_id = \(insight) AND user_id = \(user)
            """
        )
    }

    /// Sets the user's opinion; `true` where it is their first of this insight.
    ///
    /// - Throws: ``SQLiteError`` of the kind `constraint` where the company has no such insight.
    package func set(in scope: WriteScope) throws(SQLiteError) -> Bool {
        let isFirst = try InsightFeedbackRow.find(insight, by: user, in: scope.reading) == nil
        try scope.connection.execute(
            """
            INSERT INTO insight_feedback (company_id, insight_id, user_id, rating, comment, recorded_at)
            VALUES (\(scope.company), \(insight), \(user), \(rating), \(comment), \(recordedAt))
            ON CONFLICT (company_id, insight_id, user_id) DO UPDATE SET
                rating = excluded.rating, comment = excluded.comment, recorded_at = excluded.recorded_at
            """
        )
        return isFirst
    }

    private static let selection: StaticString = """
        SELECT insight_id, user_id, rating, comment, recorded_at FROM insight_feedback
        """
}

extension InsightFeedbackRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        insight = try row.id()
        user = try row.id()
        rating = try row.word()
        comment = try row.text()
        recordedAt = try row.instant()
    }
}
