import TestKit
import Testing
import Values

@Suite struct BusinessCalendarTests {
    private func anyCalendar(_ generator: inout SplitMix64) -> BusinessCalendar {
        let holidays = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
            Day(sinceEpoch: .random(in: -60...200, using: &generator))
        }
        return BusinessCalendar(holidays: holidays)
    }

    @Test func `the index of a day grows by one with each business day`() {
        forAll(200) {
            anyCalendar(&$0)
        } property: { calendar in
            (-100..<250).allSatisfy { number in
                let day = Day(sinceEpoch: Int32(number))
                let step =
                    calendar.businessIndex(onOrAfter: day.advanced(by: 1)) - calendar.businessIndex(onOrAfter: day)
                return step == (calendar.isBusinessDay(day) ? 1 : 0)
            }
        }
    }

    @Test func `so many business days after a day is counted by the index`() {
        forAll(300) {
            (anyCalendar(&$0), Day(sinceEpoch: .random(in: -60...200, using: &$0)), Int.random(in: 1...40, using: &$0))
        } property: { (calendar: BusinessCalendar, day: Day, count: Int) in
            let later = calendar.day(count, businessDaysAfter: day)
            let earlier = calendar.day(-count, businessDaysAfter: day)
            let index = calendar.businessIndex(onOrAfter: day)
            let laterSteps = calendar.businessIndex(onOrAfter: later) - index
            let earlierSteps = index - calendar.businessIndex(onOrAfter: earlier)
            return calendar.isBusinessDay(later) && calendar.isBusinessDay(earlier) && earlierSteps == count
                && laterSteps == (calendar.isBusinessDay(day) ? count : count - 1)
        }
    }

    @Test func `no business days after a holiday is the next working day`() throws {
        let christmas = try #require(Day("2026-12-25"))
        let saturday = try #require(Day("2026-12-26"))
        let calendar = BusinessCalendar(holidays: [saturday, christmas])
        #expect(calendar.day(0, businessDaysAfter: christmas).description == "2026-12-28")
        #expect(calendar.day(1, businessDaysAfter: christmas).description == "2026-12-28")
        #expect(calendar.day(-1, businessDaysAfter: christmas).description == "2026-12-24")
        #expect(calendar.firstBusinessDay(onOrAfter: christmas).description == "2026-12-28")
        #expect(calendar.holidays == [christmas, saturday])
        #expect(BusinessCalendar.withoutHolidays.isBusinessDay(christmas))
    }
}
