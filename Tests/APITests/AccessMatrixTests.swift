@testable import API
import HTTP
import Receivables
import Testing
import Values

/// Every route, for every role, in an own, a foreign and an unknown company.
@Suite struct AccessMatrixTests {
    /// What a route answers to whom.
    private struct Row {
        let method: HTTP.Method
        /// As it stands in the route table.
        let path: String
        /// What stands at `{id}`, where something does.
        var id = ""
        var query = ""
        var body: String?
        /// To viewer, collector, admin, the admin of another company, a user without one, and nobody.
        let own: [Int]
        /// The same for a company that is not the caller's, or is none, where the path names one.
        var foreign = 403
    }

    private static let action = "\(Books.action(1))"
    private static let insight = "\(Books.insight(1))"
    private static let reading = [200, 200, 200, 403, 403, 401]
    private static let reviewing = [403, 200, 200, 403, 403, 401]
    private static let creating = [403, 201, 201, 403, 403, 401]
    private static let signedIn = [200, 200, 200, 200, 200, 401]
    private static let open = [200, 200, 200, 200, 200, 200]

    private static let rows = [
        Row(
            method: .post,
            path: "/auth/login",
            body: #"{"username":"x","password":"y"}"#,
            own: Array(repeating: 401, count: 6)
        ),
        Row(method: .post, path: "/auth/logout", own: signedIn),
        Row(method: .get, path: "/auth/me", own: signedIn),
        Row(method: .get, path: "/companies", own: signedIn),
        Row(method: .get, path: "/companies/{company_id}", own: reading),
        Row(method: .get, path: "/companies/{company_id}/customers", own: reading),
        Row(method: .get, path: "/companies/{company_id}/customers/{id}", id: "customer", own: reading),
        Row(method: .get, path: "/companies/{company_id}/customers/{id}/timeline", id: "customer", own: reading),
        Row(method: .get, path: "/companies/{company_id}/customers/{customer_id}/contacts", own: reading),
        Row(
            method: .get,
            path: "/companies/{company_id}/customers/{customer_id}/contacts/{id}",
            id: "contact",
            own: reading
        ),
        Row(
            method: .post,
            path: "/companies/{company_id}/customers/{customer_id}/contacts",
            body: #"{"name":"Eve"}"#,
            own: creating
        ),
        Row(
            method: .patch,
            path: "/companies/{company_id}/customers/{customer_id}/contacts/{id}",
            id: "contact",
            body: #"{"role":"CFO"}"#,
            own: reviewing
        ),
        Row(
            method: .delete,
            path: "/companies/{company_id}/customers/{customer_id}/contacts/{id}",
            id: "contact",
            query: "?forget=true",
            own: [403, 403, 200, 403, 403, 401]
        ),
        Row(method: .get, path: "/companies/{company_id}/promises", own: reading),
        Row(method: .get, path: "/companies/{company_id}/promises/{id}", id: "promise", own: reading),
        Row(
            method: .post,
            path: "/companies/{company_id}/promises",
            body: #"{"invoices":["INVOICE"],"due_date":"2026-07-10"}"#,
            own: creating
        ),
        Row(
            method: .patch,
            path: "/companies/{company_id}/promises/{id}",
            id: "promise",
            body: #"{"state":"withdrawn"}"#,
            own: reviewing
        ),
        Row(method: .get, path: "/companies/{company_id}/disputes", own: reading),
        Row(method: .get, path: "/companies/{company_id}/disputes/{id}", id: "dispute", own: reading),
        Row(
            method: .post,
            path: "/companies/{company_id}/disputes",
            body: #"{"invoice":"INVOICE"}"#,
            own: creating
        ),
        Row(
            method: .patch,
            path: "/companies/{company_id}/disputes/{id}",
            id: "dispute",
            body: #"{"state":"resolved"}"#,
            own: reviewing
        ),
        Row(method: .get, path: "/companies/{company_id}/communications/emails", own: reading),
        Row(method: .get, path: "/companies/{company_id}/customers/{id}/ar-aging", id: "customer", own: reading),
        Row(method: .get, path: "/companies/{company_id}/ar-aging/summary", own: reading),
        Row(method: .get, path: "/companies/{company_id}/ar-aging/details", own: reading),
        Row(method: .get, path: "/companies/{company_id}/ar-aging/history", own: reading),
        Row(method: .get, path: "/companies/{company_id}/ar-aging/available-dates", own: reading),
        Row(method: .get, path: "/companies/{company_id}/ar-aging/export", own: reading),
        Row(method: .get, path: "/companies/{company_id}/invoices", own: reading),
        Row(method: .get, path: "/companies/{company_id}/invoices/{id}", id: "invoice", own: reading),
        Row(method: .get, path: "/companies/{company_id}/actions", own: reading),
        Row(method: .get, path: "/companies/{company_id}/actions/{id}", id: action, own: reading),
        Row(method: .post, path: "/companies/{company_id}/actions/{id}/approve", id: action, own: reviewing),
        Row(
            method: .post,
            path: "/companies/{company_id}/actions/{id}/reject",
            id: action,
            body: #"{"reason":"too_soon"}"#,
            own: reviewing
        ),
        Row(method: .get, path: "/intelligence/insights", query: "?company_id=\(Books.north.id)", own: signedIn),
        Row(method: .get, path: "/intelligence/insights/{id}", id: insight, own: [200, 200, 200, 404, 404, 401]),
        Row(
            method: .post,
            path: "/companies/{company_id}/intelligence/insights/{id}/feedback",
            id: insight,
            body: #"{"rating":"up"}"#,
            own: [403, 201, 201, 403, 403, 401]
        ),
        Row(
            method: .post,
            path: "/intelligence/insights/{id}/feedback",
            id: insight,
            body: #"{"rating":"up"}"#,
            own: [403, 201, 201, 404, 404, 401]
        ),
        Row(
            method: .post,
            path: "/jobs/trigger",
            body: #"{"company_id":"\#(Books.north.id)","job":"recommend"}"#,
            own: [403, 403, 202, 403, 403, 401]
        ),
        Row(method: .get, path: "/jobs/status", query: "?company_id=\(Books.north.id)", own: reading),
        Row(method: .get, path: "/health/live", own: open),
        Row(method: .get, path: "/health/ready", own: open),
        Row(method: .post, path: "/errands", body: "{}", own: Array(repeating: 404, count: 6)),
    ]

    @Test func `every route has its row`() {
        let routes = (RouteTable.api + RouteTable.root).map { "\($0.method.name) \($0.path)" }
        let assets = PageAsset.all.map { "GET \($0.path)" }
        let rows = Self.rows.map { "\($0.method.name) \($0.path)" }
        #expect(Set(routes) == Set(rows + assets))
        #expect(routes.count == rows.count + assets.count)
    }

    @Test(arguments: rows.indices)
    func `answers each role as its row says`(_ index: Int) throws {
        let row = Self.rows[index]
        let people: [Person?] = [.viewer, .collector, .admin, .stranger, .newcomer, nil]
        var house = try House()
        for (person, expected) in zip(people, row.own) {
            // What one person changed must not stand in another's way.
            if row.method != .get { house = try House() }
            let status = try ask(house, row, in: Books.north.id, as: person)
            #expect(status == expected, "\(row.path) as \(person?.rawValue ?? "nobody")")
        }
    }

    @Test(arguments: rows.indices.filter { rows[$0].path.contains("{company_id}") })
    func `a company that is not the caller's is closed, whether it exists or not`(_ index: Int) throws {
        let row = Self.rows[index]
        let house = try House()
        for company in [Books.south.id, Identifier(high: 7, low: 7)] {
            for person in [Person.viewer, .collector, .admin] {
                #expect(try ask(house, row, in: company, as: person) == row.foreign, "\(row.path) as \(person)")
            }
            #expect(try ask(house, row, in: company, as: nil) == 401, "\(row.path)")
        }
    }

    private func ask(_ house: House, _ row: Row, in company: Identifier<Company>, as person: Person?) throws -> Int {
        let isRoot = ["/health", "/errands"].contains { row.path.hasPrefix($0) }
        let id = try existing(row.id, house)
        let customer = row.path.contains("{customer_id}") ? try existing("customer", house) : ""
        let invoice = row.body?.contains("INVOICE") == true ? try existing("invoice", house) : ""
        let path = row.path.split(separator: "/").map { segment in
            switch segment {
            case "{company_id}": "\(company)"
            case "{customer_id}": customer
            case "{id}": id
            default: String(segment)
            }
        }
        let target = (isRoot ? "/" : "/api/v1/") + path.joined(separator: "/") + row.query
        let body = row.body?.split(separator: "INVOICE", omittingEmptySubsequences: false).joined(separator: invoice)
        return try house.ask(row.method, target, as: person, body).status
    }

    private func existing(_ id: String, _ house: House) throws -> String {
        guard ["customer", "contact", "invoice", "promise", "dispute"].contains(id) else { return id }
        let north = "/api/v1/companies/\(Books.north.id)"
        // The person is at one customer only.
        let path =
            switch id {
            case "customer": "customers?search=beta"
            case "contact": "customers/\(try existing("customer", house))/contacts"
            default: "\(id)s"
            }
        let list = try house.ask(.get, "\(north)/\(path)", as: .viewer)
        return try #require(try list.ids.first)
    }
}
