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
    private let customerLanes: LaneProgram
    private let invoiceLanes: LaneProgram

    /// A program for these rules.
    package init(_ rules: CheckedRules) {
        self.rules = rules
        customerLanes = LaneProgram(rules, on: .customer)
        invoiceLanes = LaneProgram(rules, on: .invoice)
    }

    /// The conditions of the rules on an entity, as tables over the rows of one fact table on its day.
    ///
    /// - Precondition: the table has the catalogue and the currency that the rules were checked against.
    package func tables(on entity: Entity, of table: FactTable, calendar: BusinessCalendar) -> BitTables {
        precondition(table.catalog == rules.catalog, "the table has the catalogue that the rules were checked against")
        precondition(table.currency == rules.currency, "the table is in the currency that the rules were checked for")
        return BitTables(
            entity == .customer ? customerLanes : invoiceLanes,
            of: rules,
            on: table,
            calendar: calendar
        )
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
        let fired = FiredRules(
            rules,
            onCustomers: tables(on: .customer, of: table, calendar: calendar),
            onInvoices: tables(on: .invoice, of: table, calendar: calendar)
        )
        let evaluator = Evaluator(table, calendar: calendar)
        let insights = InsightRun(rules, table, evaluator, fired)
        let actions = ActionRun(rules, table, evaluator, fired, isTaken)
        return Decisions(insights: insights.decisions, actions: actions.decisions, suppressions: actions.suppressions)
    }
}

extension Evaluator {
    /// The row of an entity at this place.
    func row(_ place: Int32, of entity: Entity) -> Row {
        entity == .invoice ? row(ofInvoice: Int(place)) : Row(invoice: nil, customer: Int(place))
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
