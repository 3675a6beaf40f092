package import Receivables
package import Scoring
package import Store
package import Values

/// The run: reads a company's books as of a day, judges them, and writes what that changes.
package enum Recommending {
    /// How many rows a transaction changes at most, so that an approval never waits long.
    package static let rowsPerTransaction = 500

    /// Judges the company on `day` and writes the difference to what stands.
    ///
    /// A second run with nothing new in between writes nothing at all. A run that is cut off has written whole chunks
    /// only, and the next one finishes what it began.
    ///
    /// - Parameters:
    ///   - company: whose books.
    ///   - day: the company's today, or any day before it.
    ///   - today: the company's today.
    ///   - policy: the rules in force.
    ///   - model: the heads in force.
    ///   - database: where the books and the results are.
    ///   - now: the present moment; it is written beside the results and never read for a decision.
    ///   - progress: told after each chunk; called on the caller's thread.
    /// - Throws: ``RunError``; what the database throws.
    /// - Precondition: the caller is not at work on the database's writer.
    package static func run(
        company: Identifier<Company>,
        on day: Day,
        today: Day,
        policy: Policy,
        model: Model,
        in database: Database,
        now: () -> Instant,
        progress: (RunProgress) -> Void = { _ in }
    ) throws -> RunReport {
        try run(
            company: company,
            on: day,
            today: today,
            policy: policy,
            model: model,
            in: database,
            now: now,
            progress: progress,
            stoppingAfter: .max
        ).report
    }

    /// The same, cut off after so many chunks, as a killed process would be; says how many chunks there were to write.
    static func run(
        company: Identifier<Company>,
        on day: Day,
        today: Day,
        policy: Policy,
        model: Model,
        in database: Database,
        now: () -> Instant,
        progress: (RunProgress) -> Void = { _ in },
        rowsPerTransaction: Int = Recommending.rowsPerTransaction,
        stoppingAfter chunkLimit: Int
    ) throws -> (report: RunReport, chunkCount: Int) {
        guard day <= today else { throw RunError.dayToCome(day, today: today) }
        let started = now()
        let plan = try database.makeReader().read(for: company) { scope in
            try RunPlan(in: scope, on: day, policy: policy, model: model)
        }
        var report = plan.report
        guard !plan.isUnchanged else { return (report, 0) }
        let chunks = plan.chunks(of: rowsPerTransaction)
        let total = chunks.reduce(0) { $0 + $1.rowCount }
        var done = 0
        progress(RunProgress(done: done, total: total, unit: "rows"))
        for (place, chunk) in chunks.prefix(chunkLimit).enumerated() {
            let instant = now()
            let origin = RunWriter.Origin(
                ruleSetHash: policy.ruleSetHash,
                modelVersion: model.version,
                day: day,
                instant: instant
            )
            let isLast = place == chunks.count - 1
            let leftAlone = report.leftAloneCount
            let counts = report
            report.leftAloneCount += try database.write(for: company) { scope in
                var writer = RunWriter(origin, in: scope)
                try writer.write(chunk.steps)
                try writer.write(chunk.scores)
                // The run's own row goes with the last chunk: where it stands, nothing of the run is missing.
                if isLast {
                    var counts = counts
                    counts.leftAloneCount = leftAlone + writer.leftAloneCount
                    try plan.row(counts: counts.json, startedAt: started, finishedAt: instant).insert(in: scope)
                }
                return writer.leftAloneCount
            }
            done += chunk.rowCount
            progress(RunProgress(done: done, total: total, unit: "rows"))
        }
        return (report, chunks.count)
    }
}

/// What a run has to write, as it was read and judged at one moment.
private struct RunPlan: Sendable {
    /// Changes that are written together.
    struct Chunk: Sendable {
        var steps: [[Difference.Change]] = []
        var scores: ArraySlice<ScoreDifference.Change> = []
        var rowCount = 0
    }

    let report: RunReport
    private let judgement: DigestedJudgement
    private let steps: [[Difference.Change]]
    private let scores: [ScoreDifference.Change]
    private let runIdentifier: Identifier<Run>

    /// What the run's own row says of the judgement.
    private struct DigestedJudgement: Sendable {
        let day: Day
        let ruleSetHash: ContentHash
        let modelVersion: ContentHash
        let factsDigest: ContentHash
        let resultDigest: ContentHash
    }

    /// Whether a run before this one has said and written the same.
    var isUnchanged: Bool { report.isUnchanged }

    init(in scope: CompanyScope, on day: Day, policy: Policy, model: Model) throws {
        guard let company = try CompanyRow.own(in: scope)?.company else {
            throw RunError.unknownCompany(scope.company)
        }
        let ledger = try LedgerView(scope, asOf: day).ledger(of: company)
        let stored = try StoredStanding(in: scope, on: day)
        let judgement = Judging.judge(
            ledger: ledger,
            policy: policy,
            model: model,
            recipients: try Recipients(in: scope),
            reviews: stored.reviews,
            taken: stored.standing.taken(before: day)
        )
        let difference = try Difference(of: judgement, from: stored.standing, isTaken: stored.lookup(in: scope))
        let runs = try RunRow.all(in: scope)
        let isKnown = runs.contains {
            $0.assessedOn == day && $0.ruleSetHash == judgement.ruleSetHash
                && $0.modelVersion == judgement.modelVersion && $0.factsDigest == judgement.factsDigest
                && $0.resultDigest == judgement.resultDigest
        }
        let known = Set(runs.map(\.id))
        let content =
            "\(judgement.ruleSetHash) \(judgement.modelVersion) \(judgement.factsDigest) \(judgement.resultDigest)"
        runIdentifier = EpisodeName(company: company.slug, .run, rule: content, subject: .company, from: day)
            .identifier { known.contains($0) }
        report = RunReport(
            company: company.slug,
            day: day,
            ruleSetHash: judgement.ruleSetHash,
            modelVersion: judgement.modelVersion,
            insights: difference.insights,
            actions: difference.actions,
            suppressions: difference.suppressions,
            scores: difference.scores.counts,
            decidedCount: difference.decidedCount,
            missingRates: ledger.missingRates(),
            isUnchanged: difference.isEmpty && isKnown
        )
        steps = difference.steps
        scores = difference.scores.changes
        self.judgement = DigestedJudgement(
            day: day,
            ruleSetHash: judgement.ruleSetHash,
            modelVersion: judgement.modelVersion,
            factsDigest: judgement.factsDigest,
            resultDigest: judgement.resultDigest
        )
    }

    /// The steps, then the scores, in chunks of at most so many rows, at least one chunk; a step is never cut.
    func chunks(of rowLimit: Int) -> [Chunk] {
        var chunks = [Chunk()]
        for step in steps {
            if chunks[chunks.count - 1].rowCount + step.count > rowLimit, chunks[chunks.count - 1].rowCount > 0 {
                chunks.append(Chunk())
            }
            chunks[chunks.count - 1].steps.append(step)
            chunks[chunks.count - 1].rowCount += step.count
        }
        var rest = scores[...]
        while !rest.isEmpty {
            let room = max(0, rowLimit - chunks[chunks.count - 1].rowCount)
            guard room > 0 else {
                chunks.append(Chunk())
                continue
            }
            chunks[chunks.count - 1].scores = rest.prefix(room)
            chunks[chunks.count - 1].rowCount += min(room, rest.count)
            rest = rest.dropFirst(room)
        }
        return chunks
    }

    func row(counts: String, startedAt: Instant, finishedAt: Instant) -> RunRow {
        RunRow(
            id: runIdentifier,
            assessedOn: judgement.day,
            ruleSetHash: judgement.ruleSetHash,
            modelVersion: judgement.modelVersion,
            factsDigest: judgement.factsDigest,
            resultDigest: judgement.resultDigest,
            counts: counts,
            startedAt: startedAt,
            finishedAt: finishedAt
        )
    }
}
