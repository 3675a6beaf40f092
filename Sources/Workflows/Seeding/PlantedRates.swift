package import Values

/// Made-up rates of exchange: one a business day, on a walk that never strays far from where it began.
package enum PlantedRates {
    /// What a unit of each currency is worth in hundred-millionths of a US dollar, in round numbers.
    private static let worth: [(code: String, value: Int64)] = [
        ("USD", 100_000_000), ("EUR", 108_500_000), ("GBP", 127_000_000), ("CAD", 73_500_000), ("MXN", 5_500_000),
        ("CHF", 112_000_000), ("JPY", 660_000), ("AUD", 66_000_000), ("SEK", 9_500_000), ("NOK", 9_300_000),
        ("DKK", 14_500_000), ("PLN", 25_000_000), ("CZK", 4_300_000), ("BRL", 18_500_000), ("INR", 1_200_000),
        ("KWD", 325_000_000), ("NZD", 60_000_000), ("SGD", 74_000_000),
    ]

    /// The codes of the currencies that there are rates between.
    package static var codes: [String] { worth.map(\.code) }

    /// How far a rate strays from where it began, in parts of a million.
    private static let bound = 80_000

    /// How much a unit of `currency` is worth in units of `other` where the walk begins, in hundred-millionths.
    ///
    /// A currency is worth itself; `nil` where one of the two has no rate.
    package static func anchor(from currency: Currency, to other: Currency) -> Int64? {
        guard currency != other else { return 100_000_000 }
        guard let from = value(of: currency), let to = value(of: other) else { return nil }
        return from * 100_000_000 / to
    }

    private static func value(of currency: Currency) -> Int64? {
        worth.first { $0.code == currency.code }?.value
    }

    /// The rates of the days in order, in hundred-millionths.
    ///
    /// Each day moves by about 0.4 % and a hundredth of the way back to the anchor.
    static func walk(from anchor: Int64, over dayCount: Int, _ draws: inout Draws) -> [Int64] {
        var strayed = 0
        return (0..<dayCount).map { _ in
            strayed += Int((draws.normal() * 4_000).rounded()) - strayed / 100
            strayed = min(max(strayed, -bound), bound)
            let rate = anchor / 1_000 * Int64(1_000_000 + strayed) / 1_000
            return max(rate, 1)
        }
    }
}
