import Facts
import Scoring
import TestKit
import Testing
import Values

@Suite struct ModelTests {
    @Test func `the shipped files make a model`() throws {
        let model = try ShippedModel.model()
        #expect(model.late.features.map(\.name) == LateFeatures.all.map(\.name))
        #expect(model.accept.features.map(\.name) == AcceptFeatures.fixedNames)
        #expect(model.late.features.allSatisfy { $0.weight >= 0 })
    }

    @Test func `the version changes with either head, and with nothing else`() throws {
        let model = try ShippedModel.model()
        #expect(try ShippedModel.model().version == model.version)
        let other = Head(name: .accept, intercept: 0.9, features: model.accept.features)
        #expect(try Model(late: model.late, accept: other).version != model.version)
        let file = try ShippedModel.file("late")
        #expect(file.hasSuffix("hash \(model.late.hash)\n"))
    }

    @Test func `heads that do not fit are refused with a sentence`() throws {
        let (late, accept) = (try ShippedModel.file("late"), try ShippedModel.file("accept"))
        let model = try ShippedModel.model()
        #expect(throws: ModelError.wrongHead(expected: .late, found: .accept)) {
            try Model(lateFile: accept, acceptFile: accept)
        }
        let unreadable = try #require(throws: ModelError.self) { try Model(lateFile: late, acceptFile: "") }
        #expect(unreadable.description.hasPrefix("the model file of `accept` cannot be read: line 1: "))
        let fewer = Head(name: .late, intercept: 0, features: model.late.features.dropLast())
        #expect(throws: ModelError.missingFeature(.late, "overdue_share")) {
            try Model(late: fewer, accept: model.accept)
        }
        let strange = model.late.features + [HeadFeature(name: "moon", mean: 0, scale: 1, weight: 1, prior: 0)]
        #expect(throws: ModelError.unknownFeature(.late, "moon")) {
            try Model(late: Head(name: .late, intercept: 0, features: strange), accept: model.accept)
        }
        let turned = Head(name: .late, intercept: 0, features: model.late.features.reversed())
        #expect(throws: ModelError.featuresOutOfOrder(.late)) { try Model(late: turned, accept: model.accept) }
    }

    @Test func `every open invoice is scored, and no other`() throws {
        let history = PlantedLedger.history(customers: 6, weeks: 30, knownBefore: 10_180)
        let scores = try ShippedModel.model().lateScores(ofOpenInvoicesIn: history)
        let open = history.settledOn.count { $0 == InvoiceHistory.unsettled }
        #expect(open > 5)
        #expect(scores.openRows == Array(0..<open))
        let column = scores.propensities(openInvoiceCount: open + 1)
        #expect(column[..<open].elementsEqual(scores.probabilities))
        #expect(column[open].isNaN)
        #expect(scores.probabilities.allSatisfy { $0 > 0 && $0 < 1 })
    }

    @Test func `an open invoice that was settled before the day is not scored`() throws {
        let history = InvoiceHistory(
            knownBefore: Day(sinceEpoch: 10_050),
            calendar: .withoutHolidays,
            currency: .usd,
            customerCount: 1,
            customer: [0, 0, 0],
            issuedOn: [10_000, 10_010, 10_020],
            dueOn: [10_030, 10_040, 10_060],
            amount: [100_00, 100_00, 100_00],
            settledOn: [10_049, 10_050, InvoiceHistory.unsettled],
            openRow: [0, 1, 2]
        )
        let scores = try ShippedModel.model().lateScores(ofOpenInvoicesIn: history)
        #expect(scores.openRows == [1, 2])
        let column = scores.propensities(openInvoiceCount: 3)
        #expect(column.map(\.isNaN) == [true, false, false])
    }

    @Test func `a company without any history has scores too`() throws {
        let first = [SampleInvoice(0, issued: 10_000, due: 10_030)]
        let history = InvoiceHistory(of: first, knownBefore: 10_001)
        let scores = try ShippedModel.model().lateScores(ofOpenInvoicesIn: history)
        #expect(scores.probabilities.count == 1)
        #expect((0.2...0.6).contains(scores.probabilities[0]))
        let nothing = InvoiceHistory(of: [], knownBefore: 10_001)
        #expect(try ShippedModel.model().lateScores(ofOpenInvoicesIn: nothing).probabilities.isEmpty)
    }

    @Test func `reasons, rest and reference add up to the score`() throws {
        let late = try ShippedModel.model().late
        let names = LateFeatures.all.map(\.name)
        forAll(500) { generator in
            names.map { _ in
                let reach = Bool.random(using: &generator) ? 50.0 : 1
                return Double.random(in: -reach...reach, using: &generator)
            }
        } property: { values in
            let matrix = FeatureMatrix(names: names, values: values)
            let explanation = Explanation(ofRow: 0, in: matrix, by: late)
            let sum = explanation.reference + explanation.reasons.reduce(0) { $0 + $1.contribution } + explanation.rest
            let features = late.intercept + late.contributions(ofRow: 0, in: matrix).reduce(0, +)
            let sizes = explanation.reasons.map { abs($0.contribution) }
            return abs(sum - explanation.logOdds) < 1e-9 && abs(features - explanation.logOdds) < 1e-9
                && explanation.probability == Elementary.logistic(explanation.logOdds)
                && explanation.probability == late.probabilities(of: matrix)[0]
                && sizes == sizes.sorted(by: >) && sizes.count == 4
                && explanation.reasons.reduce(0) { $0 + $1.share } <= 1 + 1e-12
        }
    }

    @Test func `a reason speaks for or against late payment`() throws {
        let late = try ShippedModel.model().late
        let means = late.features.map { $0.name == "overdue_share" ? 1.0 : $0.mean }
        let raised = Explanation(ofRow: 0, in: FeatureMatrix(names: late.features.map(\.name), values: means), by: late)
        #expect(raised.reasons[0].code == .overdueInvoices)
        #expect(raised.reasons[0].share == 1)
        #expect(raised.reasons[0].sentence.hasPrefix("More of this customer's other open invoices are overdue"))
        let few = late.features.map { $0.name == "overdue_share" ? 0.0 : $0.mean }
        let lowered = Explanation(ofRow: 0, in: FeatureMatrix(names: late.features.map(\.name), values: few), by: late)
        #expect(lowered.reasons[0].sentence.hasPrefix("Fewer of this customer's other open invoices are overdue"))
    }

    @Test func `a standardised feature is clipped at six deviations, and an unknown one is average`() throws {
        let late = try ShippedModel.model().late
        let names = late.features.map(\.name)
        func contribution(_ value: Double) -> Double {
            let values = late.features.map { $0.name == "median_lateness" ? value : $0.mean }
            return late.contributions(ofRow: 0, in: FeatureMatrix(names: names, values: values))[5]
        }
        #expect(contribution(8) == 0.25)
        #expect(contribution(1_000) == 1.5)
        #expect(contribution(-1_000) == -1.5)
        #expect(contribution(.nan) == 0)
    }
}
