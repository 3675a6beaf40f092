import Facts
import Receivables
import Store
import TestKit
import Testing
import Values

/// Promises are told by SQL in a list and by the facts in a run, and both have to say the same.
@Suite struct PromiseListingTests {
    private static let recording = Recording(at: TestDatabase.now, on: TestDatabase.today)

    private static func day(_ random: inout SplitMix64) -> Day {
        TestDatabase.today.advanced(by: .random(in: -40...0, using: &random))
    }

    /// Six invoices of one customer, some voided; payments, and promises of parts over some of them.
    private static func load(_ seed: UInt64, in scope: WriteScope) throws {
        var random = SplitMix64(seed: seed)
        _ = try CustomerRow.upsert([CustomerEntry(key: "c", name: "C")], at: recording, using: &random, in: scope)
        for number in 0..<6 {
            let issued = TestDatabase.today.advanced(by: .random(in: -90 ... -30, using: &random))
            let isVoided = Int.random(in: 0..<5, using: &random) == 0
            let invoice = InvoiceEntry(
                key: "\(number)",
                number: "\(number)",
                customerKey: "c",
                issuedOn: issued,
                dueOn: issued.advanced(by: 30),
                amount: Money(minorUnits: .random(in: 50...400, using: &random), in: .usd),
                voidedOn: isVoided ? day(&random) : nil
            )
            _ = try InvoiceRow.upsert([invoice], at: recording, using: &random, in: scope)
        }
        for number in 0..<8 {
            let payment = PaymentEntry(
                key: "p\(number)",
                allocation: .invoice(key: "\(Int.random(in: 0..<6, using: &random))"),
                paidOn: day(&random),
                amount: Money(minorUnits: .random(in: -50...200, using: &random), in: .usd)
            )
            _ = try PaymentRow.upsert([payment], at: recording, using: &random, in: scope)
        }
        for number in 0..<8 {
            let made = day(&random)
            let due = made.advanced(by: .random(in: 0...30, using: &random))
            let amount = Bool.random(using: &random) ? Int64.random(in: 20...300, using: &random) : nil
            let withdrawn = Int.random(in: 0..<6, using: &random) == 0 ? made.advanced(by: 6) : nil
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let promise = PromiseEntry(
                    key: "r\(number)",
                    invoiceKey: "\(Int.random(in: 0..<6, using: &random))",
                    madeOn: made,
                    dueOn: due,
                    amount: amount.map { Money(minorUnits: $0, in: .usd) },
                    withdrawnOn: withdrawn
                )
                _ = try PromiseRow.upsert([promise], at: recording, using: &random, in: scope)
            }
        }
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `a list, a promise by itself and the facts agree on what has become of it`(_ seed: UInt64) throws {
        let test = try TestDatabase()
        var company = TestDatabase.acme
        company.promiseTerms = PromiseTerms(graceDays: Int(seed % 3) * 2, tolerancePercent: Int(seed % 4) * 5)
        try test.write { [company] scope in
            try CompanyRow.update(company, at: TestDatabase.now, in: scope)
            try Self.load(seed, in: scope)
        }
        for age in [0, 3, 9, 20] {
            let today = TestDatabase.today.advanced(by: -age)
            let (ledger, listed, states) = try test.read { [company] scope in
                (
                    try LedgerView(scope, asOf: today).ledger(of: company),
                    try InvoiceListing.list(InvoiceFilter(), today: today, Page(limit: 50), in: scope).elements,
                    try PromiseRow.all(in: scope).filter { $0.madeOn <= today }.map {
                        (due: $0.dueOn, state: try $0.state(asOf: today, terms: company.promiseTerms, in: scope))
                    }
                )
            }
            let facts = ledger.facts()
            func column(_ name: String, _ entity: Entity = .invoice) throws -> [Int64] {
                facts.integers(at: try #require(facts.catalog.index(of: name, on: entity)))
            }
            let (open, due) = (try column("promise_open"), try column("promise_due_date"))
            for (row, key) in facts.invoiceKeys.enumerated() {
                let listing = try #require(listed.first { $0.invoice.key == key })
                guard listing.balance.minorUnits > 0 else { continue }
                let expected = open[row] == 1 ? Int64(listing.promisedFor?.sinceEpoch ?? 0) : due[row]
                #expect(expected == due[row] && (listing.promisedFor != nil) == (open[row] == 1), "\(key) on \(today)")
            }
            let year = states.filter { $0.due.days(until: today) < 365 }.map(\.state)
            #expect(try column("promises_kept_365_days", .customer) == [Int64(year.count { $0 == .kept })])
            #expect(try column("promises_broken_365_days", .customer) == [Int64(year.count(where: \.isNotKept))])
        }
    }
}
