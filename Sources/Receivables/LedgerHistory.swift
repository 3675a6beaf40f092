package import Facts
package import Values

extension Ledger {
    /// Every invoice issued on `day` or before, with what was known of it strictly before `day`.
    ///
    /// An invoice issued on the day itself is in it, because it is to be scored on that day; a payment of that day is
    /// not, because it may be the very outcome that is to be foreseen. A row's ``InvoiceHistory/openRow`` is its row in
    /// this ledger's ``facts()``. Amounts are in the company's own currency by the rate of the issue day, or unknown.
    ///
    /// An invoice that was voided before `day` is not in it: nobody will pay it, early or late.
    ///
    /// - Precondition: the ledger knows all that happened before `day`: it is as of the day before, or later.
    package func history(knownBefore day: Day) -> InvoiceHistory {
        precondition(day <= asOf.advanced(by: 1), "a ledger as of \(asOf) does not know what happened before \(day)")
        let before = Settlement(of: self, through: day.advanced(by: -1))
        let now = Settlement(of: self, through: asOf)
        var customer: [Int32] = []
        var issuedOn: [Int32] = []
        var dueOn: [Int32] = []
        var amount: [Int64] = []
        var settledOn: [Int32] = []
        var openRow: [Int32] = []
        var openCount: Int32 = 0
        var amounts = AmountsAtIssue(in: company.currency, by: rates)
        for (place, invoice) in invoices.enumerated() where invoice.issuedOn <= asOf {
            let isOpen = now.balance[place] != 0
            defer { openCount += isOpen ? 1 : 0 }
            let isVoided = invoice.voidedOn.map { $0 < day } ?? false
            guard invoice.issuedOn <= day, !isVoided else { continue }
            customer.append(Int32(invoice.customer))
            issuedOn.append(invoice.issuedOn.sinceEpoch)
            dueOn.append(invoice.dueOn.sinceEpoch)
            amount.append(amounts.inBase(invoice))
            // An invoice of the day itself that was paid in advance is settled on that day, which is not before it.
            let settled = before.settledOn[place]
            settledOn.append(settled < day.sinceEpoch ? settled : InvoiceHistory.unsettled)
            openRow.append(isOpen ? openCount : -1)
        }
        return InvoiceHistory(
            knownBefore: day,
            calendar: company.calendar,
            currency: company.currency,
            customerCount: customers.count,
            customer: customer,
            issuedOn: issuedOn,
            dueOn: dueOn,
            amount: amount,
            settledOn: settledOn,
            openRow: openRow
        )
    }
}

/// What invoices came to in the company's own currency when they were issued.
///
/// Invoices of one customer come by their issue day, so the last conversion is often the next one too.
private struct AmountsAtIssue {
    private let currency: Currency
    private let rates: RateTable
    private var last: (from: Currency, day: Day, conversion: Conversion?)?

    init(in currency: Currency, by rates: RateTable) {
        self.currency = currency
        self.rates = rates
    }

    mutating func inBase(_ invoice: Invoice) -> Int64 {
        let amount = invoice.amount
        guard amount.currency != currency else { return max(amount.minorUnits, -.max) }
        if let last, last.from == amount.currency, last.day == invoice.issuedOn {
            return last.conversion?.converted(amount.minorUnits) ?? FactTable.unknownInteger
        }
        let conversion = rates.conversion(from: amount.currency, to: currency, on: invoice.issuedOn)
        last = (amount.currency, invoice.issuedOn, conversion)
        return conversion?.converted(amount.minorUnits) ?? FactTable.unknownInteger
    }
}
