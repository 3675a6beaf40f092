import Facts
import RuleEngine
import Testing
import Values

@Suite struct ResolutionTests {
    private static let actions = """
        group dunning pick 1 per invoice by highest priority, oldest due_date
        action write on invoice
          owner a
          why "Late."
          when days_past_due > 0 days
          do email using letter
          in group dunning
          priority 100
        action call_up on invoice
          owner a
          why "Very late."
          when days_past_due > 10 days
          do task "Call about {number}"
          in group dunning
          priority 200
        action look on customer
          owner a
          why "Look."
          when total_balance > 0 base
          do wait
        template letter channel email
          subject "{number}"
          body "{balance}"

        """

    private func book() -> SampleBook {
        var book = SampleBook(
            customers: ["ACME", "BOLT"],
            invoices: [(key: "A1", customer: 0), (key: "A2", customer: 0), (key: "B1", customer: 1)]
        )
        book.set("invoice.days_past_due", [5, 15, 15])
        book.set("invoice.balance", [10_050, 20_000, 30_000])
        book.set("customer.total_balance", [30_050, 30_000])
        return book
    }

    private func names(_ decisions: Decisions) -> [String] {
        decisions.actions.map { "\($0.target.entity.rawValue) \($0.target.row) \($0.rule.id) \($0.isRecommended)" }
    }

    @Test func `a group picks the highest priority and keeps the others as alternatives`() throws {
        let found = try decisions(of: Self.actions, on: book())
        #expect(
            names(found) == [
                "customer 0 look true", "customer 1 look true", "invoice 0 write true", "invoice 1 call_up true",
                "invoice 1 write false", "invoice 2 call_up true", "invoice 2 write false",
            ]
        )
    }

    @Test func `a step that was taken before leaves its place to the next`() throws {
        let book = book()
        let found = try decisions(of: Self.actions, on: book) { action, target in
            action == "call_up" && target == Target(.invoice, row: 1)
        }
        #expect(
            names(found).filter { $0.hasPrefix("invoice") } == [
                "invoice 0 write true", "invoice 1 call_up false", "invoice 1 write true", "invoice 2 call_up true",
                "invoice 2 write false",
            ]
        )
    }

    @Test func `a hold on a customer stops what is done about the customer's invoices too`() throws {
        let hold = """
            hold quiet on customer
              owner a
              why "They said so."
              when do_not_contact
              stops email, wait

            """
        var book = book()
        book.set("customer.do_not_contact", [1, 0])
        let found = try decisions(of: Self.actions + hold, on: book)
        #expect(
            found.suppressions.map { "\($0.target.entity.rawValue) \($0.target.row) \($0.action.id) \($0.hold.id)" }
                == ["customer 0 look quiet", "invoice 0 write quiet", "invoice 1 write quiet"]
        )
        #expect(!names(found).contains("invoice 0 write true"))
        #expect(names(found).contains("invoice 1 call_up true"))
        #expect(names(found).contains("invoice 2 write false"))
    }

    @Test func `an action that a hold stops leaves its place in the group to the next`() throws {
        let hold = """
            hold no_calls on invoice
              owner a
              why "No."
              when balance = 200 base
              stops call_up

            """
        let found = try decisions(of: Self.actions + hold, on: book())
        #expect(names(found).contains("invoice 1 write true"))
        #expect(found.suppressions.map(\.action.id) == ["call_up"])
    }

    @Test func `each hold that stops an action is named in the order of the ids and with its last day`() throws {
        let holds = """
            hold second on invoice
              owner a
              why "B."
              when days_past_due = 5 days
              stops dunning
              until due_date + 1 business days
            hold first on invoice
              owner a
              why "A."
              when customer.risk_score > 50 points
              stops dunning

            """
        var book = book()
        book.set("customer.risk_score", reals: [nil, 10])
        let found = try decisions(of: Self.actions + holds, on: book)
        #expect(
            found.suppressions.map { "\($0.target.row) \($0.action.id) \($0.hold.id) \($0.becauseUnknown)" } == [
                "0 write first true", "0 write second false", "1 call_up first true", "1 write first true",
            ]
        )
        #expect(found.suppressions[1].until == Day("2026-01-16"))
        #expect(found.suppressions[0].until == nil)
    }

    @Test func `a hold that skips unknowns lets them pass`() throws {
        let hold = """
            hold risky on invoice
              owner a
              why "A."
              when customer.risk_score > 50 points
              stops dunning
              if unknown skip

            """
        let found = try decisions(of: Self.actions + hold, on: book())
        #expect(found.suppressions.isEmpty)
    }

    @Test func `a tie goes to the declared key, then to the smaller id, then to the row`() throws {
        let text = """
            group focus pick 2 per customer by lowest priority, oldest due_date
            action b on invoice
              owner a
              why "B."
              when balance > 0 base
              do wait
              in group focus
              priority 10
            action a on invoice
              owner a
              why "A."
              when balance > 250 base
              do wait
              in group focus
              priority if days_past_due > 0 days then 10 else 20

            """
        var book = book()
        book.set("invoice.balance", [30_000, 30_000, 30_000])
        book.set("invoice.due_date", [20_000, 19_000, 20_000])
        let found = try decisions(of: text, on: book)
        #expect(
            names(found) == [
                "invoice 0 a false", "invoice 0 b false", "invoice 1 a true", "invoice 1 b true", "invoice 2 a true",
                "invoice 2 b true",
            ]
        )
    }

    @Test func `a rule is in force from its first day to its last`() throws {
        func count(_ clause: String) throws -> Int {
            let text = """
                insight invoice.late "Late"
                  \(clause)
                  when days_past_due > 0 days
                  severity high
                  tags cash_at_risk

                """
            return try decisions(of: text, on: book()).insights.count
        }
        #expect(try count("since 2026-01-15") == 3)
        #expect(try count("since 2026-01-16") == 0)
        #expect(try count("until 2026-01-15") == 3)
        #expect(try count("until 2026-01-14") == 0)
    }

    @Test func `an action that builds on an insight fires only with it`() throws {
        let text = """
            insight customer.large "Large"
              when total_balance > 300 base
              severity high
              tags cash_at_risk
            action look on invoice
              owner a
              why "A."
              because customer.large
              when balance > 0 base
              do wait

            """
        let found = try decisions(of: text, on: book())
        #expect(found.actions.map(\.target.row) == [0, 1])
        #expect(found.actions[0].evidence.last?.fact == "insight customer.large")
    }

    @Test func `a condition that is unknown fires neither an insight nor an action`() throws {
        let text = """
            insight invoice.risky "Risky"
              when customer.risk_score > 50 points or balance > 250 base
              unless customer.credit_limit > 100 base
              severity high
              tags cash_at_risk

            """
        var book = book()
        book.set("customer.credit_limit", [nil, 5_000])
        #expect(try decisions(of: text, on: book).insights.map(\.target.row) == [2])
    }
}
