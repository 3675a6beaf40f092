/// How a customer is reached.
package enum Channel: String, CaseIterable, Hashable, Sendable {
    case email, call, sms, letter
    /// A thing a person does that is none of these.
    case task
    /// Leave the customer alone for now.
    case wait

    /// Whether the customer notices.
    package var isContact: Bool {
        switch self {
        case .email, .call, .sms, .letter: true
        case .task, .wait: false
        }
    }
}

/// How much an insight matters.
package enum Severity: String, CaseIterable, Hashable, Comparable, Sendable {
    case critical, high, medium, low, healthy

    /// Critical is the least, so that sorting brings the worst to the top.
    package static func < (left: Severity, right: Severity) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .critical: 0
        case .high: 1
        case .medium: 2
        case .low: 3
        case .healthy: 4
        }
    }
}

/// How risky a customer's open invoices are, by its risk score.
package enum RiskLevel: String, CaseIterable, Hashable, Sendable {
    /// Below 40 points.
    case low
    /// From 40 to below 70 points.
    case medium
    /// 70 points and more.
    case high
}

/// The tags an insight may bear; a rule set may declare more.
package enum InsightTag {
    /// The words every rule set knows.
    package static let shipped = [
        "payment_behavior_worsening", "payment_behavior_improving", "chronic_late", "accelerating_deterioration",
        "reliable_payer_slipped", "ghosting", "balance_growing", "churn_risk", "short_payer",
        "high_portfolio_impact", "healthy_account", "action_required", "promise_active", "promise_broken",
        "dispute_open", "concentration", "aging_deterioration", "cash_at_risk", "credit_exceeded", "data_stale",
    ]
}
