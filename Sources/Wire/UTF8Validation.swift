/// Whether bytes are well-formed UTF-8.
enum UTF8Validation {
    /// The position of the first byte in `range` that begins no well-formed sequence within it, or `nil` where all do.
    ///
    /// Overlong forms, surrogates and numbers above U+10FFFF are not well formed.
    ///
    /// Source: The Unicode Standard, table 3-7.
    static func firstInvalidByte(in bytes: [UInt8], range: Range<Int>) -> Int? {
        let bytes = bytes.span
        var position = range.lowerBound
        let end = range.upperBound
        while position < end {
            let lead = bytes[position]
            if lead < 0x80 {
                position += 1
                continue
            }
            guard let form = SequenceForm(lead: lead) else { return position }
            guard end - position >= form.length, form.second.contains(bytes[position + 1]) else { return position }
            for offset in 2..<max(2, form.length) {
                guard bytes[position + offset] & 0xC0 == 0x80 else { return position }
            }
            position += form.length
        }
        return nil
    }

    /// How far the bytes of `range` are text: well-formed sequences, none of them NUL.
    ///
    /// - Returns: where the text ends, what stands there (nothing, a sequence that the range cuts off, a byte that begins
    ///   no well-formed sequence, or NUL), and how many characters of the text are beyond ASCII.
    static func textEnd(in bytes: Span<UInt8>, range: Range<Int>) -> (end: Int, stop: TextStop, wideCount: Int) {
        var wideCount = 0
        var position = range.lowerBound
        let end = range.upperBound
        while position < end {
            while end - position >= 8, isPlain(word(in: bytes, at: position)) { position += 8 }
            guard position < end else { break }
            let lead = bytes[position]
            if lead == 0 { return (position, .nul, wideCount) }
            if lead < 0x80 {
                position += 1
                continue
            }
            guard let form = SequenceForm(lead: lead) else { return (position, .invalid, wideCount) }
            guard position + 1 < end else { return (position, .partial, wideCount) }
            guard form.second.contains(bytes[position + 1]) else { return (position, .invalid, wideCount) }
            for offset in 2..<max(2, form.length) {
                guard position + offset < end else { return (position, .partial, wideCount) }
                guard bytes[position + offset] & 0xC0 == 0x80 else { return (position, .invalid, wideCount) }
            }
            position += form.length
            wideCount += 1
        }
        return (end, .end, wideCount)
    }

    /// How many of the bytes from `start` on are surely ASCII and not NUL, by eights.
    static func plainCount(in bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while bytes.count - position >= 8, isPlain(word(in: bytes, at: position)) { position += 8 }
        return position - start
    }

    /// What stands where text ends.
    enum TextStop {
        case end, partial, invalid, nul
    }

    /// Whether each of eight bytes is ASCII and not NUL.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        // Taking one from each byte leaves the highest bit clear in 1...0x7F; a borrow begins only at a zero byte, whose
        // own highest bit is then set.
        ((word &- 0x0101_0101_0101_0101) | word) & 0x8080_8080_8080_8080 == 0
    }

    @inline(__always)
    private static func word(in bytes: Span<UInt8>, at position: Int) -> UInt64 {
        unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
    }

    /// How a sequence of two to four bytes goes on after its first.
    private struct SequenceForm {
        let length: Int
        let second: ClosedRange<UInt8>

        init?(lead: UInt8) {
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return nil
            }
        }
    }
}
