/// What the values of a file show about how it writes amounts, gathered value by value without an allocation.
struct AmountEvidence {
    /// A value that shows something, and where it stands.
    struct Example {
        let line: Int
        /// The column, from 0.
        let column: Int
        let text: String
    }

    /// What a sign was seen to be.
    private enum Role: Int {
        case decimalPoint, decimalComma, groupPoint, groupComma, groupIndian, groupSpace, groupApostrophe
        /// One point with three digits behind it, and up to three before: `1.234`.
        case eitherPoint
        case eitherComma
    }

    /// The first value of each role, by the role.
    private var examples: [Example?] = Array(repeating: nil, count: 9)
    private(set) var valueCount = 0
    /// Whether a side of the account stands behind an amount: `CR`, `DR`, `H` or `S`.
    private(set) var hasSides = false

    /// Looks at a value.
    mutating func note(_ text: Span<UInt8>, line: Int, column: Int) {
        valueCount += 1
        if !hasSides { hasSides = AmountEvidence.endsInSide(text) }
        guard let signs = NumberSigns(of: text) else { return }
        if signs.hasSpace { keep(.groupSpace, text, line, column) }
        if signs.hasApostrophe { keep(.groupApostrophe, text, line, column) }
        let isPoint = signs.last == UInt8(ascii: ".")
        switch signs.use {
        case .none: return
        case .decimal: keep(isPoint ? .decimalPoint : .decimalComma, text, line, column)
        case .either: keep(isPoint ? .eitherPoint : .eitherComma, text, line, column)
        case .groups: keep(isPoint ? .groupPoint : signs.hasPair ? .groupIndian : .groupComma, text, line, column)
        case .groupsAndDecimal:
            keep(isPoint ? .decimalPoint : .decimalComma, text, line, column)
            keep(isPoint ? (signs.hasPair ? .groupIndian : .groupComma) : .groupPoint, text, line, column)
        }
    }

    /// Whether `CR`, `DR`, `H` or `S` stands behind the digits: the letters that follow them are no more than that.
    private static func endsInSide(_ text: Span<UInt8>) -> Bool {
        var start = text.count
        while start > 0, UInt8(ascii: "a")...UInt8(ascii: "z") ~= text[start - 1] | 0x20 { start -= 1 }
        guard start > 0, start < text.count else { return false }
        let first = text[start] | 0x20
        switch text.count - start {
        case 1: return first == UInt8(ascii: "h") || first == UInt8(ascii: "s")
        case 2:
            return (first == UInt8(ascii: "c") || first == UInt8(ascii: "d"))
                && text[start + 1] | 0x20 == UInt8(ascii: "r")
        default: return false
        }
    }

    private mutating func keep(_ role: Role, _ text: Span<UInt8>, _ line: Int, _ column: Int) {
        guard examples[role.rawValue] == nil else { return }
        examples[role.rawValue] = Example(line: line, column: column, text: String(of: text))
    }

    private func example(_ role: Role) -> Example? { examples[role.rawValue] }

    // MARK: What follows from it

    /// The format of the file, or why there is none.
    enum Finding {
        case format(AmountFormat)
        /// The only signs there are can be read in two ways.
        case ambiguous(Example)
        /// Two values exclude each other.
        case contradictory(Example, Example)
    }

    /// The format that all values together show.
    var finding: Finding {
        let forPoint = example(.decimalPoint) ?? example(.groupComma) ?? example(.groupIndian)
        let forComma = example(.decimalComma) ?? example(.groupPoint)
        if let forPoint, let forComma { return .contradictory(forPoint, forComma) }
        if forPoint != nil { return .format(format(.point)) }
        if forComma != nil { return .format(format(.comma)) }
        // Where spaces part the groups, a point or a comma does not.
        let hasOtherGroups = example(.groupSpace) != nil || example(.groupApostrophe) != nil
        switch (example(.eitherPoint), example(.eitherComma)) {
        case (let point?, let comma?): return .contradictory(point, comma)
        case (let either?, nil): return hasOtherGroups ? .format(format(.point)) : .ambiguous(either)
        case (nil, let either?): return hasOtherGroups ? .format(format(.comma)) : .ambiguous(either)
        case (nil, nil): return .format(format(.point))
        }
    }

    /// The format of rates, which have no groups: the only sign there is stands before the decimals.
    var rateFinding: Finding {
        if case .ambiguous = finding { return .format(format(example(.eitherPoint) != nil ? .point : .comma)) }
        return finding
    }

    private func format(_ decimal: AmountFormat.Decimal) -> AmountFormat {
        AmountFormat(decimal: decimal, grouping: grouping(beside: decimal)) ?? .plain
    }

    private func grouping(beside decimal: AmountFormat.Decimal) -> AmountFormat.Grouping {
        if example(.groupSpace) != nil { return .space }
        if example(.groupApostrophe) != nil { return .apostrophe }
        return switch decimal {
        case .point:
            if example(.groupIndian) != nil {
                .indian
            } else {
                example(.groupComma) != nil || example(.eitherComma) != nil ? .comma : .none
            }
        case .comma: example(.groupPoint) != nil || example(.eitherPoint) != nil ? .point : .none
        }
    }
}

/// The signs between the digits of one number.
private struct NumberSigns {
    /// What the points or commas of a number can be.
    enum Use {
        case none, decimal, groups, groupsAndDecimal
        /// One, with three digits behind it and up to three before.
        case either
    }

    private(set) var use = Use.none
    private(set) var hasSpace = false
    private(set) var hasApostrophe = false
    /// Whether a group between commas has two digits.
    private(set) var hasPair = false
    /// The last point or comma.
    private(set) var last: UInt8 = 0

    /// The signs of `text`, or `nil` where it is no number: such a value shows nothing, and its row will say so.
    init?(of text: Span<UInt8>) {
        var position = 0
        var end = text.count
        while position < end, !NumberSigns.isDigit(text[position]) { position += 1 }
        while end > position, !NumberSigns.isDigit(text[end - 1]) { end -= 1 }
        let startsWithZero = position < end && text[position] == UInt8(ascii: "0")
        var (points, commas, others) = (0, 0, 0)
        var (before, since) = (0, 0)
        while position < end {
            let byte = text[position]
            if NumberSigns.isDigit(byte) {
                if points + commas + others == 0 { before += 1 }
                since += 1
                position += 1
                continue
            }
            let isFirst = points + commas + others == 0
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") {
                let isPair = byte == UInt8(ascii: ",") && since == 2 && commas > 0
                if isPair { hasPair = true }
                guard isFirst || since == 3 || isPair else { return nil }
                // After a decimal sign nothing follows: a point, a comma and a point again are no number.
                if last != 0, byte != last {
                    guard (last == UInt8(ascii: ".") ? commas : points) == 0 else { return nil }
                }
                if byte == UInt8(ascii: ".") { points += 1 } else { commas += 1 }
                last = byte
                position += 1
            } else {
                let space = GroupSign.width(of: .space, in: text, at: position)
                let apostrophe = GroupSign.width(of: .apostrophe, in: text, at: position)
                guard space + apostrophe > 0, points + commas == 0, isFirst || since == 3 else { return nil }
                if space > 0 { hasSpace = true } else { hasApostrophe = true }
                others += 1
                position += space + apostrophe
            }
            since = 0
        }
        guard before > 0, points + commas + others > 0 else { return nil }
        guard let use = NumberSigns.use(points, commas, others, before, since, startsWithZero, last) else { return nil }
        self.use = use
    }

    private static func use(
        _ points: Int,
        _ commas: Int,
        _ others: Int,
        _ before: Int,
        _ since: Int,
        _ startsWithZero: Bool,
        _ last: UInt8
    ) -> Use? {
        if points > 0, commas > 0 {
            let lastCount = last == UInt8(ascii: ".") ? points : commas
            return lastCount == 1 && before <= 3 && others == 0 ? .groupsAndDecimal : nil
        }
        switch points + commas {
        case 0: return since == 3 && before <= 3 ? Use.none : nil
        case 1:
            guard others == 0 else { return .decimal }
            return since != 3 || before > 3 || startsWithZero ? .decimal : .either
        default: return since == 3 && before <= 3 && others == 0 ? .groups : nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

extension String {
    /// The text of UTF-8 bytes.
    init(of bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        self = String(decoding: copy, as: UTF8.self)
    }
}
