package import Values

/// What a customer owes in one currency on a day, by how late it is.
///
/// ``total`` is the sum of the buckets less ``overpaid`` and ``unapplied``: nothing is in two places, and nothing is left
/// out.
package struct AgingAmounts: Hashable, Sendable {
    package let currency: Currency
    /// What is owed on open invoices, in the order of ``AgingBucket``; none is below zero.
    package private(set) var buckets: [Money]
    /// What was paid on invoices beyond what was owed on them; not below zero.
    package private(set) var overpaid: Money
    /// What arrived for no invoice and was put to none by the day; below zero where more went back than had arrived.
    package private(set) var unapplied: Money

    /// Nothing in this currency.
    package init(in currency: Currency) {
        self.currency = currency
        buckets = [Money](repeating: .zero(in: currency), count: AgingBucket.allCases.count)
        overpaid = .zero(in: currency)
        unapplied = .zero(in: currency)
    }

    /// What the customer owes all in all; below zero the company owes the customer.
    package var total: Money {
        let owed = buckets.reduce(Int64(0)) { $0.addingClamped($1.minorUnits) }
        let credit = overpaid.minorUnits.addingClamped(unapplied.minorUnits)
        return Money(minorUnits: owed.subtractingClamped(credit), in: currency)
    }

    /// What of it is past due.
    package var overdue: Money {
        let late = buckets.dropFirst().reduce(Int64(0)) { $0.addingClamped($1.minorUnits) }
        return Money(minorUnits: late, in: currency)
    }

    /// Whether there is nothing in it at all.
    package var isEmpty: Bool { (buckets + [overpaid, unapplied]).allSatisfy { $0.minorUnits == 0 } }

    /// Adds what is owed on one invoice, or was paid too much on it.
    ///
    /// - Precondition: the balance is in the report's currency.
    package mutating func add(balance: Money, daysPastDue: Int) {
        precondition(balance.currency == currency, "\(balance) is not in \(currency)")
        if balance.minorUnits < 0 {
            overpaid = overpaid.clampedSum(
                Money(minorUnits: Int64(0).subtractingClamped(balance.minorUnits), in: currency)
            )
        } else {
            let place = AgingBucket(daysPastDue: daysPastDue).place
            buckets[place] = buckets[place].clampedSum(balance)
        }
    }

    /// Adds to what is in a bucket.
    package mutating func add(_ amount: Money, to bucket: AgingBucket) {
        buckets[bucket.place] = buckets[bucket.place].clampedSum(amount)
    }

    /// Adds to what was paid too much.
    package mutating func add(overpaid amount: Money) { overpaid = overpaid.clampedSum(amount) }

    /// Adds to what was put to no invoice.
    package mutating func add(unapplied amount: Money) { unapplied = unapplied.clampedSum(amount) }

    /// Adds another customer's amounts in the same currency.
    package mutating func add(_ other: AgingAmounts) {
        for place in buckets.indices { buckets[place] = buckets[place].clampedSum(other.buckets[place]) }
        overpaid = overpaid.clampedSum(other.overpaid)
        unapplied = unapplied.clampedSum(other.unapplied)
    }
}

/// The same amounts of one or several currencies in the company's own, by the rates of the day.
///
/// Every part is the sum over the currencies of what was added up in each, converted once. A part is `nil`, unknown, where
/// an amount other than nothing has no rate or no room; a sum of parts is unknown where one of them is.
package struct AgingInBase: Hashable, Sendable {
    package let currency: Currency
    /// In the order of ``AgingBucket``.
    package private(set) var buckets: [Money?]
    package private(set) var overpaid: Money?
    package private(set) var unapplied: Money?

    /// Nothing.
    package init(in currency: Currency) {
        self.currency = currency
        buckets = [Money?](repeating: .zero(in: currency), count: AgingBucket.allCases.count)
        overpaid = .zero(in: currency)
        unapplied = .zero(in: currency)
    }

    /// These amounts, converted by the rates of a day.
    package init(_ amounts: [AgingAmounts], in currency: Currency, by rates: RateTable, on day: Day) {
        self.init(in: currency)
        for amount in amounts { add(amount, by: rates.conversion(from: amount.currency, to: currency, on: day)) }
    }

    /// Adds amounts of one currency; without a conversion whatever they are in is unknown.
    mutating func add(_ amounts: AgingAmounts, by conversion: Conversion?) {
        func sum(_ known: Money?, _ part: Money) -> Money? {
            guard part.minorUnits != 0 else { return known }
            guard let known, let conversion, let converted = conversion(part) else { return nil }
            return known.clampedSum(converted)
        }
        for place in buckets.indices { buckets[place] = sum(buckets[place], amounts.buckets[place]) }
        overpaid = sum(overpaid, amounts.overpaid)
        unapplied = sum(unapplied, amounts.unapplied)
    }

    /// Adds another customer's.
    package mutating func add(_ other: AgingInBase) {
        func sum(_ left: Money?, _ right: Money?) -> Money? {
            guard let left, let right else { return nil }
            return left.clampedSum(right)
        }
        for place in buckets.indices { buckets[place] = sum(buckets[place], other.buckets[place]) }
        overpaid = sum(overpaid, other.overpaid)
        unapplied = sum(unapplied, other.unapplied)
    }

    /// What is owed all in all: the buckets less ``overpaid`` and ``unapplied``.
    package var total: Money? {
        guard let owed = sum(of: buckets[...]), let overpaid, let unapplied else { return nil }
        let credit = overpaid.minorUnits.addingClamped(unapplied.minorUnits)
        return Money(minorUnits: owed.minorUnits.subtractingClamped(credit), in: currency)
    }

    /// What of it is past due.
    package var overdue: Money? { sum(of: buckets.dropFirst()) }

    private func sum(of parts: ArraySlice<Money?>) -> Money? {
        var sum = Money.zero(in: currency)
        for part in parts {
            guard let part else { return nil }
            sum = sum.clampedSum(part)
        }
        return sum
    }
}

/// What one customer owes, by currency and in the company's own.
package struct CustomerAging: Hashable, Sendable {
    /// The place of the customer in the ledger's list.
    package let customer: Int
    /// By currency code; only currencies in which there is something.
    package let amounts: [AgingAmounts]
    package let inBase: AgingInBase
}

/// An aging report: who owes how much for how long, on the ledger's day.
package struct AgingReport: Hashable, Sendable {
    package let asOf: Day
    /// The company's own currency.
    package let base: Currency
    /// The customers of whom there is something to say, in the ledger's order.
    package let customers: [CustomerAging]
    /// Over all customers, by currency code.
    package let amounts: [AgingAmounts]
    /// The sum of what the customers owe in the company's own currency, column by column.
    package let inBase: AgingInBase
    /// The currencies in which there is something and which have no rate on the day, by code.
    package let withoutRate: [Currency]

    /// The report of a ledger on its day.
    package init(of ledger: Ledger) {
        self.init(of: ledger, Settlement(of: ledger, through: ledger.asOf))
    }

    init(of ledger: Ledger, _ settlement: Settlement) {
        let day = ledger.asOf
        var rows = [[AgingAmounts]](repeating: [], count: ledger.customers.count)
        for (place, invoice) in ledger.invoices.enumerated() where invoice.issuedOn <= day {
            let balance = settlement.balance[place]
            guard balance != 0 else { continue }
            let currency = invoice.amount.currency
            rows[invoice.customer].in(currency) {
                $0.add(
                    balance: Money(minorUnits: balance, in: currency),
                    daysPastDue: invoice.daysPastDue(on: day)
                )
            }
        }
        for entry in ledger.unapplied where entry.on <= day {
            rows[entry.customer].in(entry.amount.currency) { $0.add(unapplied: entry.amount) }
        }
        self.init(rows, base: ledger.company.currency, rates: ledger.rates, on: day)
    }

    private init(_ rows: [[AgingAmounts]], base: Currency, rates: RateTable, on day: Day) {
        var conversions: [Currency: Conversion] = [:]
        var missing: Set<Currency> = []
        var totals: [AgingAmounts] = []
        var baseTotal = AgingInBase(in: base)
        var customers: [CustomerAging] = []
        for (place, row) in rows.enumerated() {
            let amounts = row.filter { !$0.isEmpty }.sorted { $0.currency < $1.currency }
            guard !amounts.isEmpty else { continue }
            var inBase = AgingInBase(in: base)
            for amount in amounts {
                totals.in(amount.currency) { $0.add(amount) }
                if conversions[amount.currency] == nil, !missing.contains(amount.currency) {
                    if let found = rates.conversion(from: amount.currency, to: base, on: day) {
                        conversions[amount.currency] = found
                    } else {
                        missing.insert(amount.currency)
                    }
                }
                inBase.add(amount, by: conversions[amount.currency])
            }
            baseTotal.add(inBase)
            customers.append(CustomerAging(customer: place, amounts: amounts, inBase: inBase))
        }
        asOf = day
        self.base = base
        self.customers = customers
        amounts = totals.sorted { $0.currency < $1.currency }
        inBase = baseTotal
        withoutRate = missing.sorted()
    }
}

/// A currency that a ledger needs a rate for and has none.
package struct MissingRate: Hashable, Sendable {
    package let currency: Currency
    /// How many open invoices are in it.
    package let openInvoiceCount: Int

    /// So many open invoices in a currency without a rate; none where only unapplied cash is in it.
    package init(_ currency: Currency, openInvoiceCount: Int) {
        self.currency = currency
        self.openInvoiceCount = openInvoiceCount
    }
}

extension Ledger {
    /// The currencies of open invoices and unapplied cash that have no rate on the ledger's day, by code.
    package func missingRates() -> [MissingRate] {
        let base = company.currency
        let isForeign =
            invoices.contains { $0.amount.currency != base } || unapplied.contains { $0.amount.currency != base }
        guard isForeign else { return [] }
        let missing = AgingReport(of: self).withoutRate
        guard !missing.isEmpty else { return [] }
        let open = openInvoices()
        return missing.map { currency in
            MissingRate(currency, openInvoiceCount: open.count { $0.balance.currency == currency })
        }
    }
}

extension [AgingAmounts] {
    /// Changes the amounts in a currency, of which a customer has one or two.
    fileprivate mutating func `in`(_ currency: Currency, _ change: (inout AgingAmounts) -> Void) {
        if let place = firstIndex(where: { $0.currency == currency }) { return change(&self[place]) }
        append(AgingAmounts(in: currency))
        change(&self[count - 1])
    }
}

extension Money {
    /// The sum, held at the ends of what an amount can be; both amounts are in one currency.
    fileprivate func clampedSum(_ other: Money) -> Money {
        precondition(currency == other.currency, "\(self) and \(other) are in two currencies")
        return Money(minorUnits: minorUnits.addingClamped(other.minorUnits), in: currency)
    }
}
