import Facts
import Values

/// What the parts of one rule share while it is checked.
struct RuleContext {
    let declaration: DeclarationSyntax
    let rule: RuleSyntax
    let entity: Entity
    let scope: Scope
    let condition: CheckedCondition
    /// What is known wherever the rule fires.
    let flow: UnknownFlow
    let examples: [CheckedExample]
    let metadata: RuleMetadata
    let title: String
}

/// Insights, holds and actions.
extension Checking {
    mutating func checkRule(_ declaration: DeclarationSyntax, _ rule: RuleSyntax) {
        guard let context = context(of: declaration, rule) else { return }
        switch rule.kind {
        case .insight: checkInsight(context)
        case .hold: checkHold(context)
        case .action: checkAction(context)
        }
    }

    private mutating func context(of declaration: DeclarationSyntax, _ rule: RuleSyntax) -> RuleContext? {
        let file = declaration.file
        let entity =
            if let named = rule.entity {
                self.entity(named, in: file)
            } else {
                entityOfPath(declaration, example: "invoice.large_overdue")
            }
        guard let entity else { return nil }
        requireOwnerAndWhy(declaration, rule)
        let scope = Scope(file: file, entity: entity)
        let requirements = rule.requirements.map { condition($0, in: scope) }
        let exceptions = rule.exceptions.map { condition($0, in: scope) }
        let examples = rule.examples.compactMap { example($0, in: scope) }
        let checked = CheckedCondition(
            requirements: requirements.compactMap { $0 },
            exceptions: exceptions.compactMap { $0 }
        )
        guard checked.requirements.count == requirements.count, checked.exceptions.count == exceptions.count else {
            checkNames(rule, scope)
            return nil
        }
        checkPossible(checked, scope)
        var flow = UnknownFlow(catalog: catalog, defines: defines)
        for requirement in checked.requirements { flow.assume(requirement, is: true) }
        for exception in checked.exceptions { flow.assume(exception, is: false) }
        return RuleContext(
            declaration: declaration,
            rule: rule,
            entity: entity,
            scope: scope,
            condition: checked,
            flow: flow,
            examples: examples,
            metadata: RuleMetadata(
                owner: rule.owner,
                why: rule.why,
                since: rule.since,
                until: rule.until,
                ticket: rule.ticket
            ),
            title: rule.title?.plain ?? Checking.title(of: declaration.name.text)
        )
    }

    /// Checks the names in a rule whose condition is broken, so that they need no second look.
    private mutating func checkNames(_ rule: RuleSyntax, _ scope: Scope) {
        for written in rule.severities { _ = severity(written.severity, in: scope.file) }
        for name in rule.stops { _ = stop(name, in: scope.file) }
        for name in rule.because { _ = find("insight", name, in: scope.file) }
        if let group = rule.group { _ = find("group", group, in: scope.file) }
        if case .message(let channel, let template)? = rule.step {
            _ = self.channel(channel, in: scope.file)
            _ = find("template", template, in: scope.file)
        }
    }

    /// A title made of an id: `reminder_1` becomes `Reminder 1`.
    private static func title(of id: String) -> String {
        let words = (id.split(separator: ".").last ?? "").split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private mutating func requireOwnerAndWhy(_ declaration: DeclarationSyntax, _ rule: RuleSyntax) {
        let missing = [rule.owner == nil ? "owner" : nil, rule.why == nil ? "why" : nil].compactMap { $0 }
        guard rule.kind != .insight, !missing.isEmpty else { return }
        let words = missing.map { "`\($0)`" }.joined(separator: " and no ")
        diagnose(
            .noOwnerOrWhy,
            in: declaration.file,
            at: declaration.name.span,
            "\(rule.kind.rawValue) `\(declaration.name.text)` has no \(words)",
            help: "somebody has to answer for it, and the customer's file has to say why"
        )
    }

    private mutating func checkPossible(_ condition: CheckedCondition, _ scope: Scope) {
        var box = ConditionBox(catalog: catalog, defines: defines)
        for (term, truth) in condition.requirements.map({ ($0, true) }) + condition.exceptions.map({ ($0, false) }) {
            guard let found = box.narrow(by: term, being: truth) else { continue }
            let test = text(found.span, scope)
            let message: String
            if let earlier = found.earlier {
                message =
                    truth
                    ? "`\(test)` can never be true where `\(text(earlier, scope))` is"
                    : "`unless \(test)` leaves nothing of `\(text(earlier, scope))`"
            } else {
                message = truth ? "`\(test)` can never be true" : "`unless \(test)` leaves nothing"
            }
            diagnose(
                .impossibleCondition,
                in: scope.file,
                at: found.span,
                message,
                help: found.fact.flatMap { rangeHelp($0) },
                notes: found.earlier.map { [Diagnostic.Note(in: scope.file, at: $0, "the other test stands here")] }
                    ?? []
            )
            return
        }
    }

    /// What the catalogue says about the values of a fact.
    private func rangeHelp(_ index: Int) -> String? {
        let fact = catalog.facts[index]
        if case .score(let range) = fact.type {
            return "`\(fact.path)` is \(range.lowerBound) to \(range.upperBound) points"
        }
        guard fact.type != .percent else { return "`\(fact.path)` is 0% to 100%" }
        return fact.least == 0 ? "`\(fact.path)` is never below 0" : nil
    }

    // MARK: Insights

    private mutating func checkInsight(_ context: RuleContext) {
        let rule = context.rule
        let scope = context.scope
        var severities: [CheckedInsight.SeverityCase] = []
        for written in rule.severities {
            guard let severity = severity(written.severity, in: scope.file) else { return }
            guard let syntax = written.condition else {
                severities.append(CheckedInsight.SeverityCase(severity: severity, condition: nil))
                continue
            }
            guard let condition = condition(syntax, in: scope) else { return }
            requireKnown(condition, in: context, "a case of `severity`", instead: "??")
            severities.append(CheckedInsight.SeverityCase(severity: severity, condition: condition))
        }
        let evidence = rule.evidence.map { typed($0, in: scope) }
        let message = rule.message.map { text($0, in: scope, context.flow) }
        if case .some(nil) = message { return }
        guard !evidence.contains(where: { $0 == nil }) else { return }
        insights.append(
            CheckedInsight(
                id: context.declaration.name.text,
                place: place(of: context.declaration),
                entity: context.entity,
                title: context.title,
                metadata: context.metadata,
                condition: context.condition,
                severities: severities,
                tags: rule.tags.map(\.text),
                type: rule.type?.text ?? "\(context.entity.rawValue)_signal",
                evidence: evidence.compactMap { $0 },
                message: message.flatMap { $0 },
                examples: context.examples
            )
        )
    }

    private mutating func severity(_ name: NameSyntax, in file: SourceFile) -> Severity? {
        if let severity = Severity(rawValue: name.text) { return severity }
        let words = Severity.allCases.map(\.rawValue)
        diagnose(
            .unknownName,
            in: file,
            at: name.span,
            "there is no severity `\(name.text)`",
            help: Spelling.nearest(to: name.text, among: words).map { "did you mean `\($0)`?" }
                ?? "the severities are \(words.joined(separator: ", "))"
        )
        return nil
    }

    /// An error where an expression may be unknown and nothing says what happens then.
    private mutating func requireKnown(
        _ expression: TypedExpression,
        in context: RuleContext,
        _ what: String,
        instead help: String
    ) {
        guard let unknown = context.flow.firstUnknown(in: expression) else { return }
        let written = text(unknown.span, context.scope)
        diagnose(
            .unhandledUnknown,
            in: context.scope.file,
            at: unknown.span,
            "`\(written)` may be unknown, and \(what) has to be known",
            help: "say what counts then: `\(written) \(help) …`"
        )
    }

    // MARK: Holds

    private mutating func checkHold(_ context: RuleContext) {
        let rule = context.rule
        let stops = rule.stops.map { stop($0, in: context.scope.file) }
        let until = rule.holdUntil.map { self.until($0, context) }
        let answer = answerWhenUnknown(context)
        guard let stopsWhenUnknown = answer, !stops.contains(where: { $0 == nil }) else { return }
        if case .some(nil) = until { return }
        holds.append(
            CheckedHold(
                id: context.declaration.name.text,
                place: place(of: context.declaration),
                entity: context.entity,
                title: context.title,
                metadata: context.metadata,
                condition: context.condition,
                stops: stops.compactMap { $0?.0 },
                until: until.flatMap { $0 },
                stopsWhenUnknown: stopsWhenUnknown,
                examples: context.examples
            )
        )
    }

    private mutating func until(_ syntax: ExpressionSyntax, _ context: RuleContext) -> TypedExpression? {
        guard let value = typed(syntax, in: context.scope) else { return nil }
        guard value.type == .date else {
            mismatch(
                at: syntax.span,
                in: context.scope,
                "a hold ends on a date, and `\(text(syntax.span, context.scope))` is \(value.type.words)"
            )
            return nil
        }
        return value
    }

    /// What a name behind `stops` means; `.some(nil)` where its declaration is broken, `nil` after a diagnostic.
    private mutating func stop(_ name: NameSyntax, in file: SourceFile) -> (CheckedHold.Stop?, Void)? {
        if let channel = Channel(rawValue: name.text) { return (.channel(channel), ()) }
        if let group = declared["group \(name.text)"] {
            used.insert("group \(name.text)")
            return (group.isBroken ? nil : .group(name.text), ())
        }
        if let action = declared["action \(name.text)"] { return (action.isBroken ? nil : .action(name.text), ()) }
        let names = declared.values.filter { $0.kind == "group" || $0.kind == "action" }.map(\.name.text)
        diagnose(
            .unknownName,
            in: file,
            at: name.span,
            "there is no channel, group or action `\(name.text)`",
            help: Spelling.nearest(to: name.text, among: names + Channel.allCases.map(\.rawValue))
                .map { "did you mean `\($0)`?" }
        )
        return nil
    }

    /// Whether the rule applies where its condition is unknown, or `nil` after a diagnostic.
    private mutating func answerWhenUnknown(_ context: RuleContext) -> Bool? {
        let isHold = context.rule.kind == .hold
        guard let word = context.rule.ifUnknown else { return isHold }
        switch word.text {
        case "hold" where isHold: return true
        case "skip": return false
        case "error":
            let flow = UnknownFlow(catalog: catalog, defines: defines)
            for term in context.condition.requirements + context.condition.exceptions {
                guard let unknown = flow.firstUnknown(in: term) else { continue }
                let written = text(unknown.span, context.scope)
                diagnose(
                    .unhandledUnknown,
                    in: context.scope.file,
                    at: unknown.span,
                    "`\(written)` may be unknown, and `if unknown error` says that nothing here is",
                    help: "say what counts then: `\(written) ?? …`, or ask `\(written) is known` first"
                )
                return nil
            }
            return isHold
        default:
            let words = isHold ? ["hold", "skip", "error"] : ["skip", "error"]
            diagnose(
                .unknownName,
                in: context.scope.file,
                at: word.span,
                "a\(isHold ? "" : "n") \(context.rule.kind.rawValue) cannot `\(word.text)` if unknown",
                help: "write \(words.joined(separator: " or "))"
            )
            return nil
        }
    }

    // MARK: Actions

    private mutating func checkAction(_ context: RuleContext) {
        let rule = context.rule
        // Each clause is checked before any of them is found wanting, so that one round shows all there is.
        let step = rule.step.flatMap { self.step($0, context) }
        let because = rule.because.map { insight($0, context) }
        let group = rule.group.map { self.group($0, context) }
        let priority = rule.priority.map { self.priority($0, context) }
        let expires = expires(context)
        let answer = answerWhenUnknown(context)
        guard let step, let expires, answer != nil, !because.contains(where: { $0 == nil }) else { return }
        if case .some(nil) = group { return }
        if case .some(nil) = priority { return }
        actions.append(
            CheckedAction(
                id: context.declaration.name.text,
                place: place(of: context.declaration),
                entity: context.entity,
                title: context.title,
                metadata: context.metadata,
                because: because.compactMap { $0 },
                condition: context.condition,
                step: step,
                group: group.flatMap { $0 },
                priority: priority.flatMap { $0 },
                expiresAfterDays: expires.days,
                examples: context.examples
            )
        )
    }

    private mutating func step(_ step: RuleSyntax.Step, _ context: RuleContext) -> CheckedAction.Step? {
        let file = context.scope.file
        switch step {
        case .wait: return .wait
        case .task(let syntax): return text(syntax, in: context.scope, context.flow).map { .task($0) }
        case .message(let channelName, let templateName):
            guard let channel = channel(channelName, in: file), find("template", templateName, in: file) != nil,
                let index = templates.firstIndex(where: { $0.name == templateName.text })
            else { return nil }
            let template = templates[index]
            guard template.channel == channel else {
                let message = "`\(template.name)` is a template for the channel `\(template.channel.rawValue)`"
                mismatch(
                    at: templateName.span,
                    in: context.scope,
                    message,
                    help: "write `do \(template.channel.rawValue) using \(template.name)`, or use another template"
                )
                return nil
            }
            guard context.entity == .invoice || template.entity == .customer else {
                let message = "`\(template.name)` speaks of an invoice, and a customer has many"
                mismatch(
                    at: templateName.span,
                    in: context.scope,
                    message,
                    help: "declare the template `on customer`"
                )
                return nil
            }
            return .message(channel, template: index)
        }
    }

    private mutating func insight(_ name: NameSyntax, _ context: RuleContext) -> Int? {
        guard find("insight", name, in: context.scope.file) != nil,
            let index = insights.firstIndex(where: { $0.id == name.text })
        else { return nil }
        guard context.entity == .invoice || insights[index].entity == .customer else {
            let message = "`\(name.text)` is about an invoice, and the action is on a customer"
            mismatch(at: name.span, in: context.scope, message)
            return nil
        }
        return index
    }

    private mutating func group(_ name: NameSyntax, _ context: RuleContext) -> Int? {
        guard find("group", name, in: context.scope.file) != nil,
            let index = groups.firstIndex(where: { $0.name == name.text })
        else { return nil }
        guard context.entity == .invoice || groups[index].per == .customer else {
            let message = "group `\(name.text)` picks per invoice, and the action is on a customer"
            mismatch(at: name.span, in: context.scope, message, help: "declare the group `per customer`")
            return nil
        }
        return index
    }

    private mutating func priority(_ syntax: ExpressionSyntax, _ context: RuleContext) -> TypedExpression? {
        guard let value = typed(syntax, in: context.scope) else { return nil }
        guard value.type == .count else {
            mismatch(at: syntax.span, in: context.scope, "a priority is a count, not \(value.type.words)")
            return nil
        }
        requireKnown(value, in: context, "a priority", instead: "??")
        return value
    }

    private mutating func expires(_ context: RuleContext) -> (days: Int?, Void)? {
        guard let syntax = context.rule.expires else { return (nil, ()) }
        guard let value = constant(syntax, as: .days, of: nil, in: context.scope) else { return nil }
        guard case .integer(let days) = value, days > 0 else {
            mismatch(at: syntax.span, in: context.scope, "a recommendation stands for a day at least")
            return nil
        }
        return (Int(days), ())
    }

    /// An error for each pair of actions of one group that can match together with the same fixed priority.
    mutating func checkGroupOrders() {
        var boxes: [(action: Int, group: Int, priority: Int64, box: ConditionBox)] = []
        for (index, action) in actions.enumerated() {
            guard let group = action.group, let priority = action.fixedPriority else { continue }
            var box = ConditionBox(catalog: catalog, defines: defines)
            let terms =
                action.condition.requirements.map { ($0, true) } + action.condition.exceptions.map { ($0, false) }
            guard !terms.contains(where: { box.narrow(by: $0, being: $1) != nil }) else { continue }
            for earlier in boxes where earlier.group == group && earlier.priority == priority {
                let other = actions[earlier.action]
                guard other.entity == action.entity, earlier.box.overlaps(box) else { continue }
                reportUndecided(action, other)
                break
            }
            boxes.append((index, group, priority, box))
        }
    }

    private mutating func reportUndecided(_ action: CheckedAction, _ other: CheckedAction) {
        guard let here = declared["action \(action.id)"], let there = declared["action \(other.id)"] else { return }
        diagnose(
            .undecidedOrder,
            in: here.file,
            at: here.name.span,
            "`\(action.id)` and `\(other.id)` can match the same \(action.entity.rawValue) with the same priority",
            help: "give one of them another `priority`, or conditions that exclude one another",
            notes: [Diagnostic.Note(in: there.file, at: there.name.span, "the other stands here")]
        )
    }
}

extension CheckedAction {
    /// The priority where it is the same for every row; no priority is 0.
    fileprivate var fixedPriority: Int64? {
        guard let priority else { return 0 }
        guard case .constant(.integer(let value)) = priority.node else { return nil }
        return value
    }
}
