/// Bytes of one connection in, requests out: HTTP/1.0 and HTTP/1.1 after RFC 9112, without a socket or a clock.
///
/// Whatever leaves a doubt about where a message ends or what it says is refused, and after a refusal the parser takes
/// nothing more: the connection is to be closed. How the bytes are cut into pieces makes no difference to the events.
package struct RequestParser: ~Copyable {
    /// What the bytes so far amount to.
    package enum Event: Sendable {
        /// The client waits for `100 Continue` before it sends the body of a request that is acceptable so far.
        case continueExpected
        /// A whole request; `persists` says whether the client wants the connection to outlive the answer.
        case request(Request, persists: Bool, isLegacy: Bool)
        /// The request cannot be accepted, and the connection must be closed after this answer.
        case refused(Refusal)
    }

    /// Which part of a message comes next.
    package enum Phase: Sendable {
        case betweenRequests
        case header
        case body
    }

    private enum Stage {
        case requestLine
        case fieldLines
        case fixedBody(length: Int)
        case chunkLine
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
        case refused
    }

    private let limits: Limits
    private let peer: Peer
    private var stage = Stage.requestLine
    private var buffer: [UInt8] = []
    /// Where the current section, line or piece of body begins in the buffer; what lies before is done with.
    private var start = 0
    /// Where the current line begins.
    private var lineStart = 0
    /// There is no line end between `lineStart` and here.
    private var scanned = 0
    private var head = RequestHead()
    /// What the request line has left of the header section's limit.
    private var fieldSectionLimit = 0
    private var body: [UInt8] = []
    private var blankLineCount = 0
    private var extensionByteCount = 0
    private var trailerCount = 0

    /// A parser for a new connection from `peer`.
    ///
    /// - Precondition: the header section has room for the longest target.
    package init(limits: Limits, peer: Peer) {
        precondition(
            limits.headerSectionBytes >= limits.targetBytes + 2 * Limits.methodBytes,
            "the header section has no room for the longest target"
        )
        self.limits = limits
        self.peer = peer
    }

    /// Which part of a message comes next.
    package var phase: Phase {
        switch stage {
        case .requestLine: hasUnreadBytes ? .header : .betweenRequests
        case .fieldLines: .header
        case .fixedBody, .chunkLine, .chunk, .chunkEnd, .trailers: .body
        case .refused: .betweenRequests
        }
    }

    /// How much of the current body has arrived, in bytes.
    package var bodyByteCount: Int { body.count }

    /// Whether there are bytes that no event has accounted for.
    package var hasUnreadBytes: Bool { start < buffer.count }

    /// Takes in what has arrived.
    package mutating func receive(_ bytes: borrowing Span<UInt8>) {
        if case .refused = stage { return }
        if start == buffer.count {
            if buffer.capacity > 8 << 10 { buffer = [] } else { buffer.removeAll(keepingCapacity: true) }
            (start, lineStart, scanned) = (0, 0, 0)
        } else if start > 0 {
            buffer.removeSubrange(..<start)
            lineStart -= start
            scanned -= start
            start = 0
        }
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// The next event, or `nil` until more bytes arrive.
    package mutating func next() -> Event? {
        do {
            return try advance()
        } catch {
            stage = .refused
            (buffer, body, start, lineStart, scanned) = ([], [], 0, 0, 0)
            return .refused(error)
        }
    }

    /// What to say of the end of input: nothing between requests, a refusal in the middle of one.
    package mutating func receiveEnd() -> Refusal? {
        guard phase != .betweenRequests else { return nil }
        stage = .refused
        return Refusal(.badRequest, "the connection ended before the request did")
    }

    private mutating func advance() throws(Refusal) -> Event? {
        while true {
            switch stage {
            case .requestLine:
                guard try readRequestLine() else { return nil }
            case .fieldLines:
                guard let line = try readLine(sectionLimit: fieldSectionLimit, "header") else { return nil }
                guard line.isEmpty else {
                    let bytes = buffer
                    try head.addField(in: bytes.span, line, sectionStart: start, limits)
                    continue
                }
                if let event = try finishHead() { return event }
            case .fixedBody(let length):
                takeBody(upTo: length - body.count)
                guard body.count == length else { return nil }
                return finishRequest()
            case .chunkLine:
                guard try readChunkLine() else { return nil }
            case .chunk(let remaining):
                let taken = takeBody(upTo: remaining)
                stage = taken == remaining ? .chunkEnd : .chunk(remaining: remaining - taken)
                guard taken == remaining else { return nil }
            case .chunkEnd:
                guard try readChunkEnd() else { return nil }
            case .trailers:
                guard let line = try readLine(sectionLimit: limits.trailerSectionBytes, "trailer") else { return nil }
                guard line.isEmpty else {
                    trailerCount += 1
                    guard trailerCount <= limits.fieldCount else {
                        throw Refusal(
                            .headerSectionTooLarge,
                            "the trailer section has more than \(limits.fieldCount) fields"
                        )
                    }
                    _ = try FieldLine(in: buffer.span, line)
                    continue
                }
                return finishRequest()
            case .refused:
                return nil
            }
        }
    }

    // MARK: Lines

    /// The next whole line without its end, or `nil` until there is one.
    private mutating func readLine(sectionLimit: Int, _ section: StaticString) throws(Refusal) -> Range<Int>? {
        guard let lineFeed = firstLineFeed() else {
            guard buffer.count - start <= sectionLimit else { throw Self.tooLarge(section, sectionLimit) }
            return nil
        }
        guard lineFeed + 1 - start <= sectionLimit else { throw Self.tooLarge(section, sectionLimit) }
        guard lineFeed > lineStart, buffer[lineFeed - 1] == Grammar.carriageReturn else {
            throw Refusal(.badRequest, "a line ends in LF without CR")
        }
        let line = lineStart..<lineFeed - 1
        lineStart = lineFeed + 1
        scanned = lineStart
        return line
    }

    private static func tooLarge(_ section: StaticString, _ limit: Int) -> Refusal {
        Refusal(.headerSectionTooLarge, "the \(section) section is longer than \(limit) bytes")
    }

    /// Where the current line ends, looking only at bytes that have not been looked at.
    private mutating func firstLineFeed() -> Int? {
        let index = Self.firstLineFeed(in: buffer.span, from: scanned)
        scanned = index
        return index < buffer.count ? index : nil
    }

    private static func firstLineFeed(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != Grammar.lineFeed { index += 1 }
        return index
    }

    private mutating func consumeThroughLine() {
        start = lineStart
    }

    // MARK: Head

    /// Whether the request line, or a blank one before it, was there.
    private mutating func readRequestLine() throws(Refusal) -> Bool {
        guard hasUnreadBytes else { return false }
        let lineFeed = firstLineFeed()
        // A CR that may yet turn out to be half of the line end does not count towards the target.
        var end = lineFeed ?? buffer.count
        if end > start, buffer[end - 1] == Grammar.carriageReturn { end -= 1 }
        try RequestHead.checkLengths(in: buffer.span, start..<end, limits)
        guard let line = try readLine(sectionLimit: limits.headerSectionBytes, "header") else { return false }
        guard !line.isEmpty else {
            blankLineCount += 1
            guard blankLineCount <= Limits.blankLines else {
                throw Refusal(.badRequest, "there are more than \(Limits.blankLines) blank lines before the request")
            }
            consumeThroughLine()
            return true
        }
        head = try RequestHead(in: buffer.span, line)
        fieldSectionLimit = limits.headerSectionBytes - (lineStart - start)
        consumeThroughLine()
        stage = .fieldLines
        return true
    }

    private mutating func finishHead() throws(Refusal) -> Event? {
        let framing = try head.framing(limits)
        // The blank line is not kept: its two bytes end the section, they do not belong to it.
        head.keepSection(buffer[start..<lineStart - 2])
        consumeThroughLine()
        switch framing {
        case .none:
            return finishRequest()
        case .length(let length):
            // What the client claims is believed only so far as it has been sent.
            body.reserveCapacity(min(length, 64 << 10))
            stage = .fixedBody(length: length)
        case .chunked:
            stage = .chunkLine
        }
        return head.expectsContinue ? .continueExpected : nil
    }

    private mutating func finishRequest() -> Event {
        consumeThroughLine()
        let request = head.request(body: body, peer: peer)
        let persists = head.persists
        let isLegacy = head.isLegacy
        head = RequestHead()
        body = []
        (blankLineCount, extensionByteCount, trailerCount) = (0, 0, 0)
        stage = .requestLine
        return .request(request, persists: persists, isLegacy: isLegacy)
    }

    // MARK: Body

    @discardableResult
    private mutating func takeBody(upTo count: Int) -> Int {
        let taken = min(count, buffer.count - start)
        body.append(contentsOf: buffer[start..<start + taken])
        start += taken
        (lineStart, scanned) = (start, start)
        return taken
    }

    private mutating func readChunkLine() throws(Refusal) -> Bool {
        let lineFeed = firstLineFeed()
        guard (lineFeed ?? buffer.count) - start <= Limits.chunkLineBytes else {
            throw Refusal(.badRequest, "the line that announces a chunk is longer than \(Limits.chunkLineBytes) bytes")
        }
        guard let line = try readLine(sectionLimit: .max, "body") else { return false }
        let chunk = try ChunkLine(in: buffer.span, line)
        extensionByteCount += chunk.extensionByteCount
        guard extensionByteCount <= limits.chunkExtensionBytes else {
            throw Refusal(.badRequest, "the chunk extensions are longer than \(limits.chunkExtensionBytes) bytes")
        }
        guard chunk.size <= limits.bodyBytes - body.count else {
            throw Refusal(.contentTooLarge, "the body is longer than \(limits.bodyBytes) bytes")
        }
        consumeThroughLine()
        stage = chunk.size == 0 ? .trailers : .chunk(remaining: chunk.size)
        return true
    }

    private mutating func readChunkEnd() throws(Refusal) -> Bool {
        let available = buffer.count - start
        guard available >= 1 else { return false }
        guard buffer[start] == Grammar.carriageReturn, available < 2 || buffer[start + 1] == Grammar.lineFeed else {
            throw Refusal(.badRequest, "a chunk is longer than announced")
        }
        guard available >= 2 else { return false }
        start += 2
        (lineStart, scanned) = (start, start)
        stage = .chunkLine
        return true
    }
}
