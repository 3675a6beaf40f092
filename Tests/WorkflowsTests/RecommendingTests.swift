import Facts
import Receivables
import Store
import TestKit
import Testing
import Values

@testable import Workflows

/// Runs on a database: what they write, and what they leave alone.
@Suite struct RecommendingTests {
    @Test func `a run proposes what the rules say and says why`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        let report = try bench.run(on: june(10)).report
        #expect(report.insights.inserted == 1)
        #expect(report.actions.inserted == 2)
        #expect(report.suppressions.inserted == 1)
        let action = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(action.expectedCash == Money(minorUnits: 90_000, in: .usd))
        #expect(action.urgency > 0)
        #expect(action.reasons.contains("\"code\":\"reference\""))
        let other = try #require(try bench.action("reminder_1", invoice: "P-1"))
        #expect(
            other.evidence == """
                [{"fact":"invoice.days_past_due","value":1,"threshold":null,"unit":"days"},\
                {"fact":"invoice.balance","value":1200.00,"threshold":null,"unit":"USD"}]
                """
        )
        try expectGolden("small-company.jsonl", try bench.export())
    }

    @Test func `a second run writes nothing at all`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let before = try bench.bytes()
        let second = try bench.run(on: june(10))
        #expect(second.report.isUnchanged)
        #expect(second.chunkCount == 0)
        #expect(try bench.bytes() == before)
    }

    @Test func `the next day refreshes in place and keeps the episode`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let first = try #require(try bench.action("reminder_1", invoice: "L-1"))
        let report = try bench.run(on: june(11)).report
        #expect(report.actions.refreshed == 2)
        #expect(report.actions.inserted == 0)
        #expect(report.insights.untouched == 1)
        let second = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(second.id == first.id)
        #expect(second.episodeFrom == june(10))
        #expect(second.provenance.assessedOn == june(11))
        #expect(second.provenance.factsHash != first.provenance.factsHash)
    }

    @Test func `a later step takes the place of an earlier one`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        try bench.run(on: june(16))
        let earlier = try #require(try bench.action("reminder_1", invoice: "L-1", .cancelled))
        #expect(earlier.cancelCause == "no longer holds")
        #expect(earlier.episodeTo == june(16))
        #expect(try bench.action("reminder_2", invoice: "L-1") != nil)
    }

    @Test func `a hold stops a step and lifts again`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        var disputed = Books()
        disputed.disputes = [DisputeEntry(key: "D-1", invoiceKey: "L-1", openedOn: june(11))]
        try bench.load(disputed)
        try bench.run(on: june(11))
        let stopped = try #require(try bench.action("reminder_1", invoice: "L-1", .cancelled))
        #expect(stopped.cancelCause == "held by dispute_open")
        #expect(try bench.action("reminder_1", invoice: "L-1") == nil)
        disputed.disputes = [DisputeEntry(key: "D-1", invoiceKey: "L-1", openedOn: june(11), resolvedOn: june(12))]
        try bench.load(disputed)
        let report = try bench.run(on: june(12)).report
        #expect(report.suppressions.closed == 1)
        let again = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(again.id != stopped.id)
        #expect(again.episodeFrom == june(12))
    }

    @Test func `who paid yesterday is not chased today`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        var paid = Books()
        paid.payment(on: "L-1", june(11), 90_000)
        try bench.load(paid)
        try bench.run(on: june(11))
        #expect(try bench.action("reminder_1", invoice: "L-1") == nil)
    }

    @Test func `what was turned down stays away until its evidence changes`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let action = try #require(try bench.action("reminder_1", invoice: "L-1"))
        try bench.decide(action.id, .reject, on: june(10), cause: "rejected: too_soon")
        let report = try bench.run(on: june(11)).report
        #expect(report.decidedCount == 1)
        #expect(try bench.action("reminder_1", invoice: "L-1") == nil)
        var partly = Books()
        partly.payment(on: "L-1", june(12), 50_000)
        try bench.load(partly)
        try bench.run(on: june(12))
        let again = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(
            again.why == """
                It is past due.
                Turned down before on 2026-06-10; since then invoice.balance was 900.00 USD and is 400.00 USD.
                """
        )
        try bench.run(on: june(13))
        let refreshed = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(refreshed.why == again.why)
    }

    @Test func `what was approved is not proposed again, and counts at once`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let action = try #require(try bench.action("reminder_1", invoice: "L-1"))
        try bench.decide(action.id, .approve, on: june(10))
        try bench.run(on: june(11))
        try bench.run(on: june(12))
        let ofRule = try bench.actions().filter { $0.rule.id == "reminder_1" && $0.invoice == action.invoice }
        #expect(ofRule.map(\.state) == [.processing])
    }

    @Test func `words that a person changed outlive a refresh`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let action = try #require(try bench.action("reminder_1", invoice: "L-1"))
        let instant = bench.now()
        try bench.database.write(for: bench.company.id) { scope in
            guard var row = try ActionRow.find(action.id, in: scope.reading) else { return }
            row.draft.body = "Dear Lou, please."
            row.isEdited = true
            try row.save(after: .edit, from: row.state, by: "lou", at: instant, in: scope)
        }
        try bench.run(on: june(11))
        let refreshed = try #require(try bench.action("reminder_1", invoice: "L-1"))
        #expect(refreshed.draft.body == "Dear Lou, please.")
        #expect(refreshed.provenance.assessedOn == june(11))
    }

    @Test func `an action approved while the run writes is left alone`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        let action = try #require(try bench.action("reminder_1", invoice: "L-1"))
        var isDecided = false
        let report = try bench.run(on: june(11), rowsPerTransaction: 1) { _ in
            guard !isDecided else { return }
            isDecided = true
            try bench.decide(action.id, .approve, on: june(11))
        }.report
        #expect(report.leftAloneCount == 1)
        let after = try #require(try bench.action("reminder_1", invoice: "L-1", .processing))
        #expect(after.provenance.assessedOn == june(10))
    }

    @Test func `a run writes in chunks, and says how far it has come`() throws {
        let bench = try benchAtWork()
        var steps: [RunProgress] = []
        let chunkCount = try bench.run(on: june(16), rowsPerTransaction: 2) { steps.append($0) }.chunkCount
        #expect(steps.count == chunkCount + 1)
        #expect(steps.first?.done == 0)
        #expect(steps.last.map { $0.done == $0.total } == true)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { (1...2).contains($1.done - $0.done) })
        #expect(steps.allSatisfy { $0.unit == "rows" })
    }

    @Test func `a report has counts for people and fields for programs`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        let report = try bench.run(on: june(10)).report
        #expect(
            report.lines == [
                "acme on 2026-06-10", "insights      1 new, 0 refreshed, 0 closed, 0 unchanged",
                "actions       2 new, 0 refreshed, 0 closed, 0 unchanged",
                "suppressions  1 new, 0 refreshed, 0 closed, 0 unchanged",
                "scores        7 new, 0 refreshed, 0 closed, 0 unchanged",
            ]
        )
        #expect(report.json.contains("\"actions\":{\"inserted\":2,\"refreshed\":0,\"closed\":0,\"untouched\":0}"))
        #expect(report.json.contains("\"scores\":{\"inserted\":7,\"refreshed\":0,\"closed\":0,\"untouched\":0}"))
    }

    @Test(arguments: [1, 2, 500])
    func `a run cut off after any chunk is finished by the next`(_ rows: Int) throws {
        let whole = try benchAtWork()
        let chunkCount = try whole.run(on: june(16), rowsPerTransaction: rows).chunkCount
        let expected = try whole.export()
        for cut in 0...chunkCount {
            let bench = try benchAtWork()
            try bench.run(on: june(16), rowsPerTransaction: rows, stoppingAfter: cut)
            try bench.run(on: june(16), rowsPerTransaction: rows)
            #expect(try bench.export() == expected, "cut after \(cut) of \(chunkCount)")
        }
    }

    /// Books on which a run has new things to say, refreshes and things to take back.
    private func benchAtWork() throws -> RecommendingBench {
        let bench = try RecommendingBench()
        try bench.load(.small)
        try bench.run(on: june(10))
        var more = Books()
        more.payment(on: "P-1", june(12), 120_000)
        more.invoice("P-2", of: "C-prompt", issued: june(2), due: june(14), 5_000)
        more.disputes = [DisputeEntry(key: "D-1", invoiceKey: "P-2", openedOn: june(15))]
        try bench.load(more)
        return bench
    }

    @Test func `the same books loaded in another order give the same bytes`() throws {
        let first = try RecommendingBench()
        try first.load(.small)
        try first.run(on: june(10))
        let second = try RecommendingBench()
        try second.load(Books.small.reversed, seed: 99)
        try second.run(on: june(10))
        #expect(try first.export() == second.export())
    }

    @Test func `a run on one company leaves another as it is`() throws {
        let bench = try RecommendingBench()
        let other = try RecommendingBench.found(RecommendingBench.company("other"), in: bench.database)
        try bench.load(.small)
        try bench.load(.small, seed: 2, for: other)
        let before = try bench.export(other)
        try bench.run(on: june(10))
        #expect(try bench.export(other) == before)
        try bench.run(on: june(10), for: other)
        let own = Set(try bench.actions().map(\.id))
        let theirs = Set(try bench.actions(other).map(\.id))
        #expect(own.count == 2 && theirs.count == 2 && own.isDisjoint(with: theirs))
    }

    @Test func `a day to come is refused with a sentence`() throws {
        let bench = try RecommendingBench()
        let error = #expect(throws: RunError.self) { try bench.run(on: date(2026, 7, 1)) }
        #expect(
            error?.description
                == "cannot run on 2026-07-01: the company's today is 2026-06-30; run on that day or before"
        )
    }

    @Test func `with the clock set back nothing is proposed twice`() throws {
        let bench = try RecommendingBench()
        try bench.load(.small)
        for day in [12, 16, 10, 11, 16, 12] {
            try bench.run(on: june(day))
            let open = try bench.actions().filter { !$0.state.isFinal }
            let keys = open.map { "\($0.rule.id) \($0.subject)" }
            #expect(Set(keys).count == keys.count)
            #expect(open.allSatisfy { $0.episodeTo == nil })
            #expect(try bench.run(on: june(day)).report.isUnchanged)
        }
    }

    @Test func `skipped days are caught up in one run`() throws {
        let daily = try RecommendingBench()
        try daily.load(.small)
        for day in 9...24 { try daily.run(on: june(day)) }
        let late = try RecommendingBench()
        try late.load(.small)
        try late.run(on: june(24))
        func open(_ bench: RecommendingBench) throws -> [String] {
            try bench.actions().filter { $0.state == .proposed }.map { "\($0.rule.id) \($0.draft.subject)" }.sorted()
        }
        #expect(try open(daily) == open(late))
    }
}
