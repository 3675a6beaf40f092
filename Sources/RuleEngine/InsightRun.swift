import Facts
import RuleLanguage
import Values

/// What the insights of a rule set say about one table.
struct InsightRun {
    /// By target, then by rule id.
    private(set) var decisions: [InsightDecision] = []

    private let rules: CheckedRules
    private let evaluator: Evaluator

    init(_ rules: CheckedRules, _ table: FactTable, _ evaluator: Evaluator, _ fired: FiredRules) {
        self.rules = rules
        self.evaluator = evaluator
        for (place, insight) in rules.insights.enumerated() { run(insight, fired.insights[place], table) }
        decisions = decisions.sorted(byTarget: \.target) { [$0.rule.id] }
    }

    private mutating func run(_ insight: CheckedInsight, _ rows: [Int32], _ table: FactTable) {
        guard !rows.isEmpty else { return }
        var binder = Binder(rules, to: table)
        let severities = insight.severities.map { ($0.severity, $0.condition.map { binder.bound($0) }) }
        let message = insight.message.map { BoundText($0, &binder) }
        let reader = EvidenceReader(rules, in: insight.place, ValueText(table, literals: []))
        let probes = insight.condition.requirements.map { reader.probe($0, &binder) }
        let exhibits = insight.evidence.map { reader.exhibit($0, &binder) }
        let words = ValueText(table, literals: binder.literals)
        let rule = RuleReference(insight.id, at: insight.place)
        for place in rows {
            let row = evaluator.row(place, of: insight.entity)
            var evidence: [Evidence] = []
            for probe in probes { probe.collect(into: &evidence, being: true, at: row, evaluator, words) }
            for exhibit in exhibits {
                let shown = exhibit.evidence(at: row, evaluator, words)
                if !evidence.contains(where: { $0.fact == shown.fact }) { evidence.append(shown) }
            }
            decisions.append(
                InsightDecision(
                    rule: rule,
                    target: row.target,
                    type: insight.type,
                    severity: severity(severities, at: row),
                    tags: insight.tags,
                    title: insight.title,
                    summary: message?.rendered(at: row, evaluator, words) ?? insight.title,
                    evidence: evidence
                )
            )
        }
    }

    /// The first severity whose condition is true; the checker makes sure that the last has none.
    private func severity(_ cases: [(Severity, BoundExpression?)], at row: Row) -> Severity {
        for (severity, condition) in cases {
            guard let condition else { return severity }
            if evaluator.truth(condition, at: row) == .yes { return severity }
        }
        preconditionFailure("a checked insight has a severity for every row")
    }
}
