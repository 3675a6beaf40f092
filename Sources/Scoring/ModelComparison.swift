import Values

/// A challenger against the champion on later rows that the challenger was not fitted on: what a retrain reports.
///
/// The challenger is the fit on the earlier rows; the one that would be promoted is fitted on all of them. The
/// champion may have seen some of the later rows, which flatters it and not the challenger.
package struct ModelComparison: Hashable, Sendable {
    package let champion: Metrics
    package let challenger: Metrics
    /// The mean over rows of what the challenger lost more than the champion, in nats: negative is better.
    package let lossDifference: Double
    /// The standard error of that mean, from the paired differences.
    package let lossDifferenceError: Double
    /// The weight of each of the challenger's features under both, in its order.
    package let weightChanges: [WeightChange]

    /// How one feature's weight changed, both per standard deviation of the challenger's rows.
    package struct WeightChange: Hashable, Sendable {
        package let feature: String
        /// 0 where the champion does not have the feature.
        package let champion: Double
        package let challenger: Double
        /// How much it grew.
        package var change: Double { challenger - champion }
    }

    /// Both heads on the same rows.
    ///
    /// - Throws: ``EvaluationError`` where there is no row, or not an outcome for each.
    /// - Precondition: the matrix has the challenger's features, in its order.
    package init(
        challenger: Head,
        champion: Head,
        on matrix: FeatureMatrix,
        outcomes: [Bool]
    ) throws(EvaluationError) {
        let ours = challenger.probabilities(of: matrix)
        let theirs = champion.probabilities(of: matrix.selecting(columns: champion.features.map(\.name)))
        self.challenger = try Evaluation.metrics(of: ours.span, against: outcomes.span)
        self.champion = try Evaluation.metrics(of: theirs.span, against: outcomes.span)
        let differences = outcomes.indices.map {
            Evaluation.loss(ours[$0], outcomes[$0]) - Evaluation.loss(theirs[$0], outcomes[$0])
        }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        lossDifference = mean
        lossDifferenceError = differences.count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
        weightChanges = challenger.features.map { feature in
            let old = champion.features.first { $0.name == feature.name }
            return WeightChange(
                feature: feature.name,
                champion: old.map { $0.weight / $0.scale * feature.scale } ?? 0,
                challenger: feature.weight
            )
        }
    }
}
