import TestKit
import Testing
import Values

@Suite struct TimeZoneTests {
    /// Both hemispheres, half hours, summers that are negative, irregular or gone, a lost day, none at all.
    private static let zones = [
        "America/New_York", "Europe/Berlin", "Europe/Dublin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Australia/Sydney", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "Asia/Gaza", "America/Nuuk",
        "Antarctica/Troll", "Pacific/Chatham", "America/Havana", "Africa/Monrovia", "Asia/Tehran", "Etc/UTC",
    ]

    @Test(arguments: zones)
    func `offsets agree with zdump on both sides of every change from 1970 to 2100`(_ name: String) throws {
        let zone = try TimeZone(name)
        let readings = try Zdump(zone: name, years: 1970...2100).readings
        let wrong = readings.filter {
            zone.offset(at: Instant(millisecondsSinceEpoch: $0.seconds * 1_000)) != $0.offset
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        let isChangeless = ["Asia/Kolkata", "Etc/UTC"].contains(name)
        #expect(readings.isEmpty == isChangeless)
    }

    @Test(arguments: zones)
    func `a time of day comes back from its instant, except in a gap`(_ name: String) throws {
        let zone = try TimeZone(name)
        forAll(100) {
            (
                Day(sinceEpoch: .random(in: 0...47_000, using: &$0)), Int.random(in: 0...23, using: &$0),
                Int.random(in: 0...59, using: &$0)
            )
        } property: { (day: Day, hour: Int, minute: Int) in
            let instant = zone.instant(of: day, hour: hour, minute: minute)
            func local(_ instant: Instant) -> Int64 { instant.secondsSinceEpoch + Int64(zone.offset(at: instant)) }
            let wanted = Int64(day.sinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60)
            return local(instant) >= wanted && local(instant.advanced(bySeconds: -1)) < wanted
        }
    }

    @Test func `midnight is found where there is one, and the end of the gap where there is none`() throws {
        let berlin = try TimeZone("Europe/Berlin")
        #expect(berlin.instant(of: try #require(Day("2026-07-01"))).description == "2026-06-30T22:00:00.000Z")
        #expect(
            berlin.instant(of: try #require(Day("2026-03-29")), hour: 2, minute: 30).description
                == "2026-03-29T01:00:00.000Z"
        )
        #expect(
            berlin.instant(of: try #require(Day("2026-10-25")), hour: 2, minute: 30).description
                == "2026-10-25T00:30:00.000Z"
        )
        let saoPaulo = try TimeZone("America/Sao_Paulo")
        #expect(saoPaulo.instant(of: try #require(Day("2018-11-04"))).description == "2018-11-04T03:00:00.000Z")
        let apia = try TimeZone("Pacific/Apia")
        #expect(apia.instant(of: try #require(Day("2011-12-30"))).description == "2011-12-30T10:00:00.000Z")
        #expect(apia.instant(of: try #require(Day("2011-12-31"))).description == "2011-12-30T10:00:00.000Z")
    }

    @Test func `the day changes at local midnight`() throws {
        let newYork = try TimeZone("America/New_York")
        let tokyo = try TimeZone("Asia/Tokyo")
        let instant = try #require(Instant("2026-11-23T04:59:59.999Z"))
        #expect(newYork.day(at: instant).description == "2026-11-22")
        #expect(newYork.day(at: instant.advanced(bySeconds: 1)).description == "2026-11-23")
        #expect(tokyo.day(at: instant).description == "2026-11-23")
        #expect(TimeZone.utc.day(at: Instant(millisecondsSinceEpoch: -1)).description == "1969-12-31")
        #expect(TimeZone.utc.instant(of: Day(sinceEpoch: 1)).millisecondsSinceEpoch == 86_400_000)
    }

    @Test(arguments: [
        "", "/etc/passwd", "../../etc/passwd", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/Berlin/", "./UTC",
        "right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "Europe/Berlin\0", "tzdata.zi", "zone.tab", "Europe",
        "leapseconds", "-UTC",
    ])
    func `a name that is no zone's opens no file`(_ name: String) {
        #expect(throws: TimeZoneError.self) { try TimeZone(name) }
    }

    @Test(arguments: [
        ("Europe/Berlim", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
        ("new_york", "America/New_York"), ("America/NewYork", "America/New_York"),
    ])
    func `a misspelt zone is answered with the one that was meant`(_ name: String, _ meant: String) {
        let error = #expect(throws: TimeZoneError.self) { try TimeZone(name) }
        #expect(error?.description == "there is no time zone `\(name)`; did you mean `\(meant)`?")
    }

    @Test func `an empty folder is no database`() {
        let error = #expect(throws: TimeZoneError.self) { try TimeZone("Europe/Berlin", in: "/nowhere") }
        #expect(error == .noDatabase(folder: "/nowhere"))
    }

    @Test func `all zones of the database can be read`() throws {
        let names = TimeZone.names()
        #expect(names.count > 400)
        for name in names { #expect(throws: Never.self, "\(name)") { try TimeZone(name) } }
    }

    @Test func `a time that no day has stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = TimeZone.utc.instant(of: Day(sinceEpoch: 0), hour: 24)
        }
    }
}

@Suite struct CompanyClockTests {
    @Test func `a real clock follows its zone and a fixed one stands`() throws {
        let instant = try #require(Instant("2026-11-23T12:00:00Z"))
        let day = try #require(Day("2013-06-30"))
        #expect(CompanyClock.real(try TimeZone("Pacific/Auckland")).today(at: instant).description == "2026-11-24")
        #expect(CompanyClock.fixed(day).today(at: instant) == day)
    }
}
