import Facts
import RuleEngine
import RuleLanguage
import Testing

@Suite struct RuleExamplesTests {
    private func failures(_ text: String) throws -> String {
        let rules = try rules(text)
        return rendered(RuleExamples.failures(of: rules, catalog: catalog), in: rules.sources)
    }

    @Test func `examples that come out as they say are not remarked on`() throws {
        let text = """
            hold risky on invoice
              owner a
              why "Risk."
              when customer.risk_score > 70 points and due_date < today
              stops email
              examples
                fires  customer.risk_score 71 points, days_past_due 1 day
                fires  customer.risk_score unknown, due_date today - 2 weeks
                silent customer.risk_score 70 points, days_past_due 1 day
                silent customer.risk_score unknown, days_past_due 0 days

            """
        #expect(try failures(text) == "no diagnostics\n")
    }

    @Test func `an example that fails says what got in the way, with the value`() throws {
        let text = """
            const LIMIT = 30 days
            insight invoice.late "Late"
              when days_past_due > LIMIT and balance >= 100 base
              unless disputed
              severity high
              tags cash_at_risk
              examples
                fires  days_past_due 30 days, balance 100 base
                fires  days_past_due 31 days, balance 100 base, disputed yes
                silent days_past_due 31 days, balance 100 base
                silent days_past_due 31 days, balance 99 base

            """
        #expect(
            try failures(text) == """
                error[E0901]: `invoice.late` is to fire, and it is silent: `days_past_due > LIMIT` is no, where \
                invoice.days_past_due is 30 days
                 --> test.rules:8:12
                  |
                8 |     fires  days_past_due 30 days, balance 100 base
                  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  = note: the condition stands here, test.rules:3:8

                error[E0901]: `invoice.late` is to fire, and it is silent: `unless disputed` is yes, where \
                invoice.disputed is yes
                 --> test.rules:9:12
                  |
                9 |     fires  days_past_due 31 days, balance 100 base, disputed yes
                  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  = note: the condition stands here, test.rules:4:10

                error[E0901]: `invoice.late` is to be silent, and it fires: invoice.days_past_due is 31 days, \
                invoice.balance is 100.00 USD
                  --> test.rules:10:12
                   |
                10 |     silent days_past_due 31 days, balance 100 base
                   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

                """
        )
    }

    @Test func `an example of an action that builds on an insight needs the insight`() throws {
        let text = """
            insight invoice.large "Large"
              when balance >= 100 base
              severity high
              tags cash_at_risk
            action look on invoice
              owner a
              why "A."
              because invoice.large
              when days_past_due > 0 days
              do wait
              examples
                fires  days_past_due 1 day, balance 100 base
                fires  days_past_due 1 day, balance 99 base

            """
        let found = RuleExamples.failures(of: try rules(text), catalog: catalog)
        #expect(found.map(\.line) == [13])
        #expect(found.first?.message == "`look` is to fire, and it is silent: `invoice.large` does not fire")
    }
}
