import Values

/// Reads JSON as RFC 8259 has it, and nothing beside: no comments, no trailing commas, no byte order mark, no name
/// twice in an object, no lone surrogates, no bytes that are not UTF-8.
package enum JSONReader {
    /// How deep arrays and objects may lie in one another unless the caller says otherwise.
    package static let usualDepthLimit = 64

    /// The document that `bytes` hold.
    ///
    /// - Throws: ``WireError`` with the path of the value at fault, and line and column in its message.
    package static func value(
        from bytes: [UInt8],
        depthLimit: Int = usualDepthLimit
    ) throws(WireError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        return try parser.document()
    }
}

/// One walk over the bytes of a document.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0
    private var path: [PathStep] = []

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func document() throws(WireError) -> JSONValue {
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw failure("a byte order mark stands before the JSON text; send it without")
        }
        skipWhitespace()
        guard !isAtEnd else { throw failure("the JSON text is empty") }
        let value = try value()
        skipWhitespace()
        guard isAtEnd else { throw failure("\(found) follows after the end of the JSON text") }
        return value
    }

    private mutating func value() throws(WireError) -> JSONValue {
        guard let byte = peek else { throw failure("the JSON text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw failure("\(found) stands where a value should")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(WireError) -> JSONValue {
        for expected in "\(word)".utf8 {
            guard peek == expected else { throw failure("`\(word)` is misspelt") }
            position += 1
        }
        return value
    }

    private mutating func object() throws(WireError) -> JSONValue {
        try enter()
        var object = JSONObject()
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(object) }
        while true {
            skipWhitespace()
            guard peek == UInt8(ascii: "\"") else {
                throw failure("\(found) stands where the name of a member should")
            }
            let start = position
            let name = try text()
            path.append(.name(name))
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw failure("\(found) stands where a colon should") }
            skipWhitespace()
            let value = try value()
            guard object.append(name, value) else {
                position = start
                throw failure("the name `\(PathStep.onOneLine(name))` stands twice in one object")
            }
            path.removeLast()
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("\(found) stands where a comma or `}` should") }
            return .object(object)
        }
    }

    private mutating func array() throws(WireError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            skipWhitespace()
            path.append(.index(elements.count))
            elements.append(try value())
            path.removeLast()
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("\(found) stands where a comma or `]` should") }
            return .array(elements)
        }
    }

    /// Steps over an opening bracket, unless the document is nested too deep.
    private mutating func enter() throws(WireError) {
        // Each level above this one has added one step to the path.
        guard path.count < depthLimit else {
            throw failure("arrays and objects lie more than \(depthLimit) deep in one another")
        }
        position += 1
    }

    mutating func number() throws(WireError) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            guard !isDigit(peek) else { throw failure("a number begins with a zero too many") }
        } else {
            try digits()
        }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(grammatical: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(WireError) {
        guard isDigit(peek) else { throw failure("\(found) stands where a digit should") }
        while isDigit(peek) { position += 1 }
    }

    private mutating func text() throws(WireError) -> String {
        let opening = position
        position += 1
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        try checkEncoding(from: start)
        guard peek != UInt8(ascii: "\"") else {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var content = Array(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(into: &content)
            case 0..<0x20:
                throw failure("\(found) stands in a text; write it as an escape")
            default:
                let run = position
                while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                    position += 1
                }
                try checkEncoding(from: run)
                content += bytes[run..<position]
            }
        }
        position = opening
        throw failure("a text has no closing quote")
    }

    private mutating func checkEncoding(from start: Int) throws(WireError) {
        guard let invalid = UTF8Validation.firstInvalidByte(in: bytes, range: start..<position) else { return }
        position = invalid
        throw failure("a byte is not UTF-8")
    }

    private mutating func escape(into content: inout [UInt8]) throws(WireError) {
        let start = position
        position += 1
        guard let byte = peek else { return }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            var scalar = UInt32(unit)
            if 0xD800...0xDBFF ~= unit, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try codeUnit()
                if 0xDC00...0xDFFF ~= low { scalar = 0x10000 + (scalar - 0xD800) << 10 + (UInt32(low) - 0xDC00) }
            }
            guard let scalar = Unicode.Scalar(scalar) else {
                position = start
                throw failure("an escape is half of a surrogate pair")
            }
            content += Array(UTF8.encode(scalar) ?? .init())
        default:
            position = start
            throw failure("a backslash begins no escape that JSON knows")
        }
    }

    private mutating func codeUnit() throws(WireError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Hexadecimal.value(of: byte) else {
                throw failure("\(found) stands where one of four hexadecimal digits should")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// What stands at the current position, in words for a sentence.
    private var found: String {
        switch peek {
        case nil: "the end of the JSON text"
        case .some(UInt8(ascii: "`")): "a backtick"
        case .some(let byte) where 0x21..<0x7F ~= byte: "`\(Unicode.Scalar(byte))`"
        case .some(0x20): "a blank"
        case .some(let byte) where byte < 0x80: "the control character \(byte)"
        case .some: "a character outside ASCII"
        }
    }

    private func failure(_ message: String) -> WireError {
        let before = bytes[..<position]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return WireError(path: PathStep.text(of: path), message: "\(message) (line \(line), column \(column))")
    }
}
