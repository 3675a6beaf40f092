package import Values

/// How a file writes amounts: which sign stands before the decimals, and which between groups of digits.
///
/// Signs of less than nothing (`-12`, `12-`, `(12)`), sides of an account (`12 CR`, `12 DR`, `12 H`, `12 S`) and the
/// currency in the cell (`€ 12`, `12 EUR`) cannot be mistaken for anything else, so every format takes them.
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

    /// The sign between groups of digits.
    package enum Grouping: String, CaseIterable, Hashable, Sendable {
        case none, point, comma
        /// A space of any kind: plain, no-break (U+00A0), thin (U+2009), narrow no-break (U+202F).
        case space
        /// Straight or curly (U+2019).
        case apostrophe
        /// A comma, before the last three digits and then before each two: `12,34,567.00`.
        case indian

        /// The sign, where it is one byte.
        var byte: UInt8? {
            switch self {
            case .none: nil
            case .point: UInt8(ascii: ".")
            case .comma, .indian: UInt8(ascii: ",")
            case .space: UInt8(ascii: " ")
            case .apostrophe: UInt8(ascii: "'")
            }
        }
    }

    /// The side of a customer's account that an amount without `CR` or `DR` is on.
    package enum Side: Hashable, Sendable {
        /// It raises what is owed: `CR` and `H` make it negative.
        case debit
        /// It lowers what is owed: `DR` and `S` make it negative.
        case credit
    }

    /// Why a text is no amount of a currency.
    package enum Failure: Error, Hashable {
        case noNumber
        /// More decimals than the currency has, and not all of them zero.
        case tooManyDecimals
        /// Above ``largest``.
        case tooLarge
        /// The cell names another currency than the row.
        case otherCurrency
    }

    package let decimal: Decimal
    package let grouping: Grouping
    package let side: Side

    /// The format with these signs, or `nil` where one sign would be both.
    package init?(decimal: Decimal, grouping: Grouping, side: Side = .debit) {
        guard grouping.byte != decimal.byte else { return nil }
        self.init(unchecked: decimal, grouping, side)
    }

    private init(unchecked decimal: Decimal, _ grouping: Grouping, _ side: Side) {
        self.decimal = decimal
        self.grouping = grouping
        self.side = side
    }

    /// `1234.50`.
    package static let plain = AmountFormat(unchecked: .point, .none, .debit)

    /// The same signs for amounts of another side.
    package func on(_ side: Side) -> AmountFormat { AmountFormat(unchecked: decimal, grouping, side) }

    /// The largest amount a file may hold, in minor units: sums of nine thousand such amounts still fit.
    package static let largest: Int64 = 1_000_000_000_000_000

    /// The amount that `text` says in `currency`; see ``amount(utf8:in:)``.
    package func amount(_ text: some Collection<UInt8>, in currency: Currency) throws(Failure) -> Money {
        let bytes = Array(text)
        return try amount(utf8: bytes.span, in: currency)
    }

    /// The amount that `text` says in `currency`, without an allocation.
    ///
    /// Groups, where there are any, are whole. No digit is rounded away: decimals beyond those of the currency are
    /// zeros, or the text is refused.
    package func amount(utf8 text: Span<UInt8>, in currency: Currency) throws(Failure) -> Money {
        if let minorUnits = plainMinorUnits(text, decimals: currency.decimals) {
            return Money(minorUnits: minorUnits, in: currency)
        }
        let frame = try AmountFrame(of: text, side: side, currency: currency)
        var reading = DigitReading(decimals: currency.decimals, largest: AmountFormat.largest)
        try reading.read(text, frame.digits, in: self)
        let total = try reading.minorUnits()
        return Money(minorUnits: frame.isNegative ? -total : total, in: currency)
    }

    /// The rate that `text` says, as `mantissa` divided by ten to the power of `scale`, without trailing zeros.
    ///
    /// - Throws: ``Failure/noNumber`` where it is no number above zero; ``Failure/tooLarge`` where it has more than 18
    ///   digits.
    package func rate(utf8 text: Span<UInt8>) throws(Failure) -> (mantissa: Int64, scale: Int) {
        var reading = DigitReading(decimals: nil, largest: 999_999_999_999_999_999)
        try reading.read(text, 0..<text.count, in: self)
        let (mantissa, scale) = reading.trimmed
        guard mantissa > 0 else { throw .noNumber }
        return (mantissa, scale)
    }

    /// The amount where it is nothing but up to fifteen digits with the format's own decimals, as most are: `1234.50`.
    private func plainMinorUnits(_ text: Span<UInt8>, decimals: Int) -> Int64? {
        var position = 0
        let end = text.count
        let isNegative = end > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { position = 1 }
        guard end > position, end - position <= 15 else { return nil }
        var total: Int64 = 0
        var after: Int?
        while position < end {
            let byte = text[position]
            position += 1
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                total = total &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
                if let count = after { after = count &+ 1 }
            } else {
                guard byte == decimal.byte, after == nil, total > 0 || position > (isNegative ? 2 : 1) else {
                    return nil
                }
                after = 0
            }
        }
        if let after, after == 0 || after > decimals { return nil }
        for _ in 0..<(decimals - (after ?? 0)) { total = total &* 10 }
        guard total <= AmountFormat.largest else { return nil }
        return isNegative ? -total : total
    }
}

/// Digits gathered to one whole number, with their groups held to the format.
private struct DigitReading {
    /// How many decimals count, or `nil` where all do.
    private let decimals: Int?
    private let largest: Int64
    private var total: Int64 = 0
    private var digits = 0
    private var after: Int?
    /// How many digits have stood since the last group's sign, and how many before the first.
    private var sinceGroup: Int?

    init(decimals: Int?, largest: Int64) {
        self.decimals = decimals
        self.largest = largest
    }

    mutating func read(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        in format: AmountFormat
    ) throws(AmountFormat.Failure) {
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                try take(Int64(byte - UInt8(ascii: "0")))
                position += 1
            case format.decimal.byte:
                guard after == nil, digits > 0, sinceGroup ?? 3 == 3 else { throw .noNumber }
                after = 0
                position += 1
            default:
                let width = GroupSign.width(of: format.grouping, in: text, at: position)
                guard width > 0, after == nil, closesGroup(format.grouping) else { throw .noNumber }
                sinceGroup = 0
                position += width
            }
        }
        guard digits > 0, after != 0, after != nil || (sinceGroup ?? 3) == 3 else { throw .noNumber }
    }

    /// Whether a sign between groups may stand here: the last group is checked where the whole digits end.
    private func closesGroup(_ grouping: AmountFormat.Grouping) -> Bool {
        switch grouping {
        case .none: false
        case .point, .comma, .space, .apostrophe: sinceGroup.map { $0 == 3 } ?? (1...3).contains(digits)
        case .indian: sinceGroup.map { $0 == 2 } ?? (1...2).contains(digits)
        }
    }

    private mutating func take(_ digit: Int64) throws(AmountFormat.Failure) {
        if let taken = after {
            after = taken + 1
            if let decimals, taken >= decimals {
                guard digit == 0 else { throw .tooManyDecimals }
                return
            }
        } else {
            digits += 1
            sinceGroup = sinceGroup.map { $0 + 1 }
        }
        guard total <= (largest - digit) / 10 else { throw .tooLarge }
        total = total * 10 + digit
    }

    /// The number in the currency's smallest unit.
    func minorUnits() throws(AmountFormat.Failure) -> Int64 {
        var total = total
        for _ in 0..<max(0, (decimals ?? 0) - (after ?? 0)) {
            guard total <= largest / 10 else { throw .tooLarge }
            total *= 10
        }
        return total
    }

    /// The number and its decimals without zeros at the end.
    var trimmed: (mantissa: Int64, scale: Int) {
        var (mantissa, scale) = (total, after ?? 0)
        while scale > 0, mantissa.isMultiple(of: 10) {
            mantissa /= 10
            scale -= 1
        }
        return (mantissa, scale)
    }
}
