import Facts
import Values

/// What has become of each promise of a ledger, and which one each invoice stands under, on the ledger's day.
struct PromiseBook {
    /// In the order of the ledger's promises; `nil` for one that was not made by then.
    private(set) var states: [PromiseState?]
    /// For each invoice the day that the promise made last and not withdrawn names.
    ///
    /// Of several made on one day the one that names the latest day counts. Unknown where there is none, or that one was
    /// kept.
    private(set) var dueOn: [Int64]
    /// Whether that promise has time left; otherwise its time is over.
    private(set) var isOpen: [Bool]

    init(of ledger: Ledger) {
        let unknown = FactTable.unknownInteger
        states = []
        dueOn = [Int64](repeating: unknown, count: ledger.invoices.count)
        isOpen = [Bool](repeating: false, count: ledger.invoices.count)
        guard !ledger.promises.isEmpty else { return }
        let entries = EntriesOfInvoices(of: ledger)
        var madeOn = [Int32](repeating: .min, count: ledger.invoices.count)
        var latest = [Int64](repeating: unknown, count: ledger.invoices.count)
        states = ledger.promises.map { $0.madeOn <= ledger.asOf ? entries.state(of: $0) : nil }
        for (promise, state) in zip(ledger.promises, states)
        where state != nil && (promise.withdrawnOn.map { $0 > ledger.asOf } ?? true) {
            let made = promise.madeOn.sinceEpoch
            let due = Int64(promise.dueOn.sinceEpoch)
            for place in promise.invoices
            where made > madeOn[place] || (made == madeOn[place] && due > latest[place]) {
                madeOn[place] = made
                latest[place] = due
                dueOn[place] = state == .kept ? unknown : due
                isOpen[place] = state == .open
            }
        }
    }
}

/// What lowered or raised the balance of invoices, found by invoice.
private struct EntriesOfInvoices {
    private let ledger: Ledger
    /// For each invoice the place of its first payment, and then where the last one's end.
    private let firstPayment: [Int]

    init(of ledger: Ledger) {
        self.ledger = ledger
        var first = [Int](repeating: 0, count: ledger.invoices.count + 1)
        for payment in ledger.payments { first[payment.invoice + 1] += 1 }
        for place in first.indices.dropFirst() { first[place] += first[place - 1] }
        firstPayment = first
    }

    func state(of promise: Promise) -> PromiseState {
        var owed: Int64 = 0
        var entries: [(day: Day, minorUnits: Int64)] = []
        for place in promise.invoices {
            let invoice = ledger.invoices[place]
            owed = owed.addingClamped(invoice.amount.minorUnits)
            var own = ledger.payments[firstPayment[place]..<firstPayment[place + 1]]
                .map { (day: $0.paidOn, minorUnits: $0.amount.minorUnits) }
            if let voidedOn = invoice.voidedOn { own.append((voidedOn, invoice.amount.minorUnits)) }
            for entry in own {
                if entry.day < promise.madeOn {
                    owed = owed.subtractingClamped(entry.minorUnits)
                } else {
                    entries.append(entry)
                }
            }
        }
        return promise.state(owed: owed, entries: entries, terms: ledger.company.promiseTerms, on: ledger.asOf)
    }
}
