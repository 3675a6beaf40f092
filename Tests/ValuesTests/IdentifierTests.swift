import TestKit
import Testing
import Values

@Suite struct IdentifierTests {
    private enum Customer {}
    private typealias ID = Identifier<Customer>

    @Test func `an identifier is read from what it prints, in either case`() {
        forAll {
            ID(high: $0.next(), low: $0.next())
        } property: { id in
            ID(id.description) == id && ID(id.description.uppercased()) == id && id.description.utf8.count == 36
        }
    }

    @Test(arguments: [
        "", "0190a0b0c0d0700080000123456789ab", "0190a0b0-c0d0-7000-8000-0123456789a",
        "0190a0b0-c0d0-7000-8000-0123456789abc",
        "0190a0b0_c0d0-7000-8000-0123456789ab", "g190a0b0-c0d0-7000-8000-0123456789ab",
        "{190a0b0-c0d0-7000-8000-0123456789a}", "0190a0b0-c0d07-000-8000-0123456789ab",
    ])
    func `what is no UUID is none`(_ text: String) {
        #expect(ID(text) == nil)
    }

    @Test func `version 7 holds its time, version and variant, and is ordered by time`() {
        forAll {
            let earlier = Int64.random(in: 0...253_402_300_799_998, using: &$0)
            let later = Int64.random(in: (earlier + 1)...253_402_300_799_999, using: &$0)
            return (
                earlier, ID.timeOrdered(at: Instant(millisecondsSinceEpoch: earlier), using: &$0),
                ID.timeOrdered(at: Instant(millisecondsSinceEpoch: later), using: &$0)
            )
        } property: { (earlier: Int64, first: ID, second: ID) in
            let digits = Array(first.description)
            return first.high >> 16 == UInt64(earlier) && digits[14] == "7" && "89ab".contains(digits[19])
                && first < second && first.description < second.description
        }
    }

    @Test func `version 8 is the same for the same hash, and has its version and variant`() {
        forAll {
            ContentHash(of: "\($0.next())")
        } property: { hash in
            let id = ID.derived(from: hash)
            let digits = Array(id.description)
            return id == ID.derived(from: hash) && digits[14] == "8" && "89ab".contains(digits[19])
                && id.description.prefix(8) == hash.description.prefix(8)
        }
    }

    @Test func `the identifiers of different things differ`() {
        #expect(ID.derived(from: ContentHash(of: "a")) != ID.derived(from: ContentHash(of: "b")))
    }
}

@Suite struct HexadecimalTests {
    @Test func `bytes are read from what they print`() {
        forAll(300) { (generator: inout SplitMix64) -> [UInt8] in
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
        } property: { bytes in
            Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes
        }
    }

    @Test(arguments: ["0", "0g", "0 ", "é"])
    func `other text stands for no bytes`(_ text: String) {
        #expect(Hexadecimal.bytes(of: text) == nil)
    }
}

@Suite struct ProbabilityTests {
    @Test(arguments: [-0.001, 1.001, .infinity, -.infinity, .nan])
    func `what is no probability is none`(_ value: Double) {
        #expect(Probability(value) == nil)
    }

    @Test func `the complement and the conjunction stay probabilities`() throws {
        let quarter = try #require(Probability(0.25))
        let half = try #require(Probability(0.5))
        #expect(quarter.complement.value == 0.75)
        #expect(quarter.and(independently: half).value == 0.125)
        #expect(quarter < half)
    }
}

@Suite struct SplitMix64Tests {
    @Test func `a seed gives the numbers of the published algorithm`() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }
}

@Suite struct SpellingTests {
    @Test func `a distance counts letters inserted, removed, replaced and swapped`() {
        #expect(Spelling.distance(from: "severity", to: "severity") == 0)
        #expect(Spelling.distance(from: "severty", to: "severity") == 1)
        #expect(Spelling.distance(from: "sevreity", to: "severity") == 1)
        #expect(Spelling.distance(from: "", to: "abc") == 3)
        #expect(Spelling.distance(from: "kitten", to: "sitting") == 3)
    }

    @Test func `the nearest is offered only where it is near`() {
        let facts = ["due_date", "days_past_due", "balance"]
        #expect(Spelling.nearest(to: "due_dat", among: facts) == "due_date")
        #expect(Spelling.nearest(to: "industry", among: facts) == nil)
        #expect(Spelling.nearest(to: "b", among: ["c", "a"]) == "a")
    }
}
