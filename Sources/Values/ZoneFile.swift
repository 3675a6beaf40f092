/// What a compiled time zone file says: the offsets of the past, and the rule that holds after them.
///
/// Source: RFC 9636, "The Time Zone Information Format (TZif)", versions 1 to 4.
struct ZoneFile: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z at which the offset changes, ascending.
    private let transitions: [Int64]
    /// The offset from each transition on.
    private let offsets: [Int]
    /// The offset before the first transition.
    private let firstOffset: Int
    /// What holds after the last transition; `nil` where the last offset stays.
    private let rule: ZoneRule?

    static let universal = ZoneFile(transitions: [], offsets: [], firstOffset: 0, rule: nil)

    private init(transitions: [Int64], offsets: [Int], firstOffset: Int, rule: ZoneRule?) {
        self.transitions = transitions
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
    }

    /// The file with this content, or `nil` where it is none, or counts leap seconds.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes: bytes)
        guard let first = Header(&reader) else { return nil }
        guard first.version > 0 else {
            self.init(block: first, timeWidth: 4, &reader)
            return
        }
        guard reader.skip(first.blockSize(timeWidth: 4)), let second = Header(&reader) else { return nil }
        self.init(block: second, timeWidth: 8, &reader)
    }

    private init?(block header: Header, timeWidth: Int, _ reader: inout ByteReader) {
        // Files with leap seconds count other seconds than POSIX time does.
        guard header.leapCount == 0, header.typeCount > 0 else { return nil }
        guard reader.left >= header.blockSize(timeWidth: timeWidth) else { return nil }
        var transitions: [Int64] = []
        for _ in 0..<header.timeCount {
            guard let time = reader.integer(width: timeWidth) else { return nil }
            if let last = transitions.last, time <= last { return nil }
            transitions.append(time)
        }
        var types: [Int] = []
        for _ in 0..<header.timeCount {
            guard let type = reader.byte(), Int(type) < header.typeCount else { return nil }
            types.append(Int(type))
        }
        var offsetsByType: [Int] = []
        for _ in 0..<header.typeCount {
            guard let offset = reader.integer(width: 4), reader.skip(2) else { return nil }
            guard -93_599...93_599 ~= offset else { return nil }
            offsetsByType.append(Int(offset))
        }
        guard reader.skip(header.nameByteCount + header.standardCount + header.universalCount) else { return nil }
        var rule: ZoneRule?
        if header.version > 0 {
            guard let footer = reader.footer() else { return nil }
            if !footer.isEmpty {
                guard let parsed = ZoneRule(footer) else { return nil }
                rule = parsed
            }
        }
        self.init(
            transitions: transitions,
            offsets: types.map { offsetsByType[$0] },
            firstOffset: offsetsByType[0],
            rule: rule
        )
    }

    /// Seconds by which local time is ahead of universal time.
    func offset(at seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        if low == transitions.count, let rule { return rule.offset(at: seconds) }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The first instant at which clocks show `local` seconds since 1970-01-01T00:00:00 or more.
    func firstInstant(showing local: Int64) -> Int64 {
        // No zone is a day ahead or behind, so the offset at the wanted instant is one of those around it.
        let before = offset(at: local - 86_400)
        let candidates = [before, offset(at: local - Int64(before)), offset(at: local), offset(at: local + 86_400)]
        let instants = candidates.map { local - Int64($0) }
        if let first = instants.filter({ $0 + Int64(offset(at: $0)) == local }).min() { return first }
        // The time is skipped: the gap ends where the clocks first show more.
        var low = (instants.min() ?? local) - 1
        var high = (instants.max() ?? local) + 1
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if middle + Int64(offset(at: middle)) < local { low = middle } else { high = middle }
        }
        return high
    }

    private struct Header {
        let version: Int
        let universalCount: Int
        let standardCount: Int
        let leapCount: Int
        let timeCount: Int
        let typeCount: Int
        let nameByteCount: Int

        init?(_ reader: inout ByteReader) {
            for expected in "TZif".utf8 {
                guard reader.byte() == expected else { return nil }
            }
            guard let version = reader.byte(), reader.skip(15) else { return nil }
            switch version {
            case 0: self.version = 0
            case UInt8(ascii: "2")...UInt8(ascii: "4"): self.version = Int(version - UInt8(ascii: "0"))
            default: return nil
            }
            var counts: [Int] = []
            for _ in 0..<6 {
                // More would be no file of a zone; the bound also keeps sums of sizes from overflowing.
                guard let count = reader.integer(width: 4), 0...100_000 ~= count else { return nil }
                counts.append(Int(count))
            }
            (universalCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
            (timeCount, typeCount, nameByteCount) = (counts[3], counts[4], counts[5])
        }

        func blockSize(timeWidth: Int) -> Int {
            timeCount * (timeWidth + 1) + typeCount * 6 + nameByteCount + leapCount * (timeWidth + 4) + standardCount
                + universalCount
        }
    }

    private struct ByteReader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var left: Int { bytes.count - position }

        mutating func byte() -> UInt8? {
            guard left > 0 else { return nil }
            position += 1
            return bytes[position - 1]
        }

        mutating func skip(_ count: Int) -> Bool {
            guard left >= count else { return false }
            position += count
            return true
        }

        /// A signed integer in network order.
        mutating func integer(width: Int) -> Int64? {
            guard left >= width else { return nil }
            var value: Int64 = bytes[position] >= 0x80 ? -1 : 0
            for byte in bytes[position..<position + width] { value = value << 8 | Int64(byte) }
            position += width
            return value
        }

        /// The text between the two line feeds that end a file.
        mutating func footer() -> [UInt8]? {
            guard byte() == 0x0A, let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
            defer { position = end + 1 }
            return Array(bytes[position..<end])
        }
    }
}
