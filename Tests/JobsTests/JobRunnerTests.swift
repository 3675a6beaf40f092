import Dispatch
import Receivables
import Store
import Testing
import Values
import Workflows

@testable import Jobs

/// Work that outlives the request that asked for it.
@Suite struct JobRunnerTests {
    @Test func `two wishes for one kind of work are one job, and its result and progress are stored`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        let (first, second) = try bench.holding(runner) {
            (try bench.enqueue(.recommend, with: runner), try bench.enqueue(.recommend, with: runner))
        }
        #expect(first.isNew)
        #expect(!second.isNew)
        #expect(second.job.id == first.job.id)
        try bench.wait(for: runner)
        let job = try #require(try bench.job(first.job.id))
        #expect(job.state == .succeeded)
        #expect(job.attemptCount == 1)
        #expect(job.result?.contains(#""company":"birch""#) == true)
        #expect(job.result?.contains(#""actions":{"inserted":1,"#) == true)
        #expect(job.progress.unit == "rows")
        #expect(job.progress.done > 0)
        #expect(job.progress.done == job.progress.total)
        #expect(job.leasedUntil == nil)
        #expect(job.error == nil)
        // What is done can be asked for again.
        let third = try bench.enqueue(.recommend, with: runner)
        #expect(third.isNew)
        try bench.wait(for: runner)
        #expect(try bench.job(third.job.id)?.result?.contains(#""unchanged":true"#) == true)
    }

    @Test func `a retrain does what its parameters say, in the name of who asked`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        let parameters = JobParameters(promote: true, actor: "lou")
        let job = try bench.enqueue(.retrain, parameters, with: runner).job
        #expect(job.parameters == #"{"promote":true,"actor":"lou"}"#)
        #expect(try JobParameters(json: job.parameters) == parameters)
        try bench.wait(for: runner)
        let done = try #require(try bench.job(job.id))
        #expect(done.state == .succeeded)
        #expect(done.result?.contains(#""live":true,"new":false,"decisions":0"#) == true)
    }

    @Test func `a job that cannot be done says why`() throws {
        let bench = try JobBench()
        let now = bench.clock.now()
        let company = bench.company
        let ids = try bench.office.database.write(for: company.id) { scope in
            // A company without rules in force.
            let row = RuleSetRow(hash: ContentHash(of: "damaged"), files: "[]", recordedAt: now)
            try row.insert(in: scope)
            let live = try RuleSetRow.live(in: scope.reading)?.hash
            try RuleSetRow.activate(row.hash, expecting: live, by: "test", at: now, in: scope)
            let run = Identifier<Job>(high: 1, low: 1)
            let dance = Identifier<Job>(high: 1, low: 2)
            let vague = Identifier<Job>(high: 1, low: 3)
            let parameters = JobParameters().json
            _ = try JobRow.enqueue(run, kind: "recommend", parameters: parameters, at: now, in: scope)
            _ = try JobRow.enqueue(dance, kind: "dance", parameters: parameters, at: now, in: scope)
            _ = try JobRow.enqueue(vague, kind: "retrain", parameters: "{}", at: now, in: scope)
            return [run, dance, vague]
        }
        let runner = JobRunner(office: bench.office)
        try bench.nudge(runner)
        let jobs = try ids.map { try #require(try bench.job($0)) }
        #expect(jobs.map(\.state) == [.failed, .failed, .failed])
        #expect(jobs.map(\.attemptCount) == [1, 1, 1])
        #expect(jobs[0].error?.hasPrefix("the live rule set cannot be read back: ") == true)
        #expect(jobs[1].error == "this version knows no job `dance`")
        #expect(jobs[2].error == "promote: is required; actor: is required")
        #expect(jobs.allSatisfy { $0.finishedAt != nil && $0.result == nil })
    }

    @Test func `a job whose runner died is taken up again when its lease has run out`() throws {
        let bench = try JobBench()
        let now = bench.clock.now()
        let company = bench.company
        let id = Identifier<Job>(high: 1, low: 1)
        try bench.office.database.writeInstance { scope in
            let rows = scope.entering(company.id)
            _ = try JobRow.enqueue(id, kind: "recommend", parameters: JobParameters().json, at: now, in: rows)
            let lease = now.advanced(bySeconds: JobRunner.leaseSeconds)
            _ = try JobRow.claim(at: now, leaseUntil: lease, in: scope)
        }
        let runner = JobRunner(office: bench.office)
        bench.clock.advance(seconds: JobRunner.leaseSeconds)
        try bench.nudge(runner)
        #expect(try bench.job(id)?.state == .running)
        bench.clock.advance(seconds: 1)
        try bench.nudge(runner)
        let job = try #require(try bench.job(id))
        #expect(job.state == .succeeded)
        #expect(job.attemptCount == 2)
    }

    @Test func `a job that takes the process down again and again is given up`() throws {
        let bench = try JobBench()
        let company = bench.company
        let id = Identifier<Job>(high: 1, low: 1)
        let start = bench.clock.now()
        try bench.office.database.writeInstance { scope in
            let rows = scope.entering(company.id)
            _ = try JobRow.enqueue(id, kind: "recommend", parameters: JobParameters().json, at: start, in: rows)
            for attempt in 0..<JobRunner.mostAttempts {
                let instant = start.advanced(bySeconds: Int64(attempt) * 60)
                _ = try JobRow.claim(at: instant, leaseUntil: instant.advanced(bySeconds: 30), in: scope)
            }
        }
        bench.clock.advance(seconds: 3_600)
        try bench.nudge(JobRunner(office: bench.office))
        let job = try #require(try bench.job(id))
        #expect(job.state == .failed)
        #expect(job.error == "it was cut off 5 times and is given up")
    }

    @Test func `who was overtaken is tried again later`() throws {
        let bench = try JobBench()
        let rival = try Retraining.row(
            of: Retraining.shipped(),
            trainedOn: nil,
            report: "",
            at: Instant(millisecondsSinceEpoch: 0)
        )
        let other = ModelVersionRow(
            version: ContentHash(of: "rival"),
            state: .candidate,
            report: "",
            createdAt: rival.createdAt,
            heads: rival.heads
        )
        let office = bench.office
        let company = bench.company
        let runner = JobRunner(office: office)
        let id = Identifier<Job>(high: 1, low: 1)
        let now = bench.clock.now()
        try office.database.write(for: company.id) { scope in
            let parameters = JobParameters(promote: true, actor: "lou").json
            _ = try JobRow.enqueue(id, kind: "retrain", parameters: parameters, at: now, in: scope)
        }
        // The third reading is the one between the fit and the promotion: the first two are the nudge's and the claim's.
        bench.clock.onReading(3) {
            do {
                try office.database.write(for: company.id) { scope in
                    try other.insert(in: scope)
                    let live = try ModelVersionRow.live(in: scope.reading)?.version
                    try ModelVersionRow.activate(other.version, expecting: live, by: "rival", at: now, in: scope)
                }
            } catch {
                Issue.record(error)
            }
        }
        try bench.nudge(runner)
        let overtaken = try #require(try bench.job(id))
        #expect(overtaken.state == .queued)
        #expect(overtaken.error == "the live model has changed in the meantime; read it again and repeat")
        #expect(overtaken.runAfter == now.advanced(bySeconds: 5))
        bench.clock.advance(seconds: 5)
        try bench.nudge(runner)
        let job = try #require(try bench.job(id))
        #expect(job.state == .succeeded)
        #expect((job.attemptCount, job.error) == (2, nil))
    }

    @Test func `what is queued when the work stops stays queued, and is done by who starts next`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        runner.stop()
        let job = try bench.enqueue(.recommend, with: runner).job
        runner.stop()
        #expect(try bench.job(job.id)?.state == .queued)
        let done = DispatchSemaphore(value: 0)
        let next = JobRunner(office: bench.office(logging: { done.signal() }))
        next.start()
        done.wait()
        next.stop()
        #expect(try bench.job(job.id)?.state == .succeeded)
    }

    @Test func `an errand is done when its turn comes, and refused while the work stops`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        let errand = Errand.run(company: "birch", day: nil)
        let done = bench.perform(errand, with: runner)
        #expect(done.exitCode == 0)
        #expect(done.output.hasPrefix("birch on 2026-06-10\n"))
        let refused = bench.perform(.run(company: "brich", day: nil), with: runner)
        #expect(refused.problem == "there is no company `brich`; did you mean `birch`?")
        runner.stop()
        let stopped = bench.perform(errand, with: runner)
        #expect(stopped.exitCode == 1)
        #expect(stopped.problem == "the server is stopping; repeat the command")
        #expect(stopped.json == #"{"error":"the server is stopping; repeat the command","code":"stopping"}"#)
    }
}
