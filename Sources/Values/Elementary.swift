/// The exponential function and the natural logarithm, made of IEEE 754 basic operations in a fixed order.
///
/// The C library's differ from processor to processor, because they use fused multiply-add where there is one. These
/// give the same bits everywhere, so a score, a ranking and a model file do too. Both are within one unit in the last
/// place of the true value.
package enum Elementary {
    /// ln 2 in two parts: `logTwoHigh` has 21 trailing zero bits, so that its product with an exponent is exact.
    private static let logTwoHigh = 0x1.62e42feep-1
    private static let logTwoLow = 0x1.a39ef35793c76p-33

    /// e to the power `x`: 0 below about -745.13, infinity above about 709.78, NaN for NaN.
    ///
    /// x = k ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor polynomial of degree 13 in r, whose remainder is below
    /// 5e-18, times 2^k.
    package static func exp(_ x: Double) -> Double {
        guard !x.isNaN else { return x }
        guard x <= 709.782_712_893_384 else { return .infinity }
        guard x > -746 else { return 0 }
        // Rounded by way of an integer, which needs no function of the C library; which side a tie goes to is all one.
        let power = Int(x * 1.442_695_040_888_963_4 + (x < 0 ? -0.5 : 0.5))
        let k = Double(power)
        let r = (x - k * logTwoHigh) - k * logTwoLow
        var sum = 1.0 / 6_227_020_800
        sum = sum * r + 1.0 / 479_001_600
        sum = sum * r + 1.0 / 39_916_800
        sum = sum * r + 1.0 / 3_628_800
        sum = sum * r + 1.0 / 362_880
        sum = sum * r + 1.0 / 40_320
        sum = sum * r + 1.0 / 5_040
        sum = sum * r + 1.0 / 720
        sum = sum * r + 1.0 / 120
        sum = sum * r + 1.0 / 24
        sum = sum * r + 1.0 / 6
        sum = sum * r + 1.0 / 2
        let result = (sum * r * r + r) + 1
        // Two steps, because 2^k alone may lie outside the normal numbers where the result does not.
        let half = power / 2
        return result * powerOfTwo(half) * powerOfTwo(power - half)
    }

    /// The natural logarithm: negative infinity at 0, NaN below it and for NaN.
    ///
    /// x = 2^k (1 + f) with 1 + f from √½ to √2, and s = f / (2 + f). Then ln(1 + f) = 2 artanh s = 2s + sR with
    /// R = 2s²/3 + 2s⁴/5 + …, here to s²². Because 2s = f - f²/2 + s f²/2, the leading term is f itself, which is exact.
    package static func log(_ x: Double) -> Double {
        guard !x.isNaN, x >= 0 else { return .nan }
        guard x > 0 else { return -.infinity }
        guard x < .infinity else { return .infinity }
        var power = x.exponent
        var m = x.significand
        if m > 1.414_213_562_373_095_1 {
            m /= 2
            power += 1
        }
        let k = Double(power)
        let f = m - 1
        let s = f / (2 + f)
        let square = s * s
        var sum = 2.0 / 23
        sum = sum * square + 2.0 / 21
        sum = sum * square + 2.0 / 19
        sum = sum * square + 2.0 / 17
        sum = sum * square + 2.0 / 15
        sum = sum * square + 2.0 / 13
        sum = sum * square + 2.0 / 11
        sum = sum * square + 2.0 / 9
        sum = sum * square + 2.0 / 7
        sum = sum * square + 2.0 / 5
        sum = sum * square + 2.0 / 3
        let halfSquare = f * f / 2
        let correction = halfSquare - (s * (halfSquare + sum * square) + k * logTwoLow)
        return k * logTwoHigh - (correction - f)
    }

    /// 1 / (1 + e^-x): the probability whose log-odds are `x`.
    package static func logistic(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exp(-x)) }
        let power = exp(x)
        return power / (1 + power)
    }

    /// ln(p / (1 - p)): the log-odds of a probability strictly between 0 and 1.
    package static func logit(_ p: Double) -> Double {
        log(p / (1 - p))
    }

    /// 2 to a power that gives a normal number.
    private static func powerOfTwo(_ power: Int) -> Double {
        Double(bitPattern: UInt64(power + 1_023) << 52)
    }
}
