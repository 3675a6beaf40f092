import TestKit
import Testing
import Values

@Suite struct DayTests {
    private func anyDay(_ generator: inout SplitMix64) -> Day {
        // 0001-01-01 to 9999-12-31
        Day(sinceEpoch: .random(in: -719_162...2_932_896, using: &generator))
    }

    @Test func `a day is read from what it prints, and from its date`() {
        forAll {
            anyDay(&$0)
        } property: { day in
            let (year, month, dayOfMonth) = day.civil
            return Day(day.description) == day && Day(year: year, month: month, day: dayOfMonth) == day
        }
    }

    @Test func `each day follows the last one`() {
        var (year, month, day) = (1999, 12, 31)
        for count in 0..<1_500 {
            let date = Day(sinceEpoch: 10_956 + Int32(count)).civil
            #expect(date == (year, month, day))
            let isLast = Day(year: year, month: month, day: day + 1) == nil
            day = isLast ? 1 : day + 1
            if isLast { (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1) }
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2000-02-29", 11_016, .tuesday),
        ("2026-11-23", 20_780, .monday), ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
    ])
    func `known days have their number and weekday`(_ text: String, _ number: Int32, _ weekday: Weekday) throws {
        let day = try #require(Day(text))
        #expect(day.sinceEpoch == number)
        #expect(day.weekday == weekday)
        #expect(day.description == text)
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32",
        "0000-01-01",
        "2026-1-1", "26-01-01", "20260101", "2026/01/01", "2026-01-01T00:00", " 2026-01-01", "2026-01-01-",
        "-026-01-01",
        "２０２６-01-01",
    ])
    func `what is no day is none`(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-31", 0, "2026-05-31"), ("2026-08-31", -18, "2025-02-28"),
    ])
    func `months are clamped to the end of a shorter one`(_ start: String, _ months: Int, _ end: String) throws {
        let day = try #require(Day(start))
        #expect(day.advanced(byMonths: months).description == end)
    }

    @Test func `months move the month and never the day forward`() {
        forAll {
            (Day(sinceEpoch: .random(in: -100_000...100_000, using: &$0)), Int.random(in: -600...600, using: &$0))
        } property: { day, months in
            let start = day.civil
            let end = day.advanced(byMonths: months).civil
            return (end.year * 12 + end.month) - (start.year * 12 + start.month) == months && end.day <= start.day
                && (end.day == start.day || end.day == day.advanced(byMonths: months).daysInMonth)
        }
    }

    @Test func `days between and days ahead agree`() {
        forAll {
            (anyDay(&$0), anyDay(&$0))
        } property: { left, right in
            left.advanced(by: left.days(until: right)) == right && (left < right) == (left.days(until: right) > 0)
        }
    }

    @Test func `a day beyond all calendars stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = Day(sinceEpoch: .max).advanced(by: 1)
        }
    }
}

@Suite struct InstantTests {
    @Test func `an instant is read from what it prints`() {
        forAll {
            Instant(millisecondsSinceEpoch: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &$0))
        } property: { instant in
            Instant(instant.description) == instant
        }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1), ("2026-11-23T08:30:00.000Z", 1_795_422_600_000),
        ("2026-11-23T09:30:00+01:00", 1_795_422_600_000), ("2026-11-22T22:30:00-10:00", 1_795_422_600_000),
        ("2026-11-23t08:30:00.25z", 1_795_422_600_250), ("2026-11-23T08:30:00.2509999Z", 1_795_422_600_250),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("2026-11-23T14:15:00+05:45", 1_795_422_600_000),
    ])
    func `RFC 3339 is understood`(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T08:30", "2026-11-23T08:30:00", "2026-11-23 08:30:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T08:60:00Z", "2026-11-23T08:30:61Z", "2026-11-23T08:30:00.Z", "2026-11-23T08:30:00+0100",
        "2026-11-23T08:30:00+24:00", "2026-02-30T00:00:00Z", "2026-11-23T08:30:00Z ", "0000-01-01T00:00:00Z",
    ])
    func `what is no instant is none`(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `seconds are rounded down on both sides of 1970`() {
        #expect(Instant(millisecondsSinceEpoch: 1_999).secondsSinceEpoch == 1)
        #expect(Instant(millisecondsSinceEpoch: -1).secondsSinceEpoch == -1)
        #expect(Instant(millisecondsSinceEpoch: -1_000).secondsSinceEpoch == -1)
        #expect(Instant(millisecondsSinceEpoch: 5).advanced(bySeconds: 2) == Instant(millisecondsSinceEpoch: 2_005))
    }
}
