import Values

/// Bytes that grow at their end, and room for more behind them.
///
/// An array of bytes checks and counts on every append; here one check covers a whole value, which makes writing a list
/// of invoices about four times as fast.
struct ByteBuffer: Sendable {
    /// The bytes written, and after them room that holds nothing yet.
    private var storage: [UInt8]
    private(set) var count = 0

    init(capacity: Int) {
        storage = Array(repeating: 0, count: max(capacity, 64))
    }

    /// A copy of the bytes written.
    var bytes: [UInt8] { Array(storage[..<count]) }

    mutating func removeAll() { count = 0 }

    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        storage[count] = byte
        count += 1
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append($0) }
    }

    mutating func append(_ text: String) {
        unsafe text.utf8.span.withUnsafeBufferPointer { unsafe append($0) }
    }

    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe fill(bytes.count) { unsafe $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
    }

    /// Appends the name of a field in quotes, and a colon, after a comma if one is due.
    mutating func appendKey(_ name: StaticString, afterComma: Bool) {
        let start = afterComma ? 2 : 1
        name.withUTF8Buffer { name in
            unsafe fill(name.count + start + 2) { room in
                unsafe room[0] = UInt8(ascii: ",")
                unsafe room[start - 1] = UInt8(ascii: "\"")
                for index in 0..<name.count { unsafe room[start + index] = name[index] }
                unsafe room[start + name.count] = UInt8(ascii: "\"")
                unsafe room[start + name.count + 1] = UInt8(ascii: ":")
            }
        }
    }

    /// Appends a UUID in lower case with hyphens.
    mutating func appendUUID(high: UInt64, low: UInt64) {
        unsafe fill(36) { room in
            unsafe store(high >> 32, in: room, at: 0)
            // Each group of four digits overwrites what the word before it wrote too far.
            unsafe store(high, in: room, at: 9)
            unsafe store(high << 16, in: room, at: 14)
            unsafe store(low >> 32, in: room, at: 19)
            unsafe store(low >> 16, in: room, at: 24)
            unsafe store(low, in: room, at: 28)
            unsafe room[8] = UInt8(ascii: "-")
            unsafe room[13] = UInt8(ascii: "-")
            unsafe room[18] = UInt8(ascii: "-")
            unsafe room[23] = UInt8(ascii: "-")
        }
    }

    /// Appends a day of the years 0 to 9999 as `YYYY-MM-DD`.
    mutating func appendDay(year: Int, month: Int, day: Int) {
        unsafe fill(10) { room in
            unsafe store(year / 100, in: room, at: 0)
            unsafe store(year % 100, in: room, at: 2)
            unsafe room[4] = UInt8(ascii: "-")
            unsafe store(month, in: room, at: 5)
            unsafe room[7] = UInt8(ascii: "-")
            unsafe store(day, in: room, at: 8)
        }
    }

    /// Appends a time of day in universal time with milliseconds: `T08:30:00.000Z`.
    mutating func appendTime(milliseconds: Int) {
        unsafe fill(14) { room in
            unsafe room[0] = UInt8(ascii: "T")
            unsafe store(milliseconds / 3_600_000, in: room, at: 1)
            unsafe room[3] = UInt8(ascii: ":")
            unsafe store(milliseconds / 60_000 % 60, in: room, at: 4)
            unsafe room[6] = UInt8(ascii: ":")
            unsafe store(milliseconds / 1_000 % 60, in: room, at: 7)
            unsafe store(milliseconds / 10 % 100, in: room, at: 10)
            unsafe room[9] = UInt8(ascii: ".")
            unsafe room[12] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: milliseconds % 10)
            unsafe room[13] = UInt8(ascii: "Z")
        }
    }

    /// Appends a number in decimal digits, with zeros in front up to `width`.
    mutating func appendDigits(_ number: UInt64, width: Int) {
        // 20 digits hold every number of 64 bits.
        let room = max(20, width)
        makeRoom(for: room)
        let start = count
        var digitCount = 0
        var left = number
        var span = storage.mutableSpan
        // Written backwards into the end of the room, then moved to its beginning.
        let end = start + room
        while left > 0 || digitCount < max(width, 1) {
            let (quotient, remainder) = left.quotientAndRemainder(dividingBy: 10)
            digitCount += 1
            span[end - digitCount] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
            left = quotient
        }
        if digitCount < room {
            for offset in 0..<digitCount { span[start + offset] = span[end - digitCount + offset] }
        }
        count += digitCount
    }

    /// Appends a text with quotes around it and escapes in it.
    mutating func appendQuoted(_ text: String) {
        let utf8 = text.utf8.span
        append(UInt8(ascii: "\""))
        var start = 0
        // Piece by piece, so that room for the longest escapes is bounded however long the text is.
        while start < utf8.count {
            let end = min(start + 1_024, utf8.count)
            makeRoom(for: (end - start) * 6 + 8)
            let written = unsafe utf8.withUnsafeBufferPointer { source in
                unsafe storage.withUnsafeMutableBytes { room in
                    unsafe ByteBuffer.escape(
                        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source)[start..<end]),
                        into: UnsafeMutableRawBufferPointer(rebasing: room[count...])
                    )
                }
            }
            count += written
            start = end
        }
        append(UInt8(ascii: "\""))
    }

    /// Writes `source` with escapes to the beginning of `target`, which has room for six bytes each and eight more, and
    /// gives the number of bytes written.
    private static func escape(
        _ source: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer
    ) -> Int {
        var read = 0
        var written = 0
        while read < source.count {
            if source.count - read >= 8 {
                let word = unsafe source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
                if !needsEscape(word) {
                    unsafe target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
                    read += 8
                    written += 8
                    continue
                }
            }
            let end = min(read + 8, source.count)
            while read < end {
                let byte = unsafe source[read]
                read += 1
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    unsafe target[written] = byte
                    written += 1
                } else {
                    written += unsafe writeEscape(of: byte, into: target, at: written)
                }
            }
        }
        return written
    }

    /// Whether one of eight bytes is a quote, a backslash or a control character.
    ///
    /// For each byte, `(byte - limit) & ~byte` has its high bit set where the byte is below the limit; a borrow from the
    /// neighbour can only set it too often beside a byte that needs an escape anyway.
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let controls = (word &- ones &* 0x20) & ~word
        return (controls | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & highs != 0
    }

    private static func writeEscape(
        of byte: UInt8,
        into target: UnsafeMutableRawBufferPointer,
        at start: Int
    ) -> Int {
        let letter: UInt8 =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: UInt8(ascii: "u")
            }
        unsafe target[start] = UInt8(ascii: "\\")
        unsafe target[start + 1] = letter
        guard letter == UInt8(ascii: "u") else { return 2 }
        unsafe target[start + 2] = UInt8(ascii: "0")
        unsafe target[start + 3] = UInt8(ascii: "0")
        unsafe target[start + 4] = Hexadecimal.digit(byte >> 4)
        unsafe target[start + 5] = Hexadecimal.digit(byte & 0xF)
        return 6
    }

    /// Lets `write` fill the next `byteCount` bytes, all of them.
    @inline(__always)
    private mutating func fill(_ byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        makeRoom(for: byteCount)
        unsafe storage.withUnsafeMutableBytes { room in
            unsafe write(UnsafeMutableRawBufferPointer(rebasing: room[count..<count + byteCount]))
        }
        count += byteCount
    }

    /// Sees to it that `more` bytes can be written after those that are.
    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if storage.count - count < more { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        storage += Array(repeating: 0, count: max(more, storage.count))
    }
}

/// Writes the last eight hexadecimal digits of a number.
private func store(_ number: UInt64, in room: UnsafeMutableRawBufferPointer, at offset: Int) {
    // Spreads eight digits over eight bytes, then adds "0" to each, and the way from "9" to "a" to those above nine.
    var digits = number & 0xFFFF_FFFF
    digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFF
    digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
    digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
    let isLetter = ((digits &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    let text = digits &+ 0x3030_3030_3030_3030 &+ isLetter &* 0x27
    unsafe room.storeBytes(of: text.bigEndian, toByteOffset: offset, as: UInt64.self)
}

/// Writes a number from 0 to 99 in two digits.
private func store(_ number: Int, in room: UnsafeMutableRawBufferPointer, at offset: Int) {
    unsafe room[offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
    unsafe room[offset + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
}
