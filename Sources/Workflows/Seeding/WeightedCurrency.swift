package import Values

/// A currency that customers are invoiced in, and how often.
package struct WeightedCurrency: Hashable, Sendable {
    package let currency: Currency
    /// How often customers are invoiced in it, relative to the others.
    package let weight: Int

    /// A currency with its weight.
    ///
    /// - Precondition: the weight is above 0.
    package init(_ currency: Currency, weight: Int) {
        precondition(weight > 0, "a currency that nobody pays in is left out")
        self.currency = currency
        self.weight = weight
    }
}
