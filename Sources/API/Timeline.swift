import HTTP
import Receivables
import Store
import Values
import Wire

/// Something that happened with a customer, as the API shows it.
struct TimelineView: Resource {
    enum Field: String, CaseIterable {
        case kind, id, date
        case recordedAt = "recorded_at"
        case title, detail, amount, currency, invoice
    }

    let event: TimelineEvent

    func write(_ field: Field, to json: inout JSONWriter) {
        switch field {
        case .kind: json.field("kind", event.kind.rawValue)
        case .id: json.field("id", event.id)
        case .date: json.field("date", event.day)
        case .recordedAt: json.field("recorded_at", event.recordedAt)
        case .title: json.field("title", event.title)
        case .detail: json.field("detail", event.detail)
        case .amount: json.field("amount", event.amount)
        case .currency: json.field("currency", event.amount?.currency)
        case .invoice: json.field("invoice", event.invoice)
        }
    }
}

/// `GET /companies/{company_id}/customers/{id}/timeline`: what happened with a customer, the latest first.
struct ShowTimeline: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers/{id}/timeline"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<TimelineView.Field>.parameter,
            Parameter("kind", .words(of: TimelineEvent.Kind.self)),
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
        let rows = scope.entering(call.member.company.id)
        let customer = call.identifier("id", of: Customer.self)
        guard try CustomerRow.find(customer, in: rows) != nil else { throw CallError.noSuch("customer") }
        let listed = try TimelineEvent.list(
            of: customer,
            kinds: call.parameters.words("kind"),
            today: day,
            paging.page,
            in: rows
        )
        return Reply(
            listed.elements.map { TimelineView(event: $0) },
            of: listed.totalCount,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}
