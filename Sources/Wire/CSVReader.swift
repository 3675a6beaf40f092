/// Reads comma-separated values (RFC 4180) record by record, from the bytes of a whole file.
///
/// A field is a range of bytes in the file: reading a record makes no texts, and the record's storage is used again.
/// Lines end in LF or CRLF; the last one need not. A UTF-8 byte order mark is skipped, and so are lines without a
/// single byte. A quote counts only as the first character of a field; elsewhere it stands for itself.
///
///     var reader = try CSVReader(bytes)
///     var record = CSVRecord()
///     while try reader.read(&record) {
///         let number = reader.text(of: record[0])
///     }
package struct CSVReader: Sendable {
    /// The byte between fields.
    package enum Delimiter: UInt8, CaseIterable, Sendable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position: Int
    private var line = 1

    /// A reader at the first record of `bytes`.
    ///
    /// - Throws: ``WireError`` with line and column where a byte is not UTF-8.
    package init(_ bytes: [UInt8], delimiter: Delimiter = .comma) throws(WireError) {
        self.bytes = bytes
        self.delimiter = delimiter.rawValue
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let invalid = UTF8Validation.firstInvalidByte(in: bytes, range: position..<bytes.count) {
            let line = bytes[..<invalid].count { $0 == 0x0A } + 1
            throw failure("a byte is not UTF-8; save the file as UTF-8", at: invalid, line: line)
        }
    }

    /// Reads the next record into `record`; `false` once there is none.
    ///
    /// - Throws: ``WireError`` with line and column on a quote that is never closed, on text after a closing quote, and
    ///   on a carriage return that ends no line.
    package mutating func read(_ record: inout CSVRecord) throws(WireError) -> Bool {
        record.fields.removeAll(keepingCapacity: true)
        skipEmptyLines()
        guard position < bytes.count else { return false }
        record.line = line
        record.start = position
        while true {
            let field = try field()
            record.fields.append(field)
            guard position < bytes.count else { return true }
            switch bytes[position] {
            case delimiter:
                position += 1
            case 0x0A:
                position += 1
                line += 1
                return true
            default:
                guard bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A else {
                    throw failure("a carriage return stands alone; lines end in LF or CRLF", at: position, line: line)
                }
                position += 2
                line += 1
                return true
            }
        }
    }

    /// The text of a field, without its quotes and with doubled quotes made single.
    package func text(of field: CSVField) -> String {
        field.hasDoubledQuotes
            ? String(decoding: content(of: field), as: UTF8.self)
            : String(decoding: bytes[field.range], as: UTF8.self)
    }

    /// The bytes of a field, without its quotes and with doubled quotes made single.
    ///
    /// Copies only where there are any.
    package func content(of field: CSVField) -> ArraySlice<UInt8> {
        guard field.hasDoubledQuotes else { return bytes[field.range] }
        var content: [UInt8] = []
        content.reserveCapacity(field.range.count)
        var isSecond = false
        for byte in bytes[field.range] {
            let isQuote = byte == UInt8(ascii: "\"")
            if isQuote, isSecond {
                isSecond = false
                continue
            }
            isSecond = isQuote
            content.append(byte)
        }
        return content[...]
    }

    /// Where a field begins: the line in the file and the character in that line, both from 1.
    package func place(of field: CSVField, in record: CSVRecord) -> CSVPlace {
        let start = field.isQuoted ? field.range.lowerBound - 1 : field.range.lowerBound
        let line = record.line + bytes[record.start..<start].count { $0 == 0x0A }
        return place(of: start, line: line)
    }

    /// How many bytes of the file have been read, for progress.
    package var consumedByteCount: Int { position }

    private mutating func skipEmptyLines() {
        while position < bytes.count {
            if bytes[position] == 0x0A {
                position += 1
            } else if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A {
                position += 2
            } else {
                return
            }
            line += 1
        }
    }

    private mutating func field() throws(WireError) -> CSVField {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return plainField() }
        return try quotedField()
    }

    private mutating func plainField() -> CSVField {
        let range = position..<endOfPlainField
        position = range.upperBound
        return CSVField(range: range, isQuoted: false, hasDoubledQuotes: false)
    }

    private var endOfPlainField: Int {
        let span = bytes.span
        var end = position
        while end < span.count {
            let byte = span[end]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            end += 1
        }
        return end
    }

    private mutating func quotedField() throws(WireError) -> CSVField {
        let start = position + 1
        let firstLine = line
        var end = start
        var hasDoubledQuotes = false
        while true {
            guard end < bytes.count else {
                throw failure("a quote is opened and never closed", at: start - 1, line: firstLine)
            }
            let byte = bytes[end]
            if byte == 0x0A { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                end += 1
                continue
            }
            guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\"") else { break }
            hasDoubledQuotes = true
            end += 2
        }
        position = end + 1
        if position < bytes.count {
            let next = bytes[position]
            guard next == delimiter || next == 0x0A || next == 0x0D else {
                throw failure(
                    "text follows after a closing quote; a quote inside a quoted field is written twice",
                    at: position,
                    line: line
                )
            }
        }
        return CSVField(range: start..<end, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
    }

    private func place(of position: Int, line: Int) -> CSVPlace {
        let before = bytes[..<position]
        var lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        if lineStart == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lineStart = min(3, position) }
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return CSVPlace(line: line, column: column)
    }

    private func failure(_ message: String, at position: Int, line: Int) -> WireError {
        WireError(path: place(of: position, line: line).description, message: message)
    }
}

/// The fields of one record, and the storage for those of the next.
package struct CSVRecord: Sendable {
    /// The fields, in order.
    package fileprivate(set) var fields: [CSVField] = []
    /// The line on which the record begins, from 1.
    package fileprivate(set) var line = 0
    fileprivate var start = 0

    /// A record that nothing has been read into.
    package init() {}

    /// How many fields the record has.
    package var count: Int { fields.count }

    /// The field at a position, from 0.
    package subscript(index: Int) -> CSVField { fields[index] }
}

/// A field as a range of the file's bytes.
package struct CSVField: Hashable, Sendable {
    /// The bytes between the delimiters, or between the quotes where it has them.
    package let range: Range<Int>
    /// Whether the field is written in quotes: an empty one in quotes is a text, one without is often no value.
    package let isQuoted: Bool
    /// Whether quotes inside are still written twice.
    package let hasDoubledQuotes: Bool
}
