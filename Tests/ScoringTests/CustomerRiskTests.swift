import Facts
import Scoring
import Testing

@Suite struct CustomerRiskTests {
    @Test func `the score is the mean over open balances, times a hundred`() {
        let scores = CustomerRisk.scores(
            lateProbability: [0.2, 0.8, 0.5],
            balance: [300_00, 100_00, 5_00],
            customerOfInvoice: [0, 0, 1],
            count: 2
        )
        #expect(abs(scores[0] - 35) < 1e-12)
        #expect(scores[1] == 50)
    }

    @Test func `a customer without a scored invoice of positive balance has no score`() {
        let scores = CustomerRisk.scores(
            lateProbability: [0.9, .nan, 0.4],
            balance: [0, 100_00, -50_00],
            customerOfInvoice: [0, 1, 2],
            count: 4
        )
        #expect(scores.count == 4)
        #expect(scores.allSatisfy { $0.isNaN })
    }

    @Test func `a customer with a scored invoice of unknown balance has no score either`() {
        let scores = CustomerRisk.scores(
            lateProbability: [0.9, 0.4, 0.4, .nan],
            balance: [FactTable.unknownInteger, 100_00, 100_00, FactTable.unknownInteger],
            customerOfInvoice: [0, 0, 1, 1],
            count: 2
        )
        #expect(scores[0].isNaN, "there is nothing to weigh the first by")
        #expect(scores[1] == 40)
    }

    @Test(arguments: [
        (0.0, RiskLevel.low), (39.999, .low), (40, .medium), (69.999, .medium), (70, .high), (100, .high),
    ])
    func `levels begin at 40 and 70`(_ score: Double, _ level: RiskLevel) {
        #expect(CustomerRisk.level(of: score) == level)
    }

    @Test func `no score has no level, and levels are the catalogue's words`() {
        #expect(CustomerRisk.level(of: .nan) == nil)
        #expect(RiskLevel.allCases.map(\.rawValue) == FactCatalog.riskLevels)
    }
}
