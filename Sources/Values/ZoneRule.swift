/// The rule by which a zone's offset goes on changing: the POSIX `TZ` text in a time zone file's footer.
///
/// `CET-1CEST,M3.5.0,M10.5.0/3` is central European time: an hour ahead, and two from the last Sunday in March at two
/// to the last Sunday in October at three.
///
/// Source: POSIX.1-2024, base definitions, section 8.3; RFC 9636, section 3.3.1 (hours from -167 to 167).
struct ZoneRule: Hashable, Sendable {
    /// Seconds ahead of universal time, outside summer time.
    private let standardOffset: Int
    private let summer: Summer?

    private struct Summer: Hashable, Sendable {
        let offset: Int
        let start: Change
        let end: Change
    }

    /// A day of each year, and seconds after its midnight by the clock that is about to be changed.
    fileprivate struct Change: Hashable, Sendable {
        let date: DateRule
        let seconds: Int
    }

    fileprivate enum DateRule: Hashable, Sendable {
        /// From 1 to 365; 29 February is never counted.
        case dayWithoutLeapDay(Int)
        /// From 0 to 365; 29 February is counted.
        case dayOfYear(Int)
        /// Weekday 0 is Sunday; week 5 is the last one of the month.
        case weekdayOfMonth(month: Int, week: Int, weekday: Int)
    }

    /// The rule with this text, or `nil` where it is none.
    init?(_ text: [UInt8]) {
        var scanner = Scanner(bytes: text)
        guard scanner.skipName(), let west = scanner.time(upTo: 24) else { return nil }
        standardOffset = -west
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.skipName() else { return nil }
        var offset = standardOffset + 3_600
        if scanner.peek != UInt8(ascii: ",") {
            guard let west = scanner.time(upTo: 24) else { return nil }
            offset = -west
        }
        guard let start = scanner.change(), let end = scanner.change(), scanner.isAtEnd else { return nil }
        summer = Summer(offset: offset, start: start, end: end)
    }

    /// Seconds by which local time is ahead of universal time.
    func offset(at seconds: Int64) -> Int {
        guard let summer else { return standardOffset }
        let local = seconds + Int64(standardOffset)
        let year = Day(sinceEpoch: Int32(clamping: local.flooredQuotient(by: 86_400))).civil.year
        // A change may lie some days outside its year, so the neighbours' count too. Summer time's start comes second,
        // because it wins where a summer ends in the instant in which the next begins.
        var latest: (time: Int64, offset: Int)?
        for year in (year - 1)...(year + 1) {
            let end = summer.end.instant(in: year, offset: summer.offset)
            let start = summer.start.instant(in: year, offset: standardOffset)
            if end <= seconds, end >= latest?.time ?? end { latest = (end, standardOffset) }
            if start <= seconds, start >= latest?.time ?? start { latest = (start, summer.offset) }
        }
        return latest?.offset ?? standardOffset
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard peek == byte else { return false }
            position += 1
            return true
        }

        /// Steps over an abbreviation, at least three letters or anything in angle brackets.
        mutating func skipName() -> Bool {
            let start = position
            if take(UInt8(ascii: "<")) {
                while let byte = peek, byte != UInt8(ascii: ">") { position += 1 }
                return take(UInt8(ascii: ">"))
            }
            while let byte = peek, UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 { position += 1 }
            return position - start >= 3
        }

        mutating func number(in range: ClosedRange<Int>) -> Int? {
            var number: Int?
            while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, (number ?? 0) < 1_000 {
                number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                position += 1
            }
            guard let number, range.contains(number) else { return nil }
            return number
        }

        /// Seconds of `[+-]hh[:mm[:ss]]`.
        mutating func time(upTo hourLimit: Int) -> Int? {
            let sign = take(UInt8(ascii: "-")) ? -1 : 1
            if sign == 1 { _ = take(UInt8(ascii: "+")) }
            guard let hours = number(in: 0...hourLimit) else { return nil }
            var seconds = hours * 3_600
            for unit in [60, 1] where take(UInt8(ascii: ":")) {
                guard let part = number(in: 0...59) else { return nil }
                seconds += part * unit
            }
            return sign * seconds
        }

        mutating func change() -> Change? {
            guard take(UInt8(ascii: ",")), let date = date() else { return nil }
            guard take(UInt8(ascii: "/")) else { return Change(date: date, seconds: 7_200) }
            return time(upTo: 167).map { Change(date: date, seconds: $0) }
        }

        mutating func date() -> DateRule? {
            if take(UInt8(ascii: "J")) { return number(in: 1...365).map { .dayWithoutLeapDay($0) } }
            guard take(UInt8(ascii: "M")) else { return number(in: 0...365).map { .dayOfYear($0) } }
            guard let month = number(in: 1...12), take(UInt8(ascii: ".")) else { return nil }
            guard let week = number(in: 1...5), take(UInt8(ascii: ".")) else { return nil }
            return number(in: 0...6).map { .weekdayOfMonth(month: month, week: week, weekday: $0) }
        }
    }
}

extension ZoneRule.Change {
    /// The change's instant in a year, in seconds since 1970, where clocks are `offset` ahead until then.
    fileprivate func instant(in year: Int, offset: Int) -> Int64 {
        Int64(date.daysSinceEpoch(in: year)) * 86_400 + Int64(seconds - offset)
    }
}

extension ZoneRule.DateRule {
    fileprivate func daysSinceEpoch(in year: Int) -> Int {
        switch self {
        case .dayOfYear(let day):
            return first(of: 1, year) + day
        case .dayWithoutLeapDay(let day):
            let isAfterLeapDay = day >= 60 && first(of: 3, year) - first(of: 2, year) == 29
            return first(of: 1, year) + day - (isAfterLeapDay ? 0 : 1)
        case .weekdayOfMonth(let month, let week, let weekday):
            let first = first(of: month, year)
            // 1970-01-01 was a Thursday, weekday 4.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            let day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            let next = month == 12 ? self.first(of: 1, year + 1) : self.first(of: month + 1, year)
            return day < next ? day : day - 7
        }
    }

    /// The first day of a month; years beyond the calendar's take the nearest that it has.
    private func first(of month: Int, _ year: Int) -> Int {
        Int(Day(year: min(max(year, 1), 9_999), month: month, day: 1)?.sinceEpoch ?? 0)
    }
}
