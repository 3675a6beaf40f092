import Facts
import Foundation
import RuleEngine
import RuleLanguage
import Values

/// Measures the rule engine beside the yardsticks and writes `docs/benchmarks.md`.
///
/// Each round runs every program once, one after the other, so that a slow moment of the machine falls on all; the figure
/// is the median of the rounds, the ratio the median of the rounds' ratios.
@main
enum Bench {
    static let rounds = 9
    static let passes = 5

    static func main() {
        do {
            try run()
        } catch {
            print("bench: \(error)")
            exit(1)
        }
    }

    private static func run() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { throw BenchmarkError("usage: bench LIMITS BUILT REPORT") }
        let (limits, built, report) = (arguments[1], arguments[2], arguments[3])
        let facts = BenchmarkFacts(count: 100_000)
        try facts.write(to: built + "/facts.i32")
        var figures = Figures()
        let contestants = try [20, 1_000].map { count in
            try Contestant(count, BenchmarkPolicy(file: limits + "/policy_\(count).txt"), facts)
        }
        let million = facts.table(copies: 10)
        for _ in 0..<rounds {
            for contestant in contestants { try contestant.measure(&figures, built, million) }
        }
        for contestant in contestants { figures.setBytes[contestant.count] = contestant.tables.setBytes }
        let text = figures.report()
        print(text)
        try text.write(toFile: report, atomically: true, encoding: .utf8)
    }
}

/// One size of policy, made ready.
struct Contestant {
    let count: Int
    let policy: BenchmarkPolicy
    let program: RuleProgram
    let table: FactTable
    let tables: BitTables
    let facts: BenchmarkFacts

    init(_ count: Int, _ policy: BenchmarkPolicy, _ facts: BenchmarkFacts) {
        self.count = count
        self.policy = policy
        self.facts = facts
        program = RuleProgram(policy.rules)
        table = facts.table()
        tables = program.tables(on: .customer, of: table, calendar: .withoutHolidays)
    }

    func measure(_ figures: inout Figures, _ built: String, _ million: FactTable) throws {
        let rowwise = try runYardstick("rules_\(count)", ["facts.i32", "\(Bench.passes)"], in: built)
        let records = Double(rowwise.records)
        figures.add("row program", count, rowwise.nanoseconds / records)
        var space = Workspace(for: tables)
        let bits = bits(&space)
        guard bits == rowwise.bits else {
            throw BenchmarkError("\(count) rules: \(bits) conditions hold, and \(rowwise.bits) by the yardstick")
        }
        figures.add("block", count, fastest { classify(tables, &space) } / records)
        var traces = [UInt8](repeating: 0, count: tables.traceBytes * tables.rowCount)
        figures.add("block, trace", count, fastest { classify(tables, &space, keeping: &traces) } / records)
        figures.add("reading alone", count, fastest { figures.checksum ^= facts.readAlone(in: table) } / records)
        let columns = try runYardstick("rulescol_\(count)", ["\(Bench.passes)"], in: built)
        figures.add("column program", count, columns.nanoseconds / records)
        figures.add(
            "single row",
            count,
            fastest { for row in 0..<tables.rowCount { tables.classify(row: row, in: &space) } } / records
        )
        figures.add("check", count, fastest { _ = check() })
        figures.add(
            "compile",
            count,
            fastest { _ = RuleProgram(policy.rules).tables(on: .customer, of: table, calendar: .withoutHolidays) }
        )
        figures.add(
            "edit",
            count,
            fastest {
                let tables = RuleProgram(policy.rules).tables(on: .customer, of: million, calendar: .withoutHolidays)
                var space = Workspace(for: tables)
                classify(tables, &space)
            }
        )
    }

    private func check() -> Bool {
        RuleChecker.check(policy.sources, against: BenchmarkPolicy.catalog, currency: .jpy).rules != nil
    }

    /// Classifies all records, block by block.
    private func classify(_ tables: BitTables, _ space: inout Workspace) {
        for start in stride(from: 0, to: tables.rowCount, by: BitTables.blockLength) {
            let rows = start..<min(start + BitTables.blockLength, tables.rowCount)
            tables.classify(rows, in: &space)
        }
    }

    /// The same, with all rows' buckets kept.
    private func classify(_ tables: BitTables, _ space: inout Workspace, keeping traces: inout [UInt8]) {
        for start in stride(from: 0, to: tables.rowCount, by: BitTables.blockLength) {
            let rows = start..<min(start + BitTables.blockLength, tables.rowCount)
            tables.classify(rows, in: &space)
            tables.copyTraces(of: rows, into: &traces, from: space)
        }
    }

    /// How many conditions hold over all records, which has to be what the yardstick says.
    private func bits(_ space: inout Workspace) -> Int {
        var bits = 0
        for start in stride(from: 0, to: tables.rowCount, by: BitTables.blockLength) {
            let rows = start..<min(start + BitTables.blockLength, tables.rowCount)
            tables.classify(rows, in: &space)
            for word in space.words.prefix(rows.count * tables.wordCount) { bits += word.nonzeroBitCount }
        }
        return bits
    }

    /// The fastest of a few passes, in nanoseconds of processor time: noise only adds.
    private func fastest(_ body: () -> Void) -> Double {
        (0..<Bench.passes).map { _ in nanoseconds(body) }.min() ?? .nan
    }
}
