import Values

/// Reads the declarations of a file.
///
/// Total: every text gives declarations and diagnostics. A declaration starts in the first column, so a broken one
/// never hides the next; one that is broken keeps its name, so that what refers to it is not blamed as well.
struct RuleParser {
    /// A line of tokens, or several where a clause goes on.
    private struct Line {
        var tokens: [Token]
        let isIndented: Bool
    }

    private let file: SourceFile
    private let bytes: [UInt8]
    private var diagnostics: [Diagnostic]
    private var declarations: [DeclarationSyntax] = []
    private var lines: [Line] = []

    /// The declarations of a file in the order of the text, and what is wrong with it.
    static func parse(_ file: SourceFile) -> (declarations: [DeclarationSyntax], diagnostics: [Diagnostic]) {
        let (tokens, diagnostics) = Lexer.tokens(of: file)
        var parser = RuleParser(file: file, bytes: Array(file.text.utf8), diagnostics: diagnostics)
        parser.lines = parser.lines(of: tokens)
        parser.run()
        return (parser.declarations, parser.diagnostics)
    }

    private init(file: SourceFile, bytes: [UInt8], diagnostics: [Diagnostic]) {
        self.file = file
        self.bytes = bytes
        self.diagnostics = diagnostics
    }

    private func lines(of tokens: [Token]) -> [Line] {
        tokens.split { $0.kind == .newline }.map { line in
            let start = line.first?.span.lowerBound ?? 0
            let isFirst = start == 0 || bytes[start - 1] == .newline || (start == 3 && bytes[0] == 0xEF)
            return Line(tokens: Array(line), isIndented: !isFirst)
        }
    }

    private mutating func run() {
        var index = 0
        while index < lines.count, lines[index].isIndented { index += 1 }
        if index > 0, !isBroken(lines[0]) {
            diagnose(
                .unknownClause,
                span(of: lines[0]),
                "line is indented and belongs to no declaration",
                help: "begin a declaration in the first column"
            )
        }
        while index < lines.count {
            var next = index + 1
            while next < lines.count, lines[next].isIndented { next += 1 }
            declaration(lines[index], Array(lines[(index + 1)..<next]))
            index = next
        }
    }

    private func text(_ token: Token) -> String { String(decoding: bytes[token.span], as: UTF8.self) }

    private func isBroken(_ line: Line) -> Bool { line.tokens.contains { $0.kind == .broken } }

    private func span(of line: Line) -> Range<Int> {
        guard let first = line.tokens.first, let last = line.tokens.last else { return 0..<0 }
        return first.span.lowerBound..<last.span.upperBound
    }

    private mutating func diagnose(
        _ code: DiagnosticCode,
        _ span: Range<Int>,
        _ message: String,
        help: String? = nil
    ) {
        diagnostics.append(Diagnostic(code, in: file, at: span, message, help: help))
    }

    private func reader(_ line: Line, from index: Int = 0) -> TokenReader {
        TokenReader(
            file: file,
            bytes: bytes,
            tokens: Array(line.tokens.dropFirst(index)),
            end: span(of: line).upperBound
        )
    }

    // MARK: Declarations

    private mutating func declaration(_ header: Line, _ body: [Line]) {
        guard let first = header.tokens.first else { return }
        let keyword = first.kind == .word ? text(first) : ""
        guard Keywords.supported.contains(keyword) else {
            if first.kind != .broken { rejectDeclaration(first, keyword) }
            return
        }
        let (header, clauses) = clauses(of: keyword, header: header, body)
        guard let nameToken = header.tokens.dropFirst().first, nameToken.kind == .word else {
            if !isBroken(header) { diagnose(.malformed, first.span, "`\(keyword)` has no name") }
            return
        }
        let name = NameSyntax(text: text(nameToken), span: nameToken.span)
        let before = diagnostics.count
        var parsed: DeclarationSyntax.Body?
        if !isBroken(header) {
            do throws(SyntaxError) {
                parsed = try self.body(keyword, name, reader(header, from: 2), clauses)
            } catch {
                diagnostics.append(error.diagnostic)
            }
        }
        let isWhole = before == diagnostics.count && !isBroken(header) && !clauses.contains { isBroken($0) }
        let body = isWhole ? parsed ?? .broken(kind: keyword) : .broken(kind: keyword)
        declarations.append(DeclarationSyntax(file: file, name: name, body: body))
    }

    private mutating func rejectDeclaration(_ first: Token, _ keyword: String) {
        if Keywords.reserved.contains(keyword) {
            diagnose(.notInThisVersion, first.span, "`\(keyword)` is not in this version of the language")
            return
        }
        let written = reader(Line(tokens: [first], isIndented: false)).shortened(text(first))
        let help: String? =
            if Keywords.allClauses.contains(keyword) {
                "a clause is indented below its declaration"
            } else if let nearest = Spelling.nearest(to: keyword, among: Keywords.supported) {
                "did you mean `\(nearest)`?"
            } else {
                "a declaration begins with \(Keywords.supported.map { "`\($0)`" }.joined(separator: ", "))"
            }
        diagnose(.unknownClause, first.span, "`\(written)` begins no declaration", help: help)
    }

    /// The header and the clauses of a declaration, each with the lines on which it goes on.
    private mutating func clauses(of kind: String, header: Line, _ body: [Line]) -> (Line, [Line]) {
        var header = header
        var clauses: [Line] = []
        for line in body {
            let goesOn = continues(line, after: clauses.last ?? header, kind: kind)
            if goesOn, clauses.isEmpty {
                header.tokens += line.tokens
            } else if goesOn {
                clauses[clauses.count - 1].tokens += line.tokens
            } else {
                clauses.append(line)
            }
        }
        return (header, clauses)
    }

    /// Whether a line goes on with the clause above it: it begins or the other ends within an expression.
    private func continues(_ line: Line, after above: Line, kind: String) -> Bool {
        guard let first = line.tokens.first, let last = above.tokens.last else { return false }
        if startsClause(line) { return false }
        if first.kind != .word { return first.kind != .broken }
        let word = text(first)
        if Keywords.expressionWords.contains(word) { return true }
        if last.kind == .symbol, ![")", "]", "%"].contains(text(last)) { return true }
        if last.kind == .word, Keywords.expressionWords.contains(text(last)) {
            return !["yes", "no", "today", "known", "none"].contains(text(last))
        }
        let isBareKeyword = above.isIndented && above.tokens.count == (text(above.tokens[0]) == "and" ? 2 : 1)
        return isBareKeyword && text(above.tokens[0]) != "examples"
    }

    private func startsClause(_ line: Line) -> Bool {
        guard let first = line.tokens.first, first.kind == .word else { return false }
        let second = line.tokens.dropFirst().first.map { text($0) }
        return switch text(first) {
        case "and": second == "when"
        case "if": second == "unknown"
        case "in": second == "group"
        case let word: Keywords.allClauses.contains(word)
        }
    }

    private mutating func body(
        _ keyword: String,
        _ name: NameSyntax,
        _ reader: TokenReader,
        _ clauses: [Line]
    ) throws(SyntaxError) -> DeclarationSyntax.Body {
        var reader = reader
        switch keyword {
        case "const":
            if reader.isWord("by") {
                let span = reader.nextSpan
                throw reader.failure(
                    .notInThisVersion,
                    at: span,
                    "a const `by` a fact is not in this version of the language",
                    help: "write a const for each case"
                )
            }
            guard reader.take(symbol: "=") else { throw reader.missing("`=`", after: name.text) }
            let expression = try reader.expression()
            try reader.expectEnd()
            rejectAll(clauses, of: keyword)
            return .constant(expression)
        case "define":
            let define = try reader.define(name)
            for clause in clauses { readMetadataOnly(clause, of: keyword) }
            return .define(define)
        case "group":
            let group = try reader.group()
            rejectAll(clauses, of: keyword)
            return .group(group)
        case "template":
            var template = try reader.template()
            readEach(clauses, of: keyword) { (reader, clause) throws(SyntaxError) in
                try template.read(clause, &reader)
            }
            if !words(of: clauses).contains("body") { missingClause("body", of: "template", name) }
            return .template(template)
        default:
            var rule = try reader.rule(keyword)
            readEach(clauses, of: keyword) { (reader, clause) throws(SyntaxError) in
                try rule.read(clause, &reader)
            }
            requireClauses(of: rule, name, clauses)
            return .rule(rule)
        }
    }

    private mutating func missingClause(_ clause: String, of kind: String, _ name: NameSyntax) {
        diagnose(.missingClause, name.span, "\(kind) `\(name.text)` has no `\(clause)`")
    }

    /// The words that the clauses begin with, broken ones among them.
    private func words(of clauses: [Line]) -> Set<String> {
        Set(clauses.compactMap { clause in clause.tokens.first.map { text($0) } })
    }

    private mutating func requireClauses(of rule: RuleSyntax, _ name: NameSyntax, _ clauses: [Line]) {
        let kind = rule.kind.rawValue
        let written = words(of: clauses)
        if !written.contains("when") { missingClause("when", of: kind, name) }
        switch rule.kind {
        case .insight:
            for clause in ["severity", "tags"] where !written.contains(clause) {
                missingClause(clause, of: kind, name)
            }
        case .hold: if !written.contains("stops") { missingClause("stops", of: kind, name) }
        case .action: if !written.contains("do") { missingClause("do", of: kind, name) }
        }
    }

    // MARK: Clauses

    private mutating func rejectAll(_ clauses: [Line], of kind: String) {
        for clause in clauses { _ = keyword(of: clause, kind) }
    }

    /// Reads the clauses of a define, which are there for people alone.
    private mutating func readMetadataOnly(_ clause: Line, of kind: String) {
        guard let word = keyword(of: clause, kind) else { return }
        var reader = reader(clause, from: 1)
        do throws(SyntaxError) {
            var rule = RuleSyntax(kind: .insight, entity: nil, title: nil)
            try rule.read(word, &reader)
        } catch {
            diagnostics.append(error.diagnostic)
        }
    }

    private mutating func readEach(
        _ clauses: [Line],
        of kind: String,
        _ read: (inout TokenReader, String) throws(SyntaxError) -> Void
    ) {
        var seen: Set<String> = []
        for clause in clauses {
            guard !isBroken(clause), let word = keyword(of: clause, kind), let first = clause.tokens.first else {
                continue
            }
            let mayRepeat = ["and when", "unless", "fires", "silent"].contains(word)
            guard mayRepeat || seen.insert(word).inserted else {
                diagnose(
                    .repeatedClause,
                    first.span,
                    "`\(word)` stands here a second time",
                    help: word == "when" ? "write `and when` for a further condition" : nil
                )
                continue
            }
            var reader = reader(clause, from: word == "and when" ? 2 : 1)
            do throws(SyntaxError) {
                try read(&reader, word)
                try reader.expectEnd()
            } catch {
                diagnostics.append(error.diagnostic)
            }
        }
    }

    /// The word that says what a clause is, or `nil` after a diagnostic where the declaration has no such clause.
    private mutating func keyword(of clause: Line, _ kind: String) -> String? {
        guard !isBroken(clause), let first = clause.tokens.first else { return nil }
        let word = first.kind == .word ? text(first) : ""
        let known = Keywords.clauses(of: kind)
        if known.contains(word), startsClause(clause) { return word == "and" ? "and when" : word }
        if Keywords.reservedClauses.contains(word) {
            diagnose(.notInThisVersion, first.span, "`\(word)` is not in this version of the language")
            return nil
        }
        let written = reader(clause).shortened(text(first))
        if Keywords.allClauses.contains(word) {
            let owners = Keywords.supported.filter { Keywords.clauses(of: $0).contains(word) }
            diagnose(
                .unknownClause,
                first.span,
                "`\(written)` is no clause of a `\(kind)`",
                help: owners.isEmpty ? nil : "it belongs to \(owners.map { "`\($0)`" }.joined(separator: ", "))"
            )
            return nil
        }
        let nearest = Spelling.nearest(to: word, among: known)
        diagnose(
            .unknownClause,
            first.span,
            "`\(written)` is no clause of a `\(kind)`",
            help: nearest.map { "did you mean `\($0)`?" }
        )
        return nil
    }
}
