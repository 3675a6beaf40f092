import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// A promise to pay as the API shows it.
struct PromiseView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case customerName = "customer_name"
        case contact, invoices
        case invoiceNumbers = "invoice_numbers"
        case amount, currency
        case promisedOn = "promised_on"
        case dueDate = "due_date"
        case state
        case withdrawnOn = "withdrawn_on"
        case note
        case externalID = "external_id"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    let listing: PromiseListing
    let company: Company

    func write(_ field: Field, to json: inout JSONWriter) {
        let promise = listing.promise
        switch field {
        case .id: json.field("id", promise.id)
        case .company: json.field("company", company.id)
        case .customer: json.field("customer", promise.customer)
        case .customerName: json.field("customer_name", listing.customerName)
        case .contact: json.field("contact", promise.contact)
        case .invoices:
            json.array("invoices") { json in
                for invoice in listing.invoices { json.value(invoice.id) }
            }
        case .invoiceNumbers: json.field("invoice_numbers", listing.invoices.map(\.number))
        case .amount: json.field("amount", promise.amount)
        case .currency: json.field("currency", listing.currency)
        case .promisedOn: json.field("promised_on", promise.madeOn)
        case .dueDate: json.field("due_date", promise.dueOn)
        case .state: json.field("state", listing.state.rawValue)
        case .withdrawnOn: json.field("withdrawn_on", promise.withdrawnOn)
        case .note: json.field("note", promise.note)
        case .externalID: json.field("external_id", promise.key)
        case .createdAt: json.field("created_at", promise.recordedAt)
        case .updatedAt: json.field("updated_at", promise.updatedAt)
        }
    }
}

extension Promising.Terms {
    /// Takes over what a body says of a promise; what it does not name stays, and `null` empties.
    mutating func read(_ body: inout ObjectReader, in currency: Currency, today: Day) {
        if body.presence(of: "due_date") != .absent { dueOn = body.day("due_date") }
        if body.presence(of: "amount") != .absent {
            minorUnits = body.optionalMoney("amount", in: currency)?.minorUnits
            if let minorUnits, minorUnits <= 0 { body.refuse("amount", "must be more than zero") }
        }
        if body.presence(of: "contact") != .absent { contact = body.optionalIdentifier("contact") }
        if body.presence(of: "note") != .absent { note = body.optionalLines("note") }
        switch body.optionalString("state") {
        case nil: break
        case "withdrawn": withdrawnOn = withdrawnOn ?? today
        case "open": withdrawnOn = nil
        case .some:
            body.refuse("state", "can be set to `withdrawn`, and back to `open`; the others follow from what is paid")
        }
    }
}

/// `GET /companies/{company_id}/promises`: the latest first.
struct ListPromises: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/promises"
    static let access = Access.member(.viewer)
    static let parameters =
        Paging.parameters
        + [
            FieldSelection<PromiseView.Field>.parameter,
            Parameter("state", .words(of: PromiseState.self)),
            Parameter("customer_id", .identifier),
            Parameter("invoice_id", .identifier),
            AsOf.parameter,
        ]

    private let call: Call
    private let paging: Paging
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let filter = PromiseFilter(
            customer: call.parameters.identifier("customer_id"),
            invoice: call.parameters.identifier("invoice_id"),
            states: call.parameters.words("state")
        )
        let listed = try PromiseListing.list(
            filter,
            of: company,
            today: day,
            paging.page,
            in: scope.entering(company.id)
        )
        return Reply(
            listed.elements.map { PromiseView(listing: $0, company: company) },
            of: listed.totalCount,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/promises/{id}`.
struct ShowPromise: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/promises/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<PromiseView.Field>.parameter, AsOf.parameter]

    private let call: Call
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listing = try PromiseListing.find(
            call.identifier("id"),
            of: company,
            today: day,
            in: scope.entering(company.id)
        )
        guard let listing else { throw CallError.noSuch("promise") }
        return Reply(PromiseView(listing: listing, company: company), fields: FieldSelection(call.parameters))
    }
}

/// `POST /companies/{company_id}/promises`: a promise about one or more invoices of a customer.
struct AddPromise: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/promises"
    static let access = Access.member(.collector)

    private let call: Call
    private let body: ObjectReader

    init(from call: Call) throws {
        body = try call.body()
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        var body = body
        let invoices = body.identifiers("invoices", of: Invoice.self)
        if invoices.isEmpty { body.refuse("invoices", "must name an invoice") }
        if Set(invoices).count != invoices.count { body.refuse("invoices", "names an invoice twice") }
        // An amount is in the invoices' currency, which only the books know.
        let invoice = try invoices.first.flatMap { try InvoiceRow.find($0, in: rows.reading) }
        let madeOn = body.optionalDay("promised_on") ?? member.today
        if madeOn > member.today {
            body.refuse("promised_on", "has not come yet: the company's today is \(member.today)")
        }
        var terms = Promising.Terms(dueOn: body.day("due_date"))
        terms.read(&body, in: invoice?.amount.currency ?? member.company.currency, today: member.today)
        if let customer = body.optionalIdentifier("customer", of: Customer.self), let invoice,
            customer != invoice.customer
        {
            body.refuse("customer", "is not the one who owes the invoices")
        }
        try body.finish()
        let promise = try Promising.add(
            terms,
            about: invoices,
            madeOn: madeOn,
            by: call.caller.user.name,
            at: call.recording,
            in: rows
        )
        var reply = Reply.changed(try PromiseView.of(promise.id, member, in: rows.reading), .created)
        reply.headers.append((name: "Location", value: "/api/v1/companies/\(member.company.id)/promises/\(promise.id)"))
        return reply
    }
}

/// `PATCH /companies/{company_id}/promises/{id}`.
struct ChangePromise: ChangingEndpoint {
    static let method = Method.patch
    static let path = "/companies/{company_id}/promises/{id}"
    static let access = Access.member(.collector)

    private let call: Call
    private let body: ObjectReader
    private let standing: IfMatch

    init(from call: Call) throws {
        body = try call.body()
        standing = IfMatch(of: call.request)
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let member = call.member
        let rows = scope.entering(member.company.id)
        let view = try PromiseView.of(call.identifier("id"), member, in: rows.reading)
        try standing.check(view)
        var body = body
        var terms = Promising.Terms(view.listing.promise)
        terms.read(&body, in: view.listing.currency, today: member.today)
        try body.finish()
        let id = view.listing.promise.id
        _ = try Promising.change(id, to: terms, by: call.caller.user.name, at: call.recording, in: rows)
        return .changed(try PromiseView.of(id, member, in: rows.reading))
    }
}

extension PromiseView {
    /// A promise as it stands today.
    ///
    /// - Throws: ``CallError/noSuch(_:)`` where the company has none of this id.
    static func of(_ id: Identifier<Promise>, _ member: Member, in scope: CompanyScope) throws -> PromiseView {
        let listing = try PromiseListing.find(id, of: member.company, today: member.today, in: scope)
        guard let listing else { throw CallError.noSuch("promise") }
        return PromiseView(listing: listing, company: member.company)
    }
}
