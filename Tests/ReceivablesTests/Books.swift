import Facts
import Receivables
import Values

/// Books for a test, put together entry by entry and ordered as a ledger orders them.
struct Books {
    var today = Books.day("2026-06-30")
    var customers: [Customer] = []
    private var invoices: [(invoice: Invoice, payments: [(Day, Int64)], promises: [Promise], disputes: [Dispute])] = []
    private var contacts: [Communication] = []

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
        creditLimit: Int64? = nil
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
                creditLimit: creditLimit.map { Money(minorUnits: $0, in: .usd) }
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
        payments: [(Day, Int64)] = [],
        promises: [(Day, Day, Day?)] = [],
        disputes: [(Day, Day?)] = []
    ) {
        let invoice = Invoice(
            id: .derived(from: ContentHash(of: key)),
            key: key,
            number: "No \(key)",
            customer: customer,
            issuedOn: issued,
            dueOn: due,
            amount: Money(minorUnits: amount, in: .usd)
        )
        invoices.append(
            (
                invoice, payments.sorted { $0.0 < $1.0 },
                promises.map { Promise(invoices: [0], madeOn: $0.0, dueOn: $0.1, withdrawnOn: $0.2) },
                disputes.map { Dispute(invoice: 0, openedOn: $0.0, resolvedOn: $0.1) }
            )
        )
    }

    mutating func add(contact channel: Channel, with customer: Int = 0, on day: Day) {
        contacts.append(Communication(customer: customer, direction: .outbound, channel: channel, on: day))
    }

    /// The ledger, in its order.
    var ledger: Ledger {
        let sorted = invoices.sorted {
            ($0.invoice.customer, $0.invoice.issuedOn, $0.invoice.key)
                < ($1.invoice.customer, $1.invoice.issuedOn, $1.invoice.key)
        }
        return Ledger(
            company: Books.company,
            asOf: today,
            customers: customers,
            invoices: sorted.map(\.invoice),
            payments: sorted.enumerated().flatMap { place, entry in
                entry.payments.map {
                    Payment(invoice: place, paidOn: $0.0, amount: Money(minorUnits: $0.1, in: .usd))
                }
            },
            promises: sorted.enumerated().flatMap { place, entry in
                entry.promises.sorted { $0.madeOn < $1.madeOn }.map {
                    Promise(invoices: [place], madeOn: $0.madeOn, dueOn: $0.dueOn, withdrawnOn: $0.withdrawnOn)
                }
            },
            disputes: sorted.enumerated().flatMap { place, entry in
                entry.disputes.map { Dispute(invoice: place, openedOn: $0.openedOn, resolvedOn: $0.resolvedOn) }
            },
            communications: contacts.sorted { ($0.customer, $0.on) < ($1.customer, $1.on) }
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
