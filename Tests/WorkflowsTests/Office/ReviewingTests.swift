import Facts
import Receivables
import RuleLanguage
import Scoring
import Store
import Testing
import Values
import Workflows

/// What a person's answer to an action writes, and what refuses it.
@Suite struct ReviewingTests {
    @Test func `an approval writes the state, the event, the label, the contact and the audit line`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("remind", "L-1"))
        let before = try bench.tallies()
        bench.clock.advance(seconds: 60)
        let now = bench.clock.now()
        let answered = try bench.answer(action, .approve)
        #expect(answered.state == .processing)
        #expect(answered.updatedAt == now)
        #expect(try bench.read { try ActionRow.find(action.id, in: $0) } == answered)

        let event = try #require(try bench.read { try ActionEventRow.history(of: action.id, in: $0) }.last)
        #expect(event.event == .approve)
        #expect((event.before, event.after) == (.proposed, .processing))
        #expect((event.actor, event.note, event.occurredAt) == ("lou", "", now))

        let label = try #require(try bench.read { try FeedbackRow.of(action.id, in: $0) }.first)
        #expect(label.isApproved && !label.isEdited && label.reason == nil)
        #expect((label.user, label.decidedOn, label.decidedAt) == (OfficeBench.lou.id, june(10), now))
        #expect(label.factsHash == action.provenance.factsHash)
        #expect(label.ruleSetHash == SmallPolicy.sources.hash)
        #expect(label.modelVersion == (try Retraining.shipped().version))

        let message = try #require(try bench.read { try CommunicationRow.all(in: $0) }.first)
        #expect((message.key, message.action, message.customer) == ("\(action.id)", action.id, action.customer))
        #expect((message.direction, message.channel, message.occurredOn) == (.outbound, .email, june(10)))

        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect((line.actor, line.event, line.subject) == ("lou", "action.approve", "\(action.id)"))
        #expect((line.before, line.after) == ("proposed", "processing"))

        let after = try bench.tallies()
        #expect(after == before.merging(["events": 1, "labels": 1, "messages": 1, "audit": 1], uniquingKeysWith: +))
    }

    @Test func `the label holds what the accept head read when the action was ranked`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("ring", "L-2"))
        try bench.answer(action, .approve)
        let label = try #require(try bench.read { try FeedbackRow.of(action.id, in: $0) }.first)
        let features = AcceptLabel.features(in: label.features)
        #expect(features.contains(NamedValue("channel=call", 1)))
        #expect(features.contains(NamedValue("rule=ring", 1)))
        #expect(features.contains(NamedValue("never_contacted", 1)))
        #expect(features.contains { $0.name == "log_amount" && abs($0.value - 7.0909) < 0.001 })
        #expect(features.allSatisfy { !$0.name.hasPrefix("late.") })
        // The head gives the very probability that the action shows.
        let head = try Retraining.shipped().accept
        let matrix = AcceptFeatures.matrix(of: [features], names: head.features.map(\.name))
        #expect(head.probabilities(of: matrix) == [action.probabilityApproved?.value])
    }

    @Test func `what is approved already is not approved again, and nothing is stored`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("remind", "L-1"))
        try bench.answer(action, .approve)
        let before = try bench.tallies()
        for review in [Review.approve, .reject(.tooSoon, comment: "", promisedFor: nil)] {
            let refusal = #expect(throws: ReviewError.self) { try bench.answer(action, review) }
            #expect(refusal?.description.contains("an action that is processing; possible: ") == true)
            #expect(refusal?.description.hasPrefix("cannot ") == true)
        }
        #expect(try bench.tallies() == before)
    }

    @Test func `an action that is not there cannot be answered`() throws {
        let bench = try OfficeBench.withCompany()
        #expect(throws: ReviewError.noSuchAction) {
            try Reviewing.answer(
                Identifier(high: 5, low: 5),
                with: .approve,
                by: OfficeBench.lou,
                of: OfficeBench.company,
                office: bench.office
            )
        }
    }

    @Test func `nobody is asked for what was paid since the run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("remind", "L-1"))
        try bench.pay("L-1", 90_000)
        let before = try bench.tallies()
        #expect(throws: ReviewError.invoiceSettled(number: "L-1")) { try bench.answer(action, .approve) }
        #expect(try bench.tallies() == before)
        #expect(try bench.proposal("remind", "L-1") == action)
        // To turn it down is still possible, and says what is the matter.
        #expect(try bench.answer(action, .reject(.alreadyPaid, comment: "", promisedFor: nil)).state == .cancelled)
    }

    @Test func `nobody is contacted who asked not to be since the run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let mail = try #require(try bench.proposal("remind", "L-1"))
        let task = try #require(try bench.proposal("look_at_account"))
        try bench.loadCustomers(["C-1", "C-2"], doNotContact: true)
        let before = try bench.tallies()
        #expect(throws: ReviewError.doNotContact(customer: "Customer C-1")) { try bench.answer(mail, .approve) }
        #expect(try bench.tallies() == before)
        // The customer does not notice a task.
        #expect(try bench.answer(task, .approve).state == .processing)
        #expect(try bench.tallies()["messages"] == 0)
    }

    @Test func `nobody is chased for what was disputed or promised since the run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let mail = try #require(try bench.proposal("remind", "L-1"))
        let call = try #require(try bench.proposal("ring", "L-2"))
        bench.clock.advance(seconds: 1)
        let now = bench.clock.now()
        try bench.write { scope in
            var random = SplitMix64(seed: 4)
            let dispute = DisputeEntry(key: "D-1", invoiceKey: "L-1", openedOn: june(10))
            _ = try DisputeRow.upsert([dispute], at: .utc(now), using: &random, in: scope)
            let promise = PromiseEntry(key: "S-1", invoiceKey: "L-2", madeOn: june(10), dueOn: june(12))
            _ = try PromiseRow.upsert([promise], at: .utc(now), using: &random, in: scope)
        }
        let before = try bench.tallies()
        #expect(throws: ReviewError.disputed(number: "L-1")) { try bench.answer(mail, .approve) }
        #expect(throws: ReviewError.promised(number: "L-2", june(12))) { try bench.answer(call, .approve) }
        #expect(try bench.tallies() == before)
        // Once a run has seen it, the rules decide.
        let run = try #require(try bench.read { try RunRow.latest(in: $0) })
        try bench.write { scope in
            try RunRow(
                id: Identifier(high: 9, low: 9),
                assessedOn: run.assessedOn,
                ruleSetHash: run.ruleSetHash,
                factsDigest: run.resultDigest,
                resultDigest: run.resultDigest,
                counts: run.counts,
                startedAt: now,
                finishedAt: now
            ).insert(in: scope)
        }
        #expect(try bench.answer(mail, .approve).state == .processing)
        #expect(try bench.answer(call, .approve).state == .processing)
    }

    @Test func `of a choice one is approved, whichever it is`() throws {
        for (first, second) in [("remind", "nudge"), ("nudge", "remind")] {
            let bench = try OfficeBench.withCompany()
            let choice =
                SmallPolicy.text.replacing("  priority 100", with: "  in group dunning\n  priority 100") + """


                    group dunning pick 1 per invoice by highest priority

                    action nudge on invoice "Nudge"
                      owner    credit-control
                      why      "A nudge is milder."
                      when     days_past_due in 1..30 days
                      do email using friendly
                      in group dunning
                      priority 10
                    """
            try Publishing.publish(
                RuleSources(files: [(path: "small.rules", text: choice)]),
                for: OfficeBench.company,
                by: "test",
                in: bench.office
            )
            try bench.loadSmallBooks()
            let actions = try [first, second].map { try #require(try bench.proposal($0, "L-1")) }
            #expect(actions.count(where: \.isRecommended) == 1)
            bench.clock.advance(seconds: 1)
            #expect(try bench.answer(actions[0], .approve).state == .processing)
            let before = try bench.tallies()
            #expect(throws: ReviewError.chosenAlready(number: "L-1", actions[0].label)) {
                try bench.answer(actions[1], .approve)
            }
            #expect(try bench.tallies() == before)
            // Another invoice has a choice of its own.
            let call = try #require(try bench.proposal("ring", "L-2"))
            #expect(try bench.answer(call, .approve).state == .processing)
        }
    }

    @Test func `a rejection cancels the action and keeps the reason and the comment`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("remind", "L-1"))
        let before = try bench.tallies()
        let answered = try bench.answer(action, .reject(.tooSoon, comment: "next week", promisedFor: nil))
        #expect(answered.state == .cancelled)
        #expect(answered.cancelCause == "rejected: too_soon")
        let event = try #require(try bench.read { try ActionEventRow.history(of: action.id, in: $0) }.last)
        #expect((event.event, event.note) == (.reject, "too_soon: next week"))
        let label = try #require(try bench.read { try FeedbackRow.of(action.id, in: $0) }.first)
        #expect(!label.isApproved)
        #expect((label.reason, label.comment) == (.tooSoon, "next week"))
        #expect(try bench.read { try AuditRow.all(in: $0) }.last?.event == "action.reject")
        let after = try bench.tallies()
        #expect(after == before.merging(["events": 1, "labels": 1, "audit": 1], uniquingKeysWith: +))
        try bench.run()
        #expect(try bench.proposal("remind", "L-1") == nil)
    }

    @Test func `a dispute that a reviewer reports holds the invoice at the next run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("remind", "L-1"))
        try bench.answer(action, .reject(.disputed, comment: "wrong price", promisedFor: nil))
        let dispute = try #require(try bench.read { try DisputeRow.all(in: $0) }.first)
        #expect((dispute.invoice, dispute.openedOn, dispute.resolvedOn) == (action.invoice, june(10), nil))
        #expect(dispute.reason == "wrong price")
        try bench.run(on: june(11))
        #expect(try bench.proposal("remind", "L-1") == nil)
        #expect(try bench.proposal("ring", "L-2") != nil)
        let held = try bench.read { try SuppressionRow.open(in: $0) }
        #expect(held.map(\.hold.id) == ["dispute_open"])
        #expect(held.map(\.invoice) == [action.invoice])
    }

    @Test func `a promise with a day is kept as it was given, and holds at the next run`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("ring", "L-2"))
        try bench.answer(action, .reject(.promiseToPay, comment: "", promisedFor: june(10)))
        let promise = try #require(try bench.read { try PromiseRow.all(in: $0) }.first)
        #expect((promise.madeOn, promise.dueOn) == (june(10), june(10)))
        #expect(try bench.read { try PromiseRow.invoices(of: promise.id, in: $0) } == [action.invoice])
        try bench.run()
        #expect(try bench.read { try SuppressionRow.open(in: $0) }.map(\.hold.id) == ["promise_active"])
    }

    @Test func `a promise without a day has seven business days`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let action = try #require(try bench.proposal("ring", "L-2"))
        try bench.answer(action, .reject(.promiseToPay, comment: "", promisedFor: nil))
        let promise = try #require(try bench.read { try PromiseRow.all(in: $0) }.first)
        // 2026-06-10 is a Wednesday.
        #expect(promise.dueOn == june(19))
    }

    @Test func `an answer that says too little or too much is refused whole`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let mail = try #require(try bench.proposal("remind", "L-1"))
        let task = try #require(try bench.proposal("look_at_account"))
        let before = try bench.tallies()
        let cases: [(ActionRow, Review, ReviewError)] = [
            (mail, .reject(.other, comment: "", promisedFor: nil), .commentMissing),
            (mail, .reject(.other, comment: " \n", promisedFor: nil), .commentMissing),
            (
                mail, .reject(.promiseToPay, comment: "", promisedFor: june(9)),
                .promiseInThePast(june(9), today: june(10))
            ),
            (mail, .reject(.tooSoon, comment: "", promisedFor: june(20)), .promiseWithoutReason),
            (task, .reject(.disputed, comment: "", promisedFor: nil), .noInvoice(.disputed)),
            (task, .reject(.promiseToPay, comment: "", promisedFor: june(20)), .noInvoice(.promiseToPay)),
        ]
        for (action, review, refusal) in cases {
            #expect(throws: refusal) { try bench.answer(action, review) }
        }
        #expect(try bench.tallies() == before)
        #expect(try bench.actions().allSatisfy { $0.state == .proposed })
        #expect(try bench.answer(mail, .reject(.other, comment: "we owe them", promisedFor: nil)).state == .cancelled)
    }

    @Test func `an insight has one opinion of each user, the last one`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let insight = try #require(try bench.read { try InsightRow.open(in: $0) }.first).id
        let before = try bench.tallies()
        #expect(try rate(insight, .up, in: bench) == true)
        #expect(try rate(insight, .down, in: bench) == false)
        #expect(try rate(Identifier(high: 5, low: 5), .up, in: bench) == nil)
        #expect(try bench.tallies() == before.merging(["audit": 2], uniquingKeysWith: +))
        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect(
            [line.actor, line.event, line.subject, line.before, line.after]
                == ["lou", "insight.feedback", "\(insight)", "up", "down"]
        )
    }

    private func rate(
        _ insight: Identifier<Insight>,
        _ rating: InsightFeedbackRow.Rating,
        in bench: OfficeBench
    ) throws -> Bool? {
        let now = bench.clock.now()
        return try bench.write { scope in
            try RatingInsights.rate(insight, rating, comment: "", by: OfficeBench.lou, at: now, in: scope)
        }
    }
}
