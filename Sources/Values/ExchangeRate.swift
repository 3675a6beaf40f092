/// What one unit of a currency is worth in another: a decimal number above zero, held exactly.
///
/// `ExchangeRate("1.0845")` is 10,845 divided by ten to the 4. Equal rates are one value, however many zeros they were
/// written with.
package struct ExchangeRate: Hashable, Sendable {
    /// The digits, without the decimal point.
    package let mantissa: Int64
    /// How many of the digits stand after the decimal point, 0 to ``mostDecimals``.
    package let scale: Int

    /// `mantissa` divided by ten to the `scale`, or `nil` where that is not above zero, has more than
    /// ``mostDigits`` digits or more than ``mostDecimals`` decimals.
    package init?(mantissa: Int64, scale: Int) {
        guard mantissa > 0, scale >= 0 else { return nil }
        var mantissa = mantissa
        var scale = scale
        while scale > 0, mantissa.isMultiple(of: 10) {
            mantissa /= 10
            scale -= 1
        }
        guard scale <= ExchangeRate.mostDecimals, mantissa < ExchangeRate.mantissaLimit else { return nil }
        self.mantissa = mantissa
        self.scale = scale
    }

    /// The rate written as a plain decimal number, `1.0845`, or `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        self.init(utf8: String(text).utf8.span)
    }

    /// The rate written in ASCII under the same rules: an import's way, without a text.
    package init?(utf8 bytes: Span<UInt8>) {
        var mantissa: Int64 = 0
        var digits = 0
        var fraction: Int?
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: ".") where fraction == nil && digits > 0: fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (shifted, tooBig) = mantissa.multipliedReportingOverflow(by: 10)
                let (sum, overflow) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                guard !tooBig, !overflow else { return nil }
                mantissa = sum
                digits += 1
                fraction = fraction.map { $0 + 1 }
            default: return nil
            }
        }
        guard digits > 0, fraction != 0 else { return nil }
        self.init(mantissa: mantissa, scale: fraction ?? 0)
    }

    /// The most digits a rate may have: as many as 64 bits hold for sure.
    ///
    /// Banks quote six.
    package static let mostDigits = 18
    /// The most decimals a rate may have: the smallest unit of account quoted against the largest needs nine.
    package static let mostDecimals = 12

    private static let mantissaLimit: Int64 = 1_000_000_000_000_000_000
}

extension ExchangeRate: CustomStringConvertible {
    /// The rate as a plain decimal number: `1.0845`.
    package var description: String {
        let digits = String(mantissa)
        guard scale > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        return "\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}

/// How amounts of one currency become amounts of another: the exact ratio of their minor units.
package struct Conversion: Hashable, Sendable {
    package let from: Currency
    package let to: Currency
    private let numerator: UInt128
    private let denominator: UInt128

    /// Nothing changes.
    package init(of currency: Currency) {
        from = currency
        to = currency
        numerator = 1
        denominator = 1
    }

    /// By a rate that says what one unit of `from` is worth in `to`.
    package init(from: Currency, to: Currency, at rate: ExchangeRate) {
        self.init(from: from, to: to, UInt128(rate.mantissa), by: Conversion.powerOfTen(rate.scale))
    }

    /// By a rate that says what one unit of `to` is worth in `from`.
    package init(from: Currency, to: Currency, atInverse rate: ExchangeRate) {
        self.init(from: from, to: to, Conversion.powerOfTen(rate.scale), by: UInt128(rate.mantissa))
    }

    /// By a rate in units of each; the minor units are worked in here.
    private init(from: Currency, to: Currency, _ numerator: UInt128, by denominator: UInt128) {
        self.from = from
        self.to = to
        (self.numerator, self.denominator) = Conversion.reduced(
            numerator * Conversion.powerOfTen(to.decimals),
            denominator * Conversion.powerOfTen(from.decimals)
        )
    }

    private init(from: Currency, to: Currency, reduced ratio: (UInt128, UInt128)) {
        self.from = from
        self.to = to
        (numerator, denominator) = ratio
    }

    /// This conversion, then another one, without rounding between the two; `nil` where the ratio has no room in 128 bits,
    /// which two rates of fifteen digits always have.
    ///
    /// - Precondition: the other one starts from the currency that this one ends in.
    package func then(_ next: Conversion) -> Conversion? {
        precondition(to == next.from, "\(from) to \(to) is not followed by \(next.from) to \(next.to)")
        let (left, right) = Conversion.reduced(numerator, next.denominator)
        let (other, divisor) = Conversion.reduced(next.numerator, denominator)
        let (upper, isUpperTooLarge) = left.multipliedReportingOverflow(by: other)
        let (lower, isLowerTooLarge) = right.multipliedReportingOverflow(by: divisor)
        guard !isUpperTooLarge, !isLowerTooLarge else { return nil }
        return Conversion(from: from, to: next.to, reduced: (upper, lower))
    }

    /// The amount in the other currency, rounded once, half to even; `nil` where it is larger than an amount can be.
    ///
    /// - Precondition: the amount is in the currency that is converted from.
    package func callAsFunction(_ money: Money) -> Money? {
        precondition(money.currency == from, "\(money) is not in \(from)")
        return converted(money.minorUnits).map { Money(minorUnits: $0, in: to) }
    }

    /// The same on bare minor units.
    package func converted(_ minorUnits: Int64) -> Int64? {
        if numerator == denominator { return minorUnits }
        let (high, low) = numerator.multipliedFullWidth(by: UInt128(minorUnits.magnitude))
        guard high < denominator else { return nil }
        let (whole, rest) =
            high == 0
            ? low.quotientAndRemainder(dividingBy: denominator) : denominator.dividingFullWidth((high, low))
        let isMore = rest > denominator - rest
        let isHalf = rest == denominator - rest
        guard let magnitude = Int64(exactly: whole), magnitude < .max else { return nil }
        let rounded = isMore || (isHalf && !magnitude.isMultiple(of: 2)) ? magnitude + 1 : magnitude
        return minorUnits < 0 ? -rounded : rounded
    }

    /// The ratio of minor units, near enough to sort by and to no more than that.
    package var approximateRatio: Double {
        Double(numerator) / Double(denominator)
    }

    /// Ten to a power of at most 38.
    private static func powerOfTen(_ exponent: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private static func reduced(_ left: UInt128, _ right: UInt128) -> (UInt128, UInt128) {
        var (larger, smaller) = (left, right)
        while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
        return (left / larger, right / larger)
    }
}
