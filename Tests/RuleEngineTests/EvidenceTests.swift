import Facts
import RuleEngine
import Testing
import Values

@Suite struct EvidenceTests {
    private func book() -> SampleBook {
        var book = SampleBook(customers: ["ACME"], invoices: [(key: "A1", customer: 0)])
        book.set("invoice.days_past_due", [1])
        book.set("invoice.balance", [123_450])
        book.set("invoice.due_date", [20_467])
        book.set("customer.segment", [1])
        book.set("customer.risk_score", reals: [72])
        book.set("invoice.late_probability", reals: [0.355])
        return book
    }

    private func evidence(_ clauses: String) throws -> [String] {
        let text = """
            define invoice.age : days = today - due_date
            insight invoice.late "Late"
              \(clauses)
              severity high
              tags cash_at_risk

            """
        let found = try decisions(of: text, on: book()).insights
        return (found.first?.evidence ?? []).map { item in
            "\(item.fact) \(item.value) \(item.threshold ?? "-")\(item.changesWithToday ? " today" : "")"
        }
    }

    @Test func `each test that held is evidence with its threshold`() throws {
        #expect(
            try evidence("when days_past_due >= 1 day and balance > 1_000 base and customer.segment is mid") == [
                "invoice.days_past_due days(1) >= 1 day today",
                "invoice.balance money(1,234.50 USD) > 1,000.00 USD",
                "customer.segment choice(\"mid\") is mid",
            ]
        )
    }

    @Test func `of alternatives only those that hold are evidence`() throws {
        #expect(
            try evidence("when balance > 9_999 base or customer.risk_score >= 70 points or disputed") == [
                "customer.risk_score score(72.0) >= 70 points"
            ]
        )
    }

    @Test func `a negated test says what held instead`() throws {
        #expect(
            try evidence("when not (balance < 5 base or disputed) and customer.industry is none") == [
                "invoice.balance money(1,234.50 USD) >= 5.00 USD", "invoice.disputed yesNo(false) is no",
                "customer.industry unknown is none",
            ]
        )
    }

    @Test func `what reads today changes with today`() throws {
        #expect(
            try evidence("when due_date < today and age in 1..3 days") == [
                "invoice.due_date date(2026-01-14) < 2026-01-15 today",
                "invoice.age days(1) in 1 day..3 days today",
            ]
        )
    }

    @Test func `the evidence clause adds what the tests have not shown`() throws {
        #expect(
            try evidence("when balance > 5 base\n  evidence balance, customer.risk_score ?? 50 points, balance * 2")
                == [
                    "invoice.balance money(1,234.50 USD) > 5.00 USD", "customer.risk_score score(72.0) -",
                    "balance * 2 money(2,469.00 USD) -",
                ]
        )
    }

    @Test func `the same test twice is one piece of evidence`() throws {
        #expect(try evidence("when balance > 5 base and (balance > 5 base or disputed)").count == 1)
    }

    @Test func `values in texts are written by their units`() throws {
        let values = [
            "{customer.name}", "{balance}", "{days_past_due}", "{due_date}", "{late_probability ?? \"?\"}",
            "{customer.risk_score ?? 1 points}", "{disputed}", "{customer.segment}",
            "{customer.country ?? \"abroad\"}", "{2 * days_past_due}", "{balance / 2}", "{12% of balance}",
            "{customer.open_invoices}", "\\{\\\"",
        ]
        let text = """
            insight invoice.late "Late"
              when balance > 0 base
              severity high
              tags cash_at_risk
              message "\(values.joined(separator: "|"))"

            """
        let found = try decisions(of: text, on: book()).insights
        let words = [
            "ACME", "1,234.50 USD", "1 day", "2026-01-14", "35.5%", "72 points", "no", "mid", "abroad", "2 days",
            "617.25 USD", "148.14 USD", "0", "{\"",
        ]
        #expect(found.first?.summary == words.joined(separator: "|"))
    }

    @Test func `a long text loses the indentation of its closing quotes`() throws {
        let text = """
            action write on invoice
              owner a
              why "Late."
              when balance > 0 base
              do email using letter
            template letter channel email
              subject "Invoice {number}"
              body \"""
                Hello {customer.name},

                  {balance} is due.
                \"""

            """
        let found = try decisions(of: text, on: book()).actions
        #expect(found.first?.subject == "Invoice A1")
        #expect(found.first?.body == "Hello ACME,\n\n  1,234.50 USD is due.")
    }
}
