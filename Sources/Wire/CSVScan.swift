/// Finds one record in bytes that lie in memory, and its fields.
///
/// The same bytes give the same record wherever a block ends: where the next byte could change the answer and is not
/// there yet, the answer is ``Outcome/incomplete``.
enum CSVScan {
    /// What was found.
    enum Outcome {
        /// A record ends before the line break or the end of the text at `end`.
        case record(end: Int, hasDoubledQuotes: Bool, hasLineBreaks: Bool)
        /// The record goes on after the bytes that are there.
        case incomplete
        /// The record is broken at a position.
        case broken(CSVError.Reason, at: Int)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let blank = UInt8(ascii: " ")

    /// Finds the record that begins at `start` of `bytes` and ends before `limit`, and appends its fields.
    ///
    /// A quote counts only as the first character of a field, or after blanks there; elsewhere it stands for itself.
    static func record(
        in bytes: Span<UInt8>,
        from start: Int,
        to limit: Int,
        isWhole: Bool,
        delimiter: UInt8,
        into fields: inout [CSVStream.Field]
    ) -> Outcome {
        var position = start
        var hasDoubledQuotes = false
        var hasLineBreaks = false
        while true {
            var opening = position
            while opening < limit, bytes[opening] == blank { opening += 1 }
            if opening == limit, !isWhole { return .incomplete }
            if opening < limit, bytes[opening] == quote {
                var end = opening + 1
                var isDoubled = false
                while true {
                    end = firstMark(quote, in: bytes, from: end, to: limit)
                    guard end < limit else { return isWhole ? .broken(.unclosedQuote, at: opening) : .incomplete }
                    if bytes[end] != quote {
                        hasLineBreaks = true
                        end += 1
                        continue
                    }
                    guard end + 1 < limit else {
                        if isWhole { break }
                        return .incomplete
                    }
                    guard bytes[end + 1] == quote else { break }
                    isDoubled = true
                    end += 2
                }
                fields.append(
                    CSVStream.Field(range: opening + 1..<end, isQuoted: true, hasDoubledQuotes: isDoubled)
                )
                hasDoubledQuotes = hasDoubledQuotes || isDoubled
                position = end + 1
                while position < limit, bytes[position] == blank { position += 1 }
            } else {
                let end = firstMark(delimiter, in: bytes, from: opening, to: limit)
                fields.append(CSVStream.Field(range: position..<end, isQuoted: false, hasDoubledQuotes: false))
                position = end
            }
            guard position < limit else {
                guard isWhole else { return .incomplete }
                return .record(end: position, hasDoubledQuotes: hasDoubledQuotes, hasLineBreaks: hasLineBreaks)
            }
            switch bytes[position] {
            case delimiter:
                position += 1
            case 0x0A, 0x0D:
                return .record(end: position, hasDoubledQuotes: hasDoubledQuotes, hasLineBreaks: hasLineBreaks)
            default:
                return .broken(.textAfterQuote, at: position)
            }
        }
    }

    /// The position of the first `mark`, LF or CR from `start` on, or `limit`.
    @inline(__always)
    static func firstMark(_ mark: UInt8, in bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int {
        var position = start
        let marks = 0x0101_0101_0101_0101 &* UInt64(mark)
        while limit - position >= 8 {
            let word = unsafe UInt64(
                littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            )
            // The lowest bit set is exact; those above it need not be.
            let hits =
                zeroBytes(word ^ marks) | zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A)
                | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
            if hits != 0 { return position + hits.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < limit {
            let byte = bytes[position]
            if byte == mark || byte == 0x0A || byte == 0x0D { break }
            position += 1
        }
        return position
    }

    /// A word in which the highest bit of the first zero byte is set, and no bit below it.
    ///
    /// Source: A. Mycroft, comp.arch, 1987; in H. S. Warren, "Hacker's Delight", section 6-1.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
