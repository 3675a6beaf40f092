import Facts
import Values

/// What is known of one customer's invoices before a day, kept up to date event by event.
///
/// One value serves all customers in turn; ``reset(for:of:)`` makes it anew.
struct CustomerTables {
    private var tally = Tally()
    /// How many settled invoices have each lateness, from the least that counts.
    private var latenessCounts = [Int](repeating: 0, count: Timeline.latenessRange.count)
    /// Whether each of the last settled invoices was late, oldest first.
    private var recentlyLate: [Bool] = []
    /// Late among those past their due date, by the weekday of the due date.
    private var weekdays = [Share](repeating: Share(), count: Weekday.allCases.count)
    /// Σ w and Σ w·passed by threshold, with weights as of ``decayedTo``.
    private var decayed = [WeightedShare](repeating: WeightedShare(), count: LateThreshold.allCases.count)
    /// The day of the last answer; `nil` before any.
    private var decayedTo: Int32?
    /// By amount step and threshold: passed among those of which it is known.
    private var amounts: [Share] = []
    private var firstAmountStep = 0

    private struct WeightedShare {
        var weight = 0.0
        var passed = 0.0
    }

    /// Forgets everything, and makes room for the amounts of these rows.
    mutating func reset(for rows: Range<Int>, of timeline: Timeline) {
        tally = Tally()
        for index in latenessCounts.indices { latenessCounts[index] = 0 }
        recentlyLate.removeAll(keepingCapacity: true)
        for index in weekdays.indices { weekdays[index] = Share() }
        for index in decayed.indices { decayed[index] = WeightedShare() }
        decayedTo = nil
        let steps = rows.compactMap { CustomerTables.amountStep(timeline.logAmount[$0]) }
        firstAmountStep = steps.min() ?? 0
        let stepCount = (steps.max() ?? 0) - firstAmountStep + 1
        amounts.removeAll(keepingCapacity: true)
        for _ in 0..<(stepCount * LateThreshold.allCases.count) { amounts.append(Share()) }
    }

    /// Takes in what became known next.
    mutating func apply(_ event: KnownEvent, of timeline: Timeline) {
        tally.add(event, of: timeline)
        switch event.kind {
        case .opened, .overdue, .maturedSeven: break
        case .settled:
            latenessCounts[timeline.lateness[event.row] - Timeline.latenessRange.lowerBound] += 1
            if recentlyLate.count == CustomerTables.recentCount { recentlyLate.removeFirst() }
            recentlyLate.append(timeline.history.settledOn[event.row] > timeline.history.dueOn[event.row])
        case .matured: weekdays[timeline.dueWeekday[event.row]].add(event.isSo, times: 1)
        case .passedPlain: applyPassed(event, .plain, of: timeline)
        case .passedRestDay: applyPassed(event, .restDay, of: timeline)
        case .passedBusinessDay: applyPassed(event, .businessDay, of: timeline)
        }
    }

    private mutating func applyPassed(_ event: KnownEvent, _ threshold: LateThreshold, of timeline: Timeline) {
        if let last = decayedTo, last != event.day {
            let factor = Decay.weight(afterDays: event.day - last)
            for index in decayed.indices {
                decayed[index].weight *= factor
                decayed[index].passed *= factor
            }
        }
        decayedTo = event.day
        let weight = Decay.weight(afterDays: CustomerTables.age(of: event, on: event.day, in: timeline))
        decayed[threshold.rawValue].weight += weight
        if event.isSo { decayed[threshold.rawValue].passed += weight }
        guard let step = CustomerTables.amountStep(timeline.logAmount[event.row]) else { return }
        amounts[amountIndex(step, threshold)].add(event.isSo, times: 1)
    }

    /// The features of an open invoice of this customer, in the order of the catalogue.
    ///
    /// - Parameters:
    ///   - row: the invoice, which is left out of every count.
    ///   - day: the day of the prediction; every event known before it, and none other, has been applied.
    ///   - company: the company's tally before the same day.
    func features(ofRow row: Int, before day: Int32, company companyWithInvoice: Tally, in timeline: Timeline)
        -> [Double]
    {
        var own = tally
        var company = companyWithInvoice
        var weekday = weekdays[timeline.dueWeekday[row]]
        let threshold = CustomerTables.threshold(ofRow: row, company: company, in: timeline)
        var ownPassed: KnownEvent?
        timeline.forEachEventOfOpen(row: row, before: day) { event in
            own.add(event, times: -1, of: timeline)
            company.add(event, times: -1, of: timeline)
            if event.kind == .matured { weekday.add(event.isSo, times: -1) }
            if event.kind == threshold.event { ownPassed = event }
        }

        let count = Double(own.settled.ofCount)
        let strength = Tally.strength
        let mean = (Double(own.lateness) + strength * company.companyMeanLateness) / (count + strength)
        let variance = (own.squaredDeviation + strength * company.companyVariance) / (count + strength)
        let settledLate = own.settled.shrunk(to: company.settled.companyRate)
        let maturedLate = own.matured.shrunk(to: company.matured.companyRate)
        let maturedSeven = own.maturedSeven.shrunk(to: company.maturedSeven.companyRate)
        let curve = own.passed(threshold).shrunk(to: company.passed(threshold).companyRate)
        let overdue = (Double(own.open.count) + 0.3 * company.overdueShare) / (Double(own.open.ofCount) + 1)
        let recentCurve = recentCurve(threshold, before: day, without: ownPassed, shrunkTo: curve, in: timeline)
        let step = CustomerTables.amountStep(timeline.logAmount[row])
        let amountCurve = amountCurve(threshold, around: step, without: ownPassed, shrunkTo: curve)
        return [
            timeline.logAmount[row],
            Double(company.usesPlainDays ? 0 : timeline.daysToBusinessDay[row]),
            1 / (count + strength),
            mean,
            0.5 * Elementary.log(max(variance, 0.25)),
            (count * medianLateness + strength * mean) / (count + strength),
            Elementary.logit(maturedLate),
            Elementary.logit(maturedSeven),
            Elementary.logit(recentLate(shrunkTo: settledLate)),
            Elementary.logit(recentCurve),
            Elementary.logit(amountCurve) - Elementary.logit(curve),
            Elementary.logit(weekday.shrunk(to: maturedLate)) - Elementary.logit(maturedLate),
            overdue,
        ]
    }

    /// The median lateness of settled invoices, the mean of the middle two where their number is even; 0 of none.
    private var medianLateness: Double {
        let count = tally.settled.ofCount
        guard count > 0 else { return 0 }
        var seen = 0
        var lower: Int?
        for (index, number) in latenessCounts.enumerated() {
            seen += number
            if lower == nil, seen > (count - 1) / 2 { lower = index }
            if let lower, seen > count / 2 {
                return Double(lower + index) / 2 + Double(Timeline.latenessRange.lowerBound)
            }
        }
        preconditionFailure("every settled invoice has a lateness that is counted")
    }

    /// The late share of the last settled invoices, the latest weighing most.
    private func recentLate(shrunkTo prior: Double) -> Double {
        var weight = 1.0
        var total = 0.0
        var late = 0.0
        for isLate in recentlyLate.reversed() {
            total += weight
            if isLate { late += weight }
            weight *= 0.8
        }
        return (late + 2 * prior) / (total + 2)
    }

    private func recentCurve(
        _ threshold: LateThreshold,
        before day: Int32,
        without own: KnownEvent?,
        shrunkTo prior: Double,
        in timeline: Timeline
    ) -> Double {
        let factor = Decay.weight(afterDays: day - (decayedTo ?? day))
        var weight = decayed[threshold.rawValue].weight * factor
        var passed = decayed[threshold.rawValue].passed * factor
        if let own {
            let ownWeight = Decay.weight(afterDays: CustomerTables.age(of: own, on: day, in: timeline))
            weight = max(0, weight - ownWeight)
            passed = max(0, passed - ownWeight)
        }
        return (passed + 4 * prior) / (weight + 4)
    }

    private func amountCurve(
        _ threshold: LateThreshold,
        around step: Int?,
        without own: KnownEvent?,
        shrunkTo prior: Double
    ) -> Double {
        guard let step else { return prior }
        let stepCount = amounts.count / LateThreshold.allCases.count
        let reach = CustomerTables.amountKernel.count - 1
        var weight = own == nil ? 0.0 : -1
        var passed = weight
        let first = max(firstAmountStep, step - reach)
        let last = min(firstAmountStep + stepCount - 1, step + reach)
        for other in first...last {
            let share = amounts[amountIndex(other, threshold)]
            guard share.ofCount > 0 else { continue }
            let kernel = CustomerTables.amountKernel[abs(other - step)]
            weight += kernel * Double(share.ofCount)
            passed += kernel * Double(share.count)
        }
        return (max(0, passed) + 4 * prior) / (max(0, weight) + 4)
    }

    private func amountIndex(_ step: Int, _ threshold: LateThreshold) -> Int {
        (step - firstAmountStep) * LateThreshold.allCases.count + threshold.rawValue
    }

    private static func threshold(ofRow row: Int, company: Tally, in timeline: Timeline) -> LateThreshold {
        if company.usesPlainDays { return .plain }
        return timeline.daysToBusinessDay[row] == 0 ? .businessDay : .restDay
    }

    /// Days from the due date to `day`, or from the day on which the answer was known where that came first.
    private static func age(of event: KnownEvent, on day: Int32, in timeline: Timeline) -> Int32 {
        day - min(event.day, timeline.history.dueOn[event.row])
    }

    /// How many settled invoices ``recentLate(shrunkTo:)`` looks back.
    private static let recentCount = 25

    /// The natural logarithm of the amount in steps of 0.05, so that a history of any length is a short table; `nil` for
    /// an amount that is unknown.
    private static func amountStep(_ logAmount: Double) -> Int? {
        logAmount.isNaN ? nil : Int(logAmount / amountStepSize)
    }

    private static let amountStepSize = 0.05

    /// exp(-½ (Δ ln amount / 0.35)²) by steps, to four standard deviations.
    private static let amountKernel: [Double] = (0...28).map { steps in
        let distance = Double(steps) * amountStepSize / 0.35
        return Elementary.exp(-0.5 * distance * distance)
    }
}

/// Weights that halve every 90 days.
private enum Decay {
    /// The weight after so many days: 1 after none.
    static func weight(afterDays days: Int32) -> Double {
        days < 4_096 ? table[Int(days)] : power(Int(days))
    }

    private static let table: [Double] = (0..<4_096).map { power($0) }

    private static func power(_ days: Int) -> Double {
        Elementary.exp(-0.693_147_180_559_945_3 * Double(days) / 90)
    }
}
