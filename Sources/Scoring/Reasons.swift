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
}

/// One reason for a score, with what it adds.
package struct Reason: Hashable, Sendable {
    package let code: ReasonCode
    /// One sentence for people.
    package let sentence: String
    /// What it adds to the log-odds; positive makes late payment likelier.
    package let contribution: Double
    /// The size of the contribution as a part of the sizes of all, 0 to 1.
    package let share: Double

    /// A reason with what it adds.
    package init(code: ReasonCode, sentence: String, contribution: Double, share: Double) {
        self.code = code
        self.sentence = sentence
        self.contribution = contribution
        self.share = share
    }
}

/// A score taken apart: reference, reasons and rest add up to the log-odds.
package struct Explanation: Hashable, Sendable {
    /// The log-odds of an invoice that is average in every feature.
    package let reference: Double
    /// The four reasons that weigh most, the weightiest first.
    package let reasons: [Reason]
    /// What all other reasons add together.
    package let rest: Double
    /// The log-odds; `reference`, the contributions of `reasons` and `rest` add up to it within 1e-9.
    package let logOdds: Double
    /// The probability with these log-odds.
    package let probability: Double
}
