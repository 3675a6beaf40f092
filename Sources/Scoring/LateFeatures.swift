package import Facts
package import Values

/// A request for the features of one invoice as they stood before one day.
package struct Question: Hashable, Sendable {
    /// The invoice's row in the history.
    package let row: Int
    /// The day of the prediction: only what happened before it is read.
    package let day: Day

    /// The features of the invoice in `row` as they stood before `day`.
    package init(row: Int, day: Day) {
        self.row = row
        self.day = day
    }
}

/// One number that a head reads, and where it comes from.
package struct Feature: Hashable, Sendable {
    /// The word in the model file.
    package let name: String
    /// One sentence: how it is computed.
    package let formula: String
    /// What of the ledger it is read from.
    package let source: String
    /// What people are told when it moves a score.
    package let reason: ReasonCode

    /// A feature of a head.
    package init(_ name: String, formula: String, source: String, reason: ReasonCode) {
        self.name = name
        self.formula = formula
        self.source = source
        self.reason = reason
    }
}

/// The thirteen features of the `late` head.
///
/// Shrinking is always the same: n values z with a prior q that counts as m of them give (Σz + m·q) / (n + m), written
/// EB(z; q, m). Unless the formula says otherwise m is 6 and q the company's own value before the same day. The
/// invoice that is asked about never counts towards its own features. Lateness L is days from due to settled, clipped
/// to -30...90.
package enum LateFeatures {
    /// The features, in the order of the matrix's columns.
    package static let all: [Feature] = [
        Feature(
            "log_amount",
            formula:
                "ln(1 + amount) in whole units of the base currency, by the rate of the issue day; average if unknown.",
            source: "the invoice, the rates",
            reason: .invoiceAmount
        ),
        Feature(
            "days_to_business_day",
            formula: "Days from the due date to the first business day on or after it.",
            source: "the invoice, the company's calendar",
            reason: .dueWeekday
        ),
        Feature(
            "history_shortness",
            formula: "1 / (n + 6) with n settled invoices.",
            source: "settled invoices",
            reason: .shortHistory
        ),
        Feature(
            "mean_lateness",
            formula: "EB(L) in days.",
            source: "settled invoices",
            reason: .typicalDelay
        ),
        Feature(
            "log_lateness_spread",
            formula: "ln of the square root of EB((L - own mean)²), at least half a day.",
            source: "settled invoices",
            reason: .irregularPayments
        ),
        Feature(
            "median_lateness",
            formula: "(n · median L + 6 · mean_lateness) / (n + 6) in days.",
            source: "settled invoices",
            reason: .typicalDelay
        ),
        Feature(
            "matured_late",
            formula: "Log-odds of EB(late) over invoices due before the day; one unpaid counts as late.",
            source: "invoices past their due date",
            reason: .latePaymentHistory
        ),
        Feature(
            "matured_late_7",
            formula: "Log-odds of EB(more than 7 days late) over invoices due more than 7 days before the day.",
            source: "invoices past their due date",
            reason: .veryLatePayments
        ),
        Feature(
            "recent_late",
            formula:
                "Log-odds of the late share of the last 25 settled, weights 0.8 per step, shrunk by 2 to EB(late).",
            source: "settled invoices",
            reason: .recentPayments
        ),
        Feature(
            "recent_curve",
            formula:
                "Log-odds of the share paid beyond this due date's business day, weights halved each 90 days since "
                + "due, shrunk by 4 to the unweighted EB share.",
            source: "settled invoices, and open ones known to be beyond it",
            reason: .recentPayments
        ),
        Feature(
            "amount_curve",
            formula: "Log-odds of the same share, weights exp(-½(Δ ln amount / 0.35)²), shrunk by 4, minus unweighted.",
            source: "settled invoices, and open ones known to be beyond it",
            reason: .similarAmounts
        ),
        Feature(
            "weekday_late",
            formula:
                "Log-odds of the late share of invoices due on the same weekday, shrunk by 6 to the share over all "
                + "weekdays, minus that.",
            source: "invoices past their due date",
            reason: .dueWeekday
        ),
        Feature(
            "overdue_share",
            formula: "(overdue + 0.3q) / (open + 1) with q the company's overdue share of open invoices.",
            source: "open invoices",
            reason: .overdueInvoices
        ),
    ]

    /// The features of these questions, one row each in their order.
    ///
    /// Each customer's invoices are walked through once, in the order in which things became known; the company's own
    /// values are counted once for the days that are asked about.
    ///
    /// - Precondition: each question names a row of the history, asks before a day up to which the history is known, and
    ///   about an invoice that was not settled before that day.
    package static func rows(of history: InvoiceHistory, asking questions: [Question]) -> FeatureMatrix {
        for question in questions {
            precondition(history.customer.indices.contains(question.row), "a question names an invoice of the history")
            precondition(question.day <= history.knownBefore, "a question asks before a day that is known of")
            precondition(
                history.settledOn[question.row] >= question.day.sinceEpoch,
                "a question is about an invoice that was not settled before its day"
            )
        }
        let timeline = Timeline(of: history)
        let portfolio = Portfolio(of: timeline, before: questions.map(\.day.sinceEpoch))
        let width = all.count
        var values = [Double](repeating: 0, count: questions.count * width)
        var customer = CustomerTables()
        let order = questions.indices.sorted {
            let (left, right) = (questions[$0], questions[$1])
            let customers = (history.customer[left.row], history.customer[right.row])
            return (customers.0, left.day, $0) < (customers.1, right.day, $1)
        }
        var next = 0
        while next < order.count {
            let number = history.customer[questions[order[next]].row]
            let rows = timeline.rows(ofCustomer: number)
            let events = timeline.events(of: rows)
            var applied = 0
            customer.reset(for: rows, of: timeline)
            while next < order.count, history.customer[questions[order[next]].row] == number {
                let question = questions[order[next]]
                let day = question.day.sinceEpoch
                while applied < events.count, events[applied].day <= day {
                    customer.apply(events[applied], of: timeline)
                    applied += 1
                }
                let features = customer.features(
                    ofRow: question.row,
                    before: day,
                    company: portfolio.tally(before: day),
                    in: timeline
                )
                let start = order[next] * width
                for column in 0..<width { values[start + column] = features[column] }
                next += 1
            }
        }
        return FeatureMatrix(names: all.map(\.name), values: values)
    }
}
