import Facts
import RuleEngine
import Testing
import Values

/// Rules compare in the company's currency; people read what stands on the invoice.
@Suite struct DocumentCurrencyTests {
    /// An invoice of 900 euros, worth so many dollars by the rate of the day, or unknown.
    private func book(worth dollars: Int64?) -> SampleBook {
        var book = SampleBook(customers: ["ACME"], invoices: [(key: "A1", customer: 0)])
        book.set("invoice.balance", document: [Money(minorUnits: 900_00, in: .eur)], [dollars])
        book.set("customer.total_balance", [dollars])
        book.mark("customer.total_balance", movingWithRates: [true])
        book.set("invoice.days_past_due", [12])
        return book
    }

    private let rules = """
        define invoice.half : money = balance * 50%
        insight invoice.late "Late"
          when days_past_due > 10 days and (balance >= 950 base or days_past_due > 11 days)
          severity high
          tags cash_at_risk
          evidence balance, customer.total_balance, half
          message "{number}: {balance}, half of it {half ?? "unknown"}"

        """

    @Test func `a text shows what stands on the invoice, and a threshold reads what it is worth`() throws {
        let insight = try #require(try decisions(of: rules, on: book(worth: 990_00)).insights.first)
        #expect(insight.summary == "A1: 900.00 EUR, half of it 495.00 USD")
        let balance = try #require(insight.evidence.first { $0.fact == "invoice.balance" })
        #expect(balance.value == .money(Money(minorUnits: 900_00, in: .eur)))
        #expect(balance.threshold == ">= 950.00 USD" && !balance.changesWithToday)
    }

    @Test func `without a rate a threshold on it does not hold, and the text still says what it is`() throws {
        let insight = try #require(try decisions(of: rules, on: book(worth: nil)).insights.first)
        #expect(insight.summary == "A1: 900.00 EUR, half of it unknown")
        #expect(!insight.evidence.contains { $0.threshold == ">= 950.00 USD" })
    }

    @Test func `what rates move is no sign that something happened`() throws {
        let insight = try #require(try decisions(of: rules, on: book(worth: 990_00)).insights.first)
        let moving = insight.evidence.filter(\.changesWithToday).map(\.fact)
        #expect(Set(moving).isSuperset(of: ["customer.total_balance", "invoice.half"]))
        #expect(!moving.contains("invoice.balance"))
    }
}
