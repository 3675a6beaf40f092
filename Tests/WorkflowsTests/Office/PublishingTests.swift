import Facts
import Receivables
import RuleEngine
import RuleLanguage
import Store
import Testing
import Values
import Workflows

/// Rule sets are put in force whole, or not at all.
@Suite struct PublishingTests {
    @Test func `a draft with a mistake changes nothing, and the mistake is shown where it stands`() throws {
        let bench = try OfficeBench.withCompany()
        let audit = try bench.tallies()["audit"]
        let draft = sources(SmallPolicy.text.replacing("total_balance >=", with: "total_balanse >="))
        let refusal = try #require(
            #expect(throws: PublishError.self) { try bench.publish(draft) }
        )
        #expect(refusal.description.contains("`total_balanse`"))
        #expect(refusal.description.contains("--> small.rules:"))
        #expect(refusal.description.contains("did you mean `total_balance`?"))
        #expect(try bench.read { try RuleSetRow.live(in: $0) }?.hash == SmallPolicy.sources.hash)
        #expect(try bench.read { try RuleSetRow.all(in: $0) }.count == 1)
        #expect(try bench.tallies()["audit"] == audit)
    }

    @Test func `a draft whose example does not hold is refused`() throws {
        let bench = try OfficeBench.withCompany()
        let text = SmallPolicy.text.replacing(
            "  do email using friendly\n  priority 100",
            with: "  do email using friendly\n  priority 100\n  examples\n    fires days_past_due 31 days"
        )
        #expect(text != SmallPolicy.text)
        let verdict = Publishing.check(sources(text), for: OfficeBench.company)
        #expect(verdict.errorCount == 1)
        #expect(verdict.rules == nil)
        let refusal = #expect(throws: PublishError.self) { try bench.publish(sources(text)) }
        #expect(refusal?.description.contains("fires days_past_due 31 days") == true)
    }

    @Test func `no file at all is no rule set`() throws {
        let bench = try OfficeBench.withCompany()
        let refusal = #expect(throws: PublishError.self) { try bench.publish(RuleSources(files: [])) }
        #expect(refusal?.description.hasPrefix("there is no rule file") == true)
    }

    @Test func `the set that is in force is not put in force again, and an older one can be`() throws {
        let bench = try OfficeBench.withCompany()
        let first = SmallPolicy.sources
        let second = sources(SmallPolicy.text + "\n-- Nothing else.\n")
        #expect(try bench.publish(first) == false)
        #expect(try bench.tallies()["audit"] == 1)
        #expect(try bench.publish(second) == true)
        #expect(try bench.publish(first) == true)
        let activations = try bench.read { try RuleSetRow.activations(in: $0) }
        #expect(activations.map(\.hash) == [first.hash, second.hash, first.hash])
        #expect(activations.first?.actor == "tester")
        let lines = try bench.read { try AuditRow.all(in: $0) }
        #expect(lines.map(\.event) == ["rules.publish", "rules.publish", "rules.publish"])
        #expect(lines.map(\.before) == ["", "\(first.hash)", "\(second.hash)"])
    }

    @Test func `a published set is read back as it was`() throws {
        let bench = try OfficeBench.withCompany()
        let two = RuleSources(files: [
            (path: "b/\"quoted\".rules", text: "-- äöü \u{1F600} \\ \n"), (path: "a.rules", text: SmallPolicy.text),
        ])
        try bench.publish(two)
        let live = try #require(try bench.read { try Publishing.live(in: $0) })
        #expect(live.hash == two.hash)
        #expect(live.files.map(\.name) == ["a.rules", "b/\"quoted\".rules"])
        #expect(live.files.map(\.text) == two.files.map(\.text))
    }

    @Test(arguments: [
        ("[", "it ends"), ("{}", "it is no list of files"), (#"[{"path":"a.rules"}]"#, "text"),
        (#"[{"path":"a.rules","text":"","more":1}]"#, "more"), ("[]", "its hash is not the one"),
    ])
    func `a damaged set is refused with what is wrong with it`(_ stored: String, _ problem: String) throws {
        let bench = try OfficeBench.withCompany()
        let now = bench.clock.now()
        try bench.write { scope in
            let row = RuleSetRow(hash: ContentHash(of: "another"), files: stored, recordedAt: now)
            try row.insert(in: scope)
            try RuleSetRow.activate(row.hash, expecting: SmallPolicy.sources.hash, by: "test", at: now, in: scope)
        }
        let refusal = try #require(
            #expect(throws: PublishError.self) { try bench.read { try Publishing.live(in: $0) } }
        )
        let lead = "the live rule set cannot be read back: "
        #expect(refusal.description.hasPrefix(lead))
        #expect(!refusal.description.dropFirst(lead.count).contains(lead))
        if stored != "[" { #expect(refusal.description.contains(problem)) }
        // A run says it too, rather than to judge by something else.
        #expect(throws: PublishError.self) { try bench.run() }
    }

    @Test func `a program that was kept decides like one made anew`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let table = try bench.read { try LedgerView($0, asOf: june(10)).ledger(of: OfficeBench.company) }.facts()
        let programs = RulePrograms()
        let made = try programs.program(of: SmallPolicy.sources, for: OfficeBench.company)
        let kept = try programs.program(of: SmallPolicy.sources, for: OfficeBench.company)
        let calendar = OfficeBench.company.calendar
        let decisions = made.decisions(on: table, calendar: calendar)
        #expect(decisions.actions.count == 3)
        #expect(kept.decisions(on: table, calendar: calendar) == decisions)
    }

    @Test func `a set that was kept for one company is checked anew for another's segments`() throws {
        let programs = RulePrograms()
        let text = SmallPolicy.text.replacing(
            "when     total_balance >= 10_000 base\n  do task",
            with: "when     total_balance >= 10_000 base and segment is small\n  do task"
        )
        let draft = sources(text)
        var other = OfficeBench.company
        other.segments = ["large"]
        #expect(text != SmallPolicy.text)
        _ = try programs.program(of: draft, for: OfficeBench.company)
        #expect(throws: PublishError.self) { try programs.program(of: draft, for: other) }
    }

    @Test func `many sets pass through the programs that are kept`() throws {
        let programs = RulePrograms()
        for number in 1...12 {
            let draft = sources(SmallPolicy.text + "\n-- \(number)\n")
            #expect(try programs.program(of: draft, for: OfficeBench.company).rules.hash == draft.hash)
        }
    }

    private func sources(_ text: String) -> RuleSources {
        RuleSources(files: [(path: "small.rules", text: text)])
    }
}

extension OfficeBench {
    @discardableResult
    fileprivate func publish(_ sources: RuleSources) throws -> Bool {
        try Publishing.publish(sources, for: OfficeBench.company, by: "tester", in: office)
    }
}
