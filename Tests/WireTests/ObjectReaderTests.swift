import Testing
import Values
import Wire

@Suite struct ObjectReaderTests {
    private enum Customer {}

    private enum Severity: String, CaseIterable {
        case high, medium, low
    }

    private func reader(_ text: String) throws -> ObjectReader {
        try ObjectReader(JSONReader.value(from: Array(text.utf8)))
    }

    @Test func `reads each kind of field`() throws {
        var body = try reader(
            """
            {"name": "Öl & Co", "count": 3, "share": 0.5, "active": true, "due_date": "2026-02-28", \
            "at": "2026-11-23T09:30:00+01:00", "amount": 8500.00, "currency": "KWD", \
            "customer": "0190a0b0-c0d0-7000-8000-0123456789ab", "severity": "low", "labels": ["a", "b"], \
            "address": {"country": "DE"}, "lines": [{"n": 1}, {"n": 2}], "raw": [1, null]}
            """
        )
        #expect(body.nonEmptyString("name") == "Öl & Co")
        #expect(body.integer("count", in: 1...3) == 3)
        #expect(body.double("share") == 0.5)
        #expect(body.boolean("active") == true)
        #expect(body.day("due_date") == Day(year: 2026, month: 2, day: 28))
        #expect(body.instant("at") == Instant("2026-11-23T08:30:00Z"))
        #expect(body.money("amount", in: .usd) == Money(minorUnits: 850_000, in: .usd))
        #expect(body.currency("currency") == .kwd)
        #expect(body.identifier("customer", of: Customer.self).description == "0190a0b0-c0d0-7000-8000-0123456789ab")
        #expect(body.choice("severity", of: Severity.self) == .low)
        #expect(body.strings("labels") == ["a", "b"])
        let country = body.object("address") { $0.string("country") }
        let numbers = body.array("lines") { $0.integer("n") }
        #expect(country == "DE")
        #expect(numbers == [1, 2])
        #expect(body.optionalValue("raw") == .array([.integer(1), .null]))
        try body.finish()
    }

    @Test func `absent and null are no value, and can be told apart`() throws {
        var body = try reader(#"{"a": null, "b": "x"}"#)
        #expect(body.optionalString("a") == nil)
        #expect(body.optionalDay("c") == nil)
        #expect(body.optionalString("b") == "x")
        #expect(body.presence(of: "a") == .null)
        #expect(body.presence(of: "b") == .present)
        #expect(body.presence(of: "c") == .absent)
        try body.finish()
    }

    @Test func `all mistakes are told at once, each with its place and advice`() throws {
        var body = try reader(
            """
            {"name": "  ", "amount": 1.005, "due_dat": "2026-01-01", "when": "2026-02-30", "severity": "hgih", \
            "count": 501, "ids": ["x", 1], "lines": [{"n": 1}, {"n": "two", "m": 3}, 4], "kind": null}
            """
        )
        _ = body.nonEmptyString("name")
        _ = body.money("amount", in: .usd)
        _ = body.day("due_date")
        _ = body.optionalDay("when")
        _ = body.choice("severity", of: Severity.self)
        _ = body.integer("count", in: 1...500)
        _ = body.identifiers("ids", of: Customer.self)
        _ = body.array("lines") { $0.integer("n") }
        _ = body.string("kind")
        body.refuse("name", "is taken")
        let error = #expect(throws: FieldErrors.self) { try body.finish() }
        let expected = [
            #"name: must be a text that is not empty, not "  ""#,
            "amount: must be an amount in USD with at most 2 decimals, not `1.005`",
            "due_date: is required",
            #"when: must be a day written as "YYYY-MM-DD", not "2026-02-30""#,
            #"severity: must be one of "high", "medium", "low", not "hgih""#,
            "count: must be an integer from 1 to 500, not `501`",
            #"ids[0]: must be a UUID, not "x""#,
            "ids[1]: must be a UUID, not `1`",
            #"lines[1].n: must be an integer, not "two""#,
            "lines[1].m: `m` is not a known field",
            "lines[2]: must be a JSON object, not a number",
            "kind: must be a text, not null",
            "name: is taken",
            "due_dat: `due_dat` is not a known field; did you mean `due_date`?",
        ]
        #expect(error?.problems.map(\.description) == expected)
        #expect(error?.fields["due_date"] == "is required")
        #expect(error?.fields["name"] == #"must be a text that is not empty, not "  ""#)
    }

    @Test func `a body that is no object is refused`() {
        let error = #expect(throws: WireError.self) { try reader("[1]") }
        #expect(error?.description == "must be a JSON object, not an array")
    }

    @Test func `a hostile object gets a short answer`() throws {
        let name = String(repeating: "x", count: 100_000)
        let many = (0..<1_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        var body = try reader("{\"\(name)\":1,\(many)}")
        let error = #expect(throws: FieldErrors.self) { try body.finish() }
        #expect(error?.problems.count == 20)
        #expect((error?.description.utf8.count ?? .max) < 2_000)
    }

    @Test func `a field that is let pass is no mistake`() throws {
        var body = try reader(#"{"company": 1}"#)
        body.ignore("company", "page")
        try body.finish()
    }

    @Test func `an enumeration without cases stops the program`() async {
        await #expect(processExitsWith: .failure) {
            var body = try ObjectReader(.object(JSONObject()))
            _ = body.choice("x", of: Nothing.self)
        }
    }
}

private enum Nothing: RawRepresentable, CaseIterable {
    init?(rawValue: String) { return nil }
    var rawValue: String { switch self {} }
}
