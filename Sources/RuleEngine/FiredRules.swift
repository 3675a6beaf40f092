import Facts
import RuleLanguage

/// On which rows the rules of a set fire, before causes, holds and groups have their say.
struct FiredRules {
    /// Where a hold's condition is true, and where it is unknown although that stops as well.
    struct HoldTruths {
        fileprivate var yes: RowSet
        fileprivate var unlessFalse: RowSet

        /// Yes or no; unknown only of a hold that stops where its condition is unknown.
        func truth(at row: Int) -> Truth {
            if yes.contains(row) { return .yes }
            return unlessFalse.contains(row) ? .unknown : .no
        }
    }

    /// By insight, the rows of its entity in ascending order.
    private(set) var insights: [[Int32]]
    /// By action, the rows of its entity in ascending order.
    private(set) var actions: [[Int32]]
    /// By hold.
    private(set) var holds: [HoldTruths]
    /// The rows of the insights that actions build on, by insight.
    private var causes: [RowSet?]
    private let rules: CheckedRules

    init(_ rules: CheckedRules, onCustomers: BitTables, onInvoices: BitTables) {
        self.rules = rules
        insights = Array(repeating: [], count: rules.insights.count)
        actions = Array(repeating: [], count: rules.actions.count)
        holds = Array(repeating: HoldTruths(yes: RowSet(), unlessFalse: RowSet()), count: rules.holds.count)
        causes = Array(repeating: nil, count: rules.insights.count)
        for tables in [onCustomers, onInvoices] {
            let fired = FiredRows(of: tables)
            for (question, rows) in zip(tables.program.questions, fired.rows) {
                switch question.subject {
                case .insight(let place): insights[place] = rows
                case .action(let place): actions[place] = rows
                case .hold(let place): holds[place].yes = RowSet(rows)
                case .holdUnlessFalse(let place): holds[place].unlessFalse = RowSet(rows)
                }
            }
        }
        for action in rules.actions {
            for insight in action.because where causes[insight] == nil { causes[insight] = RowSet(insights[insight]) }
        }
    }

    /// Whether every insight that the action builds on fired on the row or its customer.
    func hasCause(_ action: CheckedAction, _ row: Row) -> Bool {
        action.because.allSatisfy { insight in
            let place = rules.insights[insight].entity == .customer ? row.customer : row.invoice
            return place.map { causes[insight]?.contains($0) ?? false } ?? false
        }
    }
}

/// A set of rows, one bit each.
struct RowSet {
    private var words: [UInt64] = []

    init() {}

    /// The set of these rows, which are in ascending order.
    init(_ rows: [Int32]) {
        guard let last = rows.last else { return }
        words = [UInt64](repeating: 0, count: Int(last) / 64 + 1)
        for row in rows { words[Int(row) / 64] |= 1 << UInt64(row % 64) }
    }

    func contains(_ row: Int) -> Bool {
        row / 64 < words.count && words[row / 64] >> UInt64(row % 64) & 1 == 1
    }
}
