import Facts
import Scoring
import TestKit
import Testing
import Values

@Suite struct TrainerTests {
    private static let day = Day(sinceEpoch: 10_400)

    @Test func `the same history gives the same file to the byte`() throws {
        let prior = try ShippedModel.model().late
        let files = try (0..<2).map { _ in
            let history = PlantedLedger.history(customers: 8, weeks: 40, knownBefore: 10_400)
            return ModelFile.text(of: try Trainer.fitLate(history: history, asOf: Self.day, prior: prior).head)
        }
        #expect(files[0] == files[1])
        #expect(files[0].contains("prior \(prior.hash)\n"))
    }

    @Test func `what happened on the day of the fit or later changes no byte`() throws {
        let invoices = PlantedLedger.invoices(customers: 8, weeks: 52, seed: 1)
        let day = Day(sinceEpoch: 10_250)
        let files = try [Int32(10_250), 10_500].map { knownBefore in
            let history = InvoiceHistory(of: invoices, knownBefore: knownBefore)
            return ModelFile.text(of: try Trainer.fitLate(history: history, asOf: day, prior: nil).head)
        }
        #expect(files[0] == files[1])
    }

    @Test func `chronic payers come out riskier than prompt ones`() throws {
        let history = PlantedLedger.history(customers: 10, weeks: 60, knownBefore: 10_380)
        let head = try Trainer.fitLate(history: history, asOf: history.knownBefore, prior: nil).head
        let scores = LateScores(of: history, by: head)
        let customers = history.openRow.indices.filter { history.openRow[$0] >= 0 }.map { history.customer[$0] }
        let chronic = zip(customers, scores.probabilities).filter { $0.0 % 2 == 1 }.map(\.1)
        let prompt = zip(customers, scores.probabilities).filter { $0.0 % 2 == 0 }.map(\.1)
        #expect(chronic.count > 5 && prompt.count > 3)
        #expect((chronic.min() ?? 0) > (prompt.max() ?? 1))
        let holdout = try #require(head.holdout)
        #expect(holdout.areaUnderCurve > 0.75 && holdout.areaUnderCurve < 0.95)
        #expect(holdout.logLoss < 0.55)
    }

    @Test func `the record says what was fitted`() throws {
        let history = PlantedLedger.history(customers: 8, weeks: 40, knownBefore: 10_400)
        let head = try Trainer.fitLate(history: history, asOf: Self.day, prior: nil).head
        let record = try #require(head.training)
        #expect(record.rowCount == 320)
        #expect(record.positiveCount == history.customer.indices.count { history.settledOn[$0] > history.dueOn[$0] })
        #expect(record.firstDay == Day(sinceEpoch: history.issuedOn.min() ?? 0))
        #expect(record.lastDay == Day(sinceEpoch: history.issuedOn.max() ?? 0))
        #expect(record.prior == nil)
        #expect(head.holdout.map { (60...68).contains($0.rowCount) } == true)
        #expect(head.calibration.count == 15)
    }

    @Test func `only invoices past their due date have a label`() throws {
        let history = PlantedLedger.history(customers: 8, weeks: 40, knownBefore: 10_400)
        let day = Day(sinceEpoch: 10_200)
        let head = try Trainer.fitLate(history: history, asOf: day, prior: nil).head
        #expect(head.training?.rowCount == history.dueOn.count { $0 < 10_200 })
    }

    @Test func `below fifty labels the prior stays, and the result says why`() throws {
        let prior = try ShippedModel.model().late
        let history = PlantedLedger.history(customers: 4, weeks: 10, knownBefore: 10_400)
        let result = try Trainer.fitLate(history: history, asOf: Self.day, prior: prior)
        #expect(result == .keptPrior(prior, because: .labels(found: 40, needed: 50)))
        #expect(throws: TrainingError.noPrior(.labels(found: 40, needed: 50))) {
            try Trainer.fitLate(history: history, asOf: Self.day, prior: nil)
        }
    }

    @Test func `where everybody pays on time there is nothing to tell apart`() throws {
        let prior = try ShippedModel.model().late
        let prompt = PlantedLedger.invoices(customers: 4, weeks: 20, seed: 1).map { invoice in
            var invoice = invoice
            invoice.settledOn = invoice.dueOn
            return invoice
        }
        let history = InvoiceHistory(of: prompt, knownBefore: 10_400)
        let result = try Trainer.fitLate(history: history, asOf: Self.day, prior: prior)
        #expect(result == .keptPrior(prior, because: .oneClass(allPositive: false)))
    }

    @Test func `few rows stay near the prior, and many leave it`() throws {
        // A prior that is plainly wrong here: it says that large invoices are late.
        let shipped = try ShippedModel.model().late
        let prior = Head(
            name: .late,
            intercept: 0,
            features: shipped.features.map { feature in
                let weight = feature.name == "log_amount" ? 2.0 : feature.weight
                return HeadFeature(
                    name: feature.name,
                    mean: feature.mean,
                    scale: feature.scale,
                    weight: weight,
                    prior: 0
                )
            }
        )
        let distances = try [Int32(7), 60].map { weeks in
            let history = PlantedLedger.history(customers: 8, weeks: weeks, knownBefore: 10_500)
            let result = try Trainer.fitLate(history: history, asOf: history.knownBefore, prior: prior)
            guard case .fitted(let head, _) = result else { return Double.nan }
            let amount = head.features[0]
            return abs(amount.weight - amount.prior) / abs(amount.prior)
        }
        #expect(distances[0] < 0.7)
        #expect(distances[1] > 0.8)
    }

    @Test func `a retrain reports challenger and champion on the same later rows`() throws {
        let champion = try ShippedModel.model().late
        let history = PlantedLedger.history(customers: 8, weeks: 60, knownBefore: 10_500)
        let result = try Trainer.fitLate(
            history: history,
            asOf: history.knownBefore,
            prior: champion,
            champion: champion
        )
        guard case .fitted(let head, let comparison?) = result else {
            Issue.record("nothing was compared")
            return
        }
        #expect(comparison.challenger == head.holdout)
        #expect(comparison.champion.rowCount == comparison.challenger.rowCount)
        #expect(comparison.champion.baseRate == comparison.challenger.baseRate)
        let difference = comparison.challenger.logLoss - comparison.champion.logLoss
        #expect(abs(comparison.lossDifference - difference) < 1e-12)
        #expect(comparison.lossDifferenceError > 0)
        #expect(comparison.weightChanges.map(\.feature) == head.features.map(\.name))
        #expect(comparison.weightChanges.contains { abs($0.change) > 0.01 })
    }

    @Test func `a head that predicts something else is refused`() throws {
        let model = try ShippedModel.model()
        let history = PlantedLedger.history(customers: 8, weeks: 20, knownBefore: 10_400)
        #expect(throws: TrainingError.wrongHead(.accept)) {
            try Trainer.fitLate(history: history, asOf: Self.day, prior: model.accept)
        }
        let later = Day(sinceEpoch: 10_401)
        #expect(throws: TrainingError.historyTooShort(knownBefore: Self.day, asOf: later)) {
            try Trainer.fitLate(history: history, asOf: later, prior: nil)
        }
    }
}
