package import Values

/// How a file writes days: `M/D/YYYY`, `DD.MM.YYYY`, `YYYY-MM-DD`, `YYYYMMDD`.
///
/// `YYYY` is four digits, `MM` and `DD` are two, `M` and `D` are one or two; every other character stands for itself.
package struct DayFormat: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case year
        case month(isPadded: Bool)
        case day(isPadded: Bool)
        case literal(UInt8)
    }

    /// The format as it was written.
    package let pattern: String
    private let parts: [Part]

    /// The format `YYYY-MM-DD`.
    package static let iso = DayFormat(
        pattern: "YYYY-MM-DD",
        parts: [
            .year, .literal(UInt8(ascii: "-")), .month(isPadded: true), .literal(UInt8(ascii: "-")),
            .day(isPadded: true),
        ]
    )

    private init(pattern: String, parts: [Part]) {
        self.pattern = pattern
        self.parts = parts
    }

    /// The format with this pattern, or `nil` where it does not name year, month and day once each, or where an
    /// unpadded number runs into the next.
    package init?(_ pattern: String) {
        var parts: [Part] = []
        var left = Array(pattern.utf8)[...]
        var letters: [UInt8] = []
        while let byte = left.first {
            let run = left.prefix { $0 == byte }.count
            switch byte {
            case UInt8(ascii: "Y"):
                guard run == 4 else { return nil }
                parts.append(.year)
            case UInt8(ascii: "M"):
                guard run <= 2 else { return nil }
                parts.append(.month(isPadded: run == 2))
            case UInt8(ascii: "D"):
                guard run <= 2 else { return nil }
                parts.append(.day(isPadded: run == 2))
            case UInt8(ascii: "0")...UInt8(ascii: "9"): return nil
            default:
                parts.append(.literal(byte))
                left.removeFirst()
                continue
            }
            letters.append(byte)
            left.removeFirst(run)
        }
        guard letters.sorted() == [UInt8(ascii: "D"), UInt8(ascii: "M"), UInt8(ascii: "Y")] else { return nil }
        for (part, next) in zip(parts, parts.dropFirst())
        where part == .month(isPadded: false) || part == .day(isPadded: false) {
            guard case .literal = next else { return nil }
        }
        self.init(pattern: pattern, parts: parts)
    }

    /// The day written so, from 1970 to 2199, or `nil` for any other text.
    ///
    /// The bounds catch years of two digits and slips of the finger; no ledger reaches further.
    package func day(_ text: some Collection<UInt8>) -> Day? {
        var left = text[...]
        var (year, month, dayOfMonth) = (0, 0, 0)
        for part in parts {
            switch part {
            case .year:
                guard let number = DayFormat.number(&left, 4...4) else { return nil }
                year = number
            case .month(let isPadded):
                guard let number = DayFormat.number(&left, isPadded ? 2...2 : 1...2) else { return nil }
                month = number
            case .day(let isPadded):
                guard let number = DayFormat.number(&left, isPadded ? 2...2 : 1...2) else { return nil }
                dayOfMonth = number
            case .literal(let byte):
                guard left.popFirst() == byte else { return nil }
            }
        }
        guard left.isEmpty, (1970...2199).contains(year) else { return nil }
        return Day(year: year, month: month, day: dayOfMonth)
    }

    /// Takes a number of as many digits as `width` allows off the front.
    private static func number<Text: Collection<UInt8>>(_ text: inout Text, _ width: ClosedRange<Int>) -> Int?
    where Text.SubSequence == Text {
        var number = 0
        var count = 0
        while count < width.upperBound, let byte = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
            count += 1
            text = text.dropFirst()
        }
        return width.contains(count) ? number : nil
    }
}
