import Facts
import Receivables
import Store
import Values

/// The books that the tests ask about: company `north`, on 30 June 2026.
enum Books {
    static let now = Instant("2026-06-30T09:00:00Z") ?? Instant(millisecondsSinceEpoch: 0)
    static let today = Day("2026-06-30") ?? Day(sinceEpoch: 0)

    static let north = Company(
        id: Identifier(high: 0x0190_0000_0000_7001, low: 0x8000_0000_0000_0001),
        slug: "north",
        name: "North & Sons",
        currency: .usd,
        timeZoneName: "America/New_York",
        fixedToday: today,
        calendar: BusinessCalendar(holidays: [today.advanced(by: 4)])
    )
    static let south = Company(
        id: Identifier(high: 0x0190_0000_0000_7001, low: 0x8000_0000_0000_0002),
        slug: "south",
        name: "South",
        currency: .usd,
        timeZoneName: "Europe/Paris",
        fixedToday: today
    )

    static let ruleSetHash = ContentHash(of: "rules")
    static let modelVersion = ContentHash(of: "model")
    static let factsHash = ContentHash(of: "facts")

    static func action(_ number: UInt64) -> Identifier<Action> {
        Identifier(high: 0x00A0_0000_0000_8000, low: 0x8000_0000_0000_0000 | number)
    }

    static func insight(_ number: UInt64) -> Identifier<Insight> {
        Identifier(high: 0x00B0_0000_0000_8000, low: 0x8000_0000_0000_0000 | number)
    }

    static func found(in scope: InstanceWriteScope) throws {
        for company in [north, south] { try CompanyRow.insert(company, at: now, in: scope) }
    }

    /// Writes customers, invoices, payments, a dispute, a promise, actions and insights.
    static func write(in scope: WriteScope) throws {
        var random = SplitMix64(seed: 1)
        _ = try CustomerRow.upsert(customers, at: .utc(now), using: &random, in: scope)
        _ = try InvoiceRow.upsert(invoices, at: .utc(now), using: &random, in: scope)
        _ = try PaymentRow.upsert(payments, at: .utc(now), using: &random, in: scope)
        let dispute = DisputeEntry(key: "d", invoiceKey: "I3", openedOn: today.advanced(by: -3))
        _ = try DisputeRow.upsert([dispute], at: .utc(now), using: &random, in: scope)
        let promise = PromiseEntry(
            key: "p",
            invoiceKey: "I2",
            madeOn: today.advanced(by: -2),
            dueOn: today.advanced(by: 5)
        )
        _ = try PromiseRow.upsert([promise], at: .utc(now), using: &random, in: scope)
        try FactSnapshotRow.insert([FactSnapshotRow(hash: factsHash, text: "feature accept.days 12\n")], in: scope)
        let byKey = Dictionary(uniqueKeysWithValues: try InvoiceRow.all(in: scope.reading).map { ($0.key, $0) })
        for (number, plan) in plans.enumerated() {
            guard let invoice = byKey[plan.invoice] else { continue }
            try row(plan, number: UInt64(number + 1), about: invoice).insert(in: scope)
        }
        try writeScores(of: byKey, in: scope)
        guard let first = byKey["I1"] else { return }
        try insights(about: first).forEach { try $0.insert(in: scope) }
    }

    /// Scores for `I1` to `I3`, and the two customers who owe them; `I5` and its customer have none.
    private static func writeScores(of invoices: [String: InvoiceRow], in scope: WriteScope) throws {
        let probabilities = [("I1", 1), ("I2", 0.625), ("I3", 1)].compactMap { key, number in
            invoices[key].flatMap { invoice in
                Probability(number).map {
                    InvoiceScoreRow(
                        invoice: invoice.id,
                        lateProbability: $0,
                        modelVersion: modelVersion,
                        assessedOn: today
                    )
                }
            }
        }
        _ = try InvoiceScoreRow.upsert(probabilities, in: scope)
        let risks: [(String, Double, RiskLevel)] = [("I1", 71.5, .high), ("I3", 38.25, .low)]
        let customers = risks.compactMap { key, score, level in
            invoices[key].map {
                CustomerScoreRow(
                    customer: $0.customer,
                    riskScore: score,
                    riskLevel: level,
                    modelVersion: modelVersion,
                    assessedOn: today
                )
            }
        }
        _ = try CustomerScoreRow.upsert(customers, in: scope)
    }

    private static let customers = [
        CustomerEntry(
            key: "C1",
            name: "Acme Ltd",
            segment: nil,
            country: "US",
            industry: "Retail",
            creditLimit: Money(minorUnits: 500_000, in: .usd),
            paymentTerms: 30,
            arOwner: "Lou Ray",
            salesOwner: "Kim",
            labels: ["key account", "retail"]
        ),
        CustomerEntry(key: "C2", name: "Beta \"B\" & Söhne", country: "DE", industry: "Steel", isPerson: false),
        CustomerEntry(key: "C3", name: "Quiet Corp", doNotContact: true, status: .suspended, isPerson: true),
    ]

    private static let invoices = [
        invoice("I1", "INV-1", "C1", issued: -60, due: -30, 120_050),
        invoice("I2", "INV-2", "C1", issued: -30, due: 0, 80_000),
        invoice("I3", "INV-3", "C2", issued: -150, due: -95, 99_900),
        invoice("I4", "INV-4", "C2", issued: -40, due: -10, 25_000),
        invoice("I5", "INV-5", "C3", issued: -50, due: -20, 7_001),
    ]

    private static func invoice(
        _ key: String,
        _ number: String,
        _ customer: String,
        issued: Int,
        due: Int,
        _ minorUnits: Int64
    ) -> InvoiceEntry {
        InvoiceEntry(
            key: key,
            number: number,
            customerKey: customer,
            issuedOn: today.advanced(by: issued),
            dueOn: today.advanced(by: due),
            amount: Money(minorUnits: minorUnits, in: .usd)
        )
    }

    private static let payments = [
        payment("P1", "I1", on: -5, 20_050),
        payment("P2", "I4", on: -1, 25_000),
    ]

    private static func payment(_ key: String, _ invoice: String, on day: Int, _ minorUnits: Int64) -> PaymentEntry {
        PaymentEntry(
            key: key,
            allocation: .invoice(key: invoice),
            paidOn: today.advanced(by: day),
            amount: Money(minorUnits: minorUnits, in: .usd)
        )
    }

    // MARK: What a run has said

    private struct Plan {
        let invoice: String
        let label: String
        var channel = Channel.email
        var state = ActionState.proposed
        var urgency = 1.0
        var isRecommended = true
    }

    /// Actions 1 to 8, in this order.
    private static let plans = [
        Plan(invoice: "I1", label: "Remind", urgency: 9),
        Plan(invoice: "I1", label: "Call instead", channel: .call, urgency: 8, isRecommended: false),
        Plan(invoice: "I3", label: "Call about the dispute", channel: .call, urgency: 7),
        Plan(invoice: "I2", label: "Wait for the promise", channel: .wait, urgency: 1),
        Plan(invoice: "I4", label: "Remind of what is paid", urgency: 5),
        Plan(invoice: "I5", label: "Remind who must not be asked", urgency: 4),
        Plan(invoice: "I3", label: "Review the account", channel: .task, urgency: 7),
        Plan(invoice: "I1", label: "Thank", state: .completed, urgency: 2),
    ]

    private static func row(_ plan: Plan, number: UInt64, about invoice: InvoiceRow) -> ActionRow {
        let isMessage = plan.channel == .email
        return ActionRow(
            id: action(number),
            rule: RulePlace(id: "reminders.first", file: "reminders.rules", line: 12),
            customer: invoice.customer,
            invoice: invoice.id,
            channel: plan.channel,
            state: plan.state,
            label: plan.label,
            why: "invoice \(invoice.number) is late",
            draft: ActionDraft(
                subject: isMessage ? "Invoice \(invoice.number)" : "",
                body: isMessage ? "Dear customer,\nplease pay." : "",
                recipient: ""
            ),
            urgency: plan.urgency,
            priority: 10,
            group: "first",
            isRecommended: plan.isRecommended,
            probabilityApproved: Probability(0.75),
            expectedCash: Money(minorUnits: 45_000, in: .usd),
            reasons: #"[{"code":"days_past_due","sentence":"It is late.","share":0.5}]"#,
            evidence: #"[{"fact":"days_past_due","value":30,"threshold":"at least 3 days","unit":"days"}]"#,
            evidenceKey: ContentHash(of: "evidence \(number)"),
            substanceHash: ContentHash(of: "substance \(number)"),
            provenance: Provenance(
                ruleSetHash: ruleSetHash,
                modelVersion: modelVersion,
                factsHash: factsHash,
                assessedOn: today
            ),
            episodeFrom: today.advanced(by: -1),
            expiresOn: today.advanced(by: 7),
            isEdited: false,
            createdAt: now,
            updatedAt: now,
            executedAt: plan.state == .completed ? now : nil,
            outcome: plan.state == .completed ? "paid" : nil
        )
    }

    private static func insights(about invoice: InvoiceRow) -> [InsightRow] {
        [
            insight(1, .invoice(invoice.id, of: invoice.customer), .high, "Late by a month"),
            insight(2, .customer(invoice.customer), .critical, "Slows down"),
            insight(3, .portfolio, .healthy, "All in all fine"),
            insight(4, .customer(invoice.customer), .low, "Was short once", closed: true),
        ]
    }

    private static func insight(
        _ number: UInt64,
        _ target: InsightTarget,
        _ severity: Severity,
        _ title: String,
        closed: Bool = false
    ) -> InsightRow {
        InsightRow(
            id: insight(number),
            rule: RulePlace(id: "signals.late", file: "signals.rules", line: 3),
            target: target,
            insightType: "\(target.kind.rawValue)_signal",
            severity: severity,
            tags: #"["chronic_late"]"#,
            title: title,
            summary: "What the rule says.",
            evidence: #"[{"fact":"days_past_due","value":30,"threshold":null,"unit":"days"}]"#,
            payload: #"{"trend":"worse"}"#,
            substanceHash: ContentHash(of: "insight \(number)"),
            provenance: Provenance(
                ruleSetHash: ruleSetHash,
                modelVersion: modelVersion,
                factsHash: factsHash,
                assessedOn: today
            ),
            validFrom: today.advanced(by: -1),
            validTo: closed ? today : nil,
            createdAt: now,
            updatedAt: now
        )
    }
}
