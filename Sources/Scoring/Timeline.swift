import Facts
import Values

/// Something about one invoice that becomes known.
struct KnownEvent: Hashable, Comparable {
    /// What becomes known.
    enum Kind: Int {
        /// That it exists and is not settled.
        case opened
        /// The day it was settled.
        case settled
        /// That it is open past its due date.
        case overdue
        /// Whether it was late.
        case matured
        /// Whether it was more than seven days late.
        case maturedSeven
        /// Whether it was settled only after its due date, counted in plain days.
        case passedPlain
        /// Whether it was settled on or after the first business day from its due date on.
        case passedRestDay
        /// Whether it was settled after the first business day from its due date on.
        case passedBusinessDay
    }

    /// The first day on which a prediction may read it: the day after it happened.
    let day: Int32
    let row: Int
    let kind: Kind
    /// Whether the answer is yes; true for events that are no answer.
    let isSo: Bool

    static func < (left: KnownEvent, right: KnownEvent) -> Bool {
        (left.day, left.row, left.kind.rawValue) < (right.day, right.row, right.kind.rawValue)
    }
}

/// The days until which payment must have stayed away for an invoice to count as late, by three readings of late.
///
/// In business days an invoice due on a Saturday and paid on Monday is not late in its customer's habits, only in the
/// calendar; so habits are compared at the threshold that matters for the invoice asked about.
enum LateThreshold: Int, CaseIterable {
    /// Plain days: the day after the due date. For companies whose customers pay on weekends too.
    case plain
    /// For an invoice due on a day of rest: the day after the last business day before it.
    case restDay
    /// For an invoice due on a business day: the day after it, or after the business day that stands in for it.
    case businessDay
}

/// A history with what its features need of each invoice alone.
struct Timeline {
    let history: InvoiceHistory
    /// ln(1 + amount) in whole units; NaN where the amount is unknown.
    let logAmount: [Double]
    /// Days from due to settled, clipped; 0 where not settled.
    let lateness: [Int]
    /// Monday is 0.
    let dueWeekday: [Int]
    /// Days from due to the first business day on or after it.
    let daysToBusinessDay: [Int32]
    /// For each row the three days on which it is known to have passed each ``LateThreshold``.
    private let thresholds: [Int32]
    private let firstRow: [Int]

    /// The least and the most lateness that counts.
    static let latenessRange = -30...90

    init(of history: InvoiceHistory) {
        self.history = history
        let unit = Double(history.currency.minorUnitsPerMajor)
        logAmount = history.amount.map { amount in
            amount == FactTable.unknownInteger ? .nan : Elementary.log(1 + max(0, Double(amount)) / unit)
        }
        lateness = history.settledOn.indices.map { row in
            let settled = history.settledOn[row]
            guard settled != InvoiceHistory.unsettled else { return 0 }
            let range = Timeline.latenessRange
            return min(max(Int(settled) - Int(history.dueOn[row]), range.lowerBound), range.upperBound)
        }
        dueWeekday = history.dueOn.map { Day(sinceEpoch: $0).weekday.rawValue }
        var toBusinessDay: [Int32] = []
        var thresholds: [Int32] = []
        for due in history.dueOn {
            let business = history.calendar.firstBusinessDay(onOrAfter: Day(sinceEpoch: due)).sinceEpoch
            var before = Day(sinceEpoch: due - 1)
            while !history.calendar.isBusinessDay(before) { before = before.advanced(by: -1) }
            toBusinessDay.append(business - due)
            thresholds += [due + 1, before.sinceEpoch + 1, business + 1]
        }
        daysToBusinessDay = toBusinessDay
        self.thresholds = thresholds
        var first = [Int](repeating: 0, count: history.customerCount + 1)
        for (row, customer) in history.customer.enumerated() {
            precondition(row == 0 || history.customer[row - 1] <= customer, "a history is ordered by customer")
            first[Int(customer) + 1] += 1
        }
        for index in first.indices.dropFirst() { first[index] += first[index - 1] }
        firstRow = first
    }

    /// The rows of one customer.
    func rows(ofCustomer customer: Int32) -> Range<Int> {
        firstRow[Int(customer)]..<firstRow[Int(customer) + 1]
    }

    /// The day from which on the invoice of `row` is past `threshold` if it is not settled before.
    func thresholdDay(_ threshold: LateThreshold, ofRow row: Int) -> Int32 {
        thresholds[row * LateThreshold.allCases.count + threshold.rawValue]
    }

    /// Everything that becomes known of these rows, in the order in which it does.
    func events(of rows: Range<Int>) -> [KnownEvent] {
        var events: [KnownEvent] = []
        events.reserveCapacity(rows.count * 8)
        for row in rows { forEachEvent(ofRow: row) { events.append($0) } }
        events.sort()
        return events
    }

    /// Everything that becomes known of one row, in no order.
    ///
    /// An answer is known as soon as it cannot change: a no when the invoice is settled, a yes when the threshold has
    /// passed without that.
    func forEachEvent(ofRow row: Int, _ body: (KnownEvent) -> Void) {
        let issued = history.issuedOn[row]
        let due = history.dueOn[row]
        let settled = history.settledOn[row]
        body(KnownEvent(day: issued + 1, row: row, kind: .opened, isSo: true))
        if settled != InvoiceHistory.unsettled {
            body(KnownEvent(day: max(settled, issued) + 1, row: row, kind: .settled, isSo: true))
        }
        let overdue = overdueDay(ofRow: row)
        if settled >= overdue { body(KnownEvent(day: overdue, row: row, kind: .overdue, isSo: true)) }
        body(KnownEvent(day: overdue, row: row, kind: .matured, isSo: settled > due))
        body(KnownEvent(day: max(due + 7, issued) + 1, row: row, kind: .maturedSeven, isSo: settled > due + 7))
        for threshold in LateThreshold.allCases {
            let passing = thresholdDay(threshold, ofRow: row)
            let isSo = settled >= passing
            let day = isSo ? max(passing, issued + 1) : max(settled, issued) + 1
            body(KnownEvent(day: day, row: row, kind: threshold.event, isSo: isSo))
        }
    }

    /// The first day on which an invoice that is not settled before it counts as overdue.
    func overdueDay(ofRow row: Int) -> Int32 {
        max(history.dueOn[row], history.issuedOn[row]) + 1
    }

    /// What would have become known of an invoice before `day` if nothing were known of its settlement.
    ///
    /// For an invoice that is open on `day` this is what did become known; an answer among it is a yes.
    func forEachEventOfOpen(row: Int, before day: Int32, _ body: (KnownEvent) -> Void) {
        forEachEvent(ofRow: row) { event in
            if event.kind != .settled, event.day <= day { body(event) }
        }
    }
}

extension LateThreshold {
    /// The event that answers whether the threshold was passed.
    var event: KnownEvent.Kind {
        switch self {
        case .plain: .passedPlain
        case .restDay: .passedRestDay
        case .businessDay: .passedBusinessDay
        }
    }
}
