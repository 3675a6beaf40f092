import Values

/// Which orders of year, month and day a value, or a whole column of values, can be read in.
struct DayOrders: OptionSet, Hashable {
    let rawValue: UInt8

    static let yearFirst = DayOrders(rawValue: 1)
    static let dayFirst = DayOrders(rawValue: 2)
    static let monthFirst = DayOrders(rawValue: 4)

    /// Whether only one order is left.
    var isSettled: Bool { rawValue.nonzeroBitCount == 1 }
}

/// What the values of one column show about how it writes days, gathered value by value without an allocation.
struct DayEvidence {
    /// The values of one shape.
    struct Candidate {
        fileprivate(set) var shape: DayShape
        /// The orders that every value so far can be read in.
        fileprivate(set) var orders: DayOrders
        fileprivate(set) var count = 1
        /// Whether a number below ten stands without its zero.
        fileprivate(set) var isUnpadded: Bool
        /// The first value that only one order reads, and its line.
        fileprivate(set) var proof: (text: String, line: Int)?
        /// The first value that the orders left read differently, and its line.
        fileprivate(set) var example: (text: String, line: Int)?
    }

    /// Enough values to know which of two shapes is the column's; from then on only a change is looked at.
    private static let settledCount = 100

    private(set) var candidates: [Candidate] = []
    private(set) var valueCount = 0
    /// Whether a time of day stands behind a day.
    private(set) var hasTime = false
    /// The first value that is no day in any format, and its line.
    private(set) var unread: (text: String, line: Int)?
    /// The lengths of values that need not be looked at any more: bit `n` for `n` bytes.
    private var settledLengths: UInt64 = 0

    /// Looks at a value that is not empty.
    mutating func note(_ text: Span<UInt8>, line: Int) {
        valueCount += 1
        if text.count < 64, settledLengths & 1 << UInt64(text.count) != 0 { return }
        var shape = DayShape()
        guard let value = shape.read(text) else {
            if unread == nil { unread = (String(of: text), line) }
            return
        }
        if value.hasTime { hasTime = true }
        for index in candidates.indices where candidates[index].shape == shape {
            let left = candidates[index].orders.intersection(value.orders)
            // A value that excludes the order of those before it is a bad day, and the reading of its row says so.
            if !left.isEmpty { candidates[index].orders = left }
            if value.isUnpadded { candidates[index].isUnpadded = true }
            if candidates[index].proof == nil, value.orders.isSettled {
                candidates[index].proof = (String(of: text), line)
            }
            if candidates[index].example == nil, value.differs { candidates[index].example = (String(of: text), line) }
            candidates[index].count += 1
            if candidates.count == 1, left.isSettled, candidates[index].count >= DayEvidence.settledCount {
                if text.count < 64 { settledLengths |= 1 << UInt64(text.count) }
            }
            return
        }
        guard candidates.count < 4 else { return }
        let said = (text: String(of: text), line: line)
        candidates.append(
            Candidate(
                shape: shape,
                orders: value.orders,
                isUnpadded: value.isUnpadded,
                proof: value.orders.isSettled ? said : nil,
                example: value.differs ? said : nil
            )
        )
    }

    /// The shape of most values; of the first, where two have as many.
    var leading: Candidate? {
        candidates.dropFirst().reduce(candidates.first) { best, next in
            next.count > (best?.count ?? 0) ? next : best
        }
    }
}

/// How a day is put together, whatever the order of its numbers.
struct DayShape: Hashable {
    private enum Form: Hashable {
        /// Three parts with signs between them.
        case parts
        /// Eight or six digits in one.
        case digits
        /// A spreadsheet's number.
        case serial
    }

    /// What one value shows.
    struct Value {
        var orders: DayOrders
        var isUnpadded = false
        var hasTime = false
        /// Whether the orders give different days.
        var differs = false
    }

    private var form = Form.parts
    private var hasLongYear = true
    /// Where the month's name stands, from 0, or -1 where the month is a number.
    private var namePlace = -1
    /// The signs after the first, second and third part: up to three bytes, and their number in the lowest.
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private var last: UInt32 = 0

    /// Reads the value and takes its shape; `nil` where it is no day in any known format.
    mutating func read(_ text: Span<UInt8>) -> Value? {
        var position = 0
        var numbers: InlineArray<3, Int> = [0, 0, 0]
        var widths: InlineArray<3, Int> = [0, 0, 0]
        for place in 0..<3 {
            guard position < text.count else { return nil }
            if UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] {
                let start = position
                while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] {
                    guard position - start < 8 else { return nil }
                    numbers[place] = numbers[place] * 10 + Int(text[position] - UInt8(ascii: "0"))
                    position += 1
                }
                widths[place] = position - start
                if place == 0, widths[0] >= 5 { return readWhole(text, numbers[0], widths[0]) }
            } else {
                guard namePlace < 0, place < 2, let month = MonthName.month(text, &position) else { return nil }
                namePlace = place
                numbers[place] = month
            }
            if place == 0 { first = DayShape.signs(text, &position) }
            if place == 1 { second = DayShape.signs(text, &position) }
        }
        guard first != 0, second != 0 else { return nil }
        var value = Value(orders: [])
        if position < text.count {
            if !TimeOfDay.follows(in: text, at: position) {
                last = DayShape.signs(text, &position)
                guard last != 0 else { return nil }
            }
            value.hasTime = position < text.count
            if value.hasTime { guard TimeOfDay.follows(in: text, at: position) else { return nil } }
        }
        return readParts(numbers, widths, value)
    }

    private mutating func readParts(
        _ numbers: InlineArray<3, Int>,
        _ widths: InlineArray<3, Int>,
        _ start: Value
    ) -> Value? {
        var value = start
        var yearPlace = -1
        for place in 0..<3 {
            guard widths[place] <= 2 || (widths[place] == 4 && yearPlace < 0) else { return nil }
            if widths[place] == 4 { yearPlace = place }
        }
        hasLongYear = yearPlace >= 0
        var days: (Int, Int, Int)?
        for bit in 0..<3 {
            let order = DayOrders(rawValue: 1 << UInt8(bit))
            let places = order.places
            guard !hasLongYear || places.year == yearPlace else { continue }
            guard hasLongYear || widths[places.year] == 2 else { continue }
            guard namePlace < 0 || places.month == namePlace else { continue }
            guard order == .dayFirst || allows(order) else { continue }
            let written = numbers[places.year]
            let year = hasLongYear ? written : DayFormat.fullYear(written)
            let (month, day) = (numbers[places.month], numbers[places.day])
            guard DayFormat.years.contains(year), Day(year: year, month: month, day: day) != nil else { continue }
            value.orders.insert(order)
            if let days, days != (year, month, day) { value.differs = true }
            days = (year, month, day)
            if widths[places.month] == 1 || widths[places.day] == 1 { value.isUnpadded = true }
        }
        return value.orders.isEmpty ? nil : value
    }

    /// Whether people write that order with these signs: with points between its numbers a day without a long year in
    /// front is written day first everywhere.
    private func allows(_ order: DayOrders) -> Bool {
        let leading = first >> (8 * (first & 0xFF)) & 0xFF
        let isPointed = leading == UInt32(UInt8(ascii: ".")) && namePlace < 0
        return !isPointed || (order == .yearFirst && hasLongYear)
    }

    private mutating func readWhole(_ text: Span<UInt8>, _ number: Int, _ width: Int) -> Value? {
        var value = Value(orders: [])
        if width == 5 {
            form = .serial
            guard DayFormat.serial.day(utf8: text) != nil else { return nil }
            value.orders = .yearFirst
            value.hasTime = text.count > 5
            return value
        }
        guard width == 8 || width == 6 else { return nil }
        if text.count > width {
            guard TimeOfDay.follows(in: text, at: width) else { return nil }
            value.hasTime = true
        }
        form = .digits
        hasLongYear = width == 8
        var days: (Int, Int, Int)?
        let yearUnit = hasLongYear ? 10_000 : 100
        for bit in 0..<3 {
            let order = DayOrders(rawValue: 1 << UInt8(bit))
            let (year, high, low) =
                order == .yearFirst
                ? (number / 10_000, number / 100 % 100, number % 100)
                : (number % yearUnit, number / (yearUnit * 100), number / yearUnit % 100)
            let (month, day) = order == .dayFirst ? (low, high) : (high, low)
            let full = hasLongYear ? year : DayFormat.fullYear(year)
            guard DayFormat.years.contains(full), Day(year: full, month: month, day: day) != nil else { continue }
            value.orders.insert(order)
            if let days, days != (full, month, day) { value.differs = true }
            days = (full, month, day)
        }
        return value.orders.isEmpty ? nil : value
    }

    /// Takes up to three bytes off the front that are neither digit nor letter.
    private static func signs(_ text: Span<UInt8>, _ position: inout Int) -> UInt32 {
        var signs: UInt32 = 0
        var count: UInt32 = 0
        while position < text.count, count < 3 {
            let byte = text[position]
            guard !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte), !MonthName.startsLetter(text, position) else {
                break
            }
            signs = signs << 8 | UInt32(byte)
            count += 1
            position += 1
        }
        return count == 0 ? 0 : signs << 8 | count
    }

    // MARK: Patterns

    /// The format of this shape in one order.
    func format(in order: DayOrders, isUnpadded: Bool) -> DayFormat? {
        let year = hasLongYear ? "YYYY" : "YY"
        switch form {
        case .serial: return .serial
        case .digits:
            let pattern =
                order == .yearFirst ? "\(year)MMDD" : order == .dayFirst ? "DDMM\(year)" : "MMDD\(year)"
            return DayFormat(pattern)
        case .parts:
            let isPadded = order == .yearFirst && !isUnpadded
            let day = isPadded ? "DD" : "D"
            let month = namePlace >= 0 ? "MON" : isPadded ? "MM" : "M"
            var words = ["", "", ""]
            let places = order.places
            words[places.year] = year
            words[places.month] = month
            words[places.day] = day
            let signs = [first, second, last].map(DayShape.text(of:))
            return DayFormat(words[0] + signs[0] + words[1] + signs[1] + words[2] + signs[2])
        }
    }

    private static func text(of signs: UInt32) -> String {
        let count = Int(signs & 0xFF)
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: signs >> UInt32(8 * (count - $0))) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension DayOrders {
    /// Where year, month and day stand in this order, from 0; of several, in the first.
    fileprivate var places: (year: Int, month: Int, day: Int) {
        if contains(.yearFirst) { return (0, 1, 2) }
        return contains(.dayFirst) ? (2, 1, 0) : (2, 0, 1)
    }
}
