import HTTP
import Receivables
import TestKit
import Testing
import Values
import Wire

/// What each route answers when all is well: one golden file a row.
@Suite struct ResourceTests {
    /// A request, and the file that holds its answer.
    struct Example: CustomTestStringConvertible, Sendable {
        let file: String
        let method: HTTP.Method
        let path: String
        var body: String?
        var person: Person? = .collector
        var peer = Peer.tcp(address: "127.0.0.1")

        var testDescription: String { "\(method.name) \(path)" }
    }

    private static let north = "/api/v1/companies/\(Books.north.id)"

    static let examples = [
        Example(file: "companies", method: .get, path: "/api/v1/companies"),
        Example(file: "company", method: .get, path: north),
        Example(file: "me", method: .get, path: "/api/v1/auth/me"),
        Example(file: "logout", method: .post, path: "/api/v1/auth/logout/", body: "{}"),
        Example(file: "customers", method: .get, path: "\(north)/customers"),
        Example(file: "invoices", method: .get, path: "\(north)/invoices?limit=2&offset=1"),
        Example(file: "invoices-closed", method: .get, path: "\(north)/invoices?status=closed_paid"),
        Example(file: "aging-summary", method: .get, path: "\(north)/ar-aging/summary"),
        Example(file: "aging-summary-earlier", method: .get, path: "\(north)/ar-aging/summary?as_of=2026-05-31"),
        Example(file: "aging-details", method: .get, path: "\(north)/ar-aging/details?limit=2"),
        Example(file: "aging-history", method: .get, path: "\(north)/ar-aging/history"),
        Example(file: "aging-dates", method: .get, path: "\(north)/ar-aging/available-dates"),
        Example(file: "actions", method: .get, path: "\(north)/actions?category=needs_action&limit=2"),
        Example(file: "action", method: .get, path: "\(north)/actions/\(Books.action(2))"),
        Example(file: "approve", method: .post, path: "\(north)/actions/\(Books.action(1))/approve", body: "{}"),
        Example(
            file: "reject",
            method: .post,
            path: "\(north)/actions/\(Books.action(3))/reject",
            body: #"{"reason":"promise_to_pay","promise_due_date":"2026-07-10"}"#
        ),
        Example(file: "promises", method: .get, path: "\(north)/promises"),
        Example(file: "disputes", method: .get, path: "\(north)/disputes?state=open"),
        Example(file: "emails", method: .get, path: "\(north)/communications/emails?direction=inbound"),
        Example(file: "insights", method: .get, path: "/api/v1/intelligence/insights?company_id=\(Books.north.id)"),
        Example(file: "insight", method: .get, path: "/api/v1/intelligence/insights/\(Books.insight(4))"),
        Example(
            file: "feedback",
            method: .post,
            path: "\(north)/intelligence/insights/\(Books.insight(1))/feedback",
            body: #"{"rating":"down","comment":"knew that"}"#
        ),
        Example(
            file: "feedback-short",
            method: .post,
            path: "/api/intelligence/insights/\(Books.insight(3))/feedback/",
            body: #"{"rating":"up"}"#
        ),
        Example(file: "jobs-of-a-company", method: .get, path: "/api/v1/jobs/status?company_id=\(Books.north.id)"),
        Example(file: "live", method: .get, path: "/health/live", person: nil),
        Example(file: "ready", method: .get, path: "/health/ready", person: nil),
        Example(
            file: "errand",
            method: .post,
            path: "/errands",
            body: #"{"errand":"run"}"#,
            person: nil,
            peer: .unix
        ),
    ]

    @Test(arguments: examples)
    func `answers as its golden file`(_ example: Example) throws {
        let house = try House()
        let answer = try house.ask(
            example.method,
            example.path,
            as: example.person,
            example.body,
            peer: example.peer
        )
        let secrets = try answer.field("csrf_token").map { [(text: $0, name: "SECRET")] } ?? []
        try expectGolden(example.file + ".answer", try answer.golden(try house.drawnNames() + secrets))
    }

    @Test func `a customer and an invoice answer as their golden files`() throws {
        let house = try House()
        for (collection, searched, file) in [("customers", "acme", "customer"), ("invoices", "inv-2", "invoice")] {
            let list = try house.ask(.get, "\(Self.north)/\(collection)?search=\(searched)", as: .viewer)
            let first = try #require(try list.ids.first)
            let answer = try house.ask(.get, "\(Self.north)/\(collection)/\(first)", as: .viewer)
            try expectGolden(file + ".answer", try answer.golden(try house.drawnNames()))
        }
    }

    @Test func `a customer's contacts and timeline answer as their golden files`() throws {
        let house = try House()
        let list = try house.ask(.get, "\(Self.north)/customers?search=beta", as: .viewer)
        let beta = try #require(try list.ids.first)
        for part in ["contacts", "timeline"] {
            let answer = try house.ask(.get, "\(Self.north)/customers/\(beta)/\(part)", as: .viewer)
            try expectGolden(part + ".answer", try answer.golden(try house.drawnNames()))
        }
    }

    @Test func `both bases answer the same, with and without a closing slash`() throws {
        let house = try House()
        let path = "companies/\(Books.north.id)/actions"
        let answers = try ["/api/v1/", "/api/"].flatMap { base in
            try ["", "/"].map { try house.ask(.get, base + path + $0, as: .viewer).text }
        }
        #expect(Set(answers).count == 1)
        #expect(answers.first?.isEmpty == false)
    }

    @Test func `fields picks the fields, in the order of the resource`() throws {
        let house = try House()
        let list = try house.ask(.get, "\(Self.north)/actions?limit=1&fields=status,id", as: .viewer)
        #expect(list.text == #"[{"id":"\#(Books.action(1))","status":"proposed"}]"#)
        let one = try house.ask(.get, "\(Self.north)?fields=slug", as: .viewer)
        #expect(one.text == #"{"slug":"north"}"#)
    }

    @Test func `every field can be picked alone under the name that it bears`() throws {
        let house = try House()
        let paths = [
            Self.north, "\(Self.north)/customers", "\(Self.north)/invoices", "\(Self.north)/actions",
            "/api/v1/intelligence/insights?company_id=\(Books.north.id)",
        ]
        for path in paths {
            let whole = try house.ask(.get, path, as: .viewer)
            let object = try whole.elements.first ?? whole.json
            guard case .object(let members) = object else {
                Issue.record("\(path) shows no object")
                return
            }
            for member in members.members {
                let joint = path.contains("?") ? "&" : "?"
                let picked = try house.ask(.get, "\(path)\(joint)fields=\(member.name)", as: .viewer)
                let value = try picked.elements.first ?? picked.json
                #expect(value[member.name] == member.value, "\(path) \(member.name)")
            }
        }
    }
}
