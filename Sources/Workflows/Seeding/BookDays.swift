import Values

/// The days of made-up books, with what is asked about them again and again worked out once.
struct BookDays {
    /// Books go back two years.
    static let length = 730

    let lastDay: Day
    let calendar: BusinessCalendar
    /// For each day from the first one: how many days until work goes on.
    private let daysUntilWork: [UInt8]

    init(lastDay: Day, calendar: BusinessCalendar) {
        self.lastDay = lastDay
        self.calendar = calendar
        let firstDay = lastDay.advanced(by: -BookDays.length)
        daysUntilWork = (0...BookDays.length * 2).map { offset in
            let day = firstDay.advanced(by: offset)
            return UInt8(clamping: day.days(until: calendar.firstBusinessDay(onOrAfter: day)))
        }
    }

    var firstDay: Day { lastDay.advanced(by: -BookDays.length) }

    /// The days of the books on which the company works, in order.
    var working: [Day] {
        (0...BookDays.length).map { firstDay.advanced(by: $0) }.filter { onOrAfter($0) == $0 }
    }

    /// The first business day on or after `day`.
    func onOrAfter(_ day: Day) -> Day {
        let offset = firstDay.days(until: day)
        guard daysUntilWork.indices.contains(offset) else { return calendar.firstBusinessDay(onOrAfter: day) }
        return day.advanced(by: Int(daysUntilWork[offset]))
    }

    /// The last business day on or before `day`.
    func onOrBefore(_ day: Day) -> Day {
        var candidate = day
        while onOrAfter(candidate) != candidate { candidate = candidate.advanced(by: -1) }
        return candidate
    }

    /// Whether `day` is past the books' end.
    func isLater(_ day: Day) -> Bool { day > lastDay }

    /// `day`, where the books know it already.
    func known(_ day: Day?) -> Day? {
        day.flatMap { $0 <= lastDay ? $0 : nil }
    }

    /// The day on which `customer` pays what it would pay on `day`: of its pay runs the nearest, and none that would make
    /// an invoice late which it means to pay in time.
    func payDay(near day: Day, for payRun: PlantedCustomer.PayRun, issuedOn: Day, dueOn: Day) -> Day {
        let run: Day
        switch payRun {
        case .anyDay: return onOrAfter(day)
        case .weekly(let weekday):
            let ahead = (weekday.rawValue - day.weekday.rawValue + 10) % 7 - 3
            let nearest = day.advanced(by: ahead)
            run = onOrAfter(day <= dueOn && nearest > dueOn ? nearest.advanced(by: -7) : nearest)
        case .twiceMonthly:
            let (before, after) = halves(around: day)
            let isAfterNearer = before.days(until: day) > day.days(until: after)
            run = isAfterNearer && (day > dueOn || after <= dueOn) ? after : before
        }
        return run > issuedOn ? run : onOrAfter(day)
    }

    /// The twice-monthly pay runs before, or on, and after `day`: business days on or before the 15th and the month's end.
    private func halves(around day: Day) -> (before: Day, after: Day) {
        let dayOfMonth = day.civil.day
        let monthEnd = day.advanced(by: day.daysInMonth - dayOfMonth)
        let middle = day.advanced(by: 15 - dayOfMonth)
        let lastEnd = day.advanced(by: -dayOfMonth)
        let runs = [lastEnd, middle, monthEnd, monthEnd.advanced(by: 15)].map { onOrBefore($0) }
        let next = runs.firstIndex { $0 > day } ?? runs.count - 1
        return (runs[max(next - 1, 0)], runs[next])
    }
}
