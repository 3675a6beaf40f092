import Receivables
import SQLite
import TestKit
import Testing
import Values

@testable import Store

/// What the books said on a day, and what was known of them at an instant.
@Suite struct VersionTests {
    private let today = TestDatabase.today

    @Test func `customers and invoices read as they were on the day`() throws {
        let books = try ChangingBooks()
        try books.write(customer: "small", due: 30, on: today.advanced(by: -20))
        try books.write(customer: "mid", due: 45, on: today.advanced(by: -10))
        try books.write(customer: "large", due: 60, on: today)
        let expected = [(-20, "small", 30), (-11, "small", 30), (-10, "mid", 45), (-1, "mid", 45), (0, "large", 60)]
        for (offset, segment, due) in expected {
            let ledger = try books.ledger(asOf: today.advanced(by: offset))
            #expect(ledger.customers.map(\.segment) == [segment])
            #expect(ledger.invoices.map(\.dueOn) == [books.issuedOn.advanced(by: due)])
            let listed = try books.listed(asOf: today.advanced(by: offset))
            #expect(listed.customer == segment && listed.due == books.issuedOn.advanced(by: due))
        }
    }

    @Test func `an amount that was corrected was wrong from the beginning`() throws {
        let books = try ChangingBooks()
        try books.write(amount: 10_000, on: today.advanced(by: -20))
        try books.pay(4_000, on: today.advanced(by: -15))
        try books.write(amount: 9_000, on: today)
        #expect(try books.balance(asOf: today.advanced(by: -1)) == 5_000)
        #expect(try books.balance(asOf: today) == 5_000)
    }

    @Test func `an invoice that was written to the wrong customer was never that one's`() throws {
        let books = try ChangingBooks()
        try books.write(owner: "c1", on: today.advanced(by: -20))
        try books.write(owner: "c2", on: today)
        let before = try books.ledger(asOf: today.advanced(by: -1))
        let after = try books.ledger(asOf: today)
        #expect(before.invoices.map { before.customers[$0.customer].key } == ["c2"])
        #expect(after.invoices.map { after.customers[$0.customer].key } == ["c2"])
        #expect(before.payments.isEmpty)
    }

    @Test func `two changes of one day and instant leave the older version as the past`() throws {
        let books = try ChangingBooks()
        try books.write(customer: "small", on: today.advanced(by: -20))
        try books.write(customer: "mid", on: today, at: 5_000)
        try books.write(customer: "large", on: today, at: 5_000)
        #expect(try books.ledger(asOf: today.advanced(by: -1)).customers.map(\.segment) == ["small"])
        #expect(try books.ledger(asOf: today).customers.map(\.segment) == ["large"])
    }

    @Test func `where no past version matters the tables themselves are read`() throws {
        let books = try ChangingBooks()
        try books.write(customer: "small", due: 30, on: today.advanced(by: -20))
        try books.write(customer: "mid", due: 45, on: today.advanced(by: -10))
        func isPlain(_ table: PastTable, asOf offset: Int) throws -> Bool {
            let sql = try books.test.read { scope in
                try table.source(at: Moment(asOf: today.advanced(by: offset)), in: scope).sql
            }
            return sql == table.table.description
        }
        for table in PastTable.all { #expect(try isPlain(table, asOf: 0)) }
        #expect(try isPlain(.customer, asOf: -10) && isPlain(.invoice, asOf: -10))
        #expect(try !isPlain(.customer, asOf: -11) && !isPlain(.invoice, asOf: -11))
        #expect(try isPlain(.payment, asOf: -11))
    }

    @Test func `what was written down later was not known`() throws {
        let books = try ChangingBooks()
        try books.write(customer: "small", amount: 10_000, on: today.advanced(by: -20), at: 1_000)
        try books.pay(4_000, on: today.advanced(by: -15), at: 2_000)
        // Corrected later: the payment was on another day and of another amount.
        try books.pay(1_000, on: today.advanced(by: -14), at: 3_000)
        try books.write(customer: "mid", amount: 9_000, on: today.advanced(by: -20), at: 4_000)
        try books.extraInvoice(issuedOn: today.advanced(by: -16), at: 5_000)
        let day = today.advanced(by: -10)
        let known: [(Int64, String?, [Int64], [Int64])] = [
            (999, nil, [], []), (1_000, "small", [10_000], []), (2_999, "small", [10_000], [4_000]),
            (3_000, "small", [10_000], [1_000]), (4_000, "mid", [9_000], [1_000]),
            (5_000, "mid", [9_000, 77], [1_000]),
        ]
        for (instant, segment, amounts, paid) in known {
            let ledger = try books.ledger(asOf: day, knownAt: instant)
            #expect(ledger.customers.map(\.segment) == (segment.map { [$0] } ?? []), "at \(instant)")
            #expect(ledger.invoices.map(\.amount.minorUnits).sorted() == amounts.sorted(), "at \(instant)")
            #expect(ledger.payments.map(\.amount.minorUnits) == paid, "at \(instant)")
        }
        // What is known now counts the payment on its corrected day.
        #expect(try books.ledger(asOf: today.advanced(by: -15)).payments.isEmpty)
        #expect(try books.ledger(asOf: today.advanced(by: -15), knownAt: 2_000).payments.count == 1)
    }

    @Test func `a promise, a dispute, a part of a payment and a message are known from when they were written`() throws
    {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        let before = Instant(millisecondsSinceEpoch: TestDatabase.now.millisecondsSinceEpoch - 1)
        let (known, unknown) = try test.read { scope in
            (
                try LedgerView(scope, asOf: today, knownAt: TestDatabase.now).ledger(of: TestDatabase.acme),
                try LedgerView(scope, asOf: today, knownAt: before).ledger(of: TestDatabase.acme)
            )
        }
        let now = try test.read { try LedgerView($0, asOf: today).ledger(of: TestDatabase.acme) }
        #expect(known == now)
        #expect(unknown.customers.isEmpty && unknown.promises.isEmpty && unknown.disputes.isEmpty)
        #expect(unknown.communications.isEmpty && unknown.unapplied.isEmpty)
    }

    @Test func `later changes never reach an earlier day, nor an earlier instant`() throws {
        try forAll(20) {
            (seed: $0.next(), changes: Int.random(in: 1...6, using: &$0))
        } property: { seed, changes in
            var random = SplitMix64(seed: seed)
            let books = try ChangingBooks()
            try books.write(customer: "small", on: today.advanced(by: -30), at: 1_000)
            let ledger = try books.ledger(asOf: today.advanced(by: -20))
            let first = try books.ledger(asOf: today)
            for change in 1...changes {
                try books.write(
                    customer: ["small", "mid", "large"].randomElement(using: &random) ?? "",
                    amount: .random(in: 1...9_999, using: &random),
                    due: .random(in: 0...60, using: &random),
                    on: today.advanced(by: .random(in: -19...0, using: &random)),
                    at: 1_000 + Int64(change)
                )
            }
            let same = try books.ledger(asOf: today.advanced(by: -20))
            let known = try books.ledger(asOf: today, knownAt: 1_000)
            return !ledger.invoices.isEmpty && same.customers == ledger.customers
                && same.invoices.map(\.dueOn) == ledger.invoices.map(\.dueOn) && known == first
        }
    }
}

/// One customer and one invoice that change as a test says.
private final class ChangingBooks {
    let test: TestDatabase
    let issuedOn = TestDatabase.today.advanced(by: -25)

    init() throws {
        test = try TestDatabase()
    }

    func write(
        customer segment: String = "small",
        amount: Int64 = 10_000,
        due: Int = 30,
        owner: String = "c1",
        on day: Day,
        at milliseconds: Int64? = nil
    ) throws {
        let recording = ChangingBooks.recording(on: day, at: milliseconds)
        let issuedOn = issuedOn
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            let customers = Set(["c1", owner]).sorted().map { CustomerEntry(key: $0, name: "C", segment: segment) }
            _ = try CustomerRow.upsert(customers, at: recording, using: &random, in: scope)
            let invoice = InvoiceEntry(
                key: "i1",
                number: "1",
                customerKey: owner,
                issuedOn: issuedOn,
                dueOn: issuedOn.advanced(by: due),
                amount: Money(minorUnits: amount, in: .usd)
            )
            _ = try InvoiceRow.upsert([invoice], at: recording, using: &random, in: scope)
        }
    }

    func extraInvoice(issuedOn day: Day, at milliseconds: Int64) throws {
        let recording = ChangingBooks.recording(on: TestDatabase.today, at: milliseconds)
        let invoice = InvoiceEntry(
            key: "i2",
            number: "2",
            customerKey: "c1",
            issuedOn: day,
            dueOn: day,
            amount: Money(minorUnits: 77, in: .usd)
        )
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            _ = try InvoiceRow.upsert([invoice], at: recording, using: &random, in: scope)
        }
    }

    /// Writes the payment `p1`, or corrects it.
    func pay(_ amount: Int64, on day: Day, at milliseconds: Int64? = nil) throws {
        let recording = ChangingBooks.recording(on: TestDatabase.today, at: milliseconds)
        let payment = PaymentEntry(
            key: "p1",
            allocation: .invoice(key: "i1"),
            paidOn: day,
            amount: Money(minorUnits: amount, in: .usd)
        )
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            _ = try PaymentRow.upsert([payment], at: recording, using: &random, in: scope)
        }
    }

    func ledger(asOf day: Day, knownAt milliseconds: Int64? = nil) throws -> Ledger {
        let instant = milliseconds.map { Instant(millisecondsSinceEpoch: $0) }
        return try test.read { try LedgerView($0, asOf: day, knownAt: instant).ledger(of: TestDatabase.acme) }
    }

    func listed(asOf day: Day) throws -> (customer: String?, due: Day?) {
        try test.read { scope in
            let customers = try CustomerListing.list(CustomerFilter(), today: day, currency: .usd, in: scope)
            let invoices = try InvoiceListing.list(InvoiceFilter(), today: day, in: scope)
            let id = try #require(invoices.elements.first?.invoice.id)
            let found = try #require(try InvoiceListing.find(id, today: day, in: scope))
            #expect(found.invoice == invoices.elements.first?.invoice)
            #expect(customers.totalCount == 1 && invoices.totalCount == 1)
            return (customers.elements.first?.customer.customer.segment, found.invoice.dueOn)
        }
    }

    func balance(asOf day: Day) throws -> Int64? {
        try test.read { scope in
            try InvoiceListing.list(InvoiceFilter(), today: day, in: scope).elements.first?.balance.minorUnits
        }
    }

    private static func recording(on day: Day, at milliseconds: Int64?) -> Recording {
        let usual = Int64(day.sinceEpoch) * 86_400_000
        return Recording(at: Instant(millisecondsSinceEpoch: milliseconds ?? usual), on: day)
    }
}
