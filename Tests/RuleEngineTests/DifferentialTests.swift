import Facts
import RuleLanguage
import TestKit
import Testing
import Values

@testable import RuleEngine

/// Holds the bit tables to the interpreter: block by block, row by row, and by trace, condition for condition.
@Suite struct DifferentialTests {
    private static let calendar = BusinessCalendar(holidays: [Day(sinceEpoch: 20_470)])

    /// 60 sets of about 14 rules on 160 rows.
    @Test func `block, row and trace say what the interpreter says`() throws {
        var caseCount = 0
        forAll(60) {
            $0.next()
        } property: { seed in
            guard let rules = randomRules(seed: seed, count: 16) else { return false }
            let table = randomRows(seed: seed, customers: 60, invoices: 100)
            let (count, difference) = DifferentialTests.compare(rules, table)
            if let difference { Issue.record("\(difference)") }
            caseCount += count
            return difference == nil
        }
        #expect(caseCount >= 60_000, "\(caseCount) cases")
    }

    /// Sets so large that a row's lanes take many words, and only a window of them is looked at.
    @Test func `many lanes say what the interpreter says`() throws {
        var caseCount = 0
        forAll(4) {
            $0.next()
        } property: { seed in
            guard let rules = randomRules(seed: seed, count: 260) else { return false }
            let table = randomRows(seed: seed, customers: 50, invoices: 70)
            let (count, difference) = DifferentialTests.compare(rules, table)
            if let difference { Issue.record("\(difference)") }
            caseCount += count
            return difference == nil
        }
        #expect(caseCount >= 45_000, "\(caseCount) cases")
    }

    @Test func `rows beyond the first block are classified like the first`() throws {
        let rules = try #require(randomRules(seed: 7, count: 5))
        let table = randomRows(seed: 8, customers: 2_300, invoices: 4_200)
        let program = RuleProgram(rules)
        for entity in Entity.allCases {
            let tables = program.tables(on: entity, of: table, calendar: Self.calendar)
            let whole = FiredRows(of: tables).rows
            let cut = 3_000 % tables.rowCount
            let parts = [
                FiredRows(of: tables, in: 0..<cut), FiredRows(of: tables, in: cut..<tables.rowCount),
            ]
            #expect(whole == zip(parts[0].rows, parts[1].rows).map { $0 + $1 })
            let evaluator = Evaluator(table, calendar: Self.calendar)
            for (question, rows) in zip(tables.program.questions, whole) {
                let expected = (0..<Int32(tables.rowCount)).filter {
                    DifferentialTests.holds(question, evaluator.row($0, of: entity), rules, table, evaluator)
                }
                #expect(rows == expected)
            }
        }
    }

    /// More thresholds on one fact than a byte can number, on whole numbers, on reals and on a customer's fact.
    @Test func `hundreds of thresholds on one fact say what the interpreter says`() throws {
        var text = ""
        for number in 0..<300 {
            text += "insight invoice.i\(number) \"I\"\n  when balance >= \(number * 3) base and customer.total_balance"
            text +=
                " < \(number * 5) base or late_probability > 0.\(1_000 + number)\n  severity low\n  tags cash_at_risk\n"
        }
        let rules = try rules(text)
        var table = randomRows(seed: 3, customers: 40, invoices: 90)
        let (balance, total) = (
            table.catalog.index(of: "balance", on: .invoice), table.catalog.index(of: "total_balance", on: .customer)
        )
        var balances: [Int64] = []
        var shares: [Double] = []
        for row in 0..<90 {
            balances.append(row == 7 ? .max : Int64(row * 1_000 - 1 + row % 3))
            shares.append(row == 5 ? .nan : 0.1 + Double(row * 4 % 300) / 10_000)
        }
        var totals: [Int64] = []
        for row in 0..<40 { totals.append(row == 7 ? FactTable.unknownInteger : Int64(row * 4_000 - 1 + row % 3)) }
        table.fill(try #require(balance), integers: balances)
        table.fill(try #require(total), integers: totals)
        let share = try #require(table.catalog.index(of: "late_probability", on: .invoice))
        table.fill(share, reals: shares)
        let (_, difference) = DifferentialTests.compare(rules, table)
        #expect(difference == nil)
    }

    /// 2⁷ lanes would be too many: some of the alternatives are computed instead, and the answer stays.
    @Test func `a condition of more than 64 lanes says what the interpreter says`() throws {
        let pairs = [
            "balance > 90_000 base or disputed", "amount > 25 base or promise_open",
            "days_past_due > 7 days or promise_broken",
            "customer.settled_invoices > 3 or payment_terms > 30 days", "customer.do_not_contact or due_date < today",
            "customer.risk_score > 40 points or customer.open_invoices > 1",
            "customer.disputes_365_days < 3 or customer.country is \"DE\"",
        ]
        let product = pairs.map { "(\($0))" }.joined(separator: " and ")
        let sum = pairs.map { "not (\($0))" }.joined(separator: " or ")
        let text = """
            insight invoice.product "P"
              when \(product)
              severity low
              tags cash_at_risk
            insight invoice.sum "S"
              when (\(sum)) and (\(product) or disputed)
              severity low
              tags cash_at_risk
            """
        let rules = try rules(text)
        let program = LaneProgram(rules, on: .invoice)
        for question in program.questions.indices {
            let lanes = program.lanes.filter { $0.question == question }
            #expect((1...LaneProgram.mostLanes).contains(lanes.count), "\(lanes.count) lanes")
        }
        let (_, difference) = DifferentialTests.compare(rules, randomRows(seed: 5, customers: 40, invoices: 400))
        #expect(difference == nil)
    }

    /// Compares all conditions on all rows; how many pairs there were, and the first that differs.
    private static func compare(_ rules: CheckedRules, _ table: FactTable) -> (count: Int, difference: String?) {
        let program = RuleProgram(rules)
        let evaluator = Evaluator(table, calendar: calendar)
        var count = 0
        for entity in Entity.allCases {
            let tables = program.tables(on: entity, of: table, calendar: calendar)
            let questions = tables.program.questions
            let blocks = FiredRows(of: tables).rows
            var space = Workspace(for: tables)
            var traced = Workspace(for: tables)
            if tables.rowCount > 0 { tables.classify(0..<tables.rowCount, in: &traced) }
            let bound = questions.map { DifferentialTests.condition(of: $0, rules, table) }
            for row in 0..<tables.rowCount {
                tables.classify(row: row, in: &space)
                var byRow = [Bool](repeating: false, count: questions.count)
                tables.forEachQuestion(of: space.words.span, at: 0) { byRow[$0] = true }
                var byTracedBlock = [Bool](repeating: false, count: questions.count)
                tables.forEachQuestion(of: traced.words.span, at: row) { byTracedBlock[$0] = true }
                let trace = tables.trace(at: row, in: traced)
                // Reading a trace takes its time, so not every row's is read.
                let byTrace = row % 16 == 0 ? tables.fired(in: trace) : nil
                for (place, question) in questions.enumerated() {
                    let truth = evaluator.truth(bound[place], at: evaluator.row(Int32(row), of: entity))
                    let expected = truth == .yes || (truth == .unknown && question.takesUnknown)
                    let answers = [blocks[place].contains(Int32(row)), byRow[place], byTracedBlock[place]]
                    count += 1
                    if answers != [expected, expected, expected] {
                        return (count, "\(entity) \(row), \(text(of: question, rules)): \(truth), got \(answers)")
                    }
                    if let byTrace, let rule = TracedRule(question.subject), byTrace.contains(rule) != expected {
                        return (count, "trace of \(entity) \(row), \(text(of: question, rules)): \(truth)")
                    }
                }
            }
        }
        return (count, nil)
    }

    private static func holds(
        _ question: Question,
        _ row: Row,
        _ rules: CheckedRules,
        _ table: FactTable,
        _ evaluator: Evaluator
    ) -> Bool {
        let truth = evaluator.truth(condition(of: question, rules, table), at: row)
        return truth == .yes || (truth == .unknown && question.takesUnknown)
    }

    private static func condition(of question: Question, _ rules: CheckedRules, _ table: FactTable) -> BoundCondition {
        var binder = Binder(rules, to: table)
        return switch question.subject {
        case .insight(let place): BoundCondition(rules.insights[place].condition, &binder)
        case .action(let place): BoundCondition(rules.actions[place].condition, &binder)
        case .hold(let place), .holdUnlessFalse(let place): BoundCondition(rules.holds[place].condition, &binder)
        }
    }

    private static func text(of question: Question, _ rules: CheckedRules) -> String {
        let place =
            switch question.subject {
            case .insight(let place): rules.insights[place].place
            case .action(let place): rules.actions[place].place
            case .hold(let place), .holdUnlessFalse(let place): rules.holds[place].place
            }
        return rules.sources.file(named: place.file)?.text ?? ""
    }
}
