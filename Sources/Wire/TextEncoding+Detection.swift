/// Which encoding a file is in, and how that is known.
package struct EncodingFinding: Hashable, Sendable, CustomStringConvertible {
    /// The encoding.
    package let encoding: TextEncoding
    /// Whether the file says so by a byte order mark.
    package let hasByteOrderMark: Bool
    /// Whether all bytes are ASCII, so that UTF-8 and Windows-1252 give the same text.
    package let isASCII: Bool
    /// How many bytes the file has.
    package let byteCount: Int

    /// The finding in words: `UTF-8, as its byte order mark says`.
    package var description: String {
        if hasByteOrderMark { return "\(encoding.rawValue), as its byte order mark says" }
        if isASCII { return "ASCII" }
        return switch encoding {
        case .utf8: "UTF-8"
        case .windows1252: "Windows-1252, since it is not UTF-8"
        case .utf16LittleEndian, .utf16BigEndian: "\(encoding.rawValue), as every other byte says"
        }
    }
}

extension TextEncoding {
    /// Finds the encoding of a whole file; afterwards the source is at its beginning.
    ///
    /// A byte order mark counts first, then zeros in every other byte for UTF-16. What is then well-formed UTF-8 to the
    /// last byte is UTF-8. What is not is Windows-1252, unless most of its bytes beyond ASCII are well-formed UTF-8: that
    /// is UTF-8 with a mistake in it, at which ``CSVStream`` stops and names the line. Nothing is decoded half one way and
    /// half the other.
    ///
    /// - Parameter observe: is handed all bytes in order, as they are in the file: for a hash.
    /// - Throws: ``WireError`` where the bytes cannot be read, or not twice, and where they are no text: a workbook, a PDF,
    ///   an archive; the message says what to do.
    package static func detect(
        in source: inout ByteSource,
        blockSize: Int = ByteSource.usualBlockSize,
        observing observe: (Span<UInt8>) -> Void = { _ in }
    ) throws(WireError) -> EncodingFinding {
        var evidence = try EncodingEvidence(sample: source.sample())
        var block = [UInt8](repeating: 0, count: max(blockSize, 4))
        var carried = 0
        while true {
            let end = try source.fill(&block, from: carried)
            observe(block.span.extracting(carried..<end))
            let isLast = end < block.count
            let rest = evidence.take(block, count: end, isLast: isLast)
            carried = end - rest
            if isLast { break }
            for offset in 0..<carried { block[offset] = block[rest + offset] }
        }
        let byteCount = source.readByteCount
        try source.rewind()
        return try evidence.finding(byteCount: byteCount)
    }
}

/// What the bytes of a file say about its encoding.
private struct EncodingEvidence {
    private var stated: TextEncoding?
    private var hasByteOrderMark = false
    /// Characters beyond ASCII that are well-formed UTF-8, bytes that are not, and NULs.
    private var wellFormedCount = 0
    private var illFormedCount = 0
    private var nulCount = 0

    /// What the beginning of a file says.
    init(sample: [UInt8]) throws(WireError) {
        if let objection = FileForm.objection(to: sample) { throw WireError(path: "", message: objection) }
        judge(sample)
    }

    /// Takes in the first `count` bytes of `block`, and gives how many of them need not come again.
    mutating func take(_ block: [UInt8], count: Int, isLast: Bool) -> Int {
        guard stated == nil else { return count }
        var position = 0
        while position < count {
            let text = UTF8Validation.textEnd(in: block.span, range: position..<count)
            wellFormedCount += text.wideCount
            position = text.end
            switch text.stop {
            case .end: break
            case .nul: nulCount += 1
            case .invalid: illFormedCount += 1
            case .partial:
                guard isLast else { return position }
                illFormedCount += 1
            }
            if text.stop != .end { position += 1 }
        }
        return count
    }

    /// What it all comes to.
    func finding(byteCount: Int) throws(WireError) -> EncodingFinding {
        // A text has no NUL; one or two may be damage, and the stream then names their line.
        guard nulCount * 200 <= byteCount || nulCount <= 2 else { throw WireError(path: "", message: FileForm.unknown) }
        let isUTF8 = illFormedCount == 0 || wellFormedCount > illFormedCount
        return EncodingFinding(
            encoding: stated ?? (isUTF8 ? .utf8 : .windows1252),
            hasByteOrderMark: hasByteOrderMark,
            isASCII: stated == nil && wellFormedCount == 0 && illFormedCount == 0 && nulCount == 0,
            byteCount: byteCount
        )
    }

    /// Looks for a byte order mark, and for the zeros that UTF-16 has beside each character of ASCII.
    private mutating func judge(_ sample: [UInt8]) {
        for encoding in TextEncoding.allCases {
            guard let mark = encoding.byteOrderMark, sample.starts(with: mark) else { continue }
            (stated, hasByteOrderMark) = (encoding, true)
        }
        guard stated == nil else { return }
        var even = 0
        var odd = 0
        for index in sample.indices where sample[index] == 0 {
            if index.isMultiple(of: 2) { even += 1 } else { odd += 1 }
        }
        // Delimiters, digits and line ends alone are more than a quarter of the characters of any table.
        let many = max(1, sample.count / 8)
        if odd >= many, even * 16 <= odd { stated = .utf16LittleEndian }
        if even >= many, odd * 16 <= even { stated = .utf16BigEndian }
    }
}
