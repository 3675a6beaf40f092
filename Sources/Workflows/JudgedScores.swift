package import Facts
package import Receivables
import Scoring
package import Values

/// What a run says of late payment: the numbers that are kept for each open invoice and each customer.
package struct JudgedScores: Hashable, Sendable {
    /// In the order of the fact table's rows; an invoice that was not scored is not in it.
    package let invoices: [JudgedInvoiceScore]
    /// In the order of the fact table's rows; a customer without a scored invoice is not in it.
    package let customers: [JudgedCustomerScore]

    /// Scores; none by default.
    package init(invoices: [JudgedInvoiceScore] = [], customers: [JudgedCustomerScore] = []) {
        self.invoices = invoices
        self.customers = customers
    }

    /// Takes all of it into a digest, under names that are the same in every database.
    func add(to digest: inout PartsDigest) {
        for score in invoices {
            digest.add(score.key)
            digest.add("\(score.lateProbability.value)")
        }
        for score in customers {
            digest.add(score.key)
            digest.add("\(score.riskScore)")
        }
    }
}

/// How likely an open invoice is settled late.
package struct JudgedInvoiceScore: Hashable, Sendable {
    package let invoice: Identifier<Invoice>
    /// The invoice's key in the company's own books.
    package let key: String
    /// Exactly 1 where it is past due.
    package let lateProbability: Probability
}

extension JudgedInvoiceScore {
    /// The score of an invoice; `nil` where the probability is NaN, which is unknown.
    init?(of invoice: Invoice, lateProbability: Double) {
        guard let lateProbability = Probability(lateProbability) else { return nil }
        self.init(invoice: invoice.id, key: invoice.key, lateProbability: lateProbability)
    }
}

/// How risky a customer's open invoices are.
package struct JudgedCustomerScore: Hashable, Sendable {
    package let customer: Identifier<Customer>
    /// The customer's key in the company's own books.
    package let key: String
    /// From 0 to 100, higher is riskier.
    package let riskScore: Double
    package let riskLevel: RiskLevel
}

extension JudgedCustomerScore {
    /// The score of a customer; `nil` where it is NaN, which is unknown.
    init?(of customer: Customer, riskScore: Double) {
        guard let level = CustomerRisk.level(of: riskScore) else { return nil }
        self.init(customer: customer.id, key: customer.key, riskScore: riskScore, riskLevel: level)
    }
}
