/// Reads separated values (RFC 4180) record by record from a source of any length, in memory that does not grow with it.
///
/// A field is a range of the stream's own bytes, decoded to UTF-8 and valid until the next record is asked for: reading
/// makes no text and takes no memory per record.
///
///     var stream = CSVStream(try ByteSource(path: path), dialect: dialect, encoding: encoding)
///     while try stream.next() {
///         let day = Day(utf8: stream.bytes.span.extracting(stream.fields[3].range))
///     }
///
/// Lines end in LF, CRLF or CR; the last one need not. Left out are a byte order mark, lines without a single byte, the
/// line `sep=;` with which Excel is told the delimiter, and the byte 1A with which DOS ended a text. A quote counts as
/// the first character of a field, after blanks too, and blanks may follow the closing one; elsewhere it stands for
/// itself.
package struct CSVStream: ~Copyable, Sendable {
    /// A field as a range of the stream's bytes.
    package struct Field: Hashable, Sendable {
        /// The bytes of the field without its quotes, doubled ones made single.
        package internal(set) var range: Range<Int>
        /// Whether the field is written in quotes: an empty one in quotes is a text, one without is often no value.
        package let isQuoted: Bool
        /// Whether a quote inside it is written twice in the file.
        let hasDoubledQuotes: Bool
    }

    /// How long a record may be unless the caller says otherwise: far longer than any, and soon enough to notice a quote
    /// that is never closed.
    package static let usualRecordLimit = 1_048_576

    /// The bytes that the ranges of ``fields`` and ``raw`` point into; beyond these they mean nothing.
    package internal(set) var bytes: [UInt8]
    /// The fields of the current record, in order; at least one.
    package private(set) var fields: [Field] = []
    /// The current record as the file has it, in UTF-8, without its line end; of a broken one all up to the end of the
    /// line in which it is, or nothing where that is too long.
    package private(set) var raw = 0..<0
    /// The line on which the current record begins, from 1.
    package private(set) var line = 0

    /// The byte between fields.
    let delimiter: UInt8
    let encoding: TextEncoding
    let recordLimit: Int
    let blockSize: Int
    var source: ByteSource
    /// Bytes of the source that wait for the rest of their character, where they are not UTF-8.
    var undecoded: [UInt8] = []
    var undecodedCount = 0
    /// Where the next record begins.
    var position = 0
    /// Where the decoded text ends.
    var textEnd = 0
    /// Where the bytes read end: after the text those of a character that is cut off may follow.
    var filledEnd = 0
    var isSourceAtEnd = false
    /// What stands where the text ends, if it is no text.
    var obstacle: Obstacle?
    /// Whether nothing has been decoded yet.
    var isAtStart = true
    private var nextLine = 1
    /// Whether the last line ended in CR at the end of the text, so that an LF to come belongs to it.
    private var endedInReturn = false
    /// Whether the rest of the line is passed over because its record is broken.
    private var isPassingOver = false

    /// A stream at the first record of `source`, read from where it stands.
    ///
    /// - Parameters:
    ///   - recordLimit: how many bytes of UTF-8 a record may have.
    ///   - blockSize: how many bytes are read at a time; the records are the same with any.
    package init(
        _ source: consuming ByteSource,
        dialect: CSVDialect = CSVDialect(delimiter: .comma),
        encoding: TextEncoding = .utf8,
        recordLimit: Int = usualRecordLimit,
        blockSize: Int = ByteSource.usualBlockSize
    ) {
        precondition(recordLimit > 0 && blockSize > 0, "a stream reads at least a byte")
        self.source = source
        self.delimiter = dialect.delimiter.rawValue
        self.encoding = encoding
        self.recordLimit = recordLimit
        self.blockSize = blockSize
        // Room for a block, and for what is left of the record before it.
        bytes = Array(repeating: 0, count: blockSize + blockSize / 4)
    }

    /// A stream at the first record of bytes in memory.
    package init(
        _ bytes: [UInt8],
        dialect: CSVDialect = CSVDialect(delimiter: .comma),
        encoding: TextEncoding = .utf8
    ) {
        let blockSize = min(max(bytes.count, 1), ByteSource.usualBlockSize)
        self.init(ByteSource(bytes), dialect: dialect, encoding: encoding, blockSize: blockSize)
    }

    /// Reads the next record into ``fields``; `false` once there is none.
    ///
    /// - Throws: ``CSVError`` with its place. After one that does not end the reading the next call goes on with the line
    ///   after that place, so that all mistakes of a file can be told at once; after one that does, it is thrown again.
    package mutating func next() throws(CSVError) -> Bool {
        while true {
            fields.removeAll(keepingCapacity: true)
            raw = position..<position
            guard try beginRecord() else { return false }
            line = nextLine
            switch scan() {
            case .record(let end, let hasDoubledQuotes, let hasLineBreaks):
                guard end - position <= recordLimit else { throw try broken(.recordTooLong, at: position) }
                raw = position..<end
                if hasLineBreaks { nextLine += lineBreakCount(in: raw) }
                if end < textEnd { endLine(at: end) } else { position = end }
                if line == 1, isSeparatorLine { continue }
                if end == textEnd, raw.count == 1, bytes[raw.lowerBound] == 0x1A { continue }
                if hasDoubledQuotes { undouble() }
                return true
            case .incomplete:
                guard textEnd - position <= recordLimit else { throw try broken(.recordTooLong, at: position) }
                try fill()
            case .broken(let reason, let place):
                // The same mistake is found whether the record lies in one block or in many.
                let reach = reason == .unclosedQuote ? textEnd : place
                guard reach - position <= recordLimit else { throw try broken(.recordTooLong, at: position) }
                throw try broken(reason, at: place)
            }
        }
    }

    private mutating func scan() -> CSVScan.Outcome {
        // The fields leave the stream meanwhile, because lending out its bytes lends out all of it.
        var found: [Field] = []
        swap(&found, &fields)
        found.removeAll(keepingCapacity: true)
        let isWhole = isTextWhole
        let outcome = CSVScan.record(
            in: bytes.span,
            from: position,
            to: textEnd,
            isWhole: isWhole,
            delimiter: delimiter,
            into: &found
        )
        swap(&found, &fields)
        return outcome
    }

    /// The text of a field of the current record.
    package borrowing func text(of index: Int) -> String {
        String(decoding: bytes[fields[index].range], as: UTF8.self)
    }

    /// The texts of the current record's fields.
    package var texts: [String] { fields.indices.map { text(of: $0) } }

    /// Where a field of the current record begins: the line in the file and the character in that line, both from 1.
    package func place(of index: Int) -> CSVPlace {
        var start = raw.lowerBound
        // The field itself may lie elsewhere, with its doubled quotes made single.
        for field in fields[..<index] { start = end(of: field, from: start) + 1 }
        return place(of: start, from: raw.lowerBound, line: line)
    }

    /// How many bytes have been read from the source, for progress.
    package var readByteCount: Int { source.readByteCount }

    /// Goes back to the first record.
    ///
    /// - Throws: ``WireError`` where the source gives its bytes only once.
    package mutating func rewind() throws(WireError) {
        try source.rewind()
        fields.removeAll(keepingCapacity: true)
        (raw, line, nextLine) = (0..<0, 0, 1)
        (position, textEnd, filledEnd, undecodedCount) = (0, 0, 0, 0)
        (isSourceAtEnd, isAtStart, obstacle) = (false, true, nil)
        (endedInReturn, isPassingOver) = (false, false)
    }

    // MARK: Lines

    /// Goes to the first byte of the next line that has one; `false` where there is none.
    private mutating func beginRecord() throws(CSVError) -> Bool {
        while true {
            guard position < textEnd else {
                if isTextWhole { return false }
                try fill()
                continue
            }
            let byte = bytes[position]
            if isPassingOver {
                position = CSVScan.firstMark(0x0A, in: bytes.span, from: position, to: textEnd)
                if position < textEnd {
                    isPassingOver = false
                    endLine(at: position)
                }
            } else if byte == 0x0A, endedInReturn {
                position += 1
                endedInReturn = false
            } else if byte == 0x0A || byte == 0x0D {
                endLine(at: position)
            } else {
                endedInReturn = false
                return true
            }
        }
    }

    /// Steps over the line break at `end`.
    private mutating func endLine(at end: Int) {
        nextLine += 1
        let isReturn = bytes[end] == 0x0D
        if isReturn, end + 1 < textEnd, bytes[end + 1] == 0x0A {
            position = end + 2
            endedInReturn = false
        } else {
            position = end + 1
            endedInReturn = isReturn
        }
    }

    private func lineBreakCount(in range: Range<Int>) -> Int {
        let bytes = bytes.span
        var count = 0
        for index in range {
            let isLast = index + 1 == range.upperBound
            if bytes[index] == 0x0A || (bytes[index] == 0x0D && (isLast || bytes[index + 1] != 0x0A)) { count += 1 }
        }
        return count
    }

    /// Whether the current record is `sep=` and one character.
    private var isSeparatorLine: Bool { CSVDialect.declaredDelimiter(in: bytes.span.extracting(raw)) != nil }

    // MARK: Quotes and places

    /// Copies the fields that have doubled quotes behind the text, with single ones.
    private mutating func undouble() {
        let longest = raw.count
        if bytes.count - filledEnd < longest { bytes += Array(repeating: 0, count: longest) }
        var free = filledEnd
        for index in fields.indices where fields[index].hasDoubledQuotes {
            let start = free
            var isSecond = false
            for position in fields[index].range {
                let byte = bytes[position]
                isSecond = byte == UInt8(ascii: "\"") && !isSecond
                // Of each pair the first is left out: a quote inside is never alone.
                if isSecond { continue }
                bytes[free] = byte
                free += 1
            }
            fields[index].range = start..<free
        }
    }

    /// Where a field of the current record that begins at `start` ends in the file: at the delimiter after it.
    private func end(of field: Field, from start: Int) -> Int {
        guard field.isQuoted else { return field.range.upperBound }
        var end = start
        var isOpen = false
        while end < raw.upperBound, isOpen || bytes[end] != delimiter {
            if bytes[end] == UInt8(ascii: "\"") { isOpen.toggle() }
            end += 1
        }
        return end
    }

    /// The place of the byte at `position`, where `start` begins line number `line`.
    func place(of position: Int, from start: Int, line: Int) -> CSVPlace {
        var lineStart = start
        for index in start..<position {
            // Behind the text lies what is no part of it.
            let isBeforeFeed = index + 1 < textEnd && bytes[index + 1] == 0x0A
            if bytes[index] == 0x0A || (bytes[index] == 0x0D && !isBeforeFeed) { lineStart = index + 1 }
        }
        let column = bytes[lineStart..<position].count { $0 & 0xC0 != 0x80 } + 1
        return CSVPlace(line: line + lineBreakCount(in: start..<lineStart), column: column)
    }

    /// The error of the record at the current position, which is broken at `fault`; reading goes on with the line after.
    private mutating func broken(_ reason: CSVError.Reason, at fault: Int) throws(CSVError) -> CSVError {
        let place = place(of: fault, from: position, line: nextLine)
        let faultCount = fault - position
        fields.removeAll(keepingCapacity: true)
        var end = fault
        while true {
            end = CSVScan.firstMark(0x0A, in: bytes.span, from: position + faultCount, to: textEnd)
            let isLineThere = end < textEnd || isTextWhole || obstacle != nil
            if isLineThere || end - position > recordLimit { break }
            try fill()
        }
        if end - position <= recordLimit { raw = position..<end }
        position = end
        nextLine = place.line
        isPassingOver = true
        return CSVError(reason: reason, place: place, message: message(of: reason))
    }

    private func message(of reason: CSVError.Reason) -> String {
        switch reason {
        case .unclosedQuote: "a quote is opened here and never closed"
        case .textAfterQuote: "text follows after a closing quote; a quote inside a quoted field is written twice"
        case .recordTooLong:
            "the record that begins here is longer than \(recordLimit) bytes; is a quote in it never closed?"
        case .undecodable, .unreadable: preconditionFailure("the bytes under a broken record have been read")
        }
    }

    /// The place where the text ends.
    var placeOfEnd: CSVPlace { place(of: textEnd, from: position, line: nextLine) }
}
