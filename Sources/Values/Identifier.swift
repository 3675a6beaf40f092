/// The identifier of a `Subject`, a UUID (RFC 9562): a company's id can never be passed where a customer's is wanted.
///
/// Things that people or imports create get version 7, whose order is that of creation; things that a run creates get
/// version 8, made from what they are, so that a run repeated anywhere names them alike.
package struct Identifier<Subject>: Hashable, Comparable, Sendable {
    /// The first eight bytes, as a number in network order.
    package let high: UInt64
    /// The last eight bytes, as a number in network order.
    package let low: UInt64

    /// The identifier with these 16 bytes, in network order.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The identifier written as 8-4-4-4-12 hexadecimal digits of either case, or `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        self.init(String(text))
    }

    /// The identifier written as 8-4-4-4-12 hexadecimal digits of either case, or `nil` for any other text.
    package init?(_ text: String) {
        guard let (high, low) = UUIDText.words(of: text.utf8.span) else { return nil }
        self.init(high: high, low: low)
    }

    /// A version 7 identifier: 48 bits of milliseconds, then 74 random bits.
    package static func timeOrdered(
        at instant: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Identifier {
        let time = UInt64(bitPattern: instant.millisecondsSinceEpoch) << 16
        return Identifier(
            high: time | 0x7000 | (generator.next() & 0x0FFF),
            low: 0x8000_0000_0000_0000 | (generator.next() & 0x3FFF_FFFF_FFFF_FFFF)
        )
    }

    /// A version 8 identifier made from a hash: the same hash always gives the same identifier.
    package static func derived(from hash: ContentHash) -> Identifier {
        let (high, low) = hash.leadingWords
        return Identifier(
            high: (high & ~0xF000) | 0x8000,
            low: (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        )
    }

    /// As the 16 bytes are ordered, which is the order of the texts too.
    package static func < (left: Identifier, right: Identifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension Identifier: CustomStringConvertible {
    /// The identifier in lower case with hyphens.
    package var description: String {
        UUIDText.text(high: high, low: low)
    }
}

/// The text form of a UUID, apart from the generic type: it is compiled once and not for every subject.
///
/// Source: RFC 9562, section 4.
private enum UUIDText {
    static func words(of text: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard text.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in text.indices {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard text[index] == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Hexadecimal.value(of: text[index]) else { return nil }
            if index < 18 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
        }
        return (high, low)
    }

    static func text(high: UInt64, low: UInt64) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            text.append(Hexadecimal.digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16)) & 0xF)))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
