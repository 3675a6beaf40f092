package import Receivables
package import Store
package import Values

/// Thumbs up and down on insights.
package enum RatingInsights {
    /// Sets what a user thinks of an insight; one opinion a user, the last one counts.
    ///
    /// - Returns: whether it is the user's first on this insight; `nil` where the company has no such insight.
    /// - Throws: ``Store/StoreError``.
    package static func rate(
        _ insight: Identifier<Insight>,
        _ rating: InsightFeedbackRow.Rating,
        comment: String,
        by user: UserRow,
        at now: Instant,
        in scope: WriteScope
    ) throws -> Bool? {
        guard try InsightRow.find(insight, in: scope.reading) != nil else { return nil }
        let earlier = try InsightFeedbackRow.find(insight, by: user.id, in: scope.reading)
        let isFirst = try InsightFeedbackRow(
            insight: insight,
            user: user.id,
            rating: rating,
            comment: comment,
            recordedAt: now
        ).set(in: scope)
        try AuditRow.append(
            actor: user.name,
            event: "insight.feedback",
            subject: "\(insight)",
            before: earlier?.rating.rawValue ?? "",
            after: rating.rawValue,
            at: now,
            in: scope
        )
        return isFirst
    }
}
