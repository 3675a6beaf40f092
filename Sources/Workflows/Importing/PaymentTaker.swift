import Receivables
import Store
import Values
import Wire

/// Takes rows of payments, credit memos, write-offs, refunds and reversals.
struct PaymentTaker: RowTaker, ~Copyable {
    private let cells: RowCells
    private let customers: CustomerKeys
    private let invoices: InvoiceLookup
    private let payments: PaymentLookup
    private var loading: PaymentLoading
    private var payment: RowKey
    private let invoice: FieldSource
    private let customer: FieldSource
    private let date: FieldSource
    private let amount: FieldSource
    private let type: FieldSource
    private let currency: FieldSource
    private let method: FieldSource
    private let reference: FieldSource
    private let reverses: FieldSource
    private let base: Currency

    init(
        _ cells: RowCells,
        base: Currency,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        let customers = try CustomerKeys(in: scope.reading)
        let invoices = try InvoiceLookup(in: scope.reading)
        let payments = try PaymentLookup(in: scope.reading)
        let loading = try PaymentLoading(at: recording, using: &generator, in: scope)
        self.cells = cells
        self.base = base
        self.customers = customers
        self.invoices = invoices
        self.payments = payments
        self.loading = loading
        payment = RowKey(.payment, of: cells)
        invoice = cells.source(.invoice)
        customer = cells.source(.customer)
        date = cells.source(.paymentDate)
        amount = cells.source(.amount)
        type = cells.source(.paymentType)
        currency = cells.source(.currency)
        method = cells.source(.method)
        reference = cells.source(.reference)
        reverses = cells.source(.reverses)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let cells = cells
        let said = cells.currency(currency, stream, &notes)
        let target = try target(said, stream, &notes)
        let unit = target?.currency ?? said ?? base
        let amount = cells.requiredAmount(amount, in: unit, stream, &notes)
        let paidOn = cells.requiredDay(date, stream, &notes)
        let type = paymentType(stream, &notes)
        if let amount { checkSign(of: amount, type, stream, &notes) }
        let hasKey = payment.make(cells, in: unit, stream, &notes)
        let reversed = try reversedPayment(stream, &notes)
        guard notes.isClean, let target, let amount, let paidOn, hasKey else { return }
        let outcome = try payment.with(cells, stream) { key throws(StoreError) in
            try cells.with(method, stream) { method throws(StoreError) in
                try cells.with(reference, stream) { reference throws(StoreError) -> LoadOutcome? in
                    guard cells.isOneLine(method, .method, &notes), cells.isOneLine(reference, .reference, &notes)
                    else { return nil }
                    return try loading.load(
                        key: key,
                        customer: target.customer,
                        invoice: target.invoice,
                        type: type,
                        paidOn: paidOn,
                        amount: amount,
                        method: method,
                        reference: reference,
                        reverses: reversed
                    )
                }
            }
        }
        guard let outcome else { return }
        counts.payments.add(outcome)
        notes.settle(outcome, "payment", .payment) { payment.text(cells, stream) }
    }

    private struct Target {
        let customer: Identifier<Customer>
        let invoice: Identifier<Invoice>?
        let currency: Currency
    }

    /// What the row's money is for: an invoice, or nothing yet.
    private func target(
        _ said: Currency?,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) throws(StoreError) -> Target? {
        let names = cells.reading(invoice, stream) { !$0.isEmpty }
        guard names || !customer.isThere else { return unapplied(said, stream, &notes) }
        guard cells.has(invoice, stream, &notes) else { return nil }
        let found = try cells.with(invoice, stream) { key throws(StoreError) in
            cells.isOneLine(key, .invoice, &notes) ? try invoices.invoice(key) : nil
        }
        guard let found else {
            if notes.isClean {
                let message = "there is no invoice with this key; import the invoices first"
                notes.fail(.unknownInvoice, .invoice, cells.said(invoice, stream), message)
            }
            return nil
        }
        if let said, said != found.amount.currency {
            let message = "the payment is in \(said), its invoice in \(found.amount.currency)"
            notes.fail(.otherCurrency, .currency, said.code, message)
            return nil
        }
        return Target(customer: found.customer, invoice: found.id, currency: found.amount.currency)
    }

    private func unapplied(
        _ said: Currency?,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Target? {
        guard cells.has(customer, stream, &notes) else { return nil }
        let id = cells.reading(customer, stream) { customers.id(of: $0) }
        guard let id else {
            let message = "there is no customer with this key; import the customers first"
            notes.fail(.unknownCustomer, .customer, cells.said(customer, stream), message)
            return nil
        }
        guard let said else {
            let message = "is empty; a payment that is on no invoice says which currency it is in"
            notes.fail(.missingValue, .currency, nil, message)
            return nil
        }
        return Target(customer: id, invoice: nil, currency: said)
    }

    private static let words = PaymentType.allCases.map(\.rawValue)

    private func paymentType(_ stream: borrowing CSVStream, _ notes: inout RowNotes) -> PaymentType {
        if cells.reading(type, stream, { $0.isEmpty || $0.isPayment }) { return .payment }
        return cells.word(type, outOf: PaymentTaker.words, stream, &notes).flatMap { PaymentType(rawValue: $0) }
            ?? .payment
    }

    private func checkSign(
        of amount: Money,
        _ type: PaymentType,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) {
        let effect: String
        switch type {
        case .payment, .creditMemo, .writeOff:
            guard amount.minorUnits <= 0 else { return }
            effect = "is not above zero; a \(type.rawValue) lowers the balance"
        case .refund, .reversal:
            guard amount.minorUnits >= 0 else { return }
            effect = "is not below zero; a \(type.rawValue) raises the balance"
        }
        notes.fail(.wrongSign, .amount, cells.said(self.amount, stream), effect)
    }

    private func reversedPayment(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) throws(StoreError) -> Identifier<Payment>? {
        guard reverses.isThere, let key = cells.text(reverses, stream, &notes) else { return nil }
        if let found = try payments.payment(key) { return found }
        let message = "there is no payment with this key; it has to come first, in this file or before"
        notes.fail(.unknownPayment, .reverses, key, message)
        return nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes are the word `payment`, as they are in most rows.
    fileprivate var isPayment: Bool {
        count == 7 && self[0] == UInt8(ascii: "p") && self[1] == UInt8(ascii: "a") && self[2] == UInt8(ascii: "y")
            && self[3] == UInt8(ascii: "m") && self[4] == UInt8(ascii: "e") && self[5] == UInt8(ascii: "n")
            && self[6] == UInt8(ascii: "t")
    }
}
