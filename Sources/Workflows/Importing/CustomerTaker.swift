import Receivables
import Store
import Values
import Wire

/// What a row says about a customer; what is `nil` it does not say, and the books keep what they have.
struct CustomerAttributes: Hashable {
    var name: String?
    var segment: String?
    var country: String?
    var industry: String?
    var doNotContact: Bool?
    var creditLimit: Money?
    var status: CustomerStatus?
    var isPerson: Bool?
    var paymentTerms: Int?
    var arOwner: String?
    var salesOwner: String?
    var labels: [String]?

    /// The customer as it is written: what the row does not say is as the books have it; a name that nobody says is the
    /// key.
    func entry(key: String, id: Identifier<Customer>? = nil, over known: Customer?) -> CustomerEntry {
        CustomerEntry(
            key: key,
            id: id,
            name: name ?? known?.name ?? key,
            segment: segment ?? known?.segment,
            country: country ?? known?.country,
            industry: industry ?? known?.industry,
            doNotContact: doNotContact ?? known?.doNotContact ?? false,
            creditLimit: creditLimit ?? known?.creditLimit,
            status: status ?? known?.status ?? .active,
            isPerson: isPerson ?? known?.isPerson,
            paymentTerms: paymentTerms ?? known?.paymentTerms,
            arOwner: arOwner ?? known?.arOwner,
            salesOwner: salesOwner ?? known?.salesOwner,
            labels: labels ?? known?.labels ?? []
        )
    }
}

/// Where the rows hold what they say about their customer.
struct CustomerCells {
    private let cells: RowCells
    private let name: FieldSource
    private let segment: FieldSource
    private let country: FieldSource
    private let industry: FieldSource
    private let doNotContact: FieldSource
    private let creditLimit: FieldSource
    private let currency: FieldSource
    private let status: FieldSource
    private let isPerson: FieldSource
    private let paymentTerms: FieldSource
    private let arOwner: FieldSource
    private let salesOwner: FieldSource
    private let labels: FieldSource
    private let segments: [String]
    private let base: Currency
    /// Whether each row must say the name.
    private let isNamed: Bool

    init(_ cells: RowCells, of company: Company) {
        self.cells = cells
        segments = company.segments
        base = company.currency
        isNamed = cells.plan.kind == .customers
        name = cells.source(.customerName)
        segment = cells.source(.segment)
        country = cells.source(.country)
        industry = cells.source(.industry)
        doNotContact = cells.source(.doNotContact)
        creditLimit = cells.source(.creditLimit)
        currency = cells.source(.currency)
        status = cells.source(.status)
        isPerson = cells.source(.isPerson)
        paymentTerms = cells.source(.paymentTerms)
        arOwner = cells.source(.arOwner)
        salesOwner = cells.source(.salesOwner)
        labels = cells.source(.labels)
    }

    /// The fields that are there, for a look at whether a row says what the one before said.
    var sources: [FieldSource] {
        [
            name, segment, country, industry, doNotContact, creditLimit, status, isPerson, paymentTerms, arOwner,
            salesOwner, labels,
        ].filter(\.isThere)
    }

    /// The field of an attribute, for problems with it.
    func attributes(_ stream: borrowing CSVStream, _ notes: inout RowNotes) -> CustomerAttributes {
        var said = CustomerAttributes()
        said.name = isNamed ? cells.requiredText(name, stream, &notes) : cells.text(name, stream, &notes)
        said.segment = cells.word(segment, outOf: segments, stream, &notes)
        said.country = cells.text(country, stream, &notes)
        said.industry = cells.text(industry, stream, &notes)
        said.doNotContact = cells.yesNo(doNotContact, stream, &notes)
        // A ledger's currency is its invoice's, which the limit need not be in.
        let limitCurrency = isNamed ? cells.currency(currency, stream, &notes) ?? base : base
        said.creditLimit = cells.amount(creditLimit, in: limitCurrency, stream, &notes)
        if let limit = said.creditLimit, limit.minorUnits < 0 {
            let message = "is below zero; a limit is the most the customer may owe"
            notes.fail(.wrongSign, .creditLimit, cells.said(creditLimit, stream), message)
        }
        said.status = cells.word(status, outOf: CustomerStatus.allCases.map(\.rawValue), stream, &notes)
            .flatMap { CustomerStatus(rawValue: $0) }
        said.isPerson = cells.yesNo(isPerson, stream, &notes)
        if cells.plan.kind == .customers { said.paymentTerms = cells.terms(paymentTerms, stream, &notes) }
        said.arOwner = cells.text(arOwner, stream, &notes)
        said.salesOwner = cells.text(salesOwner, stream, &notes)
        said.labels = cells.text(labels, stream, &notes).map { text in
            text.split(separator: "|").map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        }
        return said
    }
}

extension Substring {
    /// The text without the spaces around it.
    var trimmingSpaces: String {
        var left = self
        while left.first == " " { left.removeFirst() }
        while left.last == " " { left.removeLast() }
        return String(left)
    }
}

/// Takes rows of customers.
struct CustomerTaker: RowTaker {
    private let cells: RowCells
    private let scope: WriteScope
    private let loading: Loading<CustomerEntry>
    private let attributes: CustomerCells
    private var customer: RowKey

    init(
        _ cells: RowCells,
        of company: Company,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        self.scope = scope
        loading = try CustomerRow.loading(at: recording, using: &generator, in: scope)
        attributes = CustomerCells(cells, of: company)
        customer = RowKey(.customer, of: cells)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let hasKey = customer.make(cells, in: .usd, stream, &notes)
        let said = attributes.attributes(stream, &notes)
        guard hasKey, notes.isClean else { return }
        let key = customer.text(cells, stream)
        let known = try CustomerRow.known(key: key, in: scope.reading)
        let outcome = try loading.load(said.entry(key: key, over: known))
        counts.customers.add(outcome)
        notes.settle(outcome, "customer", .customer) { key }
    }
}
