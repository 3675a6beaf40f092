/// A field of an imported row, in the words of the product.
package enum ImportField: String, CaseIterable, Hashable, Sendable {
    /// The customer's key in the company's books.
    case customer
    case customerName = "customer_name"
    case segment, country, industry
    case doNotContact = "do_not_contact"
    case creditLimit = "credit_limit"
    case status
    /// Whether the customer is a person rather than a company.
    case isPerson = "is_person"
    /// Days from the invoice date to the due date, as `30` or `Net 30`.
    case paymentTerms = "payment_terms"
    case arOwner = "ar_owner"
    case salesOwner = "sales_owner"
    /// Several in a cell are split by `|`.
    case labels

    /// The contact's key.
    case contact
    case contactName = "contact_name"
    case role, email, phone
    case timeZone = "time_zone"
    case language
    case isPrimary = "is_primary"
    case bouncedOn = "bounced_on"

    /// The invoice's key in the company's books.
    case invoice
    /// The invoice's number as people write it; the key where there is none.
    case invoiceNumber = "invoice_number"
    case invoiceDate = "invoice_date"
    case dueDate = "due_date"
    case amount, currency
    /// The customer's own order number.
    case poNumber = "po_number"
    case notes
    case voidedOn = "voided_on"
    /// The invoice that a credit note is on.
    case creditedInvoice = "credited_invoice"
    /// The day the whole invoice was paid; empty while it is open.
    case settledDate = "settled_date"
    /// What was open of the invoice on the day of the list.
    case openBalance = "open_balance"
    case balanceOn = "balance_on"

    /// The payment's key in the company's books.
    case payment
    case paymentDate = "payment_date"
    case paymentType = "payment_type"
    case method, reference
    /// The key of the payment that a reversal takes back.
    case reverses
    case allocatedOn = "allocated_on"

    /// The promise's key; rows with one key are one promise over several invoices.
    case promise
    case promisedOn = "promised_on"
    case promiseDueDate = "promise_due_date"
    case withdrawnOn = "withdrawn_on"
    case note

    /// The dispute's key.
    case dispute
    case openedOn = "opened_on"
    case resolvedOn = "resolved_on"
    case category, reason, owner
    case disputeDueDate = "dispute_due_date"
    case outcome

    /// The communication's key.
    case communication
    case direction, channel
    case occurredOn = "occurred_on"
    case subject, body
    /// The key of the communication that this one answers.
    case replyTo = "reply_to"

    case rateDate = "rate_date"
    case fromCurrency = "from_currency"
    case toCurrency = "to_currency"
    case rate

    /// What a field's cells hold.
    package enum Content: Hashable, Sendable {
        /// A name of a thing, which a profile may put together from other fields.
        case key
        case day, amount
        /// A plain number of any number of decimals.
        case rate
        case text
    }

    /// What the field's cells hold.
    package var content: Content {
        switch self {
        case .customer, .invoice, .payment, .contact, .promise, .dispute, .communication: .key
        case .invoiceDate, .dueDate, .settledDate, .balanceOn, .voidedOn, .paymentDate, .allocatedOn, .promisedOn,
            .promiseDueDate, .withdrawnOn, .openedOn, .resolvedOn, .disputeDueDate, .occurredOn, .bouncedOn, .rateDate:
            .day
        case .amount, .creditLimit, .openBalance: .amount
        case .rate: .rate
        case .customerName, .segment, .country, .industry, .doNotContact, .status, .isPerson, .paymentTerms, .arOwner,
            .salesOwner, .labels, .contactName, .role, .email, .phone, .timeZone, .language, .isPrimary,
            .invoiceNumber, .currency, .poNumber, .notes, .creditedInvoice, .paymentType, .method, .reference,
            .reverses, .note, .category, .reason, .owner, .outcome, .direction, .channel, .subject, .body, .replyTo,
            .fromCurrency, .toCurrency:
            .text
        }
    }

    /// Whether the field names a thing, so that a profile may put it together from other fields.
    var isKey: Bool { content == .key }

    /// Whether the field holds a day.
    var isDay: Bool { content == .day }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// The field's place in the list of all fields, from 0: plans keep what they know of fields in arrays by it.
    package var place: Int { Self.places[self] ?? 0 }
}
