import Facts
import RuleLanguage

/// How the lanes of a program lie in bit sets for one table: the cuts of the columns, the order of the lanes, the sets.
struct LanePlan {
    struct Column {
        var coder: ColumnCoder
        var start = 0
        var labels: [UInt16]?
    }

    private(set) var columns: [Column] = []
    private(set) var questionOfLane: [Int] = []
    private(set) var sets: [UInt64] = []
    private(set) var leader: Int?
    let wordCount: Int
    let validWords: [UInt64]

    /// The lanes of a program that are in force.
    init(_ program: LaneProgram, _ lanes: [Lane], _ operands: inout FixedOperands, _ table: FactTable) {
        wordCount = (lanes.count + 63) / 64
        validWords = (0..<wordCount).map { word in
            let count = min(64, lanes.count - word * 64)
            return count == 64 ? .max : (1 << UInt64(count)) - 1
        }
        var tests: [[(lane: Int, test: BoundTest)]] = Array(repeating: [], count: program.columns.count)
        for (place, lane) in lanes.enumerated() {
            for literal in lane.literals {
                tests[literal.column].append((place, BoundTest(literal.test, &operands)))
            }
        }
        for (column, tests) in zip(program.columns, tests) {
            var cuts: [Int64] = []
            for (_, test) in tests { test.collectCuts(into: &cuts) }
            let coder = ColumnCoder(cuts: cuts, isReal: column.isReal)
            let labels = column.isText ? LanePlan.labels(of: coder, tests.map(\.test), operands, table) : nil
            columns.append(Column(coder: coder, labels: labels))
        }
        let answers = zip(zip(program.columns, columns), tests).map { column, tests in
            Answers(tests, column.1.coder, isReal: column.0.isReal) { lane in
                program.questions[lanes[lane].question].takesUnknown
            }
        }
        let order = order(of: lanes.count, answers)
        questionOfLane = order.map { lanes[$0].question }
        write(answers, order)
    }

    /// Which lanes hold in which buckets of one column, as far as the column goes.
    private struct Answers {
        /// The lanes that test the column, in order, with whether they hold, by bucket.
        var byLane: [(lane: Int, holds: [Bool])] = []

        init(
            _ tests: [(lane: Int, test: BoundTest)],
            _ coder: ColumnCoder,
            isReal: Bool,
            takesUnknown: (Int) -> Bool
        ) {
            for (lane, test) in tests {
                let isUnknownEnough = takesUnknown(lane)
                var holds = [Bool](repeating: false, count: coder.lastBucket + 1)
                for (bucket, end) in Answers.runs(of: test, coder) {
                    let holdsThere =
                        switch test.truth(of: coder.example(of: bucket, isReal: isReal)) {
                        case .yes: true
                        case .no: false
                        case .unknown: isUnknownEnough
                        }
                    if holdsThere { for place in bucket..<end { holds[place] = true } }
                }
                if let last = byLane.indices.last, byLane[last].lane == lane {
                    for place in holds.indices where !holds[place] { byLane[last].holds[place] = false }
                } else {
                    byLane.append((lane, holds))
                }
            }
        }

        /// Runs of buckets in which the test has one answer, each by its first bucket and the one behind its last: a test
        /// has few cuts of its own, however many its column has.
        private static func runs(of test: BoundTest, _ coder: ColumnCoder) -> [(bucket: Int, end: Int)] {
            var cuts: [Int64] = []
            test.collectCuts(into: &cuts)
            var starts = [0, 1]
            for bucket in cuts.map({ coder.bucket(of: $0) }).sorted() where bucket > starts[starts.count - 1] {
                starts.append(bucket)
            }
            return starts.indices.map { place in
                (starts[place], place + 1 < starts.count ? starts[place + 1] : coder.lastBucket + 1)
            }
        }
    }

    /// The order in which the lanes get their bits.
    ///
    /// Where there are many, those that hold in the same buckets of the most telling column lie together, so that a row
    /// has to look at few words.
    private mutating func order(of count: Int, _ answers: [Answers]) -> [Int] {
        guard wordCount > 2 else { return Array(0..<count) }
        var least = Double(count)
        for (place, answers) in answers.enumerated() {
            var open = Double(count - answers.byLane.count)
            for (_, holds) in answers.byLane {
                open += Double(holds.count { $0 }) / Double(holds.count)
            }
            if open < least { (least, leader) = (open, place) }
        }
        guard let leader else { return Array(0..<count) }
        var spans = [(first: Int, last: Int)](repeating: (0, columns[leader].coder.lastBucket), count: count)
        for (lane, holds) in answers[leader].byLane {
            spans[lane] = (holds.firstIndex(of: true) ?? 0, holds.lastIndex(of: true) ?? 0)
        }
        return (0..<count).sorted { left, right in
            (spans[left].first, spans[left].last, left) < (spans[right].first, spans[right].last, right)
        }
    }

    private mutating func write(_ answers: [Answers], _ order: [Int]) {
        var bitOfLane = [Int](repeating: 0, count: order.count)
        for (bit, lane) in order.enumerated() { bitOfLane[lane] = bit }
        for place in columns.indices {
            let coder = columns[place].coder
            let start = sets.count
            columns[place].start = start
            for _ in 0..<coder.bucketCount { sets += validWords }
            for (lane, holds) in answers[place].byLane {
                let bit = bitOfLane[lane]
                let mask = ~(UInt64(1) << UInt64(bit % 64))
                for bucket in 0..<coder.bucketCount where !holds[min(bucket, coder.lastBucket)] {
                    sets[start + bucket * wordCount + bit / 64] &= mask
                }
            }
        }
    }

    /// Names for the buckets of a text column that do not depend on the numbers that texts happen to have in a table:
    /// 0 is unknown, 1 any text that no rule names, and from 2 on the texts that rules name, in their order.
    private static func labels(
        of coder: ColumnCoder,
        _ tests: [BoundTest],
        _ operands: FixedOperands,
        _ table: FactTable
    ) -> [UInt16] {
        var numbers: [Int64] = []
        for test in tests { test.collectNumbers(into: &numbers) }
        let named = Set(numbers).map { (text: operands.text(numbered: $0, in: table), number: $0) }
            .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        return (0..<coder.bucketCount).map { bucket in
            guard let value = coder.example(of: bucket, isReal: false).whole else { return 0 }
            return named.firstIndex { $0.number == value }.map { UInt16($0 + 2) } ?? 1
        }
    }
}
