import Facts
import Receivables
import Store
import Values
import Wire

/// The company's settings, what is in force, and its books.
extension CanonicalExport.ExportLines {
    mutating func write(_ company: Company) throws {
        try line("company") { json, _ in
            json.field("company", company.slug)
            json.field("name", company.name)
            json.field("currency", company.currency)
            json.field("timezone", company.timeZoneName)
            json.field("fixed_today", company.fixedToday)
            json.field("segments", company.segments)
            json.field("promise_grace_days", company.promiseTerms.graceDays)
            json.field("promise_tolerance_percent", company.promiseTerms.tolerancePercent)
            json.array("holidays") { json in
                for day in company.calendar.holidays { json.value(day) }
            }
        }
    }

    mutating func writeLive(in scope: CompanyScope) throws {
        if let rules = try RuleSetRow.live(in: scope) {
            try line("rule_set") { json, _ in json.field("hash", rules.hash) }
        }
        if let model = try ModelVersionRow.live(in: scope) {
            try line("model") { json, _ in json.field("version", model.version) }
        }
    }

    mutating func writeLedger(in scope: CompanyScope) throws {
        for row in try CustomerRow.all(in: scope) { try write(row.customer) }
        for row in try InvoiceRow.all(in: scope) { try write(row) }
        for row in try PaymentRow.all(in: scope) { try write(row) }
        for row in try AllocationRow.all(in: scope) {
            try line("allocation") { json, names in
                json.field("payment", names.key(of: row.payment))
                json.field("invoice", names.key(of: row.invoice))
                json.field("allocated_on", row.allocatedOn)
                json.field("amount", row.amount)
                json.field("currency", row.amount.currency)
            }
        }
        for row in try ContactRow.all(in: scope) { try write(row) }
        for row in try PromiseRow.all(in: scope) {
            let invoices = try PromiseRow.invoices(of: row.id, in: scope)
            try line("promise") { json, names in
                json.field("promise", row.key)
                json.field("customer", names.key(of: row.customer))
                json.field("invoices", invoices.compactMap { names.key(of: $0) })
                json.field("contact", names.key(of: row.contact))
                json.field("made_on", row.madeOn)
                json.field("due_date", row.dueOn)
                json.field("amount", row.amount)
                json.field("currency", row.amount?.currency)
                json.field("withdrawn_on", row.withdrawnOn)
                json.field("note", row.note)
            }
        }
        for row in try DisputeRow.all(in: scope) { try write(row) }
        for row in try CommunicationRow.all(in: scope) { try write(row) }
        for row in try FXRateRow.all(in: scope) {
            try line("rate") { json, _ in
                json.field("day", row.rate.day)
                json.field("from", row.rate.from)
                json.field("to", row.rate.to)
                json.field("rate", "\(row.rate.rate)")
            }
        }
    }

    private mutating func write(_ row: ContactRow) throws {
        try line("contact") { json, names in
            json.field("contact", row.key)
            json.field("customer", names.key(of: row.customer))
            json.field("name", row.name)
            json.field("role", row.role)
            json.field("email", row.email)
            json.field("phone", row.phone)
            json.field("timezone", row.timeZone)
            json.field("language", row.language)
            json.field("is_primary", row.isPrimary)
            json.field("do_not_contact", Channel.allCases.filter { row.refusedChannels.contains($0) }.map(\.rawValue))
            json.field("bounced_on", row.bouncedOn)
            json.field("forgotten_on", row.forgottenOn)
        }
    }

    private mutating func write(_ row: DisputeRow) throws {
        try line("dispute") { json, names in
            json.field("dispute", row.key)
            json.field("invoice", names.key(of: row.invoice))
            json.field("opened_on", row.openedOn)
            json.field("resolved_on", row.resolvedOn)
            json.field("minor_units", row.minorUnits)
            json.field("category", row.category)
            json.field("reason", row.reason)
            json.field("owner", row.owner)
            json.field("due_date", row.dueOn)
            json.field("outcome", row.outcome)
        }
    }

    private mutating func write(_ row: CommunicationRow) throws {
        try line("communication") { json, names in
            json.field("communication", row.key)
            json.field("customer", names.key(of: row.customer))
            json.field("contact", names.key(of: row.contact))
            json.field("invoice", names.key(of: row.invoice))
            json.field("direction", row.direction.rawValue)
            json.field("channel", row.channel.rawValue)
            json.field("occurred_on", row.occurredOn)
            json.field("subject", row.subject)
            json.field("body", row.body)
            json.field("reply_to", row.replyTo)
            json.field("outcome", row.outcome)
        }
    }

    private mutating func write(_ customer: Customer) throws {
        try line("customer") { json, _ in
            json.field("customer", customer.key)
            json.field("name", customer.name)
            json.field("segment", customer.segment)
            json.field("country", customer.country)
            json.field("industry", customer.industry)
            json.field("do_not_contact", customer.doNotContact)
            json.field("credit_limit", customer.creditLimit)
            json.field("currency", customer.creditLimit?.currency)
            json.field("status", customer.status.rawValue)
            json.field("is_person", customer.isPerson)
            json.field("payment_terms", customer.paymentTerms)
            json.field("ar_owner", customer.arOwner)
            json.field("sales_owner", customer.salesOwner)
            json.field("labels", customer.labels)
        }
    }

    private mutating func write(_ row: InvoiceRow) throws {
        try line("invoice") { json, names in
            json.field("invoice", row.key)
            json.field("number", row.number)
            json.field("customer", names.key(of: row.customer))
            json.field("invoice_date", row.issuedOn)
            json.field("due_date", row.dueOn)
            json.field("amount", row.amount)
            json.field("currency", row.amount.currency)
            json.field("po_number", row.poNumber)
            json.field("notes", row.notes)
            json.field("voided_on", row.voidedOn)
        }
    }

    private mutating func write(_ row: PaymentRow) throws {
        try line("payment") { json, names in
            json.field("payment", row.key)
            json.field("customer", names.key(of: row.customer))
            json.field("invoice", names.key(of: row.invoice))
            json.field("payment_type", row.type.rawValue)
            json.field("payment_date", row.paidOn)
            json.field("amount", row.amount)
            json.field("currency", row.amount.currency)
            json.field("method", row.method)
            json.field("reference", row.reference)
            json.field("reverses", names.key(of: row.reverses))
        }
    }
}
