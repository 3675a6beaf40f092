import Facts

/// What is sure to be known where a condition is true, and which part of an expression can still be unknown.
struct UnknownFlow {
    /// Something that has a value or none.
    enum Source: Hashable {
        case fact(Int)
        case define(Int)
    }

    let catalog: FactCatalog
    let defines: [CheckedDefine]
    /// What has a value for sure.
    private(set) var known: Set<Source> = []

    init(catalog: FactCatalog, defines: [CheckedDefine]) {
        self.catalog = catalog
        self.defines = defines
    }

    /// Takes note that `condition` is true or, for an exception, false.
    mutating func assume(_ condition: TypedExpression, is truth: Bool) {
        known.formUnion(implied(by: condition, being: truth))
    }

    /// The first part because of which `expression` may be unknown, or `nil` where it never is.
    func firstUnknown(in expression: TypedExpression) -> TypedExpression? {
        switch expression.node {
        case .constant, .today, .isKnown: nil
        case .fact(let fact, _): catalog.facts[fact].mayBeUnknown && !known.contains(.fact(fact)) ? expression : nil
        case .define(let define):
            known.contains(.define(define)) || firstUnknown(in: defines[define].expression) == nil ? nil : expression
        case .minus(let inner), .not(let inner), .isOneOf(let inner, _): firstUnknown(in: inner)
        case .arithmetic(let operation, let left, let right):
            firstUnknown(in: left) ?? firstUnknown(in: right)
                ?? (operation.divides && !right.isNonzeroConstant ? expression : nil)
        case .comparison(_, let left, let right): firstUnknown(in: left) ?? firstUnknown(in: right)
        case .isWithin(let inner, let low, let high):
            firstUnknown(in: inner) ?? low.flatMap { firstUnknown(in: $0) } ?? high.flatMap { firstUnknown(in: $0) }
        case .and(let terms), .or(let terms): terms.lazy.compactMap { firstUnknown(in: $0) }.first
        case .coalesce(let left, let right): firstUnknown(in: left).flatMap { _ in firstUnknown(in: right) }
        case .conditional(let condition, let then, let otherwise):
            firstUnknown(in: condition) ?? firstUnknown(in: then) ?? firstUnknown(in: otherwise)
        }
    }

    /// What is known where `condition` has this truth.
    private func implied(by condition: TypedExpression, being truth: Bool) -> Set<Source> {
        switch condition.node {
        case .and(let terms):
            return truth ? union(of: terms, being: true) : intersection(of: terms, being: false)
        case .or(let terms):
            return truth ? intersection(of: terms, being: true) : union(of: terms, being: false)
        case .not(let inner): return implied(by: inner, being: !truth)
        case .isKnown(let inner): return truth ? needed(for: inner) : []
        case .define(let define):
            return implied(by: defines[define].expression, being: truth).union([.define(define)])
        case .constant, .today, .fact, .minus, .arithmetic, .comparison, .isOneOf, .isWithin, .coalesce, .conditional:
            return needed(for: condition)
        }
    }

    private func union(of terms: [TypedExpression], being truth: Bool) -> Set<Source> {
        terms.reduce(into: []) { $0.formUnion(implied(by: $1, being: truth)) }
    }

    private func intersection(of terms: [TypedExpression], being truth: Bool) -> Set<Source> {
        guard let first = terms.first else { return [] }
        return terms.dropFirst().reduce(into: implied(by: first, being: truth)) {
            $0.formIntersection(implied(by: $1, being: truth))
        }
    }

    /// What has to be known for `expression` to be.
    private func needed(for expression: TypedExpression) -> Set<Source> {
        switch expression.node {
        case .constant, .today, .isKnown, .and, .or: []
        case .fact(let fact, _): [.fact(fact)]
        case .define(let define): needed(for: defines[define].expression).union([.define(define)])
        case .minus(let inner), .not(let inner), .isOneOf(let inner, _): needed(for: inner)
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right):
            needed(for: left).union(needed(for: right))
        case .isWithin(let inner, let low, let high):
            [low, high].compactMap { $0 }.reduce(into: needed(for: inner)) { $0.formUnion(needed(for: $1)) }
        case .coalesce(let left, let right): needed(for: left).intersection(needed(for: right))
        case .conditional(let condition, let then, let otherwise):
            needed(for: then).intersection(needed(for: otherwise)).union(needed(for: condition))
        }
    }
}
