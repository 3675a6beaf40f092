package import Facts

/// An expression whose names are resolved and whose types and units are known to fit.
///
/// Constants are written out, so that a back end sees facts against values; spans are kept for explanations.
package struct TypedExpression: Hashable, Sendable {
    /// How it is put together.
    package let node: TypedNode
    /// The type of its value.
    package let type: ValueType
    /// Byte range in the file of the declaration that the expression stands in.
    package let span: Range<Int>
    /// Whether its value can be unknown: a fact in it may be, or something is divided by what may be zero.
    ///
    /// A sum that is too large to be held is unknown as well; that is not counted here.
    package let mayBeUnknown: Bool
    /// Whether its value changes by the mere passing of a day.
    package let changesWithToday: Bool
}

extension TypedExpression {
    /// The place of the fact that this is and that stands on the invoice itself, where it is one.
    package func documentFact(in catalog: FactCatalog) -> Int? {
        guard case .fact(let fact, _) = node, catalog.facts[fact].isOfDocument else { return nil }
        return fact
    }
}

/// How an expression is put together.
package indirect enum TypedNode: Hashable, Sendable {
    case constant(Constant)
    /// The day of the table.
    case today
    /// The fact at this place of the catalogue.
    case fact(Int, on: Entity)
    /// The define at this place of ``CheckedRules/defines``.
    case define(Int)
    case minus(TypedExpression)
    case arithmetic(Operation, TypedExpression, TypedExpression)
    /// Whether two values of one ordered type stand in this relation.
    case comparison(Comparison, TypedExpression, TypedExpression)
    /// Whether there is a value at all: yes or no, never unknown.
    case isKnown(TypedExpression)
    /// Whether the value is one of these.
    case isOneOf(TypedExpression, [Constant])
    /// Whether the value lies between the ends, which count; a missing end sets no limit.
    case isWithin(TypedExpression, from: TypedExpression?, through: TypedExpression?)
    case not(TypedExpression)
    case and([TypedExpression])
    case or([TypedExpression])
    /// The first value, or the second where the first is unknown.
    case coalesce(TypedExpression, TypedExpression)
    case conditional(TypedExpression, then: TypedExpression, otherwise: TypedExpression)
}

/// A value that an author wrote down.
package enum Constant: Hashable, Sendable {
    /// Minor units of money, days, days since 1970-01-01, a count, 1 for yes, or the place of a word in its list.
    case integer(Int64)
    /// A ratio or points.
    case real(Double)
    case text(String)
}

/// How two values stand to one another.
package enum Comparison: String, CaseIterable, Sendable {
    case less = "<"
    case atMost = "<="
    case equal = "="
    case unequal = "!="
    case atLeast = ">="
    case greater = ">"

    /// The relation that holds exactly where this one does not.
    package var opposite: Comparison {
        switch self {
        case .less: .atLeast
        case .atMost: .greater
        case .equal: .unequal
        case .unequal: .equal
        case .atLeast: .less
        case .greater: .atMost
        }
    }

    /// The relation with its sides exchanged.
    package var mirrored: Comparison {
        switch self {
        case .less: .greater
        case .atMost: .atLeast
        case .equal: .equal
        case .unequal: .unequal
        case .atLeast: .atMost
        case .greater: .less
        }
    }
}

/// What is done with two values, once their units are known to fit.
package enum Operation: String, CaseIterable, Sendable {
    /// Whole numbers of one unit.
    case addIntegers, subtractIntegers, multiplyIntegers
    /// A whole number times a real, in either order, or divided by one, rounded to the nearest whole; halves go away
    /// from zero.
    case scale, unscale
    /// One whole number divided by another of the same unit: a ratio.
    case divideIntegers
    /// A whole number divided by a count, rounded as ``scale`` is.
    case shareOut
    case addReals, subtractReals, multiplyReals, divideReals
    /// A real times a count, in either order, or divided by one.
    case multiplyRealByCount, divideRealByCount
    /// A date and so many days.
    case daysAfter, daysBefore
    /// The days from the second date to the first.
    case daysBetween
    /// A date and so many days that are no weekend and no holiday.
    case businessDaysAfter, businessDaysBefore
}
