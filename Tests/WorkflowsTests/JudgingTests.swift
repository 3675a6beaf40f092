import Facts
import Receivables
import RuleEngine
import Scoring
import TestKit
import Testing
import Values

@testable import Workflows

/// The pure half of a run.
@Suite struct JudgingTests {
    @Test func `an invoice past due is late with certainty, and its customer's risk goes by propensity`() throws {
        let scored = ScoredTable(of: ledger(openOn: june(10)), model: try RecommendingBench.model())
        let late = scored.table.reals(at: scored.table.place(of: "late_probability", on: .invoice))
        #expect(late[0] == 1)
        #expect(late[1] > 0 && late[1] < 1)
        let risk = scored.table.reals(at: scored.table.place(of: "risk_score", on: .customer))
        #expect(risk[0] > 0 && risk[0] < 100)
    }

    @Test func `an invoice that was paid too much is neither scored nor chased`() throws {
        let judgement = try judge(ledger(openOn: june(10), overpaidBy: 500), everything)
        #expect(judgement.actions.count == 2)
        #expect(!judgement.actions.contains { $0.name == .invoice("over") })
    }

    @Test func `an invoice that was opened again on the day is chased and not scored`() throws {
        let judgement = try judge(ledger(openOn: june(10), reopened: true), everything)
        #expect(judgement.actions.contains { $0.name == .invoice("reopened") && $0.reasons == ReasonsText.none })
        #expect(judgement.scores.invoices.map(\.key) == ["past-due", "to-come"])
    }

    @Test func `the result has the scores that rules read, and its digest tells them apart`() throws {
        let ledger = ledger(openOn: june(10))
        let model = try RecommendingBench.model()
        let silent = Policy(
            ruleSetHash: ContentHash(of: "silent"),
            deciding: { _, _ in Decisions(insights: [], actions: [], suppressions: []) }
        )
        let judgement = Judging.judge(ledger: ledger, policy: silent, model: model)
        let table = ScoredTable(of: ledger, model: model).table
        let late = table.reals(at: table.place(of: "late_probability", on: .invoice))
        let risk = table.reals(at: table.place(of: "risk_score", on: .customer))
        #expect(judgement.scores.invoices.map(\.lateProbability.value) == late)
        #expect(judgement.scores.invoices.map(\.key) == table.invoiceKeys)
        #expect(judgement.scores.customers.map(\.riskScore) == risk)
        let level = table.value(at: table.place(of: "risk_level", on: .customer), row: 0)
        #expect(judgement.scores.customers.map { FactValue.choice($0.riskLevel.rawValue) } == [level])
        let features = model.late.features.map {
            HeadFeature(name: $0.name, mean: $0.mean, scale: $0.scale, weight: 0.25, prior: $0.prior)
        }
        let other = try Model(late: Head(name: .late, intercept: 0.25, features: features), accept: model.accept)
        let otherwise = Judging.judge(ledger: ledger, policy: silent, model: other)
        #expect(otherwise.factsDigest == judgement.factsDigest)
        #expect(otherwise.resultDigest != judgement.resultDigest)
    }

    @Test func `no action is proposed on an invoice on which nothing is owed`() throws {
        let model = try RecommendingBench.model()
        forAll(60) {
            randomLedger(using: &$0)
        } property: { ledger in
            let judgement = Judging.judge(ledger: ledger, policy: everything, model: model)
            let table = ledger.facts()
            let balance = table.integers(at: table.place(of: "balance", on: .invoice))
            let owed = zip(table.invoiceKeys, balance).filter { $0.1 > 0 }.map { SubjectName.invoice($0.0) }
            return judgement.actions.map(\.name).sorted() == owed.sorted()
        }
    }

    @Test func `a judgement is the same however often it is made`() throws {
        let first = try judge(ledger(openOn: june(10)), everything)
        let second = try judge(ledger(openOn: june(10)), everything)
        #expect(first.resultDigest == second.resultDigest)
        #expect(first.factsDigest == second.factsDigest)
    }

    @Test func `actions stand in the order of their rank`() throws {
        let actions = try judge(ledger(openOn: june(10)), everything).actions
        #expect(zip(actions, actions.dropFirst()).allSatisfy { $0.rank.urgency >= $1.rank.urgency })
        #expect(actions.count == 2)
    }

    @Test func `a review tells in the ranking at once`() throws {
        let ledger = ledger(openOn: june(10))
        let customer = ledger.customers[0].id
        let liked = try judge(ledger, everything, [customer: ReviewTally(reviewedCount: 9, approvedCount: 9)])
        let disliked = try judge(ledger, everything, [customer: ReviewTally(reviewedCount: 9, approvedCount: 0)])
        let before = try #require(disliked.actions.first?.rank.probabilityApproved)
        let after = try #require(liked.actions.first?.rank.probabilityApproved)
        #expect(after > before)
    }

    @Test func `what the ranking read can be read back from the stored facts`() throws {
        let judgement = try judge(ledger(openOn: june(10)), everything)
        let action = try #require(judgement.actions.first)
        let features = AcceptLabel.features(in: action.facts.text)
        #expect(features.contains(NamedValue("rule=everything", 1)))
        #expect(features.contains(NamedValue("channel=email", 1)))
        #expect(features.map(\.name).contains("log_amount"))
    }

    @Test func `reasons add up to the log-odds`() throws {
        let scored = ScoredTable(of: ledger(openOn: june(10)), model: try RecommendingBench.model())
        let explanation = scored.scores.explanation(at: 0)
        let parts = explanation.reasons.reduce(explanation.reference) { $0 + $1.contribution } + explanation.rest
        #expect(abs(parts - explanation.logOdds) < 1e-9)
        let json = scored.reasons(ofInvoice: 0)
        #expect(json.hasPrefix("[{\"code\":") && json.contains("\"code\":\"other\""))
    }

    @Test func `evidence keeps money exact, shares as ratios and the unknown as null`() {
        let evidence = [
            Evidence(
                fact: "invoice.balance",
                value: .money(Money(minorUnits: 123_450, in: .usd)),
                threshold: ">= 25.00 USD",
                changesWithToday: false
            ),
            Evidence(
                fact: "customer.late_share_365_days",
                value: .percent(0.35),
                threshold: nil,
                changesWithToday: true
            ),
            Evidence(fact: "invoice.promise_due_date", value: .date(june(9)), threshold: nil, changesWithToday: false),
            Evidence(fact: "invoice.disputed", value: .yesNo(false), threshold: nil, changesWithToday: false),
            Evidence(fact: "customer.credit_limit", value: .unknown, threshold: nil, changesWithToday: false),
        ]
        #expect(
            EvidenceText.json(of: evidence) == """
                [{"fact":"invoice.balance","value":1234.50,"threshold":">= 25.00 USD","unit":"USD"},\
                {"fact":"customer.late_share_365_days","value":0.35,"threshold":null,"unit":"percent"},\
                {"fact":"invoice.promise_due_date","value":"2026-06-09","threshold":null,"unit":null},\
                {"fact":"invoice.disputed","value":false,"threshold":null,"unit":null},\
                {"fact":"customer.credit_limit","value":null,"threshold":null,"unit":null}]
                """
        )
    }

    @Test func `the evidence key forgets what drifts and what the rule compares with`() {
        func key(_ fact: String, _ value: FactValue, threshold: String? = nil, drifts: Bool = false) -> ContentHash {
            EvidenceText.key(of: [Evidence(fact: fact, value: value, threshold: threshold, changesWithToday: drifts)])
        }
        #expect(
            key("invoice.days_past_due", .days(3), drifts: true) == key("invoice.days_past_due", .days(4), drifts: true)
        )
        #expect(key("customer.risk_score", .score(61)) == key("customer.risk_score", .score(62.5)))
        #expect(
            key("invoice.disputed", .yesNo(true), threshold: "a")
                == key("invoice.disputed", .yesNo(true), threshold: "b")
        )
        #expect(key("invoice.disputed", .yesNo(true)) != key("invoice.disputed", .yesNo(false)))
    }

    private func judge(
        _ ledger: Ledger,
        _ policy: Policy,
        _ reviews: [Identifier<Customer>: ReviewTally] = [:]
    ) throws -> Judgement {
        Judging.judge(ledger: ledger, policy: policy, model: try RecommendingBench.model(), reviews: reviews)
    }

    /// Recommends something on every open invoice, also where nothing is owed.
    private let everything = Policy(
        ruleSetHash: ContentHash(of: "everything"),
        deciding: { table, _ in
            Decisions(
                insights: [],
                actions: (0..<table.rowCount(of: .invoice)).map { HandRules.reminder("everything", $0, table) },
                suppressions: []
            )
        }
    )

    private let company = Company(
        id: Identifier(high: 1, low: 1),
        slug: "acme",
        name: "Acme",
        currency: .usd,
        timeZoneName: "Europe/Paris"
    )

    /// One customer with paid invoices, one past due, one not yet due; one paid too much, and one paid
    /// and opened again on the day, where that is asked for.
    private func ledger(openOn day: Day, overpaidBy excess: Int64 = 0, reopened: Bool = false) -> Ledger {
        var invoices: [Invoice] = []
        var payments: [Payment] = []
        func add(_ key: String, issued: Day, due: Day, paid: Day?, _ amount: Int64 = 10_000) {
            if let paid {
                let money = Money(minorUnits: 10_000, in: .usd)
                payments.append(Payment(invoice: invoices.count, paidOn: paid, amount: money))
            }
            invoices.append(
                Invoice(
                    id: Identifier(high: 2, low: UInt64(invoices.count)),
                    key: key,
                    number: key,
                    customer: 0,
                    issuedOn: issued,
                    dueOn: due,
                    amount: Money(minorUnits: amount, in: .usd)
                )
            )
        }
        for week in 0..<8 {
            let issued = day.advanced(by: -100 + week)
            add("paid-\(week)", issued: issued, due: issued.advanced(by: 14), paid: issued.advanced(by: 16 + week))
        }
        if excess > 0 {
            add(
                "over",
                issued: day.advanced(by: -50),
                due: day.advanced(by: -30),
                paid: day.advanced(by: -9),
                10_000 - excess
            )
        }
        if reopened {
            add("reopened", issued: day.advanced(by: -50), due: day.advanced(by: 5), paid: day.advanced(by: -9))
            let reversal = Money(minorUnits: -10_000, in: .usd)
            payments.append(Payment(invoice: invoices.count - 1, paidOn: day, amount: reversal))
        }
        add("past-due", issued: day.advanced(by: -20), due: day.advanced(by: -3), paid: nil)
        add("to-come", issued: day.advanced(by: -5), due: day.advanced(by: 9), paid: nil)
        let customer = Customer(id: Identifier(high: 3, low: 1), key: "C-1", name: "Customer")
        return Ledger(company: company, asOf: day, customers: [customer], invoices: invoices, payments: payments)
    }

    private func randomLedger(using generator: inout SplitMix64) -> Ledger {
        var invoices: [Invoice] = []
        var payments: [Payment] = []
        for customer in 0..<3 {
            var issued = june(10).advanced(by: -60)
            for number in 0..<Int.random(in: 0...6, using: &generator) {
                issued = issued.advanced(by: .random(in: 0...9, using: &generator))
                let amount = Int64.random(in: 1...5, using: &generator) * 1_000
                if Bool.random(using: &generator) {
                    let paid = Int64.random(in: 1...6, using: &generator) * 1_000
                    let day = issued.advanced(by: .random(in: 0...30, using: &generator))
                    if day <= june(10) {
                        let money = Money(minorUnits: paid, in: .usd)
                        payments.append(Payment(invoice: invoices.count, paidOn: day, amount: money))
                    }
                }
                invoices.append(
                    Invoice(
                        id: Identifier(high: 2, low: UInt64(invoices.count)),
                        key: "\(customer)-\(number)",
                        number: "\(number)",
                        customer: customer,
                        issuedOn: issued,
                        dueOn: issued.advanced(by: 14),
                        amount: Money(minorUnits: amount, in: .usd)
                    )
                )
            }
        }
        let customers = (0..<3).map {
            Customer(id: Identifier(high: 3, low: UInt64($0)), key: "C-\($0)", name: "Customer \($0)")
        }
        return Ledger(company: company, asOf: june(10), customers: customers, invoices: invoices, payments: payments)
    }
}
