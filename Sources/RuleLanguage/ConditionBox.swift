import Facts

/// What a condition demands of single facts: a range for each of them.
///
/// Tests that hold one fact against fixed values narrow it; all others are left out, so the box covers at least the
/// rows that match. An empty box proves that none does.
struct ConditionBox {
    /// A test that leaves a fact no value.
    struct Contradiction {
        /// The fact, or `nil` where the author wrote down a plain `no`.
        let fact: Int?
        let span: Range<Int>
        /// The test that it contradicts, or `nil` where the catalogue alone rules it out.
        let earlier: Range<Int>?
    }

    let catalog: FactCatalog
    let defines: [CheckedDefine]
    /// The facts that are tested, in the order of their first tests.
    private(set) var ranges: [(fact: Int, range: FactRange, span: Range<Int>)] = []

    init(catalog: FactCatalog, defines: [CheckedDefine]) {
        self.catalog = catalog
        self.defines = defines
    }

    /// Takes in that `condition` is true or false; the first test that leaves nothing, if there is one.
    mutating func narrow(by condition: TypedExpression, being truth: Bool) -> Contradiction? {
        narrow(by: condition, being: truth, at: condition.span, inDefine: false)
    }

    private mutating func narrow(
        by condition: TypedExpression,
        being truth: Bool,
        at span: Range<Int>,
        inDefine: Bool
    ) -> Contradiction? {
        // The spans within a define belong to its own file, so a test in it is shown where the define is read.
        let place = inDefine ? span : condition.span
        switch condition.node {
        case .and(let terms) where truth, .or(let terms) where !truth:
            for term in terms {
                if let found = narrow(by: term, being: truth, at: place, inDefine: inDefine) { return found }
            }
            return nil
        case .and(let terms), .or(let terms):
            // One of several must hold: that is impossible only where each of them is.
            var first: Contradiction?
            for term in terms {
                var branch = self
                guard let found = branch.narrow(by: term, being: truth, at: place, inDefine: inDefine) else {
                    return nil
                }
                first = first ?? found
            }
            return first
        case .not(let inner): return narrow(by: inner, being: !truth, at: place, inDefine: inDefine)
        case .define(let define):
            return narrow(by: defines[define].expression, being: truth, at: place, inDefine: true)
        case .fact(let fact, _):
            return narrow(fact, at: place) { $0.narrowed(to: [.integer(1)], isAmong: truth) }
        case .isOneOf(let subject, let values):
            guard let fact = fact(in: subject) else { return nil }
            return narrow(fact, at: place) { $0.narrowed(to: values, isAmong: truth) }
        case .isKnown(let subject):
            guard !truth, let fact = fact(in: subject), !catalog.facts[fact].mayBeUnknown else { return nil }
            return Contradiction(fact: fact, span: place, earlier: nil)
        case .comparison(let comparison, let left, let right):
            let asked = truth ? comparison : comparison.opposite
            if let fact = fact(in: left), let value = constant(in: right) {
                return narrow(fact, at: place) { $0.narrowed(asked, value) }
            }
            if let fact = fact(in: right), let value = constant(in: left) {
                return narrow(fact, at: place) { $0.narrowed(asked.mirrored, value) }
            }
            return nil
        case .isWithin(let subject, let low, let high): return narrow(subject, low, high, being: truth, at: place)
        case .constant(.integer(let value)):
            return (value != 0) == truth ? nil : Contradiction(fact: nil, span: place, earlier: nil)
        case .constant, .today, .minus, .arithmetic, .coalesce, .conditional: return nil
        }
    }

    private mutating func narrow(
        _ subject: TypedExpression,
        _ low: TypedExpression?,
        _ high: TypedExpression?,
        being truth: Bool,
        at span: Range<Int>
    ) -> Contradiction? {
        guard truth, let fact = fact(in: subject) else { return nil }
        let ends = (low.flatMap { constant(in: $0) }, high.flatMap { constant(in: $0) })
        return narrow(fact, at: span) { range in
            var left: FactRange? = range
            if let low = ends.0 { left = left?.narrowed(.atLeast, low) }
            if let high = ends.1 { left = left?.narrowed(.atMost, high) }
            return left
        }
    }

    private mutating func narrow(
        _ fact: Int,
        at span: Range<Int>,
        _ narrowed: (FactRange) -> FactRange?
    ) -> Contradiction? {
        if let place = ranges.firstIndex(where: { $0.fact == fact }) {
            guard let range = narrowed(ranges[place].range) else {
                return Contradiction(fact: fact, span: span, earlier: ranges[place].span)
            }
            ranges[place] = (fact, range, span)
            return nil
        }
        guard let range = narrowed(FactRange(of: catalog.facts[fact])) else {
            return Contradiction(fact: fact, span: span, earlier: nil)
        }
        ranges.append((fact, range, span))
        return nil
    }

    private func fact(in expression: TypedExpression) -> Int? {
        switch expression.node {
        case .fact(let fact, _): fact
        case .define(let define): fact(in: defines[define].expression)
        case .constant, .today, .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or,
            .coalesce, .conditional:
            nil
        }
    }

    private func constant(in expression: TypedExpression) -> Constant? {
        switch expression.node {
        case .constant(let value): value
        case .define(let define): constant(in: defines[define].expression)
        case .fact, .today, .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or, .coalesce,
            .conditional:
            nil
        }
    }

    /// Whether a row can match both conditions, as far as the tests of single facts tell.
    func overlaps(_ other: ConditionBox) -> Bool {
        for (fact, range, _) in ranges {
            guard let theirs = other.ranges.first(where: { $0.fact == fact }) else { continue }
            if range.intersection(theirs.range) == nil { return false }
        }
        return true
    }
}
