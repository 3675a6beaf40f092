import Facts
import Receivables
import Store
import TestKit
import Testing
import Values

@Suite struct LedgerViewTests {
    private let today = TestDatabase.today

    @Test func `the books read as they were written`() throws {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        let ledger = try test.read { try LedgerView($0, asOf: today).ledger(of: TestDatabase.acme) }
        #expect(ledger.asOf == today)
        #expect(ledger.customers.map(\.name) == ["Müller & Söhne"])
        #expect(ledger.invoices.map(\.key) == ["i1"])
        #expect(ledger.invoices.map(\.amount) == [Money(minorUnits: 10_000, in: .usd)])
        #expect(
            ledger.payments == [
                Payment(invoice: 0, paidOn: today.advanced(by: -10), amount: Money(minorUnits: 2_500, in: .usd))
            ]
        )
        #expect(
            ledger.promises == [Promise(invoices: [0], madeOn: today.advanced(by: -5), dueOn: today.advanced(by: 5))]
        )
        #expect(ledger.disputes == [Dispute(invoice: 0, openedOn: today.advanced(by: -3))])
        let message = Communication(customer: 0, direction: .outbound, channel: .email, on: today.advanced(by: -2))
        #expect(ledger.communications == [message])
    }

    @Test(arguments: [
        (-61, "0 0 0 0 0"), (-60, "1 0 0 0 0"), (-11, "1 0 0 0 0"), (-10, "1 1 0 0 0"), (-5, "1 1 1 0 0"),
        (-3, "1 1 1 1 0"), (-2, "1 1 1 1 1"),
    ])
    func `each entry is in the books from its own day on`(_ offset: Int, _ expected: String) throws {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        let ledger = try test.read {
            try LedgerView($0, asOf: today.advanced(by: offset)).ledger(of: TestDatabase.acme)
        }
        let counts = [
            ledger.invoices.count, ledger.payments.count, ledger.promises.count, ledger.disputes.count,
            ledger.communications.count,
        ]
        #expect(counts.map { String($0) }.joined(separator: " ") == expected)
    }

    @Test func `what is taken back or settled later is open on the day`() throws {
        let test = try TestDatabase()
        let day = today
        try test.write { scope in
            try SampleBooks.load(in: scope)
            var random = SystemRandomNumberGenerator()
            let promise = PromiseEntry(
                key: "pr1",
                invoiceKey: "i1",
                madeOn: day.advanced(by: -5),
                dueOn: day.advanced(by: 5),
                withdrawnOn: day.advanced(by: 1)
            )
            _ = try PromiseRow.upsert([promise], at: .utc(TestDatabase.now), using: &random, in: scope)
            let dispute = DisputeEntry(
                key: "d1",
                invoiceKey: "i1",
                openedOn: day.advanced(by: -3),
                resolvedOn: day.advanced(by: 1)
            )
            _ = try DisputeRow.upsert([dispute], at: .utc(TestDatabase.now), using: &random, in: scope)
        }
        let (on, after) = try test.read { scope in
            (
                try LedgerView(scope, asOf: day).ledger(of: TestDatabase.acme),
                try LedgerView(scope, asOf: day.advanced(by: 1)).ledger(of: TestDatabase.acme)
            )
        }
        #expect(on.promises.map(\.withdrawnOn) == [nil] && on.disputes.map(\.resolvedOn) == [nil])
        #expect(after.promises.map(\.withdrawnOn) == [day.advanced(by: 1)])
        #expect(after.disputes.map(\.resolvedOn) == [day.advanced(by: 1)])
    }

    @Test func `what occurs later changes neither the books nor the facts of a day`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            var books = RandomBooks(seed: 42)
            try books.plant(count: 60, named: "base", between: -200, and: 0, using: &random, in: scope)
        }
        let day = today
        let before = try test.read { try LedgerView($0, asOf: day).ledger(of: TestDatabase.acme) }
        let facts = rows(of: before.facts())
        #expect(before.invoices.count == 60)
        try forAll(12) {
            $0.next()
        } property: { seed in
            try test.write { scope in
                var random = SystemRandomNumberGenerator()
                var books = RandomBooks(seed: seed)
                try books.plant(count: 15, named: "later \(seed)", between: 1, and: 90, using: &random, in: scope)
                try books.plantLaterEntries(on: 20, named: "entry \(seed)", using: &random, in: scope)
            }
            let after = try test.read { try LedgerView($0, asOf: day).ledger(of: TestDatabase.acme) }
            return after == before && rows(of: after.facts()) == facts
        }
        let later = try test.read { try LedgerView($0, asOf: day.advanced(by: 90)).ledger(of: TestDatabase.acme) }
        #expect(later.invoices.count == 60 + 12 * 15, "the planted rows are there, on their own days")
        #expect(later.payments.count > before.payments.count)
    }

    @Test func `the order does not depend on the order of writing`() throws {
        let ledgers = try [false, true].map { isReversed in
            let test = try TestDatabase()
            try test.write { scope in
                var random = SystemRandomNumberGenerator()
                let customers = ["c3", "c1", "c2"].map { CustomerEntry(key: $0, name: $0) }
                let invoices = (0..<30).map { number in
                    InvoiceEntry(
                        key: "i\(number)",
                        number: "\(number)",
                        customerKey: "c\(number % 3 + 1)",
                        issuedOn: TestDatabase.today.advanced(by: -(number * 7 % 11) - 10),
                        dueOn: TestDatabase.today,
                        amount: Money(minorUnits: 100, in: .usd)
                    )
                }
                let payments = (0..<60).map { number in
                    PaymentEntry(
                        key: "p\(number)",
                        allocation: .invoice(key: "i\(number % 30)"),
                        paidOn: TestDatabase.today.advanced(by: -(number * 5 % 8)),
                        amount: Money(minorUnits: Int64(number + 1), in: .usd)
                    )
                }
                let now = TestDatabase.now
                _ = try CustomerRow.upsert(
                    isReversed ? customers.reversed() : customers,
                    at: .utc(now),
                    using: &random,
                    in: scope
                )
                _ = try InvoiceRow.upsert(
                    isReversed ? invoices.reversed() : invoices,
                    at: .utc(now),
                    using: &random,
                    in: scope
                )
                _ = try PaymentRow.upsert(
                    isReversed ? payments.reversed() : payments,
                    at: .utc(now),
                    using: &random,
                    in: scope
                )
            }
            return try test.read { try LedgerView($0, asOf: today).ledger(of: TestDatabase.acme) }
        }
        #expect(ledgers[0].customers.map(\.key) == ["c1", "c2", "c3"])
        #expect(ledgers[0].invoices.map(\.key) == ledgers[1].invoices.map(\.key))
        #expect(ledgers[0].payments == ledgers[1].payments)
        let order = ledgers[0].invoices.map { [$0.customer, Int($0.issuedOn.sinceEpoch)] }
        #expect(order == order.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// The values of all rows of a table, as text.
    private func rows(of table: FactTable) -> [String] {
        table.catalog.facts.indices.flatMap { index in
            (0..<table.rowCount(of: table.catalog.facts[index].entity)).map { row in
                "\(table.catalog.facts[index].path) \(row) \(table.value(at: index, row: row))"
            }
        }
    }
}

/// Books made up from a seed.
private struct RandomBooks {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Adds invoices issued between two days, given relative to today, and now and then an entry on them.
    mutating func plant(
        count: Int,
        named name: String,
        between first: Int,
        and last: Int,
        using ids: inout SystemRandomNumberGenerator,
        in scope: WriteScope
    ) throws {
        let now = TestDatabase.now
        let customers = (1...5).map { CustomerEntry(key: "c\($0)", name: "Customer \($0)") }
        _ = try CustomerRow.upsert(customers, at: .utc(now), using: &ids, in: scope)
        var invoices: [InvoiceEntry] = []
        var payments: [PaymentEntry] = []
        var disputes: [DisputeEntry] = []
        for number in 0..<count {
            let issued = TestDatabase.today.advanced(by: .random(in: first...last, using: &random))
            let key = "\(name) \(number)"
            let amount = Int64.random(in: 1...100_000, using: &random)
            invoices.append(
                InvoiceEntry(
                    key: key,
                    number: key,
                    customerKey: "c\(Int.random(in: 1...5, using: &random))",
                    issuedOn: issued,
                    dueOn: issued.advanced(by: 30),
                    amount: Money(minorUnits: amount, in: .usd)
                )
            )
            guard Bool.random(using: &random) else { continue }
            let day = issued.advanced(by: .random(in: 0...60, using: &random))
            payments.append(
                PaymentEntry(
                    key: key,
                    allocation: .invoice(key: key),
                    paidOn: day,
                    amount: Money(minorUnits: .random(in: 1...amount, using: &random), in: .usd)
                )
            )
            disputes.append(DisputeEntry(key: key, invoiceKey: key, openedOn: day, resolvedOn: day.advanced(by: 9)))
        }
        _ = try InvoiceRow.upsert(invoices, at: .utc(now), using: &ids, in: scope)
        _ = try PaymentRow.upsert(payments, at: .utc(now), using: &ids, in: scope)
        _ = try DisputeRow.upsert(disputes, at: .utc(now), using: &ids, in: scope)
    }

    /// Adds payments, promises, disputes and contacts after today on invoices that are there already.
    mutating func plantLaterEntries(
        on count: Int,
        named name: String,
        using ids: inout SystemRandomNumberGenerator,
        in scope: WriteScope
    ) throws {
        let now = TestDatabase.now
        for number in 0..<count {
            let key = "\(name) \(number)"
            let invoice = "base \(Int.random(in: 0..<60, using: &random))"
            let day = TestDatabase.today.advanced(by: .random(in: 1...90, using: &random))
            let payment = PaymentEntry(
                key: key,
                allocation: .invoice(key: invoice),
                paidOn: day,
                amount: Money(minorUnits: 7, in: .usd)
            )
            _ = try PaymentRow.upsert([payment], at: .utc(now), using: &ids, in: scope)
            let promise = PromiseEntry(key: key, invoiceKey: invoice, madeOn: day, dueOn: day.advanced(by: 5))
            _ = try PromiseRow.upsert([promise], at: .utc(now), using: &ids, in: scope)
            let dispute = DisputeEntry(key: key, invoiceKey: invoice, openedOn: day)
            _ = try DisputeRow.upsert([dispute], at: .utc(now), using: &ids, in: scope)
            guard let owner = try InvoiceRow.find(key: invoice, in: scope.reading)?.customer,
                let customer = try CustomerRow.find(owner, in: scope.reading)?.customer
            else { continue }
            let call = CommunicationEntry(
                key: key,
                customerKey: customer.key,
                direction: .outbound,
                channel: .call,
                occurredOn: day
            )
            _ = try CommunicationRow.upsert([call], at: .utc(now), using: &ids, in: scope)
        }
    }
}
