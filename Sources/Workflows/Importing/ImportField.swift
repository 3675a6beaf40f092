/// What the rows of an imported file are about.
package enum ImportKind: String, CaseIterable, Hashable, Sendable {
    /// Customer, invoice and settlement in one row.
    case ledger
    case customers, invoices, payments, promises, disputes

    /// The fields without which a row says nothing; a profile gives each of them a column, a default or a key.
    package var requiredFields: [ImportField] {
        switch self {
        case .ledger, .invoices: [.customer, .invoice, .invoiceDate, .dueDate, .amount, .currency]
        case .customers: [.customer, .customerName]
        case .payments: [.payment, .invoice, .paymentDate, .amount]
        case .promises: [.invoice, .promisedOn, .promiseDueDate]
        case .disputes: [.invoice, .openedOn]
        }
    }

    /// The fields that a row may have beside them.
    package var optionalFields: [ImportField] {
        let attributes: [ImportField] = [.segment, .country, .industry, .doNotContact, .creditLimit]
        return switch self {
        case .ledger: [.customerName] + attributes + [.invoiceNumber, .settledDate]
        case .customers: attributes
        case .invoices: [.invoiceNumber]
        case .payments: [.paymentType, .currency]
        case .promises: [.withdrawnOn]
        case .disputes: [.resolvedOn]
        }
    }
}

/// A field of an imported row, in the words of the product.
package enum ImportField: String, CaseIterable, Hashable, Sendable {
    /// The customer's key in the company's books.
    case customer
    case customerName = "customer_name"
    case segment, country, industry
    case doNotContact = "do_not_contact"
    case creditLimit = "credit_limit"
    /// The invoice's key in the company's books.
    case invoice
    /// The invoice's number as people write it; the key where there is none.
    case invoiceNumber = "invoice_number"
    case invoiceDate = "invoice_date"
    case dueDate = "due_date"
    case amount, currency
    /// The day the whole invoice was paid; empty while it is open.
    case settledDate = "settled_date"
    /// The payment's key in the company's books.
    case payment
    case paymentDate = "payment_date"
    case paymentType = "payment_type"
    case promisedOn = "promised_on"
    case promiseDueDate = "promise_due_date"
    case withdrawnOn = "withdrawn_on"
    case openedOn = "opened_on"
    case resolvedOn = "resolved_on"

    /// Whether the field names a thing, so that a profile may put it together from other fields.
    var isKey: Bool {
        switch self {
        case .customer, .invoice, .payment: true
        case .customerName, .segment, .country, .industry, .doNotContact, .creditLimit, .invoiceNumber, .invoiceDate,
            .dueDate, .amount, .currency, .settledDate, .paymentDate, .paymentType, .promisedOn, .promiseDueDate,
            .withdrawnOn, .openedOn, .resolvedOn:
            false
        }
    }

    /// Whether the field holds a day.
    var isDay: Bool {
        switch self {
        case .invoiceDate, .dueDate, .settledDate, .paymentDate, .promisedOn, .promiseDueDate, .withdrawnOn, .openedOn,
            .resolvedOn:
            true
        case .customer, .customerName, .segment, .country, .industry, .doNotContact, .creditLimit, .invoice,
            .invoiceNumber, .amount, .currency, .payment, .paymentType:
            false
        }
    }
}
