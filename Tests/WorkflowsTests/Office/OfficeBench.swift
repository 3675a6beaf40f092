import Facts
import FoundationEssentials
import Receivables
import RuleLanguage
import Scoring
import Store
import Synchronization
import Telemetry
import Testing
import Values
import Workflows

/// An office over a database of its own, with a company whose clock stands on 2026-06-10.
final class OfficeBench {
    let folder: DataFolder
    let clock = TestClock()
    let office: Office

    /// An office without a company.
    init() throws {
        folder = try DataFolder(
            path: FileManager.default.temporaryDirectory.path + "/arclight-office-\(UUID().uuidString)"
        )
        let clock = clock
        office = Office(
            database: try Database(path: folder.databasePath),
            now: { clock.now() },
            // No test reads the log, and nobody should.
            log: Log(minimum: .error, to: -1, time: { "" })
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    /// An office with a company, a small policy and the shipped model in force, and a reviewer.
    static func withCompany() throws -> OfficeBench {
        let bench = try OfficeBench()
        let now = bench.clock.now()
        let model = try Retraining.shipped()
        try bench.office.database.writeInstance { scope in
            try CompanyRow.insert(company, at: now, in: scope)
            try lou.insert(in: scope)
            let rows = scope.entering(company.id)
            try Retraining.row(of: model, trainedOn: nil, report: "shipped", at: now).insert(in: rows)
            try ModelVersionRow.activate(model.version, expecting: nil, by: "test", at: now, in: rows)
        }
        try Publishing.publish(SmallPolicy.sources, for: company, by: "test", in: bench.office)
        return bench
    }

    static let company = Company(
        id: Identifier(high: 1, low: 1),
        slug: "acme",
        name: "Acme",
        currency: .usd,
        timeZoneName: "Europe/Paris",
        fixedToday: june(10)
    )

    static let lou = UserRow(
        id: Identifier(high: 2, low: 1),
        name: "lou",
        displayName: "Lou",
        passwordHash: nil,
        createdAt: Instant(millisecondsSinceEpoch: 0)
    )

    var today: Day { june(10) }

    func read<Result: Sendable>(_ body: (CompanyScope) throws -> Result) throws -> Result {
        try office.database.makeReader().read(for: OfficeBench.company.id, body)
    }

    func readInstance<Result: Sendable>(_ body: (InstanceScope) throws -> Result) throws -> Result {
        try office.database.makeReader().readInstance(body)
    }

    @discardableResult
    func write<Result: Sendable>(_ body: @escaping @Sendable (WriteScope) throws -> Result) throws -> Result {
        try office.database.write(for: OfficeBench.company.id, body)
    }

    @discardableResult
    func run(on day: Day = june(10)) throws -> RunReport {
        var company = OfficeBench.company
        company.fixedToday = max(day, june(10))
        return try Recommending.run(company, on: day, office: office)
    }

    /// Adds customers `C-1`, … by key.
    func loadCustomers(_ keys: [String], doNotContact: Bool = false) throws {
        let now = clock.now()
        try write { scope in
            var random = SplitMix64(seed: 1)
            let entries = keys.map { CustomerEntry(key: $0, name: "Customer \($0)", doNotContact: doNotContact) }
            _ = try CustomerRow.upsert(entries, at: .utc(now), using: &random, in: scope)
        }
    }

    /// Adds an invoice that is so many days past due on the bench's day.
    func loadInvoices(_ invoices: [(key: String, customer: String, daysPastDue: Int, minorUnits: Int64)]) throws {
        let now = clock.now()
        let entries = invoices.map {
            InvoiceEntry(
                key: $0.key,
                number: $0.key,
                customerKey: $0.customer,
                issuedOn: today.advanced(by: -$0.daysPastDue - 30),
                dueOn: today.advanced(by: -$0.daysPastDue),
                amount: Money(minorUnits: $0.minorUnits, in: .usd)
            )
        }
        try write { scope in
            var random = SplitMix64(seed: 2)
            _ = try InvoiceRow.upsert(entries, at: .utc(now), using: &random, in: scope)
        }
    }

    func pay(_ invoice: String, _ minorUnits: Int64) throws {
        let now = clock.now()
        let payment = PaymentEntry(
            key: "P-\(invoice)",
            allocation: .invoice(key: invoice),
            paidOn: today,
            amount: Money(minorUnits: minorUnits, in: .usd)
        )
        try write { scope in
            var random = SplitMix64(seed: 3)
            _ = try PaymentRow.upsert([payment], at: .utc(now), using: &random, in: scope)
        }
    }

    /// Two late invoices of one customer, a large one of another that is not due yet, and a run.
    func loadSmallBooks() throws {
        try loadCustomers(["C-1", "C-2"])
        try loadInvoices([("L-1", "C-1", 5, 90_000), ("L-2", "C-1", 40, 120_000), ("B-1", "C-2", -20, 1_500_000)])
        try run()
    }

    func actions() throws -> [ActionRow] {
        try read { try ActionRow.all(in: ActionState.allCases, of: $0) }
    }

    /// The waiting action of a rule, about this invoice where one is named.
    func proposal(_ rule: String, _ invoice: String? = nil) throws -> ActionRow? {
        try read { scope in
            let invoice = try invoice.flatMap { try InvoiceRow.find(key: $0, in: scope)?.id }
            return try ActionRow.all(in: [.proposed], of: scope).first { $0.rule.id == rule && $0.invoice == invoice }
        }
    }

    /// Proposes a step like another beside it; where that is said, one whose rule read other facts.
    func twin(of action: ActionRow, knowing facts: String? = nil) throws -> ActionRow {
        let text = facts.map { FactSnapshot(text: $0) }
        let provenance = Provenance(
            ruleSetHash: action.provenance.ruleSetHash,
            modelVersion: action.provenance.modelVersion,
            factsHash: text?.hash ?? action.provenance.factsHash,
            assessedOn: action.provenance.assessedOn
        )
        let twin = ActionRow(
            id: .derived(from: ContentHash(of: "\(action.id) \(facts ?? "")")),
            rule: action.rule,
            customer: action.customer,
            invoice: action.invoice,
            channel: action.channel,
            state: .proposed,
            label: action.label,
            why: action.why,
            draft: action.draft,
            urgency: action.urgency,
            priority: action.priority,
            isRecommended: false,
            reasons: action.reasons,
            evidence: action.evidence,
            evidenceKey: action.evidenceKey,
            substanceHash: action.substanceHash,
            provenance: provenance,
            episodeFrom: action.episodeFrom,
            isEdited: false,
            createdAt: action.createdAt,
            updatedAt: action.updatedAt
        )
        try write { scope in
            if let text { try FactSnapshotRow.insert([FactSnapshotRow(hash: text.hash, text: text.text)], in: scope) }
            try twin.insert(in: scope)
        }
        return twin
    }

    @discardableResult
    func answer(_ action: ActionRow, _ review: Review) throws -> ActionRow {
        try Reviewing.answer(action.id, with: review, by: OfficeBench.lou, of: OfficeBench.company, office: office)
    }

    /// How many rows a review may have written, by what they are.
    func tallies() throws -> [String: Int] {
        try read { scope in
            [
                "events": try ActionEventRow.all(in: scope).count,
                "labels": try FeedbackRow.count(in: scope),
                "messages": try CommunicationRow.all(in: scope).count,
                "promises": try PromiseRow.all(in: scope).count,
                "disputes": try DisputeRow.all(in: scope).count,
                "audit": try AuditRow.all(in: scope).count,
            ]
        }
    }
}

/// A clock that a test sets, and that can tell it when it is read.
final class TestClock: Sendable {
    private struct State {
        var instant = Instant(millisecondsSinceEpoch: 1_781_000_000_000)
        var onRead: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// The set moment; what waits for the next reading happens first, once.
    func now() -> Instant {
        let waiting = state.withLock { state in
            defer { state.onRead = nil }
            return state.onRead
        }
        waiting?()
        return state.withLock { $0.instant }
    }

    func advance(seconds: Int64) {
        state.withLock { $0.instant = $0.instant.advanced(bySeconds: seconds) }
    }

    /// Has `body` happen at the next reading.
    func onNextRead(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onRead = body }
    }
}

/// A few rules that the tests of the office need: two channels, a task about a customer, two holds.
enum SmallPolicy {
    static let sources = RuleSources(files: [(path: "small.rules", text: text)])

    static let text = #"""
        insight customer.much_at_stake "Much at stake"
          owner    credit-control
          why      "Much is at stake."
          when     total_balance >= 10_000 base
          severity medium
          tags     cash_at_risk
          message  "{name} owes {total_balance}"

        hold dispute_open on invoice "A dispute is open"
          owner credit-control
          why   "Chasing what is contested settles nothing."
          when  disputed
          stops email, sms, call, letter
          if unknown hold

        hold promise_active on invoice "A promise to pay is open"
          owner credit-control
          why   "A promise is worth keeping on both sides."
          when  promise_open
          stops email, sms, call, letter
          if unknown hold

        action remind on invoice "Reminder"
          owner    credit-control
          why      "Most late invoices were overlooked."
          when     days_past_due in 1..30 days
          do email using friendly
          priority 100

        action ring on invoice "Call"
          owner    credit-control
          why      "A call finds the reason."
          when     days_past_due > 30 days
          do call using overdue
          priority 200

        action look_at_account on customer "Look at the account"
          owner    credit-control
          why      "Much is at stake."
          when     total_balance >= 10_000 base
          do task "Look at the account of {name}."
          priority 50

        template friendly channel email language en
          needs   number, balance
          subject "Invoice {number}"
          body """
        {balance} is due.
        """

        template overdue channel call language en
          needs   number, balance
          body """
        Ask about {number}: {balance}.
        """
        """#
}
