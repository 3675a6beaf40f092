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

    /// What is wrong with a list of currencies.
    package enum Mistake: Error, Hashable, CustomStringConvertible {
        case noCurrency(String)
        case noWeight(String)
        case repeated(String)
        case noRate(String)

        /// A sentence with what to do about it.
        package var description: String {
            switch self {
            case .noCurrency(let text): "`\(text)` is no currency; a list is written like USD:7,EUR:2"
            case .noWeight(let text): "`\(text)` has no weight from 1 to 1000 behind its colon"
            case .repeated(let code): "`\(code)` is in the list twice"
            case .noRate(let code):
                "there is no made-up rate for `\(code)`; there is one for \(PlantedRates.codes.joined(separator: ", "))"
            }
        }
    }

    /// The currencies of a list such as `USD:7,EUR:2,GBP`; one without a weight has the weight 1.
    ///
    /// - Parameter base: the books' own currency, which there must be a rate to.
    /// - Throws: ``Mistake``.
    package static func list(_ text: String, booksIn base: Currency) throws(Mistake) -> [WeightedCurrency] {
        var list: [WeightedCurrency] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let currency = Currency(parts[0]) else { throw .noCurrency(String(item)) }
            let weight = parts.count == 1 ? 1 : Int(parts[1]) ?? 0
            guard (1...1_000).contains(weight) else { throw .noWeight(String(item)) }
            guard !list.contains(where: { $0.currency == currency }) else { throw .repeated(currency.code) }
            guard PlantedRates.anchor(from: currency, to: base) != nil else {
                throw .noRate(PlantedRates.codes.contains(currency.code) ? base.code : currency.code)
            }
            list.append(WeightedCurrency(currency, weight: weight))
        }
        return list
    }
}
