import Facts
import Receivables
import RuleEngine
import Scoring
import Store
import Testing
import Values

@testable import Workflows

/// The scores of a run: what is written of them, and what stands afterwards.
@Suite struct ScoreKeepingTests {
    @Test func `a run keeps a score for each open invoice and each customer who owes`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let kept = try scores(bench)
        #expect(kept.invoices.keys.sorted() == ["L-1", "L-2", "P-1", "Q-1"])
        #expect(kept.customers.keys.sorted() == ["C-late", "C-prompt", "C-quiet"])
        // Past due is late with certainty; the invoice to come has what the head says.
        #expect(kept.invoices["L-1"]?.lateProbability == Probability(1))
        let toCome = try #require(kept.invoices["L-2"]?.lateProbability.value)
        #expect(toCome > 0 && toCome < 1)
        for score in kept.customers.values {
            #expect((0...100).contains(score.riskScore))
            #expect(score.riskLevel == CustomerRisk.level(of: score.riskScore))
            #expect(score.assessedOn == june(10))
            #expect(score.modelVersion == (try RecommendingBench.model().version))
        }
    }

    @Test func `the score of an invoice that was paid is removed, and its customer's with the last of them`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        var paid = Books()
        paid.payment(on: "L-1", june(11), 90_000)
        paid.payment(on: "P-1", june(11), 120_000)
        try bench.load(paid)
        let report = try bench.run(on: june(11)).report
        #expect(report.scores.closed == 3)
        let kept = try scores(bench)
        #expect(kept.invoices.keys.sorted() == ["L-2", "Q-1"])
        #expect(kept.customers.keys.sorted() == ["C-late", "C-quiet"])
        #expect(try bench.run(on: june(11)).report.isUnchanged)
    }

    @Test func `a score that is the same the next day keeps its day`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let report = try bench.run(on: june(11)).report
        #expect(report.scores.untouched > 0)
        #expect(report.scores.inserted == 0 && report.scores.closed == 0)
        #expect(report.scores.untouched + report.scores.refreshed == 7)
        #expect(try scores(bench).invoices["L-1"]?.assessedOn == june(10))
    }

    @Test func `scores alone are reason enough to write`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        try bench.database.write(for: bench.company.id) { scope in
            let rows = try InvoiceScoreRow.all(in: scope.reading)
            _ = try InvoiceScoreRow.remove(of: rows.map(\.invoice), in: scope)
        }
        let again = try bench.run(on: june(10), rowsPerTransaction: 3)
        #expect(!again.report.isUnchanged)
        #expect(again.report.scores.inserted == 4)
        #expect(again.chunkCount == 2)
        #expect(try scores(bench).invoices.count == 4)
    }

    @Test func `what is new, otherwise, gone or of another model is written, and nothing else`() {
        let said = JudgedScores(
            invoices: [invoice(1, 0.1), invoice(2, 0.2), invoice(3, 0.3), invoice(4, 0.4)],
            customers: [customer(1, 10, .low), customer(2, 80, .high)]
        )
        let standing = Standing(
            invoiceScores: [stands(2, 0.2), stands(3, 0.5), stands(4, 0.4, by: "old model"), stands(5, 0.5)],
            customerScores: [stands(2, 80, .high), stands(3, 50, .medium)]
        )
        let difference = ScoreDifference(of: said, by: ContentHash(of: "model"), from: standing)
        #expect(
            difference.changes == [
                .keepInvoice(invoice(1, 0.1)), .keepInvoice(invoice(3, 0.3)), .keepInvoice(invoice(4, 0.4)),
                .removeInvoice(Identifier(high: 2, low: 5)), .keepCustomer(customer(1, 10, .low)),
                .removeCustomer(Identifier(high: 3, low: 3)),
            ]
        )
        #expect(difference.counts.inserted == 2)
        #expect(difference.counts.refreshed == 2)
        #expect(difference.counts.closed == 2)
        #expect(difference.counts.untouched == 2)
    }

    private func invoice(_ number: UInt64, _ probability: Double) -> JudgedInvoiceScore {
        guard let probability = Probability(probability) else { preconditionFailure("a test gives a probability") }
        return JudgedInvoiceScore(
            invoice: Identifier(high: 2, low: number),
            key: "I-\(number)",
            lateProbability: probability
        )
    }

    private func customer(_ number: UInt64, _ score: Double, _ level: RiskLevel) -> JudgedCustomerScore {
        JudgedCustomerScore(
            customer: Identifier(high: 3, low: number),
            key: "C-\(number)",
            riskScore: score,
            riskLevel: level
        )
    }

    private func stands(_ number: UInt64, _ probability: Double, by model: String = "model") -> InvoiceScoreRow {
        guard let probability = Probability(probability) else { preconditionFailure("a test gives a probability") }
        return InvoiceScoreRow(
            invoice: Identifier(high: 2, low: number),
            lateProbability: probability,
            modelVersion: ContentHash(of: model),
            assessedOn: june(9)
        )
    }

    private func stands(_ number: UInt64, _ score: Double, _ level: RiskLevel) -> CustomerScoreRow {
        CustomerScoreRow(
            customer: Identifier(high: 3, low: number),
            riskScore: score,
            riskLevel: level,
            modelVersion: ContentHash(of: "model"),
            assessedOn: june(9)
        )
    }

    /// The scores that are kept, by key.
    private func scores(
        _ bench: RecommendingBench
    ) throws -> (invoices: [String: InvoiceScoreRow], customers: [String: CustomerScoreRow]) {
        try bench.database.makeReader().read(for: bench.company.id) { scope in
            let invoiceKeys = Dictionary(uniqueKeysWithValues: try InvoiceRow.all(in: scope).map { ($0.id, $0.key) })
            let customerKeys = Dictionary(
                uniqueKeysWithValues: try CustomerRow.all(in: scope).map { ($0.customer.id, $0.customer.key) }
            )
            return (
                Dictionary(
                    uniqueKeysWithValues: try InvoiceScoreRow.all(in: scope).map { (invoiceKeys[$0.invoice] ?? "", $0) }
                ),
                Dictionary(
                    uniqueKeysWithValues: try CustomerScoreRow.all(in: scope).map {
                        (customerKeys[$0.customer] ?? "", $0)
                    }
                )
            )
        }
    }
}
