package import Values

/// How a file writes days: `M/D/YYYY`, `DD.MM.YYYY`, `YYYY-MM-DD`, `D-MON-YY`, `YYYYMMDD`, `serial`.
///
/// `YYYY` is four digits and `YY` two; `MM` and `DD` are two, `M` and `D` are one or two; `MON` is a month's name, whole
/// or shortened, in English, German, French, Spanish or Italian; every other character stands for itself. `serial` is
/// the number of a day in a spreadsheet. A time of day behind the day is dropped: the day is the one that is written.
package struct DayFormat: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case year
        /// Two digits: 70 to 99 lie in the twentieth century, 00 to 69 in the next.
        case shortYear
        case month(isPadded: Bool)
        case monthName
        case day(isPadded: Bool)
        case literal(UInt8)

        /// Whether a digit behind the part could be taken for one of its own.
        var isOpen: Bool {
            switch self {
            case .month(let isPadded), .day(let isPadded): !isPadded
            case .year, .shortYear, .monthName, .literal: false
            }
        }
    }

    private enum Reading: Hashable, Sendable {
        case iso
        case parts([Part])
        case serial
    }

    /// The first year that two digits may mean; the last is 99 years later.
    package static let firstShortYear = 1970

    /// The years that a ledger's days lie in.
    static let years = 1970...2199

    /// The format as it was written.
    package let pattern: String
    private let reading: Reading

    /// The format `YYYY-MM-DD`.
    package static let iso = DayFormat(pattern: "YYYY-MM-DD", reading: .iso)

    /// The days of a spreadsheet: 1 is 1900-01-01, 45292 is 2024-01-01; a fraction is a time.
    package static let serial = DayFormat(pattern: "serial", reading: .serial)

    private init(pattern: String, reading: Reading) {
        self.pattern = pattern
        self.reading = reading
    }

    /// The format with this pattern, or `nil` where it does not name year, month and day once each, or where an
    /// unpadded number runs into the next.
    package init?(_ pattern: String) {
        if pattern == DayFormat.iso.pattern {
            self = .iso
            return
        }
        if pattern == DayFormat.serial.pattern {
            self = .serial
            return
        }
        guard let parts = DayFormat.parts(of: Array(pattern.utf8)) else { return nil }
        self.init(pattern: pattern, reading: .parts(parts))
    }

    private static func parts(of pattern: [UInt8]) -> [Part]? {
        var parts: [Part] = []
        var left = pattern[...]
        var letters: [UInt8] = []
        while let byte = left.first {
            let run = left.prefix { $0 == byte }.count
            switch byte {
            case UInt8(ascii: "Y"):
                guard run == 4 || run == 2 else { return nil }
                parts.append(run == 4 ? .year : .shortYear)
            case UInt8(ascii: "M") where left.starts(with: "MON".utf8):
                parts.append(.monthName)
                left.removeFirst(2)
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
        for (part, next) in zip(parts, parts.dropFirst()) where part.isOpen || part == .monthName {
            guard case .literal = next else { return nil }
        }
        return parts
    }

    /// The day that `text` says; see ``day(utf8:)``.
    package func day(_ text: some Collection<UInt8>) -> Day? {
        let bytes = Array(text)
        return day(utf8: bytes.span)
    }

    /// The day written so, from 1970 to 2199, or `nil` for any other text; without an allocation.
    ///
    /// The bounds catch slips of the finger; no ledger reaches further.
    package func day(utf8 text: Span<UInt8>) -> Day? {
        switch reading {
        case .iso:
            guard text.count >= 10 else { return nil }
            if text.count > 10 { guard TimeOfDay.follows(in: text, at: 10) else { return nil } }
            guard let day = Day(utf8: text.extracting(0..<10)) else { return nil }
            return (DayFormat.firstDay...DayFormat.lastDay).contains(day) ? day : nil
        case .serial: return DayFormat.serialDay(text)
        case .parts(let parts): return DayFormat.day(text, parts)
        }
    }

    private static let firstDay = Day(sinceEpoch: 0)
    private static let lastDay = Day(sinceEpoch: 84_005)

    private static func day(_ text: Span<UInt8>, _ parts: [Part]) -> Day? {
        var position = 0
        var (year, month, dayOfMonth) = (0, 0, 0)
        for part in parts {
            switch part {
            case .year:
                guard let number = number(text, &position, 4...4) else { return nil }
                year = number
            case .shortYear:
                guard let number = number(text, &position, 2...2) else { return nil }
                year = fullYear(number)
            case .month(let isPadded):
                guard let number = number(text, &position, isPadded ? 2...2 : 1...2) else { return nil }
                month = number
            case .monthName:
                guard let number = MonthName.month(text, &position) else { return nil }
                month = number
            case .day(let isPadded):
                guard let number = number(text, &position, isPadded ? 2...2 : 1...2) else { return nil }
                dayOfMonth = number
            case .literal(let byte):
                guard position < text.count, text[position] == byte else { return nil }
                position += 1
            }
        }
        guard position == text.count || TimeOfDay.follows(in: text, at: position) else { return nil }
        guard years.contains(year) else { return nil }
        return Day(year: year, month: month, day: dayOfMonth)
    }

    /// The year that two digits mean.
    static func fullYear(_ short: Int) -> Int { short >= firstShortYear % 100 ? 1900 + short : 2000 + short }

    /// Takes a number of as many digits as `width` allows off the front.
    private static func number(_ text: Span<UInt8>, _ position: inout Int, _ width: ClosedRange<Int>) -> Int? {
        var number = 0
        var count = 0
        while count < width.upperBound, position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] {
            number = number * 10 + Int(text[position] - UInt8(ascii: "0"))
            count += 1
            position += 1
        }
        return width.contains(count) ? number : nil
    }

    /// A spreadsheet's day 25,569 is 1970-01-01; its day 60, the 29 February 1900 that never was, lies before.
    private static func serialDay(_ text: Span<UInt8>) -> Day? {
        var position = 0
        guard let number = number(text, &position, 5...6) else { return nil }
        if position < text.count {
            guard text[position] == UInt8(ascii: ".") || text[position] == UInt8(ascii: ",") else { return nil }
            guard position + 1 < text.count else { return nil }
            for index in position + 1..<text.count {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index] else { return nil }
            }
        }
        let day = Day(sinceEpoch: Int32(number - 25_569))
        return (firstDay...lastDay).contains(day) ? day : nil
    }
}

/// A time of day behind a day: read over, never used.
enum TimeOfDay {
    /// Whether the rest of `text` from `position` is a time: `T10:15:00.000Z`, ` 12:00 AM`, `, 09:30 +02:00`.
    static func follows(in text: Span<UInt8>, at start: Int) -> Bool {
        var position = start
        guard position < text.count else { return false }
        switch text[position] {
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " "): position += 1
        case UInt8(ascii: ",") where position + 1 < text.count && text[position + 1] == UInt8(ascii: " "): position += 2
        default: return false
        }
        let first = position
        while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] { position += 1 }
        guard (1...2).contains(position - first), position < text.count else { return false }
        guard text[position] == UInt8(ascii: ":") || text[position] == UInt8(ascii: ".") else { return false }
        // What follows hours and a colon can only be more of the time: its digits, half of the day, zone.
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: ","),
                UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a"), UInt8(ascii: "m"), UInt8(ascii: "p"):
                position += 1
            default: return false
            }
        }
        return position - start <= 40
    }
}
