import Facts
import Values

/// An invoice as tests write it down.
struct SampleInvoice: Hashable {
    var customer: Int32
    var issuedOn: Int32
    var dueOn: Int32
    /// Minor units.
    var amount: Int64
    /// `nil` where it stays open.
    var settledOn: Int32?

    init(_ customer: Int32, issued: Int32, due: Int32, amount: Int64 = 100_00, settled: Int32? = nil) {
        self.customer = customer
        issuedOn = issued
        dueOn = due
        self.amount = amount
        settledOn = settled
    }
}

extension InvoiceHistory {
    /// The history of these invoices as it was known before a day: ordered, and without what came later.
    init(
        of invoices: [SampleInvoice],
        knownBefore day: Int32,
        calendar: BusinessCalendar = .withoutHolidays
    ) {
        let known = invoices.indices
            .filter { invoices[$0].issuedOn <= day }
            .sorted { left, right in
                let (first, second) = (invoices[left], invoices[right])
                return (first.customer, first.issuedOn, left) < (second.customer, second.issuedOn, right)
            }
            .map { invoices[$0] }
        let settled = known.map { invoice in
            invoice.settledOn.flatMap { $0 < day ? $0 : nil } ?? InvoiceHistory.unsettled
        }
        var open: Int32 = -1
        self.init(
            knownBefore: Day(sinceEpoch: day),
            calendar: calendar,
            currency: .usd,
            customerCount: Int(known.map(\.customer).max() ?? -1) + 1,
            customer: known.map(\.customer),
            issuedOn: known.map(\.issuedOn),
            dueOn: known.map(\.dueOn),
            amount: known.map(\.amount),
            settledOn: settled,
            openRow: settled.map { settledOn in
                guard settledOn == InvoiceHistory.unsettled else { return -1 }
                open += 1
                return open
            }
        )
    }
}
