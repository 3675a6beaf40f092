import RuleLanguage

/// The inner loops over a block of rows. No index is checked in them: the callers hand over spans of one length, and a
/// bucket is never larger than the coder's last.
enum Block {
    /// How many rows are worked on at a time, so that what is between the steps stays in the nearest memory.
    static let length = 1_024

    /// Leaves of each row's one word what the sets of the values' buckets have in common with it.
    ///
    /// - Parameters:
    ///   - keys: the column's keys, one a row.
    ///   - sets: the set of each bucket, one word each.
    ///   - words: one word a row.
    static func meet(
        _ keys: Span<Int64>,
        _ coder: ColumnCoder,
        _ sets: Span<UInt64>,
        _ words: inout MutableSpan<UInt64>
    ) {
        precondition(words.count >= keys.count && sets.count >= coder.bucketCount, "a word a row, and a set a bucket")
        switch coder.method {
        case .span(let least, let most):
            for row in 0..<keys.count {
                unsafe words[unchecked: row] &=
                    sets[
                        unchecked: ColumnCoder.bucket(of: keys[unchecked: row], least, most)
                    ]
            }
        case .search(let cuts, let halvings):
            let cuts = cuts.span
            switch halvings {
            case 1: meet(keys, cuts, halvings: 1, sets, &words)
            case 2: meet(keys, cuts, halvings: 2, sets, &words)
            case 3: meet(keys, cuts, halvings: 3, sets, &words)
            case 4: meet(keys, cuts, halvings: 4, sets, &words)
            default: meet(keys, cuts, halvings: halvings, sets, &words)
            }
        }
    }

    /// The same by search; with a number of halvings that is written down, the loop over them is rolled out.
    @inline(__always)
    private static func meet(
        _ keys: Span<Int64>,
        _ cuts: Span<Int64>,
        halvings: Int,
        _ sets: Span<UInt64>,
        _ words: inout MutableSpan<UInt64>
    ) {
        for row in 0..<keys.count {
            unsafe words[unchecked: row] &=
                sets[
                    unchecked: ColumnCoder.bucket(of: keys[unchecked: row], cuts, halvings)
                ]
        }
    }

    /// Writes down the bucket of each value.
    static func sort(_ keys: Span<Int64>, _ coder: ColumnCoder, into buckets: inout MutableSpan<UInt16>, at first: Int)
    {
        precondition(first >= 0 && buckets.count - first >= keys.count, "a bucket a row")
        switch coder.method {
        case .span(let least, let most):
            for row in 0..<keys.count {
                unsafe buckets[unchecked: first &+ row] = UInt16(
                    truncatingIfNeeded: ColumnCoder.bucket(of: keys[unchecked: row], least, most)
                )
            }
        case .search(let cuts, let halvings):
            let cuts = cuts.span
            switch halvings {
            case 1: sort(keys, cuts, halvings: 1, into: &buckets, at: first)
            case 2: sort(keys, cuts, halvings: 2, into: &buckets, at: first)
            case 3: sort(keys, cuts, halvings: 3, into: &buckets, at: first)
            case 4: sort(keys, cuts, halvings: 4, into: &buckets, at: first)
            case 5: sort(keys, cuts, halvings: 5, into: &buckets, at: first)
            default: sort(keys, cuts, halvings: halvings, into: &buckets, at: first)
            }
        }
    }

    @inline(__always)
    private static func sort(
        _ keys: Span<Int64>,
        _ cuts: Span<Int64>,
        halvings: Int,
        into buckets: inout MutableSpan<UInt16>,
        at first: Int
    ) {
        for row in 0..<keys.count {
            unsafe buckets[unchecked: first &+ row] = UInt16(
                truncatingIfNeeded: ColumnCoder.bucket(of: keys[unchecked: row], cuts, halvings)
            )
        }
    }

    /// The keys of reals.
    static func keys(of reals: Span<Double>, into keys: inout [Int64]) {
        var keys = keys.mutableSpan
        precondition(keys.count >= reals.count, "a key a row")
        for row in 0..<reals.count { unsafe keys[unchecked: row] = Key.of(reals[unchecked: row]) }
    }

    /// The value that belongs to each row's customer.
    static func gather<Value: BitwiseCopyable>(
        _ values: Span<Value>,
        _ customers: Span<Int32>,
        into result: inout MutableSpan<Value>,
        at first: Int = 0
    ) {
        precondition(first >= 0 && result.count - first >= customers.count, "a value a row")
        // The fact table makes sure that each invoice has a customer of the table.
        for row in 0..<customers.count {
            unsafe result[unchecked: first &+ row] = values[unchecked: Int(customers[unchecked: row])]
        }
    }
}
