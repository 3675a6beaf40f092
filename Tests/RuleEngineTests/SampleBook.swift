import Facts
import RuleEngine
import RuleLanguage
import Testing
import Values

/// A small book whose facts are set by name.
struct SampleBook {
    private(set) var table: FactTable

    /// Customers by key, and invoices by key with the customer's place.
    init(customers: [String], invoices: [(key: String, customer: Int32)], day: Day = Day(sinceEpoch: 20_468)) {
        table = FactTable(
            catalog: catalog,
            day: day,
            currency: .usd,
            customerKeys: customers,
            invoiceKeys: invoices.map(\.key),
            customerOfInvoice: invoices.map(\.customer)
        )
        for (index, fact) in catalog.facts.enumerated() where !fact.mayBeUnknown {
            let count = table.rowCount(of: fact.entity)
            switch fact.type {
            case .percent, .score: table.fill(index, reals: [Double](repeating: 0, count: count))
            case .text:
                let keys = fact.entity == .customer ? customers : invoices.map(\.key)
                table.fill(index, texts: keys.map { Optional($0) })
            case .date: table.fill(index, integers: [Int64](repeating: Int64(day.sinceEpoch), count: count))
            case .money, .days, .count, .yesNo, .choice:
                table.fill(index, integers: [Int64](repeating: 0, count: count))
            }
        }
    }

    /// Sets a fact of whole numbers; `nil` is unknown.
    mutating func set(_ path: String, _ values: [Int64?]) {
        guard let index = index(of: path) else { return }
        table.fill(index, integers: values.map { $0 ?? FactTable.unknownInteger })
    }

    /// Sets an amount on invoices, as it stands there and in dollars; `nil` is unknown.
    mutating func set(_ path: String, document amounts: [Money], _ values: [Int64?]) {
        guard let index = index(of: path) else { return }
        table.fill(index, document: amounts, integers: values.map { $0 ?? FactTable.unknownInteger })
    }

    /// Notes that a customer's fact was told by exchange rates.
    mutating func mark(_ path: String, movingWithRates rows: [Bool]) {
        guard let index = index(of: path) else { return }
        table.mark(index, movingWithRates: rows)
    }

    /// Sets a percentage or a score; `nil` is unknown.
    mutating func set(_ path: String, reals values: [Double?]) {
        guard let index = index(of: path) else { return }
        table.fill(index, reals: values.map { $0 ?? .nan })
    }

    private func index(of path: String) -> Int? {
        let index = catalog.facts.firstIndex { $0.path == path }
        if index == nil { Issue.record("there is no fact \(path)") }
        return index
    }
}

/// The rules in a text, which has to be without errors.
func rules(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CheckedRules {
    let sources = RuleSources(files: [(path: "test.rules", text: text)])
    let result = RuleChecker.check(sources, against: catalog, currency: .usd)
    let errors = result.diagnostics.filter { $0.severity == .error }
    return try #require(result.rules, "\(rendered(errors, in: sources))", sourceLocation: sourceLocation)
}

/// What the rules in a text say about a book.
func decisions(
    of text: String,
    on book: SampleBook,
    calendar: BusinessCalendar = .withoutHolidays,
    sourceLocation: SourceLocation = #_sourceLocation,
    isTaken: (String, Target) -> Bool = { _, _ in false }
) throws -> Decisions {
    RuleProgram(try rules(text, sourceLocation: sourceLocation))
        .decisions(on: book.table, calendar: calendar, isTaken: isTaken)
}

/// Decisions as text, one line for each with its evidence indented below.
func described(_ decisions: Decisions, on table: FactTable) -> String {
    func key(_ target: Target) -> String {
        target.entity == .customer ? table.customerKeys[target.row] : table.invoiceKeys[target.row]
    }
    func lines(_ evidence: [Evidence]) -> String {
        evidence.map { item in
            let threshold = item.threshold.map { " \($0)" } ?? ""
            return
                "    \(item.fact) = \(item.value)\(threshold)\(item.changesWithToday ? ", changes with today" : "")\n"
        }
        .joined()
    }
    var text = ""
    for insight in decisions.insights {
        text += "insight \(key(insight.target)) \(insight.rule.id) (\(insight.rule.file):\(insight.rule.line))"
        text += " \(insight.type) \(insight.severity.rawValue) [\(insight.tags.joined(separator: ", "))]\n"
        text += "  \(insight.title): \(insight.summary)\n" + lines(insight.evidence)
    }
    for action in decisions.actions {
        text += "action \(key(action.target)) \(action.rule.id) \(action.channel.rawValue) priority \(action.priority)"
        text += action.isRecommended ? " recommended" : " alternative"
        text += " group \(action.group ?? "none") expires \(action.expiresAfterDays.map { "\($0)" } ?? "never")\n"
        text += "  \(action.label): \(action.why)\n  <\(action.subject)> \(action.body)\n" + lines(action.evidence)
    }
    for stopped in decisions.suppressions {
        text +=
            "suppression \(key(stopped.target)) \(stopped.action.id) \(stopped.channel.rawValue) by \(stopped.hold.id)"
        text +=
            " until \(stopped.until.map { "\($0)" } ?? "unsaid")\(stopped.becauseUnknown ? " because unknown" : "")\n"
    }
    return text
}
