import Facts
package import RuleEngine
import RuleLanguage
package import Values

/// What decides in a run: a rule set that was checked, made ready and named by its hash.
package struct Policy: Sendable {
    /// The hash of the rule set's files.
    package let ruleSetHash: ContentHash
    /// Everything the rules say about a table's rows on its day, by which of the actions' steps were taken before.
    let decide: @Sendable (FactTable, BusinessCalendar, _ isTaken: (String, Target) -> Bool) -> Decisions
    /// How each action reaches its customer, by its name.
    let channels: [String: Channel]

    /// The policy of a rule program.
    package init(_ program: RuleProgram) {
        ruleSetHash = program.rules.hash
        channels = Dictionary(
            program.rules.actions.map { ($0.id, $0.channel) },
            uniquingKeysWith: { first, _ in first }
        )
        decide = { program.decisions(on: $0, calendar: $1, isTaken: $2) }
    }

    /// A policy that decides by a function, for tests of what a run does with decisions.
    init(ruleSetHash: ContentHash, deciding decide: @escaping @Sendable (FactTable, BusinessCalendar) -> Decisions) {
        self.ruleSetHash = ruleSetHash
        channels = [:]
        self.decide = { table, calendar, _ in decide(table, calendar) }
    }
}
