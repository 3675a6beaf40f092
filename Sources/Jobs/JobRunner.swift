import Dispatch
import Secrets
package import Store
import Synchronization
import Telemetry
package import Values
package import Workflows

/// What a job does.
package enum JobKind: String, CaseIterable, Hashable, Sendable {
    /// Judges the company's books on its today.
    case recommend
    /// Writes down how old the company's receivables were on the last day that is over, or on its fixed day.
    case snapshot
    /// Fits a challenger, and puts it in force where the job's parameters say so.
    case retrain
    /// Takes away what the company no longer keeps.
    case retain
}

/// Does long work on one thread, one piece after the other: jobs that stand in the database, and errands of commands.
///
/// A job is leased while it runs. A process that is killed leaves the lease behind, and whoever runs next takes the job up
/// again once it has run out; every job is such that doing it twice changes nothing the second time.
package final class JobRunner: Sendable {
    /// How long a job may go without a sign of life.
    package static let leaseSeconds: Int64 = 30
    /// How often a job is begun before it is given up.
    package static let mostAttempts = 5

    private let office: Office
    private let queue = DispatchQueue(label: "arclight.work")
    private let isStopping = Mutex(false)
    private let ticks = Mutex<(any DispatchSourceTimer)?>(nil)

    /// A runner over the office's database; nothing runs before ``start()``.
    package init(office: Office) {
        self.office = office
    }

    /// Takes up what is queued, now and whenever something is due.
    package func start() {
        ticks.withLock { ticks in
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now(), repeating: .seconds(5))
            timer.setEventHandler { [self] in lookAround() }
            timer.resume()
            ticks = timer
        }
    }

    /// Waits for the piece of work under way and takes up no other; what is queued stays queued.
    package func stop() {
        isStopping.withLock { $0 = true }
        ticks.withLock { timer in
            timer?.cancel()
            timer = nil
        }
        queue.sync {}
    }

    /// Queues a job in the caller's transaction, or finds the one of its kind that is queued or runs.
    ///
    /// Once that is stored, ``wake()`` has it taken up at once.
    ///
    /// - Returns: the job, and whether it is new.
    /// - Throws: ``Store/StoreError``.
    package static func queue(
        _ kind: JobKind,
        parameters: JobParameters = JobParameters(),
        at now: Instant,
        in scope: WriteScope
    ) throws(StoreError) -> (job: JobRow, isNew: Bool) {
        var random = SecureRandom()
        return try JobRow.enqueue(
            .timeOrdered(at: now, using: &random),
            kind: kind.rawValue,
            parameters: parameters.json,
            at: now,
            in: scope
        )
    }

    /// Takes up what has been queued since, at once; for whoever queued a job in a transaction of their own.
    package func wake() {
        queue.async { [self] in drain() }
    }

    /// Performs an errand when its turn comes, and calls `completion` with what came of it.
    package func perform(
        _ errand: Errand,
        by actor: String,
        completion: @escaping @Sendable (ErrandResult) -> Void
    ) {
        queue.async { [self] in
            guard !isStopping.withLock({ $0 }) else {
                let sentence = "the server is stopping; repeat the command"
                return completion(.refused(sentence, json: #"{"error":"\#(sentence)","code":"stopping"}"#))
            }
            completion(errand.perform(in: office, by: actor))
            if case .importFile = errand { lookAround() }
        }
    }

    /// Queues what has become due, and takes up what is queued.
    ///
    /// Runs on the work thread only.
    private func lookAround() {
        guard !isStopping.withLock({ $0 }) else { return }
        do {
            try Schedule(office: office).queueWhatIsDue()
        } catch {
            let problem = ErrandProblem(error, log: office.log)
            office.log.error("schedule_failed", ["error": "\(problem.sentence)"])
        }
        drain()
    }

    /// Queues what has become due and does it, before it returns; for tests, which have no time to wait for a timer.
    func lookAroundNow() {
        queue.sync { lookAround() }
    }

    private func drain() {
        while !isStopping.withLock({ $0 }) {
            do {
                guard let job = try claim() else { return }
                finish(job, JobWork(job, office: office).outcome())
            } catch {
                // The database cannot be reached now; the next tick tries again.
                let problem = ErrandProblem(error, log: office.log)
                office.log.error("job_queue_failed", ["error": "\(problem.sentence)"])
                return
            }
        }
    }

    private func claim() throws -> JobRow? {
        let now = office.now()
        return try office.database.writeInstance { scope in
            try JobRow.claim(at: now, leaseUntil: now.advanced(bySeconds: JobRunner.leaseSeconds), in: scope)
        }
    }

    private func finish(_ job: JobRow, _ outcome: JobWork.Outcome) {
        let now = office.now()
        office.log.info(
            "job_finished",
            ["job": "\(job.id)", "kind": "\(job.kind)", "outcome": "\(outcome.word)", "attempt": "\(job.attemptCount)"]
        )
        do {
            try office.database.write(for: job.company) { scope in
                switch outcome {
                case .succeeded(let result):
                    try JobRow.succeed(job.id, result: result, at: now, in: scope)
                case .failed(let sentence, let isPassing):
                    let again = isPassing && job.attemptCount < JobRunner.mostAttempts
                    try JobRow.fail(
                        job.id,
                        error: sentence,
                        retryAfter: again ? now.advanced(bySeconds: 5) : nil,
                        at: now,
                        in: scope
                    )
                }
            }
        } catch {
            let problem = ErrandProblem(error, log: office.log)
            office.log.error("job_not_finished", ["job": "\(job.id)", "error": "\(problem.sentence)"])
        }
    }
}
