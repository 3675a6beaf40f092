/// A rate of a day, as a bank or a company publishes it.
package struct DatedRate: Hashable, Sendable {
    package let day: Day
    package let from: Currency
    package let to: Currency
    /// What one unit of `from` is worth in `to`.
    package let rate: ExchangeRate

    /// What one unit of `from` was worth in `to` on a day.
    package init(_ day: Day, from: Currency, to: Currency, _ rate: ExchangeRate) {
        self.day = day
        self.from = from
        self.to = to
        self.rate = rate
    }
}

/// The rates a company knows, and how an amount is converted on a day.
///
/// The rate of a day is the last one on that day or before it, and not older than ``oldestUse``. A rate between the two
/// currencies, either way round, goes before one through a third; of two ways round the later rate counts, on one day the
/// one from the first to the second. Through a third currency both rates must be there: of several thirds the one whose
/// older rate is the latest, then the first by code. Where none of this is there the conversion is unknown.
///
/// Equal rates make equal tables, in whatever order they are given.
package struct RateTable: Hashable, Sendable {
    private struct Pair: Hashable, Comparable, Sendable {
        let from: Currency
        let to: Currency

        static func < (left: Pair, right: Pair) -> Bool { (left.from, left.to) < (right.from, right.to) }
    }

    /// A rate that is taken for a day, either way round.
    private struct Leg {
        let day: Day
        let conversion: Conversion
    }

    /// The rates of each pair, oldest first.
    private let rates: [Pair: [DatedRate]]
    /// Every currency of the table, by code.
    package let currencies: [Currency]

    /// A table of these rates.
    ///
    /// - Precondition: there is one rate for each pair and day, and none of a currency to itself.
    package init(_ given: some Sequence<DatedRate>) {
        var rates: [Pair: [DatedRate]] = [:]
        var currencies: Set<Currency> = []
        for rate in given {
            precondition(rate.from != rate.to, "\(rate.from) has no rate to itself")
            rates[Pair(from: rate.from, to: rate.to), default: []].append(rate)
            currencies.insert(rate.from)
            currencies.insert(rate.to)
        }
        self.rates = rates.mapValues { rates in
            let sorted = rates.sorted { $0.day < $1.day }
            precondition(
                zip(sorted, sorted.dropFirst()).allSatisfy { $0.day < $1.day },
                "a pair of currencies has one rate a day"
            )
            return sorted
        }
        self.currencies = currencies.sorted()
    }

    /// No rates: only what is in one currency can be added.
    package static let empty = RateTable([])

    /// Whether the table holds no rate at all.
    package var isEmpty: Bool { rates.isEmpty }

    /// For so many days after its own a rate is used: the coarsest rates in use are a month's, and no month is longer.
    package static let oldestUse = 31

    /// How amounts of `from` become amounts of `to` by the rates of a day; `nil` where that is unknown.
    package func conversion(from: Currency, to: Currency, on day: Day) -> Conversion? {
        if from == to { return Conversion(of: from) }
        if let leg = leg(from: from, to: to, on: day) { return leg.conversion }
        var best: (day: Day, conversion: Conversion)?
        for third in currencies where third != from && third != to {
            guard let first = leg(from: from, to: third, on: day), let second = leg(from: third, to: to, on: day),
                let conversion = first.conversion.then(second.conversion)
            else { continue }
            let older = min(first.day, second.day)
            if let best, best.day >= older { continue }
            best = (older, conversion)
        }
        return best?.conversion
    }

    /// The amount in `currency` by the rates of a day; `nil` where that is unknown, or larger than an amount can be.
    ///
    /// Nothing is nothing in every currency, with or without a rate.
    package func converted(_ money: Money, to currency: Currency, on day: Day) -> Money? {
        guard money.minorUnits != 0 else { return .zero(in: currency) }
        return conversion(from: money.currency, to: currency, on: day)?(money)
    }

    private func leg(from: Currency, to: Currency, on day: Day) -> Leg? {
        let straight = last(Pair(from: from, to: to), on: day)
        let inverse = last(Pair(from: to, to: from), on: day)
        if let straight, straight.day >= inverse?.day ?? straight.day {
            return Leg(day: straight.day, conversion: Conversion(from: from, to: to, at: straight.rate))
        }
        return inverse.map {
            Leg(day: $0.day, conversion: Conversion(from: from, to: to, atInverse: $0.rate))
        }
    }

    /// The last rate of the pair on the day or before it, where it is not too old.
    private func last(_ pair: Pair, on day: Day) -> DatedRate? {
        guard let rates = rates[pair] else { return nil }
        var low = 0
        var high = rates.count
        while low < high {
            let middle = (low + high) / 2
            if rates[middle].day <= day { low = middle + 1 } else { high = middle }
        }
        guard low > 0, rates[low - 1].day.days(until: day) <= RateTable.oldestUse else { return nil }
        return rates[low - 1]
    }
}
