import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// `POST /companies/{company_id}/actions/{id}/approve`: the action is accepted as it stands.
struct ApproveAction: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/actions/{id}/approve"
    static let access = Access.member(.collector)

    private let call: Call

    init(from call: Call) throws {
        var body = try call.body()
        try body.finish()
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        try ReviewedAction.reply(to: call, with: .approve, in: scope)
    }
}

/// `POST /companies/{company_id}/actions/{id}/reject`: the action is turned down, with a reason that does what it says.
struct RejectAction: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/actions/{id}/reject"
    static let access = Access.member(.collector)

    private let call: Call
    private let review: Review

    init(from call: Call) throws {
        var body = try call.body()
        let reason: RejectReason = body.choice("reason")
        let comment = body.comment("comment")
        let promisedFor = body.optionalDay("promise_due_date")
        try body.finish()
        review = .reject(reason, comment: comment, promisedFor: promisedFor)
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        try ReviewedAction.reply(to: call, with: review, in: scope)
    }
}

/// What both answer: the action as it stands after the review.
private enum ReviewedAction {
    static func reply(to call: Call, with review: Review, in scope: InstanceWriteScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        let id = call.identifier("id", of: Action.self)
        _ = try Reviewing.answer(
            id,
            with: review,
            by: call.caller.user,
            of: member.company,
            today: member.today,
            at: call.now,
            in: rows
        )
        guard let listing = try ActionListing.find(id, today: member.today, in: rows.reading) else {
            throw ReviewError.noSuchAction
        }
        let view = ActionView(listing: listing, company: member.company, today: member.today)
        return Reply(view, fields: .all)
    }
}

extension ObjectReader {
    /// The longest comment that is kept, in characters.
    private static let longestComment = 2_000

    /// A person's comment; empty where there is none.
    mutating func comment(_ name: String) -> String {
        let comment = optionalString(name) ?? ""
        if comment.count > ObjectReader.longestComment {
            refuse(name, "must have at most \(ObjectReader.longestComment) characters")
        }
        return comment
    }
}
