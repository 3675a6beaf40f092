import Facts
import Receivables
import SQLite
import Store
import Testing
import Values

/// Nothing of one company is ever read in the scope of another.
@Suite struct TenantTests {
    @Test(arguments: Read.all)
    func `a read gives nothing of another company`(_ read: Read) throws {
        let test = try TestDatabase()
        let planted = try test.write { try Planted(in: $0) }
        let own = try test.reader.read(for: TestDatabase.acme.id) { try read.count(planted, $0) }
        let other = try test.reader.read(for: TestDatabase.birch.id) { try read.count(planted, $0) }
        #expect(own > 0, "\(read.name) finds what was planted in its own company")
        #expect(other == 0, "\(read.name) finds rows of another company")
    }

    @Test(arguments: Change.all)
    func `a change never reaches a row of another company`(_ change: Change) throws {
        let test = try TestDatabase()
        let planted = try test.write { try Planted(in: $0) }
        let reached = try test.database.write(for: TestDatabase.birch.id) { scope in
            do {
                return try change.reaches(planted, scope)
            } catch is StoreError {
                return false
            }
        }
        #expect(!reached, "\(change.name) reaches a row of another company")
        #expect(try test.write { try change.reaches(planted, $0) }, "\(change.name) reaches its own company's row")
    }

    @Test func `a row cannot point into another company`() throws {
        let test = try TestDatabase()
        let planted = try test.write { try Planted(in: $0) }
        let error = #expect(throws: SQLiteError.self) {
            try test.database.write(for: TestDatabase.birch.id) {
                try Sample.action(9, of: planted.customer).insert(in: $0)
            }
        }
        #expect(error?.kind == .constraint)
    }

    @Test func `every table that has a company is read here`() throws {
        let test = try TestDatabase()
        let schema = try withExtendedLifetime(test) { try test.reader.schemaDump() }
        let tables = schema.split(separator: ";\n").compactMap { statement -> String? in
            guard statement.contains("company_id BLOB") else { return nil }
            return statement.split(separator: " ").dropFirst(2).first.map { String($0) }
        }
        #expect(tables.count == 43)
        let read = Set(Read.all.map { String($0.name.prefix { $0 != "." }) })
        // The past of a table is read by way of the table.
        for table in tables where !table.hasSuffix("_past") {
            #expect(read.contains(table), "nothing here reads \(table)")
        }
    }
}

/// One row of each kind, and what they are known by.
struct Planted: Sendable {
    let customer: Identifier<Customer>
    let invoice: Identifier<Invoice>
    let insight = Identifier<Insight>(high: 100, low: 1)
    let action = Identifier<Action>(high: 200, low: 1)
    let suppression = Identifier<Suppression>(high: 300, low: 1)
    let job = Identifier<Job>(high: 500, low: 1)
    let hash = ContentHash(of: "planted")

    init(in scope: WriteScope) throws {
        let now = TestDatabase.now
        try SampleBooks.load(in: scope)
        guard let invoice = try InvoiceRow.find(key: "i1", in: scope.reading) else {
            throw StoreError.unknownInvoice(key: "i1")
        }
        self.invoice = invoice.id
        customer = invoice.customer
        var random = SplitMix64(seed: 8)
        let onAccount = PaymentEntry(
            key: "p2",
            allocation: .unapplied(customerKey: "c1"),
            paidOn: TestDatabase.today,
            amount: Money(minorUnits: 300, in: .usd)
        )
        _ = try PaymentRow.upsert([onAccount], at: .utc(now), using: &random, in: scope)
        let part = AllocationEntry(paymentKey: "p2", invoiceKey: "i1", amount: Money(minorUnits: 200, in: .usd))
        _ = try AllocationRow.upsert([part], at: .utc(now), in: scope)
        let rate = try #require(ExchangeRate("1.1"))
        let rates = [DatedRate(TestDatabase.today, from: .eur, to: .usd, rate)]
        _ = try FXRateRow.upsert(rates, at: .utc(now), in: scope)
        try MembershipRow.set(.collector, for: TestDatabase.user, in: scope)
        try ImportBatchRow(
            id: Identifier(high: 1, low: 2),
            fileHash: hash,
            kind: "invoices",
            profile: "generic",
            fileName: "invoices.csv",
            rowCount: 1,
            count: UpsertCount(inserted: 1),
            recordedAt: now
        ).insert(in: scope)
        try FactSnapshotRow.insert([FactSnapshotRow(hash: hash, text: "day 2026-01-01\n")], in: scope)
        try RuleSetRow(hash: hash, files: "", recordedAt: now).insert(in: scope)
        try RuleSetRow.activate(hash, expecting: nil, by: "admin", at: now, in: scope)
        try ModelVersionRow(
            version: hash,
            state: .candidate,
            report: "",
            createdAt: now,
            heads: [ModelVersionRow.Head(name: "late", text: "w 1\n")]
        ).insert(in: scope)
        try ModelVersionRow.activate(hash, expecting: nil, by: "admin", at: now, in: scope)
        try RunRow(
            id: Identifier(high: 1, low: 3),
            assessedOn: TestDatabase.today,
            ruleSetHash: hash,
            factsDigest: hash,
            resultDigest: hash,
            counts: "{}",
            startedAt: Instant(millisecondsSinceEpoch: 0),
            finishedAt: now
        ).insert(in: scope)
        _ = try InvoiceScoreRow.upsert([Sample.score(of: invoice.id, 0.25)], in: scope)
        _ = try CustomerScoreRow.upsert([Sample.score(of: customer, 25, .low)], in: scope)
        try Sample.insight(1, of: customer).insert(in: scope)
        _ = try InsightFeedbackRow(
            insight: insight,
            user: TestDatabase.user,
            rating: .up,
            comment: "",
            recordedAt: now
        ).set(in: scope)
        var action = Sample.action(1, of: customer, invoice: invoice.id)
        try action.insert(in: scope)
        action.state = .processing
        try action.save(after: .approve, from: .proposed, by: "collector", at: now, in: scope)
        try Sample.suppression(1, of: customer).insert(in: scope)
        try Sample.feedback(1, about: action.id).insert(in: scope)
        _ = try JobRow.enqueue(job, kind: "score", parameters: "{}", at: now, in: scope)
        try IdempotencyKeyRow(key: "key", requestHash: hash, status: 200, body: [1], recordedAt: now).store(in: scope)
        try AuditRow.append(actor: "collector", event: "action.approve", subject: "x", at: now, in: scope)
        try NightlyRow.begin(TestDatabase.today, in: scope)
        let snapshot = AgingSnapshotRow.sample(1, day: TestDatabase.today)
        let amounts = AgingAmounts(in: .usd)
        let line = AgingSnapshotRow.Line(amounts, inBase: AgingInBase(in: .usd))
        try snapshot.begin(in: scope)
        try snapshot.add([(customer, line)], in: scope)
        try snapshot.finish(totals: [line], in: scope)
        try AgingSnapshotRow.sample(2, day: TestDatabase.today.advanced(by: -1)).begin(in: scope)
    }
}

/// A function that reads rows of a company, and how many it found.
struct Read: Sendable, CustomTestStringConvertible {
    let name: String
    let count: @Sendable (Planted, CompanyScope) throws -> Int

    init(_ name: String, _ count: @escaping @Sendable (Planted, CompanyScope) throws -> Int) {
        self.name = name
        self.count = count
    }

    var testDescription: String { name }

    static let all: [Read] = ledger + judgement + recommendations + service

    private static let today = TestDatabase.today

    private static let ledger = [
        Read("company_holiday.own") { try CompanyRow.own(in: $1)?.company.calendar.holidays.count ?? 0 },
        Read("membership.members") { try MembershipRow.members(in: $1).count },
        Read("membership.role") { try MembershipRow.role(of: TestDatabase.user, in: $1) == nil ? 0 : 1 },
        Read("customer.all") { try CustomerRow.all(in: $1).count },
        Read("customer.find") { try CustomerRow.find($0.customer, in: $1) == nil ? 0 : 1 },
        Read("customer.find by key") { try CustomerRow.find(key: "c1", in: $1) == nil ? 0 : 1 },
        Read("customer.count") { try CustomerRow.count(in: $1) },
        Read("customer.list") {
            try CustomerListing.list(CustomerFilter(), today: today, currency: .usd, in: $1).totalCount
        },
        Read("customer.listed") {
            try CustomerListing.find($0.customer, today: today, currency: .usd, in: $1) == nil ? 0 : 1
        },
        Read("invoice.all") { try InvoiceRow.all(in: $1).count },
        Read("invoice.find") { try InvoiceRow.find($0.invoice, in: $1) == nil ? 0 : 1 },
        Read("invoice.find by key") { try InvoiceRow.find(key: "i1", in: $1) == nil ? 0 : 1 },
        Read("invoice.count") { try InvoiceRow.count(in: $1) },
        Read("invoice.list") { try InvoiceListing.list(InvoiceFilter(), today: today, in: $1).totalCount },
        Read("invoice.listed") { try InvoiceListing.find($0.invoice, today: today, in: $1) == nil ? 0 : 1 },
        Read("payment.all") { try PaymentRow.all(in: $1).count },
        Read("payment.of") { try PaymentRow.of($0.invoice, asOf: today, in: $1).count },
        Read("payment.count") { try PaymentRow.count(in: $1) },
        Read("promise.all") { try PromiseRow.all(in: $1).count },
        Read("promise.of") { try PromiseRow.of($0.invoice, in: $1).count },
        Read("dispute.all") { try DisputeRow.all(in: $1).count },
        Read("dispute.of") { try DisputeRow.of($0.invoice, in: $1).count },
        Read("contact.all") { try ContactRow.all(in: $1).count },
        Read("contact.at") { try ContactRow.at($0.customer, in: $1).count },
        Read("contact.find") { try ContactRow.find(key: "p1", in: $1) == nil ? 0 : 1 },
        Read("fx_rate.all") { try FXRateRow.all(in: $1).count },
        Read("fx_rate.table") { try FXRateRow.table(on: TestDatabase.today, in: $1).isEmpty ? 0 : 1 },
        Read("fx_rate.through") {
            try FXRateRow.table(through: TestDatabase.today, of: [.eur], in: $1).isEmpty ? 0 : 1
        },
        Read("promise.state") { _, scope in
            try PromiseRow.all(in: scope).count {
                try $0.state(asOf: TestDatabase.today, terms: .strict, in: scope) == .open
            }
        },
        Read("communication.all") { try CommunicationRow.all(in: $1).count },
        Read("communication.with") { try CommunicationRow.with($0.customer, in: $1).count },
        Read("promise_invoice.of promise") { _, scope in
            try PromiseRow.all(in: scope).map { try PromiseRow.invoices(of: $0.id, in: scope).count }.reduce(0, +)
        },
        Read("allocation.of payment") { _, scope in
            try PaymentRow.all(in: scope).map { try AllocationRow.of($0.id, in: scope).count }.reduce(0, +)
        },
        Read("payment.find") { try PaymentRow.find(key: "p2", in: $1) == nil ? 0 : 1 },
        Read("allocation.all") { try AllocationRow.all(in: $1).count },
        Read("customer.aging") { try AgingListing(in: $1, asOf: today, base: .usd).entries.count },
        Read("customer.last day") { try LedgerView.lastDay(in: $1) == nil ? 0 : 1 },
        Read("import_batch.await run") { try ImportBatchRow.awaitRun(in: $1) ? 1 : 0 },
        Read("import_batch.all") { try ImportBatchRow.all(in: $1).count },
        Read("import_batch.find") {
            try ImportBatchRow.find(fileHash: $0.hash, kind: "invoices", in: $1) == nil ? 0 : 1
        },
        Read("ledger.view") { _, scope in
            let company = scope.company == TestDatabase.acme.id ? TestDatabase.acme : TestDatabase.birch
            let ledger = try LedgerView(scope, asOf: today).ledger(of: company)
            return ledger.customers.count + ledger.invoices.count + ledger.payments.count + ledger.promises.count
                + ledger.disputes.count + ledger.communications.count
        },
    ]

    private static let judgement = [
        Read("fact_snapshot.all") { try FactSnapshotRow.all(in: $1).count },
        Read("fact_snapshot.find") { try FactSnapshotRow.find($0.hash, in: $1) == nil ? 0 : 1 },
        Read("rule_set.all") { try RuleSetRow.all(in: $1).count },
        Read("rule_set.find") { try RuleSetRow.find($0.hash, in: $1) == nil ? 0 : 1 },
        Read("rule_set.live") { try RuleSetRow.live(in: $1) == nil ? 0 : 1 },
        Read("rule_set_activation.all") { try RuleSetRow.activations(in: $1).count },
        Read("model_version.all") { try ModelVersionRow.all(in: $1).count },
        Read("model_version.find") { try ModelVersionRow.find($0.hash, in: $1) == nil ? 0 : 1 },
        Read("model_head.live") { try ModelVersionRow.live(in: $1)?.heads.count ?? 0 },
        Read("model_activation.all") { try ModelVersionRow.activations(in: $1).count },
        Read("invoice_score.all") { try InvoiceScoreRow.all(in: $1).count },
        Read("invoice_score.listed") {
            try InvoiceListing.find($0.invoice, today: today, in: $1)?.lateProbability == nil ? 0 : 1
        },
        Read("customer_score.all") { try CustomerScoreRow.all(in: $1).count },
        Read("customer_score.filter") {
            let low = CustomerFilter(riskLevels: [.low])
            return try CustomerListing.list(low, today: today, currency: .usd, in: $1).totalCount
        },
        Read("run.all") { try RunRow.all(in: $1).count },
        Read("run.latest") { try RunRow.latest(in: $1) == nil ? 0 : 1 },
        Read("run.identical") {
            let run = try RunRow.identical(
                on: today,
                ruleSetHash: $0.hash,
                modelVersion: nil,
                factsDigest: $0.hash,
                in: $1
            )
            return run == nil ? 0 : 1
        },
    ]

    private static let recommendations = [
        Read("insight.open") { try InsightRow.open(in: $1).count },
        Read("insight.find") { try InsightRow.find($0.insight, in: $1) == nil ? 0 : 1 },
        Read("insight.list") { try InsightListing.list(InsightFilter(), in: $1).totalCount },
        Read("insight.listed") { try InsightListing.find($0.insight, in: $1) == nil ? 0 : 1 },
        Read("insight.all") { try InsightListing.all(in: $1).count },
        Read("insight_feedback.all") { try InsightFeedbackRow.all(in: $1).count },
        Read("insight_feedback.find") {
            try InsightFeedbackRow.find($0.insight, by: TestDatabase.user, in: $1) == nil ? 0 : 1
        },
        Read("action.in states") { try ActionRow.all(in: ActionState.allCases, of: $1).count },
        Read("action.latest") { try ActionRow.latest(in: $1).count },
        Read("action.find") { try ActionRow.find($0.action, in: $1) == nil ? 0 : 1 },
        Read("action.list") { try ActionListing.list(ActionFilter(), today: today, in: $1).elements.count },
        Read("action.count") { try ActionListing.list(ActionFilter(), today: today, in: $1).totalCount },
        Read("action.search") {
            try ActionListing.list(ActionFilter(search: "inv-1"), today: today, in: $1).elements.count
        },
        Read("action.listed") { try ActionListing.find($0.action, today: today, in: $1) == nil ? 0 : 1 },
        Read("action.all") { try ActionListing.all(today: today, in: $1).count },
        Read("action_event.history") { try ActionEventRow.history(of: $0.action, in: $1).count },
        Read("action_event.all") { try ActionEventRow.all(in: $1).count },
        Read("suppression.open") { try SuppressionRow.open(in: $1).count },
        Read("suppression.of customer") { try SuppressionRow.open(of: $0.customer, in: $1).count },
        Read("suppression.find") { try SuppressionRow.find($0.suppression, in: $1) == nil ? 0 : 1 },
        Read("suppression.all") { try SuppressionRow.all(in: $1).count },
        Read("feedback.all") { try FeedbackRow.all(in: $1).count },
        Read("feedback.of") { try FeedbackRow.of($0.action, in: $1).count },
        Read("feedback.customers") { try FeedbackRow.customers(in: $1).count },
        Read("feedback.count") { try FeedbackRow.count(in: $1) },
    ]

    private static let service = [
        Read("job.find") { try JobRow.find($0.job, in: $1) == nil ? 0 : 1 },
        Read("job.latest") { try JobRow.latestOfEachKind(in: $1).count },
        Read("job.unfinished") { try JobRow.unfinished(kind: "score", in: $1) == nil ? 0 : 1 },
        Read("idempotency_key.find") { try IdempotencyKeyRow.find("key", in: $1) == nil ? 0 : 1 },
        Read("nightly.last begun") { try NightlyRow.lastBegun(in: $1) == nil ? 0 : 1 },
        Read("aging_snapshot.all") { try AgingSnapshotRow.all(in: $1).count },
        Read("aging_snapshot.find") { try AgingSnapshotRow.find(today, in: $1) == nil ? 0 : 1 },
        Read("aging_snapshot.unfinished") { try AgingSnapshotRow.hasUnfinished(in: $1) ? 1 : 0 },
        Read("aging_snapshot_total.history") {
            try AgingSnapshotRow.history(today...today, in: $1).elements.flatMap(\.lines).count
        },
        Read("aging_snapshot_line.lines") {
            try AgingSnapshotRow.lines(of: AgingSnapshotRow.sample(1, day: today).id, in: $1).count
        },
        Read("aging_snapshot_line.history") {
            try AgingSnapshotRow.history(of: $0.customer, today...today, in: $1).elements.flatMap(\.lines).count
        },
        Read("audit.all") { try AuditRow.all(in: $1).count },
        Read("audit.list") { try AuditRow.list(in: $1).totalCount },
    ]
}

/// A function that changes a row by its identifier, and whether it did.
struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    let reaches: @Sendable (Planted, WriteScope) throws -> Bool

    init(_ name: String, _ reaches: @escaping @Sendable (Planted, WriteScope) throws -> Bool) {
        self.name = name
        self.reaches = reaches
    }

    var testDescription: String { name }

    private static let now = TestDatabase.now

    static let all = [
        Change("aging_snapshot.remove unfinished") { try AgingSnapshotRow.removeUnfinished(atMost: 9, in: $1) },
        Change("membership.remove") { try MembershipRow.remove(TestDatabase.user, in: $1) },
        Change("communication.remove") { try CommunicationRow.remove(key: "k1", in: $1) },
        Change("invoice_score.remove") { try InvoiceScoreRow.remove(of: [$0.invoice], in: $1) > 0 },
        Change("customer_score.remove") { try CustomerScoreRow.remove(of: [$0.customer], in: $1) > 0 },
        Change("insight.close") { try InsightRow.close($0.insight, on: TestDatabase.today, at: now, in: $1) },
        Change("insight.refresh") {
            try Sample.insight(1, of: $0.customer).refresh(in: $1)
            return true
        },
        Change("action.close episode") {
            try ActionRow.closeEpisode(of: $0.action, on: TestDatabase.today, at: now, in: $1)
        },
        Change("action.save") {
            var action = Sample.action(1, of: $0.customer, invoice: $0.invoice)
            action.state = .completed
            try action.save(after: .deliver, from: .processing, by: "outbox", at: now, in: $1)
            return true
        },
        Change("suppression.close") { try SuppressionRow.close($0.suppression, on: TestDatabase.today, in: $1) },
        Change("suppression.refresh") {
            try Sample.suppression(1, of: $0.customer).refresh(in: $1)
            return true
        },
        Change("feedback.remove") { try FeedbackRow.remove(of: $0.action, in: $1) > 0 },
        Change("rule_set.activate") {
            try RuleSetRow.activate($0.hash, expecting: $0.hash, by: "admin", at: now, in: $1)
            return true
        },
        Change("model_version.activate") {
            try ModelVersionRow.activate($0.hash, expecting: $0.hash, by: "admin", at: now, in: $1)
            return true
        },
        Change("job.cancel") { try JobRow.cancel($0.job, at: now, in: $1) },
    ]
}
