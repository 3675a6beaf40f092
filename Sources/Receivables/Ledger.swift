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
    /// In the company's base currency.
    package var creditLimit: Money?

    /// A customer with these attributes.
    package init(
        id: Identifier<Customer>,
        key: String,
        name: String,
        segment: String? = nil,
        country: String? = nil,
        industry: String? = nil,
        doNotContact: Bool = false,
        creditLimit: Money? = nil
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.segment = segment
        self.country = country
        self.industry = industry
        self.doNotContact = doNotContact
        self.creditLimit = creditLimit
    }
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

    /// An invoice of the ledger's customer at place `customer`.
    package init(
        id: Identifier<Invoice>,
        key: String,
        number: String,
        customer: Int,
        issuedOn: Day,
        dueOn: Day,
        amount: Money
    ) {
        self.id = id
        self.key = key
        self.number = number
        self.customer = customer
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
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

/// A customer's word that an invoice will be paid by a day.
package struct Promise: Hashable, Sendable {
    /// The place of the invoice in the ledger's list.
    package let invoice: Int
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// The day it was taken back, where it was by then.
    package let withdrawnOn: Day?

    /// A promise about the ledger's invoice at place `invoice`.
    package init(invoice: Int, madeOn: Day, dueOn: Day, withdrawnOn: Day? = nil) {
        self.invoice = invoice
        self.madeOn = madeOn
        self.dueOn = dueOn
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

    /// A dispute about the ledger's invoice at place `invoice`.
    package init(invoice: Int, openedOn: Day, resolvedOn: Day? = nil) {
        self.invoice = invoice
        self.openedOn = openedOn
        self.resolvedOn = resolvedOn
    }
}

/// An approved message or call to a customer.
package struct Contact: Hashable, Sendable {
    /// The place of the customer in the ledger's list.
    package let customer: Int
    package let channel: Channel
    package let on: Day

    /// A contact with the ledger's customer at place `customer`.
    package init(customer: Int, channel: Channel, on day: Day) {
        self.customer = customer
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
    package let contacts: [Contact]

    /// The ledger with these entries, in the order given above.
    package init(
        company: Company,
        asOf: Day,
        customers: [Customer],
        invoices: [Invoice],
        payments: [Payment],
        promises: [Promise] = [],
        disputes: [Dispute] = [],
        contacts: [Contact] = []
    ) {
        self.company = company
        self.asOf = asOf
        self.customers = customers
        self.invoices = invoices
        self.payments = payments
        self.promises = promises
        self.disputes = disputes
        self.contacts = contacts
    }
}
