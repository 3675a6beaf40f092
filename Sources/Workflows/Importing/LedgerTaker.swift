import Receivables
import Store
import Values
import Wire

/// Takes rows that hold customer, invoice and what became of it.
///
/// A customer that many rows name is put together from all of them and written at the end.
struct LedgerTaker: RowTaker, ~Copyable {
    private struct Mentioned {
        let key: String
        let id: Identifier<Customer>
        var said: CustomerAttributes
        /// What the row before said of the customer, as the hash of its cells: most rows repeat it.
        var hash: UInt64
        /// Whether a row that names the customer was taken.
        var isUsed = false
    }

    private let cells: RowCells
    private let scope: WriteScope
    private let today: Day
    private var customers: CustomerKeys
    private let entries: InvoiceEntries
    private let invoices: InvoiceLookup
    private var invoiceLoading: InvoiceLoading
    private var paymentLoading: PaymentLoading
    private let customerLoading: Loading<CustomerEntry>
    private let attributes: CustomerCells
    private let attributeSources: [FieldSource]
    private var mentioned: [Mentioned] = []
    /// The place among the mentioned of each customer, by its place among the keys.
    private var places: [Int: Int] = [:]
    private var customer: RowKey
    private var invoice: RowKey
    private let days: InvoiceDays
    private let currency: FieldSource
    private let amount: FieldSource
    private let number: FieldSource
    private let poNumber: FieldSource
    private let invoiceNotes: FieldSource
    private let settled: FieldSource
    private let openBalance: FieldSource
    private let balanceOn: FieldSource

    init(
        _ cells: RowCells,
        of company: Company,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        let customers = try CustomerKeys(in: scope.reading, at: recording, using: &generator)
        let invoices = try InvoiceLookup(in: scope.reading)
        let entries = try InvoiceEntries(in: scope.reading)
        let invoiceLoading = try InvoiceLoading(at: recording, using: &generator, in: scope)
        let paymentLoading = try PaymentLoading(at: recording, using: &generator, in: scope)
        let customerLoading = try CustomerRow.loading(at: recording, using: &generator, in: scope)
        self.cells = cells
        self.scope = scope
        today = recording.day
        self.customers = customers
        self.invoices = invoices
        self.entries = entries
        self.invoiceLoading = invoiceLoading
        self.paymentLoading = paymentLoading
        self.customerLoading = customerLoading
        attributes = CustomerCells(cells, of: company)
        attributeSources = attributes.sources
        customer = RowKey(.customer, of: cells)
        invoice = RowKey(.invoice, of: cells)
        days = InvoiceDays(cells)
        currency = cells.source(.currency)
        amount = cells.source(.amount)
        number = cells.source(.invoiceNumber)
        poNumber = cells.source(.poNumber)
        invoiceNotes = cells.source(.notes)
        settled = cells.source(.settledDate)
        openBalance = cells.source(.openBalance)
        balanceOn = cells.source(.balanceOn)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let cells = cells
        let currency = cells.requiredCurrency(currency, stream, &notes)
        let unit = currency ?? .usd
        let hasCustomer = customer.make(cells, in: unit, stream, &notes)
        let place = hasCustomer ? try mention(stream, &notes) : nil
        let amount = cells.requiredAmount(amount, in: unit, stream, &notes)
        let span = days.days(cells, stream, &notes)
        if let amount, amount.minorUnits <= 0 {
            let message = "is not above zero; a credit note is a row of payments with the type credit_memo"
            notes.fail(.wrongSign, .amount, cells.said(self.amount, stream), message)
        }
        let hasKey = invoice.make(cells, in: unit, stream, &notes)
        let settledOn = settled.isThere ? cells.day(settled, stream, &notes) : nil
        let open = openBalance.isThere ? cells.amount(openBalance, in: unit, stream, &notes) : nil
        let openOn = balanceOn.isThere ? cells.day(balanceOn, stream, &notes) : nil
        guard notes.isClean, let place, let span, let amount, hasKey else { return }
        let owner = mentioned[place].id
        let outcome = try load(owner, span, amount, stream, &notes)
        guard let outcome else { return }
        counts.invoices.add(outcome)
        notes.settle(outcome, "invoice", .invoice) { invoice.text(cells, stream) }
        guard notes.isClean else { return }
        mentioned[place].isUsed = true
        if let settledOn {
            if settledOn < span.issuedOn {
                let message = "settled before it was issued on \(span.issuedOn); taken as a payment in advance"
                notes.remark(.settledBeforeIssue, .settledDate, cells.said(settled, stream), message)
            }
            let entry = Entry(suffix: "settled", day: settledOn, open: 0)
            try enter(entry, of: amount, owner, isNew: outcome == .inserted, stream, &notes, &counts)
        } else if let open {
            let day = openOn ?? today
            let entry = Entry(suffix: "balance/\(day)", day: day, open: open.minorUnits)
            try enter(entry, of: amount, owner, isNew: outcome == .inserted, stream, &notes, &counts)
        }
    }

    @inline(__always)
    private mutating func load(
        _ owner: Identifier<Customer>,
        _ span: (issuedOn: Day, dueOn: Day),
        _ amount: Money,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) throws(StoreError) -> LoadOutcome? {
        let cells = cells
        let invoice = invoice
        return try invoice.with(cells, stream) { key throws(StoreError) in
            try cells.with(number, stream) { number throws(StoreError) in
                try cells.with(poNumber, stream) { poNumber throws(StoreError) in
                    try cells.with(invoiceNotes, stream) { text throws(StoreError) in
                        guard number.isEmpty || cells.isOneLine(number, .invoiceNumber, &notes),
                            cells.isOneLine(poNumber, .poNumber, &notes)
                        else { return nil }
                        return try invoiceLoading.load(
                            key: key,
                            number: number.isEmpty ? key : number,
                            customer: owner,
                            issuedOn: span.issuedOn,
                            dueOn: span.dueOn,
                            amount: amount,
                            poNumber: poNumber,
                            notes: text,
                            voidedOn: nil
                        )
                    }
                }
            }
        }
    }

    // MARK: What became of the invoice

    private struct Entry {
        let suffix: String
        let day: Day
        /// What was open of the invoice afterwards, in minor units.
        let open: Int64
    }

    /// Enters what was paid of an invoice until a day, less what the books know of already.
    private mutating func enter(
        _ entry: Entry,
        of amount: Money,
        _ owner: Identifier<Customer>,
        isNew: Bool,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let invoiceKey = invoice.text(cells, stream)
        guard let target = try invoices.invoice(invoiceKey.utf8.span) else {
            preconditionFailure("an invoice that was written is found")
        }
        let key = "\(invoiceKey)/\(entry.suffix)"
        let known = isNew ? 0 : try entries.total(of: target.id, until: entry.day, except: key)
        let (paid, overflow) = amount.minorUnits.subtractingReportingOverflow(entry.open)
        let (rest, overflowed) = paid.subtractingReportingOverflow(known)
        guard !overflow, !overflowed else {
            notes.fail(.amountTooLarge, .openBalance, cells.said(openBalance, stream), "is too large to reckon with")
            return
        }
        if rest == 0 {
            // An entry that a list before had is taken back to nothing.
            let isKnown = try entries.has(key)
            guard isKnown else { return }
        }
        let nothing: [UInt8] = []
        let outcome = try paymentLoading.load(
            key: key.utf8.span,
            customer: owner,
            invoice: target.id,
            type: rest < 0 ? .reversal : .payment,
            paidOn: entry.day,
            amount: Money(minorUnits: rest, in: amount.currency),
            method: nothing.span,
            reference: nothing.span,
            reverses: nil
        )
        counts.payments.add(outcome)
        notes.settle(outcome, "payment", .settledDate) { key }
    }

    // MARK: Customers that many rows name

    /// The place of the row's customer among those mentioned; `nil` where the row contradicts one before.
    private mutating func mention(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) throws(StoreError) -> Int? {
        let cells = cells
        let customer = customer
        let found = try customer.with(cells, stream) { key in customers.place(of: key) }
        let hash = hash(of: stream)
        if let found, let place = places[found] {
            if mentioned[place].hash == hash { return place }
            let before = notes.problems.count
            let said = attributes.attributes(stream, &notes)
            let joined = join(mentioned[place].said, said, mentioned[place].key, &notes)
            guard notes.problems.count == before else { return nil }
            mentioned[place].said = joined
            mentioned[place].hash = hash
            return place
        }
        let before = notes.problems.count
        let said = attributes.attributes(stream, &notes)
        guard notes.problems.count == before else { return nil }
        let key = customer.text(cells, stream)
        let keyPlace = found ?? customers.addNew(key.utf8.span)
        places[keyPlace] = mentioned.count
        mentioned.append(Mentioned(key: key, id: customers.id(at: keyPlace), said: said, hash: hash))
        return mentioned.count - 1
    }

    private func hash(of stream: borrowing CSVStream) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for source in attributeSources {
            hash = cells.reading(source, stream) { text in
                var hash = hash
                for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3 }
                return (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
            }
        }
        return hash
    }

    /// What is known of a customer once this row has been read: what rows before said, or else what it says.
    private func join(
        _ known: CustomerAttributes,
        _ said: CustomerAttributes,
        _ key: String,
        _ notes: inout RowNotes
    ) -> CustomerAttributes {
        func joined<Value: Equatable>(_ known: Value?, _ said: Value?, _ field: ImportField) -> Value? {
            guard let known, let said else { return known ?? said }
            if known != said {
                notes.fail(.contradiction, field, "\(said)", "customer `\(key)` has `\(known)` in a row before")
            }
            return known
        }
        return CustomerAttributes(
            name: joined(known.name, said.name, .customerName),
            segment: joined(known.segment, said.segment, .segment),
            country: joined(known.country, said.country, .country),
            industry: joined(known.industry, said.industry, .industry),
            doNotContact: joined(known.doNotContact, said.doNotContact, .doNotContact),
            creditLimit: joined(known.creditLimit, said.creditLimit, .creditLimit),
            status: joined(known.status, said.status, .status),
            isPerson: joined(known.isPerson, said.isPerson, .isPerson),
            paymentTerms: nil,
            arOwner: joined(known.arOwner, said.arOwner, .arOwner),
            salesOwner: joined(known.salesOwner, said.salesOwner, .salesOwner),
            labels: joined(known.labels, said.labels, .labels)
        )
    }

    mutating func finish(_ counts: inout ImportCounts) throws(StoreError) -> [RowProblem] {
        for customer in mentioned where customer.isUsed {
            let known = try CustomerRow.known(key: customer.key, in: scope.reading)
            let entry = customer.said.entry(key: customer.key, id: customer.id, over: known)
            counts.customers.add(try customerLoading.load(entry))
        }
        return []
    }
}
