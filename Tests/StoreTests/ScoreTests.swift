import Facts
import Receivables
import SQLite
import Store
import Testing
import Values

/// The scores that are kept, and where they show.
@Suite struct ScoreTests {
    private let today = TestDatabase.today

    @Test func `scores read as they were written, and only what is otherwise is written again`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        let first = Sample.score(of: invoice, 0.25)
        #expect(try test.write { try InvoiceScoreRow.upsert([first], in: $0) } == UpsertCount(inserted: 1))
        let sameLater = InvoiceScoreRow(
            invoice: invoice,
            lateProbability: first.lateProbability,
            modelVersion: first.modelVersion,
            assessedOn: today.advanced(by: 1)
        )
        #expect(try test.write { try InvoiceScoreRow.upsert([sameLater], in: $0) } == UpsertCount(unchanged: 1))
        #expect(try test.read { try InvoiceScoreRow.all(in: $0) } == [first], "it keeps the day it was first given")
        let otherModel = InvoiceScoreRow(
            invoice: invoice,
            lateProbability: first.lateProbability,
            modelVersion: ContentHash(of: "other model"),
            assessedOn: today.advanced(by: 1)
        )
        #expect(try test.write { try InvoiceScoreRow.upsert([otherModel], in: $0) } == UpsertCount(changed: 1))
        #expect(try test.read { try InvoiceScoreRow.all(in: $0) } == [otherModel])

        let low = Sample.score(of: customer, 39.5, .low)
        let high = Sample.score(of: customer, 70.25, .high)
        #expect(try test.write { try CustomerScoreRow.upsert([low], in: $0) } == UpsertCount(inserted: 1))
        #expect(try test.write { try CustomerScoreRow.upsert([low], in: $0) } == UpsertCount(unchanged: 1))
        #expect(try test.write { try CustomerScoreRow.upsert([high], in: $0) } == UpsertCount(changed: 1))
        #expect(try test.read { try CustomerScoreRow.all(in: $0) } == [high])
    }

    @Test func `a removed score is gone, and removing it again removes nothing`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        try test.write {
            _ = try InvoiceScoreRow.upsert([Sample.score(of: invoice, 0.5)], in: $0)
            _ = try CustomerScoreRow.upsert([Sample.score(of: customer, 50, .medium)], in: $0)
        }
        #expect(try test.write { try InvoiceScoreRow.remove(of: [invoice], in: $0) } == 1)
        #expect(try test.write { try InvoiceScoreRow.remove(of: [invoice], in: $0) } == 0)
        #expect(try test.write { try CustomerScoreRow.remove(of: [customer], in: $0) } == 1)
        #expect(try test.write { try CustomerScoreRow.remove(of: [customer], in: $0) } == 0)
        #expect(try test.read { try InvoiceScoreRow.all(in: $0) }.isEmpty)
        #expect(try test.read { try CustomerScoreRow.all(in: $0) }.isEmpty)
    }

    @Test func `a score that is no score is refused`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        #expect(throws: StoreError.self) {
            try test.write { try CustomerScoreRow.upsert([Sample.score(of: customer, 100.5, .high)], in: $0) }
        }
    }

    @Test func `an invoice shows its score from the day it was given until nothing is owed`() throws {
        let test = try TestDatabase()
        let (_, invoice) = try planted(test)
        func shown(on day: Day) throws -> Double? {
            try test.read { try InvoiceListing.find(invoice, today: day, in: $0)?.lateProbability?.value }
        }
        #expect(try shown(on: today) == nil)
        try test.write { _ = try InvoiceScoreRow.upsert([Sample.score(of: invoice, 0.75)], in: $0) }
        #expect(try shown(on: today) == 0.75)
        #expect(try shown(on: today.advanced(by: 5)) == 0.75)
        #expect(try shown(on: today.advanced(by: -1)) == nil, "nobody had said so yet")
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            let rest = PaymentEntry(
                key: "rest",
                allocation: .invoice(key: "i1"),
                paidOn: TestDatabase.today.advanced(by: 1),
                amount: Money(minorUnits: 7_500, in: .usd)
            )
            _ = try PaymentRow.upsert([rest], at: .utc(TestDatabase.now), using: &random, in: scope)
        }
        #expect(try shown(on: today) == 0.75)
        #expect(try shown(on: today.advanced(by: 1)) == nil, "paid since, and no run has looked yet")
    }

    @Test func `customers show their risk and are found by its level`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        func found(_ levels: [RiskLevel], on day: Day = TestDatabase.today) throws -> Listed<CustomerListing> {
            try test.read {
                try CustomerListing.list(CustomerFilter(riskLevels: levels), today: day, currency: .usd, in: $0)
            }
        }
        #expect(try found([]).elements.map(\.riskScore) == [nil])
        #expect(try found([.low, .medium, .high]).totalCount == 0, "one without a score is at no level")
        try test.write { _ = try CustomerScoreRow.upsert([Sample.score(of: customer, 61.5, .medium)], in: $0) }
        let listed = try found([.medium, .high])
        #expect(listed.elements.map(\.riskScore) == [61.5])
        #expect(listed.elements.map(\.riskLevel) == [.medium])
        #expect(listed.totalCount == 1)
        #expect(try found([.low, .high]).elements.isEmpty)
        #expect(try found([.medium], on: today.advanced(by: -1)).totalCount == 0)
        #expect(try found([], on: today.advanced(by: -1)).elements.map(\.riskScore) == [nil])
        let single = try test.read { try CustomerListing.find(customer, today: today, currency: .usd, in: $0) }
        #expect(single?.riskScore == 61.5 && single?.riskLevel == .medium)
    }

    private func planted(_ test: TestDatabase) throws -> (Identifier<Customer>, Identifier<Invoice>) {
        try test.write { try SampleBooks.load(in: $0) }
        let invoice = try #require(try test.read { try InvoiceRow.find(key: "i1", in: $0) })
        return (invoice.customer, invoice.id)
    }
}
