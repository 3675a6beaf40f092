import Receivables
import Store
import Synchronization
import Testing
import Values
import Workflows

@testable import Jobs

/// What is done without anybody asking, by a clock that tests set.
@Suite struct ScheduleTests {
    @Test(arguments: ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
    func `there is one night a day, all through a year with its changes of the clock`(_ zone: String) throws {
        for time in ["00:00", "02:30"].compactMap({ TimeOfDay($0) }) {
            let company = Self.company(zone, time)
            let start = try #require(Instant("2026-01-01T12:00:00Z"))
            let first = try TimeZone(zone).lastDay(showing: time, by: start)
            var begun: Day?
            var nights: [Day] = []
            // Every three hours: more often changes nothing, and each look reads the zone's file.
            for step in 0..<(365 * 8) {
                let now = start.advanced(bySeconds: Int64(step) * 3 * 3_600)
                guard let night = try Schedule.night(dueFor: company, madeAt: start, lastBegun: begun, at: now)
                else { continue }
                nights.append(night)
                begun = night
            }
            #expect(nights == (1...nights.count).map { first.advanced(by: $0) })
            #expect(nights.count == 364 || nights.count == 365)
        }
    }

    @Test func `a clock that stands still and a company without nightly work have no nights`() throws {
        let made = try #require(Instant("2026-01-01T12:00:00Z"))
        let later = made.advanced(bySeconds: 90 * 86_400)
        var company = Self.company("Europe/Paris", nil)
        #expect(try Schedule.night(dueFor: company, madeAt: made, lastBegun: nil, at: later) == nil)
        company.nightlyAt = .twoInTheMorning
        company.fixedToday = Day("2026-03-01")
        #expect(try Schedule.night(dueFor: company, madeAt: made, lastBegun: nil, at: later) == nil)
        company.fixedToday = nil
        #expect(try Schedule.night(dueFor: company, madeAt: made, lastBegun: nil, at: later) == Day("2026-04-01"))
    }

    @Test func `a clock that went back a little begins no night twice, and one that was far ahead none too few`() throws
    {
        let company = Self.company("Europe/Paris", .twoInTheMorning)
        let now = try #require(Instant("2026-06-10T22:00:00Z"))
        func night(after begun: String) throws -> Day? {
            try Schedule.night(dueFor: company, madeAt: now, lastBegun: Day(begun), at: now)
        }
        #expect(try night(after: "2026-06-11") == nil)
        #expect(try night(after: "2026-06-10") == nil)
        #expect(try night(after: "2026-06-09") == Day("2026-06-10"))
        #expect(try night(after: "2031-01-01") == Day("2026-06-10"))
    }

    @Test func `a night runs and writes down the day that is over, once`() throws {
        let bench = try JobBench()
        try bench.letClockRun(at: "2026-06-10T12:00:00Z")
        let runner = JobRunner(office: bench.office)
        runner.lookAroundNow()
        #expect(try bench.jobs() == [])
        bench.clock.set("2026-06-10T23:59:59Z")
        runner.lookAroundNow()
        #expect(try bench.jobs() == [])
        // 02:00 in Paris.
        bench.clock.set("2026-06-11T00:00:00Z")
        runner.lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded", "snapshot succeeded", "retain succeeded"])
        #expect(try bench.snapshotDays() == ["2026-06-10"])
        runner.lookAroundNow()
        bench.clock.set("2026-06-11T20:00:00Z")
        runner.lookAroundNow()
        #expect(try bench.jobs().count == 3)
    }

    @Test func `a week that was missed is made up for once`() throws {
        let bench = try JobBench()
        try bench.letClockRun(at: "2026-06-10T12:00:00Z")
        bench.clock.set("2026-06-17T12:00:00Z")
        JobRunner(office: bench.office).lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded", "snapshot succeeded", "retain succeeded"])
        #expect(try bench.snapshotDays() == ["2026-06-16"])
    }

    @Test func `a night that was killed after it was queued, or in the middle of a job, is done by who starts next`()
        throws
    {
        let bench = try JobBench()
        try bench.letClockRun(at: "2026-06-10T12:00:00Z")
        bench.clock.set("2026-06-11T00:00:00Z")
        try Schedule(office: bench.office).queueWhatIsDue()
        try Schedule(office: bench.office).queueWhatIsDue()
        #expect(try bench.jobs() == ["recommend queued", "snapshot queued", "retain queued"])
        let now = bench.clock.now()
        try bench.office.database.writeInstance { scope in
            _ = try JobRow.claim(at: now, leaseUntil: now.advanced(bySeconds: JobRunner.leaseSeconds), in: scope)
        }
        bench.clock.advance(seconds: JobRunner.leaseSeconds + 1)
        let runner = JobRunner(office: bench.office)
        runner.lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded", "snapshot succeeded", "retain succeeded"])
        runner.lookAroundNow()
        #expect(try bench.jobs().count == 3)
    }

    @Test func `nights count from when nightly work was set, not from before`() throws {
        let bench = try JobBench()
        try bench.letClockRun(at: "2026-06-10T12:00:00Z")
        var company = bench.company
        company.fixedToday = nil
        company.nightlyAt = nil
        try Founding.set(company, by: "test", office: bench.office)
        bench.clock.set("2026-07-10T12:00:00Z")
        let runner = JobRunner(office: bench.office)
        runner.lookAroundNow()
        company.nightlyAt = TimeOfDay("16:00")
        try Founding.set(company, by: "test", office: bench.office)
        runner.lookAroundNow()
        #expect(try bench.jobs() == [])
        bench.clock.set("2026-07-10T14:00:00Z")
        runner.lookAroundNow()
        #expect(try bench.jobs().count == 3)
    }

    @Test func `a run is queued after an import that changed the books, and after it was taken back`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        try bench.noteImport(1, changed: 0)
        runner.lookAroundNow()
        #expect(try bench.jobs() == [])
        try bench.noteImport(2, changed: 3)
        bench.clock.advance(seconds: 1)
        runner.lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded"])
        runner.lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded"])
        bench.clock.advance(seconds: 60)
        try bench.noteImport(3, changed: 3, undone: true)
        bench.clock.advance(seconds: 1)
        runner.lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded", "recommend succeeded"])
    }

    @Test func `a company whose clock stands still gets a snapshot of its day with each run`() throws {
        let bench = try JobBench()
        let runner = JobRunner(office: bench.office)
        _ = try bench.enqueue(.recommend, with: runner)
        try bench.wait(for: runner)
        #expect(try bench.snapshotDays() == ["2026-06-10"])
    }

    @Test func `a company with a damaged setting holds up no other`() throws {
        let bench = try JobBench()
        try bench.letClockRun(at: "2026-06-10T12:00:00Z")
        let broken = Company(
            id: Identifier(high: 5, low: 5),
            slug: "alder",
            name: "Alder",
            currency: .usd,
            timeZoneName: "Nowhere/City"
        )
        let now = bench.clock.now()
        try bench.office.database.writeInstance { try CompanyRow.insert(broken, at: now, in: $0) }
        bench.clock.set("2026-06-11T00:00:00Z")
        JobRunner(office: bench.office).lookAroundNow()
        #expect(try bench.jobs() == ["recommend succeeded", "snapshot succeeded", "retain succeeded"])
    }

    private static func company(_ zone: String, _ time: TimeOfDay?) -> Company {
        Company(
            id: Identifier(high: 1, low: 1),
            slug: "acme",
            name: "Acme",
            currency: .usd,
            timeZoneName: zone,
            nightlyAt: time
        )
    }
}

extension JobBench {
    /// Sets the clock, and lets the company's own clock run from then on.
    fileprivate func letClockRun(at text: String) throws {
        clock.set(text)
        var company = company
        company.fixedToday = nil
        try Founding.set(company, by: "test", office: office)
    }

    /// Every job in the order of its making: its kind and its state.
    fileprivate func jobs() throws -> [String] {
        try office.database.makeReader().read(for: company.id) { scope in
            try JobRow.all(in: scope).map { "\($0.kind) \($0.state.rawValue)" }
        }
    }

    fileprivate func snapshotDays() throws -> [String] {
        try office.database.makeReader().read(for: company.id) { scope in
            try AgingSnapshotRow.all(in: scope).map { "\($0.day)" }
        }
    }

    fileprivate func noteImport(_ number: UInt64, changed: Int, undone: Bool = false) throws {
        let now = office.now()
        try office.database.write(for: company.id) { scope in
            try ImportBatchRow(
                id: Identifier(high: 9, low: number),
                fileHash: ContentHash(of: "\(number)"),
                kind: "invoices",
                profile: "generic",
                fileName: "invoices.csv",
                rowCount: 3,
                count: UpsertCount(changed: changed, unchanged: 3 - changed),
                recordedAt: undone ? Instant(millisecondsSinceEpoch: 0) : now,
                undoneAt: undone ? now : nil
            ).insert(in: scope)
        }
    }
}

extension JobClock {
    fileprivate func set(_ text: String) {
        guard let instant = Instant(text) else { preconditionFailure("\(text) is no instant") }
        advance(seconds: instant.secondsSinceEpoch - now().secondsSinceEpoch)
    }
}
