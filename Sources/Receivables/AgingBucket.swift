package import Values

/// The columns of an aging report: how late an open invoice is, in steps of a month.
package enum AgingBucket: String, CaseIterable, Hashable, Comparable, Sendable {
    /// Not past due: due today or later.
    case current
    case days1To30 = "1_30"
    case days31To60 = "31_60"
    case days61To90 = "61_90"
    case over90 = "91_over"

    /// The bucket of so many days past due: 0 is current, 1 to 30 the first, 91 the last.
    package init(daysPastDue days: Int) {
        self =
            switch days {
            case ...0: .current
            case ...30: .days1To30
            case ...60: .days31To60
            case ...90: .days61To90
            default: .over90
            }
    }

    /// The bucket's place in the report, 0 for current: what a column of `aging_bucket` holds.
    package var place: Int {
        switch self {
        case .current: 0
        case .days1To30: 1
        case .days31To60: 2
        case .days61To90: 3
        case .over90: 4
        }
    }

    package static func < (left: AgingBucket, right: AgingBucket) -> Bool {
        left.place < right.place
    }
}

/// Where an invoice stands, in the words of the API; computed from the company's today and never stored.
package enum InvoiceStatus: String, CaseIterable, Hashable, Sendable {
    case current
    case pastDue1To30 = "past_due_1_30"
    case pastDue31To60 = "past_due_31_60"
    case pastDue61To90 = "past_due_61_90"
    case pastDueOver90 = "past_due_90p"
    case closedPaid = "closed_paid"
    case closedOverpaid = "closed_overpaid"
    case closedCreditMemo = "closed_credit_memo"
    case closedWrittenOff = "closed_written_off"
    /// Withdrawn by whoever issued it; no balance says so, only its own record does.
    case voided

    /// The status of an invoice that was not voided.
    ///
    /// - Parameters:
    ///   - balance: what is still owed; below zero the customer paid too much.
    ///   - dueOn: the day it is due.
    ///   - today: the company's day.
    ///   - closingEntry: the type of the entry that brought the balance to nothing, where it is nothing.
    package init(balance: Money, dueOn: Day, today: Day, closingEntry: PaymentType = .payment) {
        guard balance.minorUnits > 0 else {
            self = balance.minorUnits < 0 ? .closedOverpaid : InvoiceStatus(closedBy: closingEntry)
            return
        }
        self =
            switch AgingBucket(daysPastDue: dueOn.days(until: today)) {
            case .current: .current
            case .days1To30: .pastDue1To30
            case .days31To60: .pastDue31To60
            case .days61To90: .pastDue61To90
            case .over90: .pastDueOver90
            }
    }

    private init(closedBy entry: PaymentType) {
        self =
            switch entry {
            case .payment, .refund, .reversal: .closedPaid
            case .creditMemo: .closedCreditMemo
            case .writeOff: .closedWrittenOff
            }
    }
}
