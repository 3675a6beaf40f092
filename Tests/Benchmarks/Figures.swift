import Foundation

/// What was measured, round by round.
struct Figures {
    private struct Key: Hashable {
        let item: String
        let rules: Int
    }

    private var values: [Key: [Double]] = [:]
    var setBytes: [Int: Int] = [:]
    /// Takes up what is read, so that the reading is not dropped.
    var checksum: Int64 = 0

    mutating func add(_ item: String, _ rules: Int, _ value: Double) {
        values[Key(item: item, rules: rules), default: []].append(value)
    }

    func median(_ item: String, _ rules: Int) -> Double {
        middle(values[Key(item: item, rules: rules)] ?? [])
    }

    /// The median of the rounds' ratios of one item to another.
    func ratio(_ item: String, _ rules: Int, to other: String, _ otherRules: Int) -> Double {
        let (first, second) = (
            values[Key(item: item, rules: rules)] ?? [], values[Key(item: other, rules: otherRules)] ?? []
        )
        return middle(zip(first, second).map { $0 / $1 })
    }
}

extension Figures {
    /// The figures as a page of the documentation.
    func report() -> String {
        let block = "block"
        return """
            # Benchmarks

            Written by `make bench`; do not edit. \(Bench.rounds) rounds, in each of which every program runs once and counts the
            fastest of \(Bench.passes) passes; a figure is the median of the rounds, a ratio the median of the rounds' ratios.
            Processor time of one thread, no part of it measured elsewhere. The programs in C are in `Tests/Benchmarks/Limits`; the
            rules are the same policies as text, through the checker; both sides agree on the number of conditions that hold.

            ## Rules: 100,000 records of 16 facts

            | ns a record | 20 rules | of the row program | 1,000 rules | of the row program |
            |---|---|---|---|---|
            \(line("row program in C, `gcc -O2`", "row program"))
            \(line("column program in C, `gcc -O3`: the floor", "column program"))
            \(line("bit tables, block", block))
            \(line("bit tables, block, every row's trace kept", "block, trace"))
            \(line("reading the 16 columns alone, in Swift", "reading alone"))
            \(line("bit tables, one row at a time", "single row"))

            | what | 20 rules | 1,000 rules |
            |---|---|---|
            | check the text | \(milliseconds("check", 20)) | \(milliseconds("check", 1_000)) |
            | compile: lanes, cuts, tables | \(milliseconds("compile", 20)) | \(milliseconds("compile", 1_000)) |
            | an edit: compile, and classify 1,000,000 records | \(milliseconds("edit", 20)) | \(milliseconds("edit", 1_000)) |
            | the tables | \(setBytes[20] ?? 0) bytes | \(setBytes[1_000] ?? 0) bytes |

            ## Budgets

            | budget | found | |
            |---|---|---|
            \(budget("20 rules, block: at most 0.5 of the row program", ratio(block, 20, to: "row program", 20), 0.5))
            \(budget("1,000 rules, block: at most 0.06 of the row program", ratio(block, 1_000, to: "row program", 1_000), 0.06))
            \(budget("1,000 rules at most 4 × 20 rules", ratio(block, 1_000, to: block, 20), 4))
            \(budget("trace at most 1.1 × without, 20 rules", ratio("block, trace", 20, to: block, 20), 1.1))
            \(budget("trace at most 1.1 × without, 1,000 rules", ratio("block, trace", 1_000, to: block, 1_000), 1.1))
            \(budget("one row, 1,000 rules: at most 300 ns", median("single row", 1_000), 300))
            \(budget("check 1,000 rules: at most 50 ms", median("check", 1_000) / 1e6, 50))
            \(budget("compile 1,000 rules: at most 10 ms", median("compile", 1_000) / 1e6, 10))
            \(budget("edit of a policy of 20 rules over 1,000,000 records: at most 50 ms", median("edit", 20) / 1e6, 50))

            ## What the limits do not do
            - The programs in C are the policy itself, made by a compiler: no file is read when a threshold changes, nothing is
              checked, no value can be unknown, there are no units, and nothing can be said afterwards about why a rule fired.
            - They read numbers of 32 bits, 64 bytes a record; the product's columns hold amounts of any size in 64 bits, 128 bytes
              a record. What fetching them costs is the line about reading alone; the rest of the time for 20 rules is mostly
              finding buckets, which takes the same whatever the rules are. Narrower columns would be the next thing to try.
            - The bit tables leave a block's sets where the next step reads them, the programs in C write all of them out.
            - The budget about an edit is meant for one rule of a policy; measured is the whole policy compiled and run anew.

            """
    }

    private func line(_ title: String, _ item: String) -> String {
        let cells = [20, 1_000].map { rules in
            "\(rounded(median(item, rules))) | \(rounded(ratio(item, rules, to: "row program", rules))) ×"
        }
        return "| \(title) | \(cells.joined(separator: " | ")) |"
    }

    private func milliseconds(_ item: String, _ rules: Int) -> String { "\(rounded(median(item, rules) / 1e6)) ms" }

    private func budget(_ title: String, _ found: Double, _ most: Double) -> String {
        "| \(title) | \(rounded(found)) | \(found <= most ? "met" : "**missed**") |"
    }

    /// Three digits that count.
    private func rounded(_ value: Double) -> String {
        String(format: value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
    }
}
