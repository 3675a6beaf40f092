import Receivables
import RuleLanguage
import Scoring
import Store
import Testing
import Values
import Workflows

/// Making companies, and changing their settings.
@Suite struct FoundingTests {
    @Test func `a company starts with the shipped rules and model in force`() throws {
        let bench = try OfficeBench()
        let company = try Founding.found(FoundingTests.draft, by: "lou", office: bench.office)
        #expect(try bench.office.company(named: "birch") == company)
        #expect(try bench.office.today(of: company) == june(10))
        try bench.office.database.makeReader().read(for: company.id) { scope in
            #expect(try Publishing.live(in: scope)?.hash == Founding.shippedRules().hash)
            #expect(try Retraining.live(in: scope)?.version == (try Retraining.shipped().version))
            let lines = try AuditRow.all(in: scope)
            #expect(lines.map(\.event) == ["company.create", "rules.publish"])
            #expect(lines.allSatisfy { $0.actor == "lou" })
        }
    }

    @Test func `a company is founded once`() throws {
        let bench = try OfficeBench()
        try Founding.found(FoundingTests.draft, by: "lou", office: bench.office)
        let refusal = #expect(throws: Refusal.self) {
            try Founding.found(FoundingTests.draft, by: "lou", office: bench.office)
        }
        #expect(refusal == .companyExists("birch"))
        #expect(try bench.readInstance { try CompanyRow.all(in: $0) }.count == 1)
    }

    @Test(arguments: ["", "Birch", "2birch", "birch supply", "-birch", "bürch", String(repeating: "b", count: 41)])
    func `a slug that cannot name a company is refused`(_ slug: String) throws {
        let bench = try OfficeBench()
        #expect(throws: Refusal.badSlug(slug)) {
            try Founding.found(FoundingTests.draft(slug: slug), by: "lou", office: bench.office)
        }
    }

    @Test func `a time zone that nobody knows is answered with the one that was meant`() throws {
        let bench = try OfficeBench()
        let draft = FoundingTests.draft(zone: "Europe/Pariss")
        let refusal = #expect(throws: TimeZoneError.self) {
            try Founding.found(draft, by: "lou", office: bench.office)
        }
        #expect(refusal?.description == "there is no time zone `Europe/Pariss`; did you mean `Europe/Paris`?")
        #expect(try bench.readInstance { try CompanyRow.all(in: $0) }.isEmpty)
    }

    @Test(arguments: [[], [""], ["small", "small"], ["key account"], ["1st"], ["a\nb"]])
    func `segments that no rule could name are refused, before a run trips over them`(_ segments: [String]) throws {
        let bench = try OfficeBench.withCompany()
        var company = OfficeBench.company
        company.segments = segments
        #expect(throws: Refusal.badSegments(segments)) {
            try Founding.set(company, by: "lou", office: bench.office)
        }
        #expect(throws: Refusal.badSegments(segments)) {
            try Founding.found(FoundingTests.draft(segments: segments), by: "lou", office: bench.office)
        }
        #expect(try bench.office.company(named: "acme") == OfficeBench.company)
    }

    @Test func `settings change with a line in the log, and without one where nothing changes`() throws {
        let bench = try OfficeBench.withCompany()
        var company = OfficeBench.company
        company.name = "Acme Holding"
        company.fixedToday = nil
        company.calendar = try Founding.shippedHolidays("US")
        try Founding.set(company, by: "lou", office: bench.office)
        #expect(try bench.office.company(named: "acme") == company)
        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect(line.event == "company.set")
        #expect(line.before.hasPrefix("Acme; USD; Europe/Paris; clock fixed to 2026-06-10; 0 holidays"))
        #expect(line.after.hasPrefix("Acme Holding; USD; Europe/Paris; clock real, nightly at 02:00; "))
        let count = try bench.tallies()["audit"]
        try Founding.set(company, by: "lou", office: bench.office)
        #expect(try bench.tallies()["audit"] == count)
    }

    @Test func `a currency changes while the books are empty, and not after`() throws {
        let bench = try OfficeBench.withCompany()
        var company = OfficeBench.company
        company.currency = .eur
        try Founding.set(company, by: "lou", office: bench.office)
        try Founding.set(OfficeBench.company, by: "lou", office: bench.office)
        try bench.loadSmallBooks()
        #expect(throws: Refusal.currencyInUse(.usd)) { try Founding.set(company, by: "lou", office: bench.office) }
        #expect(try bench.office.company(named: "acme").currency == .usd)
    }

    @Test func `a company is found by its slug, or as the only one`() throws {
        let bench = try OfficeBench()
        #expect(throws: Refusal.whichCompany(known: [])) { try bench.office.company(named: nil) }
        try Founding.found(FoundingTests.draft, by: "lou", office: bench.office)
        #expect(try bench.office.company(named: nil).slug == "birch")
        let refusal = #expect(throws: Refusal.self) { try bench.office.company(named: "brich") }
        #expect(refusal?.description == "there is no company `brich`; did you mean `birch`?")
        try Founding.found(FoundingTests.draft(slug: "cedar"), by: "lou", office: bench.office)
        #expect(throws: Refusal.whichCompany(known: ["birch", "cedar"])) { try bench.office.company(named: nil) }
        #expect(try bench.office.company(named: "cedar").slug == "cedar")
    }

    @Test func `a holiday list that is not there is answered with those that are`() {
        let refusal = #expect(throws: Refusal.self) { try Founding.shippedHolidays("Mars") }
        #expect(refusal?.description == "there is no holiday list `Mars`; shipped ones are US, or `none`")
    }

    @Test func `a company whose clock runs has the day of its own time zone`() throws {
        let bench = try OfficeBench()
        var company = OfficeBench.company
        company.fixedToday = nil
        // 2026-06-09T10:13:20Z
        #expect(try bench.office.today(of: company) == june(9))
        company.timeZoneName = "Pacific/Kiritimati"
        #expect(try bench.office.today(of: company) == june(10))
    }

    private static let draft = draft()

    private static func draft(
        slug: String = "birch",
        zone: String = "Europe/Paris",
        segments: [String] = Company.usualSegments
    ) -> Company {
        Company(
            id: Identifier(high: 0, low: 0),
            slug: slug,
            name: "Birch",
            currency: .eur,
            timeZoneName: zone,
            fixedToday: june(10),
            segments: segments
        )
    }
}
