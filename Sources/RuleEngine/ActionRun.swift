import Facts
import RuleLanguage
import Values

/// An action whose condition is true on a row.
struct Candidate {
    /// The action's place in the rules.
    let action: Int
    let row: Row
    let priority: Int
}

/// What the actions of a rule set recommend on one table, and what its holds stop.
struct ActionRun {
    /// By target, then by rule id.
    private(set) var decisions: [ActionDecision] = []
    /// By target, then by action, then by hold.
    private(set) var suppressions: [SuppressionDecision] = []

    private let rules: CheckedRules
    private let table: FactTable
    private let evaluator: Evaluator

    init(
        _ rules: CheckedRules,
        _ table: FactTable,
        _ evaluator: Evaluator,
        _ fired: FiredRules,
        _ isTaken: (_ action: String, Target) -> Bool
    ) {
        self.rules = rules
        self.table = table
        self.evaluator = evaluator
        let holds = HoldRun(rules, table, evaluator, fired)
        var free: [Candidate] = []
        for candidate in candidates(fired) {
            let stopped = holds.suppressions(of: candidate)
            if stopped.isEmpty { free.append(candidate) } else { suppressions += stopped }
        }
        let taken = free.map { isTaken(rules.actions[$0.action].id, $0.row.target) }
        let recommended = GroupResolution(rules, table, evaluator).recommended(among: free, taken: taken)
        render(free, recommended)
        decisions = decisions.sorted(byTarget: \.target) { [$0.rule.id] }
        suppressions = suppressions.sorted(byTarget: \.target) { [$0.action.id, $0.hold.id] }
    }

    private func candidates(_ fired: FiredRules) -> [Candidate] {
        var candidates: [Candidate] = []
        for (index, action) in rules.actions.enumerated() {
            var binder = Binder(rules, to: table)
            let priority = action.priority.map { binder.bound($0) }
            for place in fired.actions[index] {
                let row = evaluator.row(place, of: action.entity)
                guard fired.hasCause(action, row) else { continue }
                // A priority too large to be held is unknown, and such an action goes last rather than first.
                let value = priority.flatMap { evaluator.value($0, at: row).whole } ?? 0
                candidates.append(Candidate(action: index, row: row, priority: Int(value)))
            }
        }
        return candidates
    }

    private mutating func render(_ free: [Candidate], _ recommended: [Bool]) {
        var start = 0
        while start < free.count {
            var end = start
            while end < free.count, free[end].action == free[start].action { end += 1 }
            let drafter = ActionDrafter(rules.actions[free[start].action], rules, table)
            for place in start..<end {
                decisions.append(drafter.draft(free[place], isRecommended: recommended[place], evaluator))
            }
            start = end
        }
    }
}

/// Writes the recommendations of one action.
private struct ActionDrafter {
    private let action: CheckedAction
    private let rule: RuleReference
    private let group: String?
    private let causes: [Evidence]
    private let subject: BoundText?
    private let body: BoundText?
    private let probes: [EvidenceProbe]
    private let words: ValueText

    init(_ action: CheckedAction, _ rules: CheckedRules, _ table: FactTable) {
        self.action = action
        rule = RuleReference(action.id, at: action.place)
        group = action.group.map { rules.groups[$0].name }
        causes = action.because.map { insight in
            Evidence(
                fact: "insight \(rules.insights[insight].id)",
                value: .yesNo(true),
                threshold: nil,
                changesWithToday: false
            )
        }
        var binder = Binder(rules, to: table)
        switch action.step {
        case .message(_, let template):
            subject = rules.templates[template].subject.map { BoundText($0, &binder) }
            body = BoundText(rules.templates[template].body, &binder)
        case .task(let text):
            subject = nil
            body = BoundText(text, &binder)
        case .wait:
            subject = nil
            body = nil
        }
        let reader = EvidenceReader(rules, in: action.place, ValueText(table, literals: []))
        probes = action.condition.requirements.map { reader.probe($0, &binder) }
        words = ValueText(table, literals: binder.literals)
    }

    func draft(_ candidate: Candidate, isRecommended: Bool, _ evaluator: Evaluator) -> ActionDecision {
        var evidence: [Evidence] = []
        for probe in probes { probe.collect(into: &evidence, being: true, at: candidate.row, evaluator, words) }
        return ActionDecision(
            rule: rule,
            target: candidate.row.target,
            channel: action.channel,
            label: action.title,
            why: action.metadata.why ?? "",
            subject: subject?.rendered(at: candidate.row, evaluator, words) ?? "",
            body: body?.rendered(at: candidate.row, evaluator, words) ?? "",
            priority: candidate.priority,
            group: group,
            isRecommended: isRecommended,
            expiresAfterDays: action.expiresAfterDays,
            evidence: evidence + causes
        )
    }
}
