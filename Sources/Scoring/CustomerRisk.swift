/// The three levels of risk, in the words of the fact catalogue.
package enum RiskLevel: String, CaseIterable, Hashable, Sendable {
    /// Below 40 points.
    case low
    /// From 40 to below 70 points.
    case medium
    /// 70 points and more.
    case high
}

/// The customer's score: 0 is safe, 100 is riskiest.
package enum CustomerRisk {
    /// The chance of late payment of each customer's open invoices, weighted by their balances, times 100.
    package static func scores(
        lateProbability: [Double],
        balance: [Int64],
        customerOfInvoice: [Int32],
        count: Int
    ) -> [Double] { [] }

    /// The level of a score, or `nil` for NaN.
    package static func level(of score: Double) -> RiskLevel? { nil }
}
