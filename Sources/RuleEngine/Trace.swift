import Facts
import RuleLanguage

/// What classifying a row leaves behind: the bucket of each column.
///
/// With the rules and the day it says exactly and later which conditions were true, and what stood in the way of those
/// that were not.
package struct Trace: Hashable, Sendable {
    /// One for each column of the tables, in their order; 0 is for nothing known.
    package let buckets: [UInt16]

    /// The trace with these buckets.
    package init(buckets: [UInt16]) {
        self.buckets = buckets
    }
}

/// A rule whose condition a trace answers for.
package enum TracedRule: Hashable, Sendable {
    /// The insight at this place of the rules.
    case insight(Int)
    /// The action at this place of the rules.
    case action(Int)
    /// The hold at this place of the rules.
    case hold(Int)
}

/// Why a condition is not true on a row.
package struct Blockage: Hashable, Sendable {
    /// A column whose value keeps a lane from holding.
    package struct Blocker: Hashable, Sendable {
        /// The column's place among the tables' columns.
        package let column: Int
        /// The fact's place in the catalogue; `nil` for a column that is computed.
        package let fact: Int?
        /// Whether nothing is known of the value.
        package let isUnknown: Bool
    }

    /// For each lane, what keeps it from holding, in the order of the columns. One lane without blockers is enough for
    /// the condition to be true.
    package let lanes: [[Blocker]]
}

extension BitTables {
    /// The trace of a row of the last block that was classified with tracing, by its place in the block.
    package func trace(at place: Int, in space: borrowing Workspace) -> Trace {
        Trace(
            buckets: columns.indices.map { column in
                let bucket = space.buckets[column * Block.length + place]
                guard let labels = columns[column].labels else {
                    return min(bucket, UInt16(columns[column].coder.lastBucket))
                }
                return labels[Int(bucket)]
            }
        )
    }

    /// The rules whose conditions were true, in the order insights, actions, holds.
    package func fired(in trace: Trace) -> [TracedRule] {
        program.questions.indices.compactMap { question in
            guard let rule = TracedRule(program.questions[question].subject) else { return nil }
            let isFired = bits(of: question).contains { bit in columns.indices.allSatisfy { holds(bit, $0, trace) } }
            return isFired ? rule : nil
        }
    }

    /// What stood in the way of a rule's condition, or `nil` where the rule is on another entity or not in force.
    package func blockage(of rule: TracedRule, in trace: Trace) -> Blockage? {
        guard let question = program.questions.firstIndex(where: { TracedRule($0.subject) == rule }) else { return nil }
        let lanes = bits(of: question).map { bit in
            columns.indices.filter { !holds(bit, $0, trace) }.map { column in
                Blockage.Blocker(
                    column: column,
                    fact: columns[column].fact,
                    isUnknown: trace.buckets[column] == 0
                )
            }
        }
        return lanes.isEmpty ? nil : Blockage(lanes: lanes)
    }

    private func bits(of question: Int) -> [Int] {
        questionOfLane.indices.filter { questionOfLane[$0] == question }
    }

    private func holds(_ bit: Int, _ column: Int, _ trace: Trace) -> Bool {
        var bucket = Int(trace.buckets[column])
        if let labels = columns[column].labels {
            guard let named = labels.firstIndex(of: trace.buckets[column]) else {
                // A text that no row of this table has: no test for it can hold, and every other one goes as for
                // any text that no rule names.
                return false
            }
            bucket = named
        }
        return sets[columns[column].start + bucket * wordCount + bit / 64] >> UInt64(bit % 64) & 1 == 1
    }
}

extension TracedRule {
    /// The rule whose condition is asked for; `nil` for the second question about a hold.
    init?(_ subject: Question.Subject) {
        switch subject {
        case .insight(let place): self = .insight(place)
        case .action(let place): self = .action(place)
        case .hold(let place): self = .hold(place)
        case .holdUnlessFalse: return nil
        }
    }
}
