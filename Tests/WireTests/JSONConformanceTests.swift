import Testing
import Values

@testable import Wire

/// RFC 8259 as tables: what must be read, what must be refused, and where a refusal points.
@Suite struct JSONConformanceTests {
    @Test(arguments: accepted)
    func `reads what the grammar allows`(_ example: Example) throws {
        #expect(try JSONReader.value(from: example.bytes) == example.value)
    }

    @Test(arguments: refused)
    func `refuses what the grammar does not allow`(_ example: Refused) {
        let error = #expect(throws: WireError.self) { try JSONReader.value(from: example.bytes) }
        #expect(error?.message.contains(example.message) == true, "\(error?.description ?? "no error")")
    }

    @Test(arguments: refused)
    func `a number is refused as a number wherever it is refused as a document`(_ example: Refused) {
        #expect(JSONNumber(String(decoding: example.bytes, as: UTF8.self)) == nil)
    }

    @Test(arguments: [
        (#"{"customers":[{},{},{},{"due_date":01}]}"#, "customers[3].due_date"),
        (#"{"a":{"b c":nul}}"#, #"a["b c"]"#),
        (#"{"a":1,"a":2}"#, "a"),
        (#"[1,[2,[3,x]]]"#, "[1][1][1]"),
        (#"{"":[}"#, #"[""][0]"#),
        (#"[1,2"#, ""),
        (#"{"a\nb":[}"#, #"["a\u{A}b"][0]"#),
        (#"{"\u2028":[}"#, #"["\u{2028}"][0]"#),
    ])
    func `an error names the path of the value`(_ text: String, _ path: String) {
        let error = #expect(throws: WireError.self) { try JSONReader.value(from: Array(text.utf8)) }
        #expect(error?.path == path)
    }

    @Test func `an error names line and column, and a column is a character`() {
        let error = #expect(throws: WireError.self) {
            try JSONReader.value(from: Array("{\n  \"name\": \"Öl\", x}".utf8))
        }
        #expect(error?.message == "`x` stands where the name of a member should (line 2, column 17)")
    }

    @Test func `sixty-four levels are read and one more is refused`() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONReader.value(from: nested(64)) }
        #expect(throws: WireError.self) { try JSONReader.value(from: nested(65)) }
        #expect(throws: WireError.self) { try JSONReader.value(from: nested(100_000)) }
        #expect(throws: WireError.self) { try JSONReader.value(from: nested(3), depthLimit: 2) }
    }

    @Test func `a name is found among many, and a second one like it too`() throws {
        let members = (0..<500).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        let value = try JSONReader.value(from: Array("{\(members)}".utf8))
        #expect(value["m0"] == .integer(0))
        #expect(value["m499"] == .integer(499))
        #expect(value["m500"] == nil)
        let error = #expect(throws: WireError.self) {
            try JSONReader.value(from: Array("{\(members),\"m17\":0}".utf8))
        }
        #expect(error?.message.hasPrefix("the name `m17` stands twice") == true)
    }

    @Test func `names that only Unicode takes for the same are two names`() throws {
        let value = try JSONReader.value(from: Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
        #expect(value["e\u{301}"] == .integer(2))
    }
}

/// A document that must be read, with its value.
struct Example: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let value: JSONValue

    init(_ text: String, _ value: JSONValue) {
        bytes = Array(text.utf8)
        self.value = value
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self) }
}

/// A document that must be refused, with a part of the sentence.
struct Refused: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String

    init(_ text: String, _ message: String) {
        bytes = Array(text.utf8)
        self.message = message
    }

    init(bytes: [UInt8], _ message: String) {
        self.bytes = bytes
        self.message = message
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self) }
}

private func number(_ text: String) -> JSONValue { JSONNumber(text).map { .number($0) } ?? .null }

private func object(_ members: (String, JSONValue)...) -> JSONValue {
    var object = JSONObject()
    for (name, value) in members where !object.append(name, value) { Issue.record("\(name) twice") }
    return .object(object)
}

private let accepted: [Example] =
    [
        // Section 2: any value may be a document, with blanks around it.
        Example("null", .null), Example("true", .boolean(true)), Example("false", .boolean(false)),
        Example("\"\"", .text("")), Example("[]", .array([])), Example("{}", object()),
        Example(" null", .null), Example("null ", .null), Example("\t\n\r null\t\n\r ", .null),
        Example("[ ]", .array([])), Example("{ }", object()), Example("[\n]", .array([])),
        // Section 4: objects.
        Example(#"{"a":1}"#, object(("a", .integer(1)))),
        Example(#"{ "a" : 1 , "b" : 2 }"#, object(("a", .integer(1)), ("b", .integer(2)))),
        Example(#"{"":0}"#, object(("", .integer(0)))),
        Example(#"{"a":{"a":{}}}"#, object(("a", object(("a", object()))))),
        Example(#"{"a":null,"A":null}"#, object(("a", .null), ("A", .null))),
        Example(#"{"\u0061b":1}"#, object(("ab", .integer(1)))),
        Example("{\"a\\u0000b\":1}", object(("a\0b", .integer(1)))),
        // Section 5: arrays, of one kind or of many.
        Example("[1]", .array([.integer(1)])), Example("[1,2]", .array([.integer(1), .integer(2)])),
        Example("[ 1 , 2 ]", .array([.integer(1), .integer(2)])),
        Example("[null,true,\"x\",[],{}]", .array([.null, .boolean(true), .text("x"), .array([]), object()])),
        Example("[[],[[]]]", .array([.array([]), .array([.array([])])])),
        Example("[\"\"]", .array([.text("")])),
    ]
    // Section 6: numbers keep their digits.
    + [
        "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "0.0", "-0.0", "0.1", "1.0", "1.50", "1e1", "1E1",
        "1e+1", "1e-1", "1.5e10", "0e0", "0e-0", "-0e+0", "1e400", "1e-400", "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "0.1000000000000000055511151231257827", "20e1", "1E-02",
    ].map { Example($0, number($0)) }
    + [
        // Section 7: strings.
        Example(#""a""#, .text("a")), Example(#""\"""#, .text("\"")), Example(#""\\""#, .text("\\")),
        Example(#""\/""#, .text("/")), Example("\"/\"", .text("/")), Example(#""\b""#, .text("\u{8}")),
        Example(#""\f""#, .text("\u{C}")), Example(#""\n""#, .text("\n")), Example(#""\r""#, .text("\r")),
        Example(#""\t""#, .text("\t")), Example(#""\u0041""#, .text("A")), Example(#""\u00e9""#, .text("é")),
        Example(#""\u00E9""#, .text("é")), Example(#""\u0000""#, .text("\0")), Example(#""\u001f""#, .text("\u{1F}")),
        Example(#""\uD834\uDD1E""#, .text("\u{1D11E}")), Example(#""\ud834\udd1e""#, .text("\u{1D11E}")),
        Example(#""\uDBFF\uDFFF""#, .text("\u{10FFFF}")), Example(#""\uFFFF""#, .text("\u{FFFF}")),
        Example(#""\uFEFF""#, .text("\u{FEFF}")), Example(#""\uD7FF\uE000""#, .text("\u{D7FF}\u{E000}")),
        Example(#""\\u0041""#, .text("\\u0041")), Example(#""a\nb\tc""#, .text("a\nb\tc")),
        Example("\"\u{7F}\"", .text("\u{7F}")), Example("\"\u{80}\"", .text("\u{80}")),
        Example("\"é€𝄞\"", .text("é€𝄞")), Example("\"\u{2028}\u{2029}\"", .text("\u{2028}\u{2029}")),
        Example("\"\u{10FFFF}\"", .text("\u{10FFFF}")), Example("\"\u{FEFF}\"", .text("\u{FEFF}")),
        Example("\"e\u{301}\"", .text("e\u{301}")), Example(#"" ""#, .text(" ")),
        Example(#""[{,:}]""#, .text("[{,:}]")),
        Example("\"é\\n€\"", .text("é\n€")), Example(#""x\"""#, .text("x\"")),
    ]

private let refused: [Refused] = [
    // Section 2: exactly one value.
    Refused("", "is empty"), Refused(" ", "is empty"), Refused("\n\n", "is empty"),
    Refused("null null", "follows after the end"), Refused("1 2", "follows after the end"),
    Refused("{}[]", "`[` follows"), Refused("{},", "`,` follows"), Refused("[]]", "`]` follows"),
    Refused("\"\"x", "`x` follows"), Refused("\u{A0}null", "outside ASCII"), Refused("null\u{A0}", "outside ASCII"),
    Refused("\u{B}null", "control character 11"), Refused("\u{C}1", "control character 12"),
    Refused("null\0", "control character 0"), Refused("\u{2028}1", "outside ASCII"),
    Refused("// x\n1", "`/` stands"), Refused("/* x */1", "`/` stands"), Refused("1 # x", "`#` follows"),
    Refused("\u{FEFF}null", "byte order mark"), Refused(bytes: [0xFF, 0xFE, 0x31, 0x00], "outside ASCII"),
    Refused(bytes: [0x00, 0x31], "control character 0"),
    // Section 3: three words, in lower case.
    Refused("nul", "misspelt"), Refused("nulL", "misspelt"), Refused("NULL", "`N` stands"), Refused("tru", "misspelt"),
    Refused("True", "`T` stands"), Refused("fals", "misspelt"), Refused("truee", "`e` follows"),
    Refused("undefined", "`u` stands"), Refused("yes", "`y` stands"), Refused("'a'", "`'` stands"),
    Refused("`", "a backtick stands"),
    // Section 4: objects.
    Refused("{", "name of a member"), Refused("{\"a\"", "a colon"), Refused("{\"a\":", "where a value should"),
    Refused("{\"a\":1", "a comma or `}`"), Refused("{\"a\":1,", "name of a member"),
    Refused("{\"a\":1,}", "name of a member"), Refused("{,}", "name of a member"),
    Refused("{\"a\" 1}", "a colon"), Refused("{\"a\"::1}", "where a value should"),
    Refused("{\"a\":1 \"b\":2}", "a comma or `}`"), Refused("{\"a\":1,,\"b\":2}", "name of a member"),
    Refused("{a:1}", "name of a member"), Refused("{'a':1}", "name of a member"), Refused("{1:1}", "name of a member"),
    Refused("{null:1}", "name of a member"), Refused("{\"a\"}", "a colon"), Refused("{\"a\",\"b\"}", "a colon"),
    Refused("{\"a\":1]", "a comma or `}`"), Refused("{[]:1}", "name of a member"), Refused("}", "`}` stands"),
    Refused("{\"a\":1,\"a\":1}", "`a` stands twice"), Refused("{\"a\":1,\"\\u0061\":2}", "`a` stands twice"),
    // Section 5: arrays.
    Refused("[", "where a value should"), Refused("[1", "a comma or `]`"), Refused("[1,", "where a value should"),
    Refused("[1,]", "where a value should"), Refused("[,1]", "where a value should"),
    Refused("[1,,2]", "where a value should"), Refused("[1 2]", "a comma or `]`"), Refused("[1}", "a comma or `]`"),
    Refused("[1:2]", "a comma or `]`"), Refused("]", "`]` stands"), Refused("[\"a\",\n", "where a value should"),
    Refused("[[1]", "a comma or `]`"), Refused(",", "`,` stands"), Refused(":", "`:` stands"),
    // Section 6: numbers.
    Refused("01", "a zero too many"), Refused("-01", "a zero too many"), Refused("00", "a zero too many"),
    Refused("+1", "`+` stands"), Refused("-", "a digit should"), Refused("--1", "a digit should"),
    Refused(".5", "`.` stands"), Refused("-.5", "a digit should"), Refused("1.", "a digit should"),
    Refused("1.e1", "a digit should"), Refused("1e", "a digit should"), Refused("1e+", "a digit should"),
    Refused("1e1.5", "`.` follows"), Refused("1.2.3", "`.` follows"), Refused("0x10", "`x` follows"),
    Refused("1_000", "`_` follows"), Refused("1,000", "`,` follows"), Refused("NaN", "`N` stands"),
    Refused("Infinity", "`I` stands"), Refused("-Infinity", "a digit should"), Refused("- 1", "a digit should"),
    Refused("1e 5", "a digit should"), Refused("1a", "`a` follows"), Refused("１", "outside ASCII"),
    Refused("1\u{663}", "outside ASCII"),
    // Section 7: strings.
    Refused("\"", "no closing quote"), Refused("\"a", "no closing quote"), Refused("\"\\\"", "no closing quote"),
    Refused("\"\\", "no closing quote"), Refused("\"a\nb\"", "control character 10"),
    Refused("\"\t\"", "control character 9"), Refused("\"\0\"", "control character 0"),
    Refused("\"\u{1F}\"", "control character 31"), Refused(#""\a""#, "no escape"), Refused(#""\'""#, "no escape"),
    Refused(#""\x41""#, "no escape"), Refused(#""\U0041""#, "no escape"), Refused("\"\\\n\"", "no escape"),
    Refused(#""\u""#, "four hexadecimal digits"), Refused(#""\u12""#, "four hexadecimal digits"),
    Refused(#""\u123""#, "four hexadecimal digits"), Refused(#""\u00G0""#, "four hexadecimal digits"),
    Refused(#""\u{41}""#, "four hexadecimal digits"), Refused(#""\u+041""#, "four hexadecimal digits"),
    Refused(#""\uD834""#, "surrogate pair"), Refused(#""\uDD1E""#, "surrogate pair"),
    Refused(#""\uDD1E\uD834""#, "surrogate pair"), Refused(#""\uD834\uD834""#, "surrogate pair"),
    Refused(#""\uD834x""#, "surrogate pair"), Refused(#""\uD834\n""#, "surrogate pair"),
    Refused(#""\uD834\u0041""#, "surrogate pair"),
    // Section 8.1: UTF-8, in its shortest form and without surrogates.
    Refused(bytes: [0x22, 0xFF, 0x22], "not UTF-8"), Refused(bytes: [0x22, 0x80, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xC3, 0x22], "not UTF-8"), Refused(bytes: [0x22, 0xC0, 0xAF, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xE0, 0x80, 0xAF, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xE2, 0x82], "not UTF-8"), Refused(bytes: [0x22, 0x5C, 0x6E, 0xE9, 0x22], "not UTF-8"),
    Refused(bytes: [0x22, 0xE2, 0x5C, 0x75, 0x30, 0x30, 0x38, 0x30, 0x22], "not UTF-8"),
]
