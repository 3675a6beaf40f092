import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// Thumbs up or down, as they were sent.
private struct Opinion: Sendable {
    let rating: InsightFeedbackRow.Rating
    let comment: String

    init(_ call: Call) throws {
        var body = try call.body()
        rating = body.choice("rating")
        comment = body.comment("comment")
        try body.finish()
    }

    /// Stores it: 201 where it is the user's first on this insight, 200 where it takes the place of one.
    ///
    /// - Throws: ``CallError/noSuch(_:)`` where the company has no such insight.
    func reply(to call: Call, in scope: WriteScope) throws -> Reply {
        let insight = call.identifier("id", of: Insight.self)
        let isFirst = try RatingInsights.rate(
            insight,
            rating,
            comment: comment,
            by: call.caller.user,
            at: call.now,
            in: scope
        )
        guard let isFirst else { throw CallError.noSuch("insight") }
        return Reply(isFirst ? .created : .ok) { json in
            json.object { json in
                json.field("insight", insight)
                json.field("user", call.caller.user.id)
                json.field("rating", rating.rawValue)
                json.field("comment", comment)
                json.field("recorded_at", call.now)
            }
        }
    }

    /// The insight shows what its reader thinks of it.
    static func location(of call: Call) -> String {
        "/api/v1/intelligence/insights/\(call.identifier("id", of: Insight.self))"
    }
}

/// `POST /companies/{company_id}/intelligence/insights/{id}/feedback`: one opinion a user, the last one counts.
struct RateCompanyInsight: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/intelligence/insights/{id}/feedback"
    static let access = Access.member(.collector)

    private let call: Call
    private let opinion: Opinion

    init(from call: Call) throws {
        opinion = try Opinion(call)
        self.call = call
    }

    var location: String? { Opinion.location(of: call) }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        try opinion.reply(to: call, in: scope.entering(call.member.company.id))
    }
}

/// `POST /intelligence/insights/{id}/feedback`: the same, of any of the caller's companies.
struct RateInsight: ChangingEndpoint {
    static let method = Method.post
    static let path = "/intelligence/insights/{id}/feedback"
    static let access = Access.signedIn

    private let call: Call
    private let opinion: Opinion

    init(from call: Call) throws {
        opinion = try Opinion(call)
        self.call = call
    }

    var location: String? { Opinion.location(of: call) }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let insight = call.identifier("id", of: Insight.self)
        for membership in try MembershipRow.memberships(of: call.caller.user.id, in: scope.reading) {
            let rows = scope.entering(membership.company)
            guard try InsightRow.find(insight, in: rows.reading) != nil else { continue }
            guard membership.role >= .collector else {
                throw CallError.roleTooLow(needed: .collector, held: membership.role)
            }
            return try opinion.reply(to: call, in: rows)
        }
        throw CallError.noSuch("insight")
    }
}
