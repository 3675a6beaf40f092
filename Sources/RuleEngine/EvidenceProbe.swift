import Facts
import RuleLanguage

/// The tests in a condition, bound to one table, ready to say which of them held on a row.
struct EvidenceProbe: Sendable {
    /// What a value was held against.
    fileprivate enum Threshold: Sendable {
        case comparison(Comparison, BoundExpression, ValueType)
        case range(low: BoundExpression?, high: BoundExpression?, ValueType)
        case words([String])
        case knowledge
        case yes
    }

    /// A value that a rule looked at.
    fileprivate struct Subject: Sendable {
        let name: String
        let value: BoundExpression
        let type: ValueType
        let changesWithToday: Bool
        /// The fact it is, where that is an amount on the invoice itself.
        let document: Int?
        /// The facts that it is made of, beside ``document``.
        let facts: [Int]

        /// The value for people: an amount on an invoice as it stands there, so that no rate moves it.
        func shown(at row: Row, _ evaluator: Evaluator, _ words: ValueText) -> FactValue {
            if let document, let amount = words.documentAmount(of: document, at: row) { return .money(amount) }
            return words.factValue(evaluator.value(value, at: row), type)
        }
    }

    fileprivate indirect enum Node: Sendable {
        case terms([EvidenceProbe])
        case negation(EvidenceProbe)
        case test(Subject, Threshold, changesWithToday: Bool)
        /// Something that holds nothing against anything.
        case silent
    }

    fileprivate let truth: BoundExpression
    fileprivate let node: Node

    /// Appends the tests because of which the condition is `wanted`, in the order of the text and none twice.
    func collect(
        into evidence: inout [Evidence],
        being wanted: Bool,
        at row: Row,
        _ evaluator: Evaluator,
        _ words: ValueText
    ) {
        guard evaluator.truth(truth, at: row) == (wanted ? .yes : .no) else { return }
        switch node {
        case .silent: break
        case .terms(let terms):
            for term in terms { term.collect(into: &evidence, being: wanted, at: row, evaluator, words) }
        case .negation(let inner): inner.collect(into: &evidence, being: !wanted, at: row, evaluator, words)
        case .test(let subject, let threshold, let changesWithToday):
            let found = Evidence(
                fact: subject.name,
                value: subject.shown(at: row, evaluator, words),
                threshold: EvidenceProbe.text(of: threshold, being: wanted, at: row, evaluator, words),
                changesWithToday: changesWithToday || words.movesWithRates(subject.facts, at: row)
            )
            if !evidence.contains(found) { evidence.append(found) }
        }
    }

    private static func text(
        of threshold: Threshold,
        being wanted: Bool,
        at row: Row,
        _ evaluator: Evaluator,
        _ words: ValueText
    ) -> String {
        switch threshold {
        case .comparison(let comparison, let other, let type):
            let relation = wanted ? comparison : comparison.opposite
            return "\(relation.rawValue) \(words.words(for: evaluator.value(other, at: row), type))"
        case .range(let low, let high, let type):
            let ends = [low, high].map { end in
                end.map { words.words(for: evaluator.value($0, at: row), type) } ?? ""
            }
            return "\(wanted ? "" : "not ")in \(ends[0])..\(ends[1])"
        case .words(let list):
            let relation = wanted ? "is" : "is not"
            guard list.count != 1 else { return "\(relation) \(list[0])" }
            return "\(wanted ? "" : "not ")in [\(list.joined(separator: ", "))]"
        case .knowledge: return wanted ? "is known" : "is none"
        case .yes: return wanted ? "is yes" : "is no"
        }
    }
}

/// Makes the probes of one rule.
struct EvidenceReader {
    private let rules: CheckedRules
    private let file: SourceFile?
    private let words: ValueText

    init(_ rules: CheckedRules, in place: Place, _ words: ValueText) {
        self.rules = rules
        file = rules.sources.file(named: place.file)
        self.words = words
    }

    /// A value that a rule shows without holding it against anything.
    struct Exhibit: Sendable {
        fileprivate let subject: EvidenceProbe.Subject

        /// The value on a row.
        func evidence(at row: Row, _ evaluator: Evaluator, _ words: ValueText) -> Evidence {
            Evidence(
                fact: subject.name,
                value: subject.shown(at: row, evaluator, words),
                threshold: nil,
                changesWithToday: subject.changesWithToday || words.movesWithRates(subject.facts, at: row)
            )
        }
    }

    func exhibit(_ expression: TypedExpression, _ binder: inout Binder) -> Exhibit {
        Exhibit(subject: subject(expression, &binder))
    }

    func probe(_ condition: TypedExpression, _ binder: inout Binder) -> EvidenceProbe {
        EvidenceProbe(truth: binder.bound(condition), node: node(of: condition, &binder))
    }

    private func node(of condition: TypedExpression, _ binder: inout Binder) -> EvidenceProbe.Node {
        switch condition.node {
        case .and(let terms), .or(let terms): .terms(terms.map { probe($0, &binder) })
        case .not(let inner): .negation(probe(inner, &binder))
        case .define(let define): node(of: rules.defines[define].expression, &binder)
        case .comparison(let comparison, let left, let right):
            // The side that says something about the row is the subject; a fixed value is what it is held against.
            if left.isFixed, !right.isFixed {
                test(right, .comparison(comparison.mirrored, binder.bound(left), left.type), from: condition, &binder)
            } else {
                test(left, .comparison(comparison, binder.bound(right), right.type), from: condition, &binder)
            }
        case .isWithin(let subject, let low, let high):
            test(
                subject,
                .range(low: low.map { binder.bound($0) }, high: high.map { binder.bound($0) }, subject.type),
                from: condition,
                &binder
            )
        case .isOneOf(let subject, let values):
            test(subject, .words(values.map { word(for: $0, subject.type) }), from: condition, &binder)
        case .isKnown(let subject): test(subject, .knowledge, from: subject, &binder)
        case .fact, .coalesce, .conditional: test(condition, .yes, from: condition, &binder)
        case .constant, .today, .minus, .arithmetic: .silent
        }
    }

    private func test(
        _ subject: TypedExpression,
        _ threshold: EvidenceProbe.Threshold,
        from condition: TypedExpression,
        _ binder: inout Binder
    ) -> EvidenceProbe.Node {
        .test(self.subject(subject, &binder), threshold, changesWithToday: condition.changesWithToday)
    }

    private func word(for value: Constant, _ type: ValueType) -> String {
        switch value {
        case .text(let text): text
        case .integer(let value): words.words(for: .integer(value), type)
        case .real(let value): words.words(for: .real(value), type)
        }
    }

    private func subject(_ expression: TypedExpression, _ binder: inout Binder) -> EvidenceProbe.Subject {
        let document = expression.documentFact(in: rules.catalog)
        return EvidenceProbe.Subject(
            name: name(of: expression),
            value: binder.bound(expression),
            type: expression.type,
            changesWithToday: expression.changesWithToday,
            document: document,
            facts: document == nil ? facts(in: expression) : []
        )
    }

    /// The facts that an expression is made of.
    private func facts(in expression: TypedExpression) -> [Int] {
        switch expression.node {
        case .constant, .today: []
        case .fact(let fact, _): [fact]
        case .define(let define): facts(in: rules.defines[define].expression)
        case .minus(let inner), .not(let inner), .isKnown(let inner), .isOneOf(let inner, _): facts(in: inner)
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .coalesce(let left, let right):
            facts(in: left) + facts(in: right)
        case .isWithin(let inner, let low, let high):
            facts(in: inner) + (low.map { facts(in: $0) } ?? []) + (high.map { facts(in: $0) } ?? [])
        case .and(let terms), .or(let terms): terms.flatMap { facts(in: $0) }
        case .conditional(let condition, let then, let otherwise):
            facts(in: condition) + facts(in: then) + facts(in: otherwise)
        }
    }

    private func name(of expression: TypedExpression) -> String {
        switch expression.node {
        case .fact(let fact, _): rules.catalog.facts[fact].path
        case .define(let define): rules.defines[define].path
        case .coalesce(let first, let second) where second.isFixed: name(of: first)
        case .constant, .today, .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or,
            .coalesce, .conditional:
            file?.excerpt(expression.span) ?? ""
        }
    }
}

extension TypedExpression {
    /// Whether it says nothing about the row.
    fileprivate var isFixed: Bool {
        switch node {
        case .constant, .today: true
        case .arithmetic(_, let left, let right): left.isFixed && right.isFixed
        case .minus(let inner): inner.isFixed
        case .fact, .define, .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or, .coalesce, .conditional: false
        }
    }
}
