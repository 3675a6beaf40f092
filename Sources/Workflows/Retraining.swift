package import Receivables
package import Scoring
import Shipped
package import Store
package import Values

/// What a retrain made of the outcomes and decisions so far.
package struct RetrainReport: Sendable {
    package let late: TrainingResult
    package let accept: TrainingResult
    package let champion: ContentHash?
    package let challenger: ContentHash
    /// How many reviewed actions the `accept` head was given.
    package let decisionCount: Int
    /// Whether the challenger was stored now; `false` where it was known already.
    package let isNew: Bool
    /// Whether the challenger is in force when this is returned.
    package let isLive: Bool
}

/// Fits a challenger on what is known by the company's day, and puts it in force where that was asked for.
package enum Retraining {
    /// The model in force in the scope's company.
    ///
    /// - Throws: ``Scoring/ModelError`` where the stored files cannot be read; ``Store/StoreError``.
    package static func live(in scope: CompanyScope) throws -> Model? {
        guard let row = try ModelVersionRow.live(in: scope) else { return nil }
        return try model(of: row)
    }

    /// The model of a stored version.
    ///
    /// - Throws: ``Scoring/ModelError``.
    package static func model(of row: ModelVersionRow) throws(ModelError) -> Model {
        func text(_ name: Head.Name) -> String { row.heads.first { $0.name == name.rawValue }?.text ?? "" }
        return try Model(lateFile: text(.late), acceptFile: text(.accept))
    }

    /// The model that the binary carries: where a company starts, and the prior its own fits shrink to.
    ///
    /// - Throws: ``Scoring/ModelError``, which a test rules out.
    package static func shipped() throws(ModelError) -> Model {
        try Model(
            lateFile: Shipped.text(at: "Models/late.model") ?? "",
            acceptFile: Shipped.text(at: "Models/accept.model") ?? ""
        )
    }

    /// The row under which a model is stored.
    package static func row(of model: Model, trainedOn day: Day?, report: String, at now: Instant) -> ModelVersionRow {
        ModelVersionRow(
            version: model.version,
            state: .candidate,
            trainedOn: day,
            report: report,
            createdAt: now,
            heads: [
                ModelVersionRow.Head(name: Head.Name.accept.rawValue, text: ModelFile.text(of: model.accept)),
                ModelVersionRow.Head(name: Head.Name.late.rawValue, text: ModelFile.text(of: model.late)),
            ]
        )
    }

    /// Fits both heads for a company.
    ///
    /// The `late` head reads outcomes of the days before today; the `accept` head every decision up to now, today's
    /// included, for a decision is no outcome that its own features could have seen.
    ///
    /// - Throws: ``Scoring/TrainingError``; ``Scoring/ModelError``; ``Store/StoreError``, of which
    ///   ``Store/StoreError/movedOn(_:)`` where another version was promoted meanwhile.
    package static func retrain(
        _ company: Company,
        promote: Bool,
        by actor: String,
        office: Office
    ) throws -> RetrainReport {
        let today = try office.today(of: company)
        let (ledger, feedback, live) = try office.database.makeReader().read(for: company.id) { scope in
            (
                try LedgerView(scope, asOf: today).ledger(of: company),
                try FeedbackRow.all(in: scope),
                try ModelVersionRow.live(in: scope)
            )
        }
        let champion = try live.map { try model(of: $0) }
        let prior = try shipped()
        let late = try Trainer.fitLate(
            history: ledger.history(knownBefore: today),
            asOf: today,
            prior: prior.late,
            champion: champion?.late
        )
        let examples = self.examples(of: feedback, until: today)
        let accept = try Trainer.fitAccept(
            examples: examples,
            asOf: today.advanced(by: 1),
            prior: prior.accept,
            champion: champion?.accept
        )
        let challenger = try Model(late: late.head, accept: accept.head)
        let report = RetrainReportText.lines(late: late, accept: accept).joined(separator: "\n")
        let now = office.now()
        let (isNew, isLive) = try office.database.write(for: company.id) { scope in
            let isNew = try row(of: challenger, trainedOn: today, report: report, at: now).insert(in: scope)
            let standing = try ModelVersionRow.live(in: scope.reading)?.version
            guard promote, standing != challenger.version else { return (isNew, standing == challenger.version) }
            try ModelVersionRow.activate(
                challenger.version,
                expecting: live?.version,
                by: actor,
                at: now,
                in: scope
            )
            try AuditRow.append(
                actor: actor,
                event: "model.promote",
                subject: "model",
                before: standing.map { "\($0)" } ?? "",
                after: "\(challenger.version)",
                at: now,
                in: scope
            )
            return (isNew, true)
        }
        return RetrainReport(
            late: late,
            accept: accept,
            champion: live?.version,
            challenger: challenger.version,
            decisionCount: examples.count,
            isNew: isNew,
            isLive: isLive
        )
    }

    /// The decisions as the trainer reads them, in an order that does not depend on when they were made within a day.
    private static func examples(of feedback: [FeedbackRow], until day: Day) -> [AcceptExample] {
        feedback.filter { $0.decidedOn <= day && !$0.features.isEmpty }
            .sorted { ($0.decidedOn, $0.action, $0.factsHash) < ($1.decidedOn, $1.action, $1.factsHash) }
            .map {
                AcceptExample(
                    features: AcceptLabel.features(in: $0.features),
                    approved: $0.isApproved,
                    reviewedOn: $0.decidedOn
                )
            }
    }
}

/// What a retrain says to people.
package enum RetrainReportText {
    /// One paragraph a head: rows, holdout, the weights that moved most.
    package static func lines(late: TrainingResult, accept: TrainingResult) -> [String] {
        head("late", late) + head("accept", accept)
    }

    private static func head(_ name: String, _ result: TrainingResult) -> [String] {
        switch result {
        case .keptPrior(_, because: let shortage):
            return ["\(name): kept the shipped weights, because \(shortage)"]
        case .fitted(let head, let comparison):
            var lines: [String] = []
            if let training = head.training {
                lines.append(
                    "\(name): fitted on \(training.rowCount) rows, \(training.positiveCount) of them yes, from "
                        + "\(training.firstDay) to \(training.lastDay), penalty \(rounded(training.penalty, 0))"
                )
            }
            if let holdout = head.holdout {
                lines.append(
                    "  later rows it had not seen: log loss \(rounded(holdout.logLoss, 4)), AUC "
                        + "\(rounded(holdout.areaUnderCurve, 3)), ECE \(rounded(holdout.calibrationError, 3))"
                )
            }
            if let comparison {
                lines.append(
                    "  against the model in force on the same rows: log loss \(rounded(comparison.champion.logLoss, 4)), "
                        + "difference \(rounded(comparison.lossDifference, 4)) ± "
                        + "\(rounded(comparison.lossDifferenceError, 4)) (negative is better)"
                )
                if comparison.lossDifference > 2 * comparison.lossDifferenceError {
                    lines.append(
                        "  that is worse than the model in force by more than chance: look before it is promoted"
                    )
                }
                let moved = comparison.weightChanges.sorted {
                    (abs($0.change), $1.feature) > (abs($1.change), $0.feature)
                }
                for change in moved.prefix(5) where abs(change.change) >= 0.005 {
                    lines.append(
                        "  weight of \(change.feature): \(rounded(change.champion, 3)) to "
                            + "\(rounded(change.challenger, 3))"
                    )
                }
            }
            return lines
        }
    }

    /// A number with so many decimals, for people; `beyond measure` where it is not finite, or huge.
    package static func rounded(_ value: Double, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { value, _ in value * 10 }
        guard let scaled = Int64(exactly: (value.magnitude * scale).rounded()) else { return "beyond measure" }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(scaled)" }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
