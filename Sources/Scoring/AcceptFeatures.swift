package import Facts
package import Values

/// What the `accept` head reads about one recommended action.
package struct AcceptInput: Hashable, Sendable {
    /// The rule's id.
    package let rule: String
    package let channel: Channel
    /// Of the invoice, or the customer's oldest where the action is about a customer.
    package let daysPastDue: Int
    /// In whole units of the base currency; below 0 counts as 0.
    package let amount: Double
    /// 0 to 100; `nil` where unknown.
    package let riskScore: Double?
    /// 0 to 1; `nil` where unknown.
    package let lateProbability: Double?
    /// `nil` where there was no contact.
    package let daysSinceContact: Int?
    package let hasOpenPromise: Bool
    package let hasOpenDispute: Bool
    /// How many actions about the customer were reviewed before.
    package let customerReviewedCount: Int
    /// How many of them were approved.
    package let customerApprovedCount: Int

    /// The input for one action.
    package init(
        rule: String,
        channel: Channel,
        daysPastDue: Int,
        amount: Double,
        riskScore: Double?,
        lateProbability: Double?,
        daysSinceContact: Int?,
        hasOpenPromise: Bool,
        hasOpenDispute: Bool,
        customerReviewedCount: Int,
        customerApprovedCount: Int
    ) {
        self.rule = rule
        self.channel = channel
        self.daysPastDue = daysPastDue
        self.amount = amount
        self.riskScore = riskScore
        self.lateProbability = lateProbability
        self.daysSinceContact = daysSinceContact
        self.hasOpenPromise = hasOpenPromise
        self.hasOpenDispute = hasOpenDispute
        self.customerReviewedCount = customerReviewedCount
        self.customerApprovedCount = customerApprovedCount
    }
}

/// A reviewed action: what the head read when it was recommended, and what the reviewer said.
package struct AcceptExample: Hashable, Sendable {
    /// The named features, as ``AcceptFeatures/features(of:)`` gave them and the decision stored them.
    package let features: [String: Double]
    package let approved: Bool
    /// The day of the review.
    package let reviewedOn: Day

    /// A reviewed action.
    package init(features: [String: Double], approved: Bool, reviewedOn: Day) {
        self.features = features
        self.approved = approved
        self.reviewedOn = reviewedOn
    }
}

/// The features of the `accept` head.
package enum AcceptFeatures {
    /// The named features of one action: what a decision stores and a later fit learns from.
    ///
    /// A value that is unknown has no entry; 0 or 1 features that are 0 have none either.
    package static func features(of input: AcceptInput) -> [String: Double] { [:] }

    /// The customer's approval rate, shrunk to `portfolioRate`: (approved + 4 × rate) / (reviewed + 4).
    package static func shrunkenRate(approved: Int, reviewed: Int, portfolioRate: Double = 0.7) -> Double { 0.7 }

    /// How likely a reviewer approves each action.
    package static func probabilities(of inputs: [AcceptInput], head: Head) -> [Double] { [] }
}
