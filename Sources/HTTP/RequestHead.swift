/// How the end of a body is found (RFC 9112, section 6.3).
enum Framing: Equatable {
    case none
    case length(Int)
    case chunked
}

/// The request line and the fields that decide about the message, gathered line by line.
struct RequestHead {
    private var method = Method.get
    private var target: RequestTarget?
    private(set) var isLegacy = false
    private var fields: [Headers.Field] = []
    private var section: [UInt8] = []
    private var host: String?
    private var hostCount = 0
    private var contentLengths: [[UInt8]] = []
    private var transferEncodings: [[UInt8]] = []
    private var asksToClose = false
    private var asksToKeepAlive = false
    private var expectation: [UInt8]?

    /// The head of a request that has not begun.
    init() {}

    /// Refuses a method or target that is too long, as soon as that can be known.
    static func checkLengths(in bytes: borrowing Span<UInt8>, _ line: Range<Int>, _ limits: Limits) throws(Refusal) {
        var index = line.lowerBound
        while index < line.upperBound, bytes[index] != Grammar.space {
            index += 1
            guard index - line.lowerBound <= Limits.methodBytes else {
                throw Refusal(.notImplemented, "the method is longer than \(Limits.methodBytes) bytes")
            }
        }
        let targetStart = index + 1
        guard line.upperBound - targetStart > limits.targetBytes else { return }
        index = targetStart
        while index < line.upperBound, bytes[index] != Grammar.space {
            index += 1
            guard index - targetStart <= limits.targetBytes else {
                throw Refusal(.uriTooLong, "the request target is longer than \(limits.targetBytes) bytes")
            }
        }
    }

    /// Takes a request line apart (RFC 9112, section 3): exactly one space between its three parts.
    init(in bytes: borrowing Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, Grammar.isToken(bytes[methodEnd]) { methodEnd += 1 }
        guard methodEnd > line.lowerBound, methodEnd < line.upperBound, bytes[methodEnd] == Grammar.space else {
            throw Refusal(.badRequest, "the request line does not begin with a method and a space")
        }
        var targetEnd = methodEnd + 1
        while targetEnd < line.upperBound, bytes[targetEnd] != Grammar.space { targetEnd += 1 }
        guard targetEnd < line.upperBound else {
            throw Refusal(.badRequest, "the request line names no HTTP version")
        }
        let version = targetEnd + 1
        guard line.upperBound - version == 8, Grammar.matches(bytes.extracting(version..<version + 5), "http/"),
            bytes[version] == UInt8(ascii: "H"), bytes[version + 1] == UInt8(ascii: "T"),
            bytes[version + 2] == UInt8(ascii: "T"), bytes[version + 3] == UInt8(ascii: "P"),
            Grammar.isDigit(bytes[version + 5]), bytes[version + 6] == UInt8(ascii: "."),
            Grammar.isDigit(bytes[version + 7])
        else { throw Refusal(.badRequest, "the request line does not end in an HTTP version") }
        guard bytes[version + 5] == UInt8(ascii: "1") else {
            throw Refusal(.versionNotSupported, "this server speaks HTTP/1.1 and HTTP/1.0")
        }
        isLegacy = bytes[version + 7] == UInt8(ascii: "0")
        method = Method(string(bytes, line.lowerBound..<methodEnd))
        target = try RequestTarget(bytes.extracting(methodEnd + 1..<targetEnd), method: method)
    }

    /// Adds a line of the header section, which begins at `sectionStart`.
    mutating func addField(
        in bytes: borrowing Span<UInt8>,
        _ line: Range<Int>,
        sectionStart: Int,
        _ limits: Limits
    ) throws(Refusal) {
        guard fields.count < limits.fieldCount else {
            throw Refusal(.headerSectionTooLarge, "the header section has more than \(limits.fieldCount) fields")
        }
        if fields.isEmpty { fields.reserveCapacity(16) }
        let field = try FieldLine(in: bytes, line)
        try note(bytes.extracting(field.name), bytes.extracting(field.value))
        fields.append(
            Headers.Field(
                name: field.name.lowerBound - sectionStart..<field.name.upperBound - sectionStart,
                value: field.value.lowerBound - sectionStart..<field.value.upperBound - sectionStart
            )
        )
    }

    private mutating func note(_ name: borrowing Span<UInt8>, _ value: borrowing Span<UInt8>) throws(Refusal) {
        switch name.count {
        case 4 where Grammar.matches(name, "host"):
            hostCount += 1
            guard hostCount == 1 else { throw Refusal(.badRequest, "there is more than one Host field") }
            guard Host.isValid(value) else { throw Refusal(.badRequest, "the Host field names no valid host") }
            host = string(value, 0..<value.count)
        case 6 where Grammar.matches(name, "expect"):
            guard expectation == nil else { throw Refusal(.badRequest, "there is more than one Expect field") }
            expectation = array(value)
        case 10 where Grammar.matches(name, "connection"):
            forEachElement(of: value) { element in
                if Grammar.matches(element, "close") { asksToClose = true }
                if Grammar.matches(element, "keep-alive") { asksToKeepAlive = true }
            }
        case 14 where Grammar.matches(name, "content-length"):
            contentLengths.append(array(value))
        case 17 where Grammar.matches(name, "transfer-encoding"):
            transferEncodings.append(array(value))
        default:
            break
        }
    }

    /// How the body ends, once every field is known.
    func framing(_ limits: Limits) throws(Refusal) -> Framing {
        guard hostCount == 1 || isLegacy else { throw Refusal(.badRequest, "the Host field is missing") }
        let framing = try bodyFraming(limits)
        guard let expectation, !isLegacy else { return framing }
        guard Grammar.matches(expectation.span, "100-continue") else {
            throw Refusal(.expectationFailed, "the only expectation that can be met is 100-continue")
        }
        return framing
    }

    private func bodyFraming(_ limits: Limits) throws(Refusal) -> Framing {
        guard transferEncodings.isEmpty else {
            guard !isLegacy else { throw Refusal(.badRequest, "HTTP/1.0 has no Transfer-Encoding") }
            guard contentLengths.isEmpty else {
                throw Refusal(.badRequest, "there are both a Transfer-Encoding and a Content-Length")
            }
            try checkTransferEncoding()
            return .chunked
        }
        guard contentLengths.count <= 1 else { throw Refusal(.badRequest, "there is more than one Content-Length") }
        guard let digits = contentLengths.first else { return .none }
        guard !digits.isEmpty, digits.allSatisfy(Grammar.isDigit) else {
            throw Refusal(.badRequest, "the Content-Length is not a number")
        }
        var length = 0
        for digit in digits {
            length = length * 10 + Int(digit & 0x0F)
            guard length <= limits.bodyBytes else {
                throw Refusal(.contentTooLarge, "the body is longer than \(limits.bodyBytes) bytes")
            }
        }
        return length == 0 ? .none : .length(length)
    }

    /// Accepts `chunked` and nothing beside it (RFC 9112, sections 6.1 and 7).
    private func checkTransferEncoding() throws(Refusal) {
        guard transferEncodings.count == 1 else {
            throw Refusal(.badRequest, "there is more than one Transfer-Encoding")
        }
        let value = transferEncodings[0]
        if Grammar.matches(value.span, "chunked") { return }
        var elements: [[UInt8]] = []
        forEachElement(of: value.span) { elements.append(array($0)) }
        // An empty element is legal in a list; it is also how two parsers are made to disagree.
        let isList = elements.allSatisfy { !$0.isEmpty && $0.allSatisfy(Grammar.isToken) }
        let chunkedCount = elements.count { Grammar.matches($0.span, "chunked") }
        guard isList, chunkedCount == 1, let last = elements.last, Grammar.matches(last.span, "chunked") else {
            throw Refusal(.badRequest, "the Transfer-Encoding does not end in one plain `chunked`")
        }
        throw Refusal(.notImplemented, "the only transfer coding understood is chunked")
    }

    /// Whether `100 Continue` is to be sent before the body.
    var expectsContinue: Bool { expectation != nil && !isLegacy }

    /// Whether the client wants the connection to outlive the answer (RFC 9112, section 9.3).
    var persists: Bool { !asksToClose && (!isLegacy || asksToKeepAlive) }

    /// Copies the header section out of the buffer, which will be overwritten.
    mutating func keepSection(_ bytes: ArraySlice<UInt8>) {
        section = Array(bytes)
    }

    /// The request, once its body is complete.
    consuming func request(body: [UInt8], peer: Peer) -> Request {
        guard let target else { preconditionFailure("a request is complete before its request line") }
        return Request(
            method: method,
            target: target,
            host: target.authority ?? host,
            headers: Headers(section: section, fields: fields),
            body: body,
            peer: peer
        )
    }
}
