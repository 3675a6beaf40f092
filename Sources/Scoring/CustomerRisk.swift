package import Facts

/// The customer's score: 0 is safe, 100 is riskiest.
package enum CustomerRisk {
    /// The chance of late payment over each customer's open invoices, weighted by their balances, times 100.
    ///
    /// A past-due invoice enters with its propensity like any other, not with certainty: the score says how the customer
    /// pays, and the days past due say the rest. NaN for a customer without an invoice that has both a probability
    /// and a positive balance, and for one of whose scored invoices the balance is unknown: there is nothing to weigh it by.
    ///
    /// - Parameters:
    ///   - lateProbability: one for each open invoice; NaN where it was not scored.
    ///   - balance: what of each is owed, in minor units of one currency, or ``FactTable/unknownInteger``.
    ///   - customerOfInvoice: the customer's number for each, below `count`.
    ///   - count: how many customers there are.
    /// - Precondition: the columns have the same length.
    package static func scores(
        lateProbability: [Double],
        balance: [Int64],
        customerOfInvoice: [Int32],
        count: Int
    ) -> [Double] {
        precondition(
            lateProbability.count == balance.count && balance.count == customerOfInvoice.count,
            "each open invoice has a probability, a balance and a customer"
        )
        var weighted = [Double](repeating: 0, count: count)
        var total = [Double](repeating: 0, count: count)
        for (row, probability) in lateProbability.enumerated() where !probability.isNaN {
            let customer = Int(customerOfInvoice[row])
            if balance[row] == FactTable.unknownInteger { weighted[customer] = .nan }
            guard balance[row] > 0 else { continue }
            weighted[customer] += probability * Double(balance[row])
            total[customer] += Double(balance[row])
        }
        return zip(weighted, total).map { $1 > 0 && !$0.isNaN ? min(100, $0 / $1 * 100) : .nan }
    }

    /// The level of a score: below 40 low, below 70 medium, the rest high; `nil` for NaN.
    package static func level(of score: Double) -> RiskLevel? {
        guard !score.isNaN else { return nil }
        if score < 40 { return .low }
        return score < 70 ? .medium : .high
    }
}
