/// What comes of two values with units: the whole of the algebra, as a table.
///
/// A pair that is not in the table has no meaning: there is no sum of two dates, and no product of two amounts.
package enum UnitTable {
    /// The type of `left sign right` and how it is computed, or `nil` where it has no meaning.
    static func result(
        of left: ValueType,
        _ sign: ArithmeticSign,
        _ right: ValueType
    ) -> (type: ValueType, operation: Operation)? {
        switch sign {
        case .plus: sum(left, right)
        case .minus: difference(left, right)
        case .times: product(left, right)
        case .over: quotient(left, right)
        }
    }

    private static func sum(_ left: ValueType, _ right: ValueType) -> (ValueType, Operation)? {
        switch (left, right) {
        case (.money, .money), (.days, .days), (.count, .count): (left, .addIntegers)
        case (.ratio, .ratio), (.points, .points): (left, .addReals)
        case (.date, .days): (.date, .daysAfter)
        case (.date, .businessDays): (.date, .businessDaysAfter)
        case (.money, _), (.days, _), (.businessDays, _), (.date, _), (.ratio, _), (.points, _), (.count, _),
            (.yesNo, _), (.choice, _), (.text, _):
            nil
        }
    }

    private static func difference(_ left: ValueType, _ right: ValueType) -> (ValueType, Operation)? {
        switch (left, right) {
        case (.money, .money), (.days, .days), (.count, .count): (left, .subtractIntegers)
        case (.ratio, .ratio), (.points, .points): (left, .subtractReals)
        case (.date, .date): (.days, .daysBetween)
        case (.date, .days): (.date, .daysBefore)
        case (.date, .businessDays): (.date, .businessDaysBefore)
        case (.money, _), (.days, _), (.businessDays, _), (.date, _), (.ratio, _), (.points, _), (.count, _),
            (.yesNo, _), (.choice, _), (.text, _):
            nil
        }
    }

    private static func product(_ left: ValueType, _ right: ValueType) -> (ValueType, Operation)? {
        switch (left, right) {
        case (.money, .ratio), (.days, .ratio), (.count, .ratio): (left, .scale)
        case (.ratio, .money), (.ratio, .days), (.ratio, .count): (right, .scale)
        case (.money, .count), (.days, .count), (.count, .count): (left, .multiplyIntegers)
        case (.count, .money), (.count, .days): (right, .multiplyIntegers)
        case (.ratio, .ratio): (.ratio, .multiplyReals)
        case (.points, .ratio), (.ratio, .points): (.points, .multiplyReals)
        case (.points, .count), (.count, .points): (.points, .multiplyRealByCount)
        case (.money, _), (.days, _), (.businessDays, _), (.date, _), (.ratio, _), (.points, _), (.count, _),
            (.yesNo, _), (.choice, _), (.text, _):
            nil
        }
    }

    private static func quotient(_ left: ValueType, _ right: ValueType) -> (ValueType, Operation)? {
        switch (left, right) {
        case (.money, .money), (.days, .days), (.count, .count): (.ratio, .divideIntegers)
        case (.money, .count), (.days, .count): (left, .shareOut)
        case (.money, .ratio), (.days, .ratio): (left, .unscale)
        case (.ratio, .ratio), (.points, .points): (.ratio, .divideReals)
        case (.points, .ratio): (.points, .divideReals)
        case (.points, .count), (.ratio, .count): (left, .divideRealByCount)
        case (.money, _), (.days, _), (.businessDays, _), (.date, _), (.ratio, _), (.points, _), (.count, _),
            (.yesNo, _), (.choice, _), (.text, _):
            nil
        }
    }
}

extension Operation {
    /// Whether the second value may be zero only at the price of an unknown result.
    var divides: Bool {
        switch self {
        case .unscale, .divideIntegers, .shareOut, .divideReals, .divideRealByCount: true
        case .addIntegers, .subtractIntegers, .multiplyIntegers, .scale, .addReals, .subtractReals, .multiplyReals,
            .multiplyRealByCount, .daysAfter, .daysBefore, .daysBetween, .businessDaysAfter, .businessDaysBefore:
            false
        }
    }
}
