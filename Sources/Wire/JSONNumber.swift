package import Values

/// A number as it stands in a JSON document, digit for digit.
///
/// Nothing is rounded on the way in: `0.1` becomes ten cents or the nearest `Double` only when somebody asks for one.
package struct JSONNumber: Hashable, Sendable {
    /// The number as it was written.
    package let text: String

    /// The number written in RFC 8259's grammar, or `nil` for any other text.
    package init?(_ text: String) {
        var parser = JSONParser(bytes: Array(text.utf8), depthLimit: 1)
        guard let number = try? parser.number(), parser.isAtEnd else { return nil }
        self = number
    }

    init(grammatical text: String) {
        self.text = text
    }

    /// The number as an integer, or `nil` where it has a fraction or does not fit; `1.0` and `1e2` are integers.
    package var integer: Int64? {
        scaled(byDecimals: 0)
    }

    /// The nearest `Double`, or `nil` where the number is too large for one.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// The number as an amount in `currency`, exactly, or `nil` where it has more decimals than the currency or does
    /// not fit.
    package func money(in currency: Currency) -> Money? {
        guard let minorUnits = scaled(byDecimals: currency.decimals) else { return nil }
        return Money(minorUnits: minorUnits, in: currency)
    }

    /// The number times 10 to the power `decimals`, or `nil` where that is no integer of 64 bits.
    package func scaled(byDecimals decimals: Int) -> Int64? {
        if decimals == 0, let integer = Int64(text) { return integer }
        let decimal = Decimal(of: text)
        guard !decimal.digits.isEmpty else { return 0 }
        let zeros = decimal.exponent + decimals
        guard zeros >= 0, decimal.digits.count + zeros <= 19 else { return nil }
        // Summed downwards, because the smallest integer has no positive twin.
        var total: Int64 = 0
        for digit in decimal.digits + Array(repeating: 0, count: zeros) {
            let (shifted, tooBig) = total.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.subtractingReportingOverflow(Int64(digit))
            guard !tooBig, !overflow else { return nil }
            total = sum
        }
        if decimal.isNegative { return total }
        let (negated, overflow) = Int64(0).subtractingReportingOverflow(total)
        return overflow ? nil : negated
    }

    /// Significant digits and a power of ten: `digits × 10^exponent`, no zero at either end, no digits for zero.
    private struct Decimal {
        var digits: [UInt8] = []
        var exponent = 0
        var isNegative = false

        init(of text: String) {
            var isFraction = false
            var inExponent = false
            var exponentIsNegative = false
            var written = 0
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "."): isFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
                case UInt8(ascii: "+"): exponentIsNegative = false
                case UInt8(ascii: "-"):
                    if inExponent { exponentIsNegative = true } else { isNegative = true }
                case _ where inExponent:
                    // Saturates far outside anything that could fit, so that no exponent overflows.
                    written = min(written * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
                default:
                    if isFraction { exponent -= 1 }
                    if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
                }
            }
            exponent += exponentIsNegative ? -written : written
            while digits.last == 0 {
                digits.removeLast()
                exponent += 1
            }
        }
    }
}
