/// How well probabilities met what happened.
package struct Metrics: Hashable, Sendable {
    package let rowCount: Int
    /// The share of rows with the outcome.
    package let baseRate: Double
    /// In nats; see ``Evaluation/logLoss(of:against:)``.
    package let logLoss: Double
    /// See ``Evaluation/areaUnderCurve(of:against:)``; NaN is written as 0.5, where all rows are of one class.
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
