import HTTP
import Receivables
import Store
import Testing
import Values
import Wire

/// What the API refuses, and how: status, code and, where it matters, the words.
@Suite struct ConventionTests {
    /// A request that is refused.
    struct Refused: CustomTestStringConvertible, Sendable {
        let name: String
        var method = HTTP.Method.get
        let path: String
        var body: String?
        var person: Person? = .collector
        var fields: [(String, String)] = []
        let status: Int
        let code: String
        /// A part of the sentence.
        var says = ""

        var testDescription: String { name }
    }

    private static let north = "/api/v1/companies/\(Books.north.id)"
    private static let south = "/api/v1/companies/\(Books.south.id)"
    private static let nobody = "0190aaaa-0000-7000-8000-000000000000"

    static let refused = [
        Refused(name: "no such path", path: "/api/v1/nothing", status: 404, code: "no_such_path"),
        Refused(name: "no such file", path: "/nothing.js", status: 404, code: "no_such_path"),
        Refused(name: "errands over the network", method: .post, path: "/errands", status: 404, code: "no_such_path"),
        Refused(
            name: "a method that the path has not",
            method: .delete,
            path: "\(north)/actions",
            status: 405,
            code: "method_not_allowed",
            says: "GET, HEAD, OPTIONS"
        ),
        Refused(name: "no token", path: "/api/v1/companies", person: nil, status: 401, code: "not_signed_in"),
        Refused(
            name: "a token that is nobody's",
            path: "/api/v1/companies",
            person: nil,
            fields: [("Authorization", "Token AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
            status: 401,
            code: "invalid_token"
        ),
        Refused(
            name: "a token of the wrong length",
            path: "/api/v1/companies",
            person: nil,
            fields: [("Authorization", "Bearer short")],
            status: 401,
            code: "invalid_token"
        ),
        Refused(
            name: "another scheme",
            path: "/api/v1/companies",
            person: nil,
            fields: [("Authorization", "Basic dXNlcjpwYXNz")],
            status: 401,
            code: "malformed_authorization"
        ),
        Refused(name: "a malformed id", path: "\(north)/actions/1", status: 400, code: "malformed_id", says: "`1`"),
        Refused(
            name: "a malformed company",
            path: "/api/v1/companies/north/actions",
            status: 400,
            code: "malformed_id",
            says: "company_id"
        ),
        Refused(name: "a foreign company", path: "\(south)/actions", status: 403, code: "foreign_company"),
        Refused(
            name: "an unknown company",
            path: "/api/v1/companies/\(nobody)/actions",
            status: 403,
            code: "foreign_company"
        ),
        Refused(
            name: "a role too low",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/approve",
            body: "{}",
            person: .viewer,
            status: 403,
            code: "role_too_low",
            says: "collector"
        ),
        Refused(name: "an unknown action", path: "\(north)/actions/\(nobody)", status: 404, code: "not_found"),
        Refused(name: "an unknown customer", path: "\(north)/customers/\(nobody)", status: 404, code: "not_found"),
        Refused(name: "an unknown invoice", path: "\(north)/invoices/\(nobody)", status: 404, code: "not_found"),
        Refused(
            name: "an unknown insight",
            path: "/api/v1/intelligence/insights/\(nobody)",
            status: 404,
            code: "not_found"
        ),
        Refused(
            name: "a foreign insight",
            path: "/api/v1/intelligence/insights/\(Books.insight(1))",
            person: .stranger,
            status: 404,
            code: "not_found"
        ),
        Refused(
            name: "an unknown parameter",
            path: "\(north)/actions?serach=x",
            status: 400,
            code: "unknown_parameter",
            says: "did you mean `search`?"
        ),
        Refused(
            name: "a parameter twice",
            path: "\(north)/actions?limit=1&limit=2",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "a limit of 0",
            path: "\(north)/actions?limit=0",
            status: 400,
            code: "invalid_parameter",
            says: "`limit`"
        ),
        Refused(name: "a limit of 501", path: "\(north)/actions?limit=501", status: 400, code: "invalid_parameter"),
        Refused(name: "a limit in words", path: "\(north)/actions?limit=ten", status: 400, code: "invalid_parameter"),
        Refused(name: "a negative offset", path: "\(north)/actions?offset=-1", status: 400, code: "invalid_parameter"),
        Refused(name: "page 0", path: "\(north)/actions?page=0", status: 400, code: "invalid_parameter"),
        Refused(
            name: "two spellings of a page",
            path: "\(north)/actions?page=2&offset=1",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "a cursor of one's own",
            path: "\(north)/actions?cursor=abc",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "an unknown field",
            path: "\(north)/actions?fields=id,statuss",
            status: 400,
            code: "invalid_parameter",
            says: "did you mean `status`?"
        ),
        Refused(
            name: "an unknown status",
            path: "\(north)/actions?status=done",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "alternatives of no invoice",
            path: "\(north)/actions?category=alternatives",
            status: 400,
            code: "invalid_parameter",
            says: "invoice_id"
        ),
        Refused(
            name: "an amount in words",
            path: "\(north)/actions?min_amount=much",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "an amount with three decimals",
            path: "\(north)/actions?min_amount=1.005",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "a day that is none",
            path: "\(north)/invoices?due_date_from=2026-02-30",
            status: 400,
            code: "invalid_parameter"
        ),
        Refused(
            name: "books of tomorrow",
            path: "\(north)/invoices?as_of=2026-07-01",
            status: 400,
            code: "invalid_parameter",
            says: "2026-06-30"
        ),
        Refused(
            name: "a body that is no JSON",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/approve",
            body: "{",
            status: 400,
            code: "malformed_json"
        ),
        Refused(
            name: "a body that is no object",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/approve",
            body: "[]",
            status: 400,
            code: "malformed_json"
        ),
        Refused(
            name: "a form",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/approve",
            body: "a=b",
            fields: [("Content-Type", "application/x-www-form-urlencoded")],
            status: 415,
            code: "unsupported_media_type"
        ),
        Refused(
            name: "an unknown body key",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/reject",
            body: #"{"reason":"too_soon","coment":"x"}"#,
            status: 400,
            code: "invalid_body",
            says: "did you mean `comment`?"
        ),
        Refused(
            name: "an unknown reason",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/reject",
            body: #"{"reason":"mood"}"#,
            status: 400,
            code: "invalid_body",
            says: "`reason`"
        ),
        Refused(
            name: "the reason other without a comment",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/reject",
            body: #"{"reason":"other"}"#,
            status: 400,
            code: "comment_missing"
        ),
        Refused(
            name: "a promise for yesterday",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/reject",
            body: #"{"reason":"promise_to_pay","promise_due_date":"2026-06-29"}"#,
            status: 400,
            code: "promise_in_the_past"
        ),
        Refused(
            name: "a promised day without the reason",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/reject",
            body: #"{"reason":"too_soon","promise_due_date":"2026-07-10"}"#,
            status: 400,
            code: "promise_without_reason"
        ),
        Refused(
            name: "an approval of what is completed",
            method: .post,
            path: "\(north)/actions/\(Books.action(8))/approve",
            status: 409,
            code: "illegal_transition",
            says: "completed"
        ),
        Refused(
            name: "an approval of what is paid",
            method: .post,
            path: "\(north)/actions/\(Books.action(5))/approve",
            status: 409,
            code: "invoice_settled"
        ),
        Refused(
            name: "an approval of a contact that was forbidden",
            method: .post,
            path: "\(north)/actions/\(Books.action(6))/approve",
            status: 409,
            code: "do_not_contact"
        ),
        Refused(
            name: "an unknown job",
            method: .post,
            path: "/api/v1/jobs/trigger",
            body: #"{"company_id":"\#(Books.north.id)","job":"guess"}"#,
            person: .admin,
            status: 400,
            code: "invalid_body",
            says: "recommend"
        ),
        Refused(
            name: "a job of a foreign company",
            method: .post,
            path: "/api/v1/jobs/trigger",
            body: #"{"company_id":"\#(Books.south.id)","job":"recommend"}"#,
            person: .admin,
            status: 403,
            code: "foreign_company"
        ),
        Refused(
            name: "a job without the role",
            method: .post,
            path: "/api/v1/jobs/trigger",
            body: #"{"company_id":"\#(Books.north.id)","job":"recommend"}"#,
            status: 403,
            code: "role_too_low"
        ),
        Refused(name: "the status of no job", path: "/api/v1/jobs/status", status: 400, code: "invalid_parameter"),
        Refused(
            name: "the status of an unknown job",
            path: "/api/v1/jobs/status?job_id=\(nobody)",
            status: 404,
            code: "not_found"
        ),
        Refused(
            name: "a key with a blank",
            method: .post,
            path: "\(north)/actions/\(Books.action(1))/approve",
            fields: [("Idempotency-Key", "a b")],
            status: 400,
            code: "malformed_idempotency_key"
        ),
    ]

    @Test(arguments: refused)
    func `is refused`(_ example: Refused) throws {
        let house = try House()
        let answer = try house.ask(
            example.method,
            example.path,
            as: example.person,
            example.body,
            fields: example.fields
        )
        #expect(answer.status == example.status, "\(answer.text)")
        #expect(try answer.field("code") == example.code)
        let sentence = try #require(try answer.field("error"))
        #expect(sentence.contains(example.says), "\(sentence)")
        #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"), "\(sentence)")
        if example.status == 401 {
            #expect(try answer.field("detail") != nil)
            #expect(answer.headers["WWW-Authenticate"] == "Token")
        }
        if example.status == 405 { #expect(answer.headers["Allow"] == "GET, HEAD, OPTIONS") }
    }

    @Test func `every mistake of a body is named with its field`() throws {
        let house = try House()
        let path = "\(Self.north)/actions/\(Books.action(1))/reject"
        let answer = try house.ask(.post, path, as: .collector, #"{"reason":1,"comment":2,"x":3}"#)
        guard case .object(let fields) = try answer.json["fields"] else {
            Issue.record("no fields")
            return
        }
        #expect(fields.members.map(\.name) == ["reason", "comment", "x"])
    }

    @Test func `a foreign company and an unknown one are one answer`() throws {
        let house = try House()
        let foreign = try house.ask(.get, "\(Self.south)/customers", as: .collector)
        let unknown = try house.ask(.get, "/api/v1/companies/\(Self.nobody)/customers", as: .collector)
        #expect(foreign.status == unknown.status && foreign.text == unknown.text)
    }

    @Test func `OPTIONS tells the methods and HEAD answers as GET`() throws {
        let house = try House()
        let options = try house.ask(.options, "\(Self.north)/actions")
        #expect(options.status == 204 && options.headers["Allow"] == "GET, HEAD, OPTIONS")
        let head = try house.ask(.head, "\(Self.north)/actions", as: .viewer)
        #expect(head.status == 200 && head.headers["X-Total-Count"] == "8")
    }

    @Test func `every answer bears the fields that keep browsers careful`() throws {
        let house = try House()
        for path in ["/api/v1/companies", "/nothing", "/", "/health/live"] {
            let answer = try house.ask(.get, path)
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(path)")
            #expect(answer.headers["Referrer-Policy"] == "no-referrer", "\(path)")
            #expect(answer.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true, "\(path)")
            #expect(answer.headers["Cache-Control"] == (path == "/" ? "no-cache" : "no-store"), "\(path)")
        }
    }

    @Test func `a service that is stopping is live and not ready`() throws {
        let house = try House(isReady: false)
        #expect(try house.ask(.get, "/health/live").status == 200)
        let ready = try house.ask(.get, "/health/ready")
        #expect(ready.status == 503 && ready.headers["Retry-After"] == "1")
    }

    @Test func `a mistake of ours is a number for the client and a story for the log`() throws {
        let house = try House { scope in
            var lost = Books.north
            lost.fixedToday = nil
            lost.timeZoneName = "Nowhere/At_All"
            try CompanyRow.update(lost, at: Books.now, in: scope)
        }
        let answer = try house.ask(.get, "\(Self.north)/actions", as: .viewer)
        #expect(answer.status == 500)
        #expect(try answer.field("code") == "internal_error")
        let incident = try #require(try answer.field("id"))
        #expect(!answer.text.contains("Nowhere"))
        let line = try #require(house.log.split(separator: "\n").first { $0.contains("request failed") })
        #expect(line.contains(incident) && line.contains("Nowhere/At_All"))
    }
}
