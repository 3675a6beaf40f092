/// An amount in one currency, held as a whole number of that currency's smallest unit.
///
/// `Money(minorUnits: 850_000, in: .usd)` is 8,500.00 dollars. Addition never mixes currencies and never wraps:
/// both are errors, because either would silently misstate what a customer owes.
package struct Money: Hashable, Sendable {
    /// The amount in the currency's smallest unit: cents of a dollar, whole yen, fils of a dinar.
    package let minorUnits: Int64
    /// The currency that the amount is in.
    package let currency: Currency

    /// So many minor units of a currency.
    package init(minorUnits: Int64, in currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The amount written as a plain decimal number, `-1234.5`, in a currency.
    ///
    /// No grouping, no exponent, no sign but a leading minus: what a bank statement's number looks like after its own
    /// format has been taken off. More decimals than the currency has are accepted only where they are zero, so no
    /// digit is ever rounded away. `nil` for any other text and for what does not fit.
    package init?(_ text: some StringProtocol, in currency: Currency) {
        self.init(String(text), in: currency)
    }

    /// The amount written as a plain decimal number, `-1234.5`, in a currency, under the same rules.
    package init?(_ text: String, in currency: Currency) {
        self.init(utf8: text.utf8.span, in: currency)
    }

    /// The amount written in ASCII under the same rules: an import's way, without a text.
    package init?(utf8 bytes: Span<UInt8>, in currency: Currency) {
        let decimals = currency.decimals
        var negative = false
        var total: Int64 = 0
        var digits = 0
        var fraction: Int?
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "-") where index == 0:
                negative = true
            case UInt8(ascii: ".") where fraction == nil && digits > 0:
                fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if let taken = fraction {
                    fraction = taken + 1
                    if taken >= decimals {
                        guard byte == UInt8(ascii: "0") else { return nil }
                        continue
                    }
                }
                let (shifted, tooBig) = total.multipliedReportingOverflow(by: 10)
                let (sum, overflow) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                guard !tooBig, !overflow else { return nil }
                total = sum
            default: return nil
            }
        }
        guard digits > 0, fraction != 0 else { return nil }
        for _ in 0..<max(0, decimals - (fraction ?? 0)) {
            let (shifted, overflow) = total.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            total = shifted
        }
        self.init(minorUnits: negative ? -total : total, in: currency)
    }

    /// No money in this currency.
    package static func zero(in currency: Currency) -> Money {
        Money(minorUnits: 0, in: currency)
    }

    /// - Throws: ``MoneyError/currencyMismatch(_:_:)`` or ``MoneyError/overflow``.
    package static func + (left: Money, right: Money) throws(MoneyError) -> Money {
        guard left.currency == right.currency else { throw .currencyMismatch(left.currency, right.currency) }
        let (sum, overflow) = left.minorUnits.addingReportingOverflow(right.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: sum, in: left.currency)
    }

    /// - Throws: ``MoneyError/currencyMismatch(_:_:)`` or ``MoneyError/overflow``.
    package static func - (left: Money, right: Money) throws(MoneyError) -> Money {
        guard left.currency == right.currency else { throw .currencyMismatch(left.currency, right.currency) }
        let (difference, overflow) = left.minorUnits.subtractingReportingOverflow(right.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: difference, in: left.currency)
    }

    /// Splits the amount into `count` parts that differ by at most one minor unit and add up to it exactly.
    ///
    /// The larger parts come first, so a payment plan never ends on its largest instalment.
    ///
    /// - Precondition: `count` is positive.
    package func split(into count: Int) -> [Money] {
        precondition(count > 0, "cannot split money into \(count) parts")
        let (quotient, remainder) = minorUnits.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<Int64(count)).map { part in
            let extra: Int64 = part < abs(remainder) ? remainder.signum() : 0
            return Money(minorUnits: quotient + extra, in: currency)
        }
    }

    /// The amount as a plain decimal number with the currency's own number of decimals: `8500.00`, `-0.05`, `1200`.
    package var decimalText: String {
        let decimals = currency.decimals
        let magnitude = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        guard decimals > 0 else { return sign + magnitude }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - magnitude.utf8.count)) + magnitude
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}

extension Money: CustomStringConvertible {
    /// The amount as people read it: `1,234.50 USD`.
    package var description: String {
        let text = decimalText
        let unsigned = text.drop { $0 == "-" }
        let whole = unsigned.prefix { $0 != "." }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return "\(minorUnits < 0 ? "-" : "")\(grouped)\(unsigned.dropFirst(whole.count)) \(currency.code)"
    }
}

/// Why two amounts cannot be added.
package enum MoneyError: Error, Hashable {
    case currencyMismatch(Currency, Currency)
    case overflow
}

extension MoneyError: CustomStringConvertible {
    /// Why, and what to do about it.
    package var description: String {
        switch self {
        case .currencyMismatch(let left, let right):
            "cannot add \(left) and \(right); convert one of them by a dated rate first"
        case .overflow:
            "the sum is larger than an amount can be"
        }
    }
}
