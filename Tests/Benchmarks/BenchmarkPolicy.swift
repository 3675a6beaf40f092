import Facts
import FoundationEssentials
import RuleLanguage
import Values

/// The policy that the yardsticks were made from, as rules of the product.
///
/// The yardsticks know 16 whole numbers a record. Here they are 16 facts about a customer, each of a type whose values are
/// held as whole numbers; what the facts mean is of no matter, what they are compared with is the same. Amounts are in yen,
/// which have no minor unit.
struct BenchmarkPolicy {
    let rules: CheckedRules
    /// The text that was checked.
    let sources: RuleSources

    static let catalog = FactCatalog(segments: ["enterprise", "mid", "smb", "gov"])
    static let countries = ["US", "GB", "DE", "FR", "IN"]

    /// The facts in the order of the yardsticks' columns.
    static let facts = [
        "average_days_late_90_days", "total_balance", "overdue_balance", "segment", "country", "do_not_contact",
        "disputes_365_days", "average_days_late_365_days", "promises_broken_365_days", "days_since_contact",
        "open_invoices", "oldest_days_past_due", "settled_invoices", "settled_90_days", "overdue_invoices",
        "risk_level",
    ]

    /// Reads a policy as data: the number of rules and facts, then for each rule `R name tests` and for each test the
    /// number of alternatives and, for each of those, fact, operator and constant.
    init(file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var rules = ""
        var clause = "when"
        for line in text.split(separator: "\n").dropFirst() {
            if line.hasPrefix("R ") {
                if !rules.isEmpty { rules += "  severity low\n  tags cash_at_risk\n\n" }
                let name = line.split(separator: " ")[1]
                clause = "when"
                rules += "insight customer.\(name) \"\(name)\"\n"
            } else {
                let numbers = line.split(separator: " ").dropFirst().compactMap { Int($0) }
                let tests = stride(from: 0, to: numbers.count, by: 3).map {
                    BenchmarkPolicy.test(numbers[$0], numbers[$0 + 1], numbers[$0 + 2])
                }
                rules += "  \(clause) \(tests.joined(separator: " or "))\n"
                clause = "and when"
            }
        }
        rules += "  severity low\n  tags cash_at_risk\n"
        sources = RuleSources(files: [(path: "policy.rules", text: rules)])
        let result = RuleChecker.check(sources, against: BenchmarkPolicy.catalog, currency: .jpy)
        guard let checked = result.rules else {
            let found = result.diagnostics.filter { $0.severity == .error }.map(\.message)
            throw BenchmarkError("\(file) does not check: \(found.prefix(3))")
        }
        self.rules = checked
    }

    private static func test(_ fact: Int, _ relation: Int, _ constant: Int) -> String {
        let name = facts[fact]
        let sign = ["=", "!=", "<", "<=", ">", ">="][relation]
        switch name {
        case "segment":
            return "segment is \(relation == 1 ? "not " : "")\(["enterprise", "mid", "smb", "gov"][constant])"
        case "country": return "country is \(relation == 1 ? "not " : "")\"\(countries[constant])\""
        case "risk_level": return "risk_level is \(FactCatalog.riskLevels[constant])"
        case "do_not_contact": return constant == 1 ? name : "not \(name)"
        case "total_balance", "overdue_balance": return "\(name) \(sign) \(constant) base"
        case "disputes_365_days", "promises_broken_365_days", "open_invoices", "settled_invoices", "settled_90_days",
            "overdue_invoices":
            return "\(name) \(sign) \(constant)"
        default: return "\(name) \(sign) \(constant) days"
        }
    }
}

/// Why there are no figures.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
