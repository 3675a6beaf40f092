/// The byte between the fields of a record.
package enum CSVDelimiter: UInt8, CaseIterable, Sendable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case pipe = 0x7C

    /// Its name in a sentence: `semicolon`.
    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .pipe: "pipe"
        }
    }
}

/// What programs that write separated values do not agree on.
package struct CSVDialect: Hashable, Sendable {
    /// The byte between the fields of a record.
    package var delimiter: CSVDelimiter

    /// The dialect with this delimiter.
    package init(delimiter: CSVDelimiter) {
        self.delimiter = delimiter
    }

    /// The character after `sep=` in a line that has nothing else: Excel's way to state the delimiter.
    static func declaredDelimiter(in line: Span<UInt8>) -> UInt8? {
        guard line.count == 5, line[3] == UInt8(ascii: "=") else { return nil }
        let isStated =
            line[0] | 0x20 == UInt8(ascii: "s") && line[1] | 0x20 == UInt8(ascii: "e")
            && line[2] | 0x20 == UInt8(ascii: "p")
        return isStated ? line[4] : nil
    }
}
