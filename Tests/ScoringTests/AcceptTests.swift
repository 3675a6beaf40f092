import Facts
import Scoring
import TestKit
import Testing
import Values

@Suite struct AcceptTests {
    private static let monday = Day(sinceEpoch: 19_723)

    @Test func `the features of an action are named, and what is unknown has none`() {
        let features = AcceptFeatures.features(of: Self.input(rule: "reminder_1", channel: .call, contact: nil))
        let values = Dictionary(uniqueKeysWithValues: features.map { ($0.name, $0.value) })
        #expect(values["rule=reminder_1"] == 1)
        #expect(values["channel=call"] == 1)
        #expect(values["never_contacted"] == 1)
        #expect(values["log_days_since_contact"] == nil)
        #expect(values["risk_score"] == nil)
        #expect(values["open_promise"] == nil)
        #expect(values["log_days_past_due"] == Elementary.log(31))
        #expect(abs((values["call_on_large_late"] ?? 0) - Elementary.log(31) * Elementary.log(1_001) / 10) < 1e-12)
        #expect(abs((values["customer_accept_rate"] ?? 0) - 0.7) < 1e-15)
    }

    @Test func `a customer's approval rate moves with each review`() {
        #expect(abs(AcceptFeatures.shrunkenRate(approved: 0, reviewed: 0) - 0.7) < 1e-15)
        #expect(abs(AcceptFeatures.shrunkenRate(approved: 0, reviewed: 4) - 0.35) < 1e-15)
        #expect(abs(AcceptFeatures.shrunkenRate(approved: 4, reviewed: 4, expected: 0.5) - 0.75) < 1e-15)
    }

    @Test func `the shipped prior prefers calls on large late invoices, and contact that is not too soon`() throws {
        let model = try ShippedModel.model()
        let chances = model.acceptProbabilities(of: [
            Self.input(channel: .call, daysPastDue: 60, amount: 20_000),
            Self.input(channel: .call, daysPastDue: 3, amount: 100),
            Self.input(channel: .email, daysPastDue: 3, amount: 100),
            Self.input(channel: .email, contact: 1),
            Self.input(channel: .email, contact: 30),
        ])
        #expect(chances[0] > chances[1] + 0.2)
        #expect(chances[2] > chances[1])
        #expect(chances[4] > chances[3] + 0.1)
    }

    @Test func `a rule never seen adds nothing`() throws {
        let model = try ShippedModel.model()
        let chances = model.acceptProbabilities(of: [Self.input(rule: "new_rule"), Self.input(rule: "other_rule")])
        #expect(chances[0] == chances[1])
    }

    @Test func `a kind of action that is rejected sinks within one retrain`() throws {
        let model = try ShippedModel.model()
        let examples = Self.reviews(200)
        let result = try Trainer.fitAccept(
            examples: examples,
            asOf: Self.monday.advanced(by: 200),
            prior: model.accept,
            champion: model.accept
        )
        let retrained = try Model(late: model.late, accept: result.head)
        let inputs = [Self.input(rule: "reminder_1"), Self.input(rule: "reminder_2"), Self.input(rule: "unseen")]
        let before = model.acceptProbabilities(of: inputs)
        let after = retrained.acceptProbabilities(of: inputs)
        #expect(before[0] == before[1])
        #expect(after[0] > after[2] && after[2] > after[1])
        #expect(after[1] < before[1] - 0.2)
        #expect((result.head.holdout?.areaUnderCurve ?? 0) >= 0.85)
        #expect(retrained.version != model.version)
    }

    @Test func `below fifty reviews the prior stays`() throws {
        let prior = try ShippedModel.model().accept
        let day = Self.monday.advanced(by: 200)
        let result = try Trainer.fitAccept(examples: Self.reviews(49), asOf: day, prior: prior)
        #expect(result == .keptPrior(prior, because: .labels(found: 49, needed: 50)))
    }

    @Test func `a review on the day of the fit or later is not read`() throws {
        let examples = Self.reviews(120)
        let day = Self.monday.advanced(by: 80)
        let early = examples.filter { $0.reviewedOn < day }
        let heads = try [examples, early].map { try Trainer.fitAccept(examples: $0, asOf: day, prior: nil).head }
        #expect(heads[0] == heads[1])
        #expect(heads[0].training?.rowCount == early.count)
    }

    @Test func `a head keeps the rules of its prior`() throws {
        let prior = try ShippedModel.model().accept
        let withRule = Head(
            name: .accept,
            intercept: prior.intercept,
            features: prior.features + [HeadFeature(name: "rule=old", mean: 0, scale: 1, weight: 0.7, prior: 0)]
        )
        let day = Self.monday.advanced(by: 200)
        let head = try Trainer.fitAccept(examples: Self.reviews(100), asOf: day, prior: withRule).head
        let old = try #require(head.features.first { $0.name == "rule=old" })
        #expect(abs(old.weight - 0.7) < 1e-9)
    }

    /// One review a day: the first reminder is mostly approved, the second mostly rejected.
    private static func reviews(_ count: Int) -> [AcceptExample] {
        var generator = SplitMix64(seed: 5)
        return (0..<count).map { index in
            let isFirst = Bool.random(using: &generator)
            let strays = Double.random(in: 0...1, using: &generator) < 0.08
            let input = input(
                rule: isFirst ? "reminder_1" : "reminder_2",
                daysPastDue: .random(in: 1...90, using: &generator),
                amount: .random(in: 100...20_000, using: &generator)
            )
            return AcceptExample(
                features: AcceptFeatures.features(of: input),
                approved: isFirst != strays,
                reviewedOn: monday.advanced(by: index)
            )
        }
    }

    private static func input(
        rule: String = "reminder_1",
        channel: Channel = .email,
        daysPastDue: Int = 30,
        amount: Double = 1_000,
        contact: Int? = 10
    ) -> AcceptInput {
        AcceptInput(
            rule: rule,
            channel: channel,
            daysPastDue: daysPastDue,
            amount: amount,
            riskScore: nil,
            lateProbability: nil,
            daysSinceContact: contact,
            hasOpenPromise: false,
            hasOpenDispute: false,
            customerReviewedCount: 0,
            customerApprovedCount: 0
        )
    }
}
