import HTTP
import Receivables
import Store
import Testing
import Values
import Wire

/// Promises, disputes and the timeline over the API.
@Suite struct PromiseDisputeTests {
    private static let north = "/api/v1/companies/\(Books.north.id)"

    private func invoice(_ number: String, _ house: House) throws -> String {
        let list = try house.ask(.get, "\(Self.north)/invoices?search=\(number)", as: .viewer)
        return try #require(try list.ids.first)
    }

    @Test func `a promise over several invoices is added, and its state follows from what is paid`() throws {
        let house = try House()
        let invoices = try [invoice("inv-1", house), invoice("inv-2", house)]
        let body = """
            {"invoices":["\(invoices[0])","\(invoices[1])"],"due_date":"2026-07-10","amount":1500.50,
            "promised_on":"2026-06-20","note":"by phone"}
            """
        let added = try house.ask(.post, "\(Self.north)/promises", as: .collector, body)
        #expect(added.status == 201, "\(added.text)")
        let id = try #require(try added.field("id"))
        #expect(added.headers["Location"] == "\(Self.north)/promises/\(id)")
        #expect(try added.field("state") == "open")
        #expect(added.text.contains(#""amount":1500.50,"currency":"USD""#))
        #expect(added.text.contains(#""invoice_numbers":["INV-1","INV-2"]"#))
        let withdrawn = try house.ask(.patch, "\(Self.north)/promises/\(id)", as: .collector, #"{"state":"withdrawn"}"#)
        #expect(try withdrawn.field("state") == "withdrawn")
        #expect(try withdrawn.field("withdrawn_on") == "2026-06-30")
        let open = try house.ask(
            .patch,
            "\(Self.north)/promises/\(id)",
            as: .collector,
            #"{"state":"open","due_date":"2026-06-25","amount":200.50}"#
        )
        #expect(try open.field("state") == "kept", "200.50 came on 25 June")
        let broken = try house.ask(.patch, "\(Self.north)/promises/\(id)", as: .collector, #"{"amount":null}"#)
        #expect(try broken.field("state") == "part_kept")
        let list = try house.ask(.get, "\(Self.north)/promises?state=part_kept,broken&fields=id", as: .viewer)
        #expect(list.text == #"[{"id":"\#(id)"}]"#)
        #expect(list.headers["X-Total-Count"] == "1")
        let before = try house.ask(.get, "\(Self.north)/promises?as_of=2026-06-19", as: .viewer)
        #expect(before.text == "[]")
    }

    /// A promise or dispute that is refused: where it goes, its body, and the field at fault.
    static let refused: [(path: String, body: String, field: String)] = [
        ("promises", #"{"due_date":"2026-07-10"}"#, "invoices"),
        ("promises", #"{"invoices":[],"due_date":"2026-07-10"}"#, "invoices"),
        ("promises", #"{"invoices":["I1","I1"],"due_date":"2026-07-10"}"#, "invoices"),
        ("promises", #"{"invoices":["I1","I3"],"due_date":"2026-07-10"}"#, "invoices"),
        ("promises", #"{"invoices":["00000000-0000-7000-8000-000000000000"],"due_date":"2026-07-10"}"#, "invoices"),
        ("promises", #"{"invoices":["I1"]}"#, "due_date"),
        ("promises", #"{"invoices":["I1"],"due_date":"2026-06-29"}"#, "due_date"),
        ("promises", #"{"invoices":["I1"],"due_date":"2026-07-10","amount":0}"#, "amount"),
        ("promises", #"{"invoices":["I1"],"due_date":"2026-07-10","amount":1.005}"#, "amount"),
        ("promises", #"{"invoices":["I1"],"due_date":"2026-07-10","promised_on":"2026-07-01"}"#, "promised_on"),
        ("promises", #"{"invoices":["I1"],"due_date":"2026-07-10","state":"kept"}"#, "state"),
        (
            "promises",
            #"{"invoices":["I1"],"due_date":"2026-07-10","contact":"00000000-0000-7000-8000-000000000000"}"#,
            "contact"
        ),
        ("disputes", #"{}"#, "invoice"),
        ("disputes", #"{"invoice":"00000000-0000-7000-8000-000000000000"}"#, "invoice"),
        ("disputes", #"{"invoice":"I1","amount":1200.51}"#, "amount"),
        ("disputes", #"{"invoice":"I1","amount":-1}"#, "amount"),
        ("disputes", #"{"invoice":"I1","due_date":"2026-06-01"}"#, "due_date"),
        ("disputes", #"{"invoice":"I1","opened_on":"2026-07-01"}"#, "opened_on"),
        ("disputes", #"{"invoice":"I1","state":"closed"}"#, "state"),
    ]

    @Test(arguments: refused)
    func `what cannot be is refused with its field`(_ example: (path: String, body: String, field: String)) throws {
        let house = try House()
        var body = example.body
        for (key, number) in [("I1", "inv-1"), ("I3", "inv-3")] {
            body = body.split(separator: "\"\(key)\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\(try invoice(number, house))\"")
        }
        let answer = try house.ask(.post, "\(Self.north)/\(example.path)", as: .collector, body)
        #expect(answer.status == 400, "\(answer.text)")
        let fields = try answer.json["fields"]
        #expect(fields?[example.field] != nil, "\(answer.text)")
    }

    @Test func `a dispute about a part is opened, changed and settled`() throws {
        let house = try House()
        let body = #"{"invoice":"\#(try invoice("inv-1", house))","amount":100.00,"category":"price","owner":"lou"}"#
        let opened = try house.ask(.post, "\(Self.north)/disputes", as: .collector, body)
        #expect(opened.status == 201, "\(opened.text)")
        let one = "\(Self.north)/disputes/\(try #require(try opened.field("id")))"
        #expect(try opened.field("state") == "open")
        let tag = try #require(opened.headers["ETag"])
        let settled = try house.ask(
            .patch,
            one,
            as: .collector,
            #"{"state":"resolved","outcome":"credited","amount":null}"#,
            fields: [("If-Match", tag)]
        )
        #expect(try settled.field("resolved_on") == "2026-06-30")
        #expect(try settled.json["amount"] == .null)
        #expect(try house.ask(.patch, one, as: .collector, "{}", fields: [("If-Match", tag)]).status == 412)
        let open = try house.ask(.get, "\(Self.north)/disputes?state=open&fields=external_id", as: .viewer)
        #expect(open.text == #"[{"external_id":"d"}]"#)
        let mine = try house.ask(.get, "\(Self.north)/disputes?owner=LOU&category=Price&state=resolved", as: .viewer)
        #expect(mine.headers["X-Total-Count"] == "1")
    }

    @Test func `what is not there is not found`() throws {
        let house = try House()
        let nothing = "00000000-0000-7000-8000-000000000000"
        for collection in ["promises", "disputes"] {
            #expect(try house.ask(.get, "\(Self.north)/\(collection)/\(nothing)", as: .viewer).status == 404)
            #expect(try house.ask(.patch, "\(Self.north)/\(collection)/\(nothing)", as: .collector, "{}").status == 404)
        }
        #expect(try house.ask(.get, "\(Self.north)/customers/\(nothing)/timeline", as: .viewer).status == 404)
    }

    @Test func `a timeline holds every kind in one order, and pages through it without a gap`() throws {
        let house = try House()
        let list = try house.ask(.get, "\(Self.north)/customers?search=acme", as: .viewer)
        let path = "\(Self.north)/customers/\(try #require(try list.ids.first))/timeline"
        let whole = try house.ask(.get, path + "?limit=500", as: .viewer)
        let kinds = try whole.elements.compactMap { $0["kind"] }
        #expect(Set(kinds) == Set(["invoice", "payment", "promise", "action", "insight"].map { .text($0) }))
        let days = try whole.elements.compactMap { event -> String? in
            guard case .text(let day)? = event["date"] else { return nil }
            return day
        }
        #expect(days == days.sorted(by: >))
        var paged: [JSONValue] = []
        for offset in stride(from: 0, to: days.count, by: 2) {
            paged += try house.ask(.get, "\(path)?limit=2&offset=\(offset)", as: .viewer).elements
        }
        #expect(try paged == whole.elements)
        let payments = try house.ask(.get, "\(path)?kind=payment&fields=date,amount", as: .viewer)
        #expect(payments.text == #"[{"date":"2026-06-25","amount":200.50}]"#)
        #expect(try house.ask(.get, "\(path)?as_of=2026-04-30", as: .viewer).text == "[]")
    }
}
