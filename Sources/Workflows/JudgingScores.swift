import Facts
import Receivables
import Scoring
import Values

/// The fact table of a ledger with what the model says filled in.
struct ScoredTable {
    let table: FactTable
    let scores: LateScores
    /// For each open invoice its place among the scores, or -1.
    private let scoreOfInvoice: [Int]
    /// For each row of open invoices, its invoice in the ledger.
    let invoices: [Invoice]
    /// What is kept of it beyond the run.
    let judged: JudgedScores

    /// Fills `late_probability`, `risk_score` and `risk_level`.
    ///
    /// An invoice past due is late with certainty, so its probability is exactly 1; a customer's risk goes by the
    /// propensity that the head sees also there, or one old invoice would make everybody alike. Where nothing is owed
    /// there is nothing to be late with, and the probability is unknown.
    init(of ledger: Ledger, model: Model) {
        var table = ledger.facts()
        let history = ledger.history(knownBefore: ledger.asOf)
        let scores = model.lateScores(ofOpenInvoicesIn: history)
        let balance = table.integers(at: table.place(of: "balance", on: .invoice))
        let isOwed = table.isOwedByInvoice
        let daysPastDue = table.integers(at: table.place(of: "days_past_due", on: .invoice))
        var propensity = scores.propensities(openInvoiceCount: balance.count)
        for row in balance.indices where !isOwed[row] { propensity[row] = .nan }
        var late = propensity
        for row in balance.indices where isOwed[row] && daysPastDue[row] > 0 { late[row] = 1 }
        let risk = CustomerRisk.scores(
            lateProbability: propensity,
            balance: balance,
            customerOfInvoice: table.customerOfInvoice,
            count: table.rowCount(of: .customer)
        )
        table.fill(table.place(of: "late_probability", on: .invoice), reals: late)
        table.fill(table.place(of: "risk_score", on: .customer), reals: risk)
        table.fill(
            table.place(of: "risk_level", on: .customer),
            integers: risk.map { score in
                CustomerRisk.level(of: score).flatMap { RiskLevel.allCases.firstIndex(of: $0) }.map { Int64($0) }
                    ?? FactTable.unknownInteger
            }
        )
        self.table = table
        self.scores = scores
        scoreOfInvoice = ScoredTable.places(of: scores, count: balance.count)
        invoices = ledger.openInvoices().map(\.invoice)
        precondition(invoices.count == balance.count, "the ledger and its facts have the same open invoices")
        judged = JudgedScores(
            invoices: zip(invoices, late).compactMap { JudgedInvoiceScore(of: $0, lateProbability: $1) },
            customers: zip(ledger.customers, risk).compactMap { JudgedCustomerScore(of: $0, riskScore: $1) }
        )
    }

    /// The place of each open invoice among the scores, or -1.
    private static func places(of scores: LateScores, count: Int) -> [Int] {
        var places = [Int](repeating: -1, count: count)
        for (place, row) in scores.openRows.enumerated() where row >= 0 { places[row] = place }
        return places
    }

    /// What the `late` head read about an open invoice, named `late.<feature>`; empty where it was not scored.
    func features(ofInvoice row: Int) -> [(name: String, value: Double)] {
        guard scoreOfInvoice[row] >= 0 else { return [] }
        return scores.features.features(ofRow: scoreOfInvoice[row]).map { ("late.\($0.name)", $0.value) }
    }

    /// Why an open invoice's score is what it is, as JSON.
    func reasons(ofInvoice row: Int) -> String {
        guard scoreOfInvoice[row] >= 0 else { return ReasonsText.none }
        return ReasonsText.json(of: scores.explanation(at: scoreOfInvoice[row]))
    }
}
