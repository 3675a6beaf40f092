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
package enum LateFeatures {
    /// The features, in the order of the matrix's columns.
    package static let all: [Feature] = []

    /// The features of these questions, one row each in their order.
    ///
    /// - Precondition: each question names a row of the history, asks before a day that the history knows of, and about
    ///   an invoice that was not settled before that day.
    package static func rows(of history: InvoiceHistory, asking questions: [Question]) -> FeatureMatrix {
        FeatureMatrix(names: all.map(\.name), values: [])
    }
}
