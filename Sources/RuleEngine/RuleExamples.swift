package import Facts
package import RuleLanguage

/// Runs the examples that stand in rules.
package enum RuleExamples {
    /// An E0901 for each example that does not come out as its author says.
    package static func failures(of rules: CheckedRules, catalog: FactCatalog) -> [Diagnostic] {
        preconditionFailure("the examples' runner is not there yet")
    }
}
