import Glibc
import Values

/// A logistic regression whose weights are pulled towards a prior mean; the intercept is free.
///
/// Minimises Σ ln(1 + e^z) - y z + penalty/2 · Σ (w - prior)² by Newton's method with a Cholesky factor and step
/// halving. Every sum runs over the rows in their order, so the same rows give the same bits.
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd ed., section 4.4.1.
struct LogisticRegression {
    let intercept: Double
    let weights: [Double]

    /// The fit on these rows.
    ///
    /// - Parameters:
    ///   - rows: standardised features, row by row; as many in a row as the prior has.
    ///   - outcomes: one for each row, of both kinds.
    ///   - penalty: the pull towards the prior; positive, so that there is one best fit.
    ///   - start: a fit to start from, which saves steps where the penalty alone has changed.
    /// - Throws: ``TrainingError/didNotConverge`` where a hundred steps do not settle it.
    init(
        rows: [Double],
        outcomes: [Bool],
        prior: [Double],
        penalty: Double,
        start: LogisticRegression? = nil
    ) throws(TrainingError) {
        precondition(penalty > 0, "without a penalty there may be no best fit")
        precondition(rows.count == outcomes.count * prior.count, "a fit has an outcome for each whole row")
        let problem = Problem(rows: rows, outcomes: outcomes, prior: prior, penalty: penalty)
        let positives = outcomes.reduce(0) { $0 + ($1 ? 1 : 0) }
        precondition(positives > 0 && positives < outcomes.count, "a fit needs both outcomes")
        // The intercept comes last, so that the penalised part is the leading block.
        var point = prior + [Elementary.logit(Double(positives) / Double(outcomes.count))]
        if let start { point = start.weights + [start.intercept] }
        var current = problem.evaluate(at: point)
        for _ in 0..<100 {
            let step = Cholesky(of: current.curvature, size: point.count).solve(current.gradient)
            let decrement = zip(step, current.gradient).reduce(0) { $0 + $1.0 * $1.1 }
            // Half the Newton decrement squared estimates what is left to gain.
            if decrement / 2 <= 1e-12 * (1 + abs(current.value)) {
                // This near, the last step squares the error away.
                point = zip(point, step).map { $0 - $1 }
                self.init(intercept: point[prior.count], weights: Array(point.dropLast()))
                return
            }
            var length = 1.0
            var candidate = zip(point, step).map { $0 - $1 }
            var next = problem.evaluate(at: candidate)
            while next.value > current.value - 1e-4 * length * decrement, length > 1e-6 {
                length /= 2
                candidate = zip(point, step).map { $0 - length * $1 }
                next = problem.evaluate(at: candidate)
            }
            point = candidate
            current = next
        }
        throw .didNotConverge
    }

    private init(intercept: Double, weights: [Double]) {
        self.intercept = intercept
        self.weights = weights
    }

    /// What is minimised.
    struct Problem {
        let rows: [Double]
        let outcomes: [Bool]
        let prior: [Double]
        let penalty: Double

        /// The value at a point, its gradient and its curvature (row by row, lower triangle).
        struct Evaluation {
            var value: Double
            var gradient: [Double]
            var curvature: [Double]
        }

        /// The value and its derivatives at these weights, the intercept last.
        func evaluate(at point: [Double]) -> Evaluation {
            let width = prior.count
            let size = width + 1
            var value = 0.0
            var gradient = [Double](repeating: 0, count: size)
            var curvature = [Double](repeating: 0, count: size * size)
            var row = [Double](repeating: 1, count: size)
            let allRows = rows.span
            let weights = point.span
            var slopes = gradient.mutableSpan
            var curves = curvature.mutableSpan
            var values = row.mutableSpan
            for index in outcomes.indices {
                var z = weights[width]
                for column in 0..<width {
                    let feature = allRows[index * width + column]
                    values[column] = feature
                    z += weights[column] * feature
                }
                // Both the probability and ln(1 + e^z) come of e^-|z|, which cannot overflow.
                let power = Elementary.exp(-abs(z))
                let probability = z >= 0 ? 1 / (1 + power) : power / (1 + power)
                let softplus = max(z, 0) + Elementary.log(1 + power)
                value += outcomes[index] ? softplus - z : softplus
                let residual = probability - (outcomes[index] ? 1 : 0)
                let weight = probability * (1 - probability)
                for column in 0..<size {
                    slopes[column] += residual * values[column]
                    let weighted = weight * values[column]
                    let start = column * size
                    for other in 0...column { curves[start + other] += weighted * values[other] }
                }
            }
            for column in 0..<width {
                let distance = point[column] - prior[column]
                value += penalty / 2 * distance * distance
                gradient[column] += penalty * distance
                curvature[column * size + column] += penalty
            }
            return Evaluation(value: value, gradient: gradient, curvature: curvature)
        }
    }
}

/// The factor L of a symmetric positive matrix: A = L Lᵀ.
struct Cholesky {
    private let factor: [Double]
    private let size: Int

    /// The factor of a matrix of which the lower triangle is given, row by row.
    ///
    /// A pivot that rounding has made nothing is lifted to 1e-12: the step is then shorter than it could be, and step
    /// halving still finds the way down.
    init(of matrix: [Double], size: Int) {
        var factor = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row * size + column]
                for inner in 0..<column { sum -= factor[row * size + inner] * factor[column * size + inner] }
                factor[row * size + column] =
                    row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * size + column]
            }
        }
        self.factor = factor
        self.size = size
    }

    /// The x with A x = `right`.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<size {
            for column in 0..<row { x[row] -= factor[row * size + column] * x[column] }
            x[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for below in (row + 1)..<max(size, row + 1) { x[row] -= factor[below * size + row] * x[below] }
            x[row] /= factor[row * size + row]
        }
        return x
    }
}
