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
        for row in try PromiseRow.all(in: scope) {
            try line("promise") { json, names in
                json.field("promise", row.key)
                json.field("invoice", names.key(of: row.invoice))
                json.field("made_on", row.madeOn)
                json.field("due_date", row.dueOn)
                json.field("withdrawn_on", row.withdrawnOn)
            }
        }
        for row in try DisputeRow.all(in: scope) {
            try line("dispute") { json, names in
                json.field("dispute", row.key)
                json.field("invoice", names.key(of: row.invoice))
                json.field("opened_on", row.openedOn)
                json.field("resolved_on", row.resolvedOn)
                json.field("reason", row.reason)
            }
        }
        for row in try ContactRow.all(in: scope) {
            try line("contact") { json, names in
                json.field("contact", row.key)
                json.field("customer", names.key(of: row.customer))
                json.field("channel", row.channel.rawValue)
                json.field("contacted_on", row.contactedOn)
            }
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
        }
    }
}
