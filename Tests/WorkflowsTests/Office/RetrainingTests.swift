import Receivables
import Scoring
import Store
import Testing
import Values

@testable import Workflows

/// What a company's own decisions make of the model.
@Suite struct RetrainingTests {
    @Test func `with nothing reviewed the shipped weights stay, and the report says why`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let report = try bench.retrain(promote: true)
        #expect(report.decisionCount == 0)
        #expect(report.accept == .keptPrior(try Retraining.shipped().accept, because: .labels(found: 0, needed: 50)))
        #expect(report.challenger == report.champion)
        #expect(report.isLive && !report.isNew)
        #expect(
            report.lines.contains(
                "accept: kept the shipped weights, because there are 0 labels, and a fit needs 50"
            )
        )
        #expect(report.lines.last == "model \(report.challenger.short) was in force already; nothing changed")
        #expect(try bench.read { try ModelVersionRow.all(in: $0) }.count == 1)
        #expect(try bench.read { try ModelVersionRow.activations(in: $0) }.count == 1)
    }

    @Test func `what is turned down sinks and what is approved rises, and the decided rows stay as they were`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadDecisions()
        let shipped = try Retraining.shipped().version
        let before = try bench.waiting()
        #expect(before["remind"]?.count == 6)
        #expect(before["ring"]?.count == 6)

        let candidate = try bench.retrain(promote: false)
        #expect(candidate.decisionCount == 60)
        #expect(candidate.isNew && !candidate.isLive)
        #expect(candidate.lines.last?.contains("is a candidate (in force: \(shipped.short))") == true)
        #expect(try bench.read { try ModelVersionRow.live(in: $0) }?.version == shipped)

        let promoted = try bench.retrain(promote: true)
        #expect(promoted.challenger == candidate.challenger)
        #expect(!promoted.isNew && promoted.isLive)
        guard case .fitted(let head, _) = promoted.accept else {
            Issue.record("sixty decisions of both kinds are enough")
            return
        }
        #expect(head.training?.rowCount == 60)
        #expect(head.training?.positiveCount == 30)
        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect([line.actor, line.event] == ["tester", "model.promote"])
        #expect([line.before, line.after] == ["\(shipped)", "\(promoted.challenger)"])

        try bench.run()
        let after = try bench.waiting()
        for (rule, isBetter) in [("remind", false), ("ring", true)] {
            let pairs = zip(try #require(before[rule]), try #require(after[rule]))
            for (old, new) in pairs {
                #expect(old.id == new.id)
                #expect(new.provenance.modelVersion == promoted.challenger)
                let oldChance = try #require(old.probabilityApproved)
                let newChance = try #require(new.probabilityApproved)
                #expect((newChance > oldChance) == isBetter, "\(rule): \(oldChance.value) to \(newChance.value)")
                #expect((new.urgency > old.urgency) == isBetter, "\(rule): \(old.urgency) to \(new.urgency)")
            }
        }
        let decided = try bench.actions().filter { $0.state != .proposed }
        #expect(decided.count == 60)
        #expect(decided.allSatisfy { $0.provenance.modelVersion == shipped })
    }

    @Test func `the same data gives the same version, and nothing is stored again`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadDecisions()
        let first = try bench.retrain(promote: true)
        let audit = try bench.tallies()["audit"]
        bench.clock.advance(seconds: 3_600)
        let second = try bench.retrain(promote: true)
        #expect(second.challenger == first.challenger)
        #expect(second.isLive && !second.isNew)
        #expect(try bench.read { try ModelVersionRow.all(in: $0) }.count == 2)
        #expect(try bench.read { try ModelVersionRow.activations(in: $0) }.count == 2)
        #expect(try bench.tallies()["audit"] == audit)
    }

    @Test func `who loses the race for the promotion is refused, and leaves nothing behind`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadDecisions()
        let other = try RecommendingBench.model()
        let database = bench.office.database
        // The clock is read once, after the fit and before its result is written.
        bench.clock.onNextRead {
            do {
                try database.write(for: OfficeBench.company.id) { scope in
                    let now = Instant(millisecondsSinceEpoch: 1_781_000_000_000)
                    try Retraining.row(of: other, trainedOn: june(10), report: "", at: now).insert(in: scope)
                    let live = try ModelVersionRow.live(in: scope.reading)?.version
                    try ModelVersionRow.activate(other.version, expecting: live, by: "rival", at: now, in: scope)
                }
            } catch {
                Issue.record(error)
            }
        }
        #expect(throws: StoreError.movedOn("the live model")) { try bench.retrain(promote: true) }
        #expect(try bench.read { try ModelVersionRow.all(in: $0) }.count == 2)
        #expect(try bench.read { try ModelVersionRow.live(in: $0) }?.version == other.version)
        #expect(try bench.read { try AuditRow.all(in: $0) }.last?.event != "model.promote")
    }

    @Test func `numbers for people are rounded, with their sign`() {
        #expect(RetrainReportText.rounded(0.12345, 3) == "0.123")
        #expect(RetrainReportText.rounded(-0.0004, 3) == "0.000")
        #expect(RetrainReportText.rounded(-1.5, 1) == "-1.5")
        #expect(RetrainReportText.rounded(30, 0) == "30")
        #expect(RetrainReportText.rounded(12.999, 2) == "13.00")
        #expect(RetrainReportText.rounded(.infinity, 2) == "beyond measure")
        #expect(RetrainReportText.rounded(1e30, 2) == "beyond measure")
    }
}

extension OfficeBench {
    func retrain(promote: Bool) throws -> RetrainReport {
        try Retraining.retrain(OfficeBench.company, promote: promote, by: "tester", office: office)
    }

    /// Sixty decisions about six customers, half of them each way by rule, and two customers nobody has decided about.
    fileprivate func loadDecisions() throws {
        let customers = (1...8).map { "C-\($0)" }
        try loadCustomers(customers)
        var invoices: [(key: String, customer: String, daysPastDue: Int, minorUnits: Int64)] = []
        for customer in customers {
            for number in 1...(customer > "C-6" ? 3 : 5) {
                // The shipped weights trust a note about much money and doubt a call about little; these reviewers do not.
                invoices.append(("\(customer)-E\(number)", customer, 3 + 4 * number, Int64(number) * 40_000))
                invoices.append(("\(customer)-R\(number)", customer, 30 + 6 * number, Int64(number) * 200))
            }
        }
        try loadInvoices(invoices)
        try run()
        let stored = try read { scope in try InvoiceRow.all(in: scope) }
        let undecided = Set(stored.filter { $0.key > "C-7" }.map(\.id))
        for action in try actions() {
            guard let invoice = action.invoice, !undecided.contains(invoice) else { continue }
            clock.advance(seconds: 1)
            let isMail = action.rule.id == "remind"
            try answer(action, isMail ? .reject(.relationship, comment: "", promisedFor: nil) : .approve)
        }
    }

    /// The waiting actions about invoices, by rule.
    fileprivate func waiting() throws -> [String: [ActionRow]] {
        let waiting = try actions().filter { $0.state == .proposed && $0.invoice != nil }
        return Dictionary(grouping: waiting) { $0.rule.id }
    }
}
