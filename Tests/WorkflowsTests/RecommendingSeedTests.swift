import Facts
import Receivables
import RuleEngine
import RuleLanguage
import Scoring
import Shipped
import Store
import TestKit
import Testing
import Values

@testable import Workflows

/// The shipped policy and model on the demo's books.
@Suite struct RecommendingSeedTests {
    @Test(arguments: [
        ("customer.chronic_late", "chronic", 0.8, 0.8),
        ("customer.serial_promiser", "promise_breaking", 0.75, 0.9),
        ("customer.frequent_disputer", "disputing", 0.9, 0.8),
        ("customer.healthy_account", "prompt", 0.9, 0.9),
    ])
    func `payers are known by how they were planted`(
        _ rule: String,
        _ behaviour: String,
        _ leastPrecision: Double,
        _ leastRecall: Double
    ) throws {
        let demo = try demo()
        let found = Set(demo.subjects(of: rule))
        let planted = try Set(demo.customers(behaving: behaviour))
        try #require(!found.isEmpty && !planted.isEmpty)
        let right = Double(found.intersection(planted).count)
        #expect(right / Double(found.count) >= leastPrecision, "others: \(found.subtracting(planted).sorted())")
        #expect(right / Double(planted.count) >= leastRecall, "missed: \(planted.subtracting(found).sorted())")
    }

    @Test func `a payer who slips is found where there is enough to see it by, and no prompt payer is accused`() throws
    {
        let demo = try demo()
        let table = demo.ledger.facts()
        let settled = table.integers(at: table.place(of: "settled_90_days", on: .customer))
        let visible = Set(
            zip(table.customerKeys, settled).filter { $0.1 >= 3 }.map { SubjectName.customer($0.0).text }
        )
        let planted = try Set(demo.customers(behaving: "slipping")).intersection(visible)
        let found = Set(demo.subjects(of: "customer.slipping"))
        try #require(!planted.isEmpty)
        #expect(planted.isSubset(of: found), "missed: \(planted.subtracting(found).sorted())")
        let prompt = try Set(demo.customers(behaving: "prompt"))
        for rule in ["customer.slipping", "customer.chronic_late", "customer.serial_promiser"] {
            let accused = prompt.intersection(demo.subjects(of: rule))
            #expect(accused.isEmpty, "\(rule): \(accused.sorted())")
        }
    }

    @Test func `the demo has a queue, and nothing in it is against a hold`() throws {
        let demo = try demo()
        let judgement = demo.judge()
        #expect(judgement.actions.count { $0.isRecommended } >= 20)
        #expect(!judgement.suppressions.isEmpty)
        #expect(demo.heldActions(of: judgement).isEmpty)
    }

    @Test func `no action is ever proposed against a hold or on nothing owed`() throws {
        let demo = try demo()
        let invoices = demo.ledger.invoices
        forAll(25) { generator in
            Day.random(in: invoices[0].issuedOn...demo.ledger.asOf, using: &generator)
        } property: { day in
            let ledger = demo.ledger.cut(asOf: day)
            let judgement = Judging.judge(ledger: ledger, policy: demo.policy, model: demo.model)
            let table = ledger.facts()
            let balance = table.integers(at: table.place(of: "balance", on: .invoice))
            let owed = Set(zip(table.invoiceKeys, balance).filter { $0.1 > 0 }.map { SubjectName.invoice($0.0) })
            let isOwed = judgement.actions.allSatisfy { $0.subject.invoice == nil || owed.contains($0.name) }
            return isOwed && DemoBooks.heldActions(of: judgement, on: ledger).isEmpty
        }
    }

    @Test func `what is written to the database is what was judged, and a second run writes nothing`() throws {
        let demo = try demo()
        let bench = try RecommendingBench(company: demo.ledger.company)
        try demo.load(into: bench)
        func run() throws -> RunReport {
            try Recommending.run(
                company: bench.company.id,
                on: demo.ledger.asOf,
                today: demo.ledger.asOf,
                policy: demo.policy,
                model: demo.model,
                in: bench.database,
                now: bench.now
            )
        }
        let report = try run()
        let judgement = demo.judge()
        #expect(report.actions.inserted == judgement.actions.count)
        #expect(report.insights.inserted == judgement.insights.count)
        #expect(report.suppressions.inserted == judgement.suppressions.count)
        let before = try bench.bytes()
        #expect(try run().isUnchanged)
        #expect(try bench.bytes() == before)
    }

    private func demo() throws -> DemoBooks { try DemoBooks.shared.get() }
}

/// The demo's books with the shipped policy and model, read once.
struct DemoBooks: Sendable {
    static let shared = Result { try DemoBooks() }

    let ledger: Ledger
    let policy: Policy
    let model: Model
    private let files: [DemoFile]

    private struct DemoFile: Sendable {
        let bytes: [UInt8]
        let plan: ImportPlan
    }

    init() throws {
        let company = try Seeding.company(id: .derived(from: ContentHash(of: "acme")))
        let files = try [ImportKind.customers, .invoices, .payments, .promises, .disputes].map { kind in
            let text = try DemoBooks.text("seeds/demo/\(kind.rawValue).csv")
            let bytes = Array(text.utf8)
            let plan = try ImportSurvey.plan(of: .bytes(bytes), by: .profile(.generic(kind)))
            return DemoFile(bytes: bytes, plan: plan)
        }
        self.files = files
        let bench = try RecommendingBench(company: company)
        try DemoBooks.load(files, into: bench)
        guard let today = company.fixedToday else { throw Unusable(what: "the demo's clock runs") }
        ledger = try bench.database.makeReader().read(for: company.id) { scope in
            try LedgerView(scope, asOf: today).ledger(of: company)
        }
        let sources = RuleSources(files: Shipped.files(below: "Rules").filter { $0.path.hasSuffix(".rules") })
        let checked = RuleChecker.check(sources, against: company.catalog, currency: company.currency)
        guard let rules = checked.rules else {
            throw Unusable(
                what: checked.diagnostics.map { "\($0.file):\($0.line): \($0.message)" }.joined(separator: "\n")
            )
        }
        policy = Policy(RuleProgram(rules))
        model = try Model(
            lateFile: DemoBooks.text("Models/late.model"),
            acceptFile: DemoBooks.text("Models/accept.model")
        )
    }

    /// Why the demo cannot be used; thrown anew in each test, where a failed requirement would count once.
    struct Unusable: Error {
        let what: String
    }

    private static func text(_ path: String) throws -> String {
        guard let text = Shipped.text(at: path) else { throw Unusable(what: "nothing is shipped at \(path)") }
        return text
    }

    func judge() -> Judgement { Judging.judge(ledger: ledger, policy: policy, model: model) }

    func load(into bench: RecommendingBench) throws { try DemoBooks.load(files, into: bench) }

    private static func load(_ files: [DemoFile], into bench: RecommendingBench) throws {
        let instant = bench.now()
        let company = bench.company
        try bench.database.write(for: bench.company.id) { scope in
            var generator = SplitMix64(seed: 3)
            for file in files {
                _ = try Importing.load(
                    .bytes(file.bytes),
                    by: file.plan,
                    for: company,
                    at: .utc(instant),
                    using: &generator,
                    into: scope,
                    options: ImportOptions(fileName: file.plan.kind.rawValue)
                )
            }
        }
    }

    /// The customers that the generator had behave so.
    func customers(behaving behaviour: String) throws -> [String] {
        try DemoBooks.text("seeds/demo/behaviours.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",")
        }
        .filter { $0[1] == behaviour }.map { SubjectName.customer(String($0[0])).text }
    }

    /// Whom an insight's rule speaks of on the demo's day.
    func subjects(of rule: String) -> [String] {
        judge().insights.filter { $0.rule.id == rule }.map(\.name.text)
    }

    func heldActions(of judgement: Judgement) -> [SubjectName] { DemoBooks.heldActions(of: judgement, on: ledger) }

    /// The contacts recommended with a customer who asked not to be contacted, or on an invoice that is disputed,
    /// and dunning on one that is promised: looked up in the books, not by the rules.
    static func heldActions(of judgement: Judgement, on ledger: Ledger) -> [SubjectName] {
        let quiet = Set(ledger.customers.filter(\.doNotContact).map(\.id))
        let disputed = ledger.disputes.filter {
            $0.openedOn <= ledger.asOf && ($0.resolvedOn ?? .distantFuture) > ledger.asOf
        }
        let stopped = Set(disputed.map { ledger.invoices[$0.invoice].id })
        let table = ledger.facts()
        let isPromised = table.integers(at: table.place(of: "promise_open", on: .invoice))
        let promised = Set(zip(table.invoiceKeys, isPromised).filter { $0.1 == 1 }.map { SubjectName.invoice($0.0) })
        return judgement.actions.filter { action in
            guard action.channel.isContact else { return false }
            if quiet.contains(action.subject.customer) { return true }
            guard let invoice = action.subject.invoice else { return false }
            return stopped.contains(invoice) || (action.group == "dunning" && promised.contains(action.name))
        }.map(\.name)
    }
}

extension Day {
    fileprivate static let distantFuture = Day(sinceEpoch: .max)

    fileprivate static func random(in days: ClosedRange<Day>, using generator: inout SplitMix64) -> Day {
        Day(sinceEpoch: .random(in: days.lowerBound.sinceEpoch...days.upperBound.sinceEpoch, using: &generator))
    }
}
