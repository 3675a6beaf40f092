import TestKit
import Testing
import Values

@Suite struct ExchangeRateTests {
    static let currencies: [Currency] = [.usd, .eur, .jpy, .kwd, Currency("CLF") ?? .eur]

    static func anyRate(_ generator: inout SplitMix64) -> ExchangeRate {
        let digits = Int.random(in: 1...ExchangeRate.mostDigits, using: &generator)
        let limit = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
        let rate = ExchangeRate(
            mantissa: .random(in: 1..<limit, using: &generator),
            scale: .random(in: 0...ExchangeRate.mostDecimals, using: &generator)
        )
        guard let rate else { preconditionFailure("so few digits are a rate") }
        return rate
    }

    /// A rate as currencies have them: not so far from 1 that rounding a small amount leaves nothing of it.
    static func likelyRate(_ generator: inout SplitMix64) -> ExchangeRate {
        guard let rate = ExchangeRate(mantissa: .random(in: 1_000...200_000_000, using: &generator), scale: 6) else {
            preconditionFailure("so few digits are a rate")
        }
        return rate
    }

    static func rate(_ text: String) -> ExchangeRate {
        guard let rate = ExchangeRate(text) else { preconditionFailure("\(text) is no rate") }
        return rate
    }

    @Test func `a rate is read from what it prints`() {
        forAll {
            ExchangeRateTests.anyRate(&$0)
        } property: { rate in
            ExchangeRate(rate.description) == rate
        }
    }

    @Test func `zeros at the end do not make another rate`() {
        #expect(ExchangeRate("1.50") == ExchangeRate("1.5"))
        #expect(ExchangeRate("100") == ExchangeRate("100.000"))
        #expect(ExchangeRate("100")?.description == "100")
        #expect(ExchangeRate("0.0065")?.description == "0.0065")
        #expect(ExchangeRate(mantissa: 10_845, scale: 4) == ExchangeRate("1.0845"))
    }

    @Test(arguments: [
        "", "0", "0.000", "-1.2", "+1.2", ".5", "5.", "1,2", "1e3", "1.2.3", "N/A", " 1", "0.0000000000001",
        "1234567890123456789", "99999999999999999999",
    ])
    func `what is no rate is none`(_ text: String) {
        #expect(ExchangeRate(text) == nil)
    }

    @Test(arguments: [
        ("100.00", "USD", "JPY", "151.5", "15150"), ("1.00", "USD", "JPY", "151.5", "152"),
        ("0.01", "USD", "JPY", "150", "2"), ("0.01", "USD", "JPY", "50", "0"), ("0.03", "USD", "JPY", "50", "2"),
        ("-0.03", "USD", "JPY", "50", "-2"), ("1000", "JPY", "KWD", "0.0020235", "2.024"),
        ("1.234", "KWD", "USD", "3.25", "4.01"), ("-1.234", "KWD", "USD", "3.25", "-4.01"),
        ("12345678901234.56", "EUR", "USD", "1", "12345678901234.56"),
    ])
    func `an amount is converted between currencies' own decimals, rounded half to even`(
        _ amount: String,
        _ from: String,
        _ to: String,
        _ rate: String,
        _ expected: String
    ) throws {
        let (from, to) = (try #require(Currency(from)), try #require(Currency(to)))
        let conversion = Conversion(from: from, to: to, at: Self.rate(rate))
        #expect(conversion(try #require(Money(amount, in: from))) == Money(expected, in: to))
    }

    @Test func `the inverse of a rate divides by it`() {
        let conversion = Conversion(from: .jpy, to: .eur, atInverse: Self.rate("160"))
        #expect(conversion(Money(minorUnits: 16_000, in: .jpy)) == Money(minorUnits: 100_00, in: .eur))
        #expect(conversion(Money(minorUnits: 1, in: .jpy)) == Money(minorUnits: 1, in: .eur))
    }

    @Test func `what is larger than an amount can be is not converted`() {
        let conversion = Conversion(from: .jpy, to: .kwd, at: Self.rate("999999999999999"))
        #expect(conversion.converted(.max) == nil)
        #expect(conversion.converted(.min) == nil)
        #expect(conversion.converted(9) == 8_999_999_999_999_991_000)
        #expect(Conversion(of: .usd).converted(.min) == .min)
        let tiny = Conversion(from: .kwd, to: .jpy, at: Self.rate("0.000000000001"))
        #expect(tiny.converted(.max) == 9_223)
    }

    /// The quotient by the school's way, digit by digit in base two, without wide division.
    private static func plain(_ amount: Int64, times numerator: UInt128, by denominator: UInt128) -> Int64? {
        var (whole, rest): (UInt128, UInt128) = (0, 0)
        var bits: [Bool] = []
        var (high, low) = numerator.multipliedFullWidth(by: UInt128(amount.magnitude))
        for _ in 0..<256 {
            bits.append(low & 1 == 1)
            low = low >> 1 | high << 127
            high >>= 1
        }
        for bit in bits.reversed() {
            rest = rest << 1 | (bit ? 1 : 0)
            guard whole >> 127 == 0 else { return nil }
            whole <<= 1
            if rest >= denominator {
                rest -= denominator
                whole |= 1
            }
        }
        if rest * 2 > denominator || (rest * 2 == denominator && !whole.isMultiple(of: 2)) { whole += 1 }
        guard let magnitude = Int64(exactly: whole) else { return nil }
        return amount < 0 ? -magnitude : magnitude
    }

    @Test func `a conversion is the exact quotient, rounded once`() {
        forAll(400) {
            (
                Int64(bitPattern: $0.next()) >> Int64.random(in: 0...62, using: &$0), ExchangeRateTests.anyRate(&$0),
                ExchangeRateTests.currencies.randomElement(using: &$0) ?? .usd,
                ExchangeRateTests.currencies.randomElement(using: &$0) ?? .usd
            )
        } property: { amount, rate, from, to in
            let expected = ExchangeRateTests.plain(
                amount,
                times: UInt128(rate.mantissa) * ExchangeRateTests.power(to.decimals),
                by: ExchangeRateTests.power(rate.scale + from.decimals)
            )
            let converted = Conversion(from: from, to: to, at: rate).converted(amount)
            // At the very end of what an amount can be, rounding is given up.
            return converted == expected
                || (converted == nil && (expected ?? .max).magnitude >= Int64.max.magnitude - 1)
        }
    }

    @Test func `there and back is the same amount, to half of what the coarser unit is worth`() {
        forAll(600) {
            (
                Int64.random(in: -1_000_000_000...1_000_000_000, using: &$0), ExchangeRateTests.likelyRate(&$0),
                ExchangeRateTests.currencies.randomElement(using: &$0) ?? .usd,
                ExchangeRateTests.currencies.randomElement(using: &$0) ?? .usd
            )
        } property: { amount, rate, from, to in
            let there = Conversion(from: from, to: to, at: rate)
            let back = Conversion(from: to, to: from, atInverse: rate)
            guard let converted = there.converted(amount), let returned = back.converted(converted) else {
                return false
            }
            // One minor unit of the other currency, in minor units of the first, may be lost half of, and then half of one.
            let unit =
                Double(from.minorUnitsPerMajor) / Double(to.minorUnitsPerMajor)
                / (Double(rate.description) ?? .nan)
            return Double((returned - amount).magnitude) <= 0.5 * unit + 0.5 + 1e-6
        }
    }

    @Test func `two rates of fifteen digits always have room, of eighteen not always`() {
        let long = Self.rate("999999999999999")
        let there = Conversion(from: .jpy, to: .eur, at: long)
        #expect(there.then(Conversion(from: .eur, to: .kwd, at: long)) != nil)
        let longer = Self.rate("999999999999999999")
        let first = Conversion(from: .jpy, to: .eur, at: longer)
        #expect(first.then(Conversion(from: .eur, to: .kwd, at: longer)) == nil)
    }

    @Test func `converting by way of a third currency rounds once`() {
        forAll(300) {
            (
                Int64.random(in: -1_000_000_000...1_000_000_000, using: &$0), ExchangeRateTests.likelyRate(&$0),
                ExchangeRateTests.likelyRate(&$0)
            )
        } property: { amount, first, second in
            // Yen to euro to dinar, both by what one euro is worth.
            let cross = Conversion(from: .jpy, to: .eur, atInverse: first)
                .then(Conversion(from: .eur, to: .kwd, at: second))
            let expected = ExchangeRateTests.plain(
                amount,
                times: UInt128(second.mantissa) * ExchangeRateTests.power(first.scale) * 1_000,
                by: UInt128(first.mantissa) * ExchangeRateTests.power(second.scale)
            )
            return cross?.converted(amount) == expected
        }
    }

    private static func power(_ exponent: Int) -> UInt128 {
        (0..<exponent).reduce(UInt128(1)) { power, _ in power * 10 }
    }
}
