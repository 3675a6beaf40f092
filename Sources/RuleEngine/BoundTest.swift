import Facts
import RuleLanguage

/// A test of a column's values, with its operands worked out for one table.
indirect enum BoundTest: Sendable {
    case comparison(Comparison, Scalar)
    case isWithin(from: Scalar?, through: Scalar?)
    case isOneOf([Int64])
    case isKnown
    case isYes
    case orElse(Scalar, BoundTest)
    case not(BoundTest)
    case all([BoundTest])
    case any([BoundTest])

    init(_ test: ColumnTest, _ operands: inout FixedOperands) {
        switch test {
        case .comparison(let comparison, let operand): self = .comparison(comparison, operands.value(of: operand))
        case .isWithin(let low, let high):
            self = .isWithin(from: low.map { operands.value(of: $0) }, through: high.map { operands.value(of: $0) })
        case .isOneOf(let values): self = .isOneOf(operands.numbers(of: values))
        case .isKnown: self = .isKnown
        case .isYes: self = .isYes
        case .orElse(let operand, let inner): self = .orElse(operands.value(of: operand), BoundTest(inner, &operands))
        case .not(let inner): self = .not(BoundTest(inner, &operands))
        case .all(let parts): self = .all(parts.map { BoundTest($0, &operands) })
        case .any(let parts): self = .any(parts.map { BoundTest($0, &operands) })
        }
    }

    /// What the test says of a value.
    func truth(of value: Scalar) -> Truth {
        switch self {
        case .comparison(let comparison, let operand): return comparison.holds(value, operand)
        case .isWithin(let low, let high):
            let isAbove = low.map { Comparison.atLeast.holds(value, $0) } ?? .yes
            return isAbove.and(high.map { Comparison.atMost.holds(value, $0) } ?? .yes)
        case .isOneOf(let values):
            guard let number = value.whole else { return .unknown }
            return values.contains(number) ? .yes : .no
        case .isKnown: return value.isKnown ? .yes : .no
        case .isYes: return value.truth
        case .orElse(let operand, let inner): return inner.truth(of: value.isKnown ? value : operand)
        case .not(let inner): return inner.truth(of: value).negated
        case .all(let parts): return parts.reduce(.yes) { $0.and($1.truth(of: value)) }
        case .any(let parts): return parts.reduce(.no) { $0.or($1.truth(of: value)) }
        }
    }

    /// Adds the keys from which on the answer may be another one.
    func collectCuts(into cuts: inout [Int64]) {
        switch self {
        case .comparison(let comparison, let operand):
            switch comparison {
            case .less, .atLeast: cuts.append(contentsOf: operand.cuts.prefix(1))
            case .atMost, .greater: cuts.append(contentsOf: operand.cuts.suffix(1))
            case .equal, .unequal: cuts.append(contentsOf: operand.cuts)
            }
        case .isWithin(let low, let high):
            if let low { cuts.append(contentsOf: low.cuts.prefix(1)) }
            if let high { cuts.append(contentsOf: high.cuts.suffix(1)) }
        case .isOneOf(let values): for value in values { cuts.append(contentsOf: Scalar.integer(value).cuts) }
        case .isKnown: break
        case .isYes: cuts += [0, 1]
        case .orElse(_, let inner), .not(let inner): inner.collectCuts(into: &cuts)
        case .all(let parts), .any(let parts): for part in parts { part.collectCuts(into: &cuts) }
        }
    }

    /// Adds the numbers that a text column is searched for.
    func collectNumbers(into numbers: inout [Int64]) {
        switch self {
        case .isOneOf(let values): numbers += values
        case .comparison(_, let operand): if let number = operand.whole { numbers.append(number) }
        case .isWithin, .isKnown, .isYes: break
        case .orElse(_, let inner), .not(let inner): inner.collectNumbers(into: &numbers)
        case .all(let parts), .any(let parts): for part in parts { part.collectNumbers(into: &numbers) }
        }
    }
}

/// Works out the operands of tests, which read no fact.
struct FixedOperands {
    private var binder: Binder
    private let evaluator: Evaluator

    init(_ rules: CheckedRules, _ table: FactTable, _ evaluator: Evaluator) {
        binder = Binder(rules, to: table)
        self.evaluator = evaluator
    }

    mutating func value(of expression: TypedExpression) -> Scalar {
        // No row is looked at, because nothing in the expression reads one.
        evaluator.value(binder.bound(expression), at: Row(invoice: nil, customer: 0))
    }

    mutating func numbers(of values: [Constant]) -> [Int64] {
        values.compactMap { binder.number(of: $0) }
    }

    mutating func bound(_ expression: TypedExpression) -> BoundExpression {
        binder.bound(expression)
    }

    /// The text that a number stands for in this table's columns.
    func text(numbered number: Int64, in table: FactTable) -> String {
        number < 0 ? binder.literals[Int(-2 - number)] : table.text(numbered: number)
    }
}

// MARK: Keys

/// The order of values as whole numbers, so that columns of both kinds are cut the same way.
enum Key {
    /// The key of a whole number is the number; nothing known has the least key of all.
    static let unknown = FactTable.unknownInteger

    /// The key of a real: keys are in the order of their reals, -0 is right below 0, and no number is unknown.
    ///
    /// The bits of reals of one sign are in their order already; those of negative ones run the other way.
    @inline(__always)
    static func of(_ real: Double) -> Int64 {
        let bits = Int64(bitPattern: real.bitPattern)
        let key = bits ^ ((bits >> 63) & Int64.max)
        return real.isNaN ? unknown : key
    }

    /// The key of what a program left in a register.
    @inline(__always)
    static func of(bits: Int64, _ isReal: Bool) -> Int64 {
        isReal ? of(Double(bitPattern: UInt64(bitPattern: bits))) : bits
    }

    /// The real with a key.
    static func real(of key: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: key ^ ((key >> 63) & Int64.max)))
    }
}

extension Scalar {
    /// The key from which on values are at least this one, and the key from which on they are more; fewer than two where
    /// there is no more, none for nothing known.
    fileprivate var cuts: [Int64] {
        switch self {
        case .unknown: []
        case .integer(let value): value == .max ? [value, value] : [value, value + 1]
        case .real(let value): [Key.of(value == 0 ? -0.0 : value), Key.of(value.nextUp)]
        }
    }
}
