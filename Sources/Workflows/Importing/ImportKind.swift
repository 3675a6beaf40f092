/// What the rows of an imported file are about.
package enum ImportKind: String, CaseIterable, Hashable, Sendable {
    /// Customer, invoice and what became of it in one row.
    case ledger
    case customers
    /// People at a customer.
    case contacts
    case invoices
    /// Payments, credit memos, write-offs, refunds and reversals, with or without an invoice.
    case payments
    /// Which payment pays how much of which invoice.
    case allocations
    case promises, disputes, communications
    /// What one currency is worth in another on a day.
    case rates

    /// The fields without which a row says nothing; each needs a column, a default or a key.
    ///
    /// One of them may be met in another way; see ``ImportKind/alternative(to:)``.
    package var requiredFields: [ImportField] {
        switch self {
        case .ledger, .invoices: [.customer, .invoice, .invoiceDate, .dueDate, .amount, .currency]
        case .customers: [.customer, .customerName]
        case .contacts: [.customer, .contactName]
        case .payments: [.invoice, .paymentDate, .amount]
        case .allocations: [.payment, .invoice, .amount]
        case .promises: [.invoice, .promisedOn, .promiseDueDate]
        case .disputes: [.invoice, .openedOn]
        case .communications: [.customer, .direction, .channel, .occurredOn]
        case .rates: [.rateDate, .fromCurrency, .toCurrency, .rate]
        }
    }

    /// The field that stands in for a required one: terms for a due date, the customer of a payment for its invoice.
    package func alternative(to field: ImportField) -> ImportField? {
        switch (self, field) {
        case (.ledger, .dueDate), (.invoices, .dueDate): .paymentTerms
        case (.payments, .invoice): .customer
        case (.ledger, _), (.customers, _), (.contacts, _), (.invoices, _), (.payments, _), (.allocations, _),
            (.promises, _), (.disputes, _), (.communications, _), (.rates, _):
            nil
        }
    }

    /// The fields that a row may have beside them.
    package var optionalFields: [ImportField] {
        let attributes: [ImportField] = [
            .segment, .country, .industry, .doNotContact, .creditLimit, .status, .isPerson, .paymentTerms, .arOwner,
            .salesOwner, .labels,
        ]
        return switch self {
        case .ledger:
            [.customerName] + attributes
                + [.invoiceNumber, .poNumber, .notes, .settledDate, .openBalance, .balanceOn]
        case .customers: attributes + [.currency]
        case .contacts:
            [
                .contact, .role, .email, .phone, .timeZone, .language, .isPrimary, .doNotContact, .bouncedOn,
            ]
        case .invoices: [.paymentTerms, .invoiceNumber, .poNumber, .notes, .voidedOn, .creditedInvoice]
        case .payments: [.payment, .customer, .paymentType, .currency, .method, .reference, .reverses]
        case .allocations: [.allocatedOn, .currency]
        case .promises: [.promise, .amount, .currency, .withdrawnOn, .contact, .note]
        case .disputes:
            [.dispute, .resolvedOn, .amount, .currency, .category, .reason, .owner, .disputeDueDate, .outcome]
        case .communications: [.communication, .contact, .invoice, .subject, .body, .replyTo]
        case .rates: []
        }
    }

    /// All fields of a row.
    package var fields: [ImportField] { requiredFields + optionalFields }

    /// The side of the customer's account that a row's plain amounts are on: an invoice is a debit, a payment a credit.
    package var amountSide: AmountFormat.Side {
        switch self {
        case .payments, .allocations: .credit
        case .ledger, .customers, .contacts, .invoices, .promises, .disputes, .communications, .rates: .debit
        }
    }
}
