import Facts
import Receivables
import TestKit
import Testing
import Values
import Workflows

@Suite struct PlantedReviewerTests {
    private let callers = PlantedReviewer(
        name: "one",
        tastes: [
            .init(channel: .call, amount: 0...1_500, reason: .wrongChannel, rejectsPerMille: 900),
            .init(daysPastDue: -30...7, segment: "enterprise", reason: .tooSoon, rejectsPerMille: 800),
        ],
        otherRejectsPerMille: 50
    )

    private func subject(
        _ channel: Channel = .email,
        daysPastDue: Int = 20,
        amount: Int64 = 5_000,
        segment: String? = "mid"
    ) -> PlantedReviewer.Subject {
        PlantedReviewer.Subject(channel: channel, daysPastDue: daysPastDue, amount: amount, segment: segment)
    }

    private func rejected(_ subject: PlantedReviewer.Subject, of count: UInt64 = 4_000) -> [RejectReason: Int] {
        (0..<count).reduce(into: [:]) { counts, number in
            guard case .reject(let reason) = callers.decision(on: subject, seed: 1, number: number) else { return }
            counts[reason, default: 0] += 1
        }
    }

    @Test func `a reviewer decides the same about the same, whenever it is asked`() {
        forAll(200) {
            ($0.next(), $0.next(), Int.random(in: -10...90, using: &$0))
        } property: { seed, number, days in
            let subject = subject(.call, daysPastDue: days, amount: 900)
            return PlantedReviewer.all.allSatisfy {
                $0.decision(on: subject, seed: seed, number: number)
                    == $0.decision(on: subject, seed: seed, number: number)
            }
        }
    }

    @Test func `what it does not like is rejected as often as planted, with the reason planted`() {
        let calls = rejected(subject(.call, amount: 1_500))
        #expect(Set(calls.keys) == [.wrongChannel])
        #expect((3_520...3_680).contains(calls[.wrongChannel] ?? 0), "\(calls)")
        let early = rejected(subject(daysPastDue: 7, segment: "enterprise"))
        #expect(Set(early.keys) == [.tooSoon])
        #expect((3_100...3_300).contains(early[.tooSoon] ?? 0), "\(early)")
    }

    @Test func `what it has nothing against is rejected now and then, for no reason to learn`() {
        for other in [
            subject(), subject(.call, amount: 1_501), subject(daysPastDue: 8, segment: "enterprise"),
            subject(daysPastDue: 5, segment: nil),
        ] {
            let rejected = rejected(other)
            #expect(Set(rejected.keys) == [.other])
            #expect((140...260).contains(rejected[.other] ?? 0), "\(rejected)")
            #expect(callers.approvalPerMille(of: other) == 950)
        }
        #expect(callers.approvalPerMille(of: subject(.call, amount: 10)) == 100)
    }

    @Test func `the planted reviewers differ, and stand in the answers`() {
        let rows = BookTables.large[.reviewers]
        #expect(rows.count == PlantedReviewer.all.flatMap(\.tastes).count)
        #expect(Set(rows.map { $0["reviewer"] }) == Set(PlantedReviewer.all.map(\.name)))
        #expect(rows.allSatisfy { RejectReason(rawValue: $0["reason"]) != nil })
        let call = subject(.call, daysPastDue: 15, amount: 900)
        let approvals = PlantedReviewer.all.map { $0.approvalPerMille(of: call) }
        #expect(Set(approvals).count == PlantedReviewer.all.count)
    }
}
