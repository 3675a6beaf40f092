import Facts
import FoundationEssentials
import Receivables
import SQLite
import Store
import Values

/// A database in a folder of its own, with two companies and a user, removed with its owner.
final class TestDatabase {
    let folder: DataFolder
    let database: Database
    let reader: Reader

    init() throws {
        folder = try DataFolder(path: TestDatabase.temporaryPath())
        database = try Database(path: folder.databasePath)
        reader = try database.makeReader()
        try database.writeInstance { scope in
            for company in [TestDatabase.acme, TestDatabase.birch] {
                try CompanyRow.insert(company, at: TestDatabase.now, in: scope)
            }
            try UserRow(
                id: TestDatabase.user,
                name: "collector",
                displayName: "A Collector",
                passwordHash: nil,
                createdAt: TestDatabase.now
            ).insert(in: scope)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    /// Reads company `acme`.
    func read<Result: Sendable>(_ body: (CompanyScope) throws -> Result) throws -> Result {
        try reader.read(for: TestDatabase.acme.id, body)
    }

    /// Changes company `acme`.
    @discardableResult
    func write<Result: Sendable>(_ body: @escaping @Sendable (WriteScope) throws -> Result) throws -> Result {
        try database.write(for: TestDatabase.acme.id, body)
    }

    static func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.path + "/arclight-store-\(UUID().uuidString)"
    }

    static let now = Instant(millisecondsSinceEpoch: 1_780_000_000_000)
    static let today = Day(sinceEpoch: 20_600)
    static let user = Identifier<User>(high: 9, low: 9)
    static let acme = Company(
        id: Identifier(high: 1, low: 1),
        slug: "acme",
        name: "Acme",
        currency: .usd,
        timeZoneName: "America/New_York",
        calendar: BusinessCalendar(holidays: [Day(sinceEpoch: 20_700)])
    )
    static let birch = Company(
        id: Identifier(high: 2, low: 2),
        slug: "birch",
        name: "Birch",
        currency: .eur,
        timeZoneName: "Europe/Paris",
        fixedToday: today
    )
}

/// A small set of books: one customer, one open invoice, a part payment, a promise, a dispute, a person and a message.
enum SampleBooks {
    static func load(in scope: WriteScope, currency: Currency = .usd) throws {
        let today = TestDatabase.today
        var random = SystemRandomNumberGenerator()
        let now = TestDatabase.now
        _ = try CustomerRow.upsert(
            [CustomerEntry(key: "c1", name: "Müller & Söhne")],
            at: .utc(now),
            using: &random,
            in: scope
        )
        let invoice = InvoiceEntry(
            key: "i1",
            number: "INV-1",
            customerKey: "c1",
            issuedOn: today.advanced(by: -60),
            dueOn: today.advanced(by: -30),
            amount: Money(minorUnits: 10_000, in: currency)
        )
        _ = try InvoiceRow.upsert([invoice], at: .utc(now), using: &random, in: scope)
        let payment = PaymentEntry(
            key: "p1",
            allocation: .invoice(key: "i1"),
            paidOn: today.advanced(by: -10),
            amount: Money(minorUnits: 2_500, in: currency)
        )
        _ = try PaymentRow.upsert([payment], at: .utc(now), using: &random, in: scope)
        let promise = PromiseEntry(
            key: "pr1",
            invoiceKey: "i1",
            madeOn: today.advanced(by: -5),
            dueOn: today.advanced(by: 5)
        )
        _ = try PromiseRow.upsert([promise], at: .utc(now), using: &random, in: scope)
        let dispute = DisputeEntry(key: "d1", invoiceKey: "i1", openedOn: today.advanced(by: -3), reason: "price")
        _ = try DisputeRow.upsert([dispute], at: .utc(now), using: &random, in: scope)
        let person = ContactEntry(key: "p1", customerKey: "c1", name: "Ada Kerr", email: "ada@cobalt.example")
        _ = try ContactRow.upsert([person], at: .utc(now), using: &random, in: scope)
        let message = CommunicationEntry(
            key: "k1",
            customerKey: "c1",
            contactKey: "p1",
            direction: .outbound,
            channel: .email,
            occurredOn: today.advanced(by: -2)
        )
        _ = try CommunicationRow.upsert([message], at: .utc(now), using: &random, in: scope)
    }
}

/// Rows with plain values, to be changed where a test cares.
enum Sample {
    static let provenance = Provenance(
        ruleSetHash: ContentHash(of: "rules"),
        modelVersion: ContentHash(of: "model"),
        factsHash: ContentHash(of: "facts"),
        assessedOn: TestDatabase.today
    )

    static func score(of invoice: Identifier<Invoice>, _ probability: Double) -> InvoiceScoreRow {
        guard let probability = Probability(probability) else { preconditionFailure("a test gives a probability") }
        return InvoiceScoreRow(
            invoice: invoice,
            lateProbability: probability,
            modelVersion: ContentHash(of: "model"),
            assessedOn: TestDatabase.today
        )
    }

    static func score(of customer: Identifier<Customer>, _ score: Double, _ level: RiskLevel) -> CustomerScoreRow {
        CustomerScoreRow(
            customer: customer,
            riskScore: score,
            riskLevel: level,
            modelVersion: ContentHash(of: "model"),
            assessedOn: TestDatabase.today
        )
    }

    static func insight(
        _ number: UInt64,
        of customer: Identifier<Customer>,
        severity: Severity = .high,
        validFrom: Day = TestDatabase.today
    ) -> InsightRow {
        InsightRow(
            id: Identifier(high: 100, low: number),
            rule: RulePlace(id: "customer.slipping", file: "a.rules", line: 3),
            target: .customer(customer),
            insightType: "customer_signal",
            severity: severity,
            tags: "[\"chronic_late\"]",
            title: "Pays later",
            summary: "Pays 12 days later than last year",
            evidence: "[]",
            payload: "{}",
            substanceHash: ContentHash(of: "insight \(number)"),
            provenance: provenance,
            validFrom: validFrom,
            createdAt: TestDatabase.now,
            updatedAt: TestDatabase.now
        )
    }

    static func action(
        _ number: UInt64,
        of customer: Identifier<Customer>,
        invoice: Identifier<Invoice>? = nil,
        channel: Channel = .email,
        urgency: Double = 1,
        priority: Int = 10
    ) -> ActionRow {
        ActionRow(
            id: Identifier(high: 200, low: number),
            rule: RulePlace(id: "reminder_1", file: "a.rules", line: 9),
            customer: customer,
            invoice: invoice,
            channel: channel,
            state: .proposed,
            label: "First reminder",
            why: "30 days past due",
            draft: ActionDraft(subject: "Invoice INV-1", body: "Please pay.", recipient: "ap@example.com"),
            urgency: urgency,
            priority: priority,
            isRecommended: true,
            probabilityApproved: Probability(0.75),
            expectedCash: Money(minorUnits: 7_500, in: .usd),
            reasons: "[]",
            evidence: "[]",
            evidenceKey: ContentHash(of: "evidence"),
            substanceHash: ContentHash(of: "action \(number)"),
            provenance: provenance,
            episodeFrom: TestDatabase.today,
            isEdited: false,
            createdAt: TestDatabase.now,
            updatedAt: TestDatabase.now
        )
    }

    static func suppression(_ number: UInt64, of customer: Identifier<Customer>) -> SuppressionRow {
        SuppressionRow(
            id: Identifier(high: 300, low: number),
            rule: RulePlace(id: "reminder_1", file: "a.rules", line: 9),
            customer: customer,
            invoice: nil,
            channel: .email,
            hold: RulePlace(id: "open_dispute", file: "a.rules", line: 20),
            why: "A dispute is open",
            becauseUnknown: false,
            ruleSetHash: provenance.ruleSetHash,
            factsHash: provenance.factsHash,
            substanceHash: ContentHash(of: "suppression"),
            assessedOn: TestDatabase.today,
            validFrom: TestDatabase.today,
            recordedAt: TestDatabase.now
        )
    }

    static func feedback(_ number: UInt64, about action: Identifier<Action>) -> FeedbackRow {
        FeedbackRow(
            id: Identifier(high: 400, low: number),
            action: action,
            user: TestDatabase.user,
            isApproved: false,
            isEdited: false,
            reason: .tooSoon,
            comment: "",
            factsHash: provenance.factsHash,
            ruleSetHash: provenance.ruleSetHash,
            modelVersion: provenance.modelVersion,
            features: "days_past_due 30",
            decidedOn: TestDatabase.today,
            decidedAt: TestDatabase.now
        )
    }
}
