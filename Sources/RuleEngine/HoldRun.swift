import Facts
import RuleLanguage
import Values

/// What the holds of a rule set stop on one table.
struct HoldRun {
    private struct BoundHold {
        let hold: CheckedHold
        let reference: RuleReference
        let condition: BoundCondition
        let until: BoundExpression?
    }

    private let rules: CheckedRules
    private let evaluator: Evaluator
    /// Those in force, by id.
    private let holds: [BoundHold]

    init(_ rules: CheckedRules, _ table: FactTable, _ evaluator: Evaluator) {
        self.rules = rules
        self.evaluator = evaluator
        let inForce = rules.holds.filter { $0.metadata.isInForce(on: table.day) }.sorted { $0.id < $1.id }
        holds = inForce.map { hold in
            var binder = Binder(rules, to: table)
            return BoundHold(
                hold: hold,
                reference: RuleReference(hold.id, at: hold.place),
                condition: BoundCondition(hold.condition, &binder),
                until: hold.until.map { binder.bound($0) }
            )
        }
    }

    /// One for each hold that stops the candidate, by the hold's id.
    ///
    /// A hold on a customer also stops what is done about the customer's invoices.
    func suppressions(of candidate: Candidate) -> [SuppressionDecision] {
        let action = rules.actions[candidate.action]
        return holds.compactMap { bound in
            let hold = bound.hold
            guard hold.entity == .customer || candidate.row.invoice != nil, stops(hold, action) else { return nil }
            let truth = evaluator.truth(bound.condition, at: candidate.row)
            guard truth == .yes || (truth == .unknown && hold.stopsWhenUnknown) else { return nil }
            return SuppressionDecision(
                action: RuleReference(action.id, at: action.place),
                target: candidate.row.target,
                channel: action.channel,
                hold: bound.reference,
                why: hold.metadata.why ?? "",
                until: bound.until.flatMap { day($0, at: candidate.row) },
                becauseUnknown: truth == .unknown
            )
        }
    }

    private func stops(_ hold: CheckedHold, _ action: CheckedAction) -> Bool {
        hold.stops.contains { stop in
            switch stop {
            case .channel(let channel): channel == action.channel
            case .group(let name): action.group.map { rules.groups[$0].name == name } ?? false
            case .action(let id): id == action.id
            }
        }
    }

    private func day(_ expression: BoundExpression, at row: Row) -> Day? {
        evaluator.value(expression, at: row).whole.flatMap { Int32(exactly: $0) }.map { Day(sinceEpoch: $0) }
    }
}
