package import Facts
package import Values

/// What a fit came to.
package enum TrainingResult: Hashable, Sendable {
    /// A head of the company's own.
    case fitted(Head)
    /// Not enough to learn from: the prior stands.
    case keptPrior(Head, because: Shortage)

    /// What there was too little of.
    package enum Shortage: Hashable, Sendable {
        /// There are so many labels, and at least so many are needed.
        case labels(found: Int, needed: Int)
        /// All labels are alike.
        case oneClass(allPositive: Bool)
    }

    /// The head to use.
    package var head: Head {
        switch self {
        case .fitted(let head), .keptPrior(let head, because: _): head
        }
    }
}

/// Why nothing was fitted.
package enum TrainingError: Error, Hashable {
    /// There is too little to learn from, and no prior to keep.
    case noPrior(TrainingResult.Shortage)
    /// The prior belongs to another head.
    case wrongPrior(Head.Name)
    /// The history ends before the day of the fit.
    case historyTooShort(knownBefore: Day, asOf: Day)
}

/// Fits heads: the same rows give the same file, to the byte.
package enum Trainer {
    /// The fewest labels a company's own fit needs.
    package static let leastLabels = 50

    /// Fits the `late` head on every invoice whose label is known before `day`.
    package static func fitLate(
        history: InvoiceHistory,
        asOf day: Day,
        prior: Head?
    ) throws(TrainingError) -> TrainingResult {
        throw .historyTooShort(knownBefore: history.knownBefore, asOf: day)
    }

    /// Fits the `accept` head on reviewed actions, oldest first.
    package static func fitAccept(
        examples: [AcceptExample],
        asOf day: Day,
        prior: Head?
    ) throws(TrainingError) -> TrainingResult {
        throw .noPrior(.labels(found: examples.count, needed: leastLabels))
    }
}
