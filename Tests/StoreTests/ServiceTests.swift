import FoundationEssentials
import Receivables
import SQLite
import Store
import Testing
import Values

@Suite struct ServiceTests {
    private let now = TestDatabase.now

    @Test func `a rule set goes live only where the expected one still is`() throws {
        let test = try TestDatabase()
        let (first, second) = (ContentHash(of: "1"), ContentHash(of: "2"))
        try test.write { scope in
            for hash in [first, second] { try RuleSetRow(hash: hash, files: "f", recordedAt: now).insert(in: scope) }
            try RuleSetRow.activate(first, expecting: nil, by: "ann", at: now, in: scope)
        }
        #expect(throws: StoreError.movedOn("the live rule set")) {
            try test.write { try RuleSetRow.activate(second, expecting: nil, by: "bob", at: now, in: $0) }
        }
        try test.write { try RuleSetRow.activate(second, expecting: first, by: "bob", at: now, in: $0) }
        #expect(try test.read { try RuleSetRow.live(in: $0)?.hash } == second)
        let history = try test.read { try RuleSetRow.activations(in: $0) }
        #expect(history.map(\.hash) == [second, first])
        #expect(history.map(\.actor) == ["bob", "ann"])
        let unknown = ContentHash(of: "3")
        #expect(throws: StoreError.noSuchRow("rule set \(unknown.short)")) {
            try test.write { try RuleSetRow.activate(unknown, expecting: second, by: "bob", at: now, in: $0) }
        }
    }

    @Test func `a model goes live, retires the one before, and comes back`() throws {
        let test = try TestDatabase()
        let versions = ["1", "2"].map { ContentHash(of: $0) }
        try test.write { scope in
            for version in versions {
                let heads = ["late", "accept"].map { ModelVersionRow.Head(name: $0, text: "\($0) \(version.short)") }
                let row = ModelVersionRow(version: version, state: .candidate, report: "", createdAt: now, heads: heads)
                try row.insert(in: scope)
            }
            try ModelVersionRow.activate(versions[0], expecting: nil, by: "ann", at: now, in: scope)
            try ModelVersionRow.activate(versions[1], expecting: versions[0], by: "ann", at: now, in: scope)
        }
        #expect(try test.read { try ModelVersionRow.live(in: $0)?.version } == versions[1])
        #expect(try test.read { try ModelVersionRow.find(versions[0], in: $0)?.state } == .retired)
        #expect(try test.read { try ModelVersionRow.live(in: $0)?.heads.map(\.name) } == ["accept", "late"])
        #expect(throws: StoreError.movedOn("the live model")) {
            try test.write {
                try ModelVersionRow.activate(versions[0], expecting: versions[0], by: "x", at: now, in: $0)
            }
        }
        try test.write { try ModelVersionRow.activate(versions[0], expecting: versions[1], by: "ann", at: now, in: $0) }
        #expect(try test.read { try ModelVersionRow.live(in: $0)?.version } == versions[0])
        #expect(try test.read { try ModelVersionRow.activations(in: $0).count } == 3)
    }

    @Test func `the audit log is a chain, and a change anywhere in it shows`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            for number in 1...5 {
                try AuditRow.append(actor: "ann", event: "e", subject: "s\(number)", after: "a", at: now, in: scope)
            }
        }
        let log = try test.read { try AuditRow.all(in: $0) }
        #expect(log.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(zip(log, log.dropFirst()).allSatisfy { $0.hash == $1.previousHash })
        #expect(AuditRow.firstBroken(in: log) == nil)
        #expect(AuditRow.firstBroken(in: Array(log.dropFirst())) == 1)
        #expect(AuditRow.firstBroken(in: log.filter { $0.sequence != 3 }) == 3)
        let file = try Connection(path: test.folder.databasePath)
        try file.execute("UPDATE audit SET subject = 's9' WHERE seq = 4" as StaticString)
        #expect(AuditRow.firstBroken(in: try test.read { try AuditRow.all(in: $0) }) == 4)
        let newest = try test.read { try AuditRow.list(Page(limit: 2), in: $0) }
        #expect(newest.elements.map(\.sequence) == [5, 4])
        #expect(newest.totalCount == 5)
    }

    @Test func `a job of a kind is queued once, leased, and taken up again when its lease runs out`() throws {
        let test = try TestDatabase()
        let (job, isNew) = try test.write {
            try JobRow.enqueue(id(1), kind: "score", parameters: "{}", at: now, in: $0)
        }
        let again = try test.write { try JobRow.enqueue(id(2), kind: "score", parameters: "{}", at: now, in: $0) }
        #expect(isNew && !again.isNew && again.job.id == job.id)
        #expect(try claim(at: 0, in: test)?.id == job.id)
        #expect(try claim(at: 59, in: test) == nil, "it is leased for a minute")
        let taken = try #require(try claim(at: 61, in: test))
        #expect(taken.attemptCount == 2)
        let progress = JobRow.Progress(done: 5, total: 10, unit: "invoices")
        let lease = now.advanced(bySeconds: 500)
        try test.write { _ = try JobRow.report(progress, of: job.id, leaseUntil: lease, in: $0) }
        #expect(try claim(at: 400, in: test) == nil, "a report lengthens the lease")
        try test.write { _ = try JobRow.succeed(job.id, result: "{}", at: now.advanced(bySeconds: 401), in: $0) }
        let done = try #require(try test.read { try JobRow.latestOfEachKind(in: $0) }.first)
        #expect(done.state == .succeeded && done.progress == progress && done.leasedUntil == nil)
        #expect(try test.write { try JobRow.enqueue(id(3), kind: "score", parameters: "", at: now, in: $0) }.isNew)
    }

    @Test func `a failed job is tried again at its time, then given up`() throws {
        let test = try TestDatabase()
        _ = try test.write { try JobRow.enqueue(id(1), kind: "score", parameters: "{}", at: now, in: $0) }
        _ = try claim(at: 0, in: test)
        let retry = now.advanced(bySeconds: 100)
        try test.write { _ = try JobRow.fail(id(1), error: "busy", retryAfter: retry, at: now, in: $0) }
        #expect(try test.reader.readInstance { try JobRow.nextDue(in: $0) } == retry)
        #expect(try claim(at: 99, in: test) == nil)
        #expect(try claim(at: 100, in: test)?.error == "busy")
        try test.write { _ = try JobRow.fail(id(1), error: "broken", retryAfter: nil, at: now, in: $0) }
        #expect(try test.read { try JobRow.find(id(1), in: $0)?.state } == .failed)
        #expect(try test.write { try !JobRow.cancel(id(1), at: now, in: $0) }, "what has ended stays as it ended")
    }

    @Test func `an answer is kept for its owner until it is forgotten`() throws {
        let test = try TestDatabase()
        let row = IdempotencyKeyRow(
            key: "k",
            requestHash: ContentHash(of: "r"),
            status: 201,
            body: [123],
            recordedAt: now
        )
        try test.write { try row.store(in: $0) }
        try test.database.writeInstance { try row.store(of: TestDatabase.user, in: $0) }
        #expect(try test.read { try IdempotencyKeyRow.find("k", in: $0) } == row)
        #expect(try test.reader.readInstance { try IdempotencyKeyRow.find("k", of: TestDatabase.user, in: $0) } == row)
        #expect(try test.database.writeInstance { try IdempotencyKeyRow.forget(before: now, in: $0) } == 0)
        let later = now.advanced(bySeconds: 1)
        #expect(try test.database.writeInstance { try IdempotencyKeyRow.forget(before: later, in: $0) } == 2)
    }

    @Test func `a token ends once, and a new password ends the others`() throws {
        let test = try TestDatabase()
        let hashes = (1...3).map { ContentHash(of: "\($0)") }
        let ended = try test.database.writeInstance { scope in
            for hash in hashes {
                try SessionTokenRow(hash: hash, user: TestDatabase.user, createdAt: now).insert(in: scope)
            }
            let first = try SessionTokenRow.end(hashes[0], at: now, in: scope)
            let again = try SessionTokenRow.end(hashes[0], at: now, in: scope)
            let others = try SessionTokenRow.endAll(of: TestDatabase.user, except: hashes[1], at: now, in: scope)
            try SessionTokenRow.touch(hashes[1], at: now.advanced(bySeconds: 9), in: scope)
            return "\(first) \(again) \(others)"
        }
        #expect(ended == "true false 1")
        let rows = try test.reader.readInstance { scope in try hashes.map { try SessionTokenRow.find($0, in: scope) } }
        #expect(rows.map { $0?.endedAt } == [now, nil, now])
        #expect(rows[1]?.lastUsedAt == now.advanced(bySeconds: 9))
    }

    @Test func `users and members change by name and role`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            try MembershipRow.set(.viewer, for: TestDatabase.user, in: scope)
            try MembershipRow.set(.admin, for: TestDatabase.user, in: scope)
        }
        let memberships = try test.reader.readInstance { try MembershipRow.memberships(of: TestDatabase.user, in: $0) }
        #expect(memberships.map(\.role) == [.admin])
        #expect(memberships.map(\.company) == [TestDatabase.acme.id])
        try test.database.writeInstance { scope in
            try UserRow.setPassword(of: TestDatabase.user, to: "$y$hash", in: scope)
            try UserRow.setDisabled(TestDatabase.user, since: now, in: scope)
        }
        let user = try test.reader.readInstance { try UserRow.find(name: "collector", in: $0) }
        #expect(user?.passwordHash == "$y$hash" && user?.disabledAt == now)
    }

    @Test func `a company's settings change and its slug stays`() throws {
        let test = try TestDatabase()
        var company = TestDatabase.acme
        company.name = "Acme Ltd"
        company.fixedToday = TestDatabase.today
        company.calendar = .withoutHolidays
        let changed = company
        try test.write { try CompanyRow.update(changed, at: now.advanced(bySeconds: 1), in: $0) }
        #expect(try test.read { try CompanyRow.own(in: $0)?.company } == changed)
        #expect(try test.reader.readInstance { try CompanyRow.find(slug: "acme", in: $0)?.company } == changed)
    }

    @Test func `one process at a time owns the folder`() throws {
        let path = TestDatabase.temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DataFolder(path: path + "/nested")
        let permissions = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
        do {
            let lock = try folder.acquire()
            #expect(lock != nil)
            #expect(try folder.acquire() == nil, "somebody has it")
            #expect(try folder.servingProcess() == ProcessInfo.processInfo.processIdentifier)
            withExtendedLifetime(lock) {}
        }
        #expect(try folder.servingProcess() == nil)
        #expect(try folder.acquire() != nil, "it is free again")
    }

    @Test func `a folder that is a file is refused with a sentence`() throws {
        let path = TestDatabase.temporaryPath()
        try "x".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: StoreError.folder(path: path, problem: "it is a file")) { try DataFolder(path: path) }
    }

    private func claim(at seconds: Int64, in test: TestDatabase) throws -> JobRow? {
        let instant = now.advanced(bySeconds: seconds)
        return try test.database.writeInstance {
            try JobRow.claim(at: instant, leaseUntil: instant.advanced(bySeconds: 60), in: $0)
        }
    }
}

private func id(_ number: UInt64) -> Identifier<Job> { Identifier(high: 500, low: number) }
