package import Facts
package import Values

extension Ledger {
    /// Every invoice issued on `day` or before, with what was known of it strictly before `day`.
    ///
    /// An invoice issued on the day itself is in it, because it is to be scored on that day; a payment of that day is
    /// not, because it may be the very outcome that is to be foreseen. A row's ``InvoiceHistory/openRow`` is its row in
    /// this ledger's ``facts()``.
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
        for (place, invoice) in invoices.enumerated() where invoice.issuedOn <= asOf {
            let isOpen = now.balance[place] != 0
            defer { openCount += isOpen ? 1 : 0 }
            guard invoice.issuedOn <= day else { continue }
            customer.append(Int32(invoice.customer))
            issuedOn.append(invoice.issuedOn.sinceEpoch)
            dueOn.append(invoice.dueOn.sinceEpoch)
            amount.append(invoice.amount.minorUnits)
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
