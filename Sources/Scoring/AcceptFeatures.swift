package import Facts
package import Values

/// What the `accept` head reads about one recommended action.
package struct AcceptInput: Hashable, Sendable {
    /// The rule's id: one word.
    package let rule: String
    package let channel: Channel
    /// Of the invoice, or the customer's oldest where the action is about a customer; negative before due.
    package let daysPastDue: Int
    /// In whole units of the base currency; below 0 counts as 0; `nil` where unknown.
    package let amount: Double?
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
        amount: Double?,
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

/// A number with its feature's name.
package struct NamedValue: Hashable, Sendable {
    package let name: String
    package let value: Double

    /// The value of a feature.
    package init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }
}

/// A reviewed action: what the head read when it was recommended, and what the reviewer said.
package struct AcceptExample: Hashable, Sendable {
    /// The named features, as ``AcceptFeatures/features(of:)`` gave them.
    package let features: [NamedValue]
    package let approved: Bool
    package let reviewedOn: Day

    /// A reviewed action.
    package init(features: [NamedValue], approved: Bool, reviewedOn: Day) {
        self.features = features
        self.approved = approved
        self.reviewedOn = reviewedOn
    }
}

/// The features of the `accept` head: the fixed ones, then one for each rule that was ever reviewed.
package enum AcceptFeatures {
    /// Features of which the absence says nothing: their mean stands in.
    static let measured = [
        "log_days_past_due", "log_amount", "risk_score", "late_probability", "log_days_since_contact",
        "customer_accept_rate", "log_customer_reviewed",
    ]

    /// Features that are 0 where absent, and mostly 1 or 0.
    static let flags =
        ["never_contacted", "open_promise", "open_dispute", "call_on_large_late"]
        + Channel.allCases.map { "channel=\($0.rawValue)" }

    /// The features that every `accept` head has, in order.
    package static let fixedNames = measured + flags

    /// Whether a feature stands for a rule.
    package static func isRule(_ name: String) -> Bool { name.hasPrefix("rule=") }

    /// Whether a feature is 0 where absent, and is not standardised.
    static func isFlag(_ name: String) -> Bool { isRule(name) || flags.contains(name) }

    /// The named features of one action, in a fixed order: what a decision stores and a later fit learns from.
    ///
    /// A value that is unknown has no entry, nor has a flag that is 0. `call_on_large_late` is, for calls,
    /// ln(1 + days past due) · ln(1 + amount) / 10: a call is worth its trouble where both are large.
    package static func features(of input: AcceptInput) -> [NamedValue] {
        let logDays = Elementary.log(1 + Double(max(0, input.daysPastDue)))
        let logAmount = input.amount.map { Elementary.log(1 + max(0, $0)) }
        var features = [NamedValue("log_days_past_due", logDays)]
        if let logAmount { features.append(NamedValue("log_amount", logAmount)) }
        if let score = input.riskScore { features.append(NamedValue("risk_score", score)) }
        if let probability = input.lateProbability { features.append(NamedValue("late_probability", probability)) }
        if let days = input.daysSinceContact {
            features.append(NamedValue("log_days_since_contact", Elementary.log(1 + Double(max(0, days)))))
        } else {
            features.append(NamedValue("never_contacted", 1))
        }
        let rate = shrunkenRate(approved: input.customerApprovedCount, reviewed: input.customerReviewedCount)
        features.append(NamedValue("customer_accept_rate", rate))
        features.append(NamedValue("log_customer_reviewed", Elementary.log(1 + Double(input.customerReviewedCount))))
        if input.hasOpenPromise { features.append(NamedValue("open_promise", 1)) }
        if input.hasOpenDispute { features.append(NamedValue("open_dispute", 1)) }
        if input.channel == .call, let logAmount {
            features.append(NamedValue("call_on_large_late", logDays * logAmount / 10))
        }
        features.append(NamedValue("channel=\(input.channel.rawValue)", 1))
        features.append(NamedValue("rule=\(input.rule)", 1))
        return features
    }

    /// A customer's approval rate, shrunk: (approved + 4 · expected) / (reviewed + 4), 0 to 1.
    ///
    /// It is counted anew whenever actions are ranked, so that a review tells at once, before any fit.
    ///
    /// - Precondition: no more were approved than reviewed, and no count is negative.
    package static func shrunkenRate(approved: Int, reviewed: Int, expected: Double = 0.7) -> Double {
        precondition(0 <= approved && approved <= reviewed, "what was approved was reviewed")
        return (Double(approved) + 4 * expected) / (Double(reviewed) + 4)
    }

    /// The matrix of these actions for a head with these features; NaN where a measure is unknown.
    ///
    /// A feature that the head does not have, such as a rule it never saw, is left out and so adds nothing.
    package static func matrix(of actions: [[NamedValue]], names: [String]) -> FeatureMatrix {
        let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        let absent = names.map { measured.contains($0) ? Double.nan : 0 }
        var values: [Double] = []
        values.reserveCapacity(actions.count * names.count)
        for action in actions {
            let start = values.count
            values += absent
            for feature in action {
                if let column = columns[feature.name] { values[start + column] = feature.value }
            }
        }
        return FeatureMatrix(names: names, values: values)
    }
}

extension Model {
    /// How likely a reviewer approves each action.
    package func acceptProbabilities(of inputs: [AcceptInput]) -> [Double] {
        let actions = inputs.map(AcceptFeatures.features)
        return accept.probabilities(of: AcceptFeatures.matrix(of: actions, names: accept.features.map(\.name)))
    }
}
