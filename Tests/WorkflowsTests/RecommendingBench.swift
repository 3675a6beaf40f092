import Facts
import FoundationEssentials
import Receivables
import RuleEngine
import Scoring
import Store
import Values

@testable import Workflows

/// A database with one company's small books, to run on.
final class RecommendingBench {
    let database: Database
    let company: Company
    private let folder: String
    private var minutes: Int64 = 0

    /// An empty database with a company.
    init(slug: String = "acme", company: Company? = nil) throws {
        folder = FileManager.default.temporaryDirectory.path + "/arclight-runs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try Database(path: folder + "/arclight.db")
        self.company = try RecommendingBench.found(company ?? RecommendingBench.company(slug), in: database)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func company(_ slug: String) -> Company {
        let id = Identifier<Company>.derived(from: ContentHash(of: slug))
        return Company(id: id, slug: slug, name: slug, currency: .usd, timeZoneName: "Europe/Paris")
    }

    static func found(_ company: Company, in database: Database) throws -> Company {
        try database.writeInstance {
            try CompanyRow.insert(company, at: Instant(millisecondsSinceEpoch: 0), in: $0)
        }
        return company
    }

    /// A model that knows every feature and weighs them alike, so that no test depends on the shipped weights.
    static func model() throws -> Model {
        func head(_ name: Head.Name, _ features: [String]) -> Head {
            let weighed = features.map { HeadFeature(name: $0, mean: 0.5, scale: 2, weight: 0.125, prior: 0) }
            return Head(name: name, intercept: 0.25, features: weighed)
        }
        return try Model(
            late: head(.late, LateFeatures.all.map(\.name)),
            accept: head(.accept, AcceptFeatures.fixedNames)
        )
    }

    /// A moment later than all before it.
    func now() -> Instant {
        minutes += 1
        return Instant(millisecondsSinceEpoch: 1_780_000_000_000 + minutes * 60_000)
    }

    /// Adds books; those of `seed` get other identifiers than those of another seed.
    func load(_ books: Books, seed: UInt64 = 1, for other: Company? = nil) throws {
        let instant = now()
        try database.write(for: (other ?? company).id) { scope in
            var generator = SplitMix64(seed: seed)
            _ = try CustomerRow.upsert(books.customers, at: .utc(instant), using: &generator, in: scope)
            _ = try InvoiceRow.upsert(books.invoices, at: .utc(instant), using: &generator, in: scope)
            _ = try PaymentRow.upsert(books.payments, at: .utc(instant), using: &generator, in: scope)
            _ = try PromiseRow.upsert(books.promises, at: .utc(instant), using: &generator, in: scope)
            _ = try DisputeRow.upsert(books.disputes, at: .utc(instant), using: &generator, in: scope)
        }
    }

    @discardableResult
    func run(
        on day: Day,
        policy: Policy = HandRules.policy,
        for other: Company? = nil,
        rowsPerTransaction: Int = Recommending.rowsPerTransaction,
        stoppingAfter chunks: Int = .max,
        progress: (RunProgress) throws -> Void = { _ in }
    ) throws -> (report: RunReport, chunkCount: Int) {
        var failure: (any Error)?
        let result = try Recommending.run(
            company: (other ?? company).id,
            on: day,
            today: june(30),
            policy: policy,
            model: try RecommendingBench.model(),
            in: database,
            now: now,
            progress: { step in
                do { try progress(step) } catch { failure = error }
            },
            rowsPerTransaction: rowsPerTransaction,
            stoppingAfter: chunks
        )
        if let failure { throw failure }
        return result
    }

    func export(_ other: Company? = nil) throws -> String {
        try CanonicalExport.text(of: (other ?? company).id, from: database.makeReader())
    }

    /// The bytes of the database and its log.
    func bytes() throws -> [Data] {
        try ["/arclight.db", "/arclight.db-wal"].map { try Data(contentsOf: URL(filePath: folder + $0)) }
    }

    func actions(_ other: Company? = nil) throws -> [ActionRow] {
        try database.makeReader().read(for: (other ?? company).id) {
            try ActionRow.all(in: ActionState.allCases, of: $0)
        }
    }

    func action(_ rule: String, invoice key: String, _ state: ActionState = .proposed) throws -> ActionRow? {
        try database.makeReader().read(for: company.id) { scope in
            let invoice = try InvoiceRow.find(key: key, in: scope)
            return try ActionRow.all(in: [state], of: scope).first {
                $0.rule.id == rule && $0.invoice == invoice?.id
            }
        }
    }

    /// Moves an action on as a reviewer would.
    func decide(_ id: Identifier<Action>, _ event: ActionEvent, on day: Day, cause: String? = nil) throws {
        let instant = now()
        try database.writeInstance { instance in
            guard try UserRow.find(name: "lou", in: instance.reading) == nil else { return }
            try UserRow(
                id: RecommendingBench.reviewer,
                name: "lou",
                displayName: "Lou",
                passwordHash: nil,
                isOperator: false,
                createdAt: instant
            ).insert(in: instance)
        }
        try database.write(for: company.id) { scope in
            guard var row = try ActionRow.find(id, in: scope.reading) else { return }
            let before = row.state
            row.state = try before.applying(event)
            row.cancelCause = cause
            row.updatedAt = instant
            try row.save(after: event, from: before, by: "lou", at: instant, in: scope)
            guard event == .approve || event == .reject else { return }
            try FeedbackRow(
                id: Identifier(high: id.high, low: id.low &+ 1),
                action: id,
                user: RecommendingBench.reviewer,
                isApproved: event == .approve,
                isEdited: false,
                reason: event == .reject ? .tooSoon : nil,
                comment: "",
                factsHash: row.provenance.factsHash,
                ruleSetHash: row.provenance.ruleSetHash,
                modelVersion: row.provenance.modelVersion,
                features: "",
                decidedOn: day,
                decidedAt: instant
            ).insert(in: scope)
        }
    }

    static let reviewer = Identifier<User>(high: 5, low: 5)
}

/// Books in the order in which they are loaded.
struct Books: Sendable {
    var customers: [CustomerEntry] = []
    var invoices: [InvoiceEntry] = []
    var payments: [PaymentEntry] = []
    var promises: [PromiseEntry] = []
    var disputes: [DisputeEntry] = []

    mutating func customer(_ key: String, doNotContact: Bool = false) {
        customers.append(CustomerEntry(key: key, name: "Customer \(key)", doNotContact: doNotContact))
    }

    mutating func invoice(
        _ key: String,
        of customer: String,
        issued: Day,
        due: Day,
        _ minorUnits: Int64,
        paid: Day? = nil
    ) {
        let amount = Money(minorUnits: minorUnits, in: .usd)
        invoices.append(
            InvoiceEntry(key: key, number: key, customerKey: customer, issuedOn: issued, dueOn: due, amount: amount)
        )
        if let paid { payment(on: key, paid, minorUnits) }
    }

    mutating func payment(on invoice: String, _ day: Day, _ minorUnits: Int64) {
        payments.append(
            PaymentEntry(
                key: "\(invoice)-\(day)",
                allocation: .invoice(key: invoice),
                paidOn: day,
                amount: Money(minorUnits: minorUnits, in: .usd)
            )
        )
    }

    /// The same books, loaded in the opposite order.
    var reversed: Books {
        Books(
            customers: customers.reversed(),
            invoices: invoices.reversed(),
            payments: payments.reversed(),
            promises: promises.reversed(),
            disputes: disputes.reversed()
        )
    }

    /// Three customers: one who always pays a month late, one who pays on time, one who asked not to be contacted.
    static let small: Books = {
        var books = Books()
        books.customer("C-late")
        books.customer("C-prompt")
        books.customer("C-quiet", doNotContact: true)
        for month in 1...5 {
            let issued = date(2026, month, 1)
            let due = issued.advanced(by: 14)
            for (customer, delay) in [("C-late", 20), ("C-prompt", 0), ("C-quiet", -1)] {
                let key = "\(customer)-\(month)"
                books.invoice(key, of: customer, issued: issued, due: due, 50_000, paid: due.advanced(by: delay))
            }
        }
        books.invoice("L-1", of: "C-late", issued: june(1), due: june(8), 90_000)
        books.invoice("L-2", of: "C-late", issued: june(1), due: june(20), 30_000)
        books.invoice("P-1", of: "C-prompt", issued: june(1), due: june(9), 120_000)
        books.invoice("Q-1", of: "C-quiet", issued: june(1), due: june(5), 70_000)
        return books
    }()
}

/// A few rules written in Swift, so that what a run does with decisions is seen without the rule language.
enum HandRules {
    static let policy = Policy(ruleSetHash: ContentHash(of: "hand"), deciding: { table, _ in decide(table) })

    static func place(_ id: String) -> RuleReference { RuleReference(id: id, file: "hand.rules", line: 1) }

    static func decide(_ table: FactTable) -> Decisions {
        let share = table.reals(at: table.place(of: "late_share_365_days", on: .customer))
        let noContact = table.integers(at: table.place(of: "do_not_contact", on: .customer))
        let balance = table.integers(at: table.place(of: "balance", on: .invoice))
        let late = table.integers(at: table.place(of: "days_past_due", on: .invoice))
        let disputed = table.integers(at: table.place(of: "disputed", on: .invoice))
        let promised = table.integers(at: table.place(of: "promise_open", on: .invoice))
        var insights: [InsightDecision] = []
        for row in share.indices where share[row] >= 0.5 {
            insights.append(
                InsightDecision(
                    rule: place("customer.chronic_late"),
                    target: Target(.customer, row: row),
                    type: "customer_signal",
                    severity: share[row] >= 0.9 ? .high : .medium,
                    tags: ["chronic_late"],
                    title: "Pays late",
                    summary: "\(table.customerKeys[row]) pays late",
                    evidence: [evidence("late_share_365_days", .customer, row, table)]
                )
            )
        }
        var actions: [ActionDecision] = []
        var suppressions: [SuppressionDecision] = []
        for row in balance.indices where (1...20).contains(late[row]) {
            let rule = late[row] <= 7 ? "reminder_1" : "reminder_2"
            let holds: [(String, Bool)] = [
                ("dispute_open", disputed[row] == 1),
                ("do_not_contact", noContact[Int(table.customerOfInvoice[row])] == 1),
                ("promise_active", promised[row] == 1),
            ]
            let active = holds.filter(\.1).map(\.0)
            for hold in active {
                suppressions.append(
                    SuppressionDecision(
                        action: place(rule),
                        target: Target(.invoice, row: row),
                        channel: .email,
                        hold: place(hold),
                        why: "Because of \(hold).",
                        until: nil,
                        becauseUnknown: false
                    )
                )
            }
            guard active.isEmpty else { continue }
            actions.append(reminder(rule, row, table))
        }
        return Decisions(insights: insights, actions: actions, suppressions: suppressions)
    }

    static func reminder(_ rule: String, _ row: Int, _ table: FactTable) -> ActionDecision {
        ActionDecision(
            rule: place(rule),
            target: Target(.invoice, row: row),
            channel: .email,
            label: "Remind",
            why: "It is past due.",
            subject: "Invoice \(table.invoiceKeys[row])",
            body: "Please pay.",
            priority: 100,
            group: "dunning",
            isRecommended: true,
            expiresAfterDays: nil,
            evidence: [
                evidence("days_past_due", .invoice, row, table),
                evidence("balance", .invoice, row, table),
            ]
        )
    }

    private static func evidence(_ fact: String, _ entity: Entity, _ row: Int, _ table: FactTable) -> Evidence {
        let place = table.place(of: fact, on: entity)
        let fact = table.catalog.facts[place]
        return Evidence(
            fact: fact.path,
            value: table.value(at: place, row: row),
            threshold: nil,
            changesWithToday: fact.changesWithToday
        )
    }
}
