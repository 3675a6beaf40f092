import RuleLanguage

/// Tells in which bucket of a column a value lies.
///
/// A column's cuts are the values at which the answer of some test changes; between two of them all values are alike.
/// Bucket 0 is for nothing known, bucket 1 for what lies before the first cut. A short range of whole numbers has a bucket
/// for each number, which costs two comparisons whatever the number of cuts; all others are searched.
struct ColumnCoder: Sendable {
    enum Method: Sendable {
        /// One bucket for each number from `least`, which stands for all before it, through `most`, which stands for all
        /// behind it.
        case span(least: Int64, most: Int64)
        /// The number of cuts not above the key, found in so many halvings; the first cut parts the known from the
        /// unknown, and the list is filled up to one less than a power of two.
        case search(cuts: [Int64], halvings: Int)
    }

    /// The longest range that has a bucket for each of its numbers.
    static let longestSpan = 250

    let method: Method
    /// How many buckets there are to look up; those behind ``lastBucket`` are the same as it.
    let bucketCount: Int
    /// The last bucket that is not like the one before it.
    let lastBucket: Int

    /// A coder that parts values at these keys.
    init(cuts: [Int64], isReal: Bool) {
        var distinct: [Int64] = []
        for cut in cuts.sorted() where cut != distinct.last && cut > Key.unknown + 1 { distinct.append(cut) }
        if !isReal, let first = distinct.first, let last = distinct.last, first > Key.unknown + 2,
            let length = ColumnCoder.length(from: first, to: last), length <= ColumnCoder.longestSpan
        {
            method = .span(least: first - 1, most: last)
            bucketCount = length + 3
            lastBucket = bucketCount - 1
        } else {
            var halvings = 1
            while (1 << halvings) - 1 < distinct.count + 1 { halvings += 1 }
            let padding = [Int64](repeating: .max, count: (1 << halvings) - 2 - distinct.count)
            method = .search(cuts: [Key.unknown + 1] + distinct + padding, halvings: halvings)
            bucketCount = 1 << halvings
            lastBucket = distinct.count + 1
        }
    }

    private static func length(from first: Int64, to last: Int64) -> Int? {
        let (length, isTooLong) = last.subtractingReportingOverflow(first)
        return isTooLong ? nil : Int(length)
    }

    /// A value that lies in a bucket.
    func example(of bucket: Int, isReal: Bool) -> Scalar {
        guard bucket > 0 else { return .unknown }
        switch method {
        case .span(let least, _): return .integer(least + Int64(bucket) - 1)
        case .search(let cuts, _):
            let key = cuts[min(bucket, lastBucket) - 1]
            guard isReal else { return .integer(key) }
            return .real(bucket == 1 ? -.infinity : Key.real(of: key))
        }
    }

    /// The bucket of one key.
    @inline(__always)
    func bucket(of key: Int64) -> Int {
        switch method {
        case .span(let least, let most): ColumnCoder.bucket(of: key, least, most)
        case .search(let cuts, let halvings): ColumnCoder.bucket(of: key, cuts.span, halvings)
        }
    }

    @inline(__always)
    static func bucket(of key: Int64, _ least: Int64, _ most: Int64) -> Int {
        let within = min(max(key, least), most)
        return key == Key.unknown ? 0 : Int(within &- least &+ 1)
    }

    @inline(__always)
    static func bucket(of key: Int64, _ cuts: Span<Int64>, _ halvings: Int) -> Int {
        var bucket = 0
        var step = 1 << (halvings - 1)
        while step > 0 {
            // Never out of bounds: there are 2 × the first step - 1 cuts, and the steps add up to as many.
            let isBehind = unsafe key >= cuts[unchecked: bucket &+ step &- 1]
            bucket = isBehind ? bucket &+ step : bucket
            step >>= 1
        }
        return bucket
    }
}
