import Receivables
import Shipped
import Testing
import Values
import Workflows

@Suite struct SeedFileTests {
    @Test func `the demo company is as its file says`() throws {
        let company = try Seeding.company(id: .derived(from: ContentHash(of: "demo")))
        #expect(company.slug == "demo")
        #expect(company.name == "Halyard Supply")
        #expect(company.currency == .usd)
        #expect(company.timeZoneName == "America/New_York")
        #expect(company.fixedToday == Day("2026-06-30"))
        #expect(!company.calendar.isBusinessDay(try #require(Day("2026-07-03"))))
        #expect(company.calendar.isBusinessDay(try #require(Day("2026-07-02"))))
    }

    @Test func `the holidays of four years are days off, eleven a year`() throws {
        let text = try #require(Shipped.text(at: "seeds/holidays/US.csv"))
        let days = try HolidayList(Array(text.utf8)).days
        for year in 2024...2026 { #expect(days.count { $0.civil.year == year } == 11, "\(year)") }
        // New Year's Day of 2028 is a Saturday and kept on the Friday before.
        #expect(days.count { $0.civil.year == 2027 } == 12)
        let weekends = days.filter(\.weekday.isWeekend)
        #expect(weekends.isEmpty)
        for text in ["2024-11-28", "2025-01-20", "2026-05-25", "2026-07-03", "2027-07-05", "2027-09-06"] {
            #expect(days.contains(try #require(Day(text))), "\(text)")
        }
    }

    @Test(arguments: [
        ("slug demo\nslug other", "line 2: `slug` is set twice"),
        ("slug", "line 1: a setting is a name, a space and a value"),
        ("slag demo", "line 1: there is no setting `slag`; did you mean `slug`?"),
        ("slug demo\nname Demo\ntime_zone UTC", "`currency` is not set"),
        ("slug demo\nname Demo\ncurrency Dollar\ntime_zone UTC", "line 3: `Dollar` is no ISO 4217 currency code"),
        (
            "slug demo\nname Demo\ncurrency USD\ntime_zone UTC\ntoday 30.6.2026",
            "line 5: `30.6.2026` is no day written YYYY-MM-DD"
        ),
    ])
    func `a company's file with a mistake is refused by its line`(_ text: String, _ sentence: String) {
        let error = #expect(throws: SeedFileError.self) { try CompanyFile(text) }
        #expect(error?.description == sentence)
    }

    @Test func `a company without a day runs by the clock`() throws {
        let file = try CompanyFile("-- a remark\nslug demo\nname Demo & Sons\n\ncurrency EUR\ntime_zone Europe/Paris\n")
        let company = file.company(id: .derived(from: ContentHash(of: "demo")), calendar: .withoutHolidays)
        #expect(company.fixedToday == nil)
        #expect(company.name == "Demo & Sons")
        #expect(company.currency == .eur)
        #expect(file.holidays == nil)
    }

    @Test(arguments: [
        ("date,name\n", "line 1: the headers are not `day,name`"),
        ("day,name\n2026-02-30,Never\n", "line 2: a row is a day as YYYY-MM-DD and a name"),
        ("day,name\n2026-01-01,New Year\n2026-01-01,Again\n", "line 3: 2026-01-01 is there twice"),
        ("day,name\n2026-01-01,\"New Year\n", "line 2: a quote is opened and never closed"),
    ])
    func `a list of holidays with a mistake is refused by its line`(_ text: String, _ sentence: String) {
        let error = #expect(throws: SeedFileError.self) { try HolidayList(Array(text.utf8)) }
        #expect(error?.description == sentence)
    }
}
