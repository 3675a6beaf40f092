import Receivables
import TestKit
import Testing
import Values

@Suite struct PromiseStateTests {
    private let made = Day(sinceEpoch: 20_000)

    /// A promise for ten days later, what was owed, and the entries by days after it was made.
    private func state(
        of amount: Int64? = nil,
        owed: Int64 = 1_000,
        _ entries: [(Int, Int64)],
        withdrawn: Int? = nil,
        terms: PromiseTerms = .strict,
        on age: Int
    ) -> PromiseState {
        let promise = Promise(
            invoices: [0],
            madeOn: made,
            dueOn: made.advanced(by: 10),
            amount: amount.map { Money(minorUnits: $0, in: .usd) },
            withdrawnOn: withdrawn.map { made.advanced(by: $0) }
        )
        let entries = entries.map { (day: made.advanced(by: $0.0), minorUnits: $0.1) }
        return promise.state(owed: owed, entries: entries, terms: terms, on: made.advanced(by: age))
    }

    @Test func `a promise is open through its day, and then broken`() {
        #expect(state([], on: 0) == .open)
        #expect(state([], on: 10) == .open)
        #expect(state([], on: 11) == .broken)
    }

    @Test func `it is kept as soon as what was promised has arrived`() {
        #expect(state([(4, 1_000)], on: 3) == .open)
        #expect(state([(4, 1_000)], on: 4) == .kept)
        #expect(state([(0, 1_000)], on: 0) == .kept, "what arrives on the day it is made counts")
        #expect(state([(4, 1_000)], on: 400) == .kept)
        #expect(state([(4, 600), (10, 400)], on: 11) == .kept)
    }

    @Test func `what arrives after its time does not keep it`() {
        #expect(state([(11, 1_000)], on: 12) == .broken)
        #expect(state([(4, 600), (11, 400)], on: 12) == .partKept)
    }

    @Test func `a part of what is owed may be all that is promised`() {
        #expect(state(of: 300, [(4, 300)], on: 12) == .kept)
        #expect(state(of: 300, [(4, 299)], on: 12) == .partKept)
        #expect(state(of: 300, [(4, 299)], on: 9) == .open)
        #expect(state(of: 5_000, [(4, 1_000)], on: 12) == .kept, "nobody pays more than is owed")
        #expect(state(of: 300, owed: 0, [], on: 12) == .kept, "nothing was owed any more")
    }

    @Test func `grace gives it days, and tolerance forgives a part`() {
        let lenient = PromiseTerms(graceDays: 2, tolerancePercent: 3)
        #expect(state([], terms: lenient, on: 12) == .open)
        #expect(state([], terms: lenient, on: 13) == .broken)
        #expect(state([(12, 970)], terms: lenient, on: 13) == .kept)
        #expect(state([(12, 969)], terms: lenient, on: 13) == .partKept)
        #expect(state([(13, 1_000)], terms: lenient, on: 13) == .broken)
    }

    @Test func `a payment that is taken back breaks the promise it had kept`() {
        #expect(state([(4, 1_000), (7, -1_000)], on: 8) == .open)
        #expect(state([(4, 1_000), (7, -1_000)], on: 11) == .broken)
        #expect(state([(4, 1_000), (30, -1_000)], on: 29) == .kept)
        #expect(state([(4, 1_000), (30, -1_000)], on: 30) == .broken)
        #expect(state([(4, 1_000), (30, -400)], on: 30) == .partKept)
        #expect(state([(4, 1_000), (30, -1_000), (31, 1_000)], on: 40) == .broken)
        #expect(state([(4, 1_000), (30, -1_000), (30, 1_000)], on: 40) == .kept, "a day's entries count together")
    }

    @Test func `one taken back in time is withdrawn, one taken back later was broken all the same`() {
        #expect(state([], withdrawn: 5, on: 4) == .open)
        #expect(state([], withdrawn: 5, on: 5) == .withdrawn)
        #expect(state([], withdrawn: 10, on: 20) == .withdrawn)
        #expect(state([], withdrawn: 11, on: 20) == .broken)
        let lenient = PromiseTerms(graceDays: 2, tolerancePercent: 0)
        #expect(state([], withdrawn: 11, terms: lenient, on: 20) == .withdrawn)
    }

    @Test func `the largest amounts are forgiven no more than the tolerance`() {
        let terms = PromiseTerms(graceDays: 0, tolerancePercent: 50)
        #expect(state(owed: .max, [(1, .max / 2 + 1)], terms: terms, on: 11) == .kept)
        #expect(state(owed: .max, [(1, .max / 2 - 1)], terms: terms, on: 11) == .partKept)
    }

    @Test func `the order of entries does not matter`() {
        forAll(500) { generator in
            let entries = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (Int.random(in: 0...25, using: &generator), Int64.random(in: -400...900, using: &generator))
            }
            return (entries, entries.shuffled(using: &generator), Int.random(in: 0...30, using: &generator))
        } property: { entries, shuffled, age in
            let terms = PromiseTerms(graceDays: 1, tolerancePercent: 2)
            return state(entries, terms: terms, on: age) == state(shuffled, terms: terms, on: age)
        }
    }
}
