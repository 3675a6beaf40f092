import Facts
import RuleEngine
import RuleLanguage
import Values

/// Writes rules that use every construct of a condition on facts of every type, with thresholds that ``randomRows``
/// hits exactly.
struct RuleWriter {
    private(set) var generator: SplitMix64
    private let facts: [Fact]

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        facts = catalog.facts
    }

    /// One declaration.
    mutating func rule(_ number: Int) -> String {
        let entity: Entity = chance(3) ? .customer : .invoice
        let condition = clauses(on: entity)
        switch below(4) {
        case 0:
            return """
                hold h\(number) on \(entity.rawValue)
                  owner a
                  why "W."
                \(condition)
                  stops wait
                  if unknown \(chance(2) ? "hold" : "skip")

                """
        case 1:
            return """
                action a\(number) on \(entity.rawValue)
                  owner a
                  why "W."
                \(condition)
                  do wait

                """
        default:
            return "insight \(entity.rawValue).i\(number) \"I\"\n\(condition)\n  severity low\n  tags cash_at_risk\n"
        }
    }

    private mutating func clauses(on entity: Entity) -> String {
        var lines = ["  when \(truth(on: entity, 3))"]
        if chance(3) { lines.append("  and when \(truth(on: entity, 2))") }
        if chance(3) { lines.append("  unless \(truth(on: entity, 2))") }
        return lines.joined(separator: "\n")
    }

    private mutating func truth(on entity: Entity, _ depth: Int) -> String {
        guard depth > 0, !chance(3) else { return test(on: entity) }
        switch below(7) {
        case 0, 1: return list(on: entity, depth, "and")
        case 2, 3: return list(on: entity, depth, "or")
        case 4: return "not (\(truth(on: entity, depth - 1)))"
        case 5:
            return
                "(if \(truth(on: entity, depth - 1)) then \(truth(on: entity, 0)) else \(truth(on: entity, depth - 1)))"
        default: return test(on: entity)
        }
    }

    private mutating func list(on entity: Entity, _ depth: Int, _ word: String) -> String {
        let count = 2 + below(3)
        var terms: [String] = []
        for _ in 0..<count { terms.append("(\(truth(on: entity, depth - 1)))") }
        return terms.joined(separator: " \(word) ")
    }

    /// A test of a fact against fixed values, or of something that is computed.
    private mutating func test(on entity: Entity) -> String {
        if chance(4) { return computed(on: entity) }
        let fact = anyFact(on: entity)
        let name = fact.entity == entity ? fact.name : fact.path
        if chance(8) { return "\(name) is \(chance(2) ? "known" : "none")" }
        switch fact.type {
        case .money, .days, .date, .count, .percent, .score: return ordered(name, fact.type)
        case .yesNo: return fact.mayBeUnknown && chance(2) ? "(\(name) ?? no)" : name
        case .choice(let words):
            let word = words[below(words.count)]
            if chance(2) { return "\(name) is \(chance(3) ? "not " : "")\(word)" }
            return "\(name) \(chance(3) ? "not " : "")in [\(word), \(words[below(words.count)])]"
        case .text:
            let texts = ["\"DE\"", "\"US\"", "\"\"", "\"nowhere\""]
            if chance(2) { return "\(name) is \(chance(3) ? "not " : "")\(texts[below(4)])" }
            return "\(name) in [\(texts[below(4)]), \(texts[below(4)])]"
        }
    }

    private mutating func ordered(_ name: String, _ type: FactType) -> String {
        let subject = chance(4) ? "(\(name) ?? \(literal(type)))" : name
        if chance(4) {
            let (low, high) = (number(type), number(type))
            switch below(3) {
            case 0: return "\(subject) in \(written(min(low, high), type))..\(written(max(low, high), type))"
            case 1: return "\(subject) not in \(written(min(low, high), type)).."
            default: return "\(subject) in ..\(written(high, type))"
            }
        }
        let isReal = ValueType(type).isReal
        let relations = ["<", "<=", ">=", ">", "=", "!="]
        let relation = relations[below(isReal ? 4 : 6)]
        if chance(8) { return "\(literal(type)) \(relation) \(subject)" }
        if case .date = type, chance(3) { return "\(subject) \(relation) today" }
        return "\(subject) \(relation) \(literal(type))"
    }

    private mutating func computed(on entity: Entity) -> String {
        let customer = entity == .customer ? "" : "customer."
        let relation = ["<", "<=", ">=", ">"][below(4)]
        let choices: [String] =
            [
                "\(customer)total_balance \(relation) \(customer)credit_limit",
                "\(customer)total_balance / \(customer)credit_limit \(relation) \(literal(.percent))",
                "\(customer)late_share_365_days * \(customer)total_balance \(relation) \(literal(.money))",
                "\(customer)last_contact_on - today \(relation) \(literal(.days))",
                "\(customer)average_days_late_90_days - \(customer)average_days_late_365_days \(relation) 7 days",
                "\(customer)settled_invoices * 2 + \(customer)open_invoices \(relation) \(literal(.count))",
                "\(customer)overdue_balance / \(customer)open_invoices \(relation) \(literal(.money))",
                "-\(customer)total_balance \(relation) \(literal(.money))",
                "(\(customer)risk_score ?? \(customer)late_share_365_days * 100 points) \(relation) \(literal(.score(0...100)))",
                "(\(customer)country ?? \(customer)industry) is \"DE\"",
                "(if \(customer)do_not_contact then \(customer)total_balance else \(customer)overdue_balance) \(relation) \(literal(.money))",
                "today \(relation) 2026-01-15",
            ]
            + (entity == .customer
                ? []
                : [
                    "balance \(relation) customer.total_balance", "due_date + 3 days \(relation) today",
                    "promise_due_date + 2 business days \(relation) due_date",
                    "balance / customer.total_balance in 10%..\(literal(.percent))",
                    "late_probability * 50% \(relation) customer.late_share_365_days",
                    "amount - balance + 12% of amount \(relation) \(literal(.money))",
                    "promise_due_date in due_date..today",
                ])
        return choices[below(choices.count)]
    }

    private mutating func anyFact(on entity: Entity) -> Fact {
        while true {
            let fact = facts[below(facts.count)]
            if entity == .invoice || fact.entity == .customer { return fact }
        }
    }

    private mutating func literal(_ type: FactType) -> String { written(number(type), type) }

    private mutating func number(_ type: FactType) -> Int64 {
        let pool = thresholds(of: type)
        return pool[below(pool.count)]
    }

    private func written(_ number: Int64, _ type: FactType) -> String {
        switch type {
        case .money: "\(number) base"
        case .days: "\(number) days"
        case .count: "\(number)"
        case .percent: "\(number)%"
        case .score: "\(number) points"
        case .date: "\(Day(sinceEpoch: Int32(number)))"
        case .yesNo, .choice, .text: ""
        }
    }

    private mutating func chance(_ count: Int) -> Bool { below(count) == 0 }
    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
}

/// The numbers that random rules compare values of a type with, in the unit in which they are written.
private func thresholds(of type: FactType) -> [Int64] {
    switch type {
    case .money: [0, 1, 25, 1_000, 90_000]
    case .days: [0, 1, 7, 30, 31, 400]
    case .count: [0, 1, 3, 12]
    case .percent: [0, 10, 35, 60, 100]
    case .score: [0, 40, 70, 100]
    case .date: [20_400, 20_468, 20_469]
    case .yesNo, .choice, .text: [0]
    }
}

/// As many rules as check clean of `count` that were written from `seed`.
func randomRules(seed: UInt64, count: Int) -> CheckedRules? {
    var writer = RuleWriter(seed: seed)
    var files: [(path: String, text: String)] = []
    for number in 0..<count { files.append((String(10_000 + number) + ".rules", writer.rule(number))) }
    while !files.isEmpty {
        let result = RuleChecker.check(RuleSources(files: files), against: catalog, currency: .usd)
        if let rules = result.rules { return rules }
        // A random condition is now and then impossible, and the checker says so.
        let broken = result.diagnostics.filter { $0.severity == .error }.map(\.file)
        let left = files.filter { !broken.contains($0.path) }
        guard left.count < files.count else { return nil }
        files = left
    }
    return nil
}

/// A table on whose values random rules turn: thresholds, their neighbours, ends, and nothing known, also where the
/// catalogue rules it out.
func randomRows(seed: UInt64, customers: Int, invoices: Int) -> FactTable {
    var generator = SplitMix64(seed: seed)
    func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
    var table = FactTable(
        catalog: catalog,
        day: Day(sinceEpoch: 20_468),
        currency: .usd,
        customerKeys: (0..<customers).map { "C\($0)" },
        invoiceKeys: (0..<invoices).map { "I\($0)" },
        customerOfInvoice: (0..<invoices).map { _ in Int32(below(customers)) }
    )
    for (index, fact) in catalog.facts.enumerated() {
        let rows = 0..<table.rowCount(of: fact.entity)
        let pool = thresholds(of: fact.type)
        switch fact.type {
        case .percent, .score:
            let isPercent = fact.type == .percent
            table.fill(
                index,
                reals: rows.map { _ in
                    let near = Double(pool[below(pool.count)]) / (isPercent ? 100 : 1)
                    switch below(9) {
                    case 0: return .nan
                    case 1: return near.nextUp
                    case 2: return near.nextDown
                    case 3: return [-0.0, .infinity, -.infinity, -1][below(4)]
                    case 4: return Double(below(1_000)) / (isPercent ? 1_000 : 10)
                    default: return near
                    }
                }
            )
        case .text:
            table.fill(index, texts: rows.map { _ in ["DE", "US", "", "x", nil][below(5)] })
        case .money, .days, .count, .date:
            let unit: Int64 = fact.type == .money ? 100 : 1
            table.fill(
                index,
                integers: rows.map { _ in
                    let near = pool[below(pool.count)] * unit
                    switch below(10) {
                    case 0: return FactTable.unknownInteger
                    case 1: return near + 1
                    case 2: return near - 1
                    case 3: return [Int64.max, -.max, 0, -1][below(4)]
                    case 4: return Int64(below(200)) * unit - 50
                    default: return near
                    }
                }
            )
        case .yesNo: table.fill(index, integers: rows.map { _ in [0, 1, 1, FactTable.unknownInteger][below(4)] })
        case .choice(let words):
            table.fill(
                index,
                integers: rows.map { _ in below(6) == 0 ? FactTable.unknownInteger : Int64(below(words.count)) }
            )
        }
    }
    return table
}
