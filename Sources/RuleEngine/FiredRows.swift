import Facts
import RuleLanguage

/// On which rows of one entity the conditions of a rule set are true.
struct FiredRows {
    /// For each question of the program, the rows in ascending order.
    private(set) var rows: [[Int32]]

    /// Goes over all rows of the tables, a block at a time.
    init(of tables: BitTables) {
        self.init(of: tables, in: 0..<tables.rowCount)
    }

    /// Goes over some rows, so that several threads can share the work.
    init(of tables: BitTables, in range: Range<Int>) {
        rows = Array(repeating: [], count: tables.program.questions.count)
        guard tables.wordCount > 0 else { return }
        var space = Workspace(for: tables)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Block.length) {
            let block = start..<min(start + Block.length, range.upperBound)
            tables.classify(block, in: &space)
            for place in 0..<block.count {
                tables.forEachQuestion(of: space.words.span, at: place) { question in
                    // Several lanes of one condition may hold on a row; it counts once.
                    if rows[question].last != Int32(start + place) { rows[question].append(Int32(start + place)) }
                }
            }
        }
    }
}

extension BitTables {
    /// Calls `body` with the question of each lane in a row's set; with one of several lanes more than once.
    @inline(__always)
    func forEachQuestion(of words: Span<UInt64>, at place: Int, _ body: (Int) -> Void) {
        for word in 0..<wordCount {
            var rest = words[place * wordCount + word]
            while rest != 0 {
                body(questionOfLane[word * 64 + rest.trailingZeroBitCount])
                rest &= rest - 1
            }
        }
    }
}
