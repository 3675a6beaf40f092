import RuleLanguage

/// Tells in which bucket of a column a value lies.
///
/// A column's cuts are the values at which the answer of some test changes; between two of them all values are alike.
/// Bucket 0 is for nothing known, bucket 1 for what lies before the first cut.
struct ColumnCoder: Sendable {
    /// How a whole block is sorted into buckets.
    enum Method: Sendable {
        /// The number of thresholds that the value is above, all of them narrow; the first one parts the known from the
        /// unknown. Whether the others are even short.
        case counting([Int32], isShort: Bool)
        /// The number of reals that the value is at least.
        case countingReals([Double])
        /// One bucket for each number from `least`, which stands for all before it, through `most`, which stands for all
        /// behind it.
        case span(least: Int32, most: Int32, isShort: Bool)
        /// The number of cuts not above the key, found in so many halvings.
        case searching(halvings: Int)
    }

    /// The longest range that has a bucket for each of its numbers, so that a bucket's number fits a byte.
    static let longestSpan = 250
    /// The most thresholds that are counted: beyond, halving is quicker.
    static let mostCounted = 32
    /// From so many thresholds on a bucket for each number is quicker than counting.
    static let fewestSpanned = 8

    let method: Method
    /// The key of `unknown` plus one, then the cuts, then enough of the greatest key to make one less than a power of two.
    let cuts: [Int64]
    let halvings: Int
    /// How many buckets there are to look up; those behind ``lastBucket`` are the same as it.
    let bucketCount: Int
    /// The last bucket that is not like the one before it.
    let lastBucket: Int

    /// A coder that parts values at these keys.
    init(cuts given: [Int64], isReal: Bool) {
        var distinct: [Int64] = []
        for cut in given.sorted() where cut != distinct.last && cut > Key.unknown + 1 { distinct.append(cut) }
        var halvings = 1
        while (1 << halvings) - 1 < distinct.count + 1 { halvings += 1 }
        self.halvings = halvings
        cuts =
            [Key.unknown + 1] + distinct + [Int64](repeating: .max, count: (1 << halvings) - 2 - distinct.count)
        // A value beyond the narrow numbers is taken for the end of them, so no cut may lie there.
        let isNarrow = distinct.allSatisfy { $0 > Int64(Block.narrowUnknown) + 2 && $0 <= Int64(Block.narrowMost) }
        let isShort = distinct.allSatisfy { abs($0) < Int64(Block.shortMost) }
        let length = isNarrow ? Int((distinct.last ?? 0) - (distinct.first ?? 0)) : Int.max
        if isReal, distinct.count < ColumnCoder.mostCounted {
            method = .countingReals([-.infinity] + distinct.map { Key.real(of: $0) })
            (bucketCount, lastBucket) = (distinct.count + 2, distinct.count + 1)
        } else if !isReal, isNarrow, distinct.count >= ColumnCoder.fewestSpanned, length <= ColumnCoder.longestSpan {
            let (least, most) = (Int32(distinct[0]) - 1, Int32(distinct[distinct.count - 1]))
            method = .span(least: least, most: most, isShort: isShort)
            (bucketCount, lastBucket) = (length + 3, length + 2)
        } else if !isReal, isNarrow, distinct.count < ColumnCoder.mostCounted {
            let thresholds = [Block.narrowUnknown] + distinct.map { Int32($0) - 1 }
            method = .counting(thresholds, isShort: isShort)
            (bucketCount, lastBucket) = (distinct.count + 2, distinct.count + 1)
        } else {
            method = .searching(halvings: halvings)
            (bucketCount, lastBucket) = (1 << halvings, distinct.count + 1)
        }
    }

    /// A value that lies in a bucket.
    func example(of bucket: Int, isReal: Bool) -> Scalar {
        guard bucket > 0 else { return .unknown }
        switch method {
        case .span(let least, _, _): return .integer(Int64(least) + Int64(bucket) - 1)
        case .counting, .countingReals, .searching:
            let key = cuts[min(bucket, lastBucket) - 1]
            guard isReal else { return .integer(key) }
            return .real(bucket == 1 ? -.infinity : Key.real(of: key))
        }
    }

    /// The bucket of one key.
    func bucket(of key: Int64) -> Int {
        switch method {
        case .span(let least, let most, _): ColumnCoder.bucket(of: key, least, most)
        case .counting, .countingReals, .searching:
            min(ColumnCoder.search(key, cuts.span, from: 0, halvings), lastBucket)
        }
    }

    /// The bucket of a key where each number from `least` through `most` has one.
    @inline(__always)
    static func bucket(of key: Int64, _ least: Int32, _ most: Int32) -> Int {
        key == Key.unknown ? 0 : Int(min(max(key, Int64(least)), Int64(most)) &- Int64(least) &+ 1)
    }

    /// How many of the cuts from a place on are not above the key.
    @inline(__always)
    static func search(_ key: Int64, _ cuts: Span<Int64>, from start: Int, _ halvings: Int) -> Int {
        var bucket = 0
        var step = 1 << (halvings - 1)
        let key = UInt64(bitPattern: key) ^ (1 << 63)
        while step > 0 {
            // Never out of bounds: there are twice the first step less one cuts, and the steps add up to as many.
            let cut = unsafe UInt64(bitPattern: cuts[unchecked: start &+ bucket &+ step &- 1]) ^ (1 << 63)
            // The borrow of a subtraction, so that no branch has to be guessed.
            // Source: H. S. Warren, "Hacker's Delight" (2013), section 2-13.
            let isBefore = ((~key & cut) | ((~key | cut) & (key &- cut))) >> 63
            bucket &+= step & Int(truncatingIfNeeded: isBefore &- 1)
            step >>= 1
        }
        return bucket
    }
}
