package import Values

/// How a file writes amounts: which sign stands before the decimals, and which between groups of three digits.
package struct AmountFormat: Hashable, Sendable {
    /// The sign before the decimals.
    package enum Decimal: String, CaseIterable, Hashable, Sendable {
        case point, comma

        var byte: UInt8 {
            switch self {
            case .point: UInt8(ascii: ".")
            case .comma: UInt8(ascii: ",")
            }
        }
    }

    /// The sign between groups of three digits.
    package enum Grouping: String, CaseIterable, Hashable, Sendable {
        case none, point, comma, space, apostrophe

        var byte: UInt8? {
            switch self {
            case .none: nil
            case .point: UInt8(ascii: ".")
            case .comma: UInt8(ascii: ",")
            case .space: UInt8(ascii: " ")
            case .apostrophe: UInt8(ascii: "'")
            }
        }
    }

    /// Why a text is no amount of a currency.
    package enum Failure: Error, Hashable {
        case noNumber
        /// More decimals than the currency has, and not all of them zero.
        case tooManyDecimals
        /// Above ``largest``.
        case tooLarge
    }

    package let decimal: Decimal
    package let grouping: Grouping

    /// The format with these signs, or `nil` where one sign would be both.
    package init?(decimal: Decimal, grouping: Grouping) {
        guard grouping.byte != decimal.byte else { return nil }
        self.decimal = decimal
        self.grouping = grouping
    }

    private init() {
        decimal = .point
        grouping = .none
    }

    /// `1234.50`.
    package static let plain = AmountFormat()

    /// The largest amount a file may hold, in minor units: sums of nine thousand such amounts still fit.
    package static let largest: Int64 = 1_000_000_000_000_000

    /// The amount that `text` says in `currency`.
    ///
    /// A minus may stand before it. Groups, where there are any, are of three digits, all of them. No digit is rounded
    /// away: decimals beyond those of the currency are zeros, or the text is refused.
    package func amount(_ text: some Collection<UInt8>, in currency: Currency) throws(Failure) -> Money {
        var left = text[...]
        let isNegative = left.first == UInt8(ascii: "-")
        if isNegative { left = left.dropFirst() }
        var total: Int64 = 0
        var decimals: Int?
        var digits = 0
        var sinceGroup: Int?
        for byte in left {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int64(byte - UInt8(ascii: "0"))
                if let taken = decimals {
                    decimals = taken + 1
                    guard taken < currency.decimals else {
                        guard digit == 0 else { throw .tooManyDecimals }
                        continue
                    }
                } else {
                    digits += 1
                    sinceGroup = sinceGroup.map { $0 + 1 }
                }
                total = try AmountFormat.shifted(total, adding: digit)
            case decimal.byte where decimals == nil && digits > 0 && (sinceGroup ?? 3) == 3:
                decimals = 0
            case grouping.byte where decimals == nil && (sinceGroup.map { $0 == 3 } ?? (1...3).contains(digits)):
                sinceGroup = 0
            default: throw .noNumber
            }
        }
        guard digits > 0, decimals != 0, decimals != nil || (sinceGroup ?? 3) == 3 else { throw .noNumber }
        for _ in 0..<max(0, currency.decimals - (decimals ?? 0)) {
            total = try AmountFormat.shifted(total, adding: 0)
        }
        return Money(minorUnits: isNegative ? -total : total, in: currency)
    }

    private static func shifted(_ total: Int64, adding digit: Int64) throws(Failure) -> Int64 {
        let sum = total * 10 + digit
        guard sum <= largest else { throw .tooLarge }
        return sum
    }
}
