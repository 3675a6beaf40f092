package import Values

extension Ledger {
    /// What the same books said on an earlier day: nothing that occurred later, as if it had not happened yet.
    ///
    /// Attributes of customers have no day and stay as they are.
    ///
    /// - Precondition: `day` is not after ``asOf``: nothing is known of later days.
    package func cut(asOf day: Day) -> Ledger {
        precondition(day <= asOf, "a ledger as of \(asOf) cannot say what is known on \(day)")
        var placeAfter = [Int](repeating: -1, count: invoices.count)
        var kept: [Invoice] = []
        for (place, invoice) in invoices.enumerated() where invoice.issuedOn <= day {
            placeAfter[place] = kept.count
            kept.append(invoice.cut(asOf: day))
        }
        return Ledger(
            company: company,
            asOf: day,
            customers: customers,
            invoices: kept,
            payments: payments.compactMap { payment in
                let place = placeAfter[payment.invoice]
                guard place >= 0, payment.paidOn <= day else { return nil }
                return Payment(invoice: place, paidOn: payment.paidOn, amount: payment.amount)
            },
            promises: promises.compactMap { promise in
                let places = promise.invoices.compactMap { placeAfter[$0] >= 0 ? placeAfter[$0] : nil }
                guard !places.isEmpty, promise.madeOn <= day else { return nil }
                return Promise(
                    invoices: places,
                    madeOn: promise.madeOn,
                    dueOn: promise.dueOn,
                    amount: promise.amount,
                    withdrawnOn: promise.withdrawnOn.flatMap { $0 <= day ? $0 : nil }
                )
            },
            disputes: disputes.compactMap { dispute in
                let place = placeAfter[dispute.invoice]
                guard place >= 0, dispute.openedOn <= day else { return nil }
                return Dispute(
                    invoice: place,
                    openedOn: dispute.openedOn,
                    resolvedOn: dispute.resolvedOn.flatMap { $0 <= day ? $0 : nil },
                    amount: dispute.amount
                )
            },
            communications: communications.filter { $0.on <= day },
            unapplied: unapplied.filter { $0.on <= day }
        )
    }
}

extension Invoice {
    fileprivate func cut(asOf day: Day) -> Invoice {
        guard let voidedOn, voidedOn > day else { return self }
        return Invoice(
            id: id,
            key: key,
            number: number,
            customer: customer,
            issuedOn: issuedOn,
            dueOn: dueOn,
            amount: amount
        )
    }
}
