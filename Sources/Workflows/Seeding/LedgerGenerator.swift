package import Values

/// A file of generated books.
package enum GeneratedFile: String, CaseIterable, Hashable, Sendable {
    case customers, invoices, payments, promises, disputes
    /// Which customer behaves how: the answers, which nothing in the product reads.
    case behaviours

    /// The file's name.
    package var fileName: String { rawValue + ".csv" }

    /// The row of headers, without its line end.
    var headers: String {
        switch self {
        case .customers: "customer,customer_name,segment,country,industry,do_not_contact,credit_limit"
        case .invoices: "invoice,customer,invoice_date,due_date,amount,currency"
        case .payments: "payment,invoice,payment_date,amount,payment_type"
        case .promises: "invoice,promised_on,promise_due_date,withdrawn_on"
        case .disputes: "invoice,opened_on,resolved_on"
        case .behaviours: "customer,behaviour"
        }
    }
}

/// Makes up the books of a company: two years of invoices to customers who pay in known ways.
///
/// The same values give the same bytes on every machine and in every release. Invoices come in the order of their days
/// and are written as they are drawn, so that memory holds the customers and never the invoices.
package struct LedgerGenerator: Hashable, Sendable {
    package let customerCount: Int
    package let invoiceCount: Int
    package let seed: UInt64
    /// The last day of the books; what would happen later is left out.
    package let lastDay: Day
    package let currency: Currency
    package let calendar: BusinessCalendar
    package let behaviours: [PayerBehaviour]

    /// Books that end on `lastDay` and begin 730 days before it.
    ///
    /// - Precondition: there is a customer, a behaviour, and no negative number of invoices.
    package init(
        customers: Int,
        invoices: Int,
        seed: UInt64,
        lastDay: Day,
        currency: Currency = .usd,
        calendar: BusinessCalendar = .withoutHolidays,
        behaviours: [PayerBehaviour] = PayerBehaviour.all
    ) {
        precondition(customers > 0 && invoices >= 0, "books need customers")
        precondition(!behaviours.isEmpty, "customers need a behaviour")
        customerCount = customers
        invoiceCount = invoices
        self.seed = seed
        self.lastDay = lastDay
        self.currency = currency
        self.calendar = calendar
        self.behaviours = behaviours
    }

    /// Writes the files piece by piece; pieces of one file come in order.
    package func write<Failure: Error>(
        to sink: (GeneratedFile, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var draws = Draws(seed: seed)
        var pages = GeneratedPages()
        let customers = GeneratedCustomer.all(customerCount, behaviours, &draws)
        for customer in customers {
            pages.add(customer, currency)
            try pages.flush(to: sink, beyond: GeneratedPages.pieceSize)
        }
        let days = (0...730).map { lastDay.advanced(by: $0 - 730) }.filter { calendar.isBusinessDay($0) }
        let weights = GeneratedWeights(customers.map(\.weight))
        var issuedCount = 0
        for (index, day) in days.enumerated() {
            // The invoices are spread evenly over the days, to the last one.
            let dueCount = (index + 1) * invoiceCount / days.count
            while issuedCount < dueCount {
                let customer = customers[weights.draw(&draws)]
                let invoice = GeneratedInvoice(
                    of: customer,
                    issuedOn: day,
                    lastDay: lastDay,
                    currency: currency,
                    calendar: calendar,
                    &draws
                )
                issuedCount += 1
                pages.add(invoice, of: customer, number: 100_000 + issuedCount, currency, through: lastDay)
                try pages.flush(to: sink, beyond: GeneratedPages.pieceSize)
            }
        }
        try pages.flush(to: sink, beyond: 0)
    }

    /// The whole text of each file, for books that fit into memory.
    package func texts() -> [(file: GeneratedFile, text: String)] {
        var bytes: [GeneratedFile: [UInt8]] = [:]
        write { (file: GeneratedFile, piece: [UInt8]) in bytes[file, default: []] += piece }
        return GeneratedFile.allCases.map { ($0, String(decoding: bytes[$0] ?? [], as: UTF8.self)) }
    }
}

/// Draws a place as often as its weight says.
private struct GeneratedWeights {
    private let sums: [Int]

    init(_ weights: [Int]) {
        var sum = 0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// The first place whose running sum is above the number drawn.
    func draw(_ draws: inout Draws) -> Int {
        let number = draws.below(sums[sums.count - 1])
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > number { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
