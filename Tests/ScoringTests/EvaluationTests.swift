import Scoring
import TestKit
import Testing
import Values

@Suite struct EvaluationTests {
    @Test func `a coin toss costs ln 2`() throws {
        let loss = try Evaluation.logLoss(of: [0.5, 0.5].span, against: [true, false].span)
        #expect(abs(loss - 0.693_147_180_559_945_3) < 1e-15)
    }

    @Test func `one that is certain and wrong costs 34.5 nats and not infinity`() throws {
        let loss = try Evaluation.logLoss(of: [1].span, against: [false].span)
        #expect(abs(loss - 34.5) < 0.1)
    }

    @Test(arguments: [
        ([0.1, 0.2, 0.8, 0.9], [false, false, true, true], 1.0),
        ([0.9, 0.8, 0.2, 0.1], [false, false, true, true], 0.0),
        ([0.5, 0.5, 0.5, 0.5], [false, true, false, true], 0.5),
        // Pairs: .4 against .1 won, .4 against .4 tied, .35 against .1 won, .35 against .4 lost.
        ([0.1, 0.4, 0.35, 0.4], [false, false, true, true], 0.625),
    ])
    func `the area under the curve counts pairs, and a tie half`(
        _ probabilities: [Double],
        _ outcomes: [Bool],
        _ expected: Double
    ) throws {
        #expect(try Self.area(probabilities, outcomes) == expected)
    }

    @Test func `the area under the curve is what counting every pair gives`() throws {
        try forAll(200) { generator in
            (0..<Int.random(in: 2...30, using: &generator)).map { _ in
                (Double(Int.random(in: 0...8, using: &generator)) / 8, Bool.random(using: &generator))
            }
        } property: { rows in
            var (won, pairs) = (0.0, 0.0)
            for yes in rows where yes.1 {
                for no in rows where !no.1 {
                    pairs += 1
                    won += yes.0 > no.0 ? 1 : (yes.0 == no.0 ? 0.5 : 0)
                }
            }
            let area = try Self.area(rows.map(\.0), rows.map(\.1))
            return pairs == 0 ? area == nil : abs((area ?? -1) - won / pairs) < 1e-12
        }
    }

    @Test func `one class has no area under the curve`() throws {
        #expect(try Self.area([0.1, 0.2], [true, true]) == nil)
        let metrics = try Evaluation.metrics(of: [0.1, 0.2].span, against: [true, true].span)
        #expect(metrics.areaUnderCurve == 0.5)
    }

    @Test func `the Brier score is the mean squared error`() throws {
        let score = try Evaluation.brierScore(of: [0.8, 0.3].span, against: [true, true].span)
        #expect(abs(score - (0.04 + 0.49) / 2) < 1e-15)
    }

    @Test func `calibration is counted in fifteen bins of equal count`() throws {
        // 30 rows at 0.2, of which 12 happen, then 30 at 0.8, of which 24 do: two groups of 7.5 bins.
        let probabilities = [Double](repeating: 0.2, count: 30) + [Double](repeating: 0.8, count: 30)
        let outcomes = (0..<30).map { $0 % 5 < 2 } + (0..<30).map { $0 % 5 < 4 }
        let bins = try Evaluation.calibration(of: probabilities.span, against: outcomes.span)
        #expect(bins.count == 15)
        #expect(bins.allSatisfy { $0.rowCount == 4 })
        #expect(bins[0] == CalibrationBin(rowCount: 4, predicted: 0.2, observed: 0.5))
        #expect(abs(bins[14].predicted - 0.8) < 1e-12)
        let perfect = try Evaluation.calibrationError(of: [0, 0, 1].span, against: [false, false, true].span)
        #expect(perfect == 0)
        let wrong = try Evaluation.calibrationError(of: [0.75, 0.75].span, against: [true, false].span)
        #expect(wrong == 0.5)
    }

    @Test func `bad input is named`() {
        #expect(throws: EvaluationError.noExamples) {
            try Evaluation.logLoss(of: [Double]().span, against: [Bool]().span)
        }
        #expect(throws: EvaluationError.lengthMismatch(1, 2)) {
            try Evaluation.brierScore(of: [0.5].span, against: [true, false].span)
        }
        #expect(throws: EvaluationError.notAProbability(at: 1)) {
            try Self.area([0.5, .nan], [true, false])
        }
        #expect(throws: EvaluationError.notAProbability(at: 0)) {
            try Evaluation.calibrationError(of: [1.2].span, against: [true].span)
        }
    }

    private static func area(_ probabilities: [Double], _ outcomes: [Bool]) throws -> Double? {
        try Evaluation.areaUnderCurve(of: probabilities.span, against: outcomes.span)
    }
}
