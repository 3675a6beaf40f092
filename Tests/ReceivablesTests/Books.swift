import Facts
import Receivables
import Values

/// Books for a test, put together entry by entry and ordered as a ledger orders them.
struct Books {
    var today = Books.day("2026-06-30")
    var customers: [Customer] = []
    var company = Books.company
    var rates: [DatedRate] = []
    private var invoices: [(invoice: Invoice, payments: [(Day, Int64)], promises: [Promise], disputes: [Dispute])] = []
    private var promises: [(invoices: [String], promise: Promise)] = []
    private var communications: [Communication] = []
    private var unapplied: [UnappliedCash] = []

    static func day(_ text: String) -> Day {
        guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
        return day
    }

    /// A customer, whose place is the number of those before it; keys must come in order.
    mutating func add(
        customer key: String,
        segment: String? = nil,
        country: String? = nil,
        industry: String? = nil,
        doNotContact: Bool = false,
        creditLimit: Int64? = nil,
        in currency: Currency = .usd
    ) {
        customers.append(
            Customer(
                id: .derived(from: ContentHash(of: key)),
                key: key,
                name: "\(key) Inc",
                segment: segment,
                country: country,
                industry: industry,
                doNotContact: doNotContact,
                creditLimit: creditLimit.map { Money(minorUnits: $0, in: currency) }
            )
        )
    }

    /// An invoice with its payments, promises (made, due, withdrawn) and disputes (opened, resolved).
    mutating func add(
        invoice key: String,
        of customer: Int = 0,
        issued: Day,
        due: Day,
        amount: Int64,
        in currency: Currency = .usd,
        voided: Day? = nil,
        payments: [(Day, Int64)] = [],
        promises: [(Day, Day, Day?)] = [],
        disputes: [(Day, Day?)] = [],
        disputedPart: Int64? = nil
    ) {
        let invoice = Invoice(
            id: .derived(from: ContentHash(of: key)),
            key: key,
            number: "No \(key)",
            customer: customer,
            issuedOn: issued,
            dueOn: due,
            amount: Money(minorUnits: amount, in: currency),
            voidedOn: voided
        )
        for (day, paid) in payments where day < issued {
            let amount = Money(minorUnits: paid, in: currency)
            unapplied.append(UnappliedCash(customer: customer, on: day, amount: amount))
            let back = Money(minorUnits: -paid, in: currency)
            unapplied.append(UnappliedCash(customer: customer, on: issued, amount: back))
        }
        invoices.append(
            (
                invoice, payments.sorted { $0.0 < $1.0 },
                promises.map { Promise(invoices: [0], madeOn: $0.0, dueOn: $0.1, withdrawnOn: $0.2) },
                disputes.map {
                    let amount = disputedPart.map { Money(minorUnits: $0, in: currency) }
                    return Dispute(invoice: 0, openedOn: $0.0, resolvedOn: $0.1, amount: amount)
                }
            )
        )
    }

    /// A promise of an amount over several invoices, by their keys.
    mutating func add(promiseOf amount: Money?, on invoices: [String], made: Day, due: Day, withdrawn: Day? = nil) {
        promises.append(
            (invoices, Promise(invoices: [], madeOn: made, dueOn: due, amount: amount, withdrawnOn: withdrawn))
        )
    }

    mutating func add(contact channel: Channel, with customer: Int = 0, on day: Day) {
        communications.append(Communication(customer: customer, direction: .outbound, channel: channel, on: day))
    }

    mutating func add(reply channel: Channel, from customer: Int = 0, on day: Day) {
        communications.append(Communication(customer: customer, direction: .inbound, channel: channel, on: day))
    }

    mutating func add(unapplied amount: Money, of customer: Int = 0, on day: Day) {
        unapplied.append(UnappliedCash(customer: customer, on: day, amount: amount))
    }

    /// A rate from `from` to dollars.
    mutating func add(rate text: String, of from: Currency, on day: Day) {
        guard let rate = ExchangeRate(text) else { preconditionFailure("\(text) is no rate") }
        rates.append(DatedRate(day, from: from, to: .usd, rate))
    }

    /// Up to two promises of an amount, each over some invoices of one customer and currency.
    mutating func addPromisesOverSeveral(_ generator: inout SplitMix64) {
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            guard let first = invoices.randomElement(using: &generator)?.invoice else { return }
            let others = invoices.map(\.invoice).filter {
                $0.customer == first.customer && $0.amount.currency == first.amount.currency && $0.key != first.key
                    && Bool.random(using: &generator)
            }
            let made = min(first.issuedOn.advanced(by: .random(in: 0...60, using: &generator)), today)
            add(
                promiseOf: Money(minorUnits: .random(in: 1...6, using: &generator), in: first.amount.currency),
                on: [first.key] + others.map(\.key),
                made: made,
                due: made.advanced(by: .random(in: 0...20, using: &generator))
            )
        }
    }

    /// The ledger, in its order.
    var ledger: Ledger {
        let sorted = invoices.sorted {
            ($0.invoice.customer, $0.invoice.issuedOn, $0.invoice.key)
                < ($1.invoice.customer, $1.invoice.issuedOn, $1.invoice.key)
        }
        let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element.invoice.key, $0.offset) })
        let several = promises.map { keys, promise in
            Promise(
                invoices: keys.compactMap { places[$0] }.sorted(),
                madeOn: promise.madeOn,
                dueOn: promise.dueOn,
                amount: promise.amount,
                withdrawnOn: promise.withdrawnOn
            )
        }
        return Ledger(
            company: company,
            asOf: today,
            customers: customers,
            invoices: sorted.map(\.invoice),
            payments: sorted.enumerated().flatMap { place, entry in
                entry.payments.map {
                    Payment(
                        invoice: place,
                        paidOn: $0.0,
                        amount: Money(minorUnits: $0.1, in: entry.invoice.amount.currency)
                    )
                }
            },
            promises: sorted.enumerated().flatMap { place, entry in
                entry.promises.sorted { $0.madeOn < $1.madeOn }.map {
                    Promise(invoices: [place], madeOn: $0.madeOn, dueOn: $0.dueOn, withdrawnOn: $0.withdrawnOn)
                }
            } + several,
            disputes: sorted.enumerated().flatMap { place, entry in
                entry.disputes.map {
                    Dispute(invoice: place, openedOn: $0.openedOn, resolvedOn: $0.resolvedOn, amount: $0.amount)
                }
            },
            communications: communications.sorted { ($0.customer, $0.on) < ($1.customer, $1.on) },
            unapplied: unapplied.sorted {
                ($0.customer, $0.on, $0.amount.minorUnits) < ($1.customer, $1.on, $1.amount.minorUnits)
            },
            rates: RateTable(rates)
        )
    }

    static let company = Company(
        id: .derived(from: ContentHash(of: "company")),
        slug: "test",
        name: "Test",
        currency: .usd,
        timeZoneName: "America/New_York"
    )
}

extension FactTable {
    /// A value by its path and row.
    func value(_ path: String, _ row: Int = 0) -> FactValue {
        guard let index = catalog.facts.firstIndex(where: { $0.path == path }) else {
            preconditionFailure("the catalogue has no fact \(path)")
        }
        return value(at: index, row: row)
    }
}
