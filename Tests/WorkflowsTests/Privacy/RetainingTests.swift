import Receivables
import Store
import Testing
import Values
import Workflows

/// What a company keeps for a time only goes when its time is over, and not before.
@Suite struct RetainingTests {
    @Test func `nothing goes until a company says so`() throws {
        let household = try Household()
        household.bench.clock.advance(seconds: 4_000 * 86_400)
        let report = try apply(household)
        #expect(report.kinds.map(\.kind) == RetentionRow.Kind.allCases)
        #expect(report.kinds.allSatisfy { $0.days == nil && $0.count == 0 })
    }

    @Test func `messages lose their words and stay, and the log its content with the chain unbroken`() throws {
        let household = try Household()
        try set(household, ["communications=30", "audit=3650", "comments=365", "jobs=30", "actions=400"])
        #expect(try apply(household).kinds.allSatisfy { $0.count == 0 }, "all of it is younger")
        household.bench.clock.advance(seconds: 4_000 * 86_400)
        var company = OfficeBench.company
        company.fixedToday = june(10).advanced(by: 4_000)
        let rehearsal = try Retaining.apply(to: company, isRehearsal: true, office: household.bench.office)
        #expect(rehearsal.kinds.first { $0.kind == .communications }?.count == 2)
        #expect(try household.bench.read { try CommunicationRow.all(in: $0).contains { $0.body != nil } })
        let report = try Retaining.apply(to: company, office: household.bench.office)
        #expect(report.kinds == rehearsal.kinds)
        try household.bench.read { scope in
            let messages = try CommunicationRow.all(in: scope)
            #expect(messages.count == 2)
            #expect(messages.allSatisfy { $0.body == nil && $0.subject == nil && $0.erasedOn == company.fixedToday })
            let log = try AuditRow.all(in: scope)
            #expect(AuditRow.firstBroken(in: log) == nil)
            #expect(log.dropLast().allSatisfy { $0.before.isEmpty && $0.after.isEmpty })
            #expect(log.last?.event == "retention.apply")
            #expect(try FeedbackRow.all(in: scope).allSatisfy { $0.comment.isEmpty })
        }
        #expect(try Retaining.apply(to: company, office: household.bench.office).kinds.allSatisfy { $0.count == 0 })
        #expect(try !household.tracesInFiles().contains("Lunch was lovely"))
    }

    @Test func `a term is read as it is written, and one that makes no sense is refused`() throws {
        #expect(try Retaining.Term("audit=3650") == Retaining.Term(.audit, days: 3_650))
        #expect(try Retaining.Term("jobs=keep").words == "jobs=keep")
        for words in ["audit", "audit=", "audit=29", "audit=-1", "invoices=100", "audit=1=2", "audit=36501"] {
            #expect(throws: Refusal.badRetention(words)) { try Retaining.Term(words) }
        }
    }

    @Test func `settings of one company are not another's, and a change of them is in the log`() throws {
        let household = try Household()
        try set(household, ["audit=100"])
        try set(household, ["audit=keep", "jobs=30"])
        #expect(try household.bench.read { try RetentionRow.all(in: $0) }.map(\.kind) == [.jobs])
        let line = try #require(try household.bench.read { try AuditRow.all(in: $0) }.last)
        #expect([line.event, line.before, line.after] == ["company.retain", "audit=100", "jobs=30"])
    }

    private func set(_ household: Household, _ words: [String]) throws {
        let terms = try words.map { try Retaining.Term($0) }
        try Founding.set(OfficeBench.company, retaining: terms, by: "root", office: household.bench.office)
    }

    private func apply(_ household: Household) throws -> RetentionReport {
        try Retaining.apply(to: OfficeBench.company, office: household.bench.office)
    }
}
