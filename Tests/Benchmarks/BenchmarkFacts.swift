import Facts
import Foundation
import RuleEngine
import Values

/// The records that both sides classify: 16 whole numbers each, drawn as the yardsticks' own generator draws them.
struct BenchmarkFacts {
    let columns: [[Int32]]

    init(count: Int) {
        var draws = Draws(generator: SplitMix64(seed: 42))
        var rows: [[Int32]] = Array(repeating: [], count: 16)
        for _ in 0..<count {
            let dpd = draws.share() < 0.35 ? draws.whole(-30...0) : min(Int(draws.exponential(38)) + 1, 240)
            let record = [
                dpd, Int(min(exp(draws.normal(12.6, 1.7)), 900_000_000)), draws.points(48, 22, 0...100),
                draws.choice([0.08, 0.27, 0.55, 0.10]), draws.choice([0.45, 0.18, 0.14, 0.11, 0.12]),
                draws.flag(0.07), draws.flag(0.15), draws.whole(-20...30), min(draws.poisson(0.7), 9),
                Int(min(draws.exponential(11), 120)), min(draws.poisson(0.9), 9), draws.points(14, 13, -10...90),
                draws.points(64, 22, 0...100), draws.points(70, 30, 0...180), draws.flag(0.05), draws.flag(0.03),
            ]
            for (column, value) in record.enumerated() { rows[column].append(Int32(value)) }
        }
        columns = rows
    }

    /// Writes the columns one after the other, as the yardsticks read them.
    func write(to path: String) throws {
        var bytes = Data()
        for column in columns {
            for value in column {
                for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> Int32(shift))) }
            }
        }
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// Reads the columns that the rules test in runs as long as a block, and does nothing with them: what the memory takes.
    func readAlone(in table: FactTable) -> Int64 {
        let columns = BenchmarkPolicy.facts.compactMap { table.catalog.index(of: $0, on: .customer) }
            .map { table.integers(at: $0) }
        var bits: Int64 = 0
        for start in stride(from: 0, to: table.rowCount(of: .customer), by: BitTables.blockLength) {
            let rows = start..<min(start + BitTables.blockLength, table.rowCount(of: .customer))
            for column in columns {
                let values = column.span.extracting(rows)
                for row in 0..<values.count { bits |= values[row] }
            }
        }
        return bits
    }

    /// The records as a fact table of customers, `copies` times over.
    func table(copies: Int = 1) -> FactTable {
        let count = columns[0].count * copies
        var table = FactTable(
            catalog: BenchmarkPolicy.catalog,
            day: Day(sinceEpoch: 20_468),
            currency: .jpy,
            customerKeys: [String](repeating: "", count: count),
            invoiceKeys: [],
            customerOfInvoice: []
        )
        for (place, name) in BenchmarkPolicy.facts.enumerated() {
            guard let index = table.catalog.index(of: name, on: .customer) else { continue }
            let values = Array(repeatElement(columns[place], count: copies).joined())
            if name == "country" {
                table.fill(index, texts: values.map { BenchmarkPolicy.countries[Int($0)] })
            } else {
                table.fill(index, integers: values.map { Int64($0) })
            }
        }
        return table
    }
}

/// Draws from the distributions of the yardsticks' generator.
private struct Draws {
    var generator: SplitMix64

    mutating func share() -> Double { Double.random(in: 0..<1, using: &generator) }
    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func flag(_ share: Double) -> Int { self.share() < share ? 1 : 0 }
    mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - share()) }

    mutating func normal(_ mean: Double, _ deviation: Double) -> Double {
        mean + deviation * (-2 * log(1 - share())).squareRoot() * cos(2 * Double.pi * share())
    }

    mutating func points(_ mean: Double, _ deviation: Double, _ range: ClosedRange<Int>) -> Int {
        min(max(Int(normal(mean, deviation)), range.lowerBound), range.upperBound)
    }

    mutating func poisson(_ mean: Double) -> Int {
        var product = share()
        var count = 0
        while product > exp(-mean) { (product, count) = (product * share(), count + 1) }
        return count
    }

    mutating func choice(_ shares: [Double]) -> Int {
        var rest = share()
        for (place, share) in shares.enumerated() {
            if rest < share { return place }
            rest -= share
        }
        return shares.count - 1
    }
}
