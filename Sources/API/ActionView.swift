import Facts
import Receivables
import Store
import Values
import Wire

/// An action as the API shows it, with the names that people know its target by.
///
/// What this version does not keep is `null`.
struct ActionView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case customerName = "customer_name"
        case invoice, invoices
        case invoiceNumber = "invoice_number"
        case channel
        case assignedTo = "assigned_to"
        case description
        case recommendationLabel = "recommendation_label"
        case triggerEventLabel = "trigger_event_label"
        case status, urgency, priority
        case dueAt = "due_at"
        case expiresAt = "expires_at"
        case subject, body, recipient, rule
        case modelVersion = "model_version"
        case factsHash = "facts_hash"
        case probabilityApproved = "probability_approved"
        case expectedCash = "expected_cash"
        case expectedCashCurrency = "expected_cash_currency"
        case currency, amount
        case daysPastDue = "days_past_due"
        case reasons, evidence
        case isRecommended = "is_recommended"
        case requiresAction = "requires_action"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case executedAt = "executed_at"
        case outcome
    }

    let listing: ActionListing
    let company: Company
    let today: Day

    func write(_ field: Field, to json: inout JSONWriter) {
        let action = listing.action
        switch field {
        case .id: json.field("id", action.id)
        case .company: json.field("company", company.id)
        case .customer: json.field("customer", action.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .invoice: json.field("invoice", action.invoice)
        case .invoices:
            json.array("invoices") { json in
                if let invoice = action.invoice { json.value(invoice) }
            }
        case .invoiceNumber: json.field("invoice_number", listing.invoice?.invoice.number)
        case .channel: json.field("channel", action.channel.rawValue)
        case .assignedTo: json.field("assigned_to", action.assignedTo)
        case .description: json.field("description", action.why)
        case .recommendationLabel: json.field("recommendation_label", action.label)
        case .triggerEventLabel: json.field("trigger_event_label", nil as String?)
        case .status: json.field("status", action.state.rawValue)
        case .urgency: json.field("urgency", action.urgency.isFinite ? action.urgency : nil)
        case .priority: json.field("priority", action.priority)
        case .dueAt: json.field("due_at", action.sendAt)
        case .expiresAt: json.field("expires_at", action.expiresOn)
        case .subject: json.field("subject", ActionView.text(action.draft.subject))
        case .body: json.field("body", ActionView.text(action.draft.body))
        case .recipient: json.field("recipient", ActionView.text(action.draft.recipient))
        case .rule: json.rule(action.rule, of: action.provenance)
        case .modelVersion: json.field("model_version", action.provenance.modelVersion)
        case .factsHash: json.field("facts_hash", action.provenance.factsHash)
        case .probabilityApproved: json.field("probability_approved", action.probabilityApproved?.value)
        case .expectedCash: json.field("expected_cash", action.expectedCash)
        case .expectedCashCurrency: json.field("expected_cash_currency", action.expectedCash?.currency)
        case .currency: json.field("currency", listing.invoice?.balance.currency ?? company.currency)
        case .amount: json.field("amount", listing.invoice?.balance)
        case .daysPastDue: json.field("days_past_due", listing.invoice.map { $0.invoice.dueOn.days(until: today) })
        case .reasons:
            json.key("reasons")
            json.verbatim(action.reasons)
        case .evidence:
            json.key("evidence")
            json.verbatim(action.evidence)
        case .isRecommended: json.field("is_recommended", action.isRecommended)
        case .requiresAction: json.field("requires_action", requiresAction)
        case .createdAt: json.field("created_at", action.createdAt)
        case .updatedAt: json.field("updated_at", action.updatedAt)
        case .executedAt: json.field("executed_at", action.executedAt)
        case .outcome: json.field("outcome", action.outcome)
        }
    }

    /// Whether a person is asked for an answer today.
    private var requiresAction: Bool {
        let action = listing.action
        return action.state == .proposed && action.isRecommended && action.channel != .wait
            && action.snoozedUntil.map { $0 <= today } ?? true
    }

    /// A text, or nothing for an empty one: the channel has none.
    private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }
}

extension JSONWriter {
    /// Writes which rule said something: its name, its place, and the set it was part of.
    mutating func rule(_ rule: RulePlace, of provenance: Provenance) {
        object("rule") { json in
            json.field("id", rule.id)
            json.field("file", rule.file)
            json.field("line", rule.line)
            json.field("version", provenance.ruleSetHash)
        }
    }
}
