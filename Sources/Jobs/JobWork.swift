import Receivables
import Store
import Telemetry
import Values
import Wire
import Workflows

/// What a job is told when it is queued.
package struct JobParameters: Hashable, Sendable {
    /// Whether a retrain puts its challenger in force.
    package var promote: Bool
    /// Who asked for it.
    package var actor: String

    /// What a job is told.
    package init(promote: Bool = false, actor: String = "schedule") {
        self.promote = promote
        self.actor = actor
    }

    /// As it stands in the database: one JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("promote", promote)
            object.field("actor", actor)
        }
        return json.text
    }

    /// The parameters in a stored text.
    ///
    /// - Throws: ``Wire/WireError``; ``Wire/FieldErrors``.
    init(json text: String) throws {
        var object = try ObjectReader(try JSONReader.value(from: Array(text.utf8)))
        promote = object.boolean("promote")
        actor = object.string("actor")
        try object.finish()
    }
}

/// One job under way.
struct JobWork {
    /// How a job ended.
    enum Outcome: Sendable {
        /// With a result in JSON.
        case succeeded(String)
        /// With a sentence; a passing failure may be tried again.
        case failed(String, isPassing: Bool)

        var word: String {
            switch self {
            case .succeeded: "succeeded"
            case .failed: "failed"
            }
        }
    }

    private let job: JobRow
    private let office: Office

    init(_ job: JobRow, office: Office) {
        self.job = job
        self.office = office
    }

    /// Does the work; what it refuses is an outcome too.
    func outcome() -> Outcome {
        // A job that was cut off again and again takes the process down with it.
        guard job.attemptCount <= JobRunner.mostAttempts else {
            return .failed("it was cut off \(JobRunner.mostAttempts) times and is given up", isPassing: false)
        }
        guard let kind = JobKind(rawValue: job.kind) else {
            return .failed("this version knows no job `\(job.kind)`", isPassing: false)
        }
        do {
            let parameters = try JobParameters(json: job.parameters)
            guard let company = try company() else { return .failed("its company is gone", isPassing: false) }
            switch kind {
            case .recommend:
                return .succeeded(try Recommending.run(company, office: office, progress: report).json)
            case .snapshot:
                return .succeeded(try AgingSnapshots.take(of: company, office: office).json)
            case .retrain:
                let report = try Retraining.retrain(
                    company,
                    promote: parameters.promote,
                    by: parameters.actor,
                    office: office
                )
                return .succeeded(report.json)
            case .retain:
                return .succeeded(try Retaining.apply(to: company, by: parameters.actor, office: office).json)
            }
        } catch {
            let problem = ErrandProblem(error, log: office.log)
            return .failed(problem.sentence, isPassing: problem.isPassing)
        }
    }

    private func company() throws -> Company? {
        try office.database.makeReader().readInstance { try CompanyRow.find(job.company, in: $0)?.company }
    }

    private func report(_ progress: RunProgress) {
        let lease = office.now().advanced(bySeconds: JobRunner.leaseSeconds)
        let job = job
        // Progress is for people who look; a job does not end because it could not be written.
        office.database.submit(for: job.company) { scope in
            try JobRow.report(
                JobRow.Progress(done: progress.done, total: progress.total, unit: progress.unit),
                of: job.id,
                leaseUntil: lease,
                in: scope
            )
        } completion: { [log = office.log] result in
            if case .failure(let error) = result { log.warning("job_progress_lost", ["error": "\(error)"]) }
        }
    }
}
