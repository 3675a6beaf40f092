import Receivables
import Store
import TestKit
import Testing
import Values

/// What the database adds up, and what it keeps of it.
@Suite struct AgingListingTests {
    private let today = TestDatabase.today

    @Test func `the database adds up what the ledger says, in every currency, on any day and as known at any time`()
        throws
    {
        try forAll(12) {
            $0.next()
        } property: { seed in
            let test = try TestDatabase()
            var random = SplitMix64(seed: seed)
            for round in 0..<4 {
                let plan = AgingPlan(round: round, using: &random)
                try test.write { try plan.write(in: $0) }
            }
            return try test.read { scope in
                try [-40, -3, 0].allSatisfy { offset in
                    let day = today.advanced(by: offset)
                    return try [nil, 1, 3].allSatisfy { (round: Int64?) in
                        let instant = round.map { Instant(millisecondsSinceEpoch: $0 * 1_000) }
                        let ledger = try LedgerView(scope, asOf: day, knownAt: instant).ledger(of: TestDatabase.acme)
                        let report = AgingReport(of: ledger)
                        let listing = try AgingListing(in: scope, asOf: day, base: .usd, knownAt: instant)
                        return report.amounts == listing.amounts && report.inBase == listing.inBase
                            && report.withoutRate == listing.withoutRate
                            && report.customers.map(\.amounts) == listing.entries.map(\.amounts)
                            && report.customers.map(\.inBase) == listing.entries.map(\.inBase)
                    }
                }
            }
        }
    }

    @Test func `buckets less what was overpaid and unapplied are the total, and one customer's is a part of all`()
        throws
    {
        let test = try TestDatabase()
        var random = SplitMix64(seed: 7)
        let plan = AgingPlan(round: 0, using: &random)
        try test.write { try plan.write(in: $0) }
        let listing = try test.read { try AgingListing(in: $0, asOf: today, base: .usd) }
        #expect(listing.entries.count > 1)
        for entry in listing.entries {
            for amounts in entry.amounts {
                let owed = amounts.buckets.map(\.minorUnits).reduce(0, +)
                #expect(amounts.total.minorUnits == owed - amounts.overpaid.minorUnits - amounts.unapplied.minorUnits)
            }
            let alone = try test.read {
                try AgingListing(in: $0, asOf: today, base: .usd, customer: entry.customer)
            }
            #expect(alone.entries == [entry])
        }
    }

    @Test func `a snapshot is there once it is finished, and a later one takes its place`() throws {
        let test = try TestDatabase()
        let day = today
        let line = AgingSnapshotRow.Line.of(current: 500)
        try test.write { scope in
            try AgingSnapshotRow.sample(1, day: day).begin(in: scope)
            try AgingSnapshotRow.sample(1, day: day).add([(TestCustomer.id, line)], in: scope)
        }
        #expect(try test.read { try AgingSnapshotRow.find(day, in: $0) } == nil)
        #expect(try test.read { try AgingSnapshotRow.history(day...day, in: $0) }.totalCount == 0)
        try test.write { try AgingSnapshotRow.sample(1, day: day).finish(totals: [line], in: $0) }
        #expect(try test.read { try AgingSnapshotRow.find(day, in: $0) } == .sample(1, day: day))
        let other = AgingSnapshotRow.Line.of(current: 900)
        try test.write { scope in
            try AgingSnapshotRow.sample(2, day: day).begin(in: scope)
            try AgingSnapshotRow.sample(2, day: day).add([(TestCustomer.id, other)], in: scope)
            try AgingSnapshotRow.sample(2, day: day).finish(totals: [other], in: scope)
        }
        let history = try test.read { try AgingSnapshotRow.history(day...day, in: $0) }
        #expect(history.elements.map(\.lines) == [[other]] && history.totalCount == 1)
        let own = try test.read { try AgingSnapshotRow.history(of: TestCustomer.id, day...day, in: $0) }
        #expect(own.elements.map(\.lines) == [[other]])
        // The one that was replaced goes, the other one stays.
        #expect(try test.write { try AgingSnapshotRow.removeUnfinished(atMost: 10, in: $0) })
        #expect(try test.write { try AgingSnapshotRow.removeUnfinished(atMost: 10, in: $0) } == false)
        #expect(try test.read { try AgingSnapshotRow.all(in: $0) } == [.sample(2, day: day)])
    }

    @Test func `an amount without a rate stays unknown in the snapshot`() throws {
        let test = try TestDatabase()
        let day = today
        let amounts = AgingAmounts.of(current: 700, in: .eur)
        let line = AgingSnapshotRow.Line(amounts, inBase: AgingInBase([amounts], in: .usd, by: .empty, on: day))
        try test.write { scope in
            try AgingSnapshotRow.sample(1, day: day).begin(in: scope)
            try AgingSnapshotRow.sample(1, day: day).add([(TestCustomer.id, line)], in: scope)
            try AgingSnapshotRow.sample(1, day: day).finish(totals: [line], in: scope)
        }
        let figures = try test.read { try AgingSnapshotRow.history(day...day, in: $0) }.elements
        #expect(figures.map(\.inBase.total) == [nil])
        #expect(figures.first?.inBase.overpaid == .zero(in: .usd))
        #expect(figures.first?.lines.first?.amounts == amounts)
    }
}

private enum TestCustomer {
    static let id = Identifier<Customer>(high: 7, low: 7)
}

extension AgingAmounts {
    fileprivate static func of(current: Int64, in currency: Currency) -> AgingAmounts {
        var amounts = AgingAmounts(in: currency)
        amounts.add(Money(minorUnits: current, in: currency), to: .current)
        return amounts
    }
}

extension AgingSnapshotRow.Line {
    fileprivate static func of(current: Int64) -> AgingSnapshotRow.Line {
        let amounts = AgingAmounts.of(current: current, in: .usd)
        return AgingSnapshotRow.Line(
            amounts,
            inBase: AgingInBase([amounts], in: .usd, by: .empty, on: TestDatabase.today)
        )
    }
}

extension AgingSnapshotRow {
    static func sample(_ number: UInt64, day: Day) -> AgingSnapshotRow {
        AgingSnapshotRow(
            id: Identifier(high: 600, low: number),
            day: day,
            currency: .usd,
            withoutRate: [],
            lineCount: 1,
            contentHash: ContentHash(of: "snapshot \(number)"),
            takenAt: TestDatabase.now
        )
    }
}

/// Entries of every kind in three currencies, drawn before they are written.
struct AgingPlan: Sendable {
    private let round: Int
    private let customers: [CustomerEntry]
    private var invoices: [InvoiceEntry] = []
    private var payments: [PaymentEntry] = []
    private var parts: [AllocationEntry] = []
    private var rates: [DatedRate] = []

    init(round: Int, using random: inout SplitMix64) {
        self.round = round
        customers = (1...4).map { CustomerEntry(key: "c\($0)", name: "Customer \($0) of \(round)") }
        let today = TestDatabase.today
        let jpy = Currency("JPY") ?? .usd
        let currencies: [Currency] = [.usd, .eur, jpy]
        for number in 0..<20 {
            let currency = currencies[Int.random(in: 0...2, using: &random)]
            let issued = today.advanced(by: .random(in: -160...5, using: &random))
            // Every third key comes again in the next round, with other values.
            let key = number % 3 == 0 ? "i\(number) \(currency)" : "i\(round) \(number)"
            invoices.append(
                InvoiceEntry(
                    key: key,
                    number: key,
                    customerKey: "c\(Int.random(in: 1...4, using: &random))",
                    issuedOn: issued,
                    dueOn: issued.advanced(by: .random(in: 0...60, using: &random)),
                    amount: Money(minorUnits: .random(in: 0...9_000, using: &random), in: currency),
                    voidedOn: .random(in: 0...9, using: &random) == 0 ? issued.advanced(by: 20) : nil
                )
            )
            if Bool.random(using: &random) {
                payments.append(
                    PaymentEntry(
                        key: "p\(round) \(number)",
                        allocation: .invoice(key: key),
                        paidOn: issued.advanced(by: .random(in: -3...70, using: &random)),
                        amount: Money(minorUnits: .random(in: -500...9_500, using: &random), in: currency)
                    )
                )
            }
            guard Bool.random(using: &random) else { continue }
            let cash = PaymentEntry(
                key: "u\(round) \(number)",
                allocation: .unapplied(customerKey: "c\(Int.random(in: 1...4, using: &random))"),
                paidOn: issued,
                amount: Money(minorUnits: .random(in: 100...9_500, using: &random), in: currency)
            )
            payments.append(cash)
            guard Bool.random(using: &random) else { continue }
            parts.append(
                AllocationEntry(
                    paymentKey: cash.key,
                    invoiceKey: key,
                    amount: Money(minorUnits: .random(in: 1...cash.amount.minorUnits, using: &random), in: currency)
                )
            )
        }
        for offset in [-50, -2 - round] {
            if let rate = ExchangeRate(mantissa: .random(in: 10_000...12_000, using: &random), scale: 4) {
                rates.append(DatedRate(today.advanced(by: offset), from: .eur, to: .usd, rate))
            }
        }
        if round == 2, let rate = ExchangeRate("0.0067") {
            rates.append(DatedRate(today.advanced(by: -20), from: jpy, to: .usd, rate))
        }
    }

    /// Writes the round a second after the one before.
    func write(in scope: WriteScope) throws {
        let recording = Recording(
            at: Instant(millisecondsSinceEpoch: Int64(round) * 1_000),
            on: TestDatabase.today.advanced(by: round - 6)
        )
        var ids = SystemRandomNumberGenerator()
        _ = try CustomerRow.upsert(customers, at: recording, using: &ids, in: scope)
        _ = try InvoiceRow.upsert(invoices, at: recording, using: &ids, in: scope)
        _ = try PaymentRow.upsert(payments, at: recording, using: &ids, in: scope)
        _ = try AllocationRow.upsert(parts, at: recording, in: scope)
        _ = try FXRateRow.upsert(rates, at: recording, in: scope)
    }
}
