import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// An objection to an invoice as the API shows it.
struct DisputeView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case customerName = "customer_name"
        case invoice
        case invoiceNumber = "invoice_number"
        case amount, currency, category, reason, owner
        case openedOn = "opened_on"
        case dueDate = "due_date"
        case state
        case resolvedOn = "resolved_on"
        case outcome
        case externalID = "external_id"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Whether a dispute still holds.
    enum State: String, CaseIterable {
        case open, resolved
    }

    let listing: DisputeListing
    let company: Company
    let today: Day

    func write(_ field: Field, to json: inout JSONWriter) {
        let dispute = listing.dispute
        switch field {
        case .id: json.field("id", dispute.id)
        case .company: json.field("company", company.id)
        case .customer: json.field("customer", listing.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .invoice: json.field("invoice", dispute.invoice)
        case .invoiceNumber: json.field("invoice_number", listing.invoiceNumber)
        case .amount: json.field("amount", dispute.minorUnits.map { Money(minorUnits: $0, in: listing.currency) })
        case .currency: json.field("currency", listing.currency)
        case .category: json.field("category", dispute.category)
        case .reason: json.field("reason", dispute.reason)
        case .owner: json.field("owner", dispute.owner)
        case .openedOn: json.field("opened_on", dispute.openedOn)
        case .dueDate: json.field("due_date", dispute.dueOn)
        case .state: json.field("state", state.rawValue)
        case .resolvedOn: json.field("resolved_on", dispute.resolvedOn)
        case .outcome: json.field("outcome", dispute.outcome)
        case .externalID: json.field("external_id", dispute.key)
        case .createdAt: json.field("created_at", dispute.recordedAt)
        case .updatedAt: json.field("updated_at", dispute.updatedAt)
        }
    }

    private var state: State { listing.dispute.resolvedOn.map { $0 <= today } == true ? .resolved : .open }
}

extension Disputing.Claim {
    /// Takes over what a body says of a dispute; what it does not name stays, and `null` empties.
    mutating func read(_ body: inout ObjectReader, in currency: Currency, today: Day) {
        if body.presence(of: "amount") != .absent {
            minorUnits = body.optionalMoney("amount", in: currency)?.minorUnits
            if let minorUnits, minorUnits <= 0 { body.refuse("amount", "must be more than zero") }
        }
        if body.presence(of: "category") != .absent { category = body.optionalLine("category") }
        if body.presence(of: "reason") != .absent { reason = body.optionalLines("reason") }
        if body.presence(of: "owner") != .absent { owner = body.optionalLine("owner") }
        if body.presence(of: "due_date") != .absent { dueOn = body.optionalDay("due_date") }
        if body.presence(of: "outcome") != .absent { outcome = body.optionalLines("outcome") }
        switch body.optionalChoice("state", of: DisputeView.State.self) {
        case nil: break
        case .resolved: resolvedOn = resolvedOn ?? today
        case .open: resolvedOn = nil
        }
    }
}

/// `GET /companies/{company_id}/disputes`: the latest first.
struct ListDisputes: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/disputes"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<DisputeView.Field>.parameter,
            Parameter("state", .word(DisputeView.State.allCases.map(\.rawValue))),
            Parameter("category", .text(longest: 200)),
            Parameter("owner", .text(longest: 200)),
            Parameter("customer_id", .identifier),
            Parameter("invoice_id", .identifier),
            AsOf.parameter,
        ]

    private let call: Call
    private let paging: Paging
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let parameters = call.parameters
        let filter = DisputeFilter(
            customer: parameters.identifier("customer_id"),
            invoice: parameters.identifier("invoice_id"),
            isOpen: parameters.text("state").map { $0 == DisputeView.State.open.rawValue },
            category: parameters.text("category"),
            owner: parameters.text("owner")
        )
        let listed = try DisputeListing.list(filter, today: day, paging.page, in: scope.entering(company.id))
        return Reply(
            listed.elements.map { DisputeView(listing: $0, company: company, today: day) },
            of: listed.totalCount,
            fields: FieldSelection(parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/disputes/{id}`.
struct ShowDispute: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/disputes/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<DisputeView.Field>.parameter]

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let view = try DisputeView.of(
            call.identifier("id"),
            call.member,
            in: scope.entering(call.member.company.id)
        )
        return Reply(view, fields: FieldSelection(call.parameters))
    }
}

/// `POST /companies/{company_id}/disputes`: an objection to an invoice, or to a part of it.
struct OpenDispute: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/disputes"
    static let access = Access.member(.collector)

    private let call: Call
    private let body: ObjectReader

    init(from call: Call) throws {
        body = try call.body()
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        var body = body
        let id = body.identifier("invoice", of: Invoice.self)
        // An amount is in the invoice's currency, which only the books know.
        let invoice = try InvoiceRow.find(id, in: rows.reading)
        let openedOn = body.optionalDay("opened_on") ?? member.today
        if openedOn > member.today {
            body.refuse("opened_on", "has not come yet: the company's today is \(member.today)")
        }
        var claim = Disputing.Claim()
        claim.read(&body, in: invoice?.amount.currency ?? member.company.currency, today: member.today)
        try body.finish()
        let dispute = try Disputing.open(
            claim,
            about: id,
            openedOn: openedOn,
            by: call.caller.user.name,
            at: call.recording,
            in: rows
        )
        var reply = Reply.changed(try DisputeView.of(dispute.id, member, in: rows.reading), .created)
        reply.headers.append((name: "Location", value: "/api/v1/companies/\(member.company.id)/disputes/\(dispute.id)"))
        return reply
    }
}

/// `PATCH /companies/{company_id}/disputes/{id}`.
struct ChangeDispute: ChangingEndpoint {
    static let method = Method.patch
    static let path = "/companies/{company_id}/disputes/{id}"
    static let access = Access.member(.collector)

    private let call: Call
    private let body: ObjectReader
    private let standing: IfMatch

    init(from call: Call) throws {
        body = try call.body()
        standing = IfMatch(of: call.request)
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        let view = try DisputeView.of(call.identifier("id"), member, in: rows.reading)
        try standing.check(view)
        var body = body
        var claim = Disputing.Claim(view.listing.dispute)
        claim.read(&body, in: view.listing.currency, today: member.today)
        try body.finish()
        let id = view.listing.dispute.id
        _ = try Disputing.change(id, to: claim, by: call.caller.user.name, at: call.recording, in: rows)
        return .changed(try DisputeView.of(id, member, in: rows.reading))
    }
}

extension DisputeView {
    /// A dispute as it stands today.
    ///
    /// - Throws: ``CallError/noSuch(_:)`` where the company has none of this id.
    static func of(_ id: Identifier<Dispute>, _ member: Member, in scope: CompanyScope) throws -> DisputeView {
        guard let listing = try DisputeListing.find(id, in: scope) else { throw CallError.noSuch("dispute") }
        return DisputeView(listing: listing, company: member.company, today: member.today)
    }
}
