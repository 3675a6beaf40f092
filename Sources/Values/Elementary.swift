/// The exponential function and the natural logarithm, made of IEEE 754 basic operations in a fixed order.
///
/// The C library's differ from processor to processor, because they use fused multiply-add where there is one. These
/// give the same bits everywhere, so a score, a ranking and a model file do too. Both are within a few units in the
/// last place of the true value.
package enum Elementary {
    /// ln 2 in two parts: `high` has 21 trailing zero bits, so that its product with an exponent is exact.
    private static let logTwoHigh = 0x1.62e42feep-1
    private static let logTwoLow = 0x1.a39ef35793c76p-33

    /// e to the power `x`: 0 below about -745, infinity above about 709.8, NaN for NaN.
    ///
    /// Reduction to |r| ≤ ln 2 / 2, then the Taylor polynomial of degree 13, whose remainder is below 5e-18.
    package static func exp(_ x: Double) -> Double {
        guard !x.isNaN else { return x }
        guard x < 709.782_712_893_384 else { return x == 709.782_712_893_384 ? .greatestFiniteMagnitude : .infinity }
        guard x > -745.133_219_101_941_1 else { return 0 }
        let exponent = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
        let high = x - exponent * logTwoHigh
        let r = high - exponent * logTwoLow
        var sum = 1.0 / 6_227_020_800
        for divisor in inverseFactorials { sum = sum * r + divisor }
        let result = sum * r * r + r + 1
        // Two steps, because 2^exponent alone may lie outside the normal numbers where the result does not.
        let half = (exponent / 2).rounded(.towardZero)
        return result * powerOfTwo(Int(half)) * powerOfTwo(Int(exponent - half))
    }

    /// The natural logarithm: negative infinity at 0, NaN below it and for NaN.
    ///
    /// x = 2^k m with m in [√½, √2), then 2 artanh((m-1)/(m+1)) by its series to the 23rd power.
    package static func log(_ x: Double) -> Double {
        guard !x.isNaN, x >= 0 else { return .nan }
        guard x > 0 else { return -.infinity }
        guard x < .infinity else { return .infinity }
        var exponent = Double(x.exponent)
        var m = x.significand
        if m > 1.414_213_562_373_095_1 {
            m /= 2
            exponent += 1
        }
        let s = (m - 1) / (m + 1)
        let square = s * s
        var sum = 1.0 / 23
        for divisor in oddInverses { sum = sum * square + divisor }
        let series = 2 * s + 2 * s * square * sum
        return exponent * logTwoHigh + (exponent * logTwoLow + series)
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

    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }

    /// 1/12! down to 1/2!.
    private static let inverseFactorials: [Double] = [
        1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40_320, 1.0 / 5_040, 1.0 / 720,
        1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
    ]

    /// 1/21 down to 1/3.
    private static let oddInverses: [Double] = [
        1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3,
    ]
}
