/// A day of the civil calendar, without a time and without a zone.
///
/// A ``Day`` is what an invoice is due on. It becomes an instant only at the edge, where a company's clock says
/// which day it is there now.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before it.
    package let sinceEpoch: Int32

    /// The day so many days after 1970-01-01.
    package init(sinceEpoch: Int32) {
        self.sinceEpoch = sinceEpoch
    }

    /// The day with this date, or `nil` where the calendar has none: there is no 30 February.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard (1...Day.count(inMonth: month, of: year)).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        sinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The day written as `YYYY-MM-DD` (RFC 3339 `full-date`), or `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        self.init(String(text))
    }

    /// The day written as `YYYY-MM-DD` (RFC 3339 `full-date`), or `nil` for any other text.
    package init?(_ text: String) {
        self.init(utf8: text.utf8.span)
    }

    /// The day written as `YYYY-MM-DD` in ASCII, or `nil` for any other bytes: an import's way, without a text.
    package init?(utf8 bytes: Span<UInt8>) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for index in range {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] else { return nil }
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            }
            return number
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(sinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// How many days later `other` is; negative where it is earlier.
    package func days(until other: Day) -> Int {
        Int(other.sinceEpoch) - Int(sinceEpoch)
    }

    /// The day `count` days later, or earlier where `count` is negative.
    ///
    /// - Precondition: the result lies within about 5.8 million years of 1970, which every sum of days in a ledger does.
    package func advanced(by count: Int) -> Day {
        Day(sinceEpoch: sinceEpoch + Int32(count))
    }

    /// The day `count` calendar months later, clamped to the last day of a shorter month: 31 January and one month is
    /// 28 or 29 February.
    package func advanced(byMonths count: Int) -> Day {
        let (year, month, day) = civil
        let months = year * 12 + (month - 1) + count
        let newYear = months >= 0 ? months / 12 : (months - 11) / 12
        let newMonth = months - newYear * 12 + 1
        let clamped = min(day, Day.count(inMonth: newMonth, of: newYear))
        return Day(year: newYear, month: newMonth, day: clamped) ?? self
    }

    /// The day of the week.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (Int(sinceEpoch) % 7 + 7 + 3) % 7
        return Weekday.allCases[index]
    }

    /// How many days the day's month has.
    package var daysInMonth: Int {
        let (year, month, _) = civil
        return Day.count(inMonth: month, of: year)
    }

    /// The earlier day first.
    package static func < (left: Day, right: Day) -> Bool {
        left.sinceEpoch < right.sinceEpoch
    }

    private static func count(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}

extension Day: CustomStringConvertible {
    /// The day as `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A day of the week, in ISO 8601 order: the week starts on Monday.
package enum Weekday: Int, CaseIterable, Comparable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// Whether the day is a Saturday or a Sunday.
    package var isWeekend: Bool { self >= .saturday }

    /// From Monday to Sunday.
    package static func < (left: Weekday, right: Weekday) -> Bool {
        left.rawValue < right.rawValue
    }
}
