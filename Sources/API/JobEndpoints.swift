import HTTP
import Jobs
import Receivables
import Store
import Values
import Wire

/// A job as the API shows it.
private struct JobView {
    let job: JobRow

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("job_id", job.id)
            json.field("company", job.company)
            json.field("job", job.kind)
            json.field("status", job.state.rawValue)
            json.object("progress") { json in
                json.field("done", job.progress.done)
                json.field("total", job.progress.total)
                json.field("unit", job.progress.unit)
            }
            json.field("attempts", job.attemptCount)
            json.field("created_at", job.createdAt)
            json.field("started_at", job.startedAt)
            json.field("finished_at", job.finishedAt)
            json.key("result")
            if let result = job.result { json.verbatim(result) } else { json.null() }
            json.field("error", job.error)
        }
    }
}

/// `POST /jobs/trigger`: 202 where a job was queued, 200 where one of its kind waits or runs already.
struct TriggerJob: ChangingEndpoint {
    static let method = Method.post
    static let path = "/jobs/trigger"
    static let access = Access.signedIn

    private let call: Call
    private let company: Identifier<Company>
    private let kind: JobKind
    private let parameters: JobParameters

    init(from call: Call) throws {
        var body = try call.body()
        company = body.identifier("company_id")
        let kind: JobKind = body.choice("job")
        let isPromoted = body.optionalObject("params") { TriggerJob.promotes(&$0, kind) }
        try body.finish()
        self.kind = kind
        parameters = JobParameters(promote: isPromoted ?? false, actor: call.caller.user.name)
        self.call = call
    }

    /// Reads what a kind of job can be told: whether a retrain puts its challenger in force.
    private static func promotes(_ parameters: inout ObjectReader, _ kind: JobKind) -> Bool {
        switch kind {
        case .recommend, .snapshot, .retain: false
        case .retrain: parameters.optionalBoolean("promote") ?? false
        }
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let rows = scope.entering(company)
        guard let role = try MembershipRow.role(of: call.caller.user.id, in: rows.reading) else {
            throw CallError.foreignCompany
        }
        guard role >= .admin else { throw CallError.roleTooLow(needed: .admin, held: role) }
        let (job, isNew) = try JobRunner.queue(kind, parameters: parameters, at: call.now, in: rows)
        return Reply(isNew ? .accepted : .ok) { json in
            json.object { json in
                json.field("job_id", job.id)
                json.field("status", job.state.rawValue)
            }
        }
    }

    func afterCommit() { call.service.wakeJobs() }
}

/// `GET /jobs/status`: one job by `job_id`, or the latest of each kind of a company by `company_id`.
struct ShowJobStatus: ReadingEndpoint {
    static let method = Method.get
    static let path = "/jobs/status"
    static let access = Access.signedIn
    static let parameters = [Parameter("job_id", .identifier), Parameter("company_id", .identifier)]

    private let call: Call
    private let job: Identifier<Job>?
    private let company: Identifier<Company>?

    init(from call: Call) throws {
        self.call = call
        job = call.parameters.identifier("job_id")
        company = call.parameters.identifier("company_id")
        guard job != nil || company != nil else {
            throw CallError.badParameters([FieldProblem("job_id", "or `company_id` is required")])
        }
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let user = call.caller.user.id
        if let company, try MembershipRow.role(of: user, in: scope.entering(company)) == nil {
            throw CallError.foreignCompany
        }
        guard let job else { return try latest(of: company, in: scope) }
        let companies = try company.map { [$0] } ?? MembershipRow.memberships(of: user, in: scope).map(\.company)
        for company in companies {
            guard let row = try JobRow.find(job, in: scope.entering(company)) else { continue }
            return Reply { JobView(job: row).write(to: &$0) }
        }
        throw CallError.noSuch("job")
    }

    private func latest(of company: Identifier<Company>?, in scope: InstanceScope) throws -> Reply {
        let jobs = try company.map { try JobRow.latestOfEachKind(in: scope.entering($0)) } ?? []
        return Reply { json in
            json.array { json in
                for job in jobs { JobView(job: job).write(to: &json) }
            }
        }
    }
}
