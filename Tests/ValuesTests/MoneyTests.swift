import TestKit
import Testing
import Values

@Suite struct MoneyTests {
    private static let currencies: [Currency] = [.usd, .jpy, .kwd, Currency("CLF") ?? .eur]

    private func anyMoney(_ generator: inout SplitMix64) -> Money {
        let minorUnits = Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator)
        return Money(minorUnits: minorUnits, in: Self.currencies.randomElement(using: &generator) ?? .usd)
    }

    @Test func `an amount is read from what it prints`() {
        forAll {
            anyMoney(&$0)
        } property: { money in
            // The smallest integer alone has no positive twin to be read by way of.
            money.minorUnits == .min || Money(money.decimalText, in: money.currency) == money
        }
    }

    @Test(arguments: [
        (850_000, Currency.usd, "8500.00", "8,500.00 USD"), (5, .usd, "0.05", "0.05 USD"),
        (-5, .usd, "-0.05", "-0.05 USD"), (0, .usd, "0.00", "0.00 USD"), (1_200, .jpy, "1200", "1,200 JPY"),
        (1_234_567, .kwd, "1234.567", "1,234.567 KWD"), (-100_000_000, .usd, "-1000000.00", "-1,000,000.00 USD"),
        (Int64.min, .jpy, "-9223372036854775808", "-9,223,372,036,854,775,808 JPY"),
    ])
    func `an amount has its currency's decimals`(
        _ minorUnits: Int64,
        _ currency: Currency,
        _ plain: String,
        _ grouped: String
    ) {
        let money = Money(minorUnits: minorUnits, in: currency)
        #expect(money.decimalText == plain)
        #expect(money.description == grouped)
    }

    @Test(arguments: ["1.500", "1.50", "1.5", "001.5"])
    func `zeros that change nothing are accepted`(_ text: String) {
        #expect(Money(text, in: .usd) == Money(minorUnits: 150, in: .usd))
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "1.005", "1,000", "1 000", "+1", "--1", "1-", "1e3", "0x1", "1.2.3", "NaN", "１",
        "92233720368547758.08", "99999999999999999999",
    ])
    func `what is no amount in dollars is none`(_ text: String) {
        #expect(Money(text, in: .usd) == nil)
    }

    @Test func `yen have no decimals and dinars have three`() {
        #expect(Money("1.5", in: .jpy) == nil)
        #expect(Money("1.0", in: .jpy) == Money(minorUnits: 1, in: .jpy))
        #expect(Money("1.234", in: .kwd) == Money(minorUnits: 1_234, in: .kwd))
        #expect(Money("1.2345", in: .kwd) == nil)
    }

    @Test func `adding and taking away undo each other`() throws {
        try forAll {
            let left = Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &$0)
            return (
                Money(minorUnits: left, in: .eur), Money(minorUnits: .random(in: -9_999...9_999, using: &$0), in: .eur)
            )
        } property: { left, right in
            let sum = try left + right
            let turned = try right + left
            let back = try sum - right
            return back == left && sum == turned
        }
    }

    @Test func `currencies never mix and sums never wrap`() {
        let most = Money(minorUnits: .max, in: .usd)
        let least = Money(minorUnits: .min, in: .usd)
        let one = Money(minorUnits: 1, in: .usd)
        #expect(throws: MoneyError.overflow) { try most + one }
        #expect(throws: MoneyError.overflow) { try least - one }
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try one + .zero(in: .eur) }
        #expect(throws: MoneyError.currencyMismatch(.usd, .jpy)) { try one - .zero(in: .jpy) }
        #expect(
            MoneyError.currencyMismatch(.usd, .eur).description
                == "cannot add USD and EUR; convert one of them by a dated rate first"
        )
    }

    @Test func `parts add up to the whole, differ by at most one minor unit, and the larger come first`() {
        forAll {
            (anyMoney(&$0), Int.random(in: 1...60, using: &$0))
        } property: { whole, count in
            let parts = whole.split(into: count).map(\.minorUnits)
            let magnitudes = parts.map(\.magnitude)
            return parts.reduce(0, +) == whole.minorUnits && parts.count == count
                && (magnitudes.max() ?? 0) - (magnitudes.min() ?? 0) <= 1 && magnitudes == magnitudes.sorted(by: >)
        }
    }

    @Test func `splitting into no parts stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = Money(minorUnits: 1, in: .usd).split(into: 0)
        }
    }
}

@Suite struct CurrencyTests {
    @Test(arguments: [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("CLP", 0)])
    func `a currency has the decimals of ISO 4217`(_ code: String, _ decimals: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.code == code)
        #expect(currency.decimals == decimals)
        #expect(currency.minorUnitsPerMajor == [1, 10, 100, 1_000, 10_000][decimals])
    }

    @Test func `the named currencies are those of their codes`() {
        #expect([Currency.usd, .eur, .jpy, .kwd] == ["USD", "EUR", "JPY", "KWD"].compactMap { Currency($0) })
    }

    @Test(arguments: ["", "US", "usd", "USDX", "XTS", "XAU", "US ", "ÜS", "\0US"])
    func `what is no currency that money is held in is none`(_ code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `currencies are ordered as their codes are`() {
        let codes = ["ZAR", "KWD", "USD", "JPY", "EUR", "CLF"]
        #expect(codes.compactMap { Currency($0) }.sorted().map(\.code) == codes.sorted())
    }
}
