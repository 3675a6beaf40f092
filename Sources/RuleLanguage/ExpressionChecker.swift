import Facts
import Values

/// What the names in an expression refer to.
struct Scope {
    let file: SourceFile
    /// What bare names speak of.
    let entity: Entity
}

/// Gives expressions their types. Each function returns `nil` after a diagnostic.
extension Checking {
    mutating func typed(_ syntax: ExpressionSyntax, in scope: Scope) -> TypedExpression? {
        switch syntax.node {
        case .quantity(let quantity): return self.quantity(quantity, at: syntax.span, in: scope)
        case .date(let day): return constant(.integer(Int64(day.sinceEpoch)), .date, at: syntax.span)
        case .text(let text): return constant(.text(text), .text, at: syntax.span)
        case .yesNo(let isYes): return constant(.integer(isYes ? 1 : 0), .yesNo, at: syntax.span)
        case .today:
            return TypedExpression(
                node: .today,
                type: .date,
                span: syntax.span,
                mayBeUnknown: false,
                changesWithToday: true
            )
        case .name(let name): return self.name(name, at: syntax.span, in: scope)
        case .minus(let inner): return minus(inner, at: syntax.span, in: scope)
        case .arithmetic(let sign, let left, let right):
            return arithmetic(sign, left, right, at: syntax.span, in: scope)
        case .percentOf(let left, let right): return percentOf(left, right, at: syntax.span, in: scope)
        case .comparison(let comparison, let left, let right):
            return self.comparison(comparison, left, right, at: syntax.span, in: scope)
        case .isKnown(let inner): return isKnown(inner, at: syntax.span, in: scope)
        case .isNone(let inner):
            return isKnown(inner, at: syntax.span, in: scope).map { made(.not($0), .yesNo, $0.span, from: [$0]) }
        case .isValue(let left, let value): return isOneOf(left, [value], isList: false, at: syntax.span, in: scope)
        case .isInList(let left, let items): return isOneOf(left, items, isList: true, at: syntax.span, in: scope)
        case .isInRange(let inner, let low, let high):
            return isInRange(inner, low, high, at: syntax.span, in: scope)
        case .not(let inner): return condition(inner, in: scope).map { made(.not($0), .yesNo, syntax.span, from: [$0]) }
        case .and(let terms):
            return conditions(terms, in: scope).map { made(.and($0), .yesNo, syntax.span, from: $0) }
        case .or(let terms): return conditions(terms, in: scope).map { made(.or($0), .yesNo, syntax.span, from: $0) }
        case .coalesce(let left, let right): return coalesce(left, right, at: syntax.span, in: scope)
        case .conditional(let condition, let then, let otherwise):
            return conditional(condition, then, otherwise, at: syntax.span, in: scope)
        }
    }

    /// The expression as a condition: yes or no.
    mutating func condition(_ syntax: ExpressionSyntax, in scope: Scope) -> TypedExpression? {
        guard let expression = typed(syntax, in: scope) else { return nil }
        guard expression.type == .yesNo else {
            mismatch(
                at: syntax.span,
                in: scope,
                "`\(text(syntax.span, scope))` is \(expression.type.words), not yes or no"
            )
            return nil
        }
        return expression
    }

    private mutating func conditions(_ terms: [ExpressionSyntax], in scope: Scope) -> [TypedExpression]? {
        let typed = terms.map { condition($0, in: scope) }
        let whole = typed.compactMap { $0 }
        return whole.count == typed.count ? whole : nil
    }

    func text(_ span: Range<Int>, _ scope: Scope) -> String {
        scope.file.excerpt(span)
    }

    mutating func mismatch(at span: Range<Int>, in scope: Scope, _ message: String, help: String? = nil) {
        diagnose(.typeMismatch, in: scope.file, at: span, message, help: help)
    }

    func constant(_ value: Constant, _ type: ValueType, at span: Range<Int>) -> TypedExpression {
        TypedExpression(node: .constant(value), type: type, span: span, mayBeUnknown: false, changesWithToday: false)
    }

    /// An expression that is unknown where one of its parts is.
    func made(
        _ node: TypedNode,
        _ type: ValueType,
        _ span: Range<Int>,
        from parts: [TypedExpression]
    ) -> TypedExpression {
        TypedExpression(
            node: node,
            type: type,
            span: span,
            mayBeUnknown: parts.contains(where: \.mayBeUnknown),
            changesWithToday: parts.contains(where: \.changesWithToday)
        )
    }

    // MARK: Arithmetic

    private mutating func minus(_ inner: ExpressionSyntax, at span: Range<Int>, in scope: Scope) -> TypedExpression? {
        guard let inner = typed(inner, in: scope) else { return nil }
        switch (inner.node, inner.type) {
        // The parser reads no number below zero, so the negative of one can always be held.
        case (.constant(.integer(let value)), .money), (.constant(.integer(let value)), .days),
            (.constant(.integer(let value)), .businessDays), (.constant(.integer(let value)), .count):
            return constant(.integer(0 - value), inner.type, at: span)
        case (.constant(.real(let value)), _): return constant(.real(-value), inner.type, at: span)
        case (_, .money), (_, .days), (_, .count), (_, .ratio), (_, .points):
            return made(.minus(inner), inner.type, span, from: [inner])
        case (_, .businessDays), (_, .date), (_, .yesNo), (_, .choice), (_, .text):
            mismatch(at: span, in: scope, "\(inner.type.words) has no negative")
            return nil
        }
    }

    private mutating func arithmetic(
        _ sign: ArithmeticSign,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let first = typed(left, in: scope)
        let second = typed(right, in: scope)
        guard let first, let second else { return nil }
        guard let (type, operation) = UnitTable.result(of: first.type, sign, second.type) else {
            let verb =
                switch sign {
                case .plus: "be added to"
                case .minus: "have taken from it"
                case .times: "be multiplied by"
                case .over: "be divided by"
                }
            let help =
                unitHelp(for: right, as: first.type, in: scope) ?? unitHelp(for: left, as: second.type, in: scope)
            let message =
                sign == .plus
                ? "\(second.type.words) cannot \(verb) \(first.type.words)"
                : "\(first.type.words) cannot \(verb) \(second.type.words)"
            mismatch(at: span, in: scope, message, help: help)
            return nil
        }
        let divides = operation.divides && !second.isNonzeroConstant
        return TypedExpression(
            node: .arithmetic(operation, first, second),
            type: type,
            span: span,
            mayBeUnknown: first.mayBeUnknown || second.mayBeUnknown || divides,
            changesWithToday: first.changesWithToday || second.changesWithToday
        )
    }

    private mutating func percentOf(
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        guard let share = typed(left, in: scope) else { return nil }
        guard share.type == .ratio else {
            mismatch(
                at: left.span,
                in: scope,
                "`of` takes a percentage, and `\(text(left.span, scope))` is \(share.type.words)",
                help: unitHelp(for: left, as: .ratio, in: scope)
            )
            return nil
        }
        return arithmetic(.times, left, right, at: span, in: scope)
    }

    // MARK: Tests

    private mutating func comparison(
        _ comparison: Comparison,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let first = typed(left, in: scope)
        // What stands behind a word or a text may be a word, which is no name outside `is`.
        if let first, !first.type.isOrdered {
            let help = first.type == .businessDays ? nil : "write `is` or `is not`"
            mismatch(
                at: span,
                in: scope,
                "\(first.type.words) cannot be compared by `\(comparison.rawValue)`",
                help: help
            )
            return nil
        }
        let second = typed(right, in: scope)
        guard let first, let second else { return nil }
        guard sameType(first, second, left, right, at: span, in: scope) else { return nil }
        if comparison == .equal || comparison == .unequal, first.type.isReal {
            mismatch(
                at: span,
                in: scope,
                "\(first.type.words) is never compared for equality",
                help: "write a range, such as `in \(first.type == .ratio ? "30%..40%" : "60 points..70 points")`"
            )
            return nil
        }
        return made(.comparison(comparison, first, second), .yesNo, span, from: [first, second])
    }

    /// Whether two values are of one type; a diagnostic where they are not.
    mutating func sameType(
        _ first: TypedExpression,
        _ second: TypedExpression,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> Bool {
        if first.type == second.type { return true }
        mismatch(
            at: span,
            in: scope,
            "`\(text(left.span, scope))` is \(first.type.words), and `\(text(right.span, scope))` is \(second.type.words)",
            help: unitHelp(for: right, as: first.type, in: scope) ?? unitHelp(for: left, as: second.type, in: scope)
        )
        return false
    }

    /// The literal with the unit that would fit, where a bare number stands for it.
    func unitHelp(for syntax: ExpressionSyntax, as type: ValueType, in scope: Scope) -> String? {
        guard case .quantity(let quantity) = syntax.node, quantity.unit == .none else { return nil }
        let number = text(syntax.span, scope)
        return switch type {
        case .money: "write `\(number) \(currency)` or `\(number) base`"
        case .days: "write `\(number) days`"
        case .businessDays: "write `\(number) business days`"
        case .ratio: "write `\(number)%`"
        case .points: "write `\(number) points`"
        case .date: "write a day such as `2026-03-01`"
        case .count, .yesNo, .choice, .text: nil
        }
    }

    private mutating func isKnown(_ inner: ExpressionSyntax, at span: Range<Int>, in scope: Scope) -> TypedExpression? {
        guard let inner = typed(inner, in: scope) else { return nil }
        return TypedExpression(
            node: .isKnown(inner),
            type: .yesNo,
            span: span,
            mayBeUnknown: false,
            changesWithToday: false
        )
    }

    private mutating func isInRange(
        _ inner: ExpressionSyntax,
        _ low: ExpressionSyntax?,
        _ high: ExpressionSyntax?,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        // `1..7 days`: a bare lower end takes the unit of the upper one.
        let low = low.map { $0.takingUnit(of: high) }
        let value = typed(inner, in: scope)
        let first = low.map { typed($0, in: scope) }
        let last = high.map { typed($0, in: scope) }
        guard let value else { return nil }
        guard value.type.isOrdered else {
            mismatch(at: span, in: scope, "\(value.type.words) has no range", help: "write `in [a, b]`")
            return nil
        }
        for (end, syntax) in [(first, low), (last, high)] {
            guard let end, let syntax else { continue }
            guard let end, sameType(value, end, inner, syntax, at: span, in: scope) else { return nil }
        }
        let ends = [first, last].compactMap { $0 }.compactMap { $0 }
        return made(
            .isWithin(value, from: first ?? nil, through: last ?? nil),
            .yesNo,
            span,
            from: [value] + ends
        )
    }

    private mutating func isOneOf(
        _ left: ExpressionSyntax,
        _ items: [ExpressionSyntax],
        isList: Bool,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        guard let value = typed(left, in: scope) else { return nil }
        if value.type.isOrdered, !isList {
            mismatch(at: span, in: scope, "`is` compares words and texts, not \(value.type.words)", help: "write `=`")
            return nil
        }
        if value.type.isReal || value.type == .businessDays {
            mismatch(
                at: span,
                in: scope,
                "\(value.type.words) is never compared for equality",
                help: "write a range, such as `in \(value.type == .points ? "60 points..70 points" : "30%..40%")`"
            )
            return nil
        }
        var constants: [Constant] = []
        for item in items {
            guard let constant = self.constant(item, as: value.type, of: left, in: scope) else { return nil }
            constants.append(constant)
        }
        return made(.isOneOf(value, constants), .yesNo, span, from: [value])
    }

    /// A literal, a const or a word as a value of `type`; `subject` is what it is held against.
    mutating func constant(
        _ syntax: ExpressionSyntax,
        as type: ValueType,
        of subject: ExpressionSyntax?,
        in scope: Scope
    ) -> Constant? {
        if case .choice(let words) = type {
            guard case .name(let word) = syntax.node else {
                mismatch(at: syntax.span, in: scope, "`\(text(syntax.span, scope))` is not \(type.words)")
                return nil
            }
            if let place = words.firstIndex(of: word) { return .integer(Int64(place)) }
            let name = subject.map { "`\(text($0.span, scope))`" } ?? "it"
            diagnose(
                .unknownName,
                in: scope.file,
                at: syntax.span,
                "\(name) is never `\(word)`",
                help: Spelling.nearest(to: word, among: words).map { "did you mean `\($0)`?" }
                    ?? "it is \(type.words)"
            )
            return nil
        }
        if type == .text, case .name(let word) = syntax.node, declared["const \(word)"] == nil {
            mismatch(at: syntax.span, in: scope, "a text stands in quotes", help: "write `\"\(word)\"`")
            return nil
        }
        guard let value = typed(syntax, in: scope) else { return nil }
        guard case .constant(let constant) = value.node else {
            mismatch(at: syntax.span, in: scope, "`\(text(syntax.span, scope))` is no fixed value")
            return nil
        }
        guard value.type == type else {
            mismatch(
                at: syntax.span,
                in: scope,
                "`\(text(syntax.span, scope))` is \(value.type.words), not \(type.words)",
                help: unitHelp(for: syntax, as: type, in: scope)
            )
            return nil
        }
        return constant
    }

    // MARK: Choices

    private mutating func coalesce(
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        guard let first = typed(left, in: scope) else { return nil }
        if case .choice = first.type {
            guard let word = constant(right, as: first.type, of: left, in: scope) else { return nil }
            let second = constant(word, first.type, at: right.span)
            return coalesced(first, second, at: span)
        }
        guard let second = typed(right, in: scope) else { return nil }
        guard sameType(first, second, left, right, at: span, in: scope) else { return nil }
        return coalesced(first, second, at: span)
    }

    private func coalesced(_ first: TypedExpression, _ second: TypedExpression, at span: Range<Int>) -> TypedExpression
    {
        TypedExpression(
            node: .coalesce(first, second),
            type: first.type,
            span: span,
            mayBeUnknown: first.mayBeUnknown && second.mayBeUnknown,
            changesWithToday: first.changesWithToday || second.changesWithToday
        )
    }

    private mutating func conditional(
        _ condition: ExpressionSyntax,
        _ then: ExpressionSyntax,
        _ otherwise: ExpressionSyntax,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let test = self.condition(condition, in: scope)
        let first = typed(then, in: scope)
        let second = typed(otherwise, in: scope)
        guard let test, let first, let second else { return nil }
        guard sameType(first, second, then, otherwise, at: span, in: scope) else { return nil }
        return made(
            .conditional(test, then: first, otherwise: second),
            first.type,
            span,
            from: [test, first, second]
        )
    }
}

extension ExpressionSyntax {
    /// A bare number with the unit of `other`, where that is a number with one; otherwise the expression as it is.
    fileprivate func takingUnit(of other: ExpressionSyntax?) -> ExpressionSyntax {
        switch node {
        case .minus(let inner): return ExpressionSyntax(.minus(inner.takingUnit(of: other)), at: span)
        case .quantity(let quantity) where quantity.unit == .none:
            guard let unit = other?.writtenUnit else { return self }
            let taken = QuantitySyntax(digits: quantity.digits, decimals: quantity.decimals, unit: unit)
            return ExpressionSyntax(.quantity(taken), at: span)
        case .quantity, .date, .text, .yesNo, .today, .name, .arithmetic, .comparison, .percentOf, .isKnown, .isNone,
            .isValue, .isInRange, .isInList, .not, .and, .or, .coalesce, .conditional:
            return self
        }
    }
}

extension ExpressionSyntax {
    /// The unit of a number, with or without a sign.
    fileprivate var writtenUnit: QuantitySyntax.Unit? {
        switch node {
        case .quantity(let quantity): quantity.unit
        case .minus(let inner): inner.writtenUnit
        case .date, .text, .yesNo, .today, .name, .arithmetic, .comparison, .percentOf, .isKnown, .isNone, .isValue,
            .isInRange, .isInList, .not, .and, .or, .coalesce, .conditional:
            nil
        }
    }
}

extension TypedExpression {
    /// Whether it is a value that an author wrote down and that is not zero.
    var isNonzeroConstant: Bool {
        switch node {
        case .constant(.integer(let value)): value != 0
        case .constant(.real(let value)): value != 0
        case .constant(.text), .today, .fact, .define, .minus, .arithmetic, .comparison, .isKnown, .isOneOf, .isWithin,
            .not, .and, .or, .coalesce, .conditional:
            false
        }
    }
}
