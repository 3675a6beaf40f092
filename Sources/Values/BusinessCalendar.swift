/// Which days a company works: Monday to Friday without its holidays.
package struct BusinessCalendar: Hashable, Sendable {
    /// The days on which nobody works although they are no weekend, in order.
    package let holidays: [Day]
    private let closed: Set<Day>
    /// The holidays that are no weekend, in order: those that a count of working days must leave out.
    private let weekdayHolidays: [Day]

    /// The calendar with these holidays; those on weekends change nothing.
    package init(holidays: some Sequence<Day>) {
        closed = Set(holidays)
        self.holidays = closed.sorted()
        weekdayHolidays = self.holidays.filter { !$0.weekday.isWeekend }
    }

    /// Weekends only.
    package static let withoutHolidays = BusinessCalendar(holidays: [])

    /// Whether `day` is neither on a weekend nor a holiday.
    package func isBusinessDay(_ day: Day) -> Bool {
        !day.weekday.isWeekend && !closed.contains(day)
    }

    /// The first business day on or after `day`.
    package func firstBusinessDay(onOrAfter day: Day) -> Day {
        var candidate = day
        while !isBusinessDay(candidate) { candidate = candidate.advanced(by: 1) }
        return candidate
    }

    /// The day `count` business days after `day`, or before it where `count` is negative; for 0 the first business day
    /// on or after it.
    package func day(_ count: Int, businessDaysAfter day: Day) -> Day {
        guard count != 0 else { return firstBusinessDay(onOrAfter: day) }
        let step = count > 0 ? 1 : -1
        var left = abs(count)
        var candidate = day
        while left > 0 {
            candidate = candidate.advanced(by: step)
            if isBusinessDay(candidate) { left -= 1 }
        }
        return candidate
    }

    /// The index of the first business day on or after `day`.
    ///
    /// Two days' indices differ by the number of business days from one to the other. This is B(x) of the model's
    /// business clock.
    package func businessIndex(onOrAfter day: Day) -> Int {
        // Every week has five working days; 1970-01-05 is the Monday with index 0. A weekend counts as its Monday.
        let sinceMonday = Int(day.sinceEpoch) - 4
        let week = sinceMonday >= 0 ? sinceMonday / 7 : (sinceMonday - 6) / 7
        let withinWeek = min(sinceMonday - week * 7, 5)
        return week * 5 + withinWeek - workingHolidaysBefore(day)
    }

    /// How many holidays that are no weekend lie before `day`.
    private func workingHolidaysBefore(_ day: Day) -> Int {
        var low = 0
        var high = weekdayHolidays.count
        while low < high {
            let middle = (low + high) / 2
            if weekdayHolidays[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
