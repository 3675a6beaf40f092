import Facts
import Receivables
import SQLite
import Store
import Testing
import Values

@Suite struct RecommendationTests {
    private let today = TestDatabase.today

    @Test func `an insight and an action read as they were written`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        let insight = Sample.insight(1, of: customer)
        let action = Sample.action(1, of: customer, invoice: invoice)
        let suppression = Sample.suppression(1, of: customer)
        let feedback = Sample.feedback(1, about: action.id)
        try test.write {
            try insight.insert(in: $0)
            try action.insert(in: $0)
            try suppression.insert(in: $0)
            try feedback.insert(in: $0)
        }
        #expect(try test.read { try InsightRow.find(insight.id, in: $0) } == insight)
        #expect(try test.read { try ActionRow.find(action.id, in: $0) } == action)
        #expect(try test.read { try SuppressionRow.open(in: $0) } == [suppression])
        #expect(try test.read { try FeedbackRow.all(in: $0) } == [feedback])
    }

    @Test func `a refreshed action and insight read as they were refreshed`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        var insight = Sample.insight(1, of: customer)
        var action = Sample.action(1, of: customer)
        try test.write { [insight, action] in
            try insight.insert(in: $0)
            try action.insert(in: $0)
        }
        insight.severity = .critical
        insight.summary = "Pays 40 days later than last year"
        insight.updatedAt = TestDatabase.now.advanced(bySeconds: 60)
        action.urgency = 7
        action.draft.body = "Please pay now."
        action.expectedCash = nil
        action.snoozedUntil = today.advanced(by: 3)
        try test.write { [insight, action] in
            try insight.refresh(in: $0)
            try action.refresh(in: $0)
        }
        #expect(try test.read { try InsightRow.find(insight.id, in: $0) } == insight)
        #expect(try test.read { try ActionRow.find(action.id, in: $0) } == action)
        #expect(try test.read { try ActionEventRow.all(in: $0) }.isEmpty, "a run that refreshes is no event")
    }

    @Test func `of each rule, customer and invoice the latest action is read`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        let later = TestDatabase.now.advanced(bySeconds: 60)
        func row(
            _ number: UInt64,
            invoice: Identifier<Invoice>? = nil,
            rule: String = "reminder_1",
            _ state: ActionState = .proposed,
            at created: Instant = TestDatabase.now
        ) -> ActionRow {
            let sample = Sample.action(number, of: customer, invoice: invoice)
            return ActionRow(
                id: sample.id,
                rule: RulePlace(id: rule, file: "a.rules", line: 9),
                customer: customer,
                invoice: invoice,
                channel: sample.channel,
                state: state,
                label: sample.label,
                why: sample.why,
                draft: sample.draft,
                urgency: sample.urgency,
                priority: sample.priority,
                isRecommended: true,
                reasons: "[]",
                evidence: "[]",
                evidenceKey: sample.evidenceKey,
                substanceHash: sample.substanceHash,
                provenance: sample.provenance,
                episodeFrom: sample.episodeFrom,
                cancelCause: state == .cancelled ? "no longer holds" : nil,
                isEdited: false,
                createdAt: created,
                updatedAt: created
            )
        }
        let rows = [
            row(1, .cancelled), row(2, at: later), row(3, invoice: invoice), row(4, invoice: invoice, .cancelled),
            row(5, rule: "reminder_2", .completed), row(6, rule: "reminder_2", .cancelled, at: later),
            row(7, rule: "reminder_3"), row(8, rule: "reminder_3"),
        ]
        try test.write { scope in for row in rows { try row.insert(in: scope) } }
        let latest = try test.read { try ActionRow.latest(in: $0) }
        // Of 3 and 4, made at one moment, the one that is not over; of 7 and 8, which are alike, the larger identifier.
        #expect(latest.map(\.id.low) == [2, 6, 8, 3])
        #expect(latest.first == rows[1])
    }

    @Test func `a closed insight leaves the open ones and stays readable`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        let day = today
        let wasOpen = try test.write { scope in
            try Sample.insight(1, of: customer).insert(in: scope)
            try Sample.insight(2, of: customer).insert(in: scope)
            let id = Identifier<Insight>(high: 100, low: 1)
            let first = try InsightRow.close(id, on: day, at: TestDatabase.now, in: scope)
            return [first, try InsightRow.close(id, on: day.advanced(by: 1), at: TestDatabase.now, in: scope)]
        }
        #expect(wasOpen == [true, false])
        #expect(try test.read { try InsightRow.open(in: $0).map(\.id.low) } == [2])
        #expect(try test.read { try InsightRow.find(Identifier(high: 100, low: 1), in: $0)?.validTo } == day)
    }

    @Test func `a transition is written with its history, once`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        var action = Sample.action(1, of: customer)
        try test.write { [action] in try action.insert(in: $0) }
        action.state = try action.state.applying(.approve)
        let approved = action
        try test.write {
            try approved.save(after: .approve, from: .proposed, by: "ann", note: "ok", at: TestDatabase.now, in: $0)
        }
        #expect(throws: StoreError.movedOn("action \(action.id)")) {
            try test.write {
                try approved.save(after: .approve, from: .proposed, by: "bob", at: TestDatabase.now, in: $0)
            }
        }
        let history = try test.read { try ActionEventRow.history(of: approved.id, in: $0) }
        #expect(history.map(\.event) == [.approve])
        #expect(history.map(\.actor) == ["ann"])
        #expect(history.map(\.sequence) == [1])
        #expect(history.map { [$0.before, $0.after] } == [[.proposed, .processing]])
    }

    @Test func `a cancelled action has a cause, and no other has one`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        var action = Sample.action(1, of: customer)
        try test.write { [action] in try action.insert(in: $0) }
        action.state = .cancelled
        let withoutCause = action
        let error = #expect(throws: StoreError.self) {
            try test.write {
                try withoutCause.save(after: .cancel, from: .proposed, by: "run", at: TestDatabase.now, in: $0)
            }
        }
        guard case .database(let cause) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(cause.kind == .constraint)
    }

    @Test func `the queue has the most urgent first, then by priority, then by identifier`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        try test.write { scope in
            for (number, urgency, priority) in [(1, 1.0, 5), (2, 3.0, 1), (3, 3.0, 9), (4, 3.0, 9), (5, 0.5, 99)] {
                try Sample.action(UInt64(number), of: customer, urgency: urgency, priority: priority).insert(in: scope)
            }
        }
        #expect(try numbers(ActionFilter(category: .needsAction), in: test) == [3, 4, 2, 1, 5])
        let page = try test.read {
            try ActionListing.list(ActionFilter(), today: today, Page(limit: 2, offset: 1), in: $0)
        }
        #expect(page.elements.map(\.action.id.low) == [4, 2])
        #expect(page.totalCount == 5)
    }

    @Test func `each category holds its own actions`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        let day = today
        try test.write { scope in
            var waiting = Sample.action(1, of: customer, invoice: invoice, channel: .wait)
            waiting.urgency = 9
            try waiting.insert(in: scope)
            try Sample.action(2, of: customer, invoice: invoice).insert(in: scope)
            var alternative = Sample.action(3, of: customer, invoice: invoice)
            alternative.isRecommended = false
            try alternative.insert(in: scope)
            var snoozed = Sample.action(4, of: customer)
            snoozed.snoozedUntil = day.advanced(by: 1)
            try snoozed.insert(in: scope)
            var completed = Sample.action(5, of: customer)
            completed.state = .completed
            try completed.insert(in: scope)
            for (number, isRecommended) in [(6, true), (7, false)] {
                var cancelled = Sample.action(UInt64(number), of: customer)
                cancelled.state = .cancelled
                cancelled.cancelCause = "paid"
                cancelled.isRecommended = isRecommended
                try cancelled.insert(in: scope)
            }
        }
        #expect(try numbers(ActionFilter(category: .needsAction), in: test) == [2])
        #expect(try numbers(ActionFilter(category: .needsAction), on: today.advanced(by: 1), in: test) == [2, 4])
        #expect(try numbers(ActionFilter(category: .awaitingCustomer), in: test) == [1])
        #expect(try numbers(ActionFilter(category: .history), in: test) == [5, 6])
        #expect(try numbers(ActionFilter(category: .alternatives(of: invoice)), in: test) == [1, 2, 3])
    }

    @Test func `filters of the queue are joined by AND`() throws {
        let test = try TestDatabase()
        let (customer, invoice) = try planted(test)
        try test.write { scope in
            try Sample.action(1, of: customer, invoice: invoice).insert(in: scope)
            var call = Sample.action(2, of: customer, channel: .call)
            call.rule = RulePlace(id: "call_1", file: "a.rules", line: 12)
            call.assignedTo = TestDatabase.user
            call.label = "Call them 100%"
            try call.insert(in: scope)
        }
        #expect(try numbers(ActionFilter(channels: [.call, .sms]), in: test) == [2])
        #expect(try numbers(ActionFilter(rule: "reminder_1"), in: test) == [1])
        #expect(try numbers(ActionFilter(assignee: .user(TestDatabase.user)), in: test) == [2])
        #expect(try numbers(ActionFilter(assignee: .nobody), in: test) == [1])
        #expect(try numbers(ActionFilter(invoice: invoice), in: test) == [1])
        #expect(try numbers(ActionFilter(customer: customer), in: test) == [1, 2])
        #expect(try numbers(ActionFilter(search: "inv-1"), in: test) == [1])
        #expect(try numbers(ActionFilter(search: "SÖHNE"), in: test) == [], "only A to Z have cases here")
        #expect(try numbers(ActionFilter(search: "m\u{fc}ller"), in: test) == [1, 2])
        #expect(try numbers(ActionFilter(search: "100%"), in: test) == [2], "a per cent sign is itself")
        #expect(try numbers(ActionFilter(minimumAmount: Money(minorUnits: 10_000, in: .usd)), in: test) == [1])
        #expect(try numbers(ActionFilter(minimumAmount: Money(minorUnits: 10_001, in: .usd)), in: test) == [])
        #expect(try numbers(ActionFilter(maximumAmount: Money(minorUnits: 10_000, in: .usd)), in: test) == [1])
        #expect(try numbers(ActionFilter(minimumDaysPastDue: 30), in: test) == [1])
        #expect(try numbers(ActionFilter(minimumDaysPastDue: 31), in: test) == [])
        #expect(try numbers(ActionFilter(states: [.proposed], channels: [.email], rule: "call_1"), in: test) == [])
    }

    @Test func `insights are listed the worst first, then the newest`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        let day = today
        try test.write { scope in
            try Sample.insight(1, of: customer, severity: .low).insert(in: scope)
            try Sample.insight(2, of: customer, severity: .critical, validFrom: day.advanced(by: -5)).insert(in: scope)
            try Sample.insight(3, of: customer, severity: .critical).insert(in: scope)
            try Sample.insight(4, of: customer, severity: .healthy).insert(in: scope)
            try InsightRow.close(Identifier(high: 100, low: 4), on: day, at: TestDatabase.now, in: scope)
        }
        #expect(try insights(InsightFilter(), in: test) == [3, 2, 1])
        #expect(try insights(InsightFilter(activeOnly: false), in: test) == [3, 2, 1, 4])
        #expect(try insights(InsightFilter(severities: [.low, .healthy]), in: test) == [1])
        #expect(try insights(InsightFilter(tag: "chronic_late"), in: test) == [3, 2, 1])
        #expect(try insights(InsightFilter(tag: "chronic"), in: test) == [], "a part of a tag is no tag")
        #expect(try insights(InsightFilter(typeContains: "SIGNAL"), in: test) == [3, 2, 1])
        #expect(try insights(InsightFilter(targetKinds: [.invoice, .portfolio]), in: test) == [])
        #expect(try insights(InsightFilter(customer: customer), in: test) == [3, 2, 1])
        let target = Identifier<InsightTarget>(high: customer.high, low: customer.low)
        #expect(try insights(InsightFilter(target: target), in: test) == [3, 2, 1])
    }

    @Test func `a user has one opinion of an insight, the last`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        let isFirst = try test.write { scope in
            try Sample.insight(1, of: customer).insert(in: scope)
            return try [InsightFeedbackRow.Rating.up, .down].map { rating in
                try InsightFeedbackRow(
                    insight: Identifier(high: 100, low: 1),
                    user: TestDatabase.user,
                    rating: rating,
                    comment: "",
                    recordedAt: TestDatabase.now
                ).set(in: scope)
            }
        }
        #expect(isFirst == [true, false])
        #expect(try test.read { try InsightFeedbackRow.all(in: $0).map(\.rating) } == [.down])
    }

    @Test func `a rejection has a reason and an approval none`() throws {
        let test = try TestDatabase()
        let (customer, _) = try planted(test)
        try test.write { try Sample.action(1, of: customer).insert(in: $0) }
        for (isApproved, reason) in [(true, RejectReason.tooSoon), (false, nil)] {
            let error = #expect(throws: SQLiteError.self) {
                try test.write { scope in
                    let sample = Sample.feedback(1, about: Identifier(high: 200, low: 1))
                    try FeedbackRow(
                        id: sample.id,
                        action: sample.action,
                        user: sample.user,
                        isApproved: isApproved,
                        isEdited: false,
                        reason: reason,
                        comment: "",
                        factsHash: sample.factsHash,
                        ruleSetHash: sample.ruleSetHash,
                        features: "",
                        decidedOn: sample.decidedOn,
                        decidedAt: sample.decidedAt
                    ).insert(in: scope)
                }
            }
            #expect(error?.kind == .constraint)
        }
    }

    private func planted(_ test: TestDatabase) throws -> (Identifier<Customer>, Identifier<Invoice>) {
        try test.write { scope in
            try SampleBooks.load(in: scope)
            guard let invoice = try InvoiceRow.find(key: "i1", in: scope.reading) else {
                throw StoreError.unknownInvoice(key: "i1")
            }
            return (invoice.customer, invoice.id)
        }
    }

    private func numbers(_ filter: ActionFilter, on day: Day = TestDatabase.today, in test: TestDatabase) throws
        -> [UInt64]
    {
        let listed = try test.read { try ActionListing.list(filter, today: day, in: $0) }
        #expect(listed.totalCount == listed.elements.count)
        return listed.elements.map(\.action.id.low)
    }

    private func insights(_ filter: InsightFilter, in test: TestDatabase) throws -> [UInt64] {
        let listed = try test.read { try InsightListing.list(filter, in: $0) }
        #expect(listed.totalCount == listed.elements.count)
        return listed.elements.map(\.insight.id.low)
    }
}
