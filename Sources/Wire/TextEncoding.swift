/// How the characters of a file are written as bytes.
package enum TextEncoding: String, CaseIterable, Sendable {
    /// One to four bytes, the way of nearly all programs of today.
    case utf8 = "UTF-8"
    /// Two or four bytes, the lower one first: "Unicode text" of Excel and of many Windows programs.
    case utf16LittleEndian = "UTF-16LE"
    /// Two or four bytes, the higher one first.
    case utf16BigEndian = "UTF-16BE"
    /// One byte: what "ANSI" is on Windows in Western Europe and America; holds all of ISO 8859-1 that is printed.
    case windows1252 = "Windows-1252"

    /// The bytes of the byte order mark, U+FEFF; `nil` where the encoding has none.
    package var byteOrderMark: [UInt8]? {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252: nil
        }
    }

    /// Well-formed UTF-8 in this encoding; a character it does not have becomes a question mark.
    package func encoded(_ text: [UInt8]) -> [UInt8] {
        switch self {
        case .utf8: return text
        case .utf16LittleEndian, .utf16BigEndian:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count * 2)
            for unit in String(decoding: text, as: UTF8.self).utf16 {
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                bytes.append(self == .utf16LittleEndian ? low : high)
                bytes.append(self == .utf16LittleEndian ? high : low)
            }
            return bytes
        case .windows1252:
            return String(decoding: text, as: UTF8.self).unicodeScalars.map { Windows1252.byte(of: $0) }
        }
    }
}

/// What decoding a piece of a file has come to.
struct DecodingStep {
    /// Why it went no further.
    enum Stop {
        /// All bytes are decoded, but those of a character that the next piece completes.
        case end
        /// The byte after the last one read begins no character.
        case undecodable
        /// A character of number 0 follows, which no text has.
        case nul
    }

    /// How many bytes were read.
    var readCount = 0
    /// How many bytes of UTF-8 they gave.
    var writtenCount = 0
    /// Why it went no further.
    var stop = Stop.end
}

extension TextEncoding {
    /// Decodes the first `count` bytes of `source` into UTF-8 at `start` of `target`, which has room there for three bytes
    /// for each.
    func decode(_ source: [UInt8], count: Int, into target: inout [UInt8], at start: Int) -> DecodingStep {
        let source = source.span.extracting(0..<count)
        return switch self {
        case .utf8: preconditionFailure("UTF-8 is read where it lies")
        case .windows1252: Windows1252.decode(source, into: &target, at: start)
        case .utf16LittleEndian: UTF16Text.decode(source, lowByteAt: 0, into: &target, at: start)
        case .utf16BigEndian: UTF16Text.decode(source, lowByteAt: 1, into: &target, at: start)
        }
    }
}

/// The code page 1252 of Windows.
///
/// Source: Unicode, Inc., "cp1252 to Unicode table", version 2.01.
private enum Windows1252 {
    /// The characters of the bytes 80 to 9F; 0 where there is none.
    private static let upperControls: InlineArray<32, UInt16> = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    static func decode(_ source: Span<UInt8>, into target: inout [UInt8], at start: Int) -> DecodingStep {
        var step = DecodingStep()
        var target = target.mutableSpan
        while step.readCount < source.count {
            // Nearly all characters are ASCII, which is the same in both.
            let plain = UTF8Validation.plainCount(in: source, from: step.readCount)
            for offset in 0..<plain {
                target[start + step.writtenCount + offset] = source[step.readCount + offset]
            }
            step.readCount += plain
            step.writtenCount += plain
            guard step.readCount < source.count else { break }
            let byte = source[step.readCount]
            let scalar = 0x80...0x9F ~= byte ? UInt32(upperControls[Int(byte) - 0x80]) : UInt32(byte)
            guard scalar > 0 else {
                step.stop = byte == 0 ? .nul : .undecodable
                return step
            }
            step.writtenCount += write(scalar, into: &target, at: start + step.writtenCount)
            step.readCount += 1
        }
        return step
    }

    static func byte(of scalar: Unicode.Scalar) -> UInt8 {
        if scalar.value < 0x80 || 0xA0...0xFF ~= scalar.value { return UInt8(scalar.value) }
        for index in upperControls.indices where scalar.value == UInt32(upperControls[index]) && scalar.value > 0 {
            return 0x80 + UInt8(index)
        }
        return UInt8(ascii: "?")
    }
}

/// Text in units of 16 bits.
private enum UTF16Text {
    static func decode(
        _ source: Span<UInt8>,
        lowByteAt low: Int,
        into target: inout [UInt8],
        at start: Int
    ) -> DecodingStep {
        var step = DecodingStep()
        var target = target.mutableSpan
        while source.count - step.readCount >= 2 {
            let unit = unit(in: source, at: step.readCount, lowByteAt: low)
            var scalar = unit
            var length = 2
            if 0xD800...0xDFFF ~= unit {
                guard unit < 0xDC00 else {
                    step.stop = .undecodable
                    return step
                }
                guard source.count - step.readCount >= 4 else { return step }
                let second = self.unit(in: source, at: step.readCount + 2, lowByteAt: low)
                guard 0xDC00...0xDFFF ~= second else {
                    step.stop = .undecodable
                    return step
                }
                scalar = 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
                length = 4
            }
            guard scalar > 0 else {
                step.stop = .nul
                return step
            }
            step.writtenCount += write(scalar, into: &target, at: start + step.writtenCount)
            step.readCount += length
        }
        return step
    }

    private static func unit(in source: Span<UInt8>, at position: Int, lowByteAt low: Int) -> UInt32 {
        UInt32(source[position + 1 - low]) << 8 | UInt32(source[position + low])
    }
}

/// Writes a character in UTF-8, and gives in how many bytes.
@inline(__always)
private func write(_ scalar: UInt32, into target: inout MutableSpan<UInt8>, at position: Int) -> Int {
    if scalar < 0x80 {
        target[position] = UInt8(scalar)
        return 1
    }
    if scalar < 0x800 {
        target[position] = 0xC0 | UInt8(scalar >> 6)
        target[position + 1] = 0x80 | UInt8(scalar & 0x3F)
        return 2
    }
    if scalar < 0x10000 {
        target[position] = 0xE0 | UInt8(scalar >> 12)
        target[position + 1] = 0x80 | UInt8(scalar >> 6 & 0x3F)
        target[position + 2] = 0x80 | UInt8(scalar & 0x3F)
        return 3
    }
    target[position] = 0xF0 | UInt8(scalar >> 18)
    target[position + 1] = 0x80 | UInt8(scalar >> 12 & 0x3F)
    target[position + 2] = 0x80 | UInt8(scalar >> 6 & 0x3F)
    target[position + 3] = 0x80 | UInt8(scalar & 0x3F)
    return 4
}
