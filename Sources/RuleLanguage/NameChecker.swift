import Facts
import Values

/// Names and literals in expressions.
extension Checking {
    mutating func name(_ name: String, at span: Range<Int>, in scope: Scope) -> TypedExpression? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            guard let entity = Entity(rawValue: parts[0]) else {
                diagnose(
                    .unknownName,
                    in: scope.file,
                    at: span,
                    "`\(parts[0])` is neither `customer` nor `invoice`",
                    help: Spelling.nearest(to: parts[0], among: Entity.allCases.map(\.rawValue))
                        .map { "did you mean `\($0).\(parts[1])`?" }
                )
                return nil
            }
            return fact(parts[1], of: entity, named: name, at: span, in: scope)
        }
        if catalog.index(of: name, on: scope.entity) != nil
            || declared["define \(scope.entity.rawValue).\(name)"] != nil
        {
            return fact(name, of: scope.entity, named: name, at: span, in: scope)
        }
        if let declaration = declared["const \(name)"] {
            used.insert("const \(name)")
            guard !declaration.isBroken, let index = constantIndex[name] else { return nil }
            return constant(constants[index].value, constants[index].type, at: span)
        }
        return fact(name, of: scope.entity, named: name, at: span, in: scope)
    }

    private mutating func fact(
        _ name: String,
        of entity: Entity,
        named written: String,
        at span: Range<Int>,
        in scope: Scope
    ) -> TypedExpression? {
        let path = "\(entity.rawValue).\(name)"
        let index = catalog.index(of: name, on: entity)
        guard index != nil || declared["define \(path)"] != nil else {
            unknownName(name, of: entity, named: written, at: span, in: scope)
            return nil
        }
        if scope.entity == .customer, entity == .invoice {
            diagnose(
                .unknownName,
                in: scope.file,
                at: span,
                "a customer has many invoices, so `\(path)` has no single value here",
                help: "use a fact of the customer, or write the rule `on invoice`"
            )
            return nil
        }
        if let index {
            let fact = catalog.facts[index]
            return TypedExpression(
                node: .fact(index, on: entity),
                type: ValueType(fact.type),
                span: span,
                mayBeUnknown: fact.mayBeUnknown,
                changesWithToday: fact.changesWithToday
            )
        }
        used.insert("define \(path)")
        guard let define = define(path, readAt: span, in: scope) else { return nil }
        let expression = defines[define].expression
        return TypedExpression(
            node: .define(define),
            type: expression.type,
            span: span,
            mayBeUnknown: expression.mayBeUnknown,
            changesWithToday: expression.changesWithToday
        )
    }

    private mutating func unknownName(
        _ name: String,
        of entity: Entity,
        named written: String,
        at span: Range<Int>,
        in scope: Scope
    ) {
        for kind in ["insight", "hold", "action"] {
            let candidates = [written, "\(entity.rawValue).\(name)"]
            guard let found = candidates.first(where: { declared["\(kind) \($0)"] != nil }) else { continue }
            diagnose(
                .stratumViolation,
                in: scope.file,
                at: span,
                "a condition cannot read the \(kind) `\(found)`, which is decided after it",
                help: kind == "insight" ? "an action builds on one by `because \(found)`" : nil
            )
            return
        }
        let other: Entity = entity == .customer ? .invoice : .customer
        let isElsewhere =
            catalog.index(of: name, on: other) != nil || declared["define \(other.rawValue).\(name)"] != nil
        let help: String?
        if isElsewhere, other == .customer || scope.entity == .invoice {
            help = "it exists on \(other.rawValue): write `\(other.rawValue).\(name)`"
        } else if let nearest = nearest(to: name, of: entity) {
            help = "did you mean `\(written.contains(".") ? "\(entity.rawValue).\(nearest)" : nearest)`?"
        } else if !written.contains("."), let nearest = Spelling.nearest(to: name, among: names(of: "const")) {
            help = "did you mean `\(nearest)`?"
        } else {
            help = nil
        }
        diagnose(.unknownName, in: scope.file, at: span, "\(entity.rawValue) has no fact `\(name)`", help: help)
    }

    private func names(of kind: String) -> [String] {
        declared.values.filter { $0.kind == kind }.map(\.name.text)
    }

    /// The fact or define of an entity with the nearest name.
    func nearest(to name: String, of entity: Entity) -> String? {
        let prefix = "\(entity.rawValue)."
        let defines = names(of: "define").filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        return Spelling.nearest(to: name, among: catalog.facts(of: entity).map(\.name) + defines)
    }

    // MARK: Literals

    mutating func quantity(_ quantity: QuantitySyntax, at span: Range<Int>, in scope: Scope) -> TypedExpression? {
        switch quantity.unit {
        case .percent: return constant(.real(quantity.real / 100), .ratio, at: span)
        case .points: return constant(.real(quantity.real), .points, at: span)
        case .none where quantity.decimals > 0: return constant(.real(quantity.real), .ratio, at: span)
        case .none: return constant(.integer(quantity.digits), .count, at: span)
        case .days, .weeks, .businessDays: return dayCount(quantity, at: span, in: scope)
        case .base: return amount(quantity, at: span, in: scope)
        case .money(let written):
            guard written == currency else {
                diagnose(
                    .mixedCurrencies,
                    in: scope.file,
                    at: span,
                    "`\(text(span, scope))` is in \(written), and the company's amounts are in \(currency)",
                    help: "write the amount in \(currency), or in `base`"
                )
                return nil
            }
            return amount(quantity, at: span, in: scope)
        }
    }

    /// The largest number of days that a rule may name: a hundred years.
    private static let mostDays: Int64 = 36_500

    private mutating func dayCount(_ quantity: QuantitySyntax, at span: Range<Int>, in scope: Scope) -> TypedExpression?
    {
        guard let whole = quantity.whole else {
            diagnose(.malformedLiteral, in: scope.file, at: span, "days are counted in whole numbers")
            return nil
        }
        let factor: Int64 = quantity.unit == .weeks ? 7 : 1
        guard whole <= Checking.mostDays / factor else {
            diagnose(
                .limitExceeded,
                in: scope.file,
                at: span,
                "`\(text(span, scope))` is more than \(Checking.mostDays) days"
            )
            return nil
        }
        return constant(.integer(whole * factor), quantity.unit == .businessDays ? .businessDays : .days, at: span)
    }

    /// An amount in minor units of the base currency.
    private mutating func amount(_ quantity: QuantitySyntax, at span: Range<Int>, in scope: Scope) -> TypedExpression? {
        var minorUnits = quantity.digits
        var decimals = quantity.decimals
        while decimals > currency.decimals {
            guard minorUnits.isMultiple(of: 10) else {
                diagnose(
                    .malformedLiteral,
                    in: scope.file,
                    at: span,
                    "an amount in \(currency) has \(currency.decimals) decimals"
                )
                return nil
            }
            minorUnits /= 10
            decimals -= 1
        }
        while decimals < currency.decimals {
            let (shifted, overflow) = minorUnits.multipliedReportingOverflow(by: 10)
            guard !overflow else {
                diagnose(.malformedLiteral, in: scope.file, at: span, "`\(text(span, scope))` is too large an amount")
                return nil
            }
            minorUnits = shifted
            decimals += 1
        }
        return constant(.integer(minorUnits), .money, at: span)
    }
}
