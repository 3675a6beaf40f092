import TestKit
import Testing
import Values

@Suite struct TimeOfDayTests {
    @Test func `a time reads as it is written`() throws {
        for minutes in 0..<1_440 {
            let time = try #require(TimeOfDay(minutes: minutes))
            #expect(TimeOfDay(time.description) == time)
            #expect(time.hour * 60 + time.minute == minutes)
        }
        #expect(TimeOfDay.twoInTheMorning.description == "02:00")
        #expect(try #require(TimeOfDay("09:05")) < (try #require(TimeOfDay("23:45"))))
    }

    @Test(arguments: ["", "2:00", "24:00", "12:60", "12.00", "ab:cd", "12:000", "-1:00", "１2:00"])
    func `what is no time is refused`(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func `minutes outside a day are none`() {
        #expect(TimeOfDay(minutes: -1) == nil && TimeOfDay(minutes: 1_440) == nil)
    }

    @Test(arguments: [
        // An ordinary day, a minute before the time and on it.
        ("America/New_York", "02:00", "2026-06-10T05:59:00Z", "2026-06-09"),
        ("America/New_York", "02:00", "2026-06-10T06:00:00Z", "2026-06-10"),
        // Clocks go from 02:00 to 03:00: half past two is never shown, and has passed once the gap is over.
        ("America/New_York", "02:30", "2026-03-08T06:59:59Z", "2026-03-07"),
        ("America/New_York", "02:30", "2026-03-08T07:00:00Z", "2026-03-08"),
        // Clocks go back from 02:00 to 01:00: half past one comes twice, and counts the first time.
        ("America/New_York", "01:30", "2026-11-01T05:29:59Z", "2026-10-31"),
        ("America/New_York", "01:30", "2026-11-01T05:30:00Z", "2026-11-01"),
        ("America/New_York", "01:30", "2026-11-01T06:15:00Z", "2026-11-01"),
        // Midnight itself is skipped.
        ("America/Havana", "00:00", "2026-03-08T04:59:59Z", "2026-03-07"),
        ("America/Havana", "00:00", "2026-03-08T05:00:00Z", "2026-03-08"),
    ])
    func `a day counts once its clocks have shown the time`(
        _ zone: String,
        _ time: String,
        _ instant: String,
        _ day: String
    ) throws {
        let found = try TimeZone(zone).lastDay(
            showing: try #require(TimeOfDay(time)),
            by: try #require(Instant(instant))
        )
        #expect(found == Day(day))
    }

    @Test func `the day never goes back while time goes on`() throws {
        let zone = try TimeZone("Europe/Paris")
        let start = try #require(Instant("2026-03-01T00:00:00Z"))
        let times = ["00:00", "01:30", "02:30", "03:00", "23:59"].compactMap { TimeOfDay($0) }
        for time in times {
            var last = zone.lastDay(showing: time, by: start)
            for step in 1...(45 * 24 * 4) {
                let day = zone.lastDay(showing: time, by: start.advanced(bySeconds: Int64(step) * 900))
                #expect(day == last || day == last.advanced(by: 1))
                last = day
            }
        }
    }
}
