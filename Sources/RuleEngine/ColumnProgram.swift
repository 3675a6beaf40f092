import Facts
import RuleLanguage
import Values

/// How a derived column is computed: steps over registers that each hold a block of rows.
///
/// Reals stand in registers as their bits; nothing known is ``Key/unknown`` among whole numbers and no number among
/// reals, as in the columns of a table.
struct ColumnProgram: Sendable {
    /// One step; what it makes is written to its register.
    struct Step: Sendable {
        let operation: StepOperation
        let into: Int
    }

    /// What a step does, with registers for operands.
    enum StepOperation: Sendable {
        case integers(column: Int, isOfCustomer: Bool)
        case reals(column: Int, isOfCustomer: Bool)
        /// The same value in every row.
        case fill(Int64)
        case negative(Int, isReal: Bool)
        case arithmetic(Operation, Operand, Operand)
        case comparison(Comparison, Int, Int, isReal: Bool)
        case isKnown(Int, isReal: Bool)
        case isOneOf(Int, [Int64])
        /// Yes where the value is not zero.
        case truth(Int, isReal: Bool)
        case not(Int)
        case and(Int, Int)
        case or(Int, Int)
        case coalesce(Int, Int, isReal: Bool)
        case conditional(Int, then: Int, otherwise: Int, isReal: Bool)
    }

    /// A register, and how its values are held.
    struct Operand: Sendable {
        let register: Int
        let isReal: Bool
    }

    private(set) var steps: [Step] = []
    /// How many registers the steps need.
    private(set) var registerCount = 1
    /// Whether the column, which is made in register 0, is one of reals.
    private(set) var isReal = false

    init(_ expression: BoundExpression) {
        isReal = emit(expression, into: 0)
    }

    /// Adds the steps that make a value, for which registers behind `register` are free; says whether it is a real.
    private mutating func emit(_ expression: BoundExpression, into register: Int) -> Bool {
        registerCount = max(registerCount, register + 1)
        switch expression {
        case .value(.unknown):
            add(.fill(Key.unknown), register)
            return false
        case .value(.integer(let value)):
            add(.fill(value), register)
            return false
        case .value(.real(let value)):
            add(.fill(Int64(bitPattern: value.bitPattern)), register)
            return true
        case .integers(let column, let isOfCustomer):
            add(.integers(column: column, isOfCustomer: isOfCustomer), register)
            return false
        case .reals(let column, let isOfCustomer):
            add(.reals(column: column, isOfCustomer: isOfCustomer), register)
            return true
        case .minus(let inner):
            let isReal = emit(inner, into: register)
            add(.negative(register, isReal: isReal), register)
            return isReal
        case .arithmetic(let operation, let left, let right):
            let first = emit(left, into: register)
            let second = emit(right, into: register + 1)
            add(
                .arithmetic(
                    operation,
                    Operand(register: register, isReal: first),
                    Operand(register: register + 1, isReal: second)
                ),
                register
            )
            return operation.isReal
        case .comparison(let comparison, let left, let right):
            let isReal = emit(left, into: register)
            _ = emit(right, into: register + 1)
            add(.comparison(comparison, register, register + 1, isReal: isReal), register)
            return false
        case .isKnown(let inner):
            add(.isKnown(register, isReal: emit(inner, into: register)), register)
            return false
        case .isOneOf(let inner, let values):
            _ = emit(inner, into: register)
            add(.isOneOf(register, values), register)
            return false
        case .isWithin(let subject, let low, let high):
            emitRange(subject, low, high, into: register)
            return false
        case .not(let inner):
            emitTruth(inner, into: register)
            add(.not(register), register)
            return false
        case .and(let terms):
            emitTerms(terms, into: register) { .and($0, $1) }
            return false
        case .or(let terms):
            emitTerms(terms, into: register) { .or($0, $1) }
            return false
        case .coalesce(let left, let right):
            let isReal = emit(left, into: register)
            _ = emit(right, into: register + 1)
            add(.coalesce(register, register + 1, isReal: isReal), register)
            return isReal
        case .conditional(let condition, let then, let otherwise):
            emitTruth(condition, into: register)
            let isReal = emit(then, into: register + 1)
            _ = emit(otherwise, into: register + 2)
            add(.conditional(register, then: register + 1, otherwise: register + 2, isReal: isReal), register)
            return isReal
        }
    }

    private mutating func emitRange(
        _ subject: BoundExpression,
        _ low: BoundExpression?,
        _ high: BoundExpression?,
        into register: Int
    ) {
        let isReal = emit(subject, into: register)
        let lowEnd = register + 1
        let highEnd = register + 2
        registerCount = max(registerCount, highEnd + 1)
        if let low {
            _ = emit(low, into: lowEnd)
            add(.comparison(.atLeast, register, lowEnd, isReal: isReal), lowEnd)
        } else {
            add(.fill(1), lowEnd)
        }
        if let high {
            _ = emit(high, into: highEnd)
            add(.comparison(.atMost, register, highEnd, isReal: isReal), highEnd)
        } else {
            add(.fill(1), highEnd)
        }
        add(.and(lowEnd, highEnd), register)
    }

    private mutating func emitTruth(_ expression: BoundExpression, into register: Int) {
        let isReal = emit(expression, into: register)
        add(.truth(register, isReal: isReal), register)
    }

    private mutating func emitTerms(
        _ terms: [BoundExpression],
        into register: Int,
        _ combined: (Int, Int) -> StepOperation
    ) {
        for (place, term) in terms.enumerated() {
            emitTruth(term, into: place == 0 ? register : register + 1)
            if place > 0 { add(combined(register, register + 1), register) }
        }
    }

    private mutating func add(_ operation: StepOperation, _ register: Int) {
        steps.append(Step(operation: operation, into: register))
    }
}

extension Operation {
    /// Whether what comes of it is a real.
    var isReal: Bool {
        switch self {
        case .divideIntegers, .addReals, .subtractReals, .multiplyReals, .divideReals, .multiplyRealByCount,
            .divideRealByCount:
            true
        case .addIntegers, .subtractIntegers, .multiplyIntegers, .scale, .unscale, .shareOut, .daysAfter, .daysBefore,
            .daysBetween, .businessDaysAfter, .businessDaysBefore:
            false
        }
    }
}
