import Receivables
import Store
import Values
import Wire

/// The days an invoice was issued and is due, from the columns or by terms of payment.
struct InvoiceDays {
    private let issued: FieldSource
    private let due: FieldSource
    private let terms: FieldSource
    private let derivedIssued: ImportProfile.DerivedDay?
    private let derivedDue: ImportProfile.DerivedDay?

    init(_ cells: RowCells) {
        issued = cells.source(.invoiceDate)
        due = cells.source(.dueDate)
        terms = cells.source(.paymentTerms)
        derivedIssued = cells.plan.profile.derivedDay(for: .invoiceDate)
        derivedDue = cells.plan.profile.derivedDay(for: .dueDate)
    }

    /// The two days; `nil` where one is missing, none, or before the other, which is noted.
    @inline(__always)
    func days(
        _ cells: RowCells,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> (issuedOn: Day, dueOn: Day)? {
        let issuedOn: Day?
        let dueOn: Day?
        if issued.isThere || derivedIssued == nil {
            issuedOn = cells.requiredDay(issued, stream, &notes)
            if due.isThere, derivedDue == nil || cells.reading(due, stream, { !$0.isEmpty }) {
                dueOn = cells.requiredDay(due, stream, &notes)
            } else {
                dueOn = issuedOn.flatMap { derive(derivedDue, from: $0, cells, stream, &notes) }
            }
        } else {
            dueOn = cells.requiredDay(due, stream, &notes)
            issuedOn = dueOn.flatMap { derive(derivedIssued, from: $0, cells, stream, &notes) }
        }
        guard let issuedOn, let dueOn else { return nil }
        if dueOn < issuedOn {
            let said = cells.said(due, stream)
            notes.fail(.daysOutOfOrder, .dueDate, said, "is before the day it was issued, \(issuedOn)")
            return nil
        }
        return (issuedOn, dueOn)
    }

    private func derive(
        _ rule: ImportProfile.DerivedDay?,
        from base: Day,
        _ cells: RowCells,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Day? {
        guard let rule, terms.isThere else {
            _ = cells.has(due, stream, &notes)
            return nil
        }
        guard cells.reading(terms, stream, { !$0.isEmpty }) else {
            let message = "is empty, and so are the terms of payment; one of them says when the invoice is due"
            notes.fail(.missingValue, rule.field, nil, message)
            return nil
        }
        return cells.terms(terms, stream, &notes).map { rule.day(from: base, terms: $0) }
    }
}

/// Takes rows of invoices; one below zero is a credit note.
struct InvoiceTaker: RowTaker, ~Copyable {
    private let cells: RowCells
    private let customers: CustomerKeys
    private let invoices: InvoiceLookup
    private var invoiceLoading: InvoiceLoading
    private var paymentLoading: PaymentLoading
    private var customer: RowKey
    private var invoice: RowKey
    private let days: InvoiceDays
    private let currency: FieldSource
    private let amount: FieldSource
    private let number: FieldSource
    private let poNumber: FieldSource
    private let invoiceNotes: FieldSource
    private let voided: FieldSource
    private let credited: FieldSource

    init(
        _ cells: RowCells,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        let customers = try CustomerKeys(in: scope.reading)
        let invoices = try InvoiceLookup(in: scope.reading)
        let invoiceLoading = try InvoiceLoading(at: recording, using: &generator, in: scope)
        let paymentLoading = try PaymentLoading(at: recording, using: &generator, in: scope)
        self.cells = cells
        self.customers = customers
        self.invoices = invoices
        self.invoiceLoading = invoiceLoading
        self.paymentLoading = paymentLoading
        customer = RowKey(.customer, of: cells)
        invoice = RowKey(.invoice, of: cells)
        days = InvoiceDays(cells)
        currency = cells.source(.currency)
        amount = cells.source(.amount)
        number = cells.source(.invoiceNumber)
        poNumber = cells.source(.poNumber)
        invoiceNotes = cells.source(.notes)
        voided = cells.source(.voidedOn)
        credited = cells.source(.creditedInvoice)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let cells = cells
        let currency = cells.requiredCurrency(currency, stream, &notes)
        let unit = currency ?? .usd
        let amount = cells.requiredAmount(amount, in: unit, stream, &notes)
        let owner = try customerID(unit, stream, &notes)
        let hasKey = invoice.make(cells, in: unit, stream, &notes)
        guard currency != nil, let amount, hasKey else {
            _ = days.days(cells, stream, &notes)
            return
        }
        guard amount.minorUnits >= 0 else {
            return try takeCreditNote(amount, owner, stream, &notes, &counts)
        }
        let span = days.days(cells, stream, &notes)
        let voidedOn = voided.isThere ? cells.day(voided, stream, &notes) : nil
        if let span, let voidedOn, voidedOn < span.issuedOn {
            let said = cells.said(voided, stream)
            notes.fail(.daysOutOfOrder, .voidedOn, said, "is before the day it was issued, \(span.issuedOn)")
        }
        guard let span, let owner, notes.isClean else { return }
        if amount.minorUnits == 0 {
            notes.remark(.zeroAmount, .amount, cells.said(self.amount, stream), "nothing is owed by this invoice")
        }
        let outcome = try load(owner, span.issuedOn, span.dueOn, amount, voidedOn, stream, &notes)
        guard let outcome else { return }
        counts.invoices.add(outcome)
        notes.settle(outcome, "invoice", .invoice) { invoice.text(cells, stream) }
    }

    /// Writes an invoice; `nil` where one of its texts is refused.
    @inline(__always)
    private mutating func load(
        _ owner: Identifier<Customer>,
        _ issuedOn: Day,
        _ dueOn: Day,
        _ amount: Money,
        _ voidedOn: Day?,
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
                            issuedOn: issuedOn,
                            dueOn: dueOn,
                            amount: amount,
                            poNumber: poNumber,
                            notes: text,
                            voidedOn: voidedOn
                        )
                    }
                }
            }
        }
    }

    /// The customer that the row names; `nil` where it names none that the books have, which is noted.
    @inline(__always)
    private mutating func customerID(
        _ unit: Currency,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) throws(StoreError) -> Identifier<Customer>? {
        guard customer.make(cells, in: unit, stream, &notes) else { return nil }
        let found = try customer.with(cells, stream) { key in customers.id(of: key) }
        if found == nil {
            let key = customer.text(cells, stream)
            notes.fail(
                .unknownCustomer,
                .customer,
                key,
                "there is no customer with this key; import the customers first"
            )
        }
        return found
    }

    /// A credit note is a document that lowers what the customer owes: on an invoice where the row names one, else as
    /// credit that waits to be used.
    private mutating func takeCreditNote(
        _ amount: Money,
        _ owner: Identifier<Customer>?,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let cells = cells
        let issuedOn = cells.requiredDay(cells.source(.invoiceDate), stream, &notes)
        var on: InvoiceReference?
        if let key = cells.text(credited, stream, &notes) {
            on = try invoices.invoice(key.utf8.span)
            if let found = on {
                if found.amount.currency != amount.currency {
                    let message = "the credit note is in \(amount.currency), its invoice in \(found.amount.currency)"
                    notes.fail(.otherCurrency, .creditedInvoice, key, message)
                }
            } else {
                let message = "there is no invoice with this key; import the invoices first"
                notes.fail(.unknownInvoice, .creditedInvoice, key, message)
            }
        }
        guard notes.isClean, let issuedOn, let owner else { return }
        let nothing: [UInt8] = []
        let outcome = try invoice.with(cells, stream) { key throws(StoreError) in
            try cells.with(number, stream) { number throws(StoreError) in
                try paymentLoading.load(
                    key: key,
                    customer: owner,
                    invoice: on?.id,
                    type: .creditMemo,
                    paidOn: issuedOn,
                    amount: Money(minorUnits: -amount.minorUnits, in: amount.currency),
                    method: nothing.span,
                    reference: number,
                    reverses: nil
                )
            }
        }
        counts.payments.add(outcome)
        notes.settle(outcome, "payment", .invoice) { invoice.text(cells, stream) }
    }
}
