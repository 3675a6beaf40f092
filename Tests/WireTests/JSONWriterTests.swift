import TestKit
import Testing
import Values
import Wire

@Suite struct JSONWriterTests {
    private enum Invoice {}

    @Test func `an object reads as the list of its fields`() throws {
        let id = try #require(Identifier<Invoice>("0190A0B0-C0D0-7000-8000-0123456789AB"))
        var json = JSONWriter()
        json.object {
            $0.field("id", id)
            $0.field("invoice_number", "R-\"7\"")
            $0.field("amount", Money(minorUnits: 850_000, in: .usd))
            $0.field("currency", Currency.usd)
            $0.field("due_date", Day(year: 2026, month: 2, day: 9))
            $0.field("days_past_due", -3)
            $0.field("created_at", Instant(millisecondsSinceEpoch: 1_795_422_600_007))
            $0.field("disputed", false)
            $0.field("late_probability", 0.25)
            $0.field("notes", nil as String?)
            $0.field("tags", ["ghosting", "churn_risk"])
            $0.object("promise") { $0.field("kept", true) }
            $0.array("lines") { lines in
                lines.value(1)
                lines.object { $0.field("x", Int64.min) }
                lines.array { _ in }
            }
        }
        #expect(
            json.text == #"{"id":"0190a0b0-c0d0-7000-8000-0123456789ab","invoice_number":"R-\"7\"","#
                + #""amount":8500.00,"currency":"USD","due_date":"2026-02-09","days_past_due":-3,"#
                + #""created_at":"2026-11-23T08:30:00.007Z","disputed":false,"late_probability":0.25,"notes":null,"#
                + #""tags":["ghosting","churn_risk"],"promise":{"kept":true},"#
                + #""lines":[1,{"x":-9223372036854775808},[]]}"#
        )
    }

    @Test func `every control character, quote and backslash is escaped, and nothing else is`() {
        var json = JSONWriter()
        json.value(String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) })) + "\"\\/\u{7F}é𝄞")
        #expect(
            json.text == #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
                + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
                + "\\\"\\\\/\u{7F}é𝄞\""
        )
    }

    @Test func `a character that needs an escape is found wherever it stands`() throws {
        for escaped in 0..<0x80 as Range<UInt8> {
            for place in 0..<20 {
                var text = [UInt8](repeating: 0x7F, count: 20)
                text[place] = escaped
                var json = JSONWriter()
                json.value(String(decoding: text, as: UTF8.self))
                let value = try JSONReader.value(from: json.bytes)
                #expect(value == .text(String(decoding: text, as: UTF8.self)), "\(escaped) at \(place)")
            }
        }
    }

    @Test func `long texts read back as themselves, whatever stands where they are cut`() throws {
        try forAll(100) { (generator: inout SplitMix64) -> String in
            let pieces = ["a", "\n", "\"", "é", "𝄞", "\u{1}", String(repeating: "x", count: 400)]
            return (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }
            .joined()
        } property: { text in
            var json = JSONWriter(capacity: 0)
            json.value(text)
            return try JSONReader.value(from: json.bytes) == .text(text) && json.byteCount == json.bytes.count
        }
    }

    @Test func `an identifier is written as it describes itself`() {
        forAll {
            Identifier<Invoice>(high: $0.next(), low: $0.next())
        } property: { id in
            var json = JSONWriter(capacity: 0)
            json.value(id)
            return json.text == "\"\(id)\""
        }
    }

    @Test(arguments: [
        (0, "0"), (9, "9"), (10, "10"), (-10, "-10"), (999, "999"), (1_000, "1000"), (Int64.max, "9223372036854775807"),
        (Int64.min, "-9223372036854775808"),
    ])
    func `an integer is written in full`(_ integer: Int64, _ text: String) {
        var json = JSONWriter()
        json.value(integer)
        #expect(json.text == text)
    }

    @Test(arguments: [
        (0, Currency.usd, "0.00"), (5, .usd, "0.05"), (-5, .usd, "-0.05"), (-123_456, .usd, "-1234.56"),
        (1_200, .jpy, "1200"), (1, .kwd, "0.001"), (Int64.min, .usd, "-92233720368547758.08"), (-7, .jpy, "-7"),
    ])
    func `an amount has its currency's decimals`(_ minorUnits: Int64, _ currency: Currency, _ text: String) {
        var json = JSONWriter()
        json.value(Money(minorUnits: minorUnits, in: currency))
        #expect(json.text == text)
    }

    @Test func `a day or an instant is written as it describes itself`() {
        forAll {
            Instant(millisecondsSinceEpoch: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &$0))
        } property: { instant in
            let day = Day(sinceEpoch: Int32((Double(instant.secondsSinceEpoch) / 86_400).rounded(.down)))
            var json = JSONWriter()
            json.value(instant)
            json.value(day)
            return json.text == "\"\(instant)\",\"\(day)\""
        }
    }

    @Test func `a double reads back as itself`() {
        forAll {
            Double(bitPattern: $0.next())
        } property: { number in
            guard number.isFinite else { return true }
            var json = JSONWriter()
            json.value(number)
            return JSONNumber(json.text)?.double?.bitPattern == number.bitPattern
        }
    }

    @Test func `any document reads back as itself`() throws {
        try forAll(500) {
            document(depth: 4, using: &$0)
        } property: { document in
            var json = JSONWriter()
            json.value(document)
            return try JSONReader.value(from: json.bytes) == document
        }
    }

    @Test func `a cleared writer begins anew, and lines are documents of their own`() {
        var json = JSONWriter()
        json.beginArray()
        json.value(1)
        json.removeAll()
        json.object { $0.field("a", 1) }
        json.endLine()
        json.object {
            $0.key(text: "b\n"); $0.null()
        }
        json.endLine()
        json.array {
            $0.verbatim("{\"c\":3}"); $0.value(nil as Bool?)
        }
        #expect(json.text == "{\"a\":1}\n{\"b\\n\":null}\n[{\"c\":3},null]")
    }

    @Test func `a number that is not finite stops the program`() async {
        await #expect(processExitsWith: .failure) {
            var json = JSONWriter()
            json.value(Double.nan)
        }
    }

    @Test func `closing what was not opened stops the program`() async {
        await #expect(processExitsWith: .failure) {
            var json = JSONWriter()
            json.endArray()
        }
    }

    @Test func `ending a line inside an object stops the program`() async {
        await #expect(processExitsWith: .failure) {
            var json = JSONWriter()
            json.beginObject()
            json.endLine()
        }
    }
}

private func document(depth: Int, using generator: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
    case 0: return .null
    case 1: return .boolean(.random(using: &generator))
    case 2: return .integer(Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator))
    case 3, 4: return .text(text(using: &generator))
    case 5:
        let count = Int.random(in: 0...5, using: &generator)
        return .array((0..<count).map { _ in document(depth: depth - 1, using: &generator) })
    default:
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...20, using: &generator) {
            _ = object.append(text(using: &generator), document(depth: depth - 1, using: &generator))
        }
        return .object(object)
    }
}

private func text(using generator: inout SplitMix64) -> String {
    let scalars = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
        Unicode.Scalar(
            UInt32.random(in: 0...0x10FFFF, using: &generator) >> UInt32.random(in: 0...14, using: &generator)
        )
    }
    return String(String.UnicodeScalarView(scalars))
}
