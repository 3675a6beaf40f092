import Facts
import RuleEngine
import RuleLanguage
import TestKit
import Testing
import Values

@Suite struct EngineTotalityTests {
    @Test func `rules that check clean run on any book without a trap`() throws {
        let program = RuleProgram(try rules(everyOperator))
        let calendar = BusinessCalendar(holidays: [Day(sinceEpoch: 20_000), Day(sinceEpoch: 20_001)])
        forAll(150) {
            randomBook(&$0)
        } property: { table in
            let found = program.decisions(on: table, calendar: calendar)
            return found == program.decisions(on: table, calendar: calendar) && isInOrder(found)
        }
    }

    @Test func `the shipped policy runs on any book without a trap`() throws {
        let sources = try shippedSources()
        let rules = try #require(RuleChecker.check(sources, against: catalog, currency: .usd).rules)
        let program = RuleProgram(rules)
        forAll(60) {
            randomBook(&$0)
        } property: { table in
            let found = program.decisions(on: table, calendar: .withoutHolidays)
            let recommended = found.actions.filter(\.isRecommended).map(\.target)
            return isInOrder(found) && Set(recommended).count == recommended.count
        }
    }

    /// Sets and dictionaries have another order in every process, so a golden file shows whether one got through.
    @Test func `decisions do not depend on the process that makes them`() throws {
        var text = ""
        let program = RuleProgram(try rules(everyOperator))
        for seed in 1...12 {
            var generator = SplitMix64(seed: UInt64(seed))
            let table = randomBook(&generator)
            let found = program.decisions(on: table, calendar: .withoutHolidays)
            text += "book \(seed) \(ContentHash(of: described(found, on: table)))\n"
        }
        try expectGolden("random-books.txt", text)
    }

    private func isInOrder(_ found: Decisions) -> Bool {
        let insights = found.insights.map { ($0.target, $0.rule.id) }
        let actions = found.actions.map { ($0.target, $0.rule.id) }
        return zip(insights, insights.dropFirst()).allSatisfy { $0.0 < $1.0 || ($0.0 == $1.0 && $0.1 < $1.1) }
            && zip(actions, actions.dropFirst()).allSatisfy { $0.0 < $1.0 || ($0.0 == $1.0 && $0.1 < $1.1) }
    }
}
