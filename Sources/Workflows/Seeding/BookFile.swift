/// A file of made-up books.
package enum BookFile: Int, CaseIterable, Hashable, Sendable {
    // In the order in which an import takes them: each refers only to those before it.
    case customers, contacts, rates, invoices, payments, allocations, promises, disputes, communications
    /// Which customer behaves how: the answers, which nothing in the product reads.
    case behaviours
    /// What a reminder does to whom: the answers, which nothing in the product reads.
    case effects
    /// What planted reviewers turn down: the answers, which nothing in the product reads.
    case reviewers

    /// What the file holds, in one word.
    package var name: String {
        switch self {
        case .customers: "customers"
        case .contacts: "contacts"
        case .rates: "rates"
        case .invoices: "invoices"
        case .payments: "payments"
        case .allocations: "allocations"
        case .promises: "promises"
        case .disputes: "disputes"
        case .communications: "communications"
        case .behaviours: "behaviours"
        case .effects: "effects"
        case .reviewers: "reviewers"
        }
    }

    /// The file's name: ``name`` and `.csv`.
    package var fileName: String { name + ".csv" }

    /// Whether the file holds the answers to what is planted in the others.
    package var holdsAnswers: Bool {
        switch self {
        case .customers, .contacts, .rates, .invoices, .payments, .allocations, .promises, .disputes, .communications:
            false
        case .behaviours, .effects, .reviewers: true
        }
    }

    /// The headers of its columns.
    package var headers: [String] {
        switch self {
        case .customers:
            [
                "customer", "customer_name", "segment", "country", "industry", "do_not_contact", "credit_limit",
                "currency", "status", "is_person", "payment_terms", "ar_owner", "sales_owner", "labels",
            ]
        case .contacts:
            [
                "contact", "customer", "contact_name", "role", "email", "phone", "time_zone", "language",
                "is_primary", "do_not_contact", "bounced_on",
            ]
        case .rates: ["rate_date", "from_currency", "to_currency", "rate"]
        case .invoices:
            [
                "invoice", "customer", "invoice_date", "due_date", "amount", "currency", "po_number", "notes",
                "voided_on",
            ]
        case .payments:
            [
                "payment", "invoice", "customer", "payment_date", "amount", "payment_type", "currency", "method",
                "reference", "reverses",
            ]
        case .allocations: ["payment", "invoice", "amount", "allocated_on"]
        case .promises:
            [
                "promise", "invoice", "promised_on", "promise_due_date", "amount", "withdrawn_on", "contact", "note",
            ]
        case .disputes:
            [
                "dispute", "invoice", "opened_on", "resolved_on", "amount", "category", "reason", "owner",
                "dispute_due_date", "outcome",
            ]
        case .communications:
            [
                "communication", "customer", "contact", "invoice", "direction", "channel", "occurred_on", "subject",
                "body", "reply_to",
            ]
        case .behaviours: ["customer", "behaviour", "tags", "fitting_tags"]
        case .effects: ["customer", "treated_share", "effect_days"]
        case .reviewers:
            [
                "reviewer", "channel", "days_past_due_from", "days_past_due_to", "amount_from", "amount_to",
                "segment", "reason", "rejects_share", "other_rejects_share",
            ]
        }
    }
}
