import Facts

/// The values a fact can still have once some tests on it are known to hold.
enum FactRange: Hashable {
    case whole(ClosedRange<Int64>)
    /// Reals between two ends, of which each may itself be left out.
    case reals(low: Double, lowIsOut: Bool, high: Double, highIsOut: Bool)
    /// Yes or no, or one of several words: which of them are still possible.
    case words([Bool])
    /// Texts: those that are left, or `nil` where nothing is known.
    case texts([String]?)

    /// Every value that the catalogue allows.
    init(of fact: Fact) {
        switch fact.type {
        case .money, .days, .count:
            self = .whole(FactRange.whole(fact.least, .min)...FactRange.whole(fact.most, .max))
        case .date: self = .whole(.min ... .max)
        case .percent, .score:
            self = .reals(
                low: fact.least ?? -.infinity,
                lowIsOut: false,
                high: fact.most ?? .infinity,
                highIsOut: false
            )
        case .yesNo: self = .words([true, true])
        case .choice(let words): self = .words([Bool](repeating: true, count: words.count))
        case .text: self = .texts(nil)
        }
    }

    private static func whole(_ end: Double?, _ otherwise: Int64) -> Int64 {
        end.flatMap { Int64(exactly: $0) } ?? otherwise
    }

    /// The values that also stand in this relation to `value`, or `nil` where there is none.
    func narrowed(_ comparison: Comparison, _ value: Constant) -> FactRange? {
        switch (self, value) {
        case (.whole(let range), .integer(let value)):
            var low = range.lowerBound
            var high = range.upperBound
            switch comparison {
            case .less:
                guard value > .min else { return nil }
                high = min(high, value - 1)
            case .atMost: high = min(high, value)
            case .equal:
                low = max(low, value)
                high = min(high, value)
            case .unequal:
                if low == value, high == value { return nil }
                if low == value { low += 1 } else if high == value { high -= 1 }
            case .atLeast: low = max(low, value)
            case .greater:
                guard value < .max else { return nil }
                low = max(low, value + 1)
            }
            return low <= high ? .whole(low...high) : nil
        case (.reals(var low, var lowIsOut, var high, var highIsOut), .real(let value)):
            switch comparison {
            case .less: if value <= high { (high, highIsOut) = (value, true) }
            case .atMost: if value < high { (high, highIsOut) = (value, false) }
            case .atLeast: if value > low { (low, lowIsOut) = (value, false) }
            case .greater: if value >= low { (low, lowIsOut) = (value, true) }
            case .equal, .unequal: return self
            }
            if low > high || (low == high && (lowIsOut || highIsOut)) { return nil }
            return .reals(low: low, lowIsOut: lowIsOut, high: high, highIsOut: highIsOut)
        case (.whole, .real), (.whole, .text), (.reals, .integer), (.reals, .text), (.words, _), (.texts, _):
            return self
        }
    }

    /// The values that are also among these, or that are none of them; `nil` where there is none.
    func narrowed(to values: [Constant], isAmong: Bool) -> FactRange? {
        switch self {
        case .words(let possible):
            let named = values.compactMap { if case .integer(let place) = $0 { Int(place) } else { nil } }
            let left = possible.indices.map { possible[$0] && named.contains($0) == isAmong }
            return left.contains(true) ? .words(left) : nil
        case .texts(let possible):
            let named = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
            guard let possible else { return isAmong ? .texts(named) : self }
            let left = possible.filter { named.contains($0) == isAmong }
            return left.isEmpty ? nil : .texts(left)
        case .whole(let range):
            guard isAmong else { return self }
            let left = values.compactMap { value -> Int64? in
                guard case .integer(let number) = value, range.contains(number) else { return nil }
                return number
            }
            guard let least = left.min(), let most = left.max() else { return nil }
            return .whole(least...most)
        case .reals: return self
        }
    }

    /// The values that are in both, or `nil` where there is none.
    func intersection(_ other: FactRange) -> FactRange? {
        switch (self, other) {
        case (.whole(let left), .whole(let right)): return left.overlaps(right) ? .whole(left.clamped(to: right)) : nil
        case (.reals, .reals(let low, let lowIsOut, let high, let highIsOut)):
            return narrowed(lowIsOut ? .greater : .atLeast, .real(low))?
                .narrowed(highIsOut ? .less : .atMost, .real(high))
        case (.words(let left), .words(let right)):
            let both = zip(left, right).map { $0 && $1 }
            return both.contains(true) ? .words(both) : nil
        case (.texts, .texts(let right)):
            guard let right else { return self }
            return narrowed(to: right.map { .text($0) }, isAmong: true)
        case (.whole, _), (.reals, _), (.words, _), (.texts, _): return self
        }
    }
}
