import Facts
import RuleLanguage
import Values

/// The little book of one example, and what conditions come to in it.
struct ExampleTrial {
    private static let day = Day(sinceEpoch: 20_468)

    private let rules: CheckedRules
    private let table: FactTable
    private let evaluator: Evaluator
    private let row: Row

    init(_ example: CheckedExample, _ rules: CheckedRules) {
        self.rules = rules
        var table = FactTable(
            catalog: rules.catalog,
            day: ExampleTrial.day,
            currency: rules.currency,
            customerKeys: ["CUSTOMER"],
            invoiceKeys: ["INVOICE"],
            customerOfInvoice: [0]
        )
        var given: [Int: CheckedExample.Value] = [:]
        for setting in example.settings { given[setting.fact] = setting.value }
        ExampleTrial.derive(&given, rules.catalog)
        for (index, fact) in rules.catalog.facts.enumerated() {
            ExampleTrial.fill(index, fact, given[index], &table)
        }
        self.table = table
        evaluator = Evaluator(table, calendar: .withoutHolidays)
        row = Row(invoice: 0, customer: 0)
    }

    private static func fill(_ index: Int, _ fact: Fact, _ value: CheckedExample.Value?, _ table: inout FactTable) {
        switch value {
        case .unknown: break
        case .daysFromToday(let days): table.fill(index, integers: [Int64(day.sinceEpoch) + days])
        case .constant(.integer(let value)): table.fill(index, integers: [value])
        case .constant(.real(let value)): table.fill(index, reals: [value])
        case .constant(.text(let text)): table.fill(index, texts: [text])
        case nil where fact.mayBeUnknown: break
        case nil:
            switch fact.type {
            case .percent, .score: table.fill(index, reals: [fact.least ?? 0])
            case .date: table.fill(index, integers: [Int64(day.sinceEpoch)])
            case .text: table.fill(index, texts: [fact.name])
            case .money, .days, .count, .yesNo, .choice: table.fill(index, integers: [0])
            }
        }
    }

    /// Fills in what follows from the facts that are given.
    private static func derive(_ given: inout [Int: CheckedExample.Value], _ catalog: FactCatalog) {
        let today = Int64(day.sinceEpoch)
        func number(_ name: String) -> Int64? {
            guard let index = catalog.index(of: name, on: .invoice), let value = given[index] else { return nil }
            return switch value {
            case .constant(.integer(let value)): value
            case .daysFromToday(let days): today + days
            case .constant(.real), .constant(.text), .unknown: nil
            }
        }
        func set(_ name: String, _ value: Int64) {
            guard let index = catalog.index(of: name, on: .invoice), given[index] == nil else { return }
            given[index] = .constant(.integer(value))
        }
        if let due = number("due_date") { set("days_past_due", today - due) }
        if let late = number("days_past_due") {
            set("due_date", today - late)
            set("aging_bucket", late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4)
        }
        if let promised = number("promise_due_date") {
            set("promise_open", promised >= today ? 1 : 0)
            set("promise_broken", promised < today ? 1 : 0)
        }
    }

    func truth(of condition: CheckedCondition) -> Truth {
        var binder = Binder(rules, to: table)
        return evaluator.truth(BoundCondition(condition, &binder), at: row)
    }

    /// The values because of which a condition is true.
    func reasons(for condition: CheckedCondition, at place: Place) -> String {
        var binder = Binder(rules, to: table)
        let reader = EvidenceReader(rules, in: place, ValueText(table, literals: []))
        let probes = condition.requirements.map { reader.probe($0, &binder) }
        let words = ValueText(table, literals: binder.literals)
        var evidence: [Evidence] = []
        for probe in probes { probe.collect(into: &evidence, being: true, at: row, evaluator, words) }
        return evidence.prefix(3).map { "\($0.fact) is \(ValueText.words(for: $0.value))" }.joined(separator: ", ")
    }

    /// The first test that keeps a condition from being true, with the values it looked at.
    func blocking(_ condition: CheckedCondition, in file: SourceFile) -> (message: String, span: Range<Int>?) {
        for requirement in condition.requirements {
            if let test = firstFailing(requirement, being: true) {
                return ("`\(file.excerpt(test.span))` is \(truth(of: test).rawValue)\(values(in: test))", test.span)
            }
        }
        for exception in condition.exceptions {
            if let test = firstFailing(exception, being: false) {
                let answer = truth(of: test).rawValue
                return ("`unless \(file.excerpt(test.span))` is \(answer)\(values(in: test))", test.span)
            }
        }
        return ("its condition is not true", nil)
    }

    private func truth(of expression: TypedExpression) -> Truth {
        var binder = Binder(rules, to: table)
        return evaluator.truth(binder.bound(expression), at: row)
    }

    private func firstFailing(_ condition: TypedExpression, being wanted: Bool) -> TypedExpression? {
        guard truth(of: condition) != (wanted ? .yes : .no) else { return nil }
        switch condition.node {
        case .and(let terms) where wanted, .or(let terms) where !wanted:
            return terms.lazy.compactMap { firstFailing($0, being: wanted) }.first ?? condition
        case .not(let inner): return firstFailing(inner, being: !wanted) ?? condition
        case .and, .or, .constant, .today, .fact, .define, .minus, .arithmetic, .comparison, .isKnown, .isOneOf,
            .isWithin, .coalesce, .conditional:
            return condition
        }
    }

    private func values(in test: TypedExpression) -> String {
        var facts: [Int] = []
        collect(&facts, in: test)
        let words = facts.prefix(3).map { index in
            "\(rules.catalog.facts[index].path) is \(ValueText.words(for: table.value(at: index, row: 0)))"
        }
        return words.isEmpty ? "" : ", where \(words.joined(separator: ", "))"
    }

    private func collect(_ facts: inout [Int], in expression: TypedExpression) {
        switch expression.node {
        case .constant, .today: break
        case .fact(let fact, _): if !facts.contains(fact) { facts.append(fact) }
        case .define(let define): collect(&facts, in: rules.defines[define].expression)
        case .minus(let inner), .isKnown(let inner), .isOneOf(let inner, _), .not(let inner):
            collect(&facts, in: inner)
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .coalesce(let left, let right):
            collect(&facts, in: left)
            collect(&facts, in: right)
        case .isWithin(let inner, let low, let high):
            for part in [inner, low, high].compactMap({ $0 }) { collect(&facts, in: part) }
        case .and(let terms), .or(let terms): for term in terms { collect(&facts, in: term) }
        case .conditional(let condition, let then, let otherwise):
            for part in [condition, then, otherwise] { collect(&facts, in: part) }
        }
    }
}
