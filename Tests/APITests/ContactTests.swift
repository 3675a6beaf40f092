import HTTP
import Receivables
import Store
import Testing
import Values
import Wire

/// The persons at a customer over the API.
@Suite struct ContactTests {
    private static let north = "/api/v1/companies/\(Books.north.id)"

    /// The contacts of the customer whose name holds a word.
    private func path(_ house: House, _ name: String = "acme") throws -> String {
        let list = try house.ask(.get, "\(Self.north)/customers?search=\(name)", as: .viewer)
        return "\(Self.north)/customers/\(try #require(try list.ids.first))/contacts"
    }

    @Test func `a person is added, read, changed and taken out, each with its line in the log`() throws {
        let house = try House()
        let path = try path(house)
        let added = try house.ask(
            .post,
            path,
            as: .collector,
            """
            {"name":"Ada Kerr","role":"CFO","email":"ada@acme.example","phone":"+1 212 555 0100",
            "timezone":"America/New_York","language":"en-US","is_primary":true,"do_not_contact":{"sms":true}}
            """
        )
        #expect(added.status == 201, "\(added.text)")
        let id = try #require(try added.field("id"))
        #expect(added.headers["Location"] == "\(path)/\(id)")
        #expect(try added.field("external_id") == "C1/ada@acme.example")
        let read = try house.ask(.get, "\(path)/\(id)", as: .viewer)
        #expect(read.text == added.text)
        #expect(read.headers["ETag"] == added.headers["ETag"])
        let changed = try house.ask(
            .patch,
            "\(path)/\(id)",
            as: .collector,
            #"{"role":null,"bounced":true,"do_not_contact":{"email":true,"sms":false}}"#
        )
        #expect(changed.status == 200, "\(changed.text)")
        #expect(try changed.json["role"] == .null)
        #expect(try changed.field("bounced_on") == "2026-06-30")
        #expect(try changed.field("email") == "ada@acme.example")
        #expect(try changed.json["do_not_contact"]?["email"] == .boolean(true))
        #expect(try changed.json["do_not_contact"]?["sms"] == .boolean(false))
        let mended = try house.ask(.patch, "\(path)/\(id)", as: .collector, #"{"email":"ada@new.example"}"#)
        #expect(try mended.json["bounced"] == .boolean(false), "a new address has sent nothing back")
        #expect(try house.ask(.delete, "\(path)/\(id)", as: .collector).status == 200)
        #expect(try house.ask(.get, "\(path)/\(id)", as: .viewer).status == 404)
        let events = try house.database.makeReader().read(for: Books.north.id) { scope in
            try AuditRow.all(in: scope).map { "\($0.event) \($0.actor)" }
        }
        #expect(
            events == [
                "contact.add collector", "contact.change collector", "contact.change collector",
                "contact.remove collector",
            ]
        )
    }

    /// A body that is refused, the field that is at fault, and what is said of it.
    static let refused: [(body: String, field: String, says: String)] = [
        (#"{}"#, "name", "required"),
        (#"{"name":"  "}"#, "name", "not empty"),
        ("{\"name\":\"A\\nB\"}", "name", "one line"),
        (#"{"name":"A","email":"ada"}"#, "email", "e-mail address"),
        (#"{"name":"A","email":"ada@localhost"}"#, "email", "e-mail address"),
        (#"{"name":"A","email":"a..b@x.example"}"#, "email", "e-mail address"),
        (#"{"name":"A","phone":"call me"}"#, "phone", "telephone number"),
        (#"{"name":"A","phone":"12"}"#, "phone", "telephone number"),
        (#"{"name":"A","timezone":"Europe/Berln"}"#, "timezone", "Europe/Berlin"),
        (#"{"name":"A","language":"german"}"#, "language", "language tag"),
        (#"{"name":"A","do_not_contact":{"fax":true}}"#, "do_not_contact.fax", "not a known field"),
        (#"{"name":"A","emial":"a@x.example"}"#, "emial", "did you mean `email`?"),
    ]

    @Test(arguments: refused)
    func `what cannot be is refused with its field`(_ example: (body: String, field: String, says: String)) throws {
        let house = try House()
        let answer = try house.ask(.post, try path(house), as: .collector, example.body)
        #expect(answer.status == 400, "\(answer.text)")
        guard case .text(let problem)? = try answer.json["fields"]?[example.field] else {
            Issue.record("\(answer.text) names no \(example.field)")
            return
        }
        #expect(problem.contains(example.says))
    }

    @Test func `a customer has one primary person`() throws {
        let house = try House()
        let path = try path(house)
        for name in ["Ada", "Ben"] {
            let body = #"{"name":"\#(name)","is_primary":true}"#
            #expect(try house.ask(.post, path, as: .collector, body).status == 201)
        }
        let list = try house.ask(.get, "\(path)?fields=name,is_primary", as: .viewer)
        #expect(list.text == #"[{"name":"Ben","is_primary":true},{"name":"Ada","is_primary":false}]"#)
        #expect(list.headers["X-Total-Count"] == "2")
    }

    @Test func `the same request under a key adds one person, and the same key in the books is refused`() throws {
        let house = try House()
        let path = try path(house)
        let body = #"{"name":"Ada","external_id":"K9"}"#
        let answers = try (1...2).map { _ in
            try house.ask(.post, path, as: .collector, body, fields: [("Idempotency-Key", "once")])
        }
        #expect(answers.map(\.status) == [201, 201])
        #expect(answers[0].text == answers[1].text)
        let again = try house.ask(.post, path, as: .collector, body)
        #expect(again.status == 409)
        #expect(try again.field("code") == "contact_exists")
    }

    @Test func `a change names what it has read, and is refused where that has moved on`() throws {
        let house = try House()
        let path = try path(house)
        let added = try house.ask(.post, path, as: .collector, #"{"name":"Ada"}"#)
        let one = "\(path)/\(try #require(try added.field("id")))"
        let tag = try #require(added.headers["ETag"])
        let first = try house.ask(.patch, one, as: .collector, #"{"role":"CFO"}"#, fields: [("If-Match", tag)])
        #expect(first.status == 200)
        let late = try house.ask(.patch, one, as: .collector, #"{"role":"CEO"}"#, fields: [("If-Match", tag)])
        #expect(late.status == 412)
        #expect(try late.field("code") == "precondition_failed")
        let anyway = try house.ask(.patch, one, as: .collector, #"{"role":"CEO"}"#, fields: [("If-Match", "*")])
        #expect(try anyway.field("role") == "CEO")
        let next = [("If-Match", "\"x\", \(try #require(anyway.headers["ETag"]))")]
        #expect(try house.ask(.delete, one, as: .collector, fields: next).status == 200)
    }

    @Test func `who is named by messages cannot be taken out, and is forgotten by an admin only`() throws {
        let house = try House()
        let path = try path(house, "beta")
        let one = "\(path)/\(try #require(try house.ask(.get, path, as: .viewer).ids.first))"
        let inUse = try house.ask(.delete, one, as: .collector)
        #expect(inUse.status == 409)
        #expect(try inUse.field("code") == "contact_in_use")
        #expect(try house.ask(.delete, "\(one)?forget=true", as: .collector).status == 403)
        let forgotten = try house.ask(.delete, "\(one)?forget=true", as: .admin)
        #expect(forgotten.status == 200, "\(forgotten.text)")
        let after = try house.ask(.get, one, as: .viewer)
        #expect(try after.field("name") == "forgotten person")
        #expect(try after.field("forgotten_on") == "2026-06-30")
        #expect(try after.json["external_id"] == .null)
        #expect(try house.ask(.patch, one, as: .collector, #"{"name":"Dora"}"#).status == 409)
        let again = try house.ask(.post, path, as: .collector, #"{"name":"Dora","external_id":"K1"}"#)
        #expect(try again.field("code") == "contact_forgotten")
        let mail = try house.ask(.get, "\(Self.north)/communications/emails", as: .viewer)
        #expect(!mail.text.contains("agreed") && mail.text.contains(#""erased_on":"2026-06-30""#))
    }

    @Test func `a person of one customer is not found at another`() throws {
        let house = try House()
        let beta = try path(house, "beta")
        let id = try #require(try house.ask(.get, beta, as: .viewer).ids.first)
        let acme = try path(house)
        #expect(try house.ask(.get, "\(acme)/\(id)", as: .viewer).status == 404)
        #expect(try house.ask(.patch, "\(acme)/\(id)", as: .collector, #"{"name":"X"}"#).status == 404)
        #expect(try house.ask(.delete, "\(acme)/\(id)", as: .collector).status == 404)
        let nowhere = "\(Self.north)/customers/00000000-0000-7000-8000-000000000000/contacts"
        #expect(try house.ask(.get, nowhere, as: .viewer).status == 404)
        #expect(try house.ask(.post, nowhere, as: .collector, #"{"name":"X"}"#).status == 404)
    }

    @Test func `an approved message goes to the person who can be reached`() throws {
        let house = try House()
        _ = try house.ask(.post, try path(house), as: .collector, #"{"name":"Ada","email":"ada@acme.example"}"#)
        let answer = try house.ask(.post, "\(Self.north)/actions/\(Books.action(1))/approve", as: .collector, "{}")
        #expect(try answer.field("recipient") == "ada@acme.example")
        let mail = try house.ask(.get, "\(Self.north)/communications/emails?direction=outbound", as: .viewer)
        #expect(mail.text.contains(#""contact_name":"Ada""#))
        let refused = try house.ask(.post, "\(Self.north)/actions/\(Books.action(3))/approve", as: .collector, "{}")
        #expect(refused.status == 409)
        #expect(try refused.field("code") == "channel_refused", "the only person there asked not to be called")
    }
}
