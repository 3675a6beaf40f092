package import Values

/// Makes up the books of a company: two years of invoices to customers who behave in known ways.
///
/// The same values give the same bytes on every machine and in every release. Invoices come in the order of their days
/// and are written as they are drawn, so that memory holds the customers and their next payments, never the invoices.
package struct BookGenerator: Hashable, Sendable {
    package let customerCount: Int
    package let invoiceCount: Int
    package let seed: UInt64
    /// The last day of the books; what would happen later is left out.
    package let lastDay: Day
    /// The books' own currency.
    package let currency: Currency
    /// The currencies that customers are invoiced in, each customer in one.
    package let currencies: [WeightedCurrency]
    package let calendar: BusinessCalendar
    package let behaviours: [PlantedBehaviour]

    /// Books that end on `lastDay` and begin 730 days before it.
    ///
    /// - Parameter currencies: what customers are invoiced in; the books' own currency where there is none.
    /// - Precondition: there is a customer, a behaviour, no negative number of invoices, and a rate between `currency` and
    ///   each of `currencies`: ``PlantedRates/codes`` lists those that have one.
    package init(
        customers: Int,
        invoices: Int,
        seed: UInt64,
        lastDay: Day,
        currency: Currency = .usd,
        currencies: [WeightedCurrency] = [],
        calendar: BusinessCalendar = .withoutHolidays,
        behaviours: [PlantedBehaviour] = PlantedBehaviour.all
    ) {
        precondition(customers > 0 && invoices >= 0, "books need customers")
        precondition(!behaviours.isEmpty, "customers need a behaviour")
        precondition(
            currencies.allSatisfy { PlantedRates.anchor(from: $0.currency, to: currency) != nil },
            "books in several currencies need a rate for each"
        )
        customerCount = customers
        invoiceCount = invoices
        self.seed = seed
        self.lastDay = lastDay
        self.currency = currency
        self.currencies = currencies.isEmpty ? [WeightedCurrency(currency, weight: 1)] : currencies
        self.calendar = calendar
        self.behaviours = behaviours
    }

    /// Whether a customer is invoiced in another currency than the books' own.
    package var hasRates: Bool { currencies.contains { $0.currency != currency } }

    /// The streams of draws: one may be drawn from more often in a later release, and the others stay as they are.
    private enum Stream: UInt64 {
        case directory = 1
        case rates, invoices, correspondence, payments
    }

    private func draws(_ stream: Stream) -> Draws { Draws(seed: seed, stream: stream.rawValue) }

    /// Writes the files piece by piece; pieces of one file come in order.
    ///
    /// - Parameter progress: told after each day how many invoices there are by now.
    /// - Returns: how many rows each file has.
    @discardableResult
    package func write<Failure: Error>(
        to sink: (BookFile, [UInt8]) throws(Failure) -> Void,
        progress: (Int) -> Void = { _ in }
    ) throws(Failure) -> [(file: BookFile, count: Int)] {
        let days = BookDays(lastDay: lastDay, calendar: calendar)
        var pages = BookPages(customerCount: customerCount, days: days)
        let customers = try standing(&pages, days, to: sink)
        var orders = PlantedOrders(customers, invoiceCount: invoiceCount, days)
        var sharedPromises = [SharedPromise?](repeating: nil, count: customers.count)
        var setting = PlantedInvoice.Setting(days: days, promiseCount: 0)
        var draws = draws(.invoices)
        var correspondence = self.draws(.correspondence)
        var payments = self.draws(.payments)
        for offset in 0...BookDays.length {
            let day = days.firstDay.advanced(by: offset)
            for _ in 0..<orders.count(on: day) {
                let place = orders.customer(on: day, &draws)
                setting.sharedPromise = sharedPromises[place]
                let invoice = PlantedInvoice(
                    number: BookPages.numberBase + orders.nextNumber(&draws),
                    of: customers[place],
                    issuedOn: day,
                    &setting,
                    &draws
                )
                sharedPromises[place] = setting.sharedPromise
                pages.add(invoice, of: customers[place], &payments)
                let messages = PlantedCorrespondence(about: invoice, of: customers[place], days, &correspondence)
                pages.add(messages, about: invoice, of: customers[place])
                try pages.flush(to: sink, beyond: BookPages.pieceSize)
            }
            pages.addPayments(on: day, from: customers, &payments)
            try pages.flush(to: sink, beyond: BookPages.pieceSize)
            progress(orders.issuedCount)
        }
        try pages.flush(to: sink, beyond: 0)
        return pages.rowCounts
    }

    /// Writes what stands beside the invoices.
    private func standing<Failure: Error>(
        _ pages: inout BookPages,
        _ days: BookDays,
        to sink: (BookFile, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) -> [PlantedCustomer] {
        var directoryDraws = draws(.directory)
        let directory = PlantedDirectory(
            customerCount: customerCount,
            invoiceCount: invoiceCount,
            currency: currency,
            currencies: currencies,
            behaviours: behaviours
        )
        let customers = directory.customers(&directoryDraws)
        for customer in customers {
            pages.add(customer, days)
            try pages.flush(to: sink, beyond: BookPages.pieceSize)
        }
        var rateDraws = draws(.rates)
        let working = days.working
        for other in currencies.map(\.currency) where other != currency {
            guard let anchor = PlantedRates.anchor(from: other, to: currency) else { continue }
            let walk = PlantedRates.walk(from: anchor, over: working.count, &rateDraws)
            for (day, rate) in zip(working, walk) { pages.add(rate: rate, from: other, to: currency, on: day) }
            try pages.flush(to: sink, beyond: BookPages.pieceSize)
        }
        for reviewer in PlantedReviewer.all { pages.add(reviewer) }
        return customers
    }

    /// The whole text of each file, for books that fit into memory.
    package func texts() -> [(file: BookFile, text: String)] {
        var bytes: [BookFile: [UInt8]] = [:]
        write { (file: BookFile, piece: [UInt8]) in bytes[file, default: []] += piece }
        return BookFile.allCases.map { ($0, String(decoding: bytes[$0] ?? [], as: UTF8.self)) }
    }
}
