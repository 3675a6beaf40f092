import Receivables
import Store
import TestKit
import Testing
import Values
import Workflows

@Suite struct ImportUndoTests {
    private static let customers = "customer,customer_name\nA,Alder\nB,Bayfield\n"
    private static let header = "customer,invoice,invoice_date,due_date,amount,currency\n"
    private static let january = header + "A,1,2026-01-05,2026-02-04,100.00,USD\nB,2,2026-01-06,2026-02-05,50.00,USD\n"

    private func undo(_ name: String, in books: BooksOnDisk, isDryRun: Bool = false) throws -> ImportUndoReport {
        try ImportUndoing.undo(name, of: books.company, office: books.office, isDryRun: isDryRun)
    }

    @Test func `what an import added is removed, and the file may come again`() throws {
        let books = try BooksOnDisk()
        try books.take(Self.customers, .customers)
        let before = try books.bytes()
        try books.take(Self.january, .invoices)
        let report = try undo("last", in: books)
        #expect(report.count == ImportUndoCount(restored: 0, removed: 2))
        #expect(try books.bytes() == before)
        #expect(try books.take(Self.january, .invoices).counts.invoices.inserted == 2)
        #expect(try books.isWhole())
    }

    @Test func `what an import changed says again what it said before`() throws {
        let books = try BooksOnDisk()
        try books.take(Self.customers, .customers)
        try books.take(Self.january, .invoices)
        let before = try books.bytes()
        let corrected = Self.january.replacing("100.00", with: "120.00") + "A,3,2026-01-05,2026-02-04,7.00,USD\n"
        try books.take(corrected, .invoices)
        #expect(try undo("last", in: books, isDryRun: true).count == ImportUndoCount(restored: 1, removed: 1))
        #expect(try books.bytes() != before)
        #expect(try undo("last", in: books).count == ImportUndoCount(restored: 1, removed: 1))
        #expect(try books.bytes() == before)
        // The one before can go as well, although the row has been changed and changed back.
        #expect(try undo("last", in: books).count.removed == 2)
        #expect(try books.read { try InvoiceRow.count(in: $0) } == 0)
        #expect(try books.isWhole())
    }

    @Test func `an import that a later one stands on stays, and the later one is named`() throws {
        let books = try BooksOnDisk()
        let first = try books.take(Self.customers, .customers)
        let second = try books.take(Self.january, .invoices)
        let third = try books.take(Self.january.replacing("100.00", with: "120.00"), .invoices)
        let before = try books.bytes()
        for (id, later) in [(first.importID, [second.importID, third.importID]), (second.importID, [third.importID])] {
            let name = try #require(id).description
            let refusal = try #require(#expect(throws: Refusal.self) { try undo(name, in: books) })
            let advice = try later.map { "arclight import undo \(try #require($0))" }
            #expect(advice.contains { refusal.description.contains($0) }, "\(refusal)")
        }
        #expect(try books.bytes() == before)
        for id in [third.importID, second.importID, first.importID] {
            _ = try undo(try #require(id).description, in: books)
        }
        #expect(try books.read { try CustomerRow.count(in: $0) } == 0)
    }

    @Test func `an invoice that was scored is withdrawn instead of removed`() throws {
        let books = try BooksOnDisk()
        try books.take(Self.customers, .customers)
        try books.take(Self.january, .invoices)
        let invoice = try #require(try books.read { try InvoiceRow.find(key: "1", in: $0) })
        let score = InvoiceScoreRow(
            invoice: invoice.id,
            lateProbability: try #require(Probability(0.5)),
            modelVersion: ContentHash(of: "model"),
            assessedOn: Day(sinceEpoch: 20_600)
        )
        try books.database.write(for: books.company.id) { _ = try InvoiceScoreRow.upsert([score], in: $0) }
        #expect(try undo("last", in: books).count == ImportUndoCount(restored: 0, removed: 1, voided: 1))
        let left = try #require(try books.read { try InvoiceRow.all(in: $0) }.first)
        #expect(left.voidedOn == left.issuedOn)
        #expect(try books.isWhole())
        // The same file brings it back to life.
        let again = try books.take(Self.january, .invoices)
        #expect(again.counts.invoices == UpsertCount(inserted: 1, changed: 1))
        #expect(try books.read { try InvoiceRow.find(key: "1", in: $0) }?.voidedOn == nil)
    }

    @Test func `a name that means no import, or one that is undone, is refused with advice`() throws {
        let books = try BooksOnDisk()
        #expect(throws: Refusal.noSuchImport("last")) { try undo("last", in: books) }
        let report = try books.take(Self.customers, .customers)
        let id = try #require(report.importID).description
        #expect(throws: Refusal.noSuchImport("ffff")) { try undo("ffff", in: books) }
        _ = try undo(String(id.prefix(13)), in: books)
        #expect(throws: Refusal.importUndone("customers.csv")) { try undo(id, in: books) }
        let batches = try books.read { try ImportBatchRow.all(in: $0) }
        #expect(ImportList.line(of: batches[0]).contains("\tundone "))
        #expect(ImportList.json(of: batches).contains("\"file\":\"customers.csv\""))
    }

    @Test func `any imports undone in the reverse order leave the books as they were`() throws {
        try forAllThrowing(12) { generator in
            let books = try BooksOnDisk()
            try books.take(Self.customers, .customers)
            var states = [try books.bytes()]
            for _ in 0..<4 {
                var rows = Self.header
                for key in 1...6 where Bool.random(using: &generator) {
                    let amount = Int.random(in: 1...3, using: &generator)
                    rows += "A,\(key),2026-01-05,2026-02-04,\(amount).00,USD\n"
                }
                rows += "B,9,2026-01-05,2026-02-04,\(Int.random(in: 1...9, using: &generator)).00,USD\n"
                // A file that was imported before does nothing, and there is nothing to undo.
                if try !books.take(rows, .invoices).isRepeated { states.append(try books.bytes()) }
            }
            while states.count > 1 {
                #expect(try books.bytes() == states.removeLast())
                _ = try undo("last", in: books)
            }
            #expect(try books.bytes() == states[0])
            #expect(try books.isWhole())
        }
    }

    /// Runs `body` with seeds 1 to `count`.
    private func forAllThrowing(_ count: UInt64, _ body: (inout SplitMix64) throws -> Void) rethrows {
        for seed in 1...count {
            var generator = SplitMix64(seed: seed)
            try body(&generator)
        }
    }
}
