/// A column as a single row goes through it: no part of it is counted or owned, so a row costs no bookkeeping.
struct RowStep: BitwiseCopyable, Sendable {
    enum Source: BitwiseCopyable, Sendable {
        /// The fact at this place of the catalogue.
        case integer(Int)
        case real(Int)
        /// The tables' column at this place.
        case derived(Int)
        case customer(Int)
    }

    let column: Int
    let source: Source
    /// Where the sets of the column's buckets begin.
    let start: Int
    /// Where the bucket is left for a trace, and its high byte; below zero for nowhere.
    let plane: Int
    let highPlane: Int
    private let isSpan: Bool
    private let least: Int32
    private let most: Int32
    private let firstCut: Int
    private let halvings: Int
    private let lastBucket: Int

    init(_ place: Int, _ column: BitTables.Column, cutsFrom firstCut: Int) {
        self.column = place
        start = column.start
        plane = column.ofCustomers == nil ? column.plane * Block.length : -1
        highPlane = column.highPlane.map { $0 * Block.length } ?? -1
        self.firstCut = firstCut
        halvings = column.coder.halvings
        lastBucket = column.coder.lastBucket
        if column.ofCustomers != nil {
            source = .customer(place)
        } else if let fact = column.fact {
            source = column.isReal ? .real(fact) : .integer(fact)
        } else {
            source = .derived(place)
        }
        switch column.coder.method {
        case .span(let least, let most, _): (isSpan, self.least, self.most) = (true, least, most)
        case .counting, .countingReals, .searching: (isSpan, least, most) = (false, 0, 0)
        }
    }

    /// The bucket of a key.
    @inline(__always)
    func bucket(of key: Int64, _ cuts: Span<Int64>) -> Int {
        isSpan
            ? ColumnCoder.bucket(of: key, least, most)
            : min(ColumnCoder.search(key, cuts, from: firstCut, halvings), lastBucket)
    }
}
