import Facts
import RuleLanguage
import Values

/// Turns values into what people read and what decisions keep.
struct ValueText: Sendable {
    private let table: FactTable
    private let literals: [String]

    init(_ table: FactTable, literals: [String]) {
        self.table = table
        self.literals = literals
    }

    /// A value as people read it: `1,234.50 USD`, `12 days`, `2026-03-01`, `35%`, `enterprise`; `unknown` for none.
    func words(for value: Scalar, _ type: ValueType) -> String {
        ValueText.words(for: factValue(value, type), isBusinessDays: type == .businessDays)
    }

    /// A value of a fact as people read it.
    static func words(for value: FactValue, isBusinessDays: Bool = false) -> String {
        switch value {
        case .unknown: "unknown"
        case .money(let money): "\(money)"
        case .days(let days): counted(days, isBusinessDays ? "business day" : "day")
        case .date(let day): "\(day)"
        case .percent(let ratio): "\(decimal(ratio * 100))%"
        case .score(let points): "\(decimal(points)) \(points == 1 ? "point" : "points")"
        case .count(let count): "\(count)"
        case .yesNo(let isYes): isYes ? "yes" : "no"
        case .choice(let word): word
        case .text(let text): text
        }
    }

    private static func counted(_ count: Int, _ unit: String) -> String {
        count == 1 || count == -1 ? "\(count) \(unit)" : "\(count) \(unit)s"
    }

    /// A real with up to one decimal.
    private static func decimal(_ value: Double) -> String {
        guard let tenths = (value * 10).nearestWhole else { return "\(value)" }
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        let sign = tenths < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    /// A value as decisions keep it.
    func factValue(_ value: Scalar, _ type: ValueType) -> FactValue {
        switch (value, type) {
        case (.unknown, _): return .unknown
        case (.real(let value), .points): return .score(value)
        case (.real(let value), _): return .percent(value)
        case (.integer(let value), .money): return .money(Money(minorUnits: value, in: table.currency))
        case (.integer(let value), .days), (.integer(let value), .businessDays): return .days(Int(value))
        case (.integer(let value), .date):
            return Int32(exactly: value).map { .date(Day(sinceEpoch: $0)) } ?? .unknown
        case (.integer(let value), .yesNo): return .yesNo(value != 0)
        case (.integer(let value), .choice(let words)):
            return words.indices.contains(Int(value)) ? .choice(words[Int(value)]) : .unknown
        case (.integer(let value), .text): return .text(text(numbered: value))
        case (.integer(let value), .count), (.integer(let value), .ratio), (.integer(let value), .points):
            return .count(Int(value))
        }
    }

    /// An amount as it stands on the row's invoice.
    func documentAmount(of fact: Int, at row: Row) -> Money? {
        row.invoice.flatMap { table.documentAmount(at: fact, row: $0) }
    }

    /// Whether one of these facts would be otherwise on the row by other exchange rates.
    func movesWithRates(_ facts: [Int], at row: Row) -> Bool {
        facts.contains { fact in
            let place = table.catalog.facts[fact].entity == .customer ? row.customer : row.invoice
            return place.map { table.movesWithRates(at: fact, row: $0) } ?? false
        }
    }

    private func text(numbered number: Int64) -> String {
        number < 0 ? literals[Int(-2 - number)] : table.text(numbered: number)
    }
}

/// A text bound to one table.
struct BoundText: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case value(BoundExpression, ValueType, document: Int?, fallback: String?)
    }

    private let pieces: [Piece]

    init(_ text: CheckedText, _ binder: inout Binder) {
        pieces = text.pieces.map { piece in
            switch piece {
            case .text(let text): .text(text)
            case .value(let expression, let fallback):
                .value(
                    binder.bound(expression),
                    expression.type,
                    document: expression.documentFact(in: binder.catalog),
                    fallback: fallback
                )
            }
        }
    }

    /// The text with the values of a row; amounts on an invoice as they stand there.
    func rendered(at row: Row, _ evaluator: Evaluator, _ words: ValueText) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .value(let expression, let type, let document, let fallback):
                if let document, let amount = words.documentAmount(of: document, at: row) {
                    result += "\(amount)"
                    continue
                }
                let value = evaluator.value(expression, at: row)
                if let fallback, !value.isKnown { result += fallback } else { result += words.words(for: value, type) }
            }
        }
        return result
    }
}
