import Values

/// An expression as its author wrote it.
struct ExpressionSyntax: Hashable, Sendable {
    let node: ExpressionNode
    let span: Range<Int>
    /// How many expressions stand within one another, itself counted.
    let depth: Int

    init(_ node: ExpressionNode, at span: Range<Int>) {
        self.node = node
        self.span = span
        depth = 1 + (node.operands.map(\.depth).max() ?? 0)
    }
}

/// How an expression is put together, in the author's terms.
indirect enum ExpressionNode: Hashable, Sendable {
    case quantity(QuantitySyntax)
    case date(Day)
    /// The text between the quotes, escapes resolved.
    case text(String)
    case yesNo(Bool)
    case today
    /// A fact, a define, a const or a word, told apart by the checker.
    case name(String)
    case minus(ExpressionSyntax)
    case arithmetic(ArithmeticSign, ExpressionSyntax, ExpressionSyntax)
    case comparison(Comparison, ExpressionSyntax, ExpressionSyntax)
    case percentOf(ExpressionSyntax, ExpressionSyntax)
    case isKnown(ExpressionSyntax)
    case isNone(ExpressionSyntax)
    /// `is WORD`, `is "text"`, `is yes`.
    case isValue(ExpressionSyntax, ExpressionSyntax)
    case isInRange(ExpressionSyntax, from: ExpressionSyntax?, through: ExpressionSyntax?)
    case isInList(ExpressionSyntax, [ExpressionSyntax])
    case not(ExpressionSyntax)
    case and([ExpressionSyntax])
    case or([ExpressionSyntax])
    case coalesce(ExpressionSyntax, ExpressionSyntax)
    case conditional(ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)

    /// The expressions directly within.
    var operands: [ExpressionSyntax] {
        switch self {
        case .quantity, .date, .text, .yesNo, .today, .name: []
        case .minus(let inner), .isKnown(let inner), .isNone(let inner), .not(let inner): [inner]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .percentOf(let left, let right),
            .isValue(let left, let right), .coalesce(let left, let right):
            [left, right]
        case .isInRange(let inner, let low, let high): [inner] + [low, high].compactMap { $0 }
        case .isInList(let inner, let items): [inner] + items
        case .and(let terms), .or(let terms): terms
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        }
    }
}

/// The four signs of arithmetic.
enum ArithmeticSign: String, CaseIterable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
}

/// A number with its unit, exact.
struct QuantitySyntax: Hashable, Sendable {
    /// What a number counts.
    enum Unit: Hashable, Sendable {
        case none
        case days
        case weeks
        case businessDays
        case percent
        case points
        case money(Currency)
        /// Major units of the company's base currency.
        case base
    }

    /// All digits, the point left out.
    let digits: Int64
    /// How many of the digits stand behind the point, 0 to 6.
    let decimals: Int
    let unit: Unit

    /// The number as a real.
    var real: Double {
        Double(digits) / QuantitySyntax.powersOfTen[decimals]
    }

    /// The number as a whole, or `nil` where it has a fraction.
    var whole: Int64? {
        var value = digits
        for _ in 0..<decimals {
            guard value.isMultiple(of: 10) else { return nil }
            value /= 10
        }
        return value
    }

    /// The largest number of digits behind the point.
    static let mostDecimals = 6
    private static let powersOfTen: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
}
