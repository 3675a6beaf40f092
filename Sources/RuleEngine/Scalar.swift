import Facts
import RuleLanguage
import Values

/// A value while rules run: a whole number, a real, or nothing known.
///
/// Whole numbers are minor units, days, days since 1970-01-01, counts, 1 for yes, the place of a word in its list, or
/// the number of a text.
enum Scalar: Hashable, Sendable {
    case unknown
    case integer(Int64)
    case real(Double)

    /// Yes or no as a value.
    init(_ truth: Truth) {
        switch truth {
        case .yes: self = .integer(1)
        case .no: self = .integer(0)
        case .unknown: self = .unknown
        }
    }

    /// The value as yes or no.
    var truth: Truth {
        switch self {
        case .unknown: .unknown
        case .integer(let value): value != 0 ? .yes : .no
        case .real(let value): value != 0 ? .yes : .no
        }
    }

    var isKnown: Bool {
        switch self {
        case .unknown: false
        case .integer, .real: true
        }
    }

    /// The value as a whole number, where it is one.
    var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .unknown, .real: nil
        }
    }

    /// A real, or unknown where it is no number or has no end.
    static func finite(_ value: Double) -> Scalar {
        value.isFinite ? .real(value) : .unknown
    }
}

/// Yes, no or unknown.
///
/// Source: S. C. Kleene, "Introduction to Metamathematics" (1952), section 64, the strong tables.
enum Truth: String, CaseIterable, Sendable {
    case yes, no, unknown

    /// No wins, then unknown.
    func and(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.no, _), (_, .no): .no
        case (.unknown, _), (_, .unknown): .unknown
        case (.yes, .yes): .yes
        }
    }

    /// Yes wins, then unknown.
    func or(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.yes, _), (_, .yes): .yes
        case (.unknown, _), (_, .unknown): .unknown
        case (.no, .no): .no
        }
    }

    /// The other of yes and no.
    var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

extension Comparison {
    /// Whether two values stand in this relation; unknown where either is.
    func holds(_ left: Scalar, _ right: Scalar) -> Truth {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): holds(left, right) ? .yes : .no
        case (.real(let left), .real(let right)): holds(left, right) ? .yes : .no
        case (.unknown, _), (_, .unknown): .unknown
        case (.integer, .real), (.real, .integer): preconditionFailure("a checked comparison has sides of one type")
        }
    }

    private func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .less: left < right
        case .atMost: left <= right
        case .equal: left == right
        case .unequal: left != right
        case .atLeast: left >= right
        case .greater: left > right
        }
    }
}

extension Operation {
    /// What comes of two values; unknown where either is, where a divisor is zero, and where the result is too large.
    func applied(to left: Scalar, _ right: Scalar, calendar: BusinessCalendar) -> Scalar {
        switch (left, right) {
        case (.unknown, _), (_, .unknown): .unknown
        case (.integer(let left), .integer(let right)): applied(to: left, right, calendar)
        case (.real(let left), .real(let right)): applied(to: left, right)
        case (.integer(let whole), .real(let real)), (.real(let real), .integer(let whole)):
            applied(to: whole, real, isWholeFirst: left.whole != nil)
        }
    }

    private func applied(to left: Int64, _ right: Int64, _ calendar: BusinessCalendar) -> Scalar {
        switch self {
        case .addIntegers: return Operation.held(left.addingReportingOverflow(right))
        case .subtractIntegers, .daysBetween: return Operation.held(left.subtractingReportingOverflow(right))
        case .multiplyIntegers: return Operation.held(left.multipliedReportingOverflow(by: right))
        case .divideIntegers: return right == 0 ? .unknown : .finite(Double(left) / Double(right))
        case .shareOut: return Operation.shared(left, right)
        case .daysAfter: return Operation.day(left.addingReportingOverflow(right))
        case .daysBefore: return Operation.day(left.subtractingReportingOverflow(right))
        case .businessDaysAfter: return Operation.businessDay(right, after: left, calendar)
        case .businessDaysBefore: return Operation.businessDay(0 - right, after: left, calendar)
        case .scale, .unscale, .addReals, .subtractReals, .multiplyReals, .divideReals, .multiplyRealByCount,
            .divideRealByCount:
            preconditionFailure("\(self) takes a real")
        }
    }

    private func applied(to left: Double, _ right: Double) -> Scalar {
        switch self {
        case .addReals: return .finite(left + right)
        case .subtractReals: return .finite(left - right)
        case .multiplyReals: return .finite(left * right)
        case .divideReals: return right == 0 ? .unknown : .finite(left / right)
        case .addIntegers, .subtractIntegers, .multiplyIntegers, .scale, .unscale, .divideIntegers, .shareOut,
            .multiplyRealByCount, .divideRealByCount, .daysAfter, .daysBefore, .daysBetween, .businessDaysAfter,
            .businessDaysBefore:
            preconditionFailure("\(self) takes a whole number")
        }
    }

    private func applied(to whole: Int64, _ real: Double, isWholeFirst: Bool) -> Scalar {
        switch self {
        case .scale: return Operation.rounded(Double(whole) * real)
        case .unscale: return real == 0 ? .unknown : Operation.rounded(Double(whole) / real)
        case .multiplyRealByCount: return .finite(real * Double(whole))
        case .divideRealByCount: return whole == 0 ? .unknown : .finite(real / Double(whole))
        case .addIntegers, .subtractIntegers, .multiplyIntegers, .divideIntegers, .shareOut, .addReals, .subtractReals,
            .multiplyReals, .divideReals, .daysAfter, .daysBefore, .daysBetween, .businessDaysAfter,
            .businessDaysBefore:
            preconditionFailure(
                "\(self) takes values of one kind, and the \(isWholeFirst ? "first" : "second") is whole"
            )
        }
    }

    /// A whole number, or unknown where it is too large, or is the one number by which columns say that nothing is known.
    private static func held(_ result: (partialValue: Int64, overflow: Bool)) -> Scalar {
        result.overflow || result.partialValue == FactTable.unknownInteger ? .unknown : .integer(result.partialValue)
    }

    private static func rounded(_ value: Double) -> Scalar {
        value.nearestWhole.map { .integer($0) } ?? .unknown
    }

    /// The nearest whole to a quotient, halves away from zero, without a detour through reals.
    private static func shared(_ value: Int64, _ count: Int64) -> Scalar {
        let (quotient, isTooLarge) = value.dividedReportingOverflow(by: count)
        guard count != 0, !isTooLarge else { return .unknown }
        let rest = (value - quotient * count).magnitude
        guard rest >= count.magnitude - rest else { return .integer(quotient) }
        return .integer(quotient + ((value < 0) == (count < 0) ? 1 : -1))
    }

    /// The days that a rule may come to: the years 1 to 9999.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896

    private static func day(_ result: (partialValue: Int64, overflow: Bool)) -> Scalar {
        result.overflow || !days.contains(result.partialValue) ? .unknown : .integer(result.partialValue)
    }

    private static func businessDay(_ count: Int64, after day: Int64, _ calendar: BusinessCalendar) -> Scalar {
        guard days.contains(day), abs(count) <= 36_500 else { return .unknown }
        let result = calendar.day(Int(count), businessDaysAfter: Day(sinceEpoch: Int32(day)))
        return self.day((Int64(result.sinceEpoch), false))
    }
}

extension Double {
    /// The nearest whole number, halves away from zero, or `nil` where it does not fit.
    ///
    /// Made of basic operations, because rounding by the C library is a call into it in some builds.
    var nearestWhole: Int64? {
        guard magnitude < 0x1p63 else { return nil }
        let whole = Int64(self)
        let rest = self - Double(whole)
        if rest >= 0.5 { return whole + 1 }
        return rest <= -0.5 ? whole - 1 : whole
    }
}
