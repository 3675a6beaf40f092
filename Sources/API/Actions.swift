import Facts
import HTTP
import Receivables
import Store
import Values

/// `GET /companies/{company_id}/actions`, the most urgent first.
struct ListActions: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/actions"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<ActionView.Field>.parameter,
            Parameter("category", .word(Category.allCases.map(\.rawValue))),
            Parameter("status", .words(of: ActionState.self)),
            Parameter("channel", .words(of: Channel.self)),
            Parameter("rule", .text(longest: 200)),
            Parameter("assigned_to", .text(longest: 36)),
            Parameter("ar_owner", .text(longest: 200)),
            Parameter("currency", .text(longest: 3)),
            Parameter("min_amount", .amount),
            Parameter("max_amount", .amount),
            Parameter("min_days_past_due", .integer(-36_500...36_500)),
            Parameter("invoice_id", .identifier),
            Parameter("customer_id", .identifier),
            Parameter("search", .text(longest: 200)),
            Parameter("include_deleted", .flag),
        ]

    /// The lists of the review page.
    private enum Category: String, CaseIterable {
        case needsAction = "needs_action"
        case awaitingCustomer = "awaiting_customer"
        case history, alternatives
    }

    private let call: Call
    private let paging: Paging
    private let filter: ActionFilter

    init(from call: Call) throws {
        self.call = call
        let parameters = call.parameters
        let currency = try ListActions.currency(parameters)
        let unit = currency ?? call.member.company.currency
        paging = try Paging(parameters)
        filter = ActionFilter(
            category: try ListActions.category(parameters),
            states: parameters.words("status"),
            channels: parameters.words("channel"),
            rule: parameters.text("rule"),
            assignee: try ListActions.assignee(parameters, caller: call.caller),
            customer: parameters.identifier("customer_id"),
            invoice: parameters.identifier("invoice_id"),
            search: parameters.text("search"),
            currency: currency,
            minimumAmount: try ListActions.amount("min_amount", parameters, in: unit),
            maximumAmount: try ListActions.amount("max_amount", parameters, in: unit),
            minimumDaysPastDue: parameters.integer("min_days_past_due"),
            arOwner: parameters.text("ar_owner")
        )
    }

    private static func currency(_ parameters: Parameters) throws(CallError) -> Currency? {
        guard let text = parameters.text("currency") else { return nil }
        guard let currency = Currency(text.uppercased()) else {
            throw .badParameters([FieldProblem("currency", "must be an ISO 4217 code such as USD")])
        }
        return currency
    }

    private static func category(_ parameters: Parameters) throws(CallError) -> ActionFilter.Category? {
        switch parameters.text("category").flatMap({ Category(rawValue: $0) }) {
        case nil: return nil
        case .needsAction: return .needsAction
        case .awaitingCustomer: return .awaitingCustomer
        case .history: return .history
        case .alternatives:
            guard let invoice = parameters.identifier("invoice_id", of: Invoice.self) else {
                throw .badParameters([FieldProblem("invoice_id", "is required with `category=alternatives`")])
            }
            return .alternatives(of: invoice)
        }
    }

    private static func assignee(
        _ parameters: Parameters,
        caller: Caller
    ) throws(CallError) -> ActionFilter.Assignee? {
        switch parameters.text("assigned_to") {
        case nil: return nil
        case "me": return .user(caller.user.id)
        case "none": return .nobody
        case .some(let text):
            guard let user = Identifier<User>(text) else {
                throw .badParameters([FieldProblem("assigned_to", "must be `me`, `none` or a user's UUID")])
            }
            return .user(user)
        }
    }

    private static func amount(
        _ name: String,
        _ parameters: Parameters,
        in currency: Currency
    ) throws(CallError) -> Money? {
        guard let text = parameters.text(name) else { return nil }
        guard let amount = Money(text, in: currency) else {
            let decimals = currency.decimals
            throw .badParameters([
                FieldProblem(name, "must be an amount in \(currency) with at most \(decimals) decimals")
            ])
        }
        return amount
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let member = call.member
        let listed = try ActionListing.list(
            filter,
            today: member.today,
            paging.page,
            in: scope.entering(member.company.id)
        )
        return Reply(
            listed.elements.map { ActionView(listing: $0, company: member.company, today: member.today) },
            of: listed.totalCount,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/actions/{id}`.
struct ShowAction: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/actions/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<ActionView.Field>.parameter]

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        guard let listing = try ActionListing.find(call.identifier("id"), today: member.today, in: rows) else {
            throw CallError.noSuch("action")
        }
        return Reply(
            ActionView(listing: listing, company: member.company, today: member.today),
            fields: FieldSelection(call.parameters)
        )
    }
}
