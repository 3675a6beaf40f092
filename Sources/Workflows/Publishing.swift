package import Receivables
import RuleEngine
package import RuleLanguage
import Scoring
package import Store
import Values
import Wire

/// Why a rule set was not published.
package enum PublishError: Error, Sendable {
    /// The checker or the examples found errors; the sources are there to render them.
    case diagnostics([Diagnostic], in: RuleSources)
    /// The stored files of a published set cannot be read back.
    case unreadable(String)
    /// There was no rule file.
    case noFiles
}

extension PublishError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diagnostics(let diagnostics, let sources):
            diagnostics.compactMap { diagnostic in
                sources.file(named: diagnostic.file).map { diagnostic.rendered(in: $0) }
            }.joined(separator: "\n")
        case .unreadable(let problem): "the live rule set cannot be read back: \(problem)"
        case .noFiles: "there is no rule file; a rule set is one or more files that end in `.rules`"
        }
    }
}

/// Puts rule sets in force: checked, with their examples run, or not at all.
package enum Publishing {
    /// What the checker and the examples say about a draft.
    package struct Verdict: Sendable {
        package let diagnostics: [Diagnostic]
        /// The draft, where it may go live.
        package let rules: CheckedRules?

        /// How many of the diagnostics are errors.
        package var errorCount: Int { diagnostics.count { $0.severity == .error } }
    }

    /// Checks a draft against a company's facts and currency, and runs its examples.
    package static func check(_ sources: RuleSources, for company: Company) -> Verdict {
        let result = RuleChecker.check(sources, against: company.catalog, currency: company.currency)
        guard let rules = result.rules else { return Verdict(diagnostics: result.diagnostics, rules: nil) }
        let failures = RuleExamples.failures(of: rules, catalog: company.catalog)
        return Verdict(
            diagnostics: result.diagnostics + failures,
            rules: failures.contains { $0.severity == .error } ? nil : rules
        )
    }

    /// Checks a draft and puts it in force.
    ///
    /// - Returns: `false` where this very set was in force already, and then nothing was written.
    /// - Throws: ``PublishError`` where the draft has errors, and then nothing changes; ``Store/StoreError``.
    @discardableResult
    package static func publish(
        _ sources: RuleSources,
        for company: Company,
        by actor: String,
        in office: Office
    ) throws -> Bool {
        try demandSound(sources, for: company)
        let now = office.now()
        return try office.database.write(for: company.id) { scope in
            try putInForce(sources, by: actor, at: now, in: scope)
        }
    }

    /// Refuses a draft that may not go live.
    ///
    /// - Throws: ``PublishError``.
    static func demandSound(_ sources: RuleSources, for company: Company) throws(PublishError) {
        guard !sources.files.isEmpty else { throw .noFiles }
        let verdict = check(sources, for: company)
        guard verdict.rules != nil else { throw .diagnostics(verdict.diagnostics, in: sources) }
    }

    /// Puts a set that was found sound in force; `false` where it was already, and then nothing is written.
    static func putInForce(
        _ sources: RuleSources,
        by actor: String,
        at now: Instant,
        in scope: WriteScope
    ) throws -> Bool {
        let live = try RuleSetRow.live(in: scope.reading)
        guard live?.hash != sources.hash else { return false }
        try RuleSetRow(hash: sources.hash, files: text(of: sources), recordedAt: now).insert(in: scope)
        try RuleSetRow.activate(sources.hash, expecting: live?.hash, by: actor, at: now, in: scope)
        try AuditRow.append(
            actor: actor,
            event: "rules.publish",
            subject: "rule set",
            before: live.map { "\($0.hash)" } ?? "",
            after: "\(sources.hash)",
            at: now,
            in: scope
        )
        return true
    }

    /// The rule set in force in the scope's company.
    ///
    /// - Throws: ``PublishError/unreadable(_:)`` where the stored text is damaged; ``Store/StoreError``.
    package static func live(in scope: CompanyScope) throws -> RuleSources? {
        guard let row = try RuleSetRow.live(in: scope) else { return nil }
        return try sources(from: row)
    }

    /// The files of a stored set.
    ///
    /// - Throws: ``PublishError/unreadable(_:)``.
    package static func sources(from row: RuleSetRow) throws(PublishError) -> RuleSources {
        let sources: RuleSources
        do {
            let value = try JSONReader.value(from: Array(row.files.utf8))
            guard case .array(let items) = value else {
                throw WireError(path: "", message: "it is no list of files")
            }
            sources = RuleSources(
                files: try items.enumerated().map { index, item in
                    var reader = try ObjectReader(item, path: "[\(index)]")
                    let file = (path: reader.string("path"), text: reader.string("text"))
                    try reader.finish()
                    return file
                }
            )
        } catch {
            throw .unreadable("\(error)")
        }
        guard sources.hash == row.hash else { throw .unreadable("its hash is not the one it was published under") }
        return sources
    }

    private static func text(of sources: RuleSources) -> String {
        var json = JSONWriter()
        json.array { list in
            for file in sources.files {
                list.object { object in
                    object.field("path", file.name)
                    object.field("text", file.text)
                }
            }
        }
        return json.text
    }
}
