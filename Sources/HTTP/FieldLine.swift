/// Where the parts of a field line lie (RFC 9112, section 5).
struct FieldLine {
    let name: Range<Int>
    /// The value without the blanks around it.
    let value: Range<Int>

    /// Takes a line apart that is not empty.
    init(in bytes: borrowing Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        guard !Grammar.isBlank(bytes[line.lowerBound]) else {
            throw Refusal(.badRequest, "a field line begins with a blank; folded lines are not accepted")
        }
        var colon = line.lowerBound
        while colon < line.upperBound, Grammar.isToken(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            throw Refusal(.badRequest, "a field line does not begin with a name and a colon")
        }
        var lower = colon + 1
        var upper = line.upperBound
        while lower < upper, Grammar.isBlank(bytes[lower]) { lower += 1 }
        while upper > lower, Grammar.isBlank(bytes[upper - 1]) { upper -= 1 }
        for index in lower..<upper where !Grammar.isFieldValue(bytes[index]) {
            throw Refusal(.badRequest, "a field value holds a control character (byte \(bytes[index]))")
        }
        name = line.lowerBound..<colon
        value = lower..<upper
    }
}

/// The line that announces a chunk (RFC 9112, section 7.1).
struct ChunkLine {
    let size: Int
    let extensionByteCount: Int

    /// Takes a line apart: a size in hexadecimal digits, then extensions, which are checked and dropped.
    init(in bytes: borrowing Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        var index = line.lowerBound
        var size = 0
        while index < line.upperBound, let digit = Grammar.hexadecimalValue(bytes[index]) {
            guard size < 1 << 58 else { throw Refusal(.contentTooLarge, "a chunk is larger than any body may be") }
            size = size << 4 | Int(digit)
            index += 1
        }
        guard index > line.lowerBound else { throw Refusal(.badRequest, "a chunk does not begin with its size") }
        self.size = size
        extensionByteCount = line.upperBound - index
        var scanner = ExtensionScanner(index: index, end: line.upperBound)
        guard scanner.acceptsAll(bytes) else { throw Refusal(.badRequest, "the extension of a chunk is malformed") }
    }
}

/// Reads `*( BWS ";" BWS name [ BWS "=" BWS value ] )` (RFC 9112, section 7.1.1).
private struct ExtensionScanner {
    var index: Int
    let end: Int

    mutating func acceptsAll(_ bytes: borrowing Span<UInt8>) -> Bool {
        while index < end {
            skipBlanks(bytes)
            guard accepts(UInt8(ascii: ";"), bytes) else { return false }
            skipBlanks(bytes)
            guard acceptsToken(bytes) else { return false }
            let nameEnd = index
            skipBlanks(bytes)
            guard accepts(UInt8(ascii: "="), bytes) else {
                index = nameEnd
                continue
            }
            skipBlanks(bytes)
            guard acceptsToken(bytes) || acceptsQuotedString(bytes) else { return false }
        }
        return true
    }

    private mutating func skipBlanks(_ bytes: borrowing Span<UInt8>) {
        while index < end, Grammar.isBlank(bytes[index]) { index += 1 }
    }

    private mutating func accepts(_ byte: UInt8, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func acceptsToken(_ bytes: borrowing Span<UInt8>) -> Bool {
        let start = index
        while index < end, Grammar.isToken(bytes[index]) { index += 1 }
        return index > start
    }

    private mutating func acceptsQuotedString(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard accepts(UInt8(ascii: "\""), bytes) else { return false }
        while index < end, Grammar.isFieldValue(bytes[index]) {
            if accepts(UInt8(ascii: "\""), bytes) { return true }
            if bytes[index] == UInt8(ascii: "\\") {
                index += 1
                guard index < end, Grammar.isFieldValue(bytes[index]) else { return false }
            }
            index += 1
        }
        return false
    }
}

/// Hands each element of a comma-separated list to `body`, without the blanks around it.
func forEachElement(of list: borrowing Span<UInt8>, _ body: (borrowing Span<UInt8>) -> Void) {
    var start = 0
    for index in 0..<list.count + 1 where index == list.count || list[index] == UInt8(ascii: ",") {
        var lower = start
        var upper = index
        while lower < upper, Grammar.isBlank(list[lower]) { lower += 1 }
        while upper > lower, Grammar.isBlank(list[upper - 1]) { upper -= 1 }
        body(list.extracting(lower..<upper))
        start = index + 1
    }
}

/// The bytes of a span as an array of their own.
func array(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
    unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
}
