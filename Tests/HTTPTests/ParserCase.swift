import HTTP
import Testing

/// One row of the parser's tables: bytes, and the events they amount to.
struct ParserCase: Sendable, CustomTestStringConvertible {
    /// The section that asks for it, such as `9112-3.2`.
    let section: String
    let title: String
    let input: [UInt8]
    /// Events as ``events(of:cutAt:limits:)`` writes them.
    let expected: [String]
    let limits: Limits

    init(_ section: String, _ title: String, _ input: String, _ expected: String..., limits: Limits = Limits()) {
        self.init(section, title, bytes: Array(input.utf8), expected, limits: limits)
    }

    init(_ section: String, _ title: String, bytes: [UInt8], _ expected: [String], limits: Limits = Limits()) {
        self.section = section
        self.title = title
        self.input = bytes
        self.expected = expected
        self.limits = limits
    }

    /// A request line that is tried with a `Host` field and no more.
    init(line: String, _ section: String, _ title: String, _ expected: String) {
        self.init(section, title, "\(line)\r\nHost: a\r\n\r\n", expected)
    }

    /// Fields that are tried behind `GET / HTTP/1.1` and `Host: a`.
    init(fields: String, _ section: String, _ title: String, _ expected: String) {
        self.init(section, title, "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", expected)
    }

    /// A body that is tried with `Transfer-Encoding: chunked`.
    init(chunks: String, _ section: String, _ title: String, _ expected: String..., limits: Limits = Limits()) {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.init(section, title, bytes: Array((head + chunks).utf8), expected, limits: limits)
    }

    var testDescription: String { "RFC \(section): \(title)" }
}

/// The events of `input`, delivered in pieces that end at `cuts` and at the end.
func events(of input: [UInt8], cutAt cuts: [Int], limits: Limits) -> [String] {
    var parser = RequestParser(limits: limits, peer: .unix)
    var events: [String] = []
    var start = 0
    for end in cuts + [input.count] {
        parser.receive(input[start..<end].span)
        while let event = parser.next() { events.append(text(of: event)) }
        start = end
    }
    if parser.receiveEnd() != nil { events.append("incomplete") }
    return events
}

private func text(of event: RequestParser.Event) -> String {
    switch event {
    case .continueExpected:
        return "100"
    case .refused(let refusal):
        return "\(refusal.status.code)"
    case .request(let request, let persists, _):
        let body = request.body.isEmpty ? "" : " \(String(decoding: request.body, as: UTF8.self))"
        return "\(request.method.name) \(request.target.text)\(body)\(persists ? "" : " close")"
    }
}
