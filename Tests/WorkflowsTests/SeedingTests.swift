import Facts
import FoundationEssentials
import Receivables
import Shipped
import Store
import TestKit
import Testing
import Values
import Workflows

@Suite struct SeedingTests {
    /// The books of the demo company: what `seeds/demo` holds.
    private static let demo = BookGenerator(
        customers: 60,
        invoices: 2_400,
        seed: 6,
        lastDay: lastDay,
        calendar: demoCalendar
    )

    private static let lastDay = Day("2026-06-30") ?? Day(sinceEpoch: 0)

    private static var demoCalendar: BusinessCalendar {
        do throws(SeedFileError) {
            return try HolidayList(Array((Shipped.text(at: "seeds/holidays/US.csv") ?? "").utf8)).calendar
        } catch {
            preconditionFailure("seeds/holidays/US.csv: \(error)")
        }
    }

    /// The books with the demo company's loaded, what that said, and its ledger on its last day.
    private func planted() throws -> (books: BooksOnDisk, company: Company, reports: [ImportReport], ledger: Ledger) {
        let books = try BooksOnDisk()
        let company = try Seeding.company(id: .derived(from: ContentHash(of: "demo")))
        let reports = try books.database.writeInstance { scope in
            var generator = SplitMix64(seed: 7)
            try CompanyRow.insert(company, at: BooksOnDisk.instant, in: scope)
            return try Seeding.loadBooks(
                of: company,
                at: .utc(BooksOnDisk.instant),
                using: &generator,
                into: scope.entering(company.id)
            )
        }
        let ledger = try books.database.makeReader().read(for: company.id) { scope in
            try LedgerView(scope, asOf: Self.lastDay).ledger(of: company)
        }
        return (books, company, reports, ledger)
    }

    @Test func `the seeds are what the generator makes, byte for byte`() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        for (file, text) in Self.demo.texts() {
            let path = "\(root)/seeds/demo/\(file.fileName)"
            guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == nil else {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                continue
            }
            let standing = try String(contentsOfFile: path, encoding: .utf8)
            #expect(standing == text, "seeds/demo/\(file.fileName) differs; `make golden` writes it again")
        }
    }

    @Test func `planting imports what was generated, and a second time changes nothing`() throws {
        let (books, company, reports, ledger) = try planted()
        #expect(company.slug == "demo")
        #expect(company.fixedToday == Self.lastDay)
        #expect(company.calendar == Self.demoCalendar)
        #expect(reports.map(\.kind) == Seeding.kinds)
        #expect(Seeding.kinds.map(\.rawValue) == BookFile.allCases.filter { !$0.holdsAnswers }.map(\.name))
        let tables = BookTables(Self.demo)
        let planted = BookLedger(tables)
        #expect(
            ledger.customers.map { "\($0.key) \($0.name)" }.sorted()
                == tables[.customers].map { "\($0["customer"]) \($0["customer_name"])" }.sorted()
        )
        #expect(
            ledger.invoices.map {
                "\($0.key) \(ledger.customers[$0.customer].key) \($0.issuedOn) \($0.dueOn) \($0.amount.minorUnits)"
            }.sorted()
                == planted.invoices.values.map {
                    "\($0.key) \($0.customer) \($0.issuedOn) \($0.dueOn) \($0.minorUnits)"
                }.sorted()
        )
        let keys = ledger.invoices.map(\.key)
        #expect(
            ledger.payments.map { "\(keys[$0.invoice]) \($0.paidOn) \($0.amount.minorUnits)" }.sorted()
                == planted.invoices.values.flatMap { invoice in
                    invoice.entries.map { "\(invoice.key) \($0.day) \($0.minorUnits)" }
                }.sorted()
        )
        #expect(
            ledger.promises.flatMap { promise in
                promise.invoices.map { "\(keys[$0]) \(promise.madeOn) \(promise.dueOn)" }
            }.sorted()
                == tables[.promises].map { "\($0["invoice"]) \($0["promised_on"]) \($0["promise_due_date"])" }.sorted()
        )
        #expect(
            ledger.disputes.map { "\(keys[$0.invoice]) \($0.openedOn) \($0.resolvedOn?.description ?? "")" }.sorted()
                == tables[.disputes].map { "\($0["invoice"]) \($0["opened_on"]) \($0["resolved_on"])" }.sorted()
        )
        #expect(ledger.customers.count == 60)
        #expect(ledger.invoices.count == 2_400)
        let again = try books.database.write(for: company.id) { scope in
            var generator = SplitMix64(seed: 8)
            return try Seeding.loadBooks(of: company, at: .utc(BooksOnDisk.instant), using: &generator, into: scope)
        }
        let repeated = again.allSatisfy(\.isRepeated)
        #expect(repeated)
    }

    @Test func `the demo's last day has something of everything to decide`() throws {
        let facts = try planted().ledger.facts()
        func column(_ name: String, _ entity: Entity) throws -> [Int64] {
            facts.integers(at: try #require(facts.catalog.index(of: name, on: entity)))
        }
        let buckets = try column("aging_bucket", .invoice)
        for (place, bucket) in FactCatalog.agingBuckets.enumerated() {
            let count = buckets.count { $0 == Int64(place) }
            #expect(count >= 5, "\(count) invoices are \(bucket)")
        }
        let disputed = try column("disputed", .invoice).reduce(0, +)
        let promised = try column("promise_open", .invoice).reduce(0, +)
        let broken = try column("promise_broken", .invoice).reduce(0, +)
        #expect(disputed >= 4 && promised >= 4 && broken >= 4, "\(disputed) \(promised) \(broken)")
        let silent = zip(try column("do_not_contact", .customer), try column("overdue_invoices", .customer))
        #expect(silent.contains { $0 == 1 && $1 > 0 }, "nobody who is late asked not to be contacted")
    }

    @Test func `planted behaviours show in the facts`() throws {
        let ledger = try planted().ledger
        let facts = ledger.facts()
        let behaviours = Dictionary(
            uniqueKeysWithValues: (Shipped.text(at: "seeds/demo/behaviours.csv") ?? "").split(separator: "\n")
                .dropFirst()
                .map { line in
                    let cells = line.split(separator: ",")
                    return (String(cells[0]), String(cells[1]))
                }
        )
        func column(_ name: String) throws -> [Int64] {
            facts.integers(at: try #require(facts.catalog.index(of: name, on: .customer)))
        }
        let lateShare = facts.reals(at: try #require(facts.catalog.index(of: "late_share_365_days", on: .customer)))
        let quarter = try column("average_days_late_90_days")
        let year = try column("average_days_late_365_days")
        let broken = try column("promises_broken_365_days")
        func mean(_ behaviour: String, _ value: (Int) -> Double?) -> Double {
            let rows = facts.customerKeys.indices.filter { behaviours[facts.customerKeys[$0]] == behaviour }
            let known = rows.compactMap(value)
            return known.reduce(0, +) / Double(known.count)
        }
        func rise(_ row: Int) -> Double? {
            let isKnown = quarter[row] != FactTable.unknownInteger && year[row] != FactTable.unknownInteger
            return isKnown ? Double(quarter[row] - year[row]) : nil
        }
        let disputes = facts.customerKeys.indices.map { customer in
            ledger.disputes.count { ledger.invoices[$0.invoice].customer == customer }
        }
        #expect(mean("chronic") { lateShare[$0] } > 0.95)
        #expect(mean("prompt") { lateShare[$0] } < 0.2)
        #expect(mean("chronic") { Double(year[$0]) } > 20)
        #expect(mean("prompt") { Double(year[$0]) } < 0)
        #expect(mean("slipping", rise) > 6)
        #expect(abs(mean("prompt", rise)) < 3)
        #expect(mean("promise_breaking") { Double(broken[$0]) } > 3 * mean("chronic") { Double(broken[$0]) })
        #expect(mean("disputing") { Double(disputes[$0]) } > 5 * mean("prompt") { Double(disputes[$0]) })
    }
}
