import Facts
import RuleLanguage

/// Splits conditions into lanes.
///
/// Negations are pushed down to the tests by De Morgan's laws and alternatives are multiplied out; both are exact in
/// Kleene's logic, because its truths are a distributive lattice in which negation turns the order round. What is not
/// one fact against fixed values becomes a derived column, so nothing is left over.
struct LaneCompiler {
    private(set) var questions: [Question] = []
    private(set) var columns: [LaneColumn] = []
    private(set) var lanes: [Lane] = []

    private let rules: CheckedRules
    private let entity: Entity
    private var columnOfFact: [Int?]
    private var columnOfDerived: [String: Int] = [:]
    /// The entities whose facts each define reads.
    private var readByDefine: [Set<Entity>] = []

    init(_ rules: CheckedRules, on entity: Entity) {
        self.rules = rules
        self.entity = entity
        for define in rules.defines { readByDefine.append(define.expression.reads(readByDefine)) }
        columnOfFact = [Int?](repeating: nil, count: rules.catalog.facts.count)
    }

    /// Adds a condition.
    mutating func ask(_ question: Question, _ condition: CheckedCondition) {
        let place = questions.count
        questions.append(question)
        let terms =
            condition.requirements.map { form($0, being: true) } + condition.exceptions.map { form($0, being: false) }
        for literals in split(conjunction(of: terms)) { lanes.append(Lane(question: place, literals: literals)) }
    }
}

// MARK: Negation normal form

/// A condition whose negations all stand within tests of single columns.
private indirect enum NormalForm {
    case literal(Literal)
    case and([NormalForm])
    /// Alternatives, with the expression they are and the truth that is asked of it.
    case or([NormalForm], of: TypedExpression, being: Bool)
}

extension LaneCompiler {
    private mutating func form(_ condition: TypedExpression, being truth: Bool) -> NormalForm {
        switch condition.node {
        case .and(let terms):
            let parts = terms.map { form($0, being: truth) }
            return truth ? conjunction(of: parts) : disjunction(of: parts, condition, being: truth)
        case .or(let terms):
            let parts = terms.map { form($0, being: truth) }
            return truth ? disjunction(of: parts, condition, being: truth) : conjunction(of: parts)
        case .not(let inner): return form(inner, being: !truth)
        case .define(let define): return form(rules.defines[define].expression, being: truth)
        case .comparison(let comparison, let left, let right):
            if isFixed(right), !isFixed(left) { return literal(left, .comparison(comparison, right), being: truth) }
            if isFixed(left), !isFixed(right) {
                return literal(right, .comparison(comparison.mirrored, left), being: truth)
            }
            return derived(condition, being: truth)
        case .isWithin(let subject, let low, let high):
            guard !isFixed(subject), [low, high].allSatisfy({ $0.map(isFixed) ?? true }) else {
                return derived(condition, being: truth)
            }
            return literal(subject, .isWithin(from: low, through: high), being: truth)
        case .isOneOf(let subject, let values): return literal(subject, .isOneOf(values), being: truth)
        case .isKnown(let subject): return literal(subject, .isKnown, being: truth)
        case .fact, .coalesce: return literal(condition, .isYes, being: truth)
        case .constant, .today, .minus, .arithmetic, .conditional: return derived(condition, being: truth)
        }
    }

    private mutating func literal(_ subject: TypedExpression, _ test: ColumnTest, being truth: Bool) -> NormalForm {
        let (column, whole) = tested(subject, test)
        return .literal(Literal(column: column, test: truth ? whole : .not(whole)))
    }

    /// The column that a value stands in, and the test with what stands in for unknown values.
    private mutating func tested(_ subject: TypedExpression, _ test: ColumnTest) -> (column: Int, test: ColumnTest) {
        switch subject.node {
        case .define(let define): return tested(rules.defines[define].expression, test)
        case .coalesce(let first, let second) where isFixed(second): return tested(first, .orElse(second, test))
        case .fact(let fact, let owner): return (column(of: fact, on: owner), test)
        case .constant, .today, .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or,
            .coalesce, .conditional:
            return (column(of: subject), test)
        }
    }

    private mutating func derived(_ condition: TypedExpression, being truth: Bool) -> NormalForm {
        .literal(Literal(column: column(of: condition), test: truth ? .isYes : .not(.isYes)))
    }

    private func conjunction(of parts: [NormalForm]) -> NormalForm {
        var flat: [NormalForm] = []
        for part in parts { if case .and(let inner) = part { flat += inner } else { flat.append(part) } }
        let merged = merged(flat) { .all($0) }
        return merged.count == 1 ? merged[0] : .and(merged)
    }

    private func disjunction(of parts: [NormalForm], _ whole: TypedExpression, being truth: Bool) -> NormalForm {
        var flat: [NormalForm] = []
        for part in parts { if case .or(let inner, _, _) = part { flat += inner } else { flat.append(part) } }
        let merged = merged(flat) { .any($0) }
        return merged.count == 1 ? merged[0] : .or(merged, of: whole, being: truth)
    }

    /// The parts, with all tests of one column made into one.
    private func merged(_ parts: [NormalForm], _ combined: ([ColumnTest]) -> ColumnTest) -> [NormalForm] {
        var tests: [(column: Int, tests: [ColumnTest])] = []
        var others: [NormalForm] = []
        for part in parts {
            switch part {
            case .literal(let literal):
                if let place = tests.firstIndex(where: { $0.column == literal.column }) {
                    tests[place].tests.append(literal.test)
                } else {
                    tests.append((literal.column, [literal.test]))
                }
            case .and, .or: others.append(part)
            }
        }
        return tests.map { found in
            .literal(
                Literal(column: found.column, test: found.tests.count == 1 ? found.tests[0] : combined(found.tests))
            )
        } + others
    }
}

// MARK: Lanes

extension LaneCompiler {
    private mutating func split(_ form: NormalForm) -> [[Literal]] {
        switch form {
        case .literal(let literal): return [[literal]]
        case .or(let parts, let whole, let truth):
            let lanes = parts.flatMap { split($0) }
            guard lanes.count > LaneProgram.mostLanes else { return lanes }
            return [[Literal(column: column(of: whole), test: truth ? .isYes : .not(.isYes))]]
        case .and(let parts):
            var factors = parts.map { split($0) }
            // A product of more than 64 would come from somewhere below ten alternatives: the largest gives way first.
            while factors.reduce(1, { min($0 * $1.count, 1 << 20) }) > LaneProgram.mostLanes {
                guard let largest = factors.indices.max(by: { factors[$0].count < factors[$1].count }),
                    case .or(_, let whole, let truth) = parts[largest]
                else { preconditionFailure("only an alternative has several lanes") }
                factors[largest] = [[Literal(column: column(of: whole), test: truth ? .isYes : .not(.isYes))]]
            }
            return factors.reduce([[]]) { lanes, factor in lanes.flatMap { lane in factor.map { lane + $0 } } }
        }
    }
}

// MARK: Columns

extension LaneCompiler {
    private mutating func column(of fact: Int, on owner: Entity) -> Int {
        precondition(owner == .customer || entity == .invoice, "a rule on customers reads no fact of invoices")
        if let known = columnOfFact[fact] { return known }
        let type = ValueType(rules.catalog.facts[fact].type)
        columns.append(
            LaneColumn(
                source: .fact(fact),
                isReal: type.isReal,
                isText: type == .text,
                isOfCustomer: owner == .customer && entity == .invoice
            )
        )
        columnOfFact[fact] = columns.count - 1
        return columns.count - 1
    }

    /// The column of an expression; one for all that are the same but for where they stand.
    private mutating func column(of expression: TypedExpression) -> Int {
        let key = expression.signature()
        if let known = columnOfDerived[key] { return known }
        columns.append(
            LaneColumn(
                source: .derived(expression),
                isReal: expression.type.isReal,
                isText: expression.type == .text,
                isOfCustomer: entity == .invoice && !expression.reads(readByDefine).contains(.invoice)
            )
        )
        columnOfDerived[key] = columns.count - 1
        return columns.count - 1
    }

    private func isFixed(_ expression: TypedExpression) -> Bool {
        expression.reads(readByDefine).isEmpty
    }
}

extension TypedExpression {
    /// The expressions it is made of.
    fileprivate var parts: [TypedExpression] {
        switch node {
        case .constant, .today, .fact, .define: []
        case .minus(let inner), .isKnown(let inner), .isOneOf(let inner, _), .not(let inner): [inner]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .coalesce(let left, let right):
            [left, right]
        case .isWithin(let subject, let low, let high): [subject] + [low, high].compactMap { $0 }
        case .and(let terms), .or(let terms): terms
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        }
    }

    /// The entities whose facts it reads.
    fileprivate func reads(_ readByDefine: [Set<Entity>]) -> Set<Entity> {
        switch node {
        case .fact(_, let owner): [owner]
        case .define(let define): readByDefine[define]
        case .constant, .today: []
        case .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or, .coalesce, .conditional:
            parts.reduce(into: []) { $0.formUnion($1.reads(readByDefine)) }
        }
    }

    /// A text that two expressions have in common exactly where they are the same but for their places.
    fileprivate func signature() -> String {
        let head: String
        switch node {
        case .constant(let constant): return "\(constant)"
        case .today: return "today"
        case .fact(let fact, _): return "fact \(fact)"
        case .define(let define): return "define \(define)"
        case .minus: head = "minus"
        case .arithmetic(let operation, _, _): head = operation.rawValue
        case .comparison(let comparison, _, _): head = comparison.rawValue
        case .isKnown: head = "known"
        case .isOneOf(_, let values): head = "one of \(values)"
        case .isWithin(_, let low, let high): head = "within \(low != nil) \(high != nil)"
        case .not: head = "not"
        case .and: head = "and"
        case .or: head = "or"
        case .coalesce: head = "else"
        case .conditional: head = "if"
        }
        return "(" + head + parts.map { " " + $0.signature() }.joined() + ")"
    }
}
