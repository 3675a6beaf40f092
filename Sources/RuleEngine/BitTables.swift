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
        /// The column has one value a customer; the buckets of all customers are known.
        case customers([UInt16])
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
    }

    /// What the rows are.
    package let entity: Entity
    /// How many rows there are.
    package let rowCount: Int
    /// How many words of 64 lanes a row's set has.
    package let wordCount: Int
    let program: LaneProgram
    let columns: [Column]
    let sets: [UInt64]
    /// The question that each lane is a part of, by bit.
    let questionOfLane: [Int]
    /// The column whose bucket tells in which words a row's lanes can be; `nil` where there are few words.
    let leader: Int?
    /// The first word and the one behind the last for each bucket of the leader.
    let windows: [(first: Int, end: Int)]
    /// For sets of one word: what the columns of customers leave over, by customer.
    let setOfCustomer: [UInt64]
    let customerOfInvoice: [Int32]
    let machine: ColumnMachine

    /// The tables of a rule set's conditions on an entity, for one fact table and its day.
    ///
    /// - Precondition: the table has the catalogue and the currency that the rules were checked against.
    init(_ program: LaneProgram, of rules: CheckedRules, on table: FactTable, calendar: BusinessCalendar) {
        let evaluator = Evaluator(table, calendar: calendar)
        var operands = FixedOperands(rules, table, evaluator)
        let isInForce = program.questions.map { $0.metadata(in: rules).isInForce(on: table.day) }
        let lanes = program.lanes.filter { isInForce[$0.question] }
        let plan = LanePlan(program, lanes, &operands, table)
        entity = program.entity
        rowCount = table.rowCount(of: program.entity)
        wordCount = plan.wordCount
        self.program = program
        questionOfLane = plan.questionOfLane
        sets = plan.sets
        leader = plan.leader
        windows = plan.windows
        machine = evaluator.machine
        customerOfInvoice = table.customerOfInvoice
        columns = zip(program.columns, plan.columns).map { column, plan in
            var fact: Int?
            let source: Source
            switch column.source {
            case .fact(let place):
                fact = place
                source = column.isReal ? .reals(table.reals(at: place)) : .integers(table.integers(at: place))
            case .derived(let expression): source = .derived(ColumnProgram(operands.bound(expression)))
            }
            let made = Column(
                source: source,
                coder: plan.coder,
                start: plan.start,
                isReal: column.isReal,
                labels: plan.labels,
                fact: fact
            )
            guard column.isOfCustomer else { return made }
            return Column(
                source: .customers(made.buckets(of: table.rowCount(of: .customer), evaluator.machine)),
                coder: plan.coder,
                start: plan.start,
                isReal: column.isReal,
                labels: plan.labels,
                fact: fact
            )
        }
        setOfCustomer =
            plan.wordCount == 1
            ? BitTables.sets(ofCustomers: table.rowCount(of: .customer), columns, plan.sets, plan.validWords[0]) : []
        validWords = plan.validWords
    }

    /// One for each lane there is.
    let validWords: [UInt64]

    private static func sets(
        ofCustomers count: Int,
        _ columns: [Column],
        _ sets: [UInt64],
        _ valid: UInt64
    ) -> [UInt64] {
        var result = [UInt64](repeating: valid, count: count)
        for column in columns {
            guard case .customers(let buckets) = column.source else { continue }
            for row in 0..<count { result[row] &= sets[column.start + Int(buckets[row])] }
        }
        return result
    }
}

extension BitTables.Column {
    /// The bucket of every customer.
    fileprivate func buckets(of count: Int, _ machine: ColumnMachine) -> [UInt16] {
        var buckets = [UInt16](repeating: 0, count: count)
        var registers: [[Int64]] = []
        for start in stride(from: 0, to: count, by: Block.length) {
            let rows = start..<min(start + Block.length, count)
            switch source {
            case .integers(let values): for row in rows { buckets[row] = UInt16(coder.bucket(of: values[row])) }
            case .reals(let values): for row in rows { buckets[row] = UInt16(coder.bucket(of: Key.of(values[row]))) }
            case .derived(let program):
                machine.run(program, on: .customer, rows: rows, in: &registers)
                for (place, row) in rows.enumerated() {
                    buckets[row] = UInt16(coder.bucket(of: key(registers[0][place])))
                }
            case .customers(let known): return known
            }
        }
        return buckets
    }

    /// The key of what a program left in its first register.
    @inline(__always)
    func key(_ bits: Int64) -> Int64 {
        isReal ? Key.of(Double(bitPattern: UInt64(bitPattern: bits))) : bits
    }
}
