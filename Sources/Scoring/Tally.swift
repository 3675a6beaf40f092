import Facts
import Values

/// How many, of how many.
struct Share: Hashable {
    var count = 0
    var ofCount = 0

    mutating func add(_ isSo: Bool, times: Int) {
        ofCount += times
        if isSo { count += times }
    }

    static func += (left: inout Share, right: Share) {
        left.count += right.count
        left.ofCount += right.ofCount
    }

    /// Shrunk to `prior`, which counts as `strength` of them: strictly between 0 and 1 where the prior is.
    func shrunk(to prior: Double, strength: Double = Tally.strength) -> Double {
        (Double(count) + strength * prior) / (Double(ofCount) + strength)
    }

    /// The company's own value: shrunk by two to one half, so that log-odds of it are finite.
    var companyRate: Double { shrunk(to: 0.5, strength: 2) }
}

/// What is counted alike for one customer and for the whole company.
///
/// All counts are whole, so that no order of adding them matters.
struct Tally: Hashable {
    /// As how many observations a prior counts.
    static let strength = 6.0

    /// Late among settled.
    var settled = Share()
    /// Σ L over settled.
    var lateness = 0
    /// Σ L² over settled.
    var squaredLateness = 0
    /// Settled on a Saturday or Sunday.
    var settledOnWeekend = 0
    /// Overdue among open.
    var open = Share()
    /// Late among those past their due date.
    var matured = Share()
    /// More than seven days late among those more than seven days past their due date.
    var maturedSeven = Share()
    /// Passed among those of which it is known, by plain days.
    var passedPlain = Share()
    /// Passed among those of which it is known, as for an invoice due on a day of rest.
    var passedRestDay = Share()
    /// Passed among those of which it is known, as for an invoice due on a business day.
    var passedBusinessDay = Share()

    /// Counts an event in, or out where `times` is -1.
    mutating func add(_ event: KnownEvent, times: Int = 1, of timeline: Timeline) {
        switch event.kind {
        case .opened: open.ofCount += times
        case .overdue: open.count += times
        case .settled:
            let row = event.row
            let late = timeline.lateness[row]
            let settledOn = timeline.history.settledOn[row]
            settled.add(settledOn > timeline.history.dueOn[row], times: times)
            lateness += late * times
            squaredLateness += late * late * times
            if Day(sinceEpoch: settledOn).weekday.isWeekend { settledOnWeekend += times }
            open.ofCount -= times
            if settledOn >= timeline.overdueDay(ofRow: row) { open.count -= times }
        case .matured: matured.add(event.isSo, times: times)
        case .maturedSeven: maturedSeven.add(event.isSo, times: times)
        case .passedPlain: passedPlain.add(event.isSo, times: times)
        case .passedRestDay: passedRestDay.add(event.isSo, times: times)
        case .passedBusinessDay: passedBusinessDay.add(event.isSo, times: times)
        }
    }

    static func += (left: inout Tally, right: Tally) {
        left.settled += right.settled
        left.lateness += right.lateness
        left.squaredLateness += right.squaredLateness
        left.settledOnWeekend += right.settledOnWeekend
        left.open += right.open
        left.matured += right.matured
        left.maturedSeven += right.maturedSeven
        left.passedPlain += right.passedPlain
        left.passedRestDay += right.passedRestDay
        left.passedBusinessDay += right.passedBusinessDay
    }

    /// Σ (L - mean L)² over settled.
    var squaredDeviation: Double {
        guard settled.ofCount > 0 else { return 0 }
        return Double(squaredLateness) - Double(lateness) * Double(lateness) / Double(settled.ofCount)
    }

    /// The company's mean lateness in days: 0 before anything is settled.
    var companyMeanLateness: Double { Double(lateness) / Double(max(1, settled.ofCount)) }

    /// The company's variance of lateness in days², shrunk by two to that of a spread of ten days.
    var companyVariance: Double { (squaredDeviation + 2 * 100) / (Double(settled.ofCount) + 2) }

    /// The share of open invoices that are overdue: 0 where none is open.
    var overdueShare: Double { Double(open.count) / Double(max(1, open.ofCount)) }

    /// The share passed by one reading of late.
    func passed(_ threshold: LateThreshold) -> Share {
        switch threshold {
        case .plain: passedPlain
        case .restDay: passedRestDay
        case .businessDay: passedBusinessDay
        }
    }

    /// Whether customers of this company pay on weekends too: at least 3 % of settlements fall there, so that plain days
    /// tell more than business days.
    var usesPlainDays: Bool { settled.ofCount > 0 && settledOnWeekend * 100 >= settled.ofCount * 3 }
}

/// The company's own tallies on the days that questions are about.
struct Portfolio {
    private let days: [Int32]
    private let tallies: [Tally]

    /// The tallies before each of these days.
    init(of timeline: Timeline, before questionDays: [Int32]) {
        let days = Set(questionDays).sorted()
        var tallies = [Tally](repeating: Tally(), count: days.count)
        for row in timeline.history.customer.indices {
            timeline.forEachEvent(ofRow: row) { event in
                let index = Portfolio.firstIndex(in: days, notBefore: event.day)
                if index < days.count { tallies[index].add(event, of: timeline) }
            }
        }
        for index in days.indices.dropFirst() { tallies[index] += tallies[index - 1] }
        self.days = days
        self.tallies = tallies
    }

    /// The tally of everything before `day`, which is one of the days asked for.
    func tally(before day: Int32) -> Tally {
        tallies[Portfolio.firstIndex(in: days, notBefore: day)]
    }

    private static func firstIndex(in days: [Int32], notBefore day: Int32) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
