import Values

/// Expressions, from the loosest binding to the tightest: `or`, `and`, `not`, comparison, sum, product, sign, `% of`,
/// `??`.
extension TokenReader {
    /// How deep expressions may stand within one another.
    static let mostNesting = 32

    mutating func expression() throws(SyntaxError) -> ExpressionSyntax {
        var terms = [try conjunction()]
        while take(word: "or") { terms.append(try conjunction()) }
        return try joined(terms) { .or($0) }
    }

    private mutating func conjunction() throws(SyntaxError) -> ExpressionSyntax {
        var terms = [try negation()]
        while isWord("and") {
            advance()
            terms.append(try negation())
        }
        return try joined(terms) { .and($0) }
    }

    private func joined(
        _ terms: [ExpressionSyntax],
        _ node: ([ExpressionSyntax]) -> ExpressionNode
    ) throws(SyntaxError) -> ExpressionSyntax {
        guard let first = terms.first, let last = terms.last, terms.count > 1 else { return terms[0] }
        return try made(node(terms), first.span.lowerBound..<last.span.upperBound)
    }

    /// The node as an expression, if it does not stand too deep.
    private func made(_ node: ExpressionNode, _ span: Range<Int>) throws(SyntaxError) -> ExpressionSyntax {
        let expression = ExpressionSyntax(node, at: span)
        guard expression.depth <= TokenReader.mostNesting else { throw tooDeep(at: span) }
        return expression
    }

    private func tooDeep(at span: Range<Int>) -> SyntaxError {
        failure(
            .limitExceeded,
            at: span,
            "expression is more than \(TokenReader.mostNesting) levels deep",
            help: "give a part of it a name with `define`"
        )
    }

    /// Reads something that stands one level deeper.
    private mutating func nested(
        at span: Range<Int>,
        _ read: (inout TokenReader) throws(SyntaxError) -> ExpressionSyntax
    ) throws(SyntaxError) -> ExpressionSyntax {
        guard nesting < TokenReader.mostNesting else { throw tooDeep(at: span) }
        nesting += 1
        let expression = try read(&self)
        nesting -= 1
        return expression
    }

    private mutating func negation() throws(SyntaxError) -> ExpressionSyntax {
        guard isWord("not") else { return try comparison() }
        let start = nextSpan
        advance()
        let inner = try nested(at: start) { (reader) throws(SyntaxError) in try reader.negation() }
        return try made(.not(inner), start.lowerBound..<inner.span.upperBound)
    }

    private mutating func comparison() throws(SyntaxError) -> ExpressionSyntax {
        let left = try sum()
        guard let test = try test(of: left) else { return left }
        if let token = next, isComparison(token) {
            throw failure(
                .malformed,
                at: token.span,
                "`\(text(token.span))` follows another comparison",
                help: "join two comparisons by `and`, or write `x in 1..5`"
            )
        }
        return test
    }

    private func isComparison(_ token: Token) -> Bool {
        switch token.kind {
        case .symbol: text(token.span) == "==" || Comparison(rawValue: text(token.span)) != nil
        case .word: ["is", "in"].contains(text(token.span))
        case .number, .date, .text, .longText, .verbatim, .broken, .newline: false
        }
    }

    /// The test that follows `left`, or `nil` where none does.
    private mutating func test(of left: ExpressionSyntax) throws(SyntaxError) -> ExpressionSyntax? {
        guard let token = next else { return nil }
        let word = text(token.span)
        switch token.kind {
        case .symbol:
            if word == "==" { throw failure(.malformed, at: token.span, "`==` is no comparison", help: "write `=`") }
            guard let comparison = Comparison(rawValue: word) else { return nil }
            advance()
            let right = try sum()
            return try made(.comparison(comparison, left, right), left.span.lowerBound..<right.span.upperBound)
        case .word:
            switch word {
            case "is":
                advance()
                return try isTest(of: left)
            case "in":
                advance()
                return try inTest(of: left)
            case "not":
                advance()
                guard take(word: "in") else { throw missing("`in`", after: "not") }
                let test = try inTest(of: left)
                return try made(.not(test), test.span)
            case "has":
                throw failure(.notInThisVersion, at: token.span, "`has` is not in this version of the language")
            default: return nil
            }
        case .number, .date, .text, .longText, .verbatim, .broken, .newline: return nil
        }
    }

    private mutating func isTest(of left: ExpressionSyntax) throws(SyntaxError) -> ExpressionSyntax {
        let isNegated = take(word: "not")
        let node: ExpressionNode
        let end: Int
        if take(word: "known") {
            node = .isKnown(left)
            end = lastEnd
        } else if take(word: "none") {
            node = .isNone(left)
            end = lastEnd
        } else {
            let value = try literal("a word or a text")
            node = .isValue(left, value)
            end = value.span.upperBound
        }
        let test = try made(node, left.span.lowerBound..<end)
        return isNegated ? try made(.not(test), test.span) : test
    }

    private mutating func inTest(of left: ExpressionSyntax) throws(SyntaxError) -> ExpressionSyntax {
        let start = left.span.lowerBound
        if take(symbol: "[") {
            var items = [try literal("a value")]
            while take(symbol: ",") { items.append(try literal("a value")) }
            guard take(symbol: "]") else { throw missing("`]`", after: nil) }
            return try made(.isInList(left, items), start..<lastEnd)
        }
        var low: ExpressionSyntax?
        if !isSymbol("..") { low = try sum() }
        guard take(symbol: "..") else {
            if let low, case .name = low.node {
                throw failure(
                    .notInThisVersion,
                    at: low.span,
                    "membership in `\(text(low.span))` is not in this version of the language",
                    help: "write a range, `in 1..5`, or a list, `in [a, b]`"
                )
            }
            throw missing("`..`", after: nil)
        }
        var high: ExpressionSyntax?
        if beginsValue { high = try sum() }
        guard low != nil || high != nil else {
            throw failure(.malformed, at: (lastEnd - 2)..<lastEnd, "range has no end", help: "write `in 1..5`")
        }
        return try made(.isInRange(left, from: low, through: high), start..<lastEnd)
    }

    /// Whether the next token begins a value.
    private var beginsValue: Bool {
        guard let token = next else { return false }
        return switch token.kind {
        case .number, .date, .text: true
        case .word: !["and", "or", "then", "else", "is", "in", "not", "of"].contains(text(token.span))
        case .symbol: ["(", "-"].contains(text(token.span))
        case .longText, .verbatim, .broken, .newline: false
        }
    }

    /// A value without operators: what may stand in a list or behind `is`.
    private mutating func literal(_ what: String) throws(SyntaxError) -> ExpressionSyntax {
        guard let token = next, [.number, .date, .text, .word].contains(token.kind) || isSymbol("-") else {
            throw missing(what, after: nil)
        }
        return try sign()
    }

    private mutating func sum() throws(SyntaxError) -> ExpressionSyntax {
        var left = try product()
        while let sign = arithmeticSign(["+", "-"]) {
            advance()
            let right = try product()
            left = try made(.arithmetic(sign, left, right), left.span.lowerBound..<right.span.upperBound)
        }
        return left
    }

    private mutating func product() throws(SyntaxError) -> ExpressionSyntax {
        var left = try sign()
        while let sign = arithmeticSign(["*", "/"]) {
            advance()
            let right = try self.sign()
            left = try made(.arithmetic(sign, left, right), left.span.lowerBound..<right.span.upperBound)
        }
        return left
    }

    private func arithmeticSign(_ allowed: [String]) -> ArithmeticSign? {
        guard let token = next, token.kind == .symbol, allowed.contains(text(token.span)) else { return nil }
        return ArithmeticSign(rawValue: text(token.span))
    }

    private mutating func sign() throws(SyntaxError) -> ExpressionSyntax {
        guard isSymbol("-") else { return try share() }
        let start = nextSpan
        advance()
        let inner = try nested(at: start) { (reader) throws(SyntaxError) in try reader.sign() }
        return try made(.minus(inner), start.lowerBound..<inner.span.upperBound)
    }

    private mutating func share() throws(SyntaxError) -> ExpressionSyntax {
        let left = try coalescing()
        guard take(word: "of") else { return left }
        let right = try coalescing()
        return try made(.percentOf(left, right), left.span.lowerBound..<right.span.upperBound)
    }

    private mutating func coalescing() throws(SyntaxError) -> ExpressionSyntax {
        var left = try primary()
        while take(symbol: "??") {
            let right = isSymbol("-") ? try sign() : try primary()
            left = try made(.coalesce(left, right), left.span.lowerBound..<right.span.upperBound)
        }
        return left
    }

    private mutating func primary() throws(SyntaxError) -> ExpressionSyntax {
        guard let token = next else { throw missing("a value", after: nil) }
        switch token.kind {
        case .number: return try quantity()
        case .date:
            advance()
            guard let day = Day(text(token.span)) else {
                throw failure(.malformedLiteral, at: token.span, "the calendar has no day `\(text(token.span))`")
            }
            return ExpressionSyntax(.date(day), at: token.span)
        case .text:
            let text = try plainText("a text that is compared")
            return ExpressionSyntax(.text(text), at: token.span)
        case .word: return try wordValue(token)
        case .symbol where isSymbol("("):
            advance()
            let inner = try nested(at: token.span) { (reader) throws(SyntaxError) in try reader.expression() }
            guard take(symbol: ")") else { throw missing("`)`", after: nil) }
            return inner
        case .symbol, .longText, .verbatim, .broken, .newline: throw missing("a value", after: nil)
        }
    }

    private mutating func wordValue(_ token: Token) throws(SyntaxError) -> ExpressionSyntax {
        let word = text(token.span)
        switch word {
        case "yes", "no":
            advance()
            return ExpressionSyntax(.yesNo(word == "yes"), at: token.span)
        case "today":
            advance()
            return ExpressionSyntax(.today, at: token.span)
        case "if":
            advance()
            return try nested(at: token.span) { (reader) throws(SyntaxError) in
                try reader.conditional(from: token.span.lowerBound)
            }
        case "and", "or", "then", "else", "of", "is", "in", "not", "has": throw missing("a value", after: nil)
        default:
            advance()
            if isSymbol("(") {
                let isAggregate = Keywords.aggregates.contains(word)
                throw failure(
                    .notInThisVersion,
                    at: token.span,
                    isAggregate
                        ? "`\(word)( )` over a history is not in this version of the language"
                        : "`\(word)( )` is no function of the language",
                    help: isAggregate ? "use a fact that holds the figure" : nil
                )
            }
            return ExpressionSyntax(.name(word), at: token.span)
        }
    }

    private mutating func conditional(from start: Int) throws(SyntaxError) -> ExpressionSyntax {
        let condition = try expression()
        try expect(word: "then", after: "if")
        let then = try expression()
        try expect(word: "else", after: "then")
        let otherwise = try expression()
        return try made(
            .conditional(condition, then: then, otherwise: otherwise),
            start..<otherwise.span.upperBound
        )
    }
}

// MARK: Quantities

extension TokenReader {
    /// A number and its unit.
    mutating func quantity() throws(SyntaxError) -> ExpressionSyntax {
        guard let token = take(.number) else { throw missing("a number", after: nil) }
        let (digits, decimals) = try number(token)
        let unit = try unit()
        let span = token.span.lowerBound..<lastEnd
        return ExpressionSyntax(.quantity(QuantitySyntax(digits: digits, decimals: decimals, unit: unit)), at: span)
    }

    private func number(_ token: Token) throws(SyntaxError) -> (digits: Int64, decimals: Int) {
        var digits: Int64 = 0
        var decimals: Int?
        for byte in bytes[token.span] where byte != .underscore {
            guard byte != .point else {
                decimals = 0
                continue
            }
            let (shifted, tooBig) = digits.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if tooBig || overflow {
                throw failure(
                    .malformedLiteral,
                    at: token.span,
                    "`\(shortened(text(token.span)))` is too large a number"
                )
            }
            digits = sum
            decimals = decimals.map { $0 + 1 }
        }
        guard decimals ?? 0 <= QuantitySyntax.mostDecimals else {
            throw failure(
                .malformedLiteral,
                at: token.span,
                "`\(shortened(text(token.span)))` has more than \(QuantitySyntax.mostDecimals) decimals"
            )
        }
        return (digits, decimals ?? 0)
    }

    private mutating func unit() throws(SyntaxError) -> QuantitySyntax.Unit {
        if take(symbol: "%") { return .percent }
        guard let token = next, token.kind == .word else { return .none }
        let word = text(token.span)
        switch word {
        case "day", "days":
            advance()
            return .days
        case "week", "weeks":
            advance()
            return .weeks
        case "point", "points":
            advance()
            return .points
        case "base":
            advance()
            return .base
        case "business":
            advance()
            guard take(word: "days") || take(word: "day") else { throw missing("`days`", after: "business") }
            return .businessDays
        case "month", "months", "year", "years":
            throw failure(
                .notInThisVersion,
                at: token.span,
                "`\(word)` are not in this version of the language",
                help: "write days, such as `30 days`"
            )
        default:
            if let currency = Currency(word) {
                advance()
                return .money(currency)
            }
            let isCode = word.utf8.count == 3 && word.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")) ~= $0 }
            if isCode { throw failure(.malformedLiteral, at: token.span, "there is no currency `\(word)`") }
            return .none
        }
    }
}
