import HTTP
import Receivables
import Store
import Values
import Wire

/// A company as the API shows it to one of its members.
struct CompanyView: Resource {
    enum Field: String, CaseIterable {
        case id, slug, name, role, currency, timezone, today, clock, segments, holidays
    }

    let member: Member

    func write(_ field: Field, to json: inout JSONWriter) {
        let company = member.company
        switch field {
        case .id: json.field("id", company.id)
        case .slug: json.field("slug", company.slug)
        case .name: json.field("name", company.name)
        case .role: json.field("role", member.role.rawValue)
        case .currency: json.field("currency", company.currency)
        case .timezone: json.field("timezone", company.timeZoneName)
        case .today: json.field("today", member.today)
        case .clock: json.field("clock", company.fixedToday == nil ? "real" : "fixed")
        case .segments: json.field("segments", company.segments)
        case .holidays:
            json.array("holidays") { json in
                for day in company.calendar.holidays { json.value(day) }
            }
        }
    }

    /// Writes what a session says of the company.
    func writeSummary(to json: inout JSONWriter) {
        json.object { json in
            for field in [Field.id, .name, .role, .currency, .timezone, .today, .clock] { write(field, to: &json) }
        }
    }
}

/// `GET /companies`: those of the caller, by slug.
struct ListCompanies: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies"
    static let access = Access.signedIn
    static let parameters = Paging.parameters + [FieldSelection<CompanyView.Field>.parameter]

    private let call: Call
    private let paging: Paging

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let members = try call.members(in: scope)
        return Reply(
            paging.slice(members).map { CompanyView(member: $0) },
            of: members.count,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}`.
struct ShowCompany: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<CompanyView.Field>.parameter]

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) -> Reply {
        Reply(CompanyView(member: call.member), fields: FieldSelection(call.parameters))
    }
}
