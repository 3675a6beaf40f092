/// The memory that classifying rows needs, made once and used block after block.
///
/// Each thread has its own.
package struct Workspace: ~Copyable {
    /// The sets of the rows of the last block, ``BitTables/wordCount`` words a row.
    package internal(set) var words: [UInt64]
    /// The buckets of the rows of the last block: planes of a block's worth of bytes.
    var planes: [UInt8]
    /// The first row of the last block.
    var firstRow = 0
    /// Whole numbers of a block in fewer bits.
    struct Numbers {
        var short = [Int16](repeating: 0, count: Block.length)
        var narrow = [Int32](repeating: 0, count: Block.length)
    }

    var numbers = Numbers()
    var reals: [Double]
    var registers: [[Int64]] = []
    /// Where the set of each group's or each column's bucket begins, for the row at hand.
    var starts: [Int]

    /// Room for these tables' blocks.
    package init(for tables: BitTables) {
        words = [UInt64](repeating: 0, count: Block.length * tables.wordCount)
        planes = [UInt8](repeating: 0, count: Block.length * tables.planeCount)
        reals = [Double](repeating: 0, count: Block.length)
        starts = [Int](repeating: 0, count: max(tables.groups.count, tables.columns.count))
    }
}
