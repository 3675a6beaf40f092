package import Facts

/// The type of an expression, with its unit: amounts, days and shares are never compared with one another.
package enum ValueType: Hashable, Sendable {
    /// An amount in the company's base currency, in minor units.
    case money
    /// A whole number of days.
    case days
    /// A whole number of business days; only to be added to a date or taken from one.
    case businessDays
    /// A day of the calendar.
    case date
    /// A share: 0.35 is 35 %.
    case ratio
    /// Points of a score.
    case points
    /// How many of something there are.
    case count
    case yesNo
    /// One of these words.
    case choice([String])
    case text

    /// The type of a fact's values in an expression.
    package init(_ type: FactType) {
        switch type {
        case .money: self = .money
        case .days: self = .days
        case .date: self = .date
        case .percent: self = .ratio
        case .score: self = .points
        case .count: self = .count
        case .yesNo: self = .yesNo
        case .choice(let words): self = .choice(words)
        case .text: self = .text
        }
    }

    /// Whether its values are held as reals; all others are whole numbers.
    package var isReal: Bool {
        switch self {
        case .ratio, .points: true
        case .money, .days, .businessDays, .date, .count, .yesNo, .choice, .text: false
        }
    }

    /// Whether its values have an order: the least, the next, the most.
    package var isOrdered: Bool {
        switch self {
        case .money, .days, .date, .ratio, .points, .count: true
        case .businessDays, .yesNo, .choice, .text: false
        }
    }

    /// The type in the words of the language.
    package var words: String {
        switch self {
        case .money: "an amount of money"
        case .days: "a number of days"
        case .businessDays: "a number of business days"
        case .date: "a date"
        case .ratio: "a percentage"
        case .points: "a number of points"
        case .count: "a count"
        case .yesNo: "yes or no"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .text: "a text"
        }
    }
}
