import Receivables
import RuleLanguage
import Scoring
import Store
import Values
import Wire

extension Errand {
    /// Does the work; a refusal is a result too.
    ///
    /// - Parameters:
    ///   - actor: who is named in the audit log.
    ///   - progress: told how far long work has come.
    package func perform(
        in office: Office,
        by actor: String = "operator",
        progress: (RunProgress) -> Void = { _ in }
    ) -> ErrandResult {
        do {
            return try performing(in: office, by: actor, progress: progress)
        } catch {
            return ErrandProblem(error, log: office.log).result
        }
    }

    private func performing(
        in office: Office,
        by actor: String,
        progress: (RunProgress) -> Void
    ) throws -> ErrandResult {
        switch self {
        case .foundCompany(let new): return try Errand.found(new, by: actor, in: office)
        case .setCompany(let change): return try Errand.change(change, by: actor, in: office)
        case .createUser(let name, let displayName, let password, let role, let slug):
            let company = try office.company(named: slug)
            try Accounts.create(
                name: name,
                displayName: displayName,
                password: password,
                role: role,
                in: company,
                by: actor,
                office: office
            )
            return .done(
                "user \(name) may sign in as \(role.rawValue) of \(company.slug)",
                json: Errand.object {
                    $0.field("user", name)
                    $0.field("role", role.rawValue)
                    $0.field("company", company.slug)
                }
            )
        case .setPassword(let name, let password):
            try Accounts.setPassword(password, of: name, by: actor, office: office)
            return .done(
                "the password of \(name) is set; whoever was signed in with the old one has to sign in again",
                json: Errand.object { $0.field("user", name) }
            )
        case .importFile(let slug, let path, let name, let kind):
            let company = try office.company(named: slug)
            let profile = try Errand.profile(named: name, for: kind)
            let report = try Importing.importFile(at: path, by: profile, into: company, office: office)
            var json = JSONWriter()
            report.write(to: &json)
            return .done(report.description, json: json.text)
        case .run(let slug, let day):
            let report = try Recommending.run(
                office.company(named: slug),
                on: day,
                office: office,
                progress: progress
            )
            return .done(report.lines.joined(separator: "\n"), json: report.json)
        case .retrain(let slug, let promote):
            let company = try office.company(named: slug)
            let report = try Retraining.retrain(company, promote: promote, by: actor, office: office)
            return .done(report.lines.joined(separator: "\n"), json: report.json)
        case .publishRules(let slug, let files):
            let company = try office.company(named: slug)
            let sources = RuleSources(files: files.map { ($0.path, $0.text) })
            let isNew = try Publishing.publish(sources, for: company, by: actor, in: office)
            let words = isNew ? "is in force" : "was in force already; nothing changed"
            return .done(
                "rule set \(sources.hash.short) \(words) for \(company.slug)",
                json: Errand.object {
                    $0.field("company", company.slug)
                    $0.field("rule_set", sources.hash)
                    $0.field("changed", isNew)
                }
            )
        }
    }

    private static func found(_ new: NewCompany, by actor: String, in office: Office) throws -> ErrandResult {
        let company = try Founding.found(
            Company(
                id: Identifier(high: 0, low: 0),
                slug: new.slug,
                name: new.name,
                currency: new.currency,
                timeZoneName: new.timeZone,
                fixedToday: new.today,
                calendar: try calendar(named: new.holidays) ?? .withoutHolidays,
                segments: new.segments.isEmpty ? Company.usualSegments : new.segments
            ),
            by: actor,
            office: office
        )
        return .done(
            "company \(company.slug) is there, with the shipped rules and model in force",
            json: object {
                $0.field("company", company.slug)
                $0.field("id", company.id)
            }
        )
    }

    private static func change(_ change: CompanyChange, by actor: String, in office: Office) throws -> ErrandResult {
        var company = try office.company(named: change.company)
        if let name = change.name { company.name = name }
        if let currency = change.currency { company.currency = currency }
        if let zone = change.timeZone { company.timeZoneName = zone }
        if let today = change.today { company.fixedToday = today }
        if change.runsClock { company.fixedToday = nil }
        if let segments = change.segments { company.segments = segments }
        if let calendar = try calendar(named: change.holidays) { company.calendar = calendar }
        // The options and the wire hold these within their limits.
        company.promiseTerms = PromiseTerms(
            graceDays: change.promiseGrace ?? company.promiseTerms.graceDays,
            tolerancePercent: change.promiseTolerance ?? company.promiseTerms.tolerancePercent
        )
        try Founding.set(company, by: actor, office: office)
        let clock = company.fixedToday.map { "stands on \($0)" } ?? "runs"
        return .done(
            "company \(company.slug): \(company.name), \(company.currency), \(company.timeZoneName), clock \(clock)",
            json: object {
                $0.field("company", company.slug)
                $0.field("today", try? office.today(of: company))
            }
        )
    }

    private static func calendar(named name: String?) throws -> BusinessCalendar? {
        guard let name else { return nil }
        return name == "none" ? .withoutHolidays : try Founding.shippedHolidays(name)
    }

    private static func profile(named name: String?, for kind: ImportKind?) throws -> ImportProfile {
        guard let name else {
            guard let kind else { throw Refusal.whichProfile }
            return try .generic(kind)
        }
        let profile = try Importing.profile(named: name)
        if let kind, kind != profile.kind {
            throw Refusal.profileIsFor(kind: profile.kind.rawValue, asked: kind.rawValue)
        }
        return profile
    }

    private static func object(_ fields: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.object { fields(&$0) }
        return json.text
    }
}

extension RetrainReport {
    /// The report in lines for people.
    package var lines: [String] {
        var lines = RetrainReportText.lines(late: late, accept: accept)
        let was = champion.map { "was \($0.short)" } ?? "there was none"
        if isLive, challenger == champion {
            lines.append("model \(challenger.short) was in force already; nothing changed")
        } else if isLive {
            lines.append("model \(challenger.short) is in force (\(was))")
        } else {
            lines.append(
                "model \(challenger.short) is a candidate (in force: \(champion?.short ?? "none")); "
                    + "`arclight retrain --promote` puts it in force"
            )
        }
        return lines
    }

    /// The report as a JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("model", challenger)
            object.field("was", champion)
            object.field("live", isLive)
            object.field("new", isNew)
            object.field("decisions", decisionCount)
            object.array("report") { list in
                for line in RetrainReportText.lines(late: late, accept: accept) { list.value(line) }
            }
        }
        return json.text
    }
}
