import RuleLanguage

/// The inner loops over a block of rows.
///
/// They are written so that the compiler makes vector code of them for any processor: no branch depends on a value, and no
/// index is checked, because the callers hand over room for the whole block.
enum Block {
    /// How many rows are worked on at a time.
    ///
    /// What is between the steps stays in near memory, and a column is read in runs of several pages, which the processor
    /// learns to fetch ahead. Half as many cost half as much time again.
    static let length = 2_048

    /// How many rows of one column are worked on at a time: few enough that the processor fetches ahead meanwhile.
    static let tile = 256

    // MARK: From values to buckets

    /// What nothing known is among narrow numbers; all others lie behind it.
    static let narrowUnknown: Int32 = -1 << 30
    /// The largest narrow number: the difference of two of them fits 32 bits, so its sign compares them.
    static let narrowMost: Int32 = 1 << 30 - 1
    /// The largest short number: the difference of two of them fits 16 bits.
    static let shortMost: Int32 = 1 << 14 - 1

    /// The numbers in 15 bits, which is what most facts need; false, and nothing of use, where one does not fit or is not
    /// known.
    static func shorten(_ values: Span<Int64>, into short: inout [Int16]) -> Bool {
        precondition(short.count >= values.count, "a number a row")
        var short = short.mutableSpan
        // Numbers fit where adding half their range leaves no higher bit: one `or` finds out about all rows.
        var high: UInt64 = 0
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            unsafe short[unchecked: row] = Int16(truncatingIfNeeded: value)
            high |= UInt64(bitPattern: value &+ (1 << 14))
        }
        return high >> 15 == 0
    }

    /// The numbers in 31 bits; what does not fit is the end it lies beyond.
    ///
    /// - Returns: whether each row is sure to be known.
    static func narrow(_ values: Span<Int64>, into narrow: inout [Int32]) -> Bool {
        precondition(narrow.count >= values.count, "a number a row")
        var narrow = narrow.mutableSpan
        let half: Int64 = 1 << 29
        var high: UInt64 = 0
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            unsafe narrow[unchecked: row] = Int32(truncatingIfNeeded: value)
            high |= UInt64(bitPattern: value &+ half)
        }
        guard high >> 30 != 0 else { return true }
        high = 0
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            // All bits where nothing is known, else none: of no other number the bits but the first are all zero.
            let rest = UInt64(bitPattern: value) ^ UInt64(bitPattern: Key.unknown)
            let isUnknown = ((rest | (0 &- rest)) >> 63) &- 1
            unsafe narrow[unchecked: row] = Int32(
                truncatingIfNeeded: value &+ (Int64(bitPattern: isUnknown) & Int64(narrowUnknown))
            )
            high |= UInt64(bitPattern: value &+ half) & ~isUnknown
        }
        guard high >> 30 != 0 else { return false }
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            let within = min(max(value, Int64(narrowUnknown) + 1), Int64(narrowMost))
            unsafe narrow[unchecked: row] = value == Key.unknown ? narrowUnknown : Int32(truncatingIfNeeded: within)
        }
        return false
    }

    /// Counts the thresholds that each narrow or short number is above, from a number on.
    static func count(
        _ values: Span<Int32>,
        above thresholds: Span<Int32>,
        from least: UInt8,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        precondition(first >= 0 && buckets.count - first >= values.count, "a bucket a row")
        add(values, above: thresholds, from: least, into: &buckets, at: first)
    }

    /// The same of short numbers, twice as many at a time.
    static func count(
        _ values: Span<Int16>,
        above thresholds: Span<Int32>,
        from least: UInt8,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        precondition(first >= 0 && buckets.count - first >= values.count, "a bucket a row")
        add(values, above: thresholds, from: least, into: &buckets, at: first)
    }

    @inline(__always)
    private static func add<Number: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: Span<Number>,
        above thresholds: Span<Int32>,
        from least: UInt8,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        for row in 0..<values.count { unsafe buckets[unchecked: first &+ row] = least }
        var place = 0
        while thresholds.count - place >= 3 {
            let (a, b) = (Number(thresholds[place]), Number(thresholds[place + 1]))
            let c = Number(thresholds[place + 2])
            for row in 0..<values.count {
                let value = unsafe values[unchecked: row]
                let count = sign(a &- value) &+ sign(b &- value) &+ sign(c &- value)
                unsafe buckets[unchecked: first &+ row] &+= UInt8(truncatingIfNeeded: count)
            }
            place += 3
        }
        for place in place..<thresholds.count {
            let threshold = Number(thresholds[place])
            for row in 0..<values.count {
                let count = unsafe sign(threshold &- values[unchecked: row])
                unsafe buckets[unchecked: first &+ row] &+= UInt8(truncatingIfNeeded: count)
            }
        }
    }

    /// 1 for a number below zero, else 0.
    @inline(__always)
    private static func sign<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number {
        // All bits of a negative number moved to the end are -1.
        0 &- (value &>> Number(truncatingIfNeeded: Number.bitWidth - 1))
    }

    /// The number, or 0 where it is below zero.
    @inline(__always)
    private static func positive<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number {
        value & ~(value &>> Number(truncatingIfNeeded: Number.bitWidth - 1))
    }

    /// Counts the thresholds that each value is at least; what is no number is at least none of them.
    static func count(
        _ values: Span<Double>,
        atLeast thresholds: Span<Double>,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        precondition(first >= 0 && buckets.count - first >= values.count, "a bucket a row")
        for row in 0..<values.count { unsafe buckets[unchecked: first &+ row] = 0 }
        for place in 0..<thresholds.count {
            let threshold = thresholds[place]
            for row in 0..<values.count {
                unsafe buckets[unchecked: first &+ row] &+= values[unchecked: row] >= threshold ? 1 : 0
            }
        }
    }

    /// Gives each narrow number from `least` through `most` its bucket.
    static func span(
        _ values: Span<Int32>,
        _ least: Int32,
        _ most: Int32,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        precondition(first >= 0 && buckets.count - first >= values.count, "a bucket a row")
        let length = most &- least
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            let within = length &- positive(length &- positive(value &- least))
            // No bits for nothing known, else all.
            let isKnown = (narrowUnknown &- value) >> 31
            unsafe buckets[unchecked: first &+ row] = UInt8(truncatingIfNeeded: (within &+ 1) & isKnown)
        }
    }

    /// The same of short numbers, all of which are known.
    static func span(
        _ values: Span<Int16>,
        _ least: Int16,
        _ most: Int16,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int
    ) {
        precondition(first >= 0 && buckets.count - first >= values.count, "a bucket a row")
        let length = most &- least
        for row in 0..<values.count {
            let value = unsafe values[unchecked: row]
            let within = length &- positive(length &- positive(value &- least))
            unsafe buckets[unchecked: first &+ row] = UInt8(truncatingIfNeeded: within &+ 1)
        }
    }

    /// Looks each key up, and writes down the low and the high byte of its bucket.
    static func search(
        _ keys: Span<Int64>,
        _ coder: ColumnCoder,
        into buckets: inout MutableSpan<UInt8>,
        at first: Int,
        highAt second: Int?
    ) {
        precondition(first >= 0 && buckets.count - first >= keys.count, "a bucket a row")
        let cuts = coder.cuts.span
        let halvings = coder.halvings
        for row in 0..<keys.count {
            let bucket = unsafe ColumnCoder.search(keys[unchecked: row], cuts, from: 0, halvings)
            unsafe buckets[unchecked: first &+ row] = UInt8(truncatingIfNeeded: bucket)
            if let second { buckets[second + row] = UInt8(truncatingIfNeeded: bucket >> 8) }
        }
    }

    /// Adds the bits of one plane of buckets, moved up, to those of another; moved by nothing, they replace them.
    ///
    /// Eight rows at a time: a bucket has so few bits that, moved up, it stays within its byte.
    static func combine(_ planes: inout [UInt8], _ first: Int, into second: Int, by shift: Int) {
        precondition(planes.count - max(first, second) >= length, "a plane is a block long")
        let keep: UInt64 = shift == 0 ? 0 : .max
        unsafe planes.withUnsafeMutableBytes { bytes in
            for place in stride(from: 0, to: length, by: 8) {
                let bits = unsafe bytes.loadUnaligned(fromByteOffset: first &+ place, as: UInt64.self) &<< UInt64(shift)
                let before = unsafe bytes.loadUnaligned(fromByteOffset: second &+ place, as: UInt64.self) & keep
                unsafe bytes.storeBytes(of: before | bits, toByteOffset: second &+ place, as: UInt64.self)
            }
        }
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

    // MARK: From buckets to sets

    /// A plane of buckets, and where their sets begin.
    struct Factor {
        let plane: Int
        let start: Int
    }

    /// Leaves of each row's word what the sets of its buckets in four planes have in common with it.
    static func meet(
        _ planes: Span<UInt8>,
        _ sets: Span<UInt64>,
        _ a: Factor,
        _ b: Factor,
        _ c: Factor,
        _ d: Factor,
        _ words: inout MutableSpan<UInt64>,
        _ count: Int
    ) {
        precondition(words.count >= count, "a word a row")
        for row in 0..<count {
            let first = unsafe sets[unchecked: a.start &+ Int(planes[unchecked: a.plane &+ row])]
            let second = unsafe sets[unchecked: b.start &+ Int(planes[unchecked: b.plane &+ row])]
            let third = unsafe sets[unchecked: c.start &+ Int(planes[unchecked: c.plane &+ row])]
            let fourth = unsafe sets[unchecked: d.start &+ Int(planes[unchecked: d.plane &+ row])]
            unsafe words[unchecked: row] &= (first & second) & (third & fourth)
        }
    }

    /// The same with one plane, and with a second one of high bytes where a byte does not hold a bucket.
    static func meet(
        _ planes: Span<UInt8>,
        _ sets: Span<UInt64>,
        _ factor: Factor,
        high: Int?,
        _ words: inout MutableSpan<UInt64>,
        _ count: Int
    ) {
        precondition(words.count >= count, "a word a row")
        for row in 0..<count {
            var bucket = unsafe Int(planes[unchecked: factor.plane &+ row])
            if let high { bucket |= Int(planes[high + row]) << 8 }
            unsafe words[unchecked: row] &= sets[unchecked: factor.start &+ bucket]
        }
    }
}
