package import Facts
package import Receivables
import Values

/// A reviewer with tastes that are known: what a model of approvals should find out from the decisions alone.
package struct PlantedReviewer: Hashable, Sendable {
    /// What of an action a planted reviewer looks at.
    package struct Subject: Hashable, Sendable {
        package let channel: Channel
        package let daysPastDue: Int
        /// In major units of the company's own currency.
        package let amount: Int64
        package let segment: String?

        /// An action as a planted reviewer sees it.
        package init(channel: Channel, daysPastDue: Int, amount: Int64, segment: String?) {
            self.channel = channel
            self.daysPastDue = daysPastDue
            self.amount = amount
            self.segment = segment
        }
    }

    /// A kind of action that a reviewer does not like: what is `nil` does not matter to it.
    package struct Taste: Hashable, Sendable {
        package let channel: Channel?
        package let daysPastDue: ClosedRange<Int>?
        package let amount: ClosedRange<Int64>?
        package let segment: String?
        /// The reason that is given.
        package let reason: RejectReason
        /// How many of a thousand such actions are rejected.
        package let rejectsPerMille: Int

        /// A taste.
        package init(
            channel: Channel? = nil,
            daysPastDue: ClosedRange<Int>? = nil,
            amount: ClosedRange<Int64>? = nil,
            segment: String? = nil,
            reason: RejectReason,
            rejectsPerMille: Int
        ) {
            self.channel = channel
            self.daysPastDue = daysPastDue
            self.amount = amount
            self.segment = segment
            self.reason = reason
            self.rejectsPerMille = rejectsPerMille
        }

        /// Whether the action is of the kind.
        package func covers(_ subject: Subject) -> Bool {
            (channel.map { $0 == subject.channel } ?? true)
                && (daysPastDue.map { $0.contains(subject.daysPastDue) } ?? true)
                && (amount.map { $0.contains(subject.amount) } ?? true)
                && (segment.map { $0 == subject.segment } ?? true)
        }
    }

    /// What a planted reviewer does with an action.
    package enum Decision: Hashable, Sendable {
        case approve
        case reject(RejectReason)
    }

    package let name: String
    /// The first that covers an action decides.
    package let tastes: [Taste]
    /// How many of a thousand other actions are rejected, for no reason that could be learned.
    package let otherRejectsPerMille: Int

    /// A reviewer with these tastes.
    package init(name: String, tastes: [Taste], otherRejectsPerMille: Int) {
        self.name = name
        self.tastes = tastes
        self.otherRejectsPerMille = otherRejectsPerMille
    }

    /// What the reviewer decides about an action: the same for the same seed and number, always.
    ///
    /// - Parameters:
    ///   - seed: which world of decisions it is.
    ///   - number: tells actions apart that look alike; the place in a test's list will do.
    package func decision(on subject: Subject, seed: UInt64, number: UInt64) -> Decision {
        var draws = Draws(seed: seed &+ number &* 0x9E37_79B9_7F4A_7C15, stream: 7)
        let drawn = draws.below(1_000)
        guard let taste = tastes.first(where: { $0.covers(subject) }) else {
            return drawn < otherRejectsPerMille ? .reject(.other) : .approve
        }
        return drawn < taste.rejectsPerMille ? .reject(taste.reason) : .approve
    }

    /// How likely the reviewer approves of an action: the truth that a model is measured against.
    package func approvalPerMille(of subject: Subject) -> Int {
        1_000 - (tastes.first { $0.covers(subject) }?.rejectsPerMille ?? otherRejectsPerMille)
    }

    /// The planted reviewers: one who dislikes calling about little, one who leaves large customers alone, one who waits.
    package static let all = [
        PlantedReviewer(
            name: "no-calls-for-little",
            tastes: [
                Taste(channel: .call, amount: 0...1_500, reason: .wrongChannel, rejectsPerMille: 940),
                Taste(channel: .sms, reason: .wrongChannel, rejectsPerMille: 900),
            ],
            otherRejectsPerMille: 40
        ),
        PlantedReviewer(
            name: "careful-with-the-large",
            tastes: [
                Taste(segment: "enterprise", reason: .relationship, rejectsPerMille: 900),
                Taste(channel: .letter, reason: .wrongChannel, rejectsPerMille: 850),
            ],
            otherRejectsPerMille: 50
        ),
        PlantedReviewer(
            name: "gives-them-a-week",
            tastes: [
                Taste(daysPastDue: -30...7, reason: .tooSoon, rejectsPerMille: 930),
                Taste(channel: .call, daysPastDue: 8...20, reason: .tooSoon, rejectsPerMille: 700),
            ],
            otherRejectsPerMille: 30
        ),
    ]
}
