import Facts
import Values

/// Consts, defines, groups and templates.
extension Checking {
    mutating func checkConstant(_ declaration: DeclarationSyntax, _ syntax: ExpressionSyntax) {
        let scope = Scope(file: declaration.file, entity: .invoice)
        guard let value = typed(syntax, in: scope) else { return }
        guard case .constant(let constant) = value.node else {
            diagnose(
                .malformed,
                in: declaration.file,
                at: syntax.span,
                "a const is a fixed value, and `\(text(syntax.span, scope))` is not",
                help: "use `define` for a value that is computed"
            )
            return
        }
        constantIndex[declaration.name.text] = constants.count
        constants.append(
            CheckedConstant(
                name: declaration.name.text,
                place: place(of: declaration),
                type: value.type,
                value: constant
            )
        )
    }

    // MARK: Defines

    mutating func checkDefine(_ declaration: DeclarationSyntax) {
        let scope = Scope(file: declaration.file, entity: .invoice)
        _ = define(declaration.name.text, readAt: declaration.name.span, in: scope)
    }

    /// How deep defines may read one another.
    private static let mostDepth = 32
    /// How many parts a define may have, those of the defines it reads counted each time.
    private static let mostParts = 1_000

    /// The place of a define, typed now if that has not happened yet; `nil` after a diagnostic.
    mutating func define(_ path: String, readAt span: Range<Int>, in scope: Scope) -> Int? {
        if let index = defineIndex[path] { return index }
        guard !failedDefines.contains(path), let named = declared["define \(path)"],
            case .define(let syntax) = declarations[named.index].body
        else { return nil }
        if let start = openDefines.firstIndex(of: path) {
            let circle = (openDefines[start...] + [path]).map { "`\($0)`" }.joined(separator: " reads ")
            diagnose(.cycle, in: scope.file, at: span, "define needs itself: \(circle)")
            failedDefines.formUnion(openDefines[start...])
            return nil
        }
        guard openDefines.count < Checking.mostDepth else {
            diagnose(
                .limitExceeded,
                in: scope.file,
                at: span,
                "defines read one another more than \(Checking.mostDepth) levels deep"
            )
            failedDefines.formUnion(openDefines)
            return nil
        }
        openDefines.append(path)
        let expression = typedDefine(declarations[named.index], syntax)
        openDefines.removeLast()
        guard let expression, !failedDefines.contains(path) else {
            failedDefines.insert(path)
            return nil
        }
        let declaration = declarations[named.index]
        let size = size(of: expression)
        guard size <= Checking.mostParts else {
            failedDefines.insert(path)
            let message = "`\(path)` has more than \(Checking.mostParts) parts with the defines it reads"
            diagnose(.limitExceeded, in: declaration.file, at: declaration.name.span, message)
            return nil
        }
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        defineIndex[path] = defines.count
        defineSizes.append(size)
        defines.append(
            CheckedDefine(
                entity: Entity(rawValue: parts[0]) ?? .invoice,
                name: parts.last ?? path,
                place: place(of: declaration),
                expression: expression
            )
        )
        return defines.count - 1
    }

    private mutating func typedDefine(_ declaration: DeclarationSyntax, _ syntax: DefineSyntax) -> TypedExpression? {
        guard let entity = entityOfPath(declaration, example: "invoice.size") else { return nil }
        let scope = Scope(file: declaration.file, entity: entity)
        guard let expression = typed(syntax.expression, in: scope) else { return nil }
        guard let written = syntax.type else { return expression }
        guard let type = Checking.typeWords[written.text] else {
            diagnose(
                .unknownName,
                in: declaration.file,
                at: written.span,
                "there is no type `\(written.text)`",
                help: Spelling.nearest(to: written.text, among: Checking.typeWords.keys)
                    .map { "did you mean `\($0)`?" }
                    ?? "the types are \(Checking.typeWords.keys.sorted().joined(separator: ", "))"
            )
            return nil
        }
        guard type == expression.type else {
            mismatch(
                at: syntax.expression.span,
                in: scope,
                "`\(declaration.name.text)` is declared as \(type.words), and its value is \(expression.type.words)",
                help: unitHelp(for: syntax.expression, as: type, in: scope)
            )
            return nil
        }
        return expression
    }

    /// The types a define may state.
    private static let typeWords: [String: ValueType] = [
        "money": .money, "days": .days, "date": .date, "percent": .ratio, "points": .points, "count": .count,
        "yes/no": .yesNo, "text": .text,
    ]

    /// The entity before the point of a declared name, or `nil` after a diagnostic.
    mutating func entityOfPath(_ declaration: DeclarationSyntax, example: String) -> Entity? {
        let name = declaration.name
        guard let point = name.text.firstIndex(of: ".") else {
            diagnose(
                .malformed,
                in: declaration.file,
                at: name.span,
                "`\(name.text)` does not say what it is about",
                help: "put the entity before the name: `\(example)`"
            )
            return nil
        }
        return entity(NameSyntax(text: String(name.text[..<point]), span: name.span), in: declaration.file)
    }

    /// How many parts an expression has, those of the defines it reads counted each time.
    private func size(of expression: TypedExpression) -> Int {
        switch expression.node {
        case .constant, .today, .fact: 1
        case .define(let define): 1 + defineSizes[define]
        case .minus(let inner), .not(let inner), .isKnown(let inner), .isOneOf(let inner, _): 1 + size(of: inner)
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .coalesce(let left, let right):
            1 + size(of: left) + size(of: right)
        case .isWithin(let inner, let low, let high):
            [inner, low, high].compactMap { $0 }.reduce(1) { $0 + size(of: $1) }
        case .and(let terms), .or(let terms): terms.reduce(1) { $0 + size(of: $1) }
        case .conditional(let condition, let then, let otherwise):
            1 + size(of: condition) + size(of: then) + size(of: otherwise)
        }
    }

    // MARK: Groups

    mutating func checkGroup(_ declaration: DeclarationSyntax, _ syntax: GroupSyntax) {
        guard let per = entity(syntax.per, in: declaration.file) else { return }
        var order: [CheckedGroup.Key] = []
        for (direction, key) in syntax.order {
            guard let key = self.key(direction, key, of: per, in: declaration.file) else { return }
            order.append(key)
        }
        groups.append(
            CheckedGroup(
                name: declaration.name.text,
                place: place(of: declaration),
                pick: syntax.pick,
                per: per,
                order: order
            )
        )
    }

    private mutating func key(
        _ direction: NameSyntax,
        _ key: NameSyntax,
        of entity: Entity,
        in file: SourceFile
    ) -> CheckedGroup.Key? {
        let directions = ["highest", "lowest", "newest", "oldest"]
        guard directions.contains(direction.text) else {
            diagnose(
                .unknownName,
                in: file,
                at: direction.span,
                "`\(direction.text)` is no order",
                help: Spelling.nearest(to: direction.text, among: directions).map { "did you mean `\($0)`?" }
                    ?? "write highest, lowest, oldest or newest"
            )
            return nil
        }
        let largestFirst = direction.text == "highest" || direction.text == "newest"
        let isOfDates = direction.text == "oldest" || direction.text == "newest"
        if key.text == "priority" {
            if !isOfDates { return .priority(largestFirst: largestFirst) }
            mismatch(
                at: direction.span,
                in: Scope(file: file, entity: .invoice),
                "a priority is a count, and `\(direction.text)` orders dates",
                help: "write `highest priority`"
            )
            return nil
        }
        // A group of a customer's invoices may be ordered by what the invoices say.
        let scope = Scope(file: file, entity: .invoice)
        let isOfCustomer = entity == .customer && catalog.index(of: key.text, on: .invoice) == nil
        let written = isOfCustomer && !key.text.contains(".") ? "customer.\(key.text)" : key.text
        guard let value = name(written, at: key.span, in: scope) else { return nil }
        guard case .fact(let fact, let owner) = value.node, value.type.isOrdered else {
            mismatch(at: key.span, in: scope, "a group is ordered by `priority` or by a fact that has an order")
            return nil
        }
        guard (value.type == .date) == isOfDates else {
            mismatch(
                at: direction.span,
                in: scope,
                "`\(key.text)` is \(value.type.words)",
                help: isOfDates ? "write `highest` or `lowest`" : "write `oldest` or `newest`"
            )
            return nil
        }
        return .fact(fact, on: owner, largestFirst: largestFirst)
    }

    // MARK: Templates

    mutating func checkTemplate(_ declaration: DeclarationSyntax, _ syntax: TemplateSyntax) {
        let file = declaration.file
        let entity = syntax.entity.map { self.entity($0, in: file) } ?? .invoice
        guard let entity, let channel = channel(syntax.channel, in: file), let body = syntax.body else { return }
        guard channel.isContact else {
            diagnose(
                .malformed,
                in: file,
                at: syntax.channel.span,
                "nobody is written to over the channel `\(channel.rawValue)`",
                help: "write email, call, sms or letter"
            )
            return
        }
        let scope = Scope(file: file, entity: entity)
        for need in syntax.needs { _ = name(need.text, at: need.span, in: scope) }
        let flow = UnknownFlow(catalog: catalog, defines: defines)
        let subject = syntax.subject.flatMap { self.text($0, in: scope, flow) }
        guard let body = text(body, in: scope, flow), subject != nil || syntax.subject == nil else { return }
        templates.append(
            CheckedTemplate(
                name: declaration.name.text,
                place: place(of: declaration),
                entity: entity,
                channel: channel,
                language: syntax.language?.text ?? "en",
                subject: subject,
                body: body
            )
        )
    }

    /// A text with its values typed; a warning for each that may be unknown.
    mutating func text(_ syntax: TextSyntax, in scope: Scope, _ flow: UnknownFlow) -> CheckedText? {
        var pieces: [CheckedText.Piece] = []
        for piece in syntax.pieces {
            switch piece {
            case .text(let text): pieces.append(.text(text))
            case .value(let expression):
                guard let (value, fallback) = self.value(expression, in: scope) else { return nil }
                if fallback == nil, value.documentFact(in: catalog) == nil, let unknown = flow.firstUnknown(in: value) {
                    diagnose(
                        .unknownInText,
                        in: scope.file,
                        at: expression.span,
                        "`\(text(unknown.span, scope))` may be unknown, and the text would say so",
                        help: "give what stands in its place: `{\(text(expression.span, scope)) ?? \"…\"}`"
                    )
                }
                pieces.append(.value(value, fallback: fallback))
            }
        }
        return CheckedText(pieces: pieces)
    }

    /// A value in a text, and the text that stands in its place where it is unknown.
    private mutating func value(_ syntax: ExpressionSyntax, in scope: Scope) -> (TypedExpression, fallback: String?)? {
        if case .coalesce(let left, let right) = syntax.node, case .text(let fallback) = right.node {
            return typed(left, in: scope).map { ($0, fallback) }
        }
        return typed(syntax, in: scope).map { ($0, nil) }
    }
}
