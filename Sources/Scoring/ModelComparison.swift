/// A challenger against the champion on rows that neither was fitted on: what a retrain reports.
package struct ModelComparison: Hashable, Sendable {
    package let champion: Metrics
    package let challenger: Metrics
    /// The change of each weight from champion to challenger, per standard deviation of the challenger's cohort.
    package let weightChanges: [WeightChange]

    /// How one feature's weight changed.
    package struct WeightChange: Hashable, Sendable {
        package let feature: String
        package let champion: Double
        package let challenger: Double
    }
}
