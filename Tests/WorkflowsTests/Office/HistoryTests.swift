import Facts
import Receivables
import Store
import TestKit
import Testing
import Values

@testable import Workflows

/// Runs on earlier days, snapshots of the aging, and the proof that everything agrees.
@Suite struct HistoryTests {
    @Test func `a rule reads an attribute as it was on the day of the run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.load(dueOn: june(5), recordedOn: june(1), at: 1_000)
        // Agreed on the tenth: the invoice is due in July only.
        try bench.load(dueOn: june(30), recordedOn: june(10), at: 2_000)
        try bench.run(on: june(9))
        #expect(try bench.proposal("remind", "L-1") != nil)
        #expect(try bench.proposal("remind", "L-1")?.provenance.assessedOn == june(9))
        try bench.run(on: june(10))
        #expect(try bench.proposal("remind", "L-1") == nil)
    }

    @Test func `a backtest of what was known cannot read what was written down later`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.load(dueOn: june(5), recordedOn: june(1), at: 1_000)
        // Written down on the tenth for the eighth.
        try bench.pay("L-1", 90_000, on: june(8), at: 2_000)
        let (known, all) = try bench.read { scope in
            (
                try LedgerView(scope, asOf: june(9), knownAt: Instant(millisecondsSinceEpoch: 1_500))
                    .ledger(of: OfficeBench.company),
                try LedgerView(scope, asOf: june(9)).ledger(of: OfficeBench.company)
            )
        }
        #expect(known.payments.isEmpty && all.payments.count == 1)
        #expect(HistoryTests.overdue(known) == 90_000 && HistoryTests.overdue(all) == 0)
    }

    /// What the only customer of a ledger owes past due, as rules read it.
    private static func overdue(_ ledger: Ledger) -> Int64? {
        let table = ledger.facts()
        return table.catalog.index(of: "overdue_balance", on: .customer).flatMap { table.integers(at: $0).first }
    }

    @Test func `a snapshot that says the same already writes nothing`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let days = try bench.read { try AgingSnapshotRow.all(in: $0) }
        #expect(days.map(\.day) == [june(10)])
        bench.clock.advance(seconds: 60)
        let again = try AgingSnapshots.take(of: OfficeBench.company, office: bench.office)
        #expect(again.isUnchanged && again.lineCount == 2)
        #expect(try bench.read { try AgingSnapshotRow.all(in: $0) } == days)
        try bench.pay("L-1", 10_000)
        let changed = try AgingSnapshots.take(of: OfficeBench.company, office: bench.office)
        #expect(!changed.isUnchanged)
        let now = try bench.read { try AgingSnapshotRow.all(in: $0) }
        #expect(now.count == 1 && now.first?.id != days.first?.id)
        #expect(changed.json == #"{"company":"acme","day":"2026-06-10","lines":2,"unchanged":false,"without_rate":[]}"#)
    }

    @Test func `a snapshot that is cut off anywhere leaves the one before, and is completed by the next`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let first = try bench.read { try AgingSnapshotRow.all(in: $0) }
        try bench.pay("L-1", 10_000)
        for steps in 0...2 {
            try AgingSnapshots.take(of: OfficeBench.company, office: bench.office, stoppingAfter: steps)
            #expect(try bench.read { try AgingSnapshotRow.all(in: $0) } == first)
        }
        try AgingSnapshots.take(of: OfficeBench.company, office: bench.office)
        let last = try bench.read { scope in
            #expect(try !AgingSnapshotRow.hasUnfinished(in: scope))
            return try AgingSnapshotRow.all(in: scope)
        }
        #expect(last.count == 1 && last != first)
        // One that was finished and not cleaned up after is as good.
        try bench.pay("L-1", 20_000)
        try AgingSnapshots.take(of: OfficeBench.company, office: bench.office, stoppingAfter: 3)
        #expect(try bench.read { try AgingSnapshotRow.hasUnfinished(in: $0) })
        let report = try Verifying.verify([OfficeBench.company], from: bench.office.database.makeReader())
        #expect(report.holds, "\(report.lines)")
        try AgingSnapshots.take(of: OfficeBench.company, office: bench.office)
        #expect(try bench.read { try !AgingSnapshotRow.hasUnfinished(in: $0) })
    }

    @Test func `a clock that runs has its last day that is over written down`() throws {
        var company = OfficeBench.company
        company.fixedToday = nil
        let instant = try #require(Instant("2026-06-10T21:59:59Z"))
        #expect(try AgingSnapshots.day(for: company, at: instant) == june(9))
        #expect(try AgingSnapshots.day(for: company, at: instant.advanced(bySeconds: 1)) == june(10))
        #expect(try AgingSnapshots.day(for: OfficeBench.company, at: instant) == june(10))
    }

    @Test func `a snapshot agrees with its day as it was known, whatever is written down later`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        bench.clock.advance(seconds: 60)
        try bench.pay("L-1", 10_000)
        try bench.loadCustomers(["C-1", "C-2"], doNotContact: true)
        let report = try Verifying.verify([OfficeBench.company], from: bench.office.database.makeReader())
        #expect(report.holds, "\(report.lines)")
        let snapshots = try #require(report.companies.first?.checks.first { $0.name == "snapshots" })
        #expect(snapshots.compared == "1 snapshot" && snapshots.leftOut == nil)
    }

    @Test func `a snapshot that does not agree is named, line by line`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        // What was there when the snapshot was taken is written as if it had been there before.
        let day = june(10)
        let now = bench.clock.now()
        try bench.write { scope in
            let listing = try AgingListing(in: scope.reading, asOf: day, base: .usd)
            var lines = listing.lines
            let amounts = AgingAmounts(in: .usd)
            lines[0] = (lines[0].customer, AgingSnapshotRow.Line(amounts, inBase: AgingInBase(in: .usd)))
            let row = AgingSnapshotRow(
                id: Identifier(high: 3, low: 3),
                day: day,
                currency: .usd,
                withoutRate: [],
                lineCount: lines.count,
                contentHash: AgingSnapshots.hash(of: lines, base: .usd),
                takenAt: now
            )
            try row.begin(in: scope)
            try row.add(lines.map { ($0.customer, $0.line) }, in: scope)
            try row.finish(totals: [], in: scope)
        }
        let report = try Verifying.verify([OfficeBench.company], from: bench.office.database.makeReader())
        #expect(!report.holds)
        let failed = report.companies.flatMap(\.checks).filter { !$0.holds }
        #expect(failed.map(\.name) == ["snapshots"])
        let sentence = try #require(failed.first?.failures.first)
        #expect(sentence.hasSuffix(": 0.00 USD, and 2,100.00 USD by the books"), "\(sentence)")
        #expect(report.lines.contains { $0.hasPrefix("FAILS  snapshots") })
        #expect(report.lines.last == "not everything holds; see above")
        #expect(report.json.hasPrefix(#"{"holds":false,"file":[{"check":"file","claim":"#))
    }

    @Test func `snapshots of books with an import that was taken back later are left out, and that is said`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let taken = bench.clock.now()
        try bench.write { scope in
            try ImportBatchRow(
                id: Identifier(high: 9, low: 9),
                fileHash: ContentHash(of: "x"),
                kind: "invoices",
                profile: "generic",
                fileName: "x.csv",
                rowCount: 1,
                count: UpsertCount(inserted: 1),
                recordedAt: taken,
                undoneAt: taken.advanced(bySeconds: 5)
            ).insert(in: scope)
        }
        let report = try Verifying.verify([OfficeBench.company], from: bench.office.database.makeReader())
        #expect(report.holds)
        #expect(
            report.lines.contains("         left out: 1 snapshot of books with an import that was taken back later")
        )
    }
}

extension OfficeBench {
    /// Writes one customer with one invoice, or changes them, on a day.
    fileprivate func load(dueOn: Day, recordedOn day: Day, at milliseconds: Int64) throws {
        let recording = Recording(at: Instant(millisecondsSinceEpoch: milliseconds), on: day)
        try write { scope in
            var random = SplitMix64(seed: 1)
            let customers = [CustomerEntry(key: "C-1", name: "Customer")]
            _ = try CustomerRow.upsert(customers, at: recording, using: &random, in: scope)
            let invoice = InvoiceEntry(
                key: "L-1",
                number: "L-1",
                customerKey: "C-1",
                issuedOn: june(1),
                dueOn: dueOn,
                amount: Money(minorUnits: 90_000, in: .usd)
            )
            _ = try InvoiceRow.upsert([invoice], at: recording, using: &random, in: scope)
        }
    }

    fileprivate func pay(_ invoice: String, _ minorUnits: Int64, on day: Day, at milliseconds: Int64) throws {
        let recording = Recording(at: Instant(millisecondsSinceEpoch: milliseconds), on: june(10))
        let payment = PaymentEntry(
            key: "P-\(invoice)",
            allocation: .invoice(key: invoice),
            paidOn: day,
            amount: Money(minorUnits: minorUnits, in: .usd)
        )
        try write { scope in
            var random = SplitMix64(seed: 3)
            _ = try PaymentRow.upsert([payment], at: recording, using: &random, in: scope)
        }
    }
}
