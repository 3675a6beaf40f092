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
