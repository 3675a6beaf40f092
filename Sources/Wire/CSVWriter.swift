/// Writes separated values as RFC 4180 has them, with quotes only where they are needed.
///
///     var writer = CSVWriter()
///     writer.record(["invoice", "amount"])
///     writer.field("INV-1")
///     writer.field("-12.50")
///     writer.endRecord()
///     let bytes = writer.takeBytes()
package struct CSVWriter: Sendable {
    /// What becomes of a field that a spreadsheet would run as a formula.
    package enum Formulas: Sendable {
        /// It is written as it is, so that reading gives it back: for files that are read by programs.
        case verbatim
        /// It gets an apostrophe in front, so that a spreadsheet shows it and runs nothing: for files that people open.
        ///
        /// Formulas are what begins with `=`, `+`, `-`, `@`, a tab, CR or LF; a sign and digits, points and commas after
        /// it, such as `-12.50`, is a number and stays as it is.
        ///
        /// Source: OWASP, "CSV Injection".
        case neutralised
    }

    /// What ends a record.
    package enum LineEnd: Sendable {
        /// CR and LF, as RFC 4180 has it and spreadsheets on Windows expect it.
        case crlf
        /// LF alone, as programs on other systems write it.
        case lf
    }

    private let delimiter: UInt8
    private let encoding: TextEncoding
    private let lineEnd: LineEnd
    private let formulas: Formulas
    private var buffer = ByteBuffer(capacity: 4_096)
    private var fieldCount = 0
    private var fieldStart = 0

    /// A writer of a file of its own.
    ///
    /// - Parameters:
    ///   - encoding: what ``takeBytes()`` gives; a character that Windows-1252 lacks becomes a question mark.
    ///   - byteOrderMark: whether the file begins with one; Excel takes UTF-8 without one for Windows-1252. Windows-1252
    ///     has none.
    package init(
        dialect: CSVDialect = CSVDialect(delimiter: .comma),
        encoding: TextEncoding = .utf8,
        byteOrderMark: Bool = false,
        lineEnd: LineEnd = .crlf,
        formulas: Formulas = .verbatim
    ) {
        delimiter = dialect.delimiter.rawValue
        self.encoding = encoding
        self.lineEnd = lineEnd
        self.formulas = formulas
        if byteOrderMark, encoding.byteOrderMark != nil { buffer.append("\u{FEFF}") }
    }

    /// How many bytes of UTF-8 wait to be taken.
    package var byteCount: Int { buffer.count }

    /// Writes a whole record.
    ///
    /// - Precondition: there is at least one field, and no record has been begun.
    package mutating func record(_ fields: [String]) {
        precondition(fieldCount == 0, "a record begins inside another")
        for field in fields { self.field(field) }
        endRecord()
    }

    /// Writes the next field of a record.
    package mutating func field(_ text: String) {
        field(utf8: text.utf8.span)
    }

    /// Writes the next field of a record, as well-formed UTF-8.
    package mutating func field(utf8 bytes: Span<UInt8>) {
        if fieldCount > 0 { buffer.append(delimiter) }
        fieldCount += 1
        fieldStart = buffer.count
        let isNeutralised = formulas == .neutralised && CSVWriter.isFormula(bytes)
        let isQuoted = needsQuotes(bytes)
        if isQuoted { buffer.append(UInt8(ascii: "\"")) }
        if isNeutralised { buffer.append(UInt8(ascii: "'")) }
        if isQuoted {
            for index in bytes.indices {
                if bytes[index] == UInt8(ascii: "\"") { buffer.append(UInt8(ascii: "\"")) }
                buffer.append(bytes[index])
            }
            buffer.append(UInt8(ascii: "\""))
        } else {
            buffer.append(bytes)
        }
    }

    /// Writes fields as another file has them, quotes and delimiters included: ``CSVStream/raw``.
    ///
    /// What follows by ``field(_:)`` is the next field of the same record.
    package mutating func rawFields(utf8 bytes: Span<UInt8>) {
        precondition(fieldCount == 0, "the fields of another file begin a record")
        buffer.append(bytes)
        // More than one: an empty record is never raw.
        fieldCount = 2
        fieldStart = buffer.count
    }

    /// Ends a record.
    ///
    /// - Precondition: it has at least one field.
    package mutating func endRecord() {
        precondition(fieldCount > 0, "a record has no field")
        // A line without a byte is no record.
        if fieldCount == 1, fieldStart == buffer.count { buffer.append("\"\"") }
        switch lineEnd {
        case .crlf: buffer.append("\r\n")
        case .lf: buffer.append(0x0A)
        }
        fieldCount = 0
    }

    /// What has been written since the last time, in the writer's encoding.
    ///
    /// - Precondition: no record has been begun.
    package mutating func takeBytes() -> [UInt8] {
        precondition(fieldCount == 0, "the bytes are taken inside a record")
        defer { buffer.removeAll() }
        return encoding.encoded(buffer.bytes)
    }

    private func needsQuotes(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D { return true }
        }
        // Without quotes these would be taken for marks of the file, not for values in it.
        return (bytes.count == 1 && bytes[0] == 0x1A) || CSVDialect.declaredDelimiter(in: bytes) != nil
            || (bytes.count == 4 && bytes[3] == UInt8(ascii: "="))
            || (bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
    }

    private static func isFormula(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return false }
        switch bytes[0] {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            var hasDigit = false
            for index in 1..<bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
                case UInt8(ascii: "."), UInt8(ascii: ","): break
                default: return true
                }
            }
            return !hasDigit
        default: return false
        }
    }
}
