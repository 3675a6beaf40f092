import Facts
import RuleLanguage
import Values

/// Computes derived columns, a block of rows at a time.
struct ColumnMachine: Sendable {
    let integers: [[Int64]]
    let reals: [[Double]]
    let customerOfInvoice: [Int32]
    let calendar: BusinessCalendar

    /// Runs a program on some rows and leaves the column in its first register.
    ///
    /// - Parameters:
    ///   - entity: what the rows are; on invoices, facts of customers are those of each invoice's customer.
    ///   - registers: room for the program's registers, each as long as there are rows.
    func run(_ program: ColumnProgram, on entity: Entity, rows: Range<Int>, in registers: inout [[Int64]]) {
        while registers.count < program.registerCount {
            registers.append([Int64](repeating: 0, count: Block.length))
        }
        for step in program.steps {
            switch step.operation {
            case .integers(let column, let isOfCustomer):
                let values = integers[column]
                read(isOfCustomer && entity == .invoice, rows, into: &registers[step.into]) { values[$0] }
            case .reals(let column, let isOfCustomer):
                let values = reals[column]
                read(isOfCustomer && entity == .invoice, rows, into: &registers[step.into]) {
                    Int64(bitPattern: values[$0].bitPattern)
                }
            case .fill(let value): for row in 0..<rows.count { registers[step.into][row] = value }
            case .negative(let inner, let isReal):
                // The least whole number is the one that is not known, so every other one has a negative.
                each(rows.count, step.into, inner, inner, &registers) { value, _ in
                    isReal ? value ^ Int64.min : (value == Key.unknown ? Key.unknown : -value)
                }
            case .arithmetic(let operation, let left, let right):
                calculate(operation, left, right, rows.count, step.into, &registers)
            case .comparison(let comparison, let left, let right, let isReal):
                compare(comparison, left, right, isReal, rows.count, step.into, &registers)
            case .isKnown(let inner, let isReal):
                each(rows.count, step.into, inner, inner, &registers) { value, _ in
                    isUnknown(value, isReal) ? 0 : 1
                }
            case .isOneOf(let inner, let values):
                each(rows.count, step.into, inner, inner, &registers) { value, _ in
                    value == Key.unknown ? Key.unknown : values.contains(value) ? 1 : 0
                }
            case .truth(let inner, let isReal):
                each(rows.count, step.into, inner, inner, &registers) { value, _ in
                    if isUnknown(value, isReal) { return Key.unknown }
                    return isReal ? (real(value) != 0 ? 1 : 0) : (value != 0 ? 1 : 0)
                }
            case .not(let inner):
                each(rows.count, step.into, inner, inner, &registers) { value, _ in
                    value == Key.unknown ? Key.unknown : 1 - value
                }
            // The truths no, yes and unknown are 0, 1 and less than either.
            case .and(let left, let right):
                each(rows.count, step.into, left, right, &registers) { left, right in
                    left == 0 || right == 0 ? 0 : min(left, right)
                }
            case .or(let left, let right):
                each(rows.count, step.into, left, right, &registers) { left, right in
                    left == 1 || right == 1 ? 1 : min(left, right)
                }
            case .coalesce(let left, let right, let isReal):
                each(rows.count, step.into, left, right, &registers) { left, right in
                    isUnknown(left, isReal) ? right : left
                }
            case .conditional(let condition, let then, let otherwise, let isReal):
                each(rows.count, then, condition, then, &registers) { condition, value in
                    condition == Key.unknown ? unknown(isReal) : value
                }
                each(rows.count, otherwise, condition, otherwise, &registers) { condition, value in
                    condition == Key.unknown ? unknown(isReal) : value
                }
                for row in 0..<rows.count {
                    let chosen = registers[condition][row] == 1 ? then : otherwise
                    registers[step.into][row] = registers[chosen][row]
                }
            }
        }
    }

    private func read(_ isGathered: Bool, _ rows: Range<Int>, into register: inout [Int64], _ value: (Int) -> Int64) {
        if isGathered {
            for (place, row) in rows.enumerated() { register[place] = value(Int(customerOfInvoice[row])) }
        } else {
            for (place, row) in rows.enumerated() { register[place] = value(row) }
        }
    }

    /// Sets each row of a register to what comes of the same row of two others.
    @inline(__always)
    private func each(
        _ count: Int,
        _ into: Int,
        _ left: Int,
        _ right: Int,
        _ registers: inout [[Int64]],
        _ result: (Int64, Int64) -> Int64
    ) {
        var made = registers[into]
        // The register is written in place: while it stands in two lists, a write would copy it.
        registers[into] = []
        if left == into, right == into {
            for row in 0..<count { made[row] = result(made[row], made[row]) }
        } else if left == into {
            for row in 0..<count { made[row] = result(made[row], registers[right][row]) }
        } else if right == into {
            for row in 0..<count { made[row] = result(registers[left][row], made[row]) }
        } else {
            for row in 0..<count { made[row] = result(registers[left][row], registers[right][row]) }
        }
        registers[into] = made
    }

    private func compare(
        _ comparison: Comparison,
        _ left: Int,
        _ right: Int,
        _ isReal: Bool,
        _ count: Int,
        _ into: Int,
        _ registers: inout [[Int64]]
    ) {
        if isReal {
            each(count, into, left, right, &registers) { left, right in
                if isUnknown(left, true) || isUnknown(right, true) { return Key.unknown }
                return comparison.holds(.real(real(left)), .real(real(right))) == .yes ? 1 : 0
            }
        } else {
            each(count, into, left, right, &registers) { left, right in
                if left == Key.unknown || right == Key.unknown { return Key.unknown }
                return comparison.holds(.integer(left), .integer(right)) == .yes ? 1 : 0
            }
        }
    }

    private func calculate(
        _ operation: Operation,
        _ left: ColumnProgram.Operand,
        _ right: ColumnProgram.Operand,
        _ count: Int,
        _ into: Int,
        _ registers: inout [[Int64]]
    ) {
        // Whole sums and differences are most of what policies compute; the rest goes by the general table.
        if operation == .addIntegers || operation == .subtractIntegers || operation == .daysBetween {
            let isSum = operation == .addIntegers
            each(count, into, left.register, right.register, &registers) { left, right in
                if left == Key.unknown || right == Key.unknown { return Key.unknown }
                let (value, overflow) =
                    isSum ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
                return overflow ? Key.unknown : value
            }
            return
        }
        each(count, into, left.register, right.register, &registers) { first, second in
            let result = operation.applied(
                to: scalar(first, left.isReal),
                scalar(second, right.isReal),
                calendar: calendar
            )
            switch result {
            case .unknown: return unknown(operation.isReal)
            case .integer(let value): return value
            case .real(let value): return Int64(bitPattern: value.bitPattern)
            }
        }
    }

    private func scalar(_ bits: Int64, _ isReal: Bool) -> Scalar {
        if isUnknown(bits, isReal) { return .unknown }
        return isReal ? .real(real(bits)) : .integer(bits)
    }

    @inline(__always)
    private func real(_ bits: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: bits)) }

    @inline(__always)
    private func isUnknown(_ bits: Int64, _ isReal: Bool) -> Bool { isReal ? real(bits).isNaN : bits == Key.unknown }

    @inline(__always)
    private func unknown(_ isReal: Bool) -> Int64 {
        isReal ? Int64(bitPattern: Double.nan.bitPattern) : Key.unknown
    }
}
