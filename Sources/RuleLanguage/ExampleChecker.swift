import Facts
import Values

/// The facts in examples.
extension Checking {
    /// The example with its facts resolved, or `nil` after a diagnostic.
    mutating func example(_ syntax: RuleSyntax.Example, in scope: Scope) -> CheckedExample? {
        var settings: [CheckedExample.Setting] = []
        for written in syntax.settings {
            guard let setting = setting(written, in: scope) else { return nil }
            if let first = settings.first(where: { $0.fact == setting.fact }) {
                diagnose(
                    .repeatedClause,
                    in: scope.file,
                    at: written.span,
                    "`\(written.fact.text)` has a value already",
                    notes: [Diagnostic.Note(in: scope.file, at: first.span, "it is given here")]
                )
                return nil
            }
            settings.append(setting)
        }
        return CheckedExample(fires: syntax.fires, settings: settings, span: syntax.span)
    }

    private mutating func setting(_ syntax: RuleSyntax.Setting, in scope: Scope) -> CheckedExample.Setting? {
        guard let subject = name(syntax.fact.text, at: syntax.fact.span, in: scope) else { return nil }
        guard case .fact(let index, let entity) = subject.node else {
            mismatch(
                at: syntax.fact.span,
                in: scope,
                "`\(syntax.fact.text)` is no fact",
                help: "give the facts it is made of"
            )
            return nil
        }
        guard let value = value(of: syntax, as: subject.type, fact: catalog.facts[index], in: scope) else { return nil }
        return CheckedExample.Setting(fact: index, entity: entity, value: value, span: syntax.span)
    }

    private mutating func value(
        of syntax: RuleSyntax.Setting,
        as type: ValueType,
        fact: Fact,
        in scope: Scope
    ) -> CheckedExample.Value? {
        switch syntax.value {
        case .daysFromToday(let days):
            if type == .date { return .daysFromToday(days) }
            mismatch(at: syntax.span, in: scope, "`\(syntax.fact.text)` is \(type.words), not a date")
            return nil
        case .expression(let expression):
            if case .name("unknown") = expression.node {
                if fact.mayBeUnknown { return .unknown }
                mismatch(at: expression.span, in: scope, "`\(syntax.fact.text)` is never unknown")
                return nil
            }
            let subject = ExpressionSyntax(.name(syntax.fact.text), at: syntax.fact.span)
            guard let value = constant(expression, as: type, of: subject, in: scope) else { return nil }
            return isPossible(value, fact, at: expression.span, in: scope) ? .constant(value) : nil
        }
    }

    private mutating func isPossible(_ value: Constant, _ fact: Fact, at span: Range<Int>, in scope: Scope) -> Bool {
        if FactRange(of: fact).contains(value) { return true }
        mismatch(at: span, in: scope, "`\(fact.path)` is never `\(text(span, scope))`")
        return false
    }
}

extension FactRange {
    /// Whether a value that an author wrote lies in the range.
    fileprivate func contains(_ value: Constant) -> Bool {
        switch (self, value) {
        case (.whole(let range), .integer(let value)): range.contains(value)
        case (.reals(let low, _, let high, _), .real(let value)): low <= value && value <= high
        case (.whole, _), (.reals, _), (.words, _), (.texts, _): true
        }
    }
}
