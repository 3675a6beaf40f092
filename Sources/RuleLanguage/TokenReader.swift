/// A mistake that ends the reading of a clause.
struct SyntaxError: Error {
    let diagnostic: Diagnostic
}

/// Reads the tokens of one clause from left to right.
struct TokenReader {
    let file: SourceFile
    /// The bytes of the file's text.
    let bytes: [UInt8]
    let tokens: [Token]
    /// Where the clause ends, for remarks about what is missing.
    let end: Int
    private(set) var index = 0
    /// How many parentheses, signs and conditions are open around the token to read.
    var nesting = 0

    init(file: SourceFile, bytes: [UInt8], tokens: [Token], end: Int) {
        self.file = file
        self.bytes = bytes
        self.tokens = tokens
        self.end = end
    }

    /// The next token, or `nil` at the end.
    var next: Token? { index < tokens.count ? tokens[index] : nil }

    /// The token behind the next one.
    var second: Token? { index + 1 < tokens.count ? tokens[index + 1] : nil }

    var isAtEnd: Bool { index == tokens.count }

    /// The span of the next token, or the last place of the clause.
    var nextSpan: Range<Int> { next?.span ?? end..<end }

    /// Where the last token read ends.
    var lastEnd: Int { index > 0 ? tokens[index - 1].span.upperBound : end }

    func text(_ span: Range<Int>) -> String { String(decoding: bytes[span], as: UTF8.self) }

    func isWord(_ word: String) -> Bool { next.map { isWord(word, $0) } ?? false }

    func isWord(_ word: String, _ token: Token) -> Bool { token.kind == .word && text(token.span) == word }

    func isSymbol(_ symbol: String) -> Bool {
        next.map { $0.kind == .symbol && text($0.span) == symbol } ?? false
    }

    mutating func advance() { index += 1 }

    /// Takes the next token if it is this word.
    mutating func take(word: String) -> Bool {
        guard isWord(word) else { return false }
        index += 1
        return true
    }

    /// Takes the next token if it is this symbol.
    mutating func take(symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        index += 1
        return true
    }

    /// Takes the next token if it is of this kind.
    mutating func take(_ kind: Token.Kind) -> Token? {
        guard let token = next, token.kind == kind else { return nil }
        index += 1
        return token
    }

    /// Takes the word that has to follow.
    mutating func expect(word: String, after: String) throws(SyntaxError) {
        guard take(word: word) else { throw missing("`\(word)`", after: after) }
    }

    /// Takes the name that has to follow; `what` says what it names.
    mutating func expectName(_ what: String) throws(SyntaxError) -> NameSyntax {
        guard let token = take(.word) else { throw missing(what, after: nil) }
        return NameSyntax(text: text(token.span), span: token.span)
    }

    /// The names that have to follow, with commas between them.
    mutating func expectNames(_ what: String) throws(SyntaxError) -> [NameSyntax] {
        var names = [try expectName(what)]
        while take(symbol: ",") { names.append(try expectName(what)) }
        return names
    }

    /// Makes sure that nothing follows.
    func expectEnd() throws(SyntaxError) {
        guard let token = next else { return }
        let rest = token.span.lowerBound..<(tokens.last ?? token).span.upperBound
        throw failure(.malformed, at: rest, "`\(shortened(text(rest)))` has no meaning here")
    }

    func failure(
        _ code: DiagnosticCode,
        at span: Range<Int>,
        _ message: String,
        help: String? = nil
    ) -> SyntaxError {
        SyntaxError(diagnostic: Diagnostic(code, in: file, at: span, message, help: help))
    }

    /// Says what should stand at the next place.
    func missing(_ what: String, after: String?) -> SyntaxError {
        let place = after.map { " after `\($0)`" } ?? ""
        guard let next else { return failure(.malformed, at: end..<end, "\(what) is missing\(place)") }
        return failure(.malformed, at: next.span, "`\(shortened(text(next.span)))` stands where \(what) belongs")
    }

    /// A text cut to fit a message, without line ends.
    func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 40 ? "\(line.prefix(39))…" : String(line)
    }
}
