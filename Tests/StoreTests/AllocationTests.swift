import Receivables
import Store
import Testing
import Values

/// Cash on account, and the parts of it that are put to invoices.
@Suite struct AllocationTests {
    private static let today = TestDatabase.today

    /// A database with customer c1, who owes 100.00 on i1 and 50.00 on i2 and paid 120.00 on account five days ago.
    private static func bench() throws -> TestDatabase {
        let test = try TestDatabase()
        try test.write { scope in
            var random = SplitMix64(seed: 3)
            let stamp = Recording.utc(TestDatabase.now)
            _ = try CustomerRow.upsert([CustomerEntry(key: "c1", name: "Cobalt")], at: stamp, using: &random, in: scope)
            let invoices = [("i1", Int64(10_000)), ("i2", 5_000)].map { key, amount in
                InvoiceEntry(
                    key: key,
                    number: key,
                    customerKey: "c1",
                    issuedOn: today.advanced(by: -40),
                    dueOn: today.advanced(by: -10),
                    amount: Money(minorUnits: amount, in: .usd)
                )
            }
            _ = try InvoiceRow.upsert(invoices, at: stamp, using: &random, in: scope)
            let payment = PaymentEntry(
                key: "p1",
                allocation: .unapplied(customerKey: "c1"),
                paidOn: today.advanced(by: -5),
                amount: Money(minorUnits: 12_000, in: .usd),
                method: "wire",
                reference: "REF 7"
            )
            _ = try PaymentRow.upsert([payment], at: stamp, using: &random, in: scope)
        }
        return test
    }

    private static func put(
        _ parts: [(invoice: String, amount: Int64)],
        to test: TestDatabase,
        currency: Currency = .usd
    ) throws -> UpsertCount {
        let entries = parts.map {
            AllocationEntry(
                paymentKey: "p1",
                invoiceKey: $0.invoice,
                amount: Money(minorUnits: $0.amount, in: currency)
            )
        }
        return try test.write { try AllocationRow.upsert(entries, at: .utc(TestDatabase.now), in: $0) }
    }

    private static func balances(of test: TestDatabase, on day: Day = today) throws -> [Int64] {
        try test.read { try InvoiceListing.list(InvoiceFilter(), today: day, in: $0) }.elements
            .sorted { $0.invoice.key < $1.invoice.key }.map(\.balance.minorUnits)
    }

    @Test func `the parts of a payment lower their invoices, and what is left is the customer's`() throws {
        let test = try Self.bench()
        #expect(try Self.put([("i1", 8_000), ("i2", 3_000)], to: test) == UpsertCount(inserted: 2))
        #expect(try Self.balances(of: test) == [2_000, 2_000])
        let ledger = try test.read { try LedgerView($0, asOf: Self.today).ledger(of: TestDatabase.acme) }
        #expect(ledger.payments.map(\.amount.minorUnits) == [8_000, 3_000])
        #expect(ledger.unapplied.map(\.amount.minorUnits).reduce(0, +) == 1_000)
        let row = try #require(try test.read { try PaymentRow.find(key: "p1", in: $0) })
        #expect((row.method, row.reference, row.invoice) == ("wire", "REF 7", nil))
    }

    @Test func `a part counts from the payment's day where it names none`() throws {
        let test = try Self.bench()
        _ = try Self.put([("i1", 8_000)], to: test)
        #expect(try Self.balances(of: test, on: Self.today.advanced(by: -6)) == [10_000, 5_000])
        #expect(try Self.balances(of: test, on: Self.today.advanced(by: -5)) == [2_000, 5_000])
    }

    @Test func `the same parts again change nothing, another amount changes one`() throws {
        let test = try Self.bench()
        _ = try Self.put([("i1", 8_000), ("i2", 3_000)], to: test)
        #expect(try Self.put([("i1", 8_000), ("i2", 3_000)], to: test) == UpsertCount(unchanged: 2))
        #expect(try Self.put([("i1", 7_000), ("i2", 3_000)], to: test) == UpsertCount(changed: 1, unchanged: 1))
        #expect(try Self.balances(of: test) == [3_000, 2_000])
    }

    @Test(arguments: [
        ([("i1", Int64(12_001))], Currency.usd, "the parts of the payment are 0.01 USD more than the payment"),
        (
            [("i1", Int64(-1))], Currency.usd,
            "the part is -0.01 USD and the payment 120.00 USD; they must have one sign"
        ),
        (
            [("i1", Int64(100))], Currency.eur,
            "payment, part and invoice are in USD, EUR and USD; they must be in one currency"
        ),
    ])
    func `what a payment cannot be put to is refused, and nothing is written`(
        _ parts: [(String, Int64)],
        _ currency: Currency,
        _ why: String
    ) throws {
        let test = try Self.bench()
        #expect(throws: StoreError.allocationRefused(payment: "p1", invoice: "i1", why: why)) {
            _ = try Self.put(parts.map { (invoice: $0.0, amount: $0.1) }, to: test, currency: currency)
        }
        #expect(try test.read { try AllocationRow.all(in: $0) } == [])
    }

    @Test func `a part of nothing is refused by what it names`() throws {
        let test = try Self.bench()
        #expect(throws: StoreError.unknownInvoice(key: "i9")) { _ = try Self.put([("i9", 1)], to: test) }
        let part = AllocationEntry(paymentKey: "p9", invoiceKey: "i1", amount: Money(minorUnits: 1, in: .usd))
        #expect(throws: StoreError.unknownPayment(key: "p9")) {
            try test.write { _ = try AllocationRow.upsert([part], at: .utc(TestDatabase.now), in: $0) }
        }
    }

    @Test func `nothing is owed on an invoice from the day it is voided`() throws {
        let test = try Self.bench()
        try test.write { scope in
            var random = SplitMix64(seed: 4)
            let voided = InvoiceEntry(
                key: "i2",
                number: "i2",
                customerKey: "c1",
                issuedOn: Self.today.advanced(by: -40),
                dueOn: Self.today.advanced(by: -10),
                amount: Money(minorUnits: 5_000, in: .usd),
                voidedOn: Self.today.advanced(by: -1)
            )
            _ = try InvoiceRow.upsert([voided], at: .utc(TestDatabase.now), using: &random, in: scope)
        }
        #expect(try Self.balances(of: test) == [10_000, 0])
        #expect(try Self.balances(of: test, on: Self.today.advanced(by: -2)) == [10_000, 5_000])
        let listed = try test.read {
            try InvoiceListing.list(InvoiceFilter(statuses: [.voided]), today: Self.today, in: $0)
        }
        #expect(listed.elements.map(\.invoice.key) == ["i2"])
        #expect(listed.elements.first?.status(today: Self.today) == .voided)
        let paid = try test.read {
            try InvoiceListing.list(InvoiceFilter(statuses: [.closedPaid]), today: Self.today, in: $0)
        }
        #expect(paid.elements.isEmpty)
    }
}
