import Arguments
import HTTP
import RuleLanguage

/// Whatever bytes come in, the parser neither traps nor cares how they are cut, and asks for nothing after a refusal.
func checkRequestParser(_ bytes: [UInt8]) {
    let whole = summary(of: bytes, piece: max(1, bytes.count))
    precondition(whole == summary(of: bytes, piece: 1), "one by one makes a difference")
    precondition(whole == summary(of: bytes, piece: 7), "seven by seven makes a difference")
}

private func summary(of bytes: [UInt8], piece: Int) -> [String] {
    var limits = Limits()
    limits.targetBytes = 128
    limits.headerSectionBytes = 512
    limits.fieldCount = 8
    limits.bodyBytes = 256
    limits.chunkExtensionBytes = 64
    limits.trailerSectionBytes = 128
    var parser = RequestParser(limits: limits, peer: .unix)
    var events: [String] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
        parser.receive(bytes[start..<min(start + piece, bytes.count)].span)
        while let event = parser.next() {
            precondition(events.last?.hasPrefix("refused") != true, "an event follows a refusal")
            events.append(summary(of: event, limits))
        }
    }
    if let refusal = parser.receiveEnd() { events.append("end \(refusal.status.code)") }
    return events
}

private func summary(of event: RequestParser.Event, _ limits: Limits) -> String {
    switch event {
    case .continueExpected:
        return "continue"
    case .refused(let refusal):
        precondition(!refusal.detail.contains { $0.isNewline }, "a refusal spans lines")
        return "refused \(refusal.status.code)"
    case .request(let request, let persists, let isLegacy):
        precondition(request.body.count <= limits.bodyBytes, "a body exceeds its limit")
        precondition(request.target.text.utf8.count <= limits.targetBytes, "a target exceeds its limit")
        precondition(!request.segments.contains { $0 == "." || $0 == ".." }, "a dot segment came through")
        for (name, value) in request.headers.all {
            precondition(
                !name.isEmpty && !value.utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 },
                "a value breaks its line"
            )
        }
        return "\(request.method.name) \(request.target) \(request.headers.all) \(request.body) \(persists) \(isLegacy)"
    }
}

private let program = Command(
    name: "p",
    summary: "a program",
    options: [Option("data", "DIR", "a folder")],
    subcommands: [
        Command(
            name: "run",
            summary: "runs",
            arguments: [Argument("A", "one"), Argument("B", "more", .anyNumber, shape: .integer(in: 0...9))],
            options: [
                Option("on", "DAY", "a day", shape: .day), Option(flag: "dry", "says"),
                Option("x", "X", "x", .anyNumber),
            ]
        ),
        Command(name: "group", summary: "more", subcommands: [Command(name: "leaf", summary: "the last")]),
    ]
)

/// Whatever words come in, one a line, there is a command, help or an error on one line.
func checkArguments(_ bytes: [UInt8]) {
    let words = bytes.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    do throws(UsageError) {
        switch try program.parse(words) {
        case .command(let command): precondition(!command.path.isEmpty, "a command without a name")
        case .help(let text): precondition(text.hasSuffix("\n"), "help without a line end")
        }
    } catch {
        precondition(!error.message.isEmpty && !error.message.contains { $0.isNewline }, "an error is not one line")
    }
}

/// Whatever bytes come in, the lexer neither traps nor points outside the text.
func checkLexer(_ bytes: [UInt8]) {
    let file = SourceFile(name: "fuzz", text: String(decoding: bytes, as: UTF8.self))
    for diagnostic in Lexer.tokens(of: file).diagnostics {
        precondition(!diagnostic.rendered(in: file).isEmpty, "a diagnostic says nothing")
    }
}
