import Facts
import HTTP
import Receivables
import Store
import Values
import Wire

/// An insight as the API shows it to one user, with the names that people know its target by.
struct InsightView: Resource {
    enum Field: String, CaseIterable {
        case id, company
        case targetType = "target_type"
        case targetID = "target_id"
        case customer
        case customerName = "customer_name"
        case invoice
        case invoiceNumber = "invoice_number"
        case insightType = "insight_type"
        case severity, tags, title, summary, evidence
        case payload = "payload_json"
        case rule
        case modelVersion = "model_version"
        case factsHash = "facts_hash"
        case validFrom = "valid_from"
        case validTo = "valid_to"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case myFeedback = "my_feedback"
    }

    let listing: InsightListing
    let company: Identifier<Company>
    /// What the caller thinks of it; read only where it is asked for.
    let feedback: InsightFeedbackRow?

    init(_ listing: InsightListing, for caller: Caller, fields: FieldSelection<Field>, in scope: CompanyScope) throws {
        self.listing = listing
        company = scope.company
        feedback =
            fields.contains(.myFeedback)
            ? try InsightFeedbackRow.find(listing.insight.id, by: caller.user.id, in: scope) : nil
    }

    func write(_ field: Field, to json: inout JSONWriter) {
        let insight = listing.insight
        switch field {
        case .id: json.field("id", insight.id)
        case .company: json.field("company", company)
        case .targetType: json.field("target_type", insight.target.kind.rawValue)
        case .targetID: writeTarget(to: &json)
        case .customer: json.field("customer", insight.target.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .invoice: json.field("invoice", insight.target.invoice)
        case .invoiceNumber: json.field("invoice_number", listing.invoiceNumber)
        case .insightType: json.field("insight_type", insight.insightType)
        case .severity: json.field("severity", insight.severity.rawValue)
        case .tags:
            json.key("tags")
            json.verbatim(insight.tags)
        case .title: json.field("title", insight.title)
        case .summary: json.field("summary", insight.summary)
        case .evidence:
            json.key("evidence")
            json.verbatim(insight.evidence)
        case .payload:
            json.key("payload_json")
            json.verbatim(insight.payload)
        case .rule: json.rule(insight.rule, of: insight.provenance)
        case .modelVersion: json.field("model_version", insight.provenance.modelVersion)
        case .factsHash: json.field("facts_hash", insight.provenance.factsHash)
        case .validFrom: json.field("valid_from", insight.validFrom)
        case .validTo: json.field("valid_to", insight.validTo)
        case .createdAt: json.field("created_at", insight.createdAt)
        case .updatedAt: json.field("updated_at", insight.updatedAt)
        case .myFeedback: writeFeedback(to: &json)
        }
    }

    private func writeTarget(to json: inout JSONWriter) {
        switch listing.insight.target {
        case .invoice(let invoice, of: _): json.field("target_id", invoice)
        case .customer(let customer): json.field("target_id", customer)
        case .portfolio: json.field("target_id", company)
        }
    }

    private func writeFeedback(to json: inout JSONWriter) {
        guard let feedback else { return json.field("my_feedback", nil as String?) }
        json.object("my_feedback") { json in
            json.field("rating", feedback.rating.rawValue)
            json.field("comment", feedback.comment)
        }
    }
}

/// `GET /intelligence/insights`, the worst first, then the newest.
///
/// Without `company_id`, or for a company that is not the caller's, the list is empty: it tells nothing of others.
struct ListInsights: ReadingEndpoint {
    static let method = Method.get
    static let path = "/intelligence/insights"
    static let access = Access.signedIn
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<InsightView.Field>.parameter,
            Parameter("company_id", .identifier),
            Parameter("target_type", .words(of: InsightTarget.Kind.self)),
            Parameter("target_id", .identifier),
            Parameter("insight_type", .text(longest: 200)),
            Parameter("severity", .words(of: Severity.self)),
            Parameter("tag", .text(longest: 100)),
            Parameter("customer_id", .identifier),
            Parameter("invoice_id", .identifier),
            Parameter("active_only", .flag),
        ]

    private let call: Call
    private let paging: Paging
    private let filter: InsightFilter

    init(from call: Call) throws {
        self.call = call
        let parameters = call.parameters
        paging = try Paging(parameters)
        filter = InsightFilter(
            targetKinds: parameters.words("target_type"),
            target: parameters.identifier("target_id"),
            typeContains: parameters.text("insight_type"),
            severities: parameters.words("severity"),
            tag: parameters.text("tag"),
            customer: parameters.identifier("customer_id"),
            invoice: parameters.identifier("invoice_id"),
            activeOnly: parameters.flag("active_only") ?? true
        )
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let fields = FieldSelection<InsightView.Field>(call.parameters)
        let company = call.parameters.identifier("company_id", of: Company.self)
        guard let company, try call.member(of: company, in: scope) != nil else {
            return Reply([InsightView](), of: 0, fields: fields, paging, on: call)
        }
        let rows = scope.entering(company)
        let listed = try InsightListing.list(filter, paging.page, in: rows)
        return Reply(
            try listed.elements.map { try InsightView($0, for: call.caller, fields: fields, in: rows) },
            of: listed.totalCount,
            fields: fields,
            paging,
            on: call
        )
    }
}

/// `GET /intelligence/insights/{id}`, of any of the caller's companies.
struct ShowInsight: ReadingEndpoint {
    static let method = Method.get
    static let path = "/intelligence/insights/{id}"
    static let access = Access.signedIn
    static let parameters = [FieldSelection<InsightView.Field>.parameter]

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let fields = FieldSelection<InsightView.Field>(call.parameters)
        for membership in try MembershipRow.memberships(of: call.caller.user.id, in: scope) {
            let rows = scope.entering(membership.company)
            guard let listing = try InsightListing.find(call.identifier("id"), in: rows) else { continue }
            return Reply(try InsightView(listing, for: call.caller, fields: fields, in: rows), fields: fields)
        }
        throw CallError.noSuch("insight")
    }
}
