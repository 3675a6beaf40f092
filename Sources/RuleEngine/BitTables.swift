package import Facts
import RuleLanguage
import Values

/// The conditions of all rules on one entity as bit tables over the columns of one fact table.
///
/// Each column is cut into buckets within which every test on it has one answer, and each bucket has a set with one bit
/// a lane: whether the lane's tests of this column hold there. The sets of a row's buckets, taken together by `and`, are
/// the lanes that hold on the row. The cost of a row is columns × words of lanes, whatever the rules look like.
///
/// Source: T. V. Lakshman, D. Stiliadis, "High-Speed Policy-based Packet Forwarding Using Efficient Multi-dimensional
/// Range Matching", SIGCOMM 1998, section 4.
///
/// The tables never change, so threads may share them, each with a ``Workspace`` of its own and rows of its own.
package struct BitTables: Sendable {
    /// Where the values of a column come from.
    enum Source: Sendable {
        case integers([Int64])
        case reals([Double])
        case derived(ColumnProgram)
    }

    /// A column that lanes test.
    struct Column: Sendable {
        let source: Source
        let coder: ColumnCoder
        /// Where the sets of its buckets begin in ``BitTables/sets``.
        let start: Int
        let isReal: Bool
        /// What a trace calls the buckets; `nil` where it is their numbers.
        let labels: [UInt16]?
        /// The fact, or `nil` for a derived column.
        let fact: Int?
        /// The buckets of all customers, where the column has one value a customer although the rows are invoices.
        let ofCustomers: [UInt16]?
        /// Where the rows' buckets stand in a workspace, and their high bytes where one byte does not hold them.
        let plane: Int
        let highPlane: Int?
    }

    /// What the rows are.
    package let entity: Entity
    /// How many rows there are.
    package let rowCount: Int
    /// How many words of 64 lanes a row's set has.
    package let wordCount: Int
    let program: LaneProgram
    let columns: [Column]
    /// The columns as they are looked up.
    let groups: [GroupPlan.Group]
    /// By group, the low and the high bytes of its numbers for all customers; empty for groups of the rows' own columns.
    let groupsOfCustomers: [(low: [UInt8], high: [UInt8])]
    /// The sets of all columns, then those of all groups of several.
    let sets: [UInt64]
    /// The question that each lane is a part of, by bit.
    let questionOfLane: [Int]
    /// The group whose number tells in which words a row's lanes can be; `nil` where there are few words.
    let leader: Int?
    /// The first word and the one behind the last, for each number of the leader.
    let windows: [Window]
    /// One for each lane there is.
    let validWords: [UInt64]
    /// For sets of one word: what the columns of customers leave over, by customer.
    let setOfCustomer: [UInt64]
    let customerOfInvoice: [Int32]
    let machine: ColumnMachine
    /// How many planes a workspace needs.
    let planeCount: Int
    /// The groups whose numbers are bytes.
    let factors: [Block.Factor]
    /// The columns as a single row goes through them.
    let rowSteps: [RowStep]
    /// The cuts of all columns, one after the other.
    let cuts: [Int64]

    /// A run of words.
    struct Window: Sendable {
        let first: Int
        let end: Int
    }

    /// The tables of a rule set's conditions on an entity, for one fact table and its day.
    ///
    /// - Precondition: the table has the catalogue and the currency that the rules were checked against.
    init(_ program: LaneProgram, of rules: CheckedRules, on table: FactTable, calendar: BusinessCalendar) {
        let evaluator = Evaluator(table, calendar: calendar)
        let machine = evaluator.machine
        var operands = FixedOperands(rules, table, evaluator)
        let isInForce = program.questions.map { $0.metadata(in: rules).isInForce(on: table.day) }
        let plan = LanePlan(program, program.lanes.filter { isInForce[$0.question] }, &operands, table)
        var planeCount = 0
        func newPlane(_ isNeeded: Bool = true) -> Int {
            planeCount += isNeeded ? 1 : 0
            return planeCount - 1
        }
        let columns = zip(program.columns, plan.columns).map { column, plan in
            var fact: Int?
            let source: Source
            switch column.source {
            case .fact(let place):
                fact = place
                source = column.isReal ? .reals(table.reals(at: place)) : .integers(table.integers(at: place))
            case .derived(let expression): source = .derived(ColumnProgram(operands.bound(expression)))
            }
            let customerCount = table.rowCount(of: .customer)
            return Column(
                source: source,
                coder: plan.coder,
                start: plan.start,
                isReal: column.isReal,
                labels: plan.labels,
                fact: fact,
                ofCustomers: column.isOfCustomer
                    ? BitTables.buckets(of: customerCount, source, plan.coder, column.isReal, machine) : nil,
                plane: newPlane(!column.isOfCustomer),
                highPlane: plan.coder.bucketCount > 256 && !column.isOfCustomer ? newPlane() : nil
            )
        }
        var groups = GroupPlan(
            bucketCounts: columns.map {
                // What customers leave over is known before the first row where it is a single word.
                plan.wordCount == 1 && $0.ofCustomers != nil ? nil : $0.coder.bucketCount
            },
            isOfCustomer: columns.map { $0.ofCustomers != nil },
            wordCount: plan.wordCount
        ).groups
        var sets = plan.sets
        for place in groups.indices {
            let only = groups[place].members.count == 1 ? columns[groups[place].members[0].column] : nil
            groups[place].start = only?.start ?? sets.count
            if only == nil { sets += BitTables.sets(of: groups[place], columns, plan) }
            if let only, !groups[place].isOfCustomer {
                (groups[place].plane, groups[place].highPlane) = (only.plane, only.highPlane)
            } else {
                groups[place].plane = newPlane()
                groups[place].highPlane = groups[place].bits > 8 ? newPlane() : nil
            }
        }
        entity = program.entity
        rowCount = table.rowCount(of: program.entity)
        wordCount = plan.wordCount
        self.program = program
        self.columns = columns
        self.sets = sets
        self.groups = groups
        questionOfLane = plan.questionOfLane
        leader = plan.leader.flatMap { column in groups.firstIndex { $0.members.contains { $0.column == column } } }
        windows = leader.map { BitTables.windows(of: groups[$0], columns, sets, plan.wordCount) } ?? []
        validWords = plan.validWords
        customerOfInvoice = table.customerOfInvoice
        self.machine = machine
        groupsOfCustomers = groups.map { group in
            group.isOfCustomer ? BitTables.numbers(of: group, columns, table.rowCount(of: .customer)) : ([], [])
        }
        setOfCustomer =
            plan.wordCount == 1
            ? BitTables.setsOfCustomers(table.rowCount(of: .customer), columns, sets, plan.validWords[0]) : []
        self.planeCount = planeCount
        factors = groups.filter { $0.highPlane == nil }.map {
            Block.Factor(plane: $0.plane * Block.length, start: $0.start)
        }
        var cuts: [Int64] = []
        rowSteps = columns.enumerated().map { place, column in
            defer { cuts += column.coder.cuts }
            return RowStep(place, column, cutsFrom: cuts.count)
        }
        self.cuts = cuts
    }

    /// How much memory the sets take.
    package var setBytes: Int { sets.count * MemoryLayout<UInt64>.stride }
}

// MARK: Making tables

extension BitTables {
    /// The bucket of every customer.
    private static func buckets(
        of count: Int,
        _ source: Source,
        _ coder: ColumnCoder,
        _ isReal: Bool,
        _ machine: ColumnMachine
    ) -> [UInt16] {
        switch source {
        case .integers(let values): return values.map { UInt16(coder.bucket(of: $0)) }
        case .reals(let values): return values.map { UInt16(coder.bucket(of: Key.of($0))) }
        case .derived(let program):
            var buckets = [UInt16](repeating: 0, count: count)
            var registers: [[Int64]] = []
            for start in stride(from: 0, to: count, by: Block.length) {
                let rows = start..<min(start + Block.length, count)
                machine.run(program, on: .customer, rows: rows, in: &registers)
                for row in rows {
                    buckets[row] = UInt16(coder.bucket(of: Key.of(bits: registers[0][row - start], isReal)))
                }
            }
            return buckets
        }
    }

    /// For each number of a group, what the sets of its columns' buckets have in common.
    private static func sets(of group: GroupPlan.Group, _ columns: [Column], _ plan: LanePlan) -> [UInt64] {
        var sets: [UInt64] = []
        sets.reserveCapacity(plan.wordCount << group.bits)
        for number in 0..<(1 << group.bits) {
            let starts = group.members.map { member in
                let column = columns[member.column]
                let bits = Int.bitWidth - (column.coder.bucketCount - 1).leadingZeroBitCount
                let bucket = min((number >> member.shift) & ((1 << bits) - 1), column.coder.bucketCount - 1)
                return column.start + bucket * plan.wordCount
            }
            for word in 0..<plan.wordCount { sets.append(starts.reduce(.max) { $0 & plan.sets[$1 + word] }) }
        }
        return sets
    }

    /// The group's number of every customer, in two bytes.
    private static func numbers(
        of group: GroupPlan.Group,
        _ columns: [Column],
        _ count: Int
    ) -> (low: [UInt8], high: [UInt8]) {
        var numbers = [UInt16](repeating: 0, count: count)
        for member in group.members {
            guard let buckets = columns[member.column].ofCustomers else { continue }
            for row in 0..<count { numbers[row] |= buckets[row] << UInt16(member.shift) }
        }
        return (
            numbers.map { UInt8(truncatingIfNeeded: $0) },
            group.highPlane == nil ? [] : numbers.map { UInt8(truncatingIfNeeded: $0 >> 8) }
        )
    }

    private static func setsOfCustomers(
        _ count: Int,
        _ columns: [Column],
        _ sets: [UInt64],
        _ valid: UInt64
    ) -> [UInt64] {
        var result = [UInt64](repeating: valid, count: count)
        for column in columns {
            guard let buckets = column.ofCustomers else { continue }
            for row in 0..<count { result[row] &= sets[column.start + Int(buckets[row])] }
        }
        return result
    }

    private static func windows(
        of group: GroupPlan.Group,
        _ columns: [Column],
        _ sets: [UInt64],
        _ wordCount: Int
    ) -> [Window] {
        let count = group.members.count == 1 ? columns[group.members[0].column].coder.bucketCount : 1 << group.bits
        return (0..<count).map { number in
            let words = sets[(group.start + number * wordCount)..<(group.start + (number + 1) * wordCount)]
            guard let first = words.firstIndex(where: { $0 != 0 }), let last = words.lastIndex(where: { $0 != 0 })
            else { return Window(first: 0, end: 0) }
            return Window(first: first - words.startIndex, end: last - words.startIndex + 1)
        }
    }
}
