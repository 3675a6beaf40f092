package import Values

/// One feature of a head as it was fitted.
package struct HeadFeature: Hashable, Sendable {
    package let name: String
    /// The mean over the training cohort, in the feature's own unit.
    package let mean: Double
    /// The standard deviation over the training cohort, in the feature's own unit; positive.
    package let scale: Double
    /// What one standard deviation adds to the log-odds.
    package let weight: Double
    /// What the weight was shrunk to: the prior's weight in the units of this cohort.
    package let prior: Double

    /// A feature with its standardisation and weight.
    package init(name: String, mean: Double, scale: Double, weight: Double, prior: Double) {
        self.name = name
        self.mean = mean
        self.scale = scale
        self.weight = weight
        self.prior = prior
    }
}

/// What a head was fitted on.
package struct TrainingRecord: Hashable, Sendable {
    /// The day of the fit: nothing that happened on it or later was read.
    package let asOf: Day
    /// The first day of a row.
    package let firstDay: Day
    /// The last day of a row.
    package let lastDay: Day
    package let rowCount: Int
    /// How many rows had the outcome.
    package let positiveCount: Int
    /// The strength of the pull towards the prior's weights.
    package let penalty: Double
    /// The hash of the rows.
    package let data: ContentHash
    /// The hash of the head whose weights were the prior, where there was one.
    package let prior: ContentHash?

    /// A record of a fit.
    package init(
        asOf: Day,
        firstDay: Day,
        lastDay: Day,
        rowCount: Int,
        positiveCount: Int,
        penalty: Double,
        data: ContentHash,
        prior: ContentHash?
    ) {
        self.asOf = asOf
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.rowCount = rowCount
        self.positiveCount = positiveCount
        self.penalty = penalty
        self.data = data
        self.prior = prior
    }
}

/// A logistic regression with its own label: what one line of the model knows.
package struct Head: Hashable, Sendable {
    /// What it predicts.
    package enum Name: String, CaseIterable, Hashable, Sendable {
        /// That an invoice is settled after its due date.
        case late
        /// That a reviewer approves an action.
        case accept
    }

    package let name: Name
    /// The log-odds of a row that is average in every feature.
    package let intercept: Double
    package let features: [HeadFeature]
    /// What it was fitted on; `nil` for weights written by hand.
    package let training: TrainingRecord?
    /// How a fit on the earlier rows did on the later ones it never saw; `nil` where that was not measured.
    package let holdout: Metrics?
    /// Predicted against observed on the same rows; empty where that was not measured.
    package let calibration: [CalibrationBin]

    /// A head with these parts.
    ///
    /// - Precondition: there is a feature, each scale is positive, and every number and one over each scale is finite.
    package init(
        name: Name,
        intercept: Double,
        features: [HeadFeature],
        training: TrainingRecord? = nil,
        holdout: Metrics? = nil,
        calibration: [CalibrationBin] = []
    ) {
        precondition(!features.isEmpty, "a head reads a feature")
        precondition(intercept.isFinite, "an intercept is finite")
        for feature in features {
            let numbers = [feature.mean, 1 / feature.scale, feature.weight, feature.prior]
            precondition(numbers.allSatisfy(\.isFinite) && feature.scale > 0, "\(feature.name) has finite numbers")
            precondition(
                !feature.name.isEmpty && !feature.name.contains(where: \.isWhitespace),
                "a feature's name is one word"
            )
        }
        self.name = name
        self.intercept = intercept
        self.features = features
        self.training = training
        self.holdout = holdout
        self.calibration = calibration
    }

    /// The hash of the head's file without the line that states it.
    package var hash: ContentHash { ContentHash(of: ModelFile.body(of: self)) }

    /// How far a standardised feature may stand from the mean, in standard deviations.
    package static let clip = 6.0

    /// The probability of each row.
    ///
    /// - Precondition: the matrix has the head's features, in its order.
    package func probabilities(of matrix: FeatureMatrix) -> [Double] {
        checkColumns(of: matrix)
        var probabilities: [Double] = []
        probabilities.reserveCapacity(matrix.rowCount)
        let width = features.count
        let values = matrix.values.span
        let columns = features.map(StandardisedColumn.init)
        for row in 0..<matrix.rowCount {
            var logOdds = intercept
            for column in 0..<width {
                logOdds += columns[column].weight * columns[column].standardised(values[row * width + column])
            }
            probabilities.append(Elementary.logistic(logOdds))
        }
        return probabilities
    }

    /// What each feature of one row adds to the log-odds beside the intercept.
    ///
    /// w·(x - r) with r the training mean, which is 0 once standardised; with the intercept they add up to the log-odds.
    ///
    /// - Precondition: the matrix has the head's features, in its order.
    package func contributions(ofRow row: Int, in matrix: FeatureMatrix) -> [Double] {
        checkColumns(of: matrix)
        return features.indices.map { column in
            let feature = StandardisedColumn(features[column])
            return feature.weight * feature.standardised(matrix.values[row * features.count + column])
        }
    }

    private func checkColumns(of matrix: FeatureMatrix) {
        precondition(
            matrix.names.count == features.count && zip(matrix.names, features).allSatisfy { $0 == $1.name },
            "a head scores the features it was fitted on, in their order"
        )
    }
}

/// The numbers of a feature that its standardisation needs, without its name: reading them touches no reference count.
struct StandardisedColumn {
    let mean: Double
    /// One over the scale: a product takes a quarter of the time of a quotient.
    let inverseScale: Double
    let weight: Double

    init(_ feature: HeadFeature) {
        mean = feature.mean
        inverseScale = 1 / feature.scale
        weight = feature.weight
    }

    /// The feature in standard deviations from its mean, clipped; 0, the mean, where it is not known.
    func standardised(_ value: Double) -> Double {
        guard !value.isNaN else { return 0 }
        return min(max((value - mean) * inverseScale, -Head.clip), Head.clip)
    }
}
