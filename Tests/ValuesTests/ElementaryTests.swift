import TestKit
import Testing
import Values

@Suite struct ElementaryTests {
    /// How many `Double`s lie between two, counted through zero.
    private func steps(from left: Double, to right: Double) -> UInt64 {
        func place(_ x: Double) -> Int64 {
            let bits = Int64(bitPattern: x.bitPattern)
            return bits >= 0 ? bits : Int64.min - bits
        }
        return UInt64(place(left).distance(to: place(right)).magnitude)
    }

    @Test(arguments: exponentials)
    func `exp is within one unit in the last place`(_ x: Double, _ value: Double) {
        #expect(steps(from: Elementary.exp(x), to: value) <= 1, "exp(\(x)) = \(Elementary.exp(x)), not \(value)")
    }

    @Test(arguments: logarithms)
    func `log is within one unit in the last place`(_ x: Double, _ value: Double) {
        #expect(steps(from: Elementary.log(x), to: value) <= 1, "log(\(x)) = \(Elementary.log(x)), not \(value)")
    }

    @Test func `the ends of exp are where those of the numbers are`() {
        #expect(Elementary.exp(0) == 1)
        #expect(Elementary.exp(-0.0) == 1)
        #expect(Elementary.exp(709.782_712_893_384) < .infinity)
        #expect(Elementary.exp(709.782_712_893_384_1) == .infinity)
        #expect(Elementary.exp(1e300) == .infinity)
        #expect(Elementary.exp(.infinity) == .infinity)
        #expect(Elementary.exp(-745.133_219_101_941_1) == .leastNonzeroMagnitude)
        #expect(Elementary.exp(-745.133_219_101_941_3) == 0)
        #expect(Elementary.exp(-1e300) == 0)
        #expect(Elementary.exp(-.infinity) == 0)
        #expect(Elementary.exp(.nan).isNaN)
    }

    @Test func `the ends of log are where those of the numbers are`() {
        #expect(Elementary.log(1) == 0)
        #expect(Elementary.log(0) == -.infinity)
        #expect(Elementary.log(-0.0) == -.infinity)
        #expect(Elementary.log(.infinity) == .infinity)
        #expect(Elementary.log(-1).isNaN)
        #expect(Elementary.log(-.infinity).isNaN)
        #expect(Elementary.log(.nan).isNaN)
    }

    @Test func `exp takes back what log gave`() {
        forAll {
            Double(
                sign: .plus,
                exponent: .random(in: -1_000...1_000, using: &$0),
                significand: .random(in: 1..<2, using: &$0)
            )
        } property: { x in
            // The logarithm's own rounding, half a unit at up to 700, comes back as a relative error of its size.
            let logarithm = Elementary.log(x)
            return abs(Elementary.exp(logarithm) / x - 1) <= logarithm.ulp + 3 * Double.ulpOfOne
        }
    }

    @Test func `a larger argument never gives a smaller result`() {
        forAll {
            Double.random(in: -745...709, using: &$0)
        } property: { x in
            let next = x + abs(x).ulp * 4
            let scale = abs(x) + 1e-300
            return Elementary.exp(x) <= Elementary.exp(next)
                && Elementary.log(scale) <= Elementary.log(scale + scale.ulp * 4)
        }
    }

    @Test func `log-odds and probability are each other's inverse`() {
        #expect(Elementary.logistic(0) == 0.5)
        #expect(Elementary.logistic(800) == 1)
        #expect(Elementary.logistic(-800) == 0)
        #expect(Elementary.logit(0.5) == 0)
        forAll {
            Double.random(in: 0.001...0.999, using: &$0)
        } property: { p in
            abs(Elementary.logistic(Elementary.logit(p)) - p) < 1e-15
        }
    }
}
