/// How columns with few buckets are taken together, so that one look-up answers for several of them.
struct GroupPlan {
    /// Columns whose buckets together make one number.
    struct Group: Sendable {
        /// The columns, and by how many bits each one's bucket is moved up.
        let members: [(column: Int, shift: Int)]
        let bits: Int
        /// Whether its columns have one value a customer, although the rows are invoices.
        let isOfCustomer: Bool
        /// Where the sets begin.
        var start = 0
        /// Where the rows' numbers stand in a workspace, as a number of planes.
        var plane = 0
        /// Where their high bytes stand, for a column alone that has more buckets than a byte can number.
        var highPlane: Int?
    }

    /// How large the sets of several columns together may be, in bytes: a part of the nearest memory.
    static let mostBytes = 16_384

    private(set) var groups: [Group] = []

    /// Packs columns, the largest first, into as few groups as fit.
    ///
    /// - Parameter bucketCounts: of each column, or `nil` for one that is left out.
    init(bucketCounts: [Int?], isOfCustomer: [Bool], wordCount: Int) {
        var most = 0
        while most < 8, (2 << most) * wordCount * 8 <= GroupPlan.mostBytes { most += 1 }
        let needs: [(column: Int, bits: Int)] = bucketCounts.enumerated().compactMap { column, count in
            count.map { (column, Int.bitWidth - ($0 - 1).leadingZeroBitCount) }
        }
        var packed: [(members: [(column: Int, shift: Int)], bits: Int, isOfCustomer: Bool)] = []
        for (column, bits) in needs.sorted(by: { ($1.bits, $0.column) < ($0.bits, $1.column) }) {
            let room = packed.firstIndex {
                $0.bits + bits <= most && $0.isOfCustomer == isOfCustomer[column]
            }
            if let room {
                packed[room].members.append((column, packed[room].bits))
                packed[room].bits += bits
            } else {
                packed.append(([(column, 0)], bits, isOfCustomer[column]))
            }
        }
        groups = packed.map { Group(members: $0.members, bits: $0.bits, isOfCustomer: $0.isOfCustomer) }
    }
}
