/// The memory that classifying rows needs, made once and used block after block.
///
/// Each thread has its own.
package struct Workspace: ~Copyable {
    /// The sets of the rows of the last block, ``BitTables/wordCount`` words a row.
    package internal(set) var words: [UInt64]
    /// The buckets of the rows of the last block that was traced: a block's worth for each column, one after the other.
    package internal(set) var buckets: [UInt16]
    var keys: [Int64]
    var registers: [[Int64]] = []
    /// Where the set of each column's bucket begins, for the row at hand.
    var starts: [Int]

    /// Room for these tables' blocks.
    package init(for tables: BitTables) {
        words = [UInt64](repeating: 0, count: Block.length * tables.wordCount)
        buckets = [UInt16](repeating: 0, count: Block.length * tables.columns.count)
        keys = [Int64](repeating: 0, count: Block.length)
        starts = [Int](repeating: 0, count: tables.columns.count)
    }
}
