import Facts
import Receivables
import RuleEngine
import Testing
import Values

@testable import Workflows

/// What a run changes, as a table: what stands, what the rules say, what is written.
@Suite struct DifferenceTests {
    static let actionCases: [ActionCase] = [
        ActionCase("nothing stands and nothing is said", nil, said: false, []),
        ActionCase("a new recommendation is proposed", nil, said: true, ["propose"]),
        ActionCase("the same recommendation is left alone", .proposed, said: true, []),
        ActionCase("other content is refreshed in place", .proposed, said: true, content: "other", ["refresh"]),
        ActionCase("an accepted one is refreshed too", .scheduled, said: true, content: "other", ["refresh"]),
        ActionCase(
            "another channel takes its place",
            .proposed,
            said: true,
            channel: .call,
            ["cancel: superseded by call, episode ends", "propose"]
        ),
        ActionCase(
            "what is no longer said is cancelled",
            .proposed,
            said: false,
            ["cancel: no longer holds, episode ends"]
        ),
        ActionCase(
            "what a hold stops is cancelled by its name",
            .proposed,
            said: false,
            hold: "promise_active",
            ["cancel: held by promise_active, episode ends"]
        ),
        ActionCase(
            "an accepted one that a hold stops is cancelled too",
            .scheduled,
            said: false,
            hold: "promise_active",
            ["cancel: held by promise_active, episode ends"]
        ),
        ActionCase("what was taken up is not proposed again", .taken(on: june(1)), said: true, content: "other", []),
        ActionCase("the episode of what was taken up ends", .taken(on: june(1)), said: false, ["episode ends"]),
        ActionCase("before its pause is over it stays away", .taken(on: june(8)), said: true, again: 7, []),
        ActionCase(
            "after its pause it is proposed again",
            .taken(on: june(3)),
            said: true,
            again: 7,
            ["episode ends", "propose"]
        ),
        ActionCase("what was turned down stays away", .rejected(on: june(2)), said: true, content: "other", []),
        ActionCase(
            "until its evidence changes",
            .rejected(on: june(2)),
            said: true,
            balance: 40_000,
            [
                "episode ends",
                "propose: Turned down before on 2026-06-02; since then invoice.balance was 900.00 USD and is 400.00 USD.",
            ]
        ),
        ActionCase(
            "turned down, then no longer said, then said again: away",
            .rejected(on: nil),
            ended: true,
            said: true,
            []
        ),
        ActionCase(
            "what is past its day expires",
            .proposed,
            expires: june(9),
            said: true,
            ["cancel: expired"]
        ),
        ActionCase("on its last day it stands", .proposed, expires: june(10), said: true, []),
        ActionCase("what expired stays away while the rule goes on", .expired, said: true, []),
        ActionCase("its episode ends when the rule stops", .expired, said: false, ["episode ends"]),
        ActionCase("and then it may come back", .expired, ended: true, said: true, ["propose"]),
        ActionCase("what a run took back may come back", .withdrawn, ended: true, said: true, ["propose"]),
        ActionCase("what a run took back stays away unsaid", .withdrawn, ended: true, said: false, []),
    ]

    @Test(arguments: actionCases)
    func `an action is changed as the table says`(_ example: ActionCase) throws {
        let difference = try difference(
            Samples.judgement(on: june(10), actions: example.judged, suppressions: example.suppressions),
            from: Standing(actions: example.standing)
        )
        let written = difference.steps.flatMap { $0 }.compactMap(words)
        #expect(written == example.written)
    }

    static let insightCases: [InsightCase] = [
        InsightCase("a new statement opens", stands: nil, says: .high, ["open"]),
        InsightCase("the same statement is left alone", stands: .high, says: .high, []),
        InsightCase("other words are refreshed in place", stands: .high, says: .high, summary: "other", ["refresh"]),
        InsightCase("another severity is another episode", stands: .high, says: .critical, ["close", "open"]),
        InsightCase(
            "another tag is another episode",
            stands: .high,
            says: .high,
            tags: "[\"ghosting\"]",
            ["close", "open"]
        ),
        InsightCase("another type is another episode", stands: .high, says: .high, type: "other", ["close", "open"]),
        InsightCase("what is no longer said closes", stands: .high, says: nil, ["close"]),
    ]

    @Test(arguments: insightCases)
    func `an insight is changed as the table says`(_ example: InsightCase) throws {
        let difference = try difference(
            Samples.judgement(on: june(10), insights: example.judged),
            from: Standing(insights: example.standing)
        )
        let written = difference.steps.flatMap { $0 }.compactMap(words)
        #expect(written == example.written)
    }

    @Test func `a suppression is open while its hold is`() throws {
        let judged = Samples.suppression(hold: "dispute_open")
        let opening = try difference(Samples.judgement(on: june(10), suppressions: [judged]), from: Standing())
        #expect(opening.suppressions.inserted == 1)
        let stands = StandingSuppression(
            id: Identifier(high: 1, low: 1),
            rule: judged.rule.id,
            subject: judged.subject,
            hold: judged.hold.id,
            substance: judged.substance,
            validFrom: june(1)
        )
        let again = try difference(
            Samples.judgement(on: june(11), suppressions: [judged]),
            from: Standing(suppressions: [stands])
        )
        #expect(again.isEmpty)
        let lifted = try difference(Samples.judgement(on: june(12)), from: Standing(suppressions: [stands]))
        #expect(lifted.steps == [[.closeSuppression(stands, on: june(12))]])
    }

    @Test func `two holds on one step are two suppressions`() throws {
        let judged = [Samples.suppression(hold: "dispute_open"), Samples.suppression(hold: "promise_active")]
        let opening = try difference(Samples.judgement(on: june(10), suppressions: judged), from: Standing())
        #expect(opening.suppressions.inserted == 2)
    }

    @Test func `a day before the last run's closes nothing before it began`() throws {
        let stands = InsightCase("", stands: .high, says: nil, []).standing[0]
        let difference = try difference(Samples.judgement(on: june(1)), from: Standing(insights: [stands]))
        #expect(difference.steps == [[.closeInsight(stands, on: stands.validFrom)]])
    }

    @Test func `a second episode of one day has a name of its own`() throws {
        let first = try difference(Samples.judgement(on: june(10), actions: [Samples.action()]), from: Standing())
        guard case .openAction(let taken, _, _, _)? = first.steps.first?.first else {
            Issue.record("nothing is proposed")
            return
        }
        let second = try Difference(
            of: Samples.judgement(on: june(10), actions: [Samples.action()]),
            from: Standing(),
            isTaken: IdentifierLookup(insight: { _ in false }, action: { $0 == taken }, suppression: { _ in false })
        )
        guard case .openAction(let name, _, _, _)? = second.steps.first?.first else {
            Issue.record("nothing is proposed")
            return
        }
        #expect(name != taken)
    }

    @Test func `the note of a proposal that came back outlives a refresh`() throws {
        let stands = Samples.standing(
            .proposed,
            description: "Old why.\nTurned down before; since then invoice.balance is 4.00 USD."
        )
        let difference = try difference(
            Samples.judgement(on: june(10), actions: [Samples.action(body: "other")]),
            from: Standing(actions: [stands])
        )
        guard case .refreshAction(_, _, let description)? = difference.steps.first?.first else {
            Issue.record("nothing is refreshed")
            return
        }
        #expect(description == "It is due.\nTurned down before; since then invoice.balance is 4.00 USD.")
    }

    @Test(arguments: [
        CancelCause.noLongerHolds, .held(by: "promise_active"), .superseded(by: .call), .expired,
    ])
    func `a run knows its own causes again`(_ cause: CancelCause) {
        #expect(CancelCause(text: cause.text) == cause)
    }

    @Test(arguments: ["", "rejected: too_soon", "superseded by fax", "cancelled by lou"])
    func `any other cause is a person's`(_ text: String) {
        #expect(CancelCause(text: text) == nil)
    }

    @Test func `what no longer holds is taken back before anything is proposed`() throws {
        let gone = Samples.standing(.proposed, rule: "gone")
        let difference = try difference(
            Samples.judgement(on: june(10), actions: [Samples.action()]),
            from: Standing(actions: [gone])
        )
        #expect(
            difference.steps.flatMap { $0 }.compactMap(words) == ["cancel: no longer holds, episode ends", "propose"]
        )
    }

    private func difference(_ judgement: Judgement, from standing: Standing) throws -> Difference {
        try Difference(
            of: judgement,
            from: standing,
            isTaken: IdentifierLookup(insight: { _ in false }, action: { _ in false }, suppression: { _ in false })
        )
    }

    private func words(_ change: Difference.Change) -> String? {
        switch change {
        case .openInsight: return "open"
        case .refreshInsight: return "refresh"
        case .closeInsight: return "close"
        case .openAction(_, _, let description, _):
            guard let note = ActionNotes.carried(from: description) else { return "propose" }
            return "propose: \(note)"
        case .refreshAction: return "refresh"
        case .cancelAction(_, let cause, let episodeTo):
            let reason =
                switch cause {
                case .noLongerHolds: "no longer holds"
                case .held(let hold): "held by \(hold)"
                case .superseded(let channel): "superseded by \(channel.rawValue)"
                case .expired: "expired"
                }
            return "cancel: \(reason)" + (episodeTo == nil ? "" : ", episode ends")
        case .endEpisode: return "episode ends"
        case .openSuppression, .closeSuppression: return nil
        }
    }
}

/// A day of June 2026.
func june(_ day: Int) -> Day { date(2026, 6, day) }

/// A day that the calendar has.
func date(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let date = Day(year: year, month: month, day: day) else {
        preconditionFailure("there is no day \(year)-\(month)-\(day)")
    }
    return date
}

/// A line of the table of actions.
struct ActionCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let standing: [StandingAction]
    let judged: [JudgedAction]
    let suppressions: [JudgedSuppression]
    let written: [String]

    init(
        _ name: String,
        _ fate: ActionFate?,
        ended: Bool = false,
        expires: Day? = nil,
        said: Bool,
        channel: Channel = .email,
        content: String = "body",
        balance: Int64 = 90_000,
        again: Int? = nil,
        hold: String? = nil,
        _ written: [String]
    ) {
        testDescription = name
        standing = fate.map { [Samples.standing($0, ended: ended, expiresOn: expires)] } ?? []
        judged = said ? [Samples.action(channel: channel, body: content, balance: balance, again: again)] : []
        suppressions = hold.map { [Samples.suppression(hold: $0)] } ?? []
        self.written = written
    }
}

/// A line of the table of insights.
struct InsightCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let standing: [StandingInsight]
    let judged: [JudgedInsight]
    let written: [String]

    init(
        _ name: String,
        stands: Severity?,
        says: Severity?,
        summary: String = "summary",
        tags: String = "[\"chronic_late\"]",
        type: String = "customer_signal",
        _ written: [String]
    ) {
        testDescription = name
        standing =
            stands.map {
                let insight = Samples.insight($0)
                return [
                    StandingInsight(
                        id: Identifier(high: 7, low: 7),
                        rule: insight.rule.id,
                        subject: insight.subject,
                        type: insight.type,
                        severity: insight.severity,
                        tags: insight.tags,
                        substance: insight.substance,
                        validFrom: june(5)
                    )
                ]
            } ?? []
        judged = says.map { [Samples.insight($0, summary: summary, tags: tags, type: type)] } ?? []
        self.written = written
    }
}

/// Decisions made by hand.
enum Samples {
    static let customer = Identifier<Customer>(high: 1, low: 1)
    static let invoice = Identifier<Invoice>(high: 1, low: 2)
    static let snapshot = FactSnapshot(text: "day 2026-06-10\n")

    static func judgement(
        on day: Day,
        insights: [JudgedInsight] = [],
        actions: [JudgedAction] = [],
        suppressions: [JudgedSuppression] = [],
        scores: JudgedScores = JudgedScores()
    ) -> Judgement {
        Judgement(
            company: "acme",
            day: day,
            ruleSetHash: ContentHash(of: "rules"),
            modelVersion: ContentHash(of: "model"),
            insights: insights,
            actions: actions,
            suppressions: suppressions,
            scores: scores,
            factsDigest: ContentHash(of: "facts"),
            resultDigest: ContentHash(of: "result")
        )
    }

    static func rule(_ id: String) -> RuleReference { RuleReference(id: id, file: "collections.rules", line: 1) }

    static func insight(
        _ severity: Severity,
        summary: String = "summary",
        tags: String = "[\"chronic_late\"]",
        type: String = "customer_signal"
    ) -> JudgedInsight {
        JudgedInsight(
            rule: rule("customer.chronic_late"),
            subject: Subject(customer: customer),
            name: .customer("C-1"),
            type: type,
            severity: severity,
            tags: tags,
            title: "Pays late",
            summary: summary,
            evidence: "[]",
            facts: snapshot,
            substance: PartsDigest.hash(severity.rawValue, summary, tags, type)
        )
    }

    static func evidence(balance: Int64) -> [Evidence] {
        [
            Evidence(
                fact: "invoice.balance",
                value: .money(Money(minorUnits: balance, in: .usd)),
                threshold: ">= 25.00 USD",
                changesWithToday: false
            ),
            Evidence(fact: "invoice.days_past_due", value: .days(3), threshold: nil, changesWithToday: true),
        ]
    }

    static func action(
        rule: String = "reminder_1",
        channel: Channel = .email,
        body: String = "body",
        balance: Int64 = 90_000,
        again: Int? = nil
    ) -> JudgedAction {
        let evidence = evidence(balance: balance)
        return JudgedAction(
            rule: Samples.rule(rule),
            subject: Subject(customer: customer, invoice: invoice),
            name: .invoice("I-1"),
            channel: channel,
            label: "Remind",
            why: "It is due.",
            subjectLine: "Invoice I-1",
            body: body,
            priority: 100,
            group: "dunning",
            isRecommended: true,
            expiresAfterDays: nil,
            againAfterDays: again,
            rank: Rank(
                probabilityApproved: Probability(0.5),
                expectedCash: Money(minorUnits: balance, in: .usd)
            ),
            reasons: ReasonsText.none,
            evidence: EvidenceText.json(of: evidence),
            steadyEvidence: evidence.filter(EvidenceText.isSteady),
            evidenceKey: EvidenceText.key(of: evidence),
            facts: snapshot,
            substance: PartsDigest.hash(channel.rawValue, body, String(balance))
        )
    }

    static func standing(
        _ fate: ActionFate,
        rule: String = "reminder_1",
        ended: Bool = false,
        expiresOn: Day? = nil,
        description: String = "It is due."
    ) -> StandingAction {
        let action = action(rule: rule)
        return StandingAction(
            id: Identifier(high: 8, low: 8),
            rule: rule,
            subject: action.subject,
            channel: action.channel,
            fate: fate,
            description: description,
            evidence: action.evidence,
            evidenceKey: action.evidenceKey,
            substance: action.substance,
            episodeFrom: june(1),
            episodeTo: ended ? june(9) : nil,
            expiresOn: expiresOn
        )
    }

    static func suppression(hold: String) -> JudgedSuppression {
        JudgedSuppression(
            rule: rule("reminder_1"),
            subject: Subject(customer: customer, invoice: invoice),
            name: .invoice("I-1"),
            channel: .email,
            hold: rule(hold),
            why: "A promise is worth keeping on both sides.",
            until: nil,
            becauseUnknown: false,
            facts: snapshot,
            substance: PartsDigest.hash(hold)
        )
    }
}
