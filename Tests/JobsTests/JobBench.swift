import Dispatch
import FoundationEssentials
import Receivables
import Store
import Synchronization
import Telemetry
import Testing
import Values
import Workflows

@testable import Jobs

/// An office with one company, one late invoice and a clock that tests set.
final class JobBench {
    let folder: DataFolder
    let clock = JobClock()
    let office: Office
    let company: Company

    init() throws {
        folder = try DataFolder(
            path: FileManager.default.temporaryDirectory.path + "/arclight-jobs-\(UUID().uuidString)"
        )
        let clock = clock
        // No test reads the log, and nobody should.
        let log = Log(minimum: .error, to: -1, time: { "" })
        office = Office(database: try Database(path: folder.databasePath), now: { clock.now() }, log: log)
        let today = try #require(Day(year: 2026, month: 6, day: 10))
        company = try Founding.found(
            Company(
                id: Identifier(high: 0, low: 0),
                slug: "birch",
                name: "Birch",
                currency: .usd,
                timeZoneName: "Europe/Paris",
                fixedToday: today
            ),
            by: "test",
            office: office
        )
        try office.database.write(for: company.id) { scope in
            let now = Instant(millisecondsSinceEpoch: 0)
            var random = SplitMix64(seed: 1)
            _ = try CustomerRow.upsert(
                [CustomerEntry(key: "C-1", name: "Cobalt")],
                at: .utc(now),
                using: &random,
                in: scope
            )
            let invoice = InvoiceEntry(
                key: "I-1",
                number: "I-1",
                customerKey: "C-1",
                issuedOn: today.advanced(by: -40),
                dueOn: today.advanced(by: -5),
                amount: Money(minorUnits: 90_000, in: .usd)
            )
            _ = try InvoiceRow.upsert([invoice], at: .utc(now), using: &random, in: scope)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    /// The same office with a log that tells of each line.
    func office(logging tell: @escaping @Sendable () -> Void) -> Office {
        let clock = clock
        let log = Log(minimum: .info, to: -1) {
            tell()
            return ""
        }
        return Office(database: office.database, now: { clock.now() }, log: log)
    }

    func job(_ id: Identifier<Job>) throws -> JobRow? {
        try office.database.makeReader().read(for: company.id) { try JobRow.find(id, in: $0) }
    }

    /// Queues a job and waits until that is stored.
    func enqueue(
        _ kind: JobKind,
        _ parameters: JobParameters = JobParameters(),
        with runner: JobRunner
    ) throws -> (job: JobRow, isNew: Bool) {
        let now = office.now()
        let queued = try office.database.write(for: company.id) { scope in
            try JobRunner.queue(kind, parameters: parameters, at: now, in: scope)
        }
        runner.wake()
        return queued
    }

    func perform(_ errand: Errand, with runner: JobRunner) -> ErrandResult {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<ErrandResult?>(nil)
        runner.perform(errand, by: "test") { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return outcome.withLock { $0 } ?? .refused("nothing came of it", json: "{}")
    }

    /// Waits until the runner has done what it was told to do before.
    func wait(for runner: JobRunner) throws {
        // The writer tells the runner of a job after it has stored it; the next transaction comes after that.
        try office.database.writeInstance { _ in }
        _ = perform(.run(company: "nobody", day: nil), with: runner)
    }

    /// Has the runner look for what is due, and waits until it has done that.
    func nudge(_ runner: JobRunner) throws {
        _ = try enqueue(.retrain, with: runner)
        try wait(for: runner)
    }

    /// Runs `body` while the runner is busy with something else, so that it takes nothing up meanwhile.
    func holding<Value>(_ runner: JobRunner, _ body: () throws -> Value) rethrows -> Value {
        let gate = DispatchSemaphore(value: 0)
        runner.perform(.run(company: "nobody", day: nil), by: "test") { _ in gate.wait() }
        defer { gate.signal() }
        return try body()
    }
}

/// A clock that a test sets, and that can have something happen when it is read.
final class JobClock: Sendable {
    private struct State {
        var instant = Instant(millisecondsSinceEpoch: 1_781_000_000_000)
        var onReading: (count: Int, body: @Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func now() -> Instant {
        let due: (@Sendable () -> Void)? = state.withLock { state in
            guard let waiting = state.onReading else { return nil }
            state.onReading = waiting.count > 1 ? (waiting.count - 1, waiting.body) : nil
            return waiting.count > 1 ? nil : waiting.body
        }
        due?()
        return state.withLock { $0.instant }
    }

    func advance(seconds: Int64) {
        state.withLock { $0.instant = $0.instant.advanced(bySeconds: seconds) }
    }

    /// Has `body` happen at the reading with this number, counted from 1.
    func onReading(_ number: Int, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onReading = (number, body) }
    }
}
