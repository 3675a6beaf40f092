import HTTP
import Receivables
import Store
import Values
import Wire

/// An invoice as the API shows it, as it stands on a day.
///
/// What this version does not keep is `null`.
struct InvoiceView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case customerName = "customer_name"
        case invoiceNumber = "invoice_number"
        case externalID = "external_id"
        case invoiceDate = "invoice_date"
        case dueDate = "due_date"
        case paymentTerms = "payment_terms"
        case amount, balance, currency, status
        case agingBucket = "aging_bucket"
        case daysPastDue = "days_past_due"
        case purchaseOrderNumber = "po_number"
        case notes, disputed, promise
        case lateProbability = "late_probability"
        case predictedPayDate = "predicted_pay_date"
        case predictedPayDateLow = "predicted_pay_date_low"
        case predictedPayDateHigh = "predicted_pay_date_high"
        case lastContactAt = "last_contact_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    let listing: InvoiceListing
    let company: Identifier<Company>
    let day: Day

    func write(_ field: Field, to json: inout JSONWriter) {
        let invoice = listing.invoice
        switch field {
        case .id: json.field("id", invoice.id)
        case .company: json.field("company", company)
        case .customer: json.field("customer", invoice.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .invoiceNumber: json.field("invoice_number", invoice.number)
        case .externalID: json.field("external_id", invoice.key)
        case .invoiceDate: json.field("invoice_date", invoice.issuedOn)
        case .dueDate: json.field("due_date", invoice.dueOn)
        case .paymentTerms: json.field("payment_terms", invoice.issuedOn.days(until: invoice.dueOn))
        case .amount: json.field("amount", invoice.amount)
        case .balance: json.field("balance", listing.balance)
        case .currency: json.field("currency", invoice.amount.currency)
        case .status: json.field("status", listing.status(today: day).rawValue)
        case .agingBucket: json.field("aging_bucket", agingBucket?.rawValue)
        case .daysPastDue: json.field("days_past_due", daysPastDue)
        case .purchaseOrderNumber: json.field("po_number", invoice.poNumber)
        case .notes: json.field("notes", invoice.notes)
        case .disputed: json.field("disputed", listing.isDisputed)
        case .promise: writePromise(to: &json)
        case .lateProbability: json.field("late_probability", listing.lateProbability?.value)
        case .predictedPayDate: json.field("predicted_pay_date", nil as Day?)
        case .predictedPayDateLow: json.field("predicted_pay_date_low", nil as Day?)
        case .predictedPayDateHigh: json.field("predicted_pay_date_high", nil as Day?)
        case .lastContactAt: json.field("last_contact_at", listing.lastContactOn)
        case .createdAt: json.field("created_at", invoice.recordedAt)
        case .updatedAt: json.field("updated_at", invoice.updatedAt)
        }
    }

    /// The column of an aging report that the invoice stands in; nothing is owed in none.
    private var agingBucket: AgingBucket? {
        listing.balance.minorUnits > 0 ? AgingBucket(daysPastDue: daysPastDue) : nil
    }

    private var daysPastDue: Int { listing.invoice.dueOn.days(until: day) }

    private func writePromise(to json: inout JSONWriter) {
        guard let day = listing.promisedFor else { return json.field("promise", nil as String?) }
        json.object("promise") { $0.field("due_date", day) }
    }
}

/// `GET /companies/{company_id}/invoices`, by due date.
struct ListInvoices: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/invoices"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<InvoiceView.Field>.parameter,
            Parameter("status", .words(InvoiceStatus.allCases.map(\.rawValue) + [overdue, any])),
            Parameter("aging_bucket", .words(of: AgingBucket.self)),
            Parameter("customer_id", .identifier),
            Parameter("due_date_from", .day),
            Parameter("due_date_to", .day),
            Parameter("overdue_only", .flag),
            Parameter("search", .text(longest: 200)),
            Parameter("ar_owner", .text(longest: 200)),
            Parameter("sales_owner", .text(longest: 200)),
            Parameter("labels", .text(longest: 200)),
            Parameter("is_person", .flag),
            AsOf.parameter,
        ]

    /// A word for every status past due.
    private static let overdue = "overdue"
    /// A word for every status.
    private static let any = "any"
    private static let overdueStatuses: [InvoiceStatus] = [
        .pastDue1To30, .pastDue31To60, .pastDue61To90, .pastDueOver90,
    ]

    private let call: Call
    private let paging: Paging
    private let filter: InvoiceFilter
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        let parameters = call.parameters
        paging = try Paging(parameters)
        filter = InvoiceFilter(
            statuses: ListInvoices.statuses(parameters.words("status")),
            agingBuckets: parameters.words("aging_bucket"),
            customer: parameters.identifier("customer_id"),
            dueFrom: parameters.day("due_date_from"),
            dueTo: parameters.day("due_date_to"),
            overdueOnly: parameters.flag("overdue_only") ?? false,
            search: parameters.text("search"),
            traits: CustomerTraits(parameters, ofInvoices: true)
        )
        day = try AsOf.day(of: call)
    }

    private static func statuses(_ words: [String]) -> [InvoiceStatus] {
        guard !words.contains(any) else { return [] }
        let named = Set(words.compactMap { InvoiceStatus(rawValue: $0) })
        let isOverdue = words.contains(overdue)
        return InvoiceStatus.allCases.filter { named.contains($0) || (isOverdue && overdueStatuses.contains($0)) }
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company.id
        let listed = try InvoiceListing.list(filter, today: day, paging.page, in: scope.entering(company))
        return Reply(
            listed.elements.map { InvoiceView(listing: $0, company: company, day: day) },
            of: listed.totalCount,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/invoices/{id}`.
struct ShowInvoice: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/invoices/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<InvoiceView.Field>.parameter, AsOf.parameter]

    private let call: Call
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company.id
        let listing = try InvoiceListing.find(call.identifier("id"), today: day, in: scope.entering(company))
        guard let listing else { throw CallError.noSuch("invoice") }
        return Reply(
            InvoiceView(listing: listing, company: company, day: day),
            fields: FieldSelection(call.parameters)
        )
    }
}
