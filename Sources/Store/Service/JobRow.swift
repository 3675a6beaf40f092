package import Receivables
package import SQLite
package import Values

/// A piece of work that outlives the process that began it.
///
/// The type is the subject of its identifiers.
package enum Job {}

/// A row of `job`, and the SQL that queues, leases and finishes it.
package struct JobRow: Hashable, Sendable {
    /// Where a job stands.
    package enum State: String, CaseIterable, Hashable, Sendable, StoredWord {
        case queued, running, succeeded, failed, cancelled
    }

    /// How far a job has come.
    package struct Progress: Hashable, Sendable {
        package let done: Int
        /// How much there is to do, where that is known.
        package let total: Int?
        /// What is counted: rows, invoices.
        package let unit: String

        /// So much done, of so much where that is known.
        package init(done: Int, total: Int?, unit: String) {
            self.done = done
            self.total = total
            self.unit = unit
        }
    }

    package let company: Identifier<Company>
    package let id: Identifier<Job>
    package let kind: String
    /// As text that the caller encodes.
    package let parameters: String
    package let state: State
    /// When it may start.
    package let runAfter: Instant
    /// Until when whoever runs it has it; a job that runs past its lease was killed and is taken up again.
    package let leasedUntil: Instant?
    package let progress: Progress
    /// As text that the caller encodes.
    package let result: String?
    /// One sentence.
    package let error: String?
    /// How often it was begun.
    package let attemptCount: Int
    package let createdAt: Instant
    package let startedAt: Instant?
    package let finishedAt: Instant?

    /// The job with this identifier.
    package static func find(_ id: Identifier<Job>, in scope: CompanyScope) throws(SQLiteError) -> JobRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND id = \(id)")
    }

    /// Every job of the scope's company, in the order in which they were queued.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [JobRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY created_at, rowid")
    }

    /// The newest job of each kind that the scope's company has had, by kind.
    package static func latestOfEachKind(in scope: CompanyScope) throws(SQLiteError) -> [JobRow] {
        try scope.connection.all(
            """
            \(selection) WHERE company_id = \(scope.company) AND NOT EXISTS (
                SELECT 1 FROM job later WHERE later.company_id = job.company_id AND later.kind = job.kind
                    AND (later.created_at, later.id) > (job.created_at, job.id))
            ORDER BY kind
            """
        )
    }

    /// The job of a kind that is queued or runs.
    package static func unfinished(kind: String, in scope: CompanyScope) throws(SQLiteError) -> JobRow? {
        try scope.connection.one(
            """
            \(selection) WHERE company_id = \(scope.company) AND kind = \(kind) AND state IN ('queued', 'running')
            ORDER BY created_at, id LIMIT 1
            """
        )
    }

    /// Queues a job, or gives the one of its kind that is queued or runs already.
    ///
    /// - Parameters:
    ///   - id: the new job's identifier.
    ///   - parameters: as text that the caller encodes.
    ///   - runAfter: when it may start; at once where it is `nil`.
    /// - Returns: the job, and whether it is new.
    package static func enqueue(
        _ id: Identifier<Job>,
        kind: String,
        parameters: String,
        runAfter: Instant? = nil,
        at instant: Instant,
        in scope: WriteScope
    ) throws(StoreError) -> (job: JobRow, isNew: Bool) {
        let (job, isNew) = try StoreError.wrapping { () throws(SQLiteError) in
            if let job = try unfinished(kind: kind, in: scope.reading) { return (job as JobRow?, false) }
            try scope.connection.execute(
                """
                INSERT INTO job (company_id, id, kind, params, state, run_after, leased_until, progress_done,
                    progress_total, progress_unit, result, error, attempt_count, created_at, started_at, finished_at)
                VALUES (\(scope.company), \(id), \(kind), \(parameters), \(State.queued), \(runAfter ?? instant), NULL, 0,
                    NULL, '', NULL, NULL, 0, \(instant), NULL, NULL)
                """
            )
            return (try find(id, in: scope.reading), true)
        }
        return (try job.orThrow(.noSuchRow("job \(id)")), isNew)
    }

    /// Takes the job that has waited longest, of any company, or one whose lease has run out; `nil` where none is due.
    package static func claim(
        at instant: Instant,
        leaseUntil lease: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> JobRow? {
        let due: JobRow? = try scope.connection.one(
            """
            \(selection)
            WHERE (state = 'queued' AND run_after <= \(instant)) OR (state = 'running' AND leased_until < \(instant))
            ORDER BY run_after, id LIMIT 1
            """
        )
        guard let due else { return nil }
        try scope.connection.execute(
            """
            UPDATE job SET state = \(State.running), leased_until = \(lease), attempt_count = attempt_count + 1,
                started_at = \(instant)
            WHERE company_id = \(due.company) AND id = \(due.id)
            """
        )
        return try find(due.id, in: scope.entering(due.company).reading)
    }

    /// When the next queued job is due, or `nil` where none is queued.
    package static func nextDue(in scope: InstanceScope) throws(SQLiteError) -> Instant? {
        try scope.connection.first(
            "SELECT min(run_after) FROM job WHERE state = 'queued'"
        ) { row in row.instantIfAny() } ?? nil
    }

    /// Notes how far a running job has come, and lengthens its lease; `false` where it no longer runs.
    @discardableResult
    package static func report(
        _ progress: Progress,
        of id: Identifier<Job>,
        leaseUntil lease: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE job SET progress_done = \(progress.done), progress_total = \(progress.total),
                progress_unit = \(progress.unit), leased_until = \(lease)
            WHERE company_id = \(scope.company) AND id = \(id) AND state = \(State.running)
            """
        ) == 1
    }

    /// Ends a running job well; `false` where it no longer runs.
    @discardableResult
    package static func succeed(
        _ id: Identifier<Job>,
        result: String,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE job SET state = \(State.succeeded), result = \(result), error = NULL, leased_until = NULL,
                finished_at = \(instant)
            WHERE company_id = \(scope.company) AND id = \(id) AND state = \(State.running)
            """
        ) == 1
    }

    /// Ends a running job badly, or queues it again; `false` where it no longer runs.
    ///
    /// - Parameters:
    ///   - error: one sentence.
    ///   - retryAfter: when to try again, or `nil` to give up.
    @discardableResult
    package static func fail(
        _ id: Identifier<Job>,
        error: String,
        retryAfter: Instant?,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        let state: State = retryAfter == nil ? .failed : .queued
        let finishedAt = retryAfter == nil ? instant : nil
        return try scope.connection.execute(
            """
            UPDATE job SET state = \(state), error = \(error), leased_until = NULL,
                run_after = coalesce(\(retryAfter), run_after), finished_at = \(finishedAt)
            WHERE company_id = \(scope.company) AND id = \(id) AND state = \(State.running)
            """
        ) == 1
    }

    /// Cancels a job that is queued or runs; `false` where it has ended already or never was.
    @discardableResult
    package static func cancel(
        _ id: Identifier<Job>,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE job SET state = \(State.cancelled), leased_until = NULL, finished_at = \(instant)
            WHERE company_id = \(scope.company) AND id = \(id) AND state IN ('queued', 'running')
            """
        ) == 1
    }

    private static let selection: StaticString = """
        SELECT company_id, id, kind, params, state, run_after, leased_until, progress_done, progress_total,
            progress_unit, result, error, attempt_count, created_at, started_at, finished_at
        FROM job
        """
}

extension JobRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        company = try row.id()
        id = try row.id()
        kind = try row.text()
        parameters = try row.text()
        state = try row.word()
        runAfter = try row.instant()
        leasedUntil = row.instantIfAny()
        let done = try row.int()
        let total = row.integerIfAny().map { Int($0) }
        progress = Progress(done: done, total: total, unit: try row.text())
        result = row.textIfAny()
        error = row.textIfAny()
        attemptCount = try row.int()
        createdAt = try row.instant()
        startedAt = row.instantIfAny()
        finishedAt = row.instantIfAny()
    }
}
