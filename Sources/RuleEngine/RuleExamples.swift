package import Facts
package import RuleLanguage
import Values

/// Runs the examples that stand in rules.
///
/// An example is a book of one customer with one invoice on Thursday, 15 January 2026, with no holidays. Facts that it does
/// not give are unknown where they may be, and otherwise 0, no, the first word of a list, or the day itself. What
/// follows from a given fact is filled in: `days_past_due` and `aging_bucket` from `due_date` and the other way
/// round, `promise_open` and `promise_broken` from `promise_due_date`.
package enum RuleExamples {
    /// An E0901 for each example that does not come out as its author says.
    package static func failures(of rules: CheckedRules, catalog: FactCatalog) -> [Diagnostic] {
        precondition(catalog == rules.catalog, "the catalogue is the one that the rules were checked against")
        var found: [Diagnostic] = []
        for insight in rules.insights {
            found += failures(of: insight.id, at: insight.place, insight.examples, insight.condition, [], rules)
        }
        for hold in rules.holds {
            let unknownFires = hold.stopsWhenUnknown
            found += failures(
                of: hold.id,
                at: hold.place,
                hold.examples,
                hold.condition,
                [],
                rules,
                firesWhenUnknown: unknownFires
            )
        }
        for action in rules.actions {
            found += failures(of: action.id, at: action.place, action.examples, action.condition, action.because, rules)
        }
        return found.sorted { ($0.file, $0.span.lowerBound) < ($1.file, $1.span.lowerBound) }
    }

    private static func failures(
        of id: String,
        at place: Place,
        _ examples: [CheckedExample],
        _ condition: CheckedCondition,
        _ because: [Int],
        _ rules: CheckedRules,
        firesWhenUnknown: Bool = false
    ) -> [Diagnostic] {
        guard let file = rules.sources.file(named: place.file) else { return [] }
        return examples.compactMap { example in
            let trial = ExampleTrial(example, rules)
            let silentCause = because.first { trial.truth(of: rules.insights[$0].condition) != .yes }
            let truth = trial.truth(of: condition)
            let fires = silentCause == nil && (truth == .yes || (truth == .unknown && firesWhenUnknown))
            guard fires != example.fires else { return nil }
            if fires {
                let why =
                    truth == .unknown
                    ? "its condition is unknown, and it holds then" : trial.reasons(for: condition, at: place)
                return Diagnostic(
                    .exampleFailed,
                    in: file,
                    at: example.span,
                    "`\(id)` is to be silent, and it fires" + (why.isEmpty ? "" : ": \(why)")
                )
            }
            if let silentCause, truth == .yes {
                let message = "`\(id)` is to fire, and it is silent: `\(rules.insights[silentCause].id)` does not fire"
                return Diagnostic(.exampleFailed, in: file, at: example.span, message)
            }
            let blocking = trial.blocking(condition, in: file)
            return Diagnostic(
                .exampleFailed,
                in: file,
                at: example.span,
                "`\(id)` is to fire, and it is silent: \(blocking.message)",
                notes: blocking.span.map { [Diagnostic.Note(in: file, at: $0, "the condition stands here")] } ?? []
            )
        }
    }
}
