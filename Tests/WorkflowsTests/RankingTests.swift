import Facts
import TestKit
import Testing
import Values

@testable import Workflows

/// What an action is worth, and the order of the queue.
@Suite struct RankingTests {
    @Test func `cash at stake is the balance times the probability, rounded half up`() {
        #expect(cash(1_000, 0.25) == 250)
        #expect(cash(3, 0.5) == 2)
        #expect(cash(1, 0.5) == 1)
        #expect(cash(1, 0.499) == 0)
    }

    @Test func `an invoice past due puts its whole balance at stake, to the last unit`() {
        #expect(cash(9_007_199_254_740_993, 1) == 9_007_199_254_740_993)
    }

    @Test func `nothing is at stake where nothing is owed, and nothing is said where nothing is known`() {
        #expect(cash(-500, 1) == 0)
        #expect(cash(500, .nan) == nil)
    }

    @Test func `urgency is approval times cash in major units, to two decimals`() {
        let rank = Rank(probabilityApproved: Probability(0.5), expectedCash: Money(minorUnits: 12_345, in: .usd))
        #expect(rank.urgency == 61.73)
        let yen = Rank(probabilityApproved: Probability(0.5), expectedCash: Money(minorUnits: 12_345, in: .jpy))
        #expect(yen.urgency == 6_172.5)
        let unknown = Rank(probabilityApproved: Probability(0.5), expectedCash: nil)
        #expect(unknown.urgency == 0)
    }

    @Test func `ties go to priority, then to the rule's id`() {
        #expect(Ranking.precedes(Samples.action(balance: 200), Samples.action(balance: 100)))
        #expect(Ranking.precedes(Samples.action(rule: "a"), Samples.action(rule: "b")))
        #expect(!Ranking.precedes(Samples.action(rule: "a"), Samples.action(rule: "a")))
    }

    @Test func `cash at stake never exceeds the balance`() {
        forAll {
            (Int64.random(in: 1...Int64.max, using: &$0), Double.random(in: 0...1, using: &$0))
        } property: { balance, probability in
            let stake = cash(balance, probability)
            return stake.map { $0 >= 0 && $0 <= balance } ?? false
        }
    }

    private func cash(_ balance: Int64, _ probability: Double) -> Int64? {
        Ranking.cashAtStake(balance: Money(minorUnits: balance, in: .usd), lateProbability: probability)?.minorUnits
    }
}
