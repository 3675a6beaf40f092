import FoundationEssentials
import Receivables
import Store
import TestKit
import Testing
import Values

/// The books through the real database: part of a transaction is nothing, and all of them are what was written.
@Suite struct StoredDoubleEntryTests {
    /// A failure in the middle of a transaction.
    private struct Interruption: Error {}

    private static let recording = Recording(at: TestDatabase.now, on: TestDatabase.today)

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `random entries, interrupted anywhere, stay the sum of what was written`(_ seed: UInt64) throws {
        let test = try TestDatabase()
        var kept = KeptBooks()
        var random = SplitMix64(seed: seed)
        try Self.addCustomers(to: test)
        var count = 0
        for batch in 0..<40 {
            let fate = Int.random(in: 0..<6, using: &random)
            let size = Int.random(in: 1...30, using: &random)
            let (before, start) = (kept, random)
            let copy = TestDatabase.temporaryPath()
            defer { try? FileManager.default.removeItem(atPath: copy) }
            do {
                let written: Int
                (kept, random, written) = try test.write { [folder = test.folder.path] scope in
                    var (kept, random, written) = (before, start, 0)
                    for step in 0..<size {
                        if let entry = kept.next(&random) {
                            try kept.write(entry, at: Self.recording, in: scope)
                            written += 1
                        }
                        if fate == 0, step == size / 2 { throw Interruption() }
                        if fate == 1, step == size / 2, let mistake = kept.mistake(&random) {
                            try kept.write(mistake, at: Self.recording, in: scope)
                            Issue.record("a mistake was taken in; seed \(seed), batch \(batch)")
                        }
                        // What a loss of power would leave: the files as they are in the middle of a transaction.
                        if fate == 2, step == size / 2 {
                            try FileManager.default.copyItem(atPath: folder, toPath: copy)
                        }
                    }
                    return (kept, random, written)
                }
                count += written
            } catch is Interruption {
                _ = random.next()
            } catch is StoreError where fate == 1 {
                _ = random.next()
            }
            if fate == 2 { try Self.check(survivorAt: copy, against: before, seed, batch) }
            try Self.check(test, against: kept, seed, batch, &random)
        }
        print("seed \(seed): \(count) operations stored, \(kept.entries.count) entries")
        try Self.checkListings(of: test)
        try Self.checkAnotherOrder(of: kept, from: test, &random)
    }

    private static func addCustomers(to test: TestDatabase) throws {
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            let customers = KeptBooks.customers.map { CustomerEntry(key: $0, name: $0) }
            _ = try CustomerRow.upsert(customers, at: recording, using: &random, in: scope)
        }
    }

    private static func ledger(of test: TestDatabase, asOf day: Day) throws -> Ledger {
        try test.read { try LedgerView($0, asOf: day).ledger(of: TestDatabase.acme) }
    }

    private static func check(
        _ test: TestDatabase,
        against kept: KeptBooks,
        _ seed: UInt64,
        _ batch: Int,
        _ random: inout SplitMix64
    ) throws {
        let end = KeptBooks.lastDay.advanced(by: 100)
        let whole = try ledger(of: test, asOf: end)
        #expect(KeptBooks.balances(of: whole) == kept.balances, "seed \(seed), batch \(batch)")
        let earlier = KeptBooks.firstDay.advanced(by: .random(in: -10...400, using: &random))
        for (day, ledger) in [(end, whole), (earlier, try ledger(of: test, asOf: earlier))] {
            let trial = TrialBalance(of: ledger)
            let problems = trial.problems(in: ledger) + trial.problems(received: kept.received(through: day))
            #expect(problems == [], "seed \(seed), batch \(batch), as of \(day)")
        }
        let recut = whole.cut(asOf: earlier)
        let read = try ledger(of: test, asOf: earlier)
        #expect(recut.payments == read.payments && recut.invoices == read.invoices, "seed \(seed), batch \(batch)")
        #expect(AgingReport(of: recut) == AgingReport(of: read), "seed \(seed), batch \(batch), as of \(earlier)")
    }

    /// The database that a loss of power would leave holds what was written before the transaction, and nothing of it.
    private static func check(
        survivorAt path: String,
        against kept: KeptBooks,
        _ seed: UInt64,
        _ batch: Int
    ) throws {
        let database = try Database(path: DataFolder(path: path).databasePath)
        let reader = try database.makeReader()
        let ledger = try reader.read(for: TestDatabase.acme.id) {
            try LedgerView($0, asOf: KeptBooks.lastDay.advanced(by: 100)).ledger(of: TestDatabase.acme)
        }
        #expect(KeptBooks.balances(of: ledger) == kept.balances, "survivor of seed \(seed), batch \(batch)")
        #expect(try reader.integrityProblems() == [])
    }

    private static func checkListings(of test: TestDatabase) throws {
        for day in [KeptBooks.firstDay.advanced(by: 200), KeptBooks.lastDay.advanced(by: 100)] {
            let report = AgingReport(of: try ledger(of: test, asOf: day))
            let listed = try test.read {
                try CustomerListing.list(CustomerFilter(order: .nameAscending), today: day, currency: .usd, in: $0)
            }
            for (place, listing) in listed.elements.enumerated() {
                let row = report.customers.first { $0.customer == place }
                #expect(listing.amounts == row?.amounts ?? [], "customer \(place) on \(day)")
            }
        }
    }

    /// The same entries, sent in any order and sent again where they cannot be taken yet, end in the same balances.
    private static func checkAnotherOrder(
        of kept: KeptBooks,
        from test: TestDatabase,
        _ random: inout SplitMix64
    ) throws {
        let other = try TestDatabase()
        try addCustomers(to: other)
        let entries = kept.entries.shuffled(using: &random)
        let again = try other.write { scope in
            var again = KeptBooks()
            var waiting = entries
            while !waiting.isEmpty {
                var refused: [KeptBooks.Entry] = []
                for entry in waiting {
                    if again.canTake(entry) {
                        try again.write(entry, at: recording, in: scope)
                    } else {
                        refused.append(entry)
                    }
                }
                guard refused.count < waiting.count else { throw Interruption() }
                waiting = refused
            }
            return again
        }
        #expect(again.balances == kept.balances)
        for age in [0, 100, 250] {
            let day = KeptBooks.lastDay.advanced(by: -age)
            let (one, another) = (try ledger(of: test, asOf: day), try ledger(of: other, asOf: day))
            #expect(KeptBooks.balances(of: one) == KeptBooks.balances(of: another))
            #expect(AgingReport(of: one) == AgingReport(of: another))
            #expect(one.payments == another.payments && one.unapplied == another.unapplied)
        }
    }
}
