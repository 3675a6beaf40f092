import Values

/// Why probabilities could not be measured.
package enum EvaluationError: Error, Hashable {
    case noExamples
    /// So many probabilities, and so many outcomes.
    case lengthMismatch(Int, Int)
    /// A value outside 0...1, or NaN.
    case notAProbability(at: Int)
}

/// How well probabilities met what happened.
package enum Evaluation {
    /// How many bins a calibration table has.
    package static let calibrationBinCount = 15

    /// The mean logarithmic loss of predicted probabilities against what happened.
    ///
    /// `-(1/n) Σ yᵢ ln pᵢ + (1-yᵢ) ln(1-pᵢ)`, in nats; 0 is perfect, `ln 2 ≈ 0.693` is a coin toss. Probabilities are
    /// clipped to `[1e-15, 1-1e-15]`, so one certain and wrong prediction costs 34.5 nats rather than infinity.
    /// Source: I. J. Good, "Rational Decisions", JRSS B 14 (1952), section 8.
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func logLoss(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> Double {
        try check(probabilities, outcomes)
        var total = 0.0
        for index in probabilities.indices { total += loss(probabilities[index], outcomes[index]) }
        return total / Double(probabilities.count)
    }

    /// The chance that a row with the outcome has a higher probability than one without; a tie counts half.
    ///
    /// 0.5 is no better than chance, 1 is perfect; `nil` where all rows are of one class. By rank sums.
    /// Source: J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982).
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func areaUnderCurve(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> Double? {
        try check(probabilities, outcomes)
        let order = ascending(probabilities)
        var positives = 0
        // Twice the ranks, so that the mean rank of a tie is a whole number.
        var doubledRanks = 0
        var start = 0
        while start < order.count {
            var end = start
            var tiedPositives = 0
            while end < order.count, order[end].probability == order[start].probability {
                if outcomes[order[end].index] { tiedPositives += 1 }
                end += 1
            }
            doubledRanks += tiedPositives * (start + 1 + end)
            positives += tiedPositives
            start = end
        }
        let negatives = order.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let pairs = Double(doubledRanks - positives * (positives + 1)) / 2
        return pairs / (Double(positives) * Double(negatives))
    }

    /// The mean squared difference between probability and outcome: 0 is perfect, 0.25 is a coin toss.
    ///
    /// Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", MWR 78 (1950).
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func brierScore(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> Double {
        try check(probabilities, outcomes)
        var total = 0.0
        for index in probabilities.indices {
            let difference = probabilities[index] - (outcomes[index] ? 1 : 0)
            total += difference * difference
        }
        return total / Double(probabilities.count)
    }

    /// The mean distance between predicted and observed over ``calibrationBinCount`` bins of equal count, weighted by
    /// count: 0 is perfect.
    ///
    /// Source: M. P. Naeini and others, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015,
    /// with bins of equal count instead of equal width.
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func calibrationError(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> Double {
        let count = probabilities.count
        return try calibration(of: probabilities, against: outcomes).reduce(0) {
            $0 + abs($1.predicted - $1.observed) * Double($1.rowCount) / Double(count)
        }
    }

    /// Predicted against observed, from the least likely rows to the likeliest, in bins of equal count.
    ///
    /// With fewer rows than bins there is a bin for each row.
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func calibration(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> [CalibrationBin] {
        try check(probabilities, outcomes)
        let order = ascending(probabilities)
        var bins: [CalibrationBin] = []
        for bin in 0..<calibrationBinCount {
            let start = order.count * bin / calibrationBinCount
            let end = order.count * (bin + 1) / calibrationBinCount
            guard start < end else { continue }
            var predicted = 0.0
            var observed = 0
            for place in start..<end {
                predicted += order[place].probability
                if outcomes[order[place].index] { observed += 1 }
            }
            let size = Double(end - start)
            bins.append(
                CalibrationBin(rowCount: end - start, predicted: predicted / size, observed: Double(observed) / size)
            )
        }
        return bins
    }

    /// All measures of one set of rows.
    ///
    /// - Throws: ``EvaluationError`` on empty input, on lengths that differ, and on a value that is no probability.
    package static func metrics(
        of probabilities: borrowing Span<Double>,
        against outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) -> Metrics {
        var positives = 0
        for index in outcomes.indices where outcomes[index] { positives += 1 }
        return Metrics(
            rowCount: probabilities.count,
            baseRate: Double(positives) / Double(max(1, outcomes.count)),
            logLoss: try logLoss(of: probabilities, against: outcomes),
            areaUnderCurve: try areaUnderCurve(of: probabilities, against: outcomes) ?? 0.5,
            brierScore: try brierScore(of: probabilities, against: outcomes),
            calibrationError: try calibrationError(of: probabilities, against: outcomes)
        )
    }

    /// What one prediction costs, in nats.
    static func loss(_ probability: Double, _ outcome: Bool) -> Double {
        let clipped = min(max(probability, 1e-15), 1 - 1e-15)
        return -Elementary.log(outcome ? clipped : 1 - clipped)
    }

    private static func check(
        _ probabilities: borrowing Span<Double>,
        _ outcomes: borrowing Span<Bool>
    ) throws(EvaluationError) {
        guard !probabilities.isEmpty else { throw .noExamples }
        guard probabilities.count == outcomes.count else {
            throw .lengthMismatch(probabilities.count, outcomes.count)
        }
        for index in probabilities.indices where !(0...1).contains(probabilities[index]) {
            throw .notAProbability(at: index)
        }
    }

    /// By probability, and among equals in their own order.
    private static func ascending(_ probabilities: borrowing Span<Double>) -> [(probability: Double, index: Int)] {
        var order: [(probability: Double, index: Int)] = []
        order.reserveCapacity(probabilities.count)
        for index in probabilities.indices { order.append((probabilities[index], index)) }
        order.sort { ($0.probability, $0.index) < ($1.probability, $1.index) }
        return order
    }
}

/// The measures of one set of probabilities.
package struct Metrics: Hashable, Sendable {
    package let rowCount: Int
    /// The share of rows with the outcome.
    package let baseRate: Double
    /// In nats; see ``Evaluation/logLoss(of:against:)``.
    package let logLoss: Double
    /// See ``Evaluation/areaUnderCurve(of:against:)``; 0.5 where all rows are of one class.
    package let areaUnderCurve: Double
    /// See ``Evaluation/brierScore(of:against:)``.
    package let brierScore: Double
    /// See ``Evaluation/calibrationError(of:against:)``.
    package let calibrationError: Double

    /// The measures of one set of rows.
    package init(
        rowCount: Int,
        baseRate: Double,
        logLoss: Double,
        areaUnderCurve: Double,
        brierScore: Double,
        calibrationError: Double
    ) {
        self.rowCount = rowCount
        self.baseRate = baseRate
        self.logLoss = logLoss
        self.areaUnderCurve = areaUnderCurve
        self.brierScore = brierScore
        self.calibrationError = calibrationError
    }
}

/// A row of a calibration table: what was predicted, and what came.
package struct CalibrationBin: Hashable, Sendable {
    package let rowCount: Int
    /// The mean predicted probability.
    package let predicted: Double
    /// The share of rows with the outcome.
    package let observed: Double

    /// One bin.
    package init(rowCount: Int, predicted: Double, observed: Double) {
        self.rowCount = rowCount
        self.predicted = predicted
        self.observed = observed
    }
}
