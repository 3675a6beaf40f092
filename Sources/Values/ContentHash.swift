/// What something is, as 32 bytes: the SHA-256 of its bytes.
///
/// Source: FIPS 180-4, section 6.2.
package struct ContentHash: Hashable, Comparable, Sendable {
    private let words: InlineWords

    /// The hash of a whole text or array of bytes.
    package init(of bytes: some Sequence<UInt8>) {
        var digest = SHA256()
        digest.update(bytes)
        self = digest.finished()
    }

    /// The hash of a text's UTF-8 bytes.
    package init(of text: String) {
        self.init(of: text.utf8)
    }

    /// The hash written as 64 hexadecimal digits, or `nil` for any other text.
    package init?(hexadecimal text: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(of: text), let hash = ContentHash(bytes: bytes) else { return nil }
        self = hash
    }

    /// The hash with these 32 bytes, or `nil` for another number of them.
    ///
    /// The same as for any collection, and an order of magnitude faster: a row of the store holds several.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
            return word
        }
        words = InlineWords(first: word(0), second: word(8), third: word(16), fourth: word(24))
    }

    /// The hash with these 32 bytes, or `nil` for another number of them.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = InlineWords(first: words[0], second: words[1], third: words[2], fourth: words[3])
    }

    /// The hash with these 32 bytes as eight numbers in network order.
    init(words state: InlineArray<8, UInt32>) {
        func word(_ index: Int) -> UInt64 { UInt64(state[index]) << 32 | UInt64(state[index + 1]) }
        words = InlineWords(first: word(0), second: word(2), third: word(4), fourth: word(6))
    }

    /// The first 16 bytes as two numbers in network order, for identifiers.
    package var leadingWords: (UInt64, UInt64) { (words.first, words.second) }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.first, words.second, words.third, words.fourth] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return bytes
    }

    /// Byte by byte.
    package static func < (left: ContentHash, right: ContentHash) -> Bool {
        (left.words.first, left.words.second, left.words.third, left.words.fourth)
            < (right.words.first, right.words.second, right.words.third, right.words.fourth)
    }

    private struct InlineWords: Hashable, Sendable {
        let first: UInt64
        let second: UInt64
        let third: UInt64
        let fourth: UInt64
    }
}

extension ContentHash: CustomStringConvertible {
    /// The 64 hexadecimal digits.
    package var description: String { Hexadecimal.text(of: bytes) }

    /// The first 12 digits, for people.
    package var short: String { String(description.prefix(12)) }
}
