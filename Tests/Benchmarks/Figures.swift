import Foundation

/// What was measured, round by round.
struct Figures {
    private struct Key: Hashable {
        let item: String
        let rules: Int
    }

    private var values: [Key: [Double]] = [:]
    var setBytes: [Int: Int] = [:]

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
    func report(lanes: [(rules: Int, words: Int)]) -> String {
        var text = ""
        for rules in [20, 1_000] {
            for item in [
                "row program", "column program", "block", "block, trace", "single row", "check", "compile", "edit",
            ] {
                text +=
                    "\(rules) \(item): \(median(item, rules)) ratio \(ratio(item, rules, to: "row program", rules))\n"
            }
            text += "\(setBytes[rules] ?? 0) bytes\n"
        }
        return text
    }
}
