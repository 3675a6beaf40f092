package import Facts
package import Values

/// Somebody who is invoiced.
package struct Customer: Hashable, Sendable {
    package let id: Identifier<Customer>
    /// The customer's key in the company's own books: its name across databases.
    package let key: String
    package var name: String
    package var segment: String?
    package var country: String?
    package var industry: String?
    package var doNotContact: Bool
    package var creditLimit: Money?
    package var status: CustomerStatus
    /// Whether it is a person and no company; unknown where nobody said.
    package var isPerson: Bool?
    /// The days it has to pay, where that is agreed for all its invoices.
    package var paymentTerms: Int?
    /// Who looks after what it owes.
    package var arOwner: String?
    /// Who sells to it.
    package var salesOwner: String?
    /// Words it is filed under, in order and each once.
    package var labels: [String]

    /// A customer with these attributes.
    package init(
        id: Identifier<Customer>,
        key: String,
        name: String,
        segment: String? = nil,
        country: String? = nil,
        industry: String? = nil,
        doNotContact: Bool = false,
        creditLimit: Money? = nil,
        status: CustomerStatus = .active,
        isPerson: Bool? = nil,
        paymentTerms: Int? = nil,
        arOwner: String? = nil,
        salesOwner: String? = nil,
        labels: [String] = []
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.segment = segment
        self.country = country
        self.industry = industry
        self.doNotContact = doNotContact
        self.creditLimit = creditLimit
        self.status = status
        self.isPerson = isPerson
        self.paymentTerms = paymentTerms
        self.arOwner = arOwner
        self.salesOwner = salesOwner
        self.labels = labels
    }
}

/// Whether business is done with a customer.
package enum CustomerStatus: String, CaseIterable, Hashable, Sendable {
    case active, inactive, suspended, prospect
}

/// A person at a customer.
///
/// The type is the subject of its identifiers.
package enum Contact {}

/// Who a message came from.
package enum Direction: String, CaseIterable, Hashable, Sendable {
    /// From the company to its customer.
    case outbound
    /// From the customer.
    case inbound
}

/// A customer's debt: one document, one due date, one currency.
package struct Invoice: Hashable, Sendable {
    package let id: Identifier<Invoice>
    /// The invoice's key in the company's own books, unique within the company; often its number.
    package let key: String
    package let number: String
    /// The place of its customer in the ledger's list.
    package let customer: Int
    package let issuedOn: Day
    package let dueOn: Day
    package let amount: Money
    /// The day it was withdrawn, where it was by then: from that day on nothing is owed on it.
    package let voidedOn: Day?

    /// An invoice of the ledger's customer at place `customer`.
    package init(
        id: Identifier<Invoice>,
        key: String,
        number: String,
        customer: Int,
        issuedOn: Day,
        dueOn: Day,
        amount: Money,
        voidedOn: Day? = nil
    ) {
        self.id = id
        self.key = key
        self.number = number
        self.customer = customer
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
        self.voidedOn = voidedOn
    }

    /// How many days late the invoice is on `today`: 0 on the due date, 1 the day after, negative before it.
    package func daysPastDue(on today: Day) -> Int {
        dueOn.days(until: today)
    }
}

/// An entry that lowers an invoice's balance, or raises it where the amount is negative.
package struct Payment: Hashable, Sendable {
    /// The place of the invoice in the ledger's list.
    package let invoice: Int
    package let paidOn: Day
    /// In the invoice's currency.
    package let amount: Money

    /// An entry on the ledger's invoice at place `invoice`.
    package init(invoice: Int, paidOn: Day, amount: Money) {
        self.invoice = invoice
        self.paidOn = paidOn
        self.amount = amount
    }
}

/// Cash that arrived from a customer, or went back, or was put to an invoice after it had arrived for none.
package struct UnappliedCash: Hashable, Sendable {
    /// The place of the customer in the ledger's list.
    package let customer: Int
    package let on: Day
    /// Positive as it arrives, negative as it is allocated or paid back.
    package let amount: Money

    /// An entry on the account of the ledger's customer at place `customer`.
    package init(customer: Int, on day: Day, amount: Money) {
        self.customer = customer
        on = day
        self.amount = amount
    }
}

/// A customer's word that invoices will be paid by a day.
package struct Promise: Hashable, Sendable {
    /// The places of the invoices in the ledger's list, in order.
    package let invoices: [Int]
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// How much is promised; `nil` where it is all that is owed on the invoices.
    package let amount: Money?
    /// The day it was taken back, where it was by then.
    package let withdrawnOn: Day?

    /// A promise about the ledger's invoices at these places.
    package init(invoices: [Int], madeOn: Day, dueOn: Day, amount: Money? = nil, withdrawnOn: Day? = nil) {
        self.invoices = invoices
        self.madeOn = madeOn
        self.dueOn = dueOn
        self.amount = amount
        self.withdrawnOn = withdrawnOn
    }
}

/// A customer's objection to an invoice.
package struct Dispute: Hashable, Sendable {
    /// The place of the invoice in the ledger's list.
    package let invoice: Int
    package let openedOn: Day
    /// The day it was settled, where it was by then; until that day it is open.
    package let resolvedOn: Day?
    /// How much of the invoice is disputed, in its currency; `nil` where it is all of it.
    package let amount: Money?

    /// A dispute about the ledger's invoice at place `invoice`.
    package init(invoice: Int, openedOn: Day, resolvedOn: Day? = nil, amount: Money? = nil) {
        self.invoice = invoice
        self.openedOn = openedOn
        self.resolvedOn = resolvedOn
        self.amount = amount
    }
}

/// A message or call to a customer or from one; an approved action counts as one from its approval on.
package struct Communication: Hashable, Sendable {
    /// The place of the customer in the ledger's list.
    package let customer: Int
    package let direction: Direction
    package let channel: Channel
    package let on: Day

    /// A communication with the ledger's customer at place `customer`.
    package init(customer: Int, direction: Direction, channel: Channel, on day: Day) {
        self.customer = customer
        self.direction = direction
        self.channel = channel
        on = day
    }
}

/// What a company's books say on a day: nothing in it occurred later.
///
/// Customers are ordered by key, invoices by customer, then issue day, then key; all other lists by what they are about,
/// then by day. So two databases with the same books give the same ledger, however they were filled.
package struct Ledger: Hashable, Sendable {
    package let company: Company
    /// The day; the ledger holds what occurred on it or before.
    package let asOf: Day
    package let customers: [Customer]
    package let invoices: [Invoice]
    package let payments: [Payment]
    package let promises: [Promise]
    package let disputes: [Dispute]
    package let communications: [Communication]
    /// What arrived for no invoice, and what of it was put to one since.
    package let unapplied: [UnappliedCash]

    /// The ledger with these entries, in the order given above.
    package init(
        company: Company,
        asOf: Day,
        customers: [Customer],
        invoices: [Invoice],
        payments: [Payment],
        promises: [Promise] = [],
        disputes: [Dispute] = [],
        communications: [Communication] = [],
        unapplied: [UnappliedCash] = []
    ) {
        self.company = company
        self.asOf = asOf
        self.customers = customers
        self.invoices = invoices
        self.payments = payments
        self.promises = promises
        self.disputes = disputes
        self.communications = communications
        self.unapplied = unapplied
    }
}
