import Facts
import RuleLanguage

/// Picks among the actions of each group.
struct GroupResolution {
    private let rules: CheckedRules
    private let table: FactTable
    private let evaluator: Evaluator

    init(_ rules: CheckedRules, _ table: FactTable, _ evaluator: Evaluator) {
        self.rules = rules
        self.table = table
        self.evaluator = evaluator
    }

    /// For each candidate, whether it is recommended: it is in no group, or its group picked it.
    ///
    /// A step that was taken before is not picked again, and leaves its place to the next.
    func recommended(among candidates: [Candidate], taken: [Bool]) -> [Bool] {
        var recommended = [Bool](repeating: true, count: candidates.count)
        for (index, group) in rules.groups.enumerated() {
            let members = candidates.indices.filter { rules.actions[candidates[$0].action].group == index }
            let keys = keys(of: group)
            let ranked = members.map { place in
                Member(
                    place: place,
                    subject: row(of: candidates[place], group),
                    values: values(of: candidates[place], keys)
                )
            }
            .sorted { left, right in
                if left.subject != right.subject { return left.subject < right.subject }
                if let decided = GroupResolution.precedes(left.values, right.values, keys) { return decided }
                let (first, second) = (candidates[left.place], candidates[right.place])
                let (firstId, secondId) = (rules.actions[first.action].id, rules.actions[second.action].id)
                return firstId == secondId ? first.row.target < second.row.target : firstId < secondId
            }
            var subject = -1
            var picked = 0
            for member in ranked {
                if member.subject != subject { (subject, picked) = (member.subject, 0) }
                picked += taken[member.place] ? 0 : 1
                recommended[member.place] = !taken[member.place] && picked <= group.pick
            }
        }
        return recommended
    }

    /// The row among whose actions the group picks.
    private func row(of candidate: Candidate, _ group: CheckedGroup) -> Int {
        group.per == .customer ? candidate.row.customer : candidate.row.invoice ?? candidate.row.customer
    }

    private struct Member {
        /// The place among the candidates.
        let place: Int
        /// The row among whose actions the group picks.
        let subject: Int
        let values: [Scalar]
    }

    private struct Key {
        /// The fact's column, or `nil` for the priority.
        let column: BoundExpression?
        let largestFirst: Bool
    }

    private func keys(of group: CheckedGroup) -> [Key] {
        group.order.map { key in
            switch key {
            case .priority(let largestFirst): Key(column: nil, largestFirst: largestFirst)
            case .fact(let fact, let entity, let largestFirst):
                Key(
                    column: ValueType(rules.catalog.facts[fact].type).isReal
                        ? .reals(fact, isOfCustomer: entity == .customer)
                        : .integers(fact, isOfCustomer: entity == .customer),
                    largestFirst: largestFirst
                )
            }
        }
    }

    private func values(of candidate: Candidate, _ keys: [Key]) -> [Scalar] {
        keys.map { key in
            key.column.map { evaluator.value($0, at: candidate.row) } ?? .integer(Int64(candidate.priority))
        }
    }

    /// Which of two goes first by the first key on which they differ, or `nil` where they differ on none.
    private static func precedes(_ left: [Scalar], _ right: [Scalar], _ keys: [Key]) -> Bool? {
        for (key, (first, second)) in zip(keys, zip(left, right)) where first != second {
            guard first.isKnown, second.isKnown else { return first.isKnown }
            let isLarger = Comparison.greater.holds(first, second)
            // Two zeros of different sign are not the same bits and yet neither is larger.
            if isLarger == Comparison.less.holds(first, second) { continue }
            return (isLarger == .yes) == key.largestFirst
        }
        return nil
    }
}
