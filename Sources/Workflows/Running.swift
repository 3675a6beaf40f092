package import Receivables
import Store
package import Values

extension Recommending {
    /// Runs a company with the rules and the model it has in force.
    ///
    /// - Parameters:
    ///   - day: the company's today, where it is `nil`.
    /// - Throws: ``Refusal/noRules(_:)``, ``Refusal/noModel(_:)``; ``PublishError`` where the live rules no longer check;
    ///   ``RunError``; ``Store/StoreError``.
    package static func run(
        _ company: Company,
        on day: Day? = nil,
        office: Office,
        progress: (RunProgress) -> Void = { _ in }
    ) throws -> RunReport {
        let today = try office.today(of: company)
        let (sources, model) = try office.database.makeReader().read(for: company.id) { scope in
            (try Publishing.live(in: scope), try Retraining.live(in: scope))
        }
        guard let sources else { throw Refusal.noRules(company.slug) }
        guard let model else { throw Refusal.noModel(company.slug) }
        let report = try run(
            company: company.id,
            on: day ?? today,
            today: today,
            policy: Policy(try office.programs.program(of: sources, for: company)),
            model: model,
            in: office.database,
            now: office.now,
            progress: progress
        )
        // A clock that stands still has no nights, so its day is written down whenever it was judged.
        if company.fixedToday == report.day { try AgingSnapshots.take(of: company, office: office) }
        return report
    }
}
