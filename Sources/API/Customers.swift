import Facts
import HTTP
import Receivables
import Store
import Values
import Wire

/// A customer as the API shows it, with what is owed on a day.
///
/// What this version does not keep is `null`.
struct CustomerView: Resource {
    enum Field: String, CaseIterable {
        case id, company
        case name = "customer_company_name"
        case externalID = "external_id"
        case status, industry, segment, country
        case isPerson = "is_person"
        case currency
        case paymentTerms = "payment_terms"
        case creditLimit = "credit_limit"
        case creditLimitCurrency = "credit_limit_currency"
        case accountOwner = "ar_owner"
        case salesOwner = "sales_owner"
        case labels
        case doNotContact = "do_not_contact"
        case totalBalance = "total_balance"
        case overdueBalance = "overdue_balance"
        case unappliedCash = "unapplied_cash"
        case aging
        case balances = "balances_by_currency"
        case openInvoiceCount = "open_invoice_count"
        case signalSeverity = "signal_severity"
        case riskLevel = "risk_level"
        case riskScore = "risk_score"
        case lastContactAt = "last_contact_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    let listing: CustomerListing
    let company: Company

    func write(_ field: Field, to json: inout JSONWriter) {
        let customer = listing.customer.customer
        switch field {
        case .id: json.field("id", customer.id)
        case .company: json.field("company", company.id)
        case .name: json.field("customer_company_name", customer.name)
        case .externalID: json.field("external_id", customer.key)
        case .status: json.field("status", customer.status.rawValue)
        case .industry: json.field("industry", customer.industry)
        case .segment: json.field("segment", customer.segment)
        case .country: json.field("country", customer.country)
        case .isPerson: json.field("is_person", customer.isPerson)
        case .currency: json.field("currency", company.currency)
        case .paymentTerms: json.field("payment_terms", customer.paymentTerms)
        case .creditLimit: json.field("credit_limit", customer.creditLimit)
        case .creditLimitCurrency: json.field("credit_limit_currency", customer.creditLimit?.currency)
        case .accountOwner: json.field("ar_owner", customer.arOwner)
        case .salesOwner: json.field("sales_owner", customer.salesOwner)
        case .labels: json.field("labels", customer.labels)
        case .doNotContact: json.field("do_not_contact", customer.doNotContact)
        case .totalBalance: json.field("total_balance", listing.inBase.total)
        case .overdueBalance: json.field("overdue_balance", listing.inBase.overdue)
        case .unappliedCash: json.field("unapplied_cash", listing.inBase.unapplied)
        case .aging:
            json.object("aging") { json in
                for (bucket, amount) in zip(AgingBucket.allCases, listing.inBase.buckets) {
                    json.key(text: bucket.rawValue)
                    json.value(amount)
                }
            }
        case .balances:
            json.array("balances_by_currency") { json in
                for amounts in listing.amounts { json.object { CustomerView.write(amounts, to: &$0) } }
            }
        case .openInvoiceCount: json.field("open_invoice_count", listing.openInvoiceCount)
        case .signalSeverity: json.field("signal_severity", listing.worstSeverity?.rawValue)
        case .riskLevel: json.field("risk_level", listing.riskLevel?.rawValue)
        case .riskScore: json.field("risk_score", listing.riskScore)
        case .lastContactAt: json.field("last_contact_at", listing.lastContactOn)
        case .createdAt: json.field("created_at", listing.customer.recordedAt)
        case .updatedAt: json.field("updated_at", listing.customer.updatedAt)
        }
    }

    /// What is owed in one currency, by how late it is.
    private static func write(_ amounts: AgingAmounts, to json: inout JSONWriter) {
        json.field("currency", amounts.currency)
        json.object("aging") { json in
            for (bucket, amount) in zip(AgingBucket.allCases, amounts.buckets) {
                json.key(text: bucket.rawValue)
                json.value(amount)
            }
        }
        json.field("overpaid", amounts.overpaid)
        json.field("unapplied_cash", amounts.unapplied)
        json.field("total_balance", amounts.total)
    }
}

extension CustomerTraits {
    /// The traits that the usual parameters ask for; `status` means an invoice's where invoices are listed.
    init(_ parameters: Parameters, ofInvoices: Bool = false) {
        self.init(
            statuses: ofInvoices ? [] : parameters.words("status"),
            isPerson: parameters.flag("is_person"),
            arOwner: parameters.text("ar_owner"),
            salesOwner: parameters.text("sales_owner"),
            labels: parameters.text("labels")?.split(separator: ",").map(String.init) ?? []
        )
    }
}

/// `GET /companies/{company_id}/customers`, in the order of `sort`.
struct ListCustomers: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<CustomerView.Field>.parameter,
            Parameter("search", .text(longest: 200)),
            Parameter("industry", .text(longest: 200)),
            Parameter("segment", .text(longest: 200)),
            Parameter("status", .words(of: CustomerStatus.self)),
            Parameter("risk_level", .words(of: RiskLevel.self)),
            Parameter("ar_owner", .text(longest: 200)),
            Parameter("sales_owner", .text(longest: 200)),
            Parameter("labels", .text(longest: 200)),
            Parameter("is_person", .flag),
            Parameter("hide_zero_balance", .flag),
            Parameter("include_contacts", .flag),
            Parameter("sort", .word(orders.map(\.word))),
            AsOf.parameter,
        ]

    private static let orders: [(word: String, order: CustomerFilter.Order)] = [
        ("signal_severity", .signalSeverity),
        ("total_balance_desc", .totalBalanceDescending),
        ("total_balance_asc", .totalBalanceAscending),
        ("customer_name_asc", .nameAscending),
        ("customer_name_desc", .nameDescending),
    ]

    private let call: Call
    private let paging: Paging
    private let filter: CustomerFilter
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        let parameters = call.parameters
        paging = try Paging(parameters)
        filter = CustomerFilter(
            search: parameters.text("search"),
            industry: parameters.text("industry"),
            segments: parameters.words("segment"),
            riskLevels: parameters.words("risk_level"),
            traits: CustomerTraits(parameters),
            hideZeroBalance: parameters.flag("hide_zero_balance") ?? false,
            order: ListCustomers.orders.first { $0.word == parameters.text("sort") }?.order ?? .signalSeverity
        )
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listed = try CustomerListing.list(
            filter,
            today: day,
            currency: company.currency,
            paging.page,
            in: scope.entering(company.id)
        )
        return Reply(
            listed.elements.map { CustomerView(listing: $0, company: company) },
            of: listed.totalCount,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/customers/{id}`.
struct ShowCustomer: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<CustomerView.Field>.parameter, AsOf.parameter]

    private let call: Call
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listing = try CustomerListing.find(
            call.identifier("id"),
            today: day,
            currency: company.currency,
            in: scope.entering(company.id)
        )
        guard let listing else { throw CallError.noSuch("customer") }
        return Reply(CustomerView(listing: listing, company: company), fields: FieldSelection(call.parameters))
    }
}
