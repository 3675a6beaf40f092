package import Receivables
package import RuleEngine
package import RuleLanguage
import Synchronization
import Values

/// Rule sets that were checked and compiled, by what they were checked against.
///
/// A reader takes a program once and works with it to the end, so one answer never mixes two versions.
package final class RulePrograms: Sendable {
    private struct Key: Hashable {
        let hash: ContentHash
        let currency: Currency
        let segments: [String]
    }

    private struct Kept {
        var programs: [Key: RuleProgram] = [:]
        var order: [Key] = []
    }

    private let kept = Mutex(Kept())

    /// No programs yet.
    package init() {}

    /// The program of a published rule set, compiled now where it was not kept.
    ///
    /// - Throws: ``PublishError/diagnostics(_:in:)`` where the set does not check against this program's language or the
    ///   company's facts any more.
    package func program(of sources: RuleSources, for company: Company) throws(PublishError) -> RuleProgram {
        let key = Key(hash: sources.hash, currency: company.currency, segments: company.segments)
        if let known = kept.withLock({ $0.programs[key] }) { return known }
        let result = RuleChecker.check(sources, against: company.catalog, currency: company.currency)
        guard let rules = result.rules else { throw .diagnostics(result.diagnostics, in: sources) }
        let program = RuleProgram(rules)
        kept.withLock { kept in
            guard kept.programs.updateValue(program, forKey: key) == nil else { return }
            kept.order.append(key)
            // A few sets are in use at a time: the live ones, and a draft or two.
            if kept.order.count > 8 { kept.programs[kept.order.removeFirst()] = nil }
        }
        return program
    }
}
