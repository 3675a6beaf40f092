package import Facts
package import RuleLanguage
package import Values

/// A rule set made ready to run.
package struct RuleProgram: Sendable {
    /// The rules it runs.
    package let rules: CheckedRules

    /// A program for these rules.
    package init(_ rules: CheckedRules) {
        self.rules = rules
    }

    /// Everything the rules say about the rows of `table` on its day.
    ///
    /// - Precondition: the table has the catalogue and the currency that the rules were checked against.
    package func decisions(on table: FactTable, calendar: BusinessCalendar) -> Decisions {
        preconditionFailure("the engine is not there yet")
    }
}
