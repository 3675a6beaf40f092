import TestKit
import Testing
import Values

@Suite struct RateTableTests {
    private let day = Day(sinceEpoch: 20_000)
    private let gbp = Currency("GBP") ?? .usd

    private func rate(_ text: String) -> ExchangeRate { ExchangeRateTests.rate(text) }

    private func usd(_ amount: Int64) -> Money { Money(minorUnits: amount, in: .usd) }

    private func eur(_ amount: Int64) -> Money { Money(minorUnits: amount, in: .eur) }

    @Test func `the rate of a day is the last one on it or before`() {
        let table = RateTable([
            DatedRate(day, from: .eur, to: .usd, rate("1.20")),
            DatedRate(day.advanced(by: -3), from: .eur, to: .usd, rate("1.10")),
            DatedRate(day.advanced(by: 2), from: .eur, to: .usd, rate("1.30")),
        ])
        func converted(_ offset: Int) -> Money? {
            table.converted(eur(100_00), to: .usd, on: day.advanced(by: offset))
        }
        #expect(converted(-4) == nil)
        #expect(converted(-3) == usd(110_00))
        #expect(converted(-1) == usd(110_00))
        #expect(converted(0) == usd(120_00))
        #expect(converted(1) == usd(120_00))
        #expect(converted(2) == usd(130_00))
    }

    @Test func `a rate is used for 31 days and no longer`() {
        let table = RateTable([DatedRate(day, from: .eur, to: .usd, rate("1.20"))])
        #expect(table.converted(eur(100_00), to: .usd, on: day.advanced(by: 31)) == usd(120_00))
        #expect(table.converted(eur(100_00), to: .usd, on: day.advanced(by: 32)) == nil)
    }

    @Test func `one currency needs no rate, and nothing is nothing in all of them`() {
        #expect(RateTable.empty.converted(eur(5), to: .eur, on: day) == eur(5))
        #expect(RateTable.empty.converted(eur(0), to: .usd, on: day) == usd(0))
        #expect(RateTable.empty.converted(eur(5), to: .usd, on: day) == nil)
        #expect(RateTable.empty.isEmpty)
    }

    @Test func `a rate is read both ways, and the later one counts`() {
        let back = DatedRate(day, from: .usd, to: .eur, rate("0.80"))
        #expect(RateTable([back]).converted(eur(100_00), to: .usd, on: day) == usd(125_00))
        let older = DatedRate(day.advanced(by: -1), from: .eur, to: .usd, rate("1.10"))
        #expect(RateTable([back, older]).converted(eur(100_00), to: .usd, on: day) == usd(125_00))
        let sameDay = DatedRate(day, from: .eur, to: .usd, rate("1.10"))
        #expect(RateTable([back, sameDay]).converted(eur(100_00), to: .usd, on: day) == usd(110_00))
    }

    @Test func `two currencies meet in a third, by whichever is the most recent`() {
        let euro = [
            DatedRate(day, from: .eur, to: .usd, rate("1.10")), DatedRate(day, from: .eur, to: gbp, rate("0.88")),
        ]
        let pounds = Money(minorUnits: 88_00, in: gbp)
        #expect(RateTable(euro).converted(pounds, to: .usd, on: day) == usd(110_00))
        let yen = [
            DatedRate(day.advanced(by: -1), from: .usd, to: .jpy, rate("150")),
            DatedRate(day.advanced(by: 1), from: gbp, to: .jpy, rate("187.5")),
        ]
        #expect(RateTable(euro + yen).converted(pounds, to: .usd, on: day.advanced(by: 1)) == usd(110_00))
        let newer = yen + [DatedRate(day.advanced(by: 1), from: .usd, to: .jpy, rate("125"))]
        #expect(RateTable(euro + newer).converted(pounds, to: .usd, on: day.advanced(by: 1)) == usd(132_00))
        let straight = newer + [DatedRate(day.advanced(by: -20), from: gbp, to: .usd, rate("2"))]
        #expect(RateTable(euro + straight).converted(pounds, to: .usd, on: day.advanced(by: 1)) == usd(176_00))
    }

    @Test func `the order in which rates are given does not matter`() {
        forAll(200) { generator in
            let currencies = ExchangeRateTests.currencies
            var taken: Set<String> = []
            let rates = (0..<Int.random(in: 1...40, using: &generator)).compactMap { _ -> DatedRate? in
                let from = currencies.randomElement(using: &generator) ?? .usd
                let to = currencies.randomElement(using: &generator) ?? .usd
                let day = Day(sinceEpoch: 20_000 + .random(in: 0...40, using: &generator))
                guard from != to, taken.insert("\(from)\(to)\(day)").inserted else { return nil }
                return DatedRate(day, from: from, to: to, ExchangeRateTests.anyRate(&generator))
            }
            return (rates, rates.shuffled(using: &generator), Int32.random(in: 0...80, using: &generator))
        } property: { rates, shuffled, offset in
            let (one, other) = (RateTable(rates), RateTable(shuffled))
            guard one == other else { return false }
            for from in ExchangeRateTests.currencies {
                for to in ExchangeRateTests.currencies {
                    let day = Day(sinceEpoch: 20_000 + offset)
                    guard one.conversion(from: from, to: to, on: day) == other.conversion(from: from, to: to, on: day)
                    else { return false }
                }
            }
            return true
        }
    }

    @Test func `with each rate one way only, a conversion and its inverse are one ratio`() {
        forAll(300) {
            (ExchangeRateTests.likelyRate(&$0), ExchangeRateTests.likelyRate(&$0))
        } property: { dollars, dinars in
            let table = RateTable([
                DatedRate(day, from: .eur, to: .usd, dollars), DatedRate(day, from: .eur, to: .kwd, dinars),
            ])
            guard let there = table.conversion(from: .usd, to: .kwd, on: day),
                let back = table.conversion(from: .kwd, to: .usd, on: day)
            else { return false }
            return there.then(back)?.converted(123_456_789) == 123_456_789
        }
    }
}
