package import Facts
package import RuleLanguage
package import Values

/// A rule set made ready to run.
///
/// A run is a pure function of rules, table and calendar: it reads no clock, and its result is the same on every
/// machine.
package struct RuleProgram: Sendable {
    /// The rules it runs.
    package let rules: CheckedRules

    /// A program for these rules.
    package init(_ rules: CheckedRules) {
        self.rules = rules
    }

    /// Everything the rules say about the rows of `table` on its day.
    ///
    /// - Parameter isTaken: whether the step of this action on this target was taken before; a group passes it over, so
    ///   that it does not keep the next one from being recommended.
    /// - Precondition: the table has the catalogue and the currency that the rules were checked against.
    package func decisions(
        on table: FactTable,
        calendar: BusinessCalendar,
        isTaken: (_ action: String, Target) -> Bool = { _, _ in false }
    ) -> Decisions {
        precondition(table.catalog == rules.catalog, "the table has the catalogue that the rules were checked against")
        precondition(table.currency == rules.currency, "the table is in the currency that the rules were checked for")
        let evaluator = Evaluator(table, calendar: calendar)
        let insights = InsightRun(rules, table, evaluator)
        let actions = ActionRun(rules, table, evaluator, insights.fired, isTaken)
        return Decisions(insights: insights.decisions, actions: actions.decisions, suppressions: actions.suppressions)
    }
}

extension FactTable {
    /// The rows that a rule on `entity` looks at, in order.
    func rows(of entity: Entity, _ evaluator: Evaluator) -> some Sequence<Row> {
        (0..<rowCount(of: entity)).lazy.map { place in
            entity == .invoice ? evaluator.row(ofInvoice: place) : Row(invoice: nil, customer: place)
        }
    }
}

extension RuleReference {
    init(_ id: String, at place: Place) {
        self.init(id: id, file: place.file, line: place.line)
    }
}

extension Array {
    /// The elements ordered by target, then by what decides within one.
    func sorted(byTarget target: (Element) -> Target, then ids: (Element) -> [String]) -> [Element] {
        sorted { left, right in
            let (first, second) = (target(left), target(right))
            return first == second ? ids(left).lexicographicallyPrecedes(ids(right)) : first < second
        }
    }
}
