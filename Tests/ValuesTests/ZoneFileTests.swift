import TestKit
import Testing

@testable import Values

@Suite struct ZoneFileTests {
    /// A file of version 2 with one change, from `before` to `after` at `time`, and a rule for what follows.
    private func file(footer: String, time: Int64 = 0, before: Int32 = 3_600, after: Int32 = 7_200) -> [UInt8] {
        func header(_ counts: [UInt32]) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes($0) }
        }
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            (0..<number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        let types = bytes(before) + [0, 0] + bytes(after) + [0, 0]
        let names = Array("LMT\0".utf8)
        let block = bytes(time) + [1] + types + names
        return header([0, 0, 0, 0, 0, 0]) + header([0, 0, 0, 1, 2, 4]) + block + Array("\n\(footer)\n".utf8)
    }

    @Test func `what is before, between and after the changes is told apart`() throws {
        let zone = try #require(ZoneFile(file(footer: "<+05>-5")))
        #expect(zone.offset(at: -1) == 3_600)
        #expect(zone.offset(at: 0) == 18_000)
        let frozen = try #require(ZoneFile(file(footer: "")))
        #expect(frozen.offset(at: 0) == 7_200)
        #expect(frozen.offset(at: 4_102_444_800) == 7_200)
    }

    @Test func `no damaged file stops the program`() {
        let whole = file(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        for count in 0..<whole.count { #expect(ZoneFile(Array(whole[..<count])) == nil, "\(count)") }
        forAll(1_000) { (generator: inout SplitMix64) -> [UInt8] in
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            return bytes
        } property: { bytes in
            guard let zone = ZoneFile(bytes) else { return true }
            return abs(zone.offset(at: 1_795_422_600)) < 200_000
        }
    }

    @Test(arguments: [
        // POSIX: the end of summer in the south comes first in the year.
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-01-15T00:00:00Z", 46_800),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-07-15T00:00:00Z", 43_200),
        // Days by number: J60 is 1 March in every year, 59 is 29 February in a leap year.
        ("AAA0BBB,J60/0,J300/0", "2024-02-29T12:00:00Z", 0), ("AAA0BBB,J60/0,J300/0", "2024-03-01T12:00:00Z", 3_600),
        ("AAA0BBB,59/0,300/0", "2024-02-29T12:00:00Z", 3_600), ("AAA0BBB,59/0,300/0", "2023-02-28T23:00:00Z", 0),
        ("AAA0BBB,59/0,300/0", "2023-03-01T00:00:00Z", 3_600),
        // RFC 9636: times beyond a day, and a summer that never ends.
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z", 7_200),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 10_800),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7_200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3_600),
        ("AST3EDT4,0/0,J365/23", "2026-01-01T03:30:00Z", -14_400),
        ("AST3EDT4,0/0,J365/23", "2026-07-01T00:00:00Z", -14_400),
        ("AST3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", -14_400),
        ("IST-5:30", "2026-07-01T00:00:00Z", 19_800), ("LMT+0:01:15", "2026-07-01T00:00:00Z", -75),
    ])
    func `a rule gives the offset of an instant`(_ rule: String, _ instant: String, _ offset: Int) throws {
        let rule = try #require(ZoneRule(Array(rule.utf8)))
        let instant = try #require(Instant(instant))
        #expect(rule.offset(at: instant.secondsSinceEpoch) == offset)
    }

    @Test(arguments: [
        "", "A", "AB1", "CET", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J300", "CET-1CEST,366,1", "CET-25",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x", "<CET-1", "CET-1:60", "CET-99999999999999999999",
    ])
    func `what is no rule is none`(_ text: String) {
        #expect(ZoneRule(Array(text.utf8)) == nil)
    }
}
