import Facts
import RuleEngine
import RuleLanguage
import TestKit
import Testing
import Values

@Suite struct ShippedPolicyTests {
    @Test(arguments: [Currency.usd, .jpy, .kwd])
    func `the shipped policy checks clean in any currency`(_ currency: Currency) throws {
        let sources = try shippedSources()
        let result = RuleChecker.check(sources, against: catalog, currency: currency)
        #expect(rendered(result.diagnostics, in: sources) == "no diagnostics\n")
    }

    @Test func `every example of the shipped policy comes out as it says`() throws {
        let sources = try shippedSources()
        let rules = try #require(RuleChecker.check(sources, against: catalog, currency: .usd).rules)
        let failures = RuleExamples.failures(of: rules, catalog: catalog)
        #expect(rendered(failures, in: sources) == "no diagnostics\n")
    }
}

extension ShippedPolicyTests {
    @Test func `the shipped policy says about a small book what its golden file says`() throws {
        var book = SampleBook(
            customers: ["ACME", "BOLT", "CORK", "DALE"],
            invoices: [
                (key: "A1", customer: 0), (key: "A2", customer: 0), (key: "B1", customer: 1), (key: "B2", customer: 1),
                (key: "C1", customer: 2), (key: "C2", customer: 2), (key: "D1", customer: 3),
            ]
        )
        let late: [Int64] = [3, 50, 12, -4, 25, 35, 9]
        book.set("invoice.days_past_due", late.map { Optional($0) })
        book.set("invoice.due_date", late.map { 20_468 - $0 })
        book.set("invoice.balance", [120_000, 1_500_000, 9_000, 250_000, 80_000, 2_400_000, 40_000])
        book.set("invoice.promise_due_date", [nil, nil, 20_470, nil, 20_460, nil, nil])
        book.set("invoice.promise_open", [0, 0, 1, 0, 0, 0, 0])
        book.set("invoice.promise_broken", [0, 0, 0, 0, 1, 0, 0])
        book.set("invoice.disputed", [0, 0, 0, 0, 0, 1, 0])
        book.set("invoice.late_probability", reals: [1, 1, 1, 0.7, 1, 1, 1])
        book.set("customer.do_not_contact", [0, 0, 0, 1])
        book.set("customer.total_balance", [1_620_000, 259_000, 2_480_000, 40_000])
        book.set("customer.risk_score", reals: [81.25, nil, 64, 12])
        book.set("customer.settled_invoices", [20, 14, 9, 30])
        book.set("customer.settled_90_days", [5, 4, 2, 6])
        book.set("customer.late_share_365_days", reals: [0.9, 0.3, nil, 0.1])
        book.set("customer.average_days_late_365_days", [31, 6, nil, 1])
        book.set("customer.average_days_late_90_days", [33, 19, nil, 0])
        book.set("customer.days_since_contact", [nil, 9, 4, nil])
        book.set("customer.oldest_days_past_due", [50, 12, 35, 9])
        let sources = try shippedSources()
        let rules = try #require(RuleChecker.check(sources, against: catalog, currency: .usd).rules)
        let found = RuleProgram(rules).decisions(on: book.table, calendar: .withoutHolidays)
        try expectGolden("shipped-policy.txt", described(found, on: book.table))
    }
}
