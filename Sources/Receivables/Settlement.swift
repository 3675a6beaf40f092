import Facts
import Values

/// What became of each invoice of a ledger by the end of a day, as columns in the order of the ledger's invoices.
struct Settlement {
    /// What is still owed, in minor units; negative where more was paid than was owed.
    let balance: [Int64]
    /// The first day from which nothing was owed to the end, in days since 1970-01-01; ``InvoiceHistory/unsettled``
    /// where something is owed.
    ///
    /// Entries of one day count together, in whatever order they were made. What was paid before the invoice was issued
    /// settles it on its issue day.
    let settledOn: [Int32]

    /// The settlement of the ledger's invoices by entries on `lastDay` or before.
    ///
    /// - Precondition: payments are ordered by invoice, then by day, and every amount is in the base currency.
    init(of ledger: Ledger, through lastDay: Day) {
        let currency = ledger.company.currency
        var balance: [Int64] = []
        var settledOn: [Int32] = []
        balance.reserveCapacity(ledger.invoices.count)
        settledOn.reserveCapacity(ledger.invoices.count)
        let payments = ledger.payments
        var next = 0
        for (place, invoice) in ledger.invoices.enumerated() {
            precondition(invoice.amount.currency == currency, "invoice \(invoice.key) is not in \(currency)")
            var owed = invoice.amount.minorUnits
            var settled = owed <= 0 ? invoice.issuedOn.sinceEpoch : InvoiceHistory.unsettled
            while next < payments.count, payments[next].invoice == place {
                let day = payments[next].paidOn
                repeat {
                    precondition(payments[next].amount.currency == currency, "a payment is not in \(currency)")
                    if day <= lastDay { owed = owed.subtractingClamped(payments[next].amount.minorUnits) }
                    next += 1
                } while next < payments.count && payments[next].invoice == place && payments[next].paidOn == day
                if owed > 0 {
                    settled = InvoiceHistory.unsettled
                } else if settled == InvoiceHistory.unsettled {
                    settled = max(day, invoice.issuedOn).sinceEpoch
                }
            }
            if let voidedOn = invoice.voidedOn, voidedOn <= lastDay {
                // Nobody paid it, so it was not settled; what was paid on it all the same is the customer's.
                owed = owed.subtractingClamped(invoice.amount.minorUnits)
                settled = InvoiceHistory.unsettled
            }
            balance.append(owed)
            settledOn.append(settled)
        }
        precondition(next == payments.count, "payments are not in the order of their invoices")
        self.balance = balance
        self.settledOn = settledOn
    }
}

extension Int64 {
    /// The sum, held at the ends of what an amount can be; the least number means "unknown" in a column of facts.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        if overflow { return other > 0 ? .max : -.max }
        return Swift.max(sum, -.max)
    }

    /// The difference, held at the ends of what an amount can be.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        if overflow { return other < 0 ? .max : -.max }
        return Swift.max(difference, -.max)
    }
}
