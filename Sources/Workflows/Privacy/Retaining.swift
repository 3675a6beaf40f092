package import Receivables
package import Store
import Values
import Wire

/// What a company keeps for a time only, and what went because its time was over.
package struct RetentionReport: Hashable, Sendable {
    /// A kind of text, how long it is kept, and how many rows it went from.
    package struct Line: Hashable, Sendable {
        package let kind: RetentionRow.Kind
        /// How many days it is kept; `nil` where for good.
        package let days: Int?
        /// How many rows it went from, or would go from.
        package let count: Int
    }

    /// The company's name across databases.
    package let company: String
    /// Every kind, in the order of their declaration.
    package let kinds: [Line]
    /// Whether nothing went, because only what would go was asked for.
    package let isRehearsal: Bool

    /// The report in lines for people.
    package var lines: [String] {
        kinds.map { line in
            let name = line.kind.rawValue + String(repeating: " ", count: max(0, 16 - line.kind.rawValue.count))
            guard let days = line.days else { return "\(name)kept for good" }
            return "\(name)kept for \(days) days; \(line.count) \(isRehearsal ? "would go" : "gone")"
        }
    }

    /// The report as a JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("company", company)
            object.field("dry_run", isRehearsal)
            object.array("kinds") { list in
                for line in kinds {
                    list.object { object in
                        object.field("kind", line.kind.rawValue)
                        object.field("days", line.days)
                        object.field("count", line.count)
                    }
                }
            }
        }
        return json.text
    }
}

/// Takes away what a company no longer keeps.
package enum Retaining {
    /// A kind of text, and for how many days it is to be kept; for good where there are none.
    package struct Term: Hashable, Sendable {
        package let kind: RetentionRow.Kind
        package let days: Int?

        /// A kind of text that is kept for so many days.
        package init(_ kind: RetentionRow.Kind, days: Int?) {
            self.kind = kind
            self.days = days
        }

        /// The term in words such as `audit=3650` or `audit=keep`.
        ///
        /// - Throws: ``Refusal/badRetention(_:)``.
        package init(_ words: String) throws(Refusal) {
            let parts = words.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let kind = RetentionRow.Kind(rawValue: String(parts[0])) else {
                throw .badRetention(words)
            }
            if parts[1] == "keep" {
                self.init(kind, days: nil)
                return
            }
            guard let days = Int(parts[1]), RetentionRow.possibleDays.contains(days) else { throw .badRetention(words) }
            self.init(kind, days: days)
        }

        /// The term in words that can be read again.
        package var words: String { "\(kind.rawValue)=\(days.map { String($0) } ?? "keep")" }
    }

    /// Sets how long the scope's company keeps some kinds; the others stay as they are.
    static func set(_ terms: [Term], for company: Company, by actor: String, at now: Instant, in scope: WriteScope)
        throws
    {
        let before = try RetentionRow.all(in: scope.reading)
        for term in terms { try RetentionRow.set(term.kind, to: term.days, in: scope) }
        let after = try RetentionRow.all(in: scope.reading)
        guard before != after else { return }
        try AuditRow.append(
            actor: actor,
            event: "company.retain",
            subject: company.slug,
            before: summary(of: before),
            after: summary(of: after),
            at: now,
            in: scope
        )
    }

    private static func summary(of rows: [RetentionRow]) -> String {
        rows.map { Term($0.kind, days: $0.days).words }.joined(separator: " ")
    }

    /// Takes away what is older than the company keeps it: the nightly step, which does nothing a second time.
    ///
    /// - Parameter isRehearsal: whether to say only what would go.
    /// - Throws: ``Values/TimeZoneError``; ``Store/StoreError``.
    package static func apply(
        to company: Company,
        by actor: String = "schedule",
        isRehearsal: Bool = false,
        office: Office
    ) throws -> RetentionReport {
        let recording = Recording(at: office.now(), on: try office.today(of: company))
        let report: RetentionReport
        do {
            report = try office.database.write(for: company.id) { scope in
                let report = try apply(to: company, by: actor, at: recording, isRehearsal: isRehearsal, in: scope)
                // What was done to be counted is undone by giving the transaction up.
                if isRehearsal { throw Rehearsal(report: report) }
                return report
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.report
        }
        if report.kinds.contains(where: { $0.count > 0 }) { try office.database.compact() }
        return report
    }

    private static func apply(
        to company: Company,
        by actor: String,
        at recording: Recording,
        isRehearsal: Bool,
        in scope: WriteScope
    ) throws -> RetentionReport {
        let rows = try RetentionRow.all(in: scope.reading)
        let lines = try RetentionRow.Kind.allCases.map { kind in
            let row = rows.first { $0.kind == kind }
            return RetentionReport.Line(
                kind: kind,
                days: row?.days,
                count: try row?.apply(at: recording, in: scope) ?? 0
            )
        }
        let gone = lines.filter { $0.count > 0 }
        if !gone.isEmpty {
            try AuditRow.append(
                actor: actor,
                event: "retention.apply",
                subject: company.slug,
                after: gone.map { "\($0.kind.rawValue): \($0.count)" }.joined(separator: "; "),
                at: recording.instant,
                in: scope
            )
        }
        return RetentionReport(company: company.slug, kinds: lines, isRehearsal: isRehearsal)
    }

    /// Carries a report out of a transaction that is given up.
    private struct Rehearsal: Error {
        let report: RetentionReport
    }
}
