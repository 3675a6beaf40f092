/// Texts: escapes, and values in braces.
extension TokenReader {
    /// A text that may hold values in braces.
    mutating func richText(_ what: String) throws(SyntaxError) -> TextSyntax {
        if let token = take(.text) {
            let inside = (token.span.lowerBound + 1)..<(token.span.upperBound - 1)
            return TextSyntax(pieces: try pieces(of: inside), span: token.span)
        }
        guard let token = take(.longText) else { throw missing(what, after: nil) }
        var pieces: [TextSyntax.Piece] = []
        for (number, line) in linesOfLongText(token.span).enumerated() {
            if number > 0 { pieces.append(.text("\n")) }
            pieces += try self.pieces(of: line)
        }
        return TextSyntax(pieces: TokenReader.joined(pieces), span: token.span)
    }

    /// A text on one line without values in it.
    mutating func plainText(_ what: String) throws(SyntaxError) -> String {
        guard let token = next, token.kind == .text else { throw missing(what, after: nil) }
        let text = try richText(what)
        guard let plain = text.plain else {
            throw failure(
                .malformed,
                at: token.span,
                "\(what) cannot show values",
                help: "write `\\{` where you mean a brace"
            )
        }
        return plain
    }

    /// The lines between the quotes, without the indentation of the closing ones.
    private func linesOfLongText(_ span: Range<Int>) -> [Range<Int>] {
        guard let opening = bytes[span].firstIndex(of: .newline) else { return [] }
        let closing = span.upperBound - 3
        guard let lastBreak = bytes[opening..<closing].lastIndex(of: .newline), lastBreak > opening else { return [] }
        let indentation = bytes[(lastBreak + 1)..<closing]
        var lines: [Range<Int>] = []
        var start = opening + 1
        while start <= lastBreak {
            let end = bytes[start...lastBreak].firstIndex(of: .newline) ?? lastBreak
            var content = start..<end
            if content.upperBound > content.lowerBound, bytes[content.upperBound - 1] == .carriageReturn {
                content = content.lowerBound..<(content.upperBound - 1)
            }
            if bytes[content].starts(with: indentation) {
                content = (content.lowerBound + indentation.count)..<content.upperBound
            } else if bytes[content].allSatisfy(\.isBlank) {
                content = content.upperBound..<content.upperBound
            }
            lines.append(content)
            start = end + 1
        }
        return lines
    }

    private func pieces(of range: Range<Int>) throws(SyntaxError) -> [TextSyntax.Piece] {
        var pieces: [TextSyntax.Piece] = []
        var plain: [UInt8] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            switch bytes[offset] {
            case .backslash:
                let next = offset + 1 < range.upperBound ? bytes[offset + 1] : nil
                switch next {
                case .backslash, .quote, .openBrace, .closeBrace: plain.append(bytes[offset + 1])
                case UInt8(ascii: "n"): plain.append(.newline)
                default:
                    throw failure(
                        .malformed,
                        at: offset..<(offset + 1),
                        "`\\` stands before no character that needs it",
                        help: "write `\\\\` for a backslash; `\\\"`, `\\{`, `\\}` and `\\n` are the others"
                    )
                }
                offset += 2
            case .openBrace:
                let close = try endOfValue(from: offset, within: range)
                if !plain.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
                plain = []
                pieces.append(.value(try value(within: (offset + 1)..<close)))
                offset = close + 1
            case .closeBrace:
                throw failure(.malformed, at: offset..<(offset + 1), "`}` closes nothing", help: "write `\\}`")
            default:
                plain.append(bytes[offset])
                offset += 1
            }
        }
        if !plain.isEmpty { pieces.append(.text(String(decoding: plain, as: UTF8.self))) }
        return pieces
    }

    /// Where the brace that opens at `start` closes; braces within quotes do not count.
    private func endOfValue(from start: Int, within range: Range<Int>) throws(SyntaxError) -> Int {
        var isQuoted = false
        for offset in (start + 1)..<max(start + 1, range.upperBound) {
            if bytes[offset] == .quote { isQuoted.toggle() }
            if bytes[offset] == .closeBrace, !isQuoted { return offset }
            if bytes[offset] == .openBrace, !isQuoted { break }
        }
        throw failure(
            .unterminatedText,
            at: start..<(start + 1),
            "`{` has no closing `}`",
            help: "add `}`, or write `\\{`"
        )
    }

    private func value(within range: Range<Int>) throws(SyntaxError) -> ExpressionSyntax {
        let (tokens, diagnostics) = Lexer.tokens(of: file, bytes: bytes, within: range)
        if let first = diagnostics.first { throw SyntaxError(diagnostic: first) }
        guard !tokens.isEmpty else {
            throw failure(
                .malformed,
                at: (range.lowerBound - 1)..<(range.upperBound + 1),
                "`{ }` holds no value",
                help: "write a fact between the braces: `{balance}`"
            )
        }
        var reader = TokenReader(file: file, bytes: bytes, tokens: tokens, end: range.upperBound)
        reader.nesting = nesting + 1
        guard reader.nesting <= TokenReader.mostNesting else {
            throw failure(.limitExceeded, at: range, "texts are more than \(TokenReader.mostNesting) levels deep")
        }
        let expression = try reader.expression()
        try reader.expectEnd()
        return expression
    }

    /// The pieces with neighbouring texts made one.
    private static func joined(_ pieces: [TextSyntax.Piece]) -> [TextSyntax.Piece] {
        var result: [TextSyntax.Piece] = []
        for piece in pieces {
            if case .text(let more) = piece, case .text(let text)? = result.last {
                result[result.count - 1] = .text(text + more)
            } else {
                result.append(piece)
            }
        }
        return result
    }
}
