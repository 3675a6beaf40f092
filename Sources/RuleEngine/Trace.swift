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

    /// For each lane, what keeps it from holding, in the order of the columns.
    ///
    /// One lane without blockers is enough for the condition to be true.
    package let lanes: [[Blocker]]
}

extension BitTables {
    /// The trace of a row of the last block, by its place in the block.
    ///
    /// Classifying leaves the buckets behind anyway, so a trace costs only what it takes to keep it.
    package func trace(at place: Int, in space: borrowing Workspace) -> Trace {
        var buckets: [UInt16] = []
        buckets.reserveCapacity(columns.count)
        for column in columns {
            var bucket: UInt16
            if let ofCustomers = column.ofCustomers {
                bucket = ofCustomers[Int(customerOfInvoice[space.firstRow + place])]
            } else {
                bucket = UInt16(space.planes[column.plane * Block.length + place])
                if let high = column.highPlane { bucket |= UInt16(space.planes[high * Block.length + place]) << 8 }
            }
            bucket = min(bucket, UInt16(column.coder.lastBucket))
            buckets.append(column.labels.map { $0[Int(bucket)] } ?? bucket)
        }
        return Trace(buckets: buckets)
    }

    /// How many bytes a row's trace takes in ``copyTraces(into:at:rowCount:from:)``.
    package var traceBytes: Int { columns.reduce(0) { $0 + $1.traceBytes } }

    /// Copies the buckets of the rows' own columns out of the last block, column by column: what is kept of many rows.
    ///
    /// - Parameters:
    ///   - traces: room for ``traceBytes`` × the table's rows.
    ///   - rows: the rows of the last block.
    package func copyTraces(of rows: Range<Int>, into traces: inout [UInt8], from space: borrowing Workspace) {
        precondition(traces.count >= traceBytes * rowCount, "room for the traces of all rows")
        var start = rows.lowerBound
        for column in columns where column.ofCustomers == nil {
            copy(column.plane, rows.count, &traces, at: start, from: space.planes)
            start += rowCount
            guard let high = column.highPlane else { continue }
            copy(high, rows.count, &traces, at: start, from: space.planes)
            start += rowCount
        }
    }

    private func copy(_ plane: Int, _ count: Int, _ traces: inout [UInt8], at start: Int, from planes: [UInt8]) {
        var traces = traces.mutableSpan
        let planes = planes.span
        precondition(start >= 0 && traces.count - start >= count, "room for the rows of a block")
        for row in 0..<count {
            unsafe traces[unchecked: start &+ row] = planes[unchecked: plane &* Block.length &+ row]
        }
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
                preconditionFailure("a trace is read by tables of the rules that it was made by")
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

extension BitTables.Column {
    fileprivate var traceBytes: Int { ofCustomers != nil ? 0 : highPlane == nil ? 1 : 2 }
}
