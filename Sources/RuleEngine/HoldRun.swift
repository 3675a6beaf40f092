import Facts
import RuleLanguage
import Values

/// What the holds of a rule set stop on one table.
struct HoldRun {
    private struct BoundHold {
        let hold: CheckedHold
        /// The hold's place in the rules.
        let place: Int
        let reference: RuleReference
        let until: BoundExpression?
    }

    private let rules: CheckedRules
    private let evaluator: Evaluator
    private let fired: FiredRules
    /// Those in force, by id.
    private let holds: [BoundHold]

    init(_ rules: CheckedRules, _ table: FactTable, _ evaluator: Evaluator, _ fired: FiredRules) {
        self.rules = rules
        self.evaluator = evaluator
        self.fired = fired
        let inForce = rules.holds.enumerated().filter { $0.element.metadata.isInForce(on: table.day) }
        holds = inForce.sorted { $0.element.id < $1.element.id }.map { place, hold in
            var binder = Binder(rules, to: table)
            return BoundHold(
                hold: hold,
                place: place,
                reference: RuleReference(hold.id, at: hold.place),
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
            let place = hold.entity == .customer ? candidate.row.customer : candidate.row.invoice
            guard let place, stops(hold, action) else { return nil }
            let truth = fired.holds[bound.place].truth(at: place)
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
