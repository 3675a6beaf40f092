import Facts
import RuleLanguage
import Values

/// Gives bound expressions their values on the rows of one table.
///
/// Total: whatever stands in the columns, every expression has a value or is unknown.
struct Evaluator: Sendable {
    private let integers: [[Int64]]
    private let reals: [[Double]]
    private let customerOfInvoice: [Int32]
    private let calendar: BusinessCalendar

    init(_ table: FactTable, calendar: BusinessCalendar) {
        var integers: [[Int64]] = []
        var reals: [[Double]] = []
        for (index, fact) in table.catalog.facts.enumerated() {
            let isReal = ValueType(fact.type).isReal
            integers.append(isReal ? [] : table.integers(at: index))
            reals.append(isReal ? table.reals(at: index) : [])
        }
        self.integers = integers
        self.reals = reals
        customerOfInvoice = table.customerOfInvoice
        self.calendar = calendar
    }

    /// What computes whole columns of the same table.
    var machine: ColumnMachine {
        ColumnMachine(integers: integers, reals: reals, customerOfInvoice: customerOfInvoice, calendar: calendar)
    }

    /// The row of an invoice, with its customer's.
    func row(ofInvoice invoice: Int) -> Row {
        Row(invoice: invoice, customer: Int(customerOfInvoice[invoice]))
    }

    func value(_ expression: BoundExpression, at row: Row) -> Scalar {
        switch expression {
        case .value(let value): return value
        case .integers(let column, let isOfCustomer):
            guard let place = isOfCustomer ? row.customer : row.invoice else { return .unknown }
            let value = integers[column][place]
            return value == FactTable.unknownInteger ? .unknown : .integer(value)
        case .reals(let column, let isOfCustomer):
            guard let place = isOfCustomer ? row.customer : row.invoice else { return .unknown }
            let value = reals[column][place]
            return value.isNaN ? .unknown : .real(value)
        case .minus(let inner): return negative(of: value(inner, at: row))
        case .arithmetic(let operation, let left, let right):
            return operation.applied(to: value(left, at: row), value(right, at: row), calendar: calendar)
        case .coalesce(let left, let right):
            let first = value(left, at: row)
            return first.isKnown ? first : value(right, at: row)
        case .conditional(let condition, let then, let otherwise):
            switch truth(condition, at: row) {
            case .yes: return value(then, at: row)
            case .no: return value(otherwise, at: row)
            case .unknown: return .unknown
            }
        case .comparison, .isKnown, .isOneOf, .isWithin, .not, .and, .or: return Scalar(truth(expression, at: row))
        }
    }

    func truth(_ expression: BoundExpression, at row: Row) -> Truth {
        switch expression {
        case .comparison(let comparison, let left, let right):
            return comparison.holds(value(left, at: row), value(right, at: row))
        case .isKnown(let inner): return value(inner, at: row).isKnown ? .yes : .no
        case .isOneOf(let inner, let values):
            guard let value = value(inner, at: row).whole else { return .unknown }
            return values.contains(value) ? .yes : .no
        case .isWithin(let inner, let low, let high):
            let subject = value(inner, at: row)
            let isAbove = low.map { Comparison.atLeast.holds(subject, value($0, at: row)) } ?? .yes
            let isBelow = high.map { Comparison.atMost.holds(subject, value($0, at: row)) } ?? .yes
            return isAbove.and(isBelow)
        case .not(let inner): return truth(inner, at: row).negated
        case .and(let terms):
            var result = Truth.yes
            for term in terms {
                result = result.and(truth(term, at: row))
                if result == .no { return .no }
            }
            return result
        case .or(let terms):
            var result = Truth.no
            for term in terms {
                result = result.or(truth(term, at: row))
                if result == .yes { return .yes }
            }
            return result
        case .value, .integers, .reals, .minus, .arithmetic, .coalesce, .conditional:
            return value(expression, at: row).truth
        }
    }

    /// Whether all requirements are true and all exceptions false.
    func truth(_ condition: BoundCondition, at row: Row) -> Truth {
        var result = Truth.yes
        for requirement in condition.requirements {
            result = result.and(truth(requirement, at: row))
            if result == .no { return .no }
        }
        for exception in condition.exceptions {
            result = result.and(truth(exception, at: row).negated)
            if result == .no { return .no }
        }
        return result
    }

    private func negative(of value: Scalar) -> Scalar {
        switch value {
        case .unknown: return .unknown
        case .real(let value): return .real(-value)
        case .integer(let value):
            let (negative, overflow) = Int64(0).subtractingReportingOverflow(value)
            return overflow ? .unknown : .integer(negative)
        }
    }
}
