import Facts
import HTTP
import Receivables
import Store
import Values
import Wire

/// A message as the API shows it.
struct CommunicationView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case customerName = "customer_name"
        case contact
        case contactName = "contact_name"
        case invoice
        case invoiceNumber = "invoice_number"
        case action, direction
        case communicationType = "communication_type"
        case occurredOn = "occurred_on"
        case subject, body
        case replyTo = "reply_to"
        case outcome
        case erasedOn = "erased_on"
        case externalID = "external_id"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    let listing: CommunicationListing
    let company: Company

    func write(_ field: Field, to json: inout JSONWriter) {
        let message = listing.communication
        switch field {
        case .id: json.field("id", message.id)
        case .company: json.field("company", company.id)
        case .customer: json.field("customer", message.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .contact: json.field("contact", message.contact)
        case .contactName: json.field("contact_name", listing.contactName)
        case .invoice: json.field("invoice", message.invoice)
        case .invoiceNumber: json.field("invoice_number", listing.invoiceNumber)
        case .action: json.field("action", message.action)
        case .direction: json.field("direction", message.direction.rawValue)
        case .communicationType: json.field("communication_type", message.channel.rawValue)
        case .occurredOn: json.field("occurred_on", message.occurredOn)
        case .subject: json.field("subject", message.subject)
        case .body: json.field("body", message.body)
        case .replyTo: json.field("reply_to", message.replyTo)
        case .outcome: json.field("outcome", message.outcome)
        case .erasedOn: json.field("erased_on", message.erasedOn)
        case .externalID: json.field("external_id", message.key)
        case .createdAt: json.field("created_at", message.recordedAt)
        case .updatedAt: json.field("updated_at", message.updatedAt)
        }
    }
}

/// `GET /companies/{company_id}/communications/emails`: the latest first.
struct ListEmails: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/communications/emails"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<CommunicationView.Field>.parameter,
            Parameter("direction", .word(Direction.allCases.map(\.rawValue))),
            Parameter("customer_id", .identifier),
            Parameter("contact_id", .identifier),
            Parameter("invoice_id", .identifier),
            Parameter("date_from", .day),
            Parameter("date_to", .day),
        ]

    private let call: Call
    private let paging: Paging

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let parameters = call.parameters
        let filter = CommunicationFilter(
            channels: [.email],
            direction: parameters.text("direction").flatMap { Direction(rawValue: $0) },
            customer: parameters.identifier("customer_id"),
            contact: parameters.identifier("contact_id"),
            invoice: parameters.identifier("invoice_id"),
            from: parameters.day("date_from"),
            to: parameters.day("date_to")
        )
        let listed = try CommunicationListing.list(filter, paging.page, in: scope.entering(company.id))
        return Reply(
            listed.elements.map { CommunicationView(listing: $0, company: company) },
            of: listed.totalCount,
            fields: FieldSelection(parameters),
            paging,
            on: call
        )
    }
}
