@testable import Scoring
import TestKit
import Testing
import Values

@Suite struct LogisticRegressionTests {
    @Test func `one yes-or-no feature gives the log-odds of its two rates`() throws {
        // 30 of 100 without the feature, 60 of 80 with it.
        let rows = [Double](repeating: 0, count: 100) + [Double](repeating: 1, count: 80)
        let outcomes = (0..<100).map { $0 < 30 } + (0..<80).map { $0 < 60 }
        let fit = try LogisticRegression(rows: rows, outcomes: outcomes, prior: [0], penalty: 1e-9)
        #expect(abs(fit.intercept - Elementary.logit(0.3)) < 1e-7)
        #expect(abs(fit.weights[0] - (Elementary.logit(0.75) - Elementary.logit(0.3))) < 1e-7)
    }

    @Test func `a strong pull leaves the prior, and the intercept free`() throws {
        let (rows, outcomes) = Self.sample(200, seed: 3)
        let prior = [0.4, -0.2, 0.1]
        let fit = try LogisticRegression(rows: rows, outcomes: outcomes, prior: prior, penalty: 1e9)
        #expect(zip(fit.weights, prior).allSatisfy { abs($0 - $1) < 1e-5 })
        let mean = outcomes.indices.reduce(0.0) { sum, row in
            let z = fit.intercept + (0..<3).reduce(0) { $0 + prior[$1] * rows[row * 3 + $1] }
            return sum + Elementary.logistic(z)
        }
        #expect(abs(mean - Double(outcomes.count { $0 })) < 1e-2)
    }

    @Test func `gradient and curvature are those of the value, by finite differences`() {
        let (rows, outcomes) = Self.sample(60, seed: 7)
        let problem = LogisticRegression.Problem(rows: rows, outcomes: outcomes, prior: [0.5, 0, -1], penalty: 2)
        let point = [0.3, -0.7, 0.2, 0.1]
        let here = problem.evaluate(at: point)
        for column in point.indices {
            var (up, down) = (point, point)
            up[column] += 1e-5
            down[column] -= 1e-5
            let (above, below) = (problem.evaluate(at: up), problem.evaluate(at: down))
            #expect(abs((above.value - below.value) / 2e-5 - here.gradient[column]) < 1e-6)
            for other in column..<4 {
                let slope = (above.gradient[other] - below.gradient[other]) / 2e-5
                #expect(abs(slope - here.curvature[other * 4 + column]) < 1e-6)
            }
        }
    }

    @Test func `Newton's method ends where a thousand small steps downhill end`() throws {
        let (rows, outcomes) = Self.sample(80, seed: 11)
        let fit = try LogisticRegression(rows: rows, outcomes: outcomes, prior: [0.2, 0.2, 0.2], penalty: 3)
        let problem = LogisticRegression.Problem(rows: rows, outcomes: outcomes, prior: [0.2, 0.2, 0.2], penalty: 3)
        var point = [0.0, 0, 0, 0]
        for _ in 0..<1_000 {
            let gradient = problem.evaluate(at: point).gradient
            for column in point.indices { point[column] -= 0.03 * gradient[column] }
        }
        #expect(zip(fit.weights + [fit.intercept], point).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `rows that a line parts still have a finite fit`() throws {
        let rows = (0..<40).map { $0 < 20 ? -6.0 : 6.0 }
        let fit = try LogisticRegression(rows: rows, outcomes: rows.map { $0 > 0 }, prior: [0], penalty: 1)
        #expect(fit.weights[0] > 0.3 && fit.weights[0] < 3)
        #expect(abs(fit.intercept) < 1e-6)
    }

    @Test func `a triangular factor solves its system`() {
        // A = [[4, 2, 0.6], [2, 5, 1], [0.6, 1, 3]], x = [1, -2, 3].
        let lower = [4.0, 0, 0, 2, 5, 0, 0.6, 1, 3]
        let solution = Cholesky(of: lower, size: 3).solve([4 - 4 + 1.8, 2 - 10 + 3, 0.6 - 2 + 9])
        #expect(zip(solution, [1, -2, 3]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    /// Three features, of which the first two tell.
    private static func sample(_ count: Int, seed: UInt64) -> (rows: [Double], outcomes: [Bool]) {
        var generator = SplitMix64(seed: seed)
        var rows: [Double] = []
        var outcomes: [Bool] = []
        for _ in 0..<count {
            let row = (0..<3).map { _ in Double.random(in: -2...2, using: &generator) }
            let probability = Elementary.logistic(row[0] - 0.5 * row[1] + 0.3)
            rows += row
            outcomes.append(Double.random(in: 0...1, using: &generator) < probability)
        }
        return (rows, outcomes)
    }
}
