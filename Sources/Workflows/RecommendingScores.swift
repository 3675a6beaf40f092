import Receivables
import Store
import Values

extension RunWriter {
    /// Writes scores, all of one kind together.
    func write(_ changes: some Sequence<ScoreDifference.Change>) throws {
        var invoices: [InvoiceScoreRow] = []
        var customers: [CustomerScoreRow] = []
        var closedInvoices: [Identifier<Invoice>] = []
        var closedCustomers: [Identifier<Customer>] = []
        for change in changes {
            switch change {
            case .keepInvoice(let score): invoices.append(row(score))
            case .keepCustomer(let score): customers.append(row(score))
            case .removeInvoice(let invoice): closedInvoices.append(invoice)
            case .removeCustomer(let customer): closedCustomers.append(customer)
            }
        }
        _ = try InvoiceScoreRow.upsert(invoices, in: scope)
        _ = try CustomerScoreRow.upsert(customers, in: scope)
        try InvoiceScoreRow.remove(of: closedInvoices, in: scope)
        try CustomerScoreRow.remove(of: closedCustomers, in: scope)
    }

    private func row(_ score: JudgedInvoiceScore) -> InvoiceScoreRow {
        InvoiceScoreRow(
            invoice: score.invoice,
            lateProbability: score.lateProbability,
            modelVersion: origin.modelVersion,
            assessedOn: origin.day
        )
    }

    private func row(_ score: JudgedCustomerScore) -> CustomerScoreRow {
        CustomerScoreRow(
            customer: score.customer,
            riskScore: score.riskScore,
            riskLevel: score.riskLevel,
            modelVersion: origin.modelVersion,
            assessedOn: origin.day
        )
    }
}
