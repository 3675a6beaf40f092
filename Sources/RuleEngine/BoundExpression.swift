import Facts
import RuleLanguage
import Values

/// An expression bound to one table: values written out, facts as columns, defines put in their places.
indirect enum BoundExpression: Sendable {
    case value(Scalar)
    /// A column of whole numbers.
    case integers(Int, isOfCustomer: Bool)
    /// A column of reals.
    case reals(Int, isOfCustomer: Bool)
    case minus(BoundExpression)
    case arithmetic(Operation, BoundExpression, BoundExpression)
    case comparison(Comparison, BoundExpression, BoundExpression)
    case isKnown(BoundExpression)
    case isOneOf(BoundExpression, [Int64])
    case isWithin(BoundExpression, from: BoundExpression?, through: BoundExpression?)
    case not(BoundExpression)
    case and([BoundExpression])
    case or([BoundExpression])
    case coalesce(BoundExpression, BoundExpression)
    case conditional(BoundExpression, then: BoundExpression, otherwise: BoundExpression)
}

/// A row that rules look at: an invoice with its customer, or a customer alone.
struct Row: Hashable, Sendable {
    /// `nil` where the row is a customer's.
    let invoice: Int?
    let customer: Int

    /// The row as what a decision names.
    var target: Target {
        invoice.map { Target(.invoice, row: $0) } ?? Target(.customer, row: customer)
    }
}

/// Makes expressions ready for one table.
struct Binder {
    private let rules: CheckedRules
    private let table: FactTable
    /// The texts in rules that no row of the table holds; the first has number -2, the next -3.
    private(set) var literals: [String] = []
    private var defines: [BoundExpression?]

    init(_ rules: CheckedRules, to table: FactTable) {
        self.rules = rules
        self.table = table
        defines = [BoundExpression?](repeating: nil, count: rules.defines.count)
    }

    /// What the table's columns are.
    var catalog: FactCatalog { table.catalog }

    mutating func bound(_ expression: TypedExpression) -> BoundExpression {
        switch expression.node {
        case .constant(.integer(let value)): return .value(.integer(value))
        case .constant(.real(let value)): return .value(.real(value))
        case .constant(.text(let text)): return .value(.integer(number(of: text)))
        case .today: return .value(.integer(Int64(table.day.sinceEpoch)))
        case .fact(let fact, let entity):
            return expression.type.isReal
                ? .reals(fact, isOfCustomer: entity == .customer) : .integers(fact, isOfCustomer: entity == .customer)
        case .define(let define):
            if let known = defines[define] { return known }
            let bound = bound(rules.defines[define].expression)
            defines[define] = bound
            return bound
        case .minus(let inner): return .minus(bound(inner))
        case .arithmetic(let operation, let left, let right): return .arithmetic(operation, bound(left), bound(right))
        case .comparison(let comparison, let left, let right):
            return .comparison(comparison, bound(left), bound(right))
        case .isKnown(let inner): return .isKnown(bound(inner))
        case .isOneOf(let inner, let values): return .isOneOf(bound(inner), values.compactMap { number(of: $0) })
        case .isWithin(let inner, let low, let high):
            return .isWithin(bound(inner), from: low.map { bound($0) }, through: high.map { bound($0) })
        case .not(let inner): return .not(bound(inner))
        case .and(let terms): return .and(terms.map { bound($0) })
        case .or(let terms): return .or(terms.map { bound($0) })
        case .coalesce(let left, let right): return .coalesce(bound(left), bound(right))
        case .conditional(let condition, let then, let otherwise):
            return .conditional(bound(condition), then: bound(then), otherwise: bound(otherwise))
        }
    }

    private mutating func number(of constant: Constant) -> Int64? {
        switch constant {
        case .integer(let value): value
        case .text(let text): number(of: text)
        case .real: nil
        }
    }

    private mutating func number(of text: String) -> Int64 {
        if let number = table.number(ofText: text) { return number }
        if let place = literals.firstIndex(of: text) { return -2 - Int64(place) }
        literals.append(text)
        return -1 - Int64(literals.count)
    }
}

/// Whether a rule fires.
struct BoundCondition: Sendable {
    let requirements: [BoundExpression]
    let exceptions: [BoundExpression]

    init(_ condition: CheckedCondition, _ binder: inout Binder) {
        requirements = condition.requirements.map { binder.bound($0) }
        exceptions = condition.exceptions.map { binder.bound($0) }
    }
}
