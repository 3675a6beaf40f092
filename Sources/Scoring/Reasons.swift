import Values

/// Why a score is what it is, in words that do not change with the model.
package enum ReasonCode: String, CaseIterable, Hashable, Sendable {
    case latePaymentHistory = "late_payment_history"
    case veryLatePayments = "very_late_payments"
    case recentPayments = "recent_payments"
    case typicalDelay = "typical_delay"
    case irregularPayments = "irregular_payments"
    case shortHistory = "short_history"
    case similarAmounts = "similar_amounts"
    case invoiceAmount = "invoice_amount"
    case dueWeekday = "due_weekday"
    case overdueInvoices = "overdue_invoices"

    /// One sentence for people: what speaks for late payment.
    package var sentenceWhenRaising: String {
        switch self {
        case .latePaymentHistory: "More of this customer's invoices were paid late than is usual."
        case .veryLatePayments: "More of this customer's invoices were over a week late than is usual."
        case .recentPayments: "The customer's recent payments were late more often than is usual."
        case .typicalDelay: "The customer typically pays later after the due date than is usual."
        case .irregularPayments: "How regularly the customer pays speaks for late payment."
        case .shortHistory: "How much payment history there is speaks for late payment."
        case .similarAmounts: "The customer pays invoices of about this amount later than others."
        case .invoiceAmount: "The amount of the invoice speaks for late payment."
        case .dueWeekday: "The weekday of the due date speaks for late payment."
        case .overdueInvoices: "More of this customer's other open invoices are overdue than is usual."
        }
    }

    /// One sentence for people: what speaks for payment on time.
    package var sentenceWhenLowering: String {
        switch self {
        case .latePaymentHistory: "Fewer of this customer's invoices were paid late than is usual."
        case .veryLatePayments: "Fewer of this customer's invoices were over a week late than is usual."
        case .recentPayments: "The customer's recent payments were late less often than is usual."
        case .typicalDelay: "The customer typically pays sooner than is usual."
        case .irregularPayments: "How regularly the customer pays speaks for payment on time."
        case .shortHistory: "How much payment history there is speaks for payment on time."
        case .similarAmounts: "The customer pays invoices of about this amount sooner than others."
        case .invoiceAmount: "The amount of the invoice speaks for payment on time."
        case .dueWeekday: "The weekday of the due date speaks for payment on time."
        case .overdueInvoices: "Fewer of this customer's other open invoices are overdue than is usual."
        }
    }
}

/// One reason for a score, with what it adds.
package struct Reason: Hashable, Sendable {
    package let code: ReasonCode
    /// What it adds to the log-odds; positive makes late payment likelier.
    package let contribution: Double
    /// The size of the contribution as a part of the sizes of all, 0 to 1.
    package let share: Double

    /// One sentence for people.
    package var sentence: String {
        contribution < 0 ? code.sentenceWhenLowering : code.sentenceWhenRaising
    }
}

/// A score taken apart: reference, reasons and rest add up to the log-odds.
package struct Explanation: Hashable, Sendable {
    /// The log-odds of an invoice that is average in every feature.
    package let reference: Double
    /// The reasons that weigh most, at most four, the weightiest first.
    package let reasons: [Reason]
    /// What all other reasons add together.
    package let rest: Double
    /// The log-odds; `reference`, the contributions of `reasons` and `rest` add up to it within 1e-9.
    package let logOdds: Double
    /// The probability with these log-odds.
    package let probability: Double

    /// How many reasons stand alone.
    package static let reasonCount = 4
}

extension Explanation {
    /// The score of one row, taken apart by the reason codes of its features.
    ///
    /// - Precondition: the head and the matrix have the features of ``LateFeatures``, in their order.
    package init(ofRow row: Int, in matrix: FeatureMatrix, by head: Head) {
        precondition(matrix.names.count == LateFeatures.all.count, "reasons are given for the `late` head")
        let contributions = head.contributions(ofRow: row, in: matrix)
        var sums = [Double](repeating: 0, count: ReasonCode.allCases.count)
        var logOdds = head.intercept
        for (column, contribution) in contributions.enumerated() {
            logOdds += contribution
            for (place, code) in ReasonCode.allCases.enumerated() where code == LateFeatures.all[column].reason {
                sums[place] += contribution
            }
        }
        let size = sums.reduce(0) { $0 + abs($1) }
        let places = sums.indices.sorted { (-abs(sums[$0]), $0) < (-abs(sums[$1]), $1) }
        reference = head.intercept
        reasons = places.prefix(Explanation.reasonCount).map { place in
            Reason(
                code: ReasonCode.allCases[place],
                contribution: sums[place],
                share: size > 0 ? abs(sums[place]) / size : 0
            )
        }
        rest = places.dropFirst(Explanation.reasonCount).reduce(0) { $0 + sums[$1] }
        self.logOdds = logOdds
        probability = Elementary.logistic(logOdds)
    }
}
