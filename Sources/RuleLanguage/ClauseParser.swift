import Values

/// The headers of declarations, behind keyword and name.
extension TokenReader {
    mutating func define(_ name: NameSyntax) throws(SyntaxError) -> DefineSyntax {
        var type: NameSyntax?
        if take(symbol: ":") {
            var written = try expectName("a type")
            if written.text == "yes", take(symbol: "/") {
                let no = try expectName("`no`")
                written = NameSyntax(text: "yes/\(no.text)", span: written.span.lowerBound..<no.span.upperBound)
            }
            type = written
        }
        guard take(symbol: "=") else { throw missing("`=`", after: type?.text ?? name.text) }
        let expression = try expression()
        try expectEnd()
        return DefineSyntax(type: type, expression: expression)
    }

    mutating func group() throws(SyntaxError) -> GroupSyntax {
        try expect(word: "pick", after: "the group's name")
        let span = nextSpan
        guard case .quantity(let quantity) = try quantity().node, quantity.unit == .none, let pick = quantity.whole,
            (1...100).contains(pick)
        else { throw failure(.malformed, at: span, "a group picks a whole number from 1 to 100") }
        try expect(word: "per", after: "pick \(pick)")
        let per = try expectName("`invoice` or `customer`")
        try expect(word: "by", after: per.text)
        var order: [(direction: NameSyntax, key: NameSyntax)] = []
        repeat {
            let direction = try expectName("`highest`, `lowest`, `oldest` or `newest`")
            order.append((direction, try expectName("`priority` or a fact")))
        } while take(symbol: ",")
        if isWord("roll") {
            throw failure(.notInThisVersion, at: nextSpan, "`roll up` is not in this version of the language")
        }
        try expectEnd()
        return GroupSyntax(pick: Int(pick), per: per, order: order)
    }

    mutating func template() throws(SyntaxError) -> TemplateSyntax {
        let entity = take(word: "on") ? try expectName("`invoice` or `customer`") : nil
        try expect(word: "channel", after: "the template's name")
        let channel = try expectName("a channel")
        let language = take(word: "language") ? try expectName("a language") : nil
        try expectEnd()
        return TemplateSyntax(entity: entity, channel: channel, language: language)
    }

    mutating func rule(_ keyword: String) throws(SyntaxError) -> RuleSyntax {
        guard let kind = RuleSyntax.Kind(rawValue: keyword) else { throw missing("a declaration", after: nil) }
        var entity: NameSyntax?
        switch kind {
        case .insight:
            if isWord("by") {
                throw failure(
                    .notInThisVersion,
                    at: nextSpan,
                    "an insight `by` a fact is not in this version of the language"
                )
            }
        case .hold, .action:
            try expect(word: "on", after: "the \(keyword)'s name")
            entity = try expectName("`invoice` or `customer`")
        }
        var title: TextSyntax?
        if !isAtEnd {
            let start = nextSpan.lowerBound
            let text = try plainText("a title")
            title = TextSyntax(pieces: [.text(text)], span: start..<lastEnd)
        }
        try expectEnd()
        return RuleSyntax(kind: kind, entity: entity, title: title)
    }
}

extension TemplateSyntax {
    /// Reads one clause, whose keyword has been read.
    mutating func read(_ clause: String, _ reader: inout TokenReader) throws(SyntaxError) {
        switch clause {
        case "needs": needs = try reader.expectNames("a fact")
        case "subject": subject = try reader.richText("a text")
        default: body = try reader.richText("a text")
        }
    }
}

extension RuleSyntax {
    /// Reads one clause, whose keyword has been read.
    mutating func read(_ clause: String, _ reader: inout TokenReader) throws(SyntaxError) {
        switch clause {
        case "owner": owner = try reader.verbatim("the owner")
        case "ticket": ticket = try reader.verbatim("the ticket")
        case "why": why = try reader.plainText("a reason")
        case "since": since = try reader.day()
        case "until" where kind == .hold: holdUntil = try reader.expression()
        case "until": until = try reader.day()
        case "when", "and when": requirements.append(try reader.expression())
        case "unless": exceptions.append(try reader.expression())
        case "severity": severities = try reader.severities()
        case "tags":
            let start = reader.nextSpan.lowerBound
            tags = try reader.expectNames("a tag")
            if tags.count > 3 {
                throw reader.failure(.limitExceeded, at: start..<reader.lastEnd, "an insight bears one to three tags")
            }
        case "type": type = try reader.expectName("a type")
        case "evidence":
            repeat { evidence.append(try reader.expression()) } while reader.take(symbol: ",")
        case "message": message = try reader.richText("a text")
        case "stops": stops = try reader.expectNames("a channel, a group or an action")
        case "if":
            try reader.expect(word: "unknown", after: "if")
            ifUnknown = try reader.expectName("`hold`, `skip` or `error`")
        case "because": because = try reader.expectNames("an insight")
        case "do": step = try reader.step()
        case "in":
            try reader.expect(word: "group", after: "in")
            group = try reader.expectName("a group")
        case "priority": priority = try reader.expression()
        case "expires": expires = try reader.expression()
        case "fires", "silent":
            let keywordStart = reader.nextSpan.lowerBound
            let settings = try reader.settings()
            let span = (settings.first?.span.lowerBound ?? keywordStart)..<reader.lastEnd
            examples.append(Example(fires: clause == "fires", settings: settings, span: span))
        default:
            // `examples` alone: its lines are clauses of their own.
            try reader.expectEnd()
        }
    }
}

extension TokenReader {
    mutating func verbatim(_ what: String) throws(SyntaxError) -> String {
        guard let token = take(.verbatim) else { throw missing(what, after: nil) }
        return text(token.span)
    }

    mutating func day() throws(SyntaxError) -> Day {
        guard let token = take(.date) else { throw missing("a day such as `2026-03-01`", after: nil) }
        guard let day = Day(text(token.span)) else {
            throw failure(.malformedLiteral, at: token.span, "the calendar has no day `\(text(token.span))`")
        }
        return day
    }

    fileprivate mutating func severities() throws(SyntaxError) -> [RuleSyntax.SeverityCase] {
        var cases: [RuleSyntax.SeverityCase] = []
        while true {
            if take(word: "otherwise") {
                cases.append(RuleSyntax.SeverityCase(severity: try expectName("a severity"), condition: nil))
                return cases
            }
            let severity = try expectName("a severity")
            guard take(word: "if") else {
                guard cases.isEmpty else { throw missing("`if`", after: severity.text) }
                return [RuleSyntax.SeverityCase(severity: severity, condition: nil)]
            }
            cases.append(RuleSyntax.SeverityCase(severity: severity, condition: try expression()))
            guard take(symbol: ",") else {
                throw failure(
                    .malformed,
                    at: end..<end,
                    "severity has no last case",
                    help: "end with `, otherwise low` or another severity"
                )
            }
        }
    }

    fileprivate mutating func step() throws(SyntaxError) -> RuleSyntax.Step {
        let channel = try expectName("a channel")
        switch channel.text {
        case "wait": return .wait
        case "task":
            let text = try richText("what is to be done")
            if isWord("for") {
                throw failure(.notInThisVersion, at: nextSpan, "`for` is not in this version of the language")
            }
            return .task(text)
        default:
            try expect(word: "using", after: "do \(channel.text)")
            let template = try expectName("a template")
            if isWord("to") {
                throw failure(.notInThisVersion, at: nextSpan, "`to` is not in this version of the language")
            }
            return .message(channel: channel, template: template)
        }
    }

    fileprivate mutating func settings() throws(SyntaxError) -> [RuleSyntax.Setting] {
        var settings: [RuleSyntax.Setting] = []
        repeat {
            let fact = try expectName("a fact")
            guard !isAtEnd, !isSymbol(",") else { throw missing("a value", after: fact.text) }
            let value: RuleSyntax.SettingValue
            if take(word: "today") {
                var days: Int64 = 0
                if isSymbol("+") || isSymbol("-") {
                    let isBefore = isSymbol("-")
                    advance()
                    days = try dayCount()
                    if isBefore { days = -days }
                }
                value = .daysFromToday(days)
            } else {
                value = .expression(try settingValue())
            }
            settings.append(RuleSyntax.Setting(fact: fact, value: value, span: fact.span.lowerBound..<lastEnd))
        } while take(symbol: ",")
        return settings
    }

    private mutating func dayCount() throws(SyntaxError) -> Int64 {
        let span = nextSpan
        if case .quantity(let quantity) = try quantity().node, let whole = quantity.whole, whole <= 36_500 {
            if quantity.unit == .days { return whole }
            if quantity.unit == .weeks { return whole * 7 }
        }
        throw failure(.malformed, at: span, "`today` is followed by up to 36500 days", help: "write `today - 14 days`")
    }

    private mutating func settingValue() throws(SyntaxError) -> ExpressionSyntax {
        guard let token = next else { throw missing("a value", after: nil) }
        if isSymbol("-") {
            advance()
            let inner = try quantity()
            return ExpressionSyntax(.minus(inner), at: token.span.lowerBound..<inner.span.upperBound)
        }
        switch token.kind {
        case .number: return try quantity()
        case .date: return ExpressionSyntax(.date(try day()), at: token.span)
        case .text: return ExpressionSyntax(.text(try plainText("a value")), at: token.span)
        case .word:
            advance()
            let word = text(token.span)
            if word == "yes" || word == "no" { return ExpressionSyntax(.yesNo(word == "yes"), at: token.span) }
            return ExpressionSyntax(.name(word), at: token.span)
        case .symbol, .longText, .verbatim, .broken, .newline: throw missing("a value", after: nil)
        }
    }
}
