/// A JSON object on one line (RFC 8259), being written.
struct LogLine {
    private var bytes = Array("{".utf8)

    /// Adds a field.
    mutating func append(_ name: String, _ value: Log.Value) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        appendText(name)
        bytes.append(UInt8(ascii: ":"))
        switch value {
        case .text(let text): appendText(text)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .number(let number): bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
        case .truth(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
        }
    }

    /// The line with its end.
    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func appendText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"):
                bytes.append(contentsOf: "\\n".utf8)
            // Other control characters, and DEL, which means something to terminals.
            case ..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: (digits.utf8.count == 1 ? "\\u000\(digits)" : "\\u00\(digits)").utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
