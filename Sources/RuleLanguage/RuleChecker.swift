package import Facts
package import Values

/// Reads rule files and says what is wrong with them.
package enum RuleChecker {
    /// The most rules a set may hold.
    package static let mostRules = 10_000

    /// Checks a rule set against the facts of a company and its base currency.
    ///
    /// Total: every text gives a result. Diagnostics are sorted by file and place; the rules are there exactly where
    /// none of them is an error.
    package static func check(
        _ sources: RuleSources,
        against catalog: FactCatalog,
        currency: Currency
    ) -> CheckResult {
        var checking = Checking(catalog: catalog, currency: currency)
        var all: [DeclarationSyntax] = []
        for file in sources.files {
            let (declarations, diagnostics) = RuleParser.parse(file)
            all += declarations
            checking.diagnostics += diagnostics
        }
        checking.run(all)
        let isLoadable = !checking.diagnostics.contains { $0.severity == .error }
        if isLoadable {
            checking.reportUnused()
            checking.reportWithoutExamples()
        }
        let sorted = checking.diagnostics.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            return (first.file, first.span.lowerBound, left.offset) < (
                second.file, second.span.lowerBound, right.offset
            )
        }
        let rules = CheckedRules(
            sources: sources,
            catalog: catalog,
            currency: currency,
            constants: checking.constants,
            defines: checking.defines,
            groups: checking.groups,
            templates: checking.templates,
            insights: checking.insights,
            holds: checking.holds,
            actions: checking.actions
        )
        return CheckResult(diagnostics: sorted.map(\.element), rules: isLoadable ? rules : nil)
    }
}

/// What the checker found.
package struct CheckResult: Sendable {
    /// Sorted by file and place.
    package let diagnostics: [Diagnostic]
    /// `nil` where there is any error.
    package let rules: CheckedRules?
}

extension Checking {
    /// Checks all declarations: what others build on goes first.
    fileprivate mutating func run(_ all: [DeclarationSyntax]) {
        declare(all)
        let rules = declarations.filter { if case .rule = $0.body { true } else { false } }
        if let first = rules.dropFirst(RuleChecker.mostRules).first {
            let message = "a rule set holds up to \(RuleChecker.mostRules) rules, and this one has \(rules.count)"
            diagnose(.limitExceeded, in: first.file, at: first.name.span, message)
            return
        }
        for declaration in declarations {
            if case .constant(let expression) = declaration.body { checkConstant(declaration, expression) }
        }
        for declaration in declarations where declaration.kind == "define" {
            if case .define = declaration.body { checkDefine(declaration) }
        }
        for declaration in declarations {
            if case .group(let group) = declaration.body { checkGroup(declaration, group) }
            if case .template(let template) = declaration.body { checkTemplate(declaration, template) }
        }
        for kind in [RuleSyntax.Kind.insight, .action, .hold] {
            for declaration in rules {
                guard case .rule(let rule) = declaration.body, rule.kind == kind else { continue }
                checkRule(declaration, rule)
            }
        }
        checkGroupOrders()
    }

    /// A warning for each rule without an example.
    fileprivate mutating func reportWithoutExamples() {
        for declaration in declarations {
            guard case .rule(let rule) = declaration.body, rule.examples.isEmpty else { continue }
            diagnose(
                .noExamples,
                in: declaration.file,
                at: declaration.name.span,
                "\(rule.kind.rawValue) `\(declaration.name.text)` has no example",
                help: "add `examples` with a `fires` line and a `silent` line"
            )
        }
    }

    /// A warning for each declaration that nothing uses.
    fileprivate mutating func reportUnused() {
        for declaration in declarations where ["const", "define", "group", "template"].contains(declaration.kind) {
            guard !used.contains("\(declaration.kind) \(declaration.name.text)") else { continue }
            diagnose(
                .unused,
                in: declaration.file,
                at: declaration.name.span,
                "nothing uses the \(declaration.kind) `\(declaration.name.text)`",
                help: "remove it, or use it"
            )
        }
    }
}
