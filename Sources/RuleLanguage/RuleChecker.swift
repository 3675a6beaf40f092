package import Facts
package import Values

/// Reads rule files and says what is wrong with them.
package enum RuleChecker {
    /// Checks a rule set against the facts of a company and its base currency.
    ///
    /// Total: every text gives a result. Diagnostics are sorted by file and place; the rules are there exactly where
    /// none of them is an error.
    package static func check(
        _ sources: RuleSources,
        against catalog: FactCatalog,
        currency: Currency
    ) -> CheckResult {
        preconditionFailure("the checker is not there yet")
    }
}

/// What the checker found.
package struct CheckResult: Sendable {
    /// Sorted by file and place.
    package let diagnostics: [Diagnostic]
    /// `nil` where there is any error.
    package let rules: CheckedRules?
}
