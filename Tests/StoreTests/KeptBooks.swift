import Receivables
import Store
import TestKit
import Values

/// What was written to a database, kept beside it as plain entries by key: what the database has to say again.
struct KeptBooks: Sendable {
    private(set) var invoices: [String: InvoiceEntry] = [:]
    private(set) var payments: [String: PaymentEntry] = [:]
    private(set) var allocations: [String: AllocationEntry] = [:]

    static let currencies: [Currency] = [.usd, .jpy, .kwd]
    static let customers = ["a", "b", "c"]
    static let firstDay = Day(sinceEpoch: 20_000)
    static let lastDay = Day(sinceEpoch: 20_400)

    /// An entry as an import gives it.
    enum Entry: Sendable {
        case invoice(InvoiceEntry)
        case payment(PaymentEntry)
        case allocation(AllocationEntry)
    }

    /// Writes an entry to the database, and down here.
    mutating func write(_ entry: Entry, at recording: Recording, in scope: WriteScope) throws {
        var random = SystemRandomNumberGenerator()
        switch entry {
        case .invoice(let entry):
            _ = try InvoiceRow.upsert([entry], at: recording, using: &random, in: scope)
            invoices[entry.key] = entry
        case .payment(let entry):
            _ = try PaymentRow.upsert([entry], at: recording, using: &random, in: scope)
            payments[entry.key] = entry
        case .allocation(let entry):
            _ = try AllocationRow.upsert([entry], at: recording, in: scope)
            allocations["\(entry.paymentKey) \(entry.invoiceKey)"] = entry
        }
    }

    /// Every entry, invoices first, by key.
    var entries: [Entry] {
        invoices.keys.sorted().compactMap { invoices[$0].map { .invoice($0) } }
            + payments.keys.sorted().compactMap { payments[$0].map { .payment($0) } }
            + allocations.keys.sorted().compactMap { allocations[$0].map { .allocation($0) } }
    }

    /// Whether what an entry refers to is there already.
    func canTake(_ entry: Entry) -> Bool {
        switch entry {
        case .invoice: return true
        case .payment(let entry):
            if let reversed = entry.reversesKey, payments[reversed] == nil { return false }
            guard case .invoice(let key) = entry.allocation else { return true }
            return invoices[key] != nil
        case .allocation(let entry): return invoices[entry.invoiceKey] != nil && payments[entry.paymentKey] != nil
        }
    }

    /// What documents of a day and before come to, by currency.
    func received(through day: Day) -> [Currency: Int128] {
        var sums: [Currency: Int128] = [:]
        for payment in payments.values where payment.paidOn <= day {
            sums[payment.amount.currency, default: 0] += Int128(payment.amount.minorUnits)
        }
        return sums
    }

    /// What is owed on each invoice and what each customer has on account, when all has happened: sorted lines.
    var balances: [String] {
        var owed: [String: Int64] = [:]
        for invoice in invoices.values { owed[invoice.key] = invoice.voidedOn == nil ? invoice.amount.minorUnits : 0 }
        var account: [String: Int64] = [:]
        for payment in payments.values {
            switch payment.allocation {
            case .invoice(let key): owed[key, default: 0] -= payment.amount.minorUnits
            case .unapplied(let customer):
                account["\(customer) \(payment.amount.currency)", default: 0] += payment.amount.minorUnits
            }
        }
        for part in allocations.values {
            owed[part.invoiceKey, default: 0] -= part.amount.minorUnits
            guard let payment = payments[part.paymentKey], case .unapplied(let customer) = payment.allocation
            else { continue }
            account["\(customer) \(part.amount.currency)", default: 0] -= part.amount.minorUnits
        }
        return KeptBooks.lines(owed, account)
    }

    /// The same of a ledger.
    static func balances(of ledger: Ledger) -> [String] {
        var owed: [String: Int64] = [:]
        for open in ledger.openInvoices() { owed[open.invoice.key] = open.balance.minorUnits }
        var account: [String: Int64] = [:]
        for row in AgingReport(of: ledger).customers {
            for amounts in row.amounts {
                account["\(ledger.customers[row.customer].key) \(amounts.currency)"] = amounts.unapplied.minorUnits
            }
        }
        return lines(owed, account)
    }

    private static func lines(_ owed: [String: Int64], _ account: [String: Int64]) -> [String] {
        owed.filter { $0.value != 0 }.map { "invoice \($0.key) \($0.value)" }.sorted()
            + account.filter { $0.value != 0 }.map { "account \($0.key) \($0.value)" }.sorted()
    }
}

extension KeptBooks {
    /// The next thing that happens; `nil` where there is nothing for it to happen to.
    func next(_ random: inout SplitMix64) -> Entry? {
        func day(_ random: inout SplitMix64) -> Day {
            KeptBooks.firstDay.advanced(by: .random(in: 0...400, using: &random))
        }
        func amount(_ random: inout SplitMix64) -> Int64 { .random(in: 1...50_000, using: &random) }
        let invoice = invoices.keys.sorted().randomElement(using: &random).flatMap { invoices[$0] }
        let payment = payments.keys.sorted().randomElement(using: &random).flatMap { payments[$0] }
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            let number = invoices.count
            let issued = day(&random)
            let currency = KeptBooks.currencies[number % 3]
            return .invoice(
                InvoiceEntry(
                    key: "i\(number)",
                    number: "\(number)",
                    customerKey: KeptBooks.customers[number / 3 % 3],
                    issuedOn: issued,
                    dueOn: issued.advanced(by: 30),
                    amount: Money(minorUnits: amount(&random), in: currency)
                )
            )
        case 2, 3, 4:
            let types: [PaymentType] = [.payment, .payment, .creditMemo, .writeOff, .refund]
            guard let invoice, let type = types.randomElement(using: &random) else { return nil }
            let sign: Int64 = type == .refund ? -1 : 1
            return .payment(
                PaymentEntry(
                    key: "p\(payments.count)",
                    allocation: .invoice(key: invoice.key),
                    type: type,
                    paidOn: day(&random),
                    amount: Money(minorUnits: sign * amount(&random), in: invoice.amount.currency)
                )
            )
        case 5, 6:
            let number = payments.count
            return .payment(
                PaymentEntry(
                    key: "p\(number)",
                    allocation: .unapplied(customerKey: KeptBooks.customers[number % 3]),
                    paidOn: day(&random),
                    amount: Money(minorUnits: amount(&random), in: KeptBooks.currencies[number / 3 % 3])
                )
            )
        case 7, 8: return allocation(of: payment, to: invoice, &random)
        case 9:
            guard let payment, allocated(of: payment.key) == 0 else { return nil }
            return .payment(
                PaymentEntry(
                    key: "p\(payments.count)",
                    allocation: payment.allocation,
                    type: .reversal,
                    paidOn: payment.paidOn.advanced(by: .random(in: 0...9, using: &random)),
                    amount: Money(minorUnits: -payment.amount.minorUnits, in: payment.amount.currency),
                    reversesKey: payment.key
                )
            )
        case 10:
            guard let invoice else { return nil }
            let isVoided = Bool.random(using: &random)
            return .invoice(
                InvoiceEntry(
                    key: invoice.key,
                    number: invoice.number,
                    customerKey: invoice.customerKey,
                    issuedOn: invoice.issuedOn,
                    dueOn: invoice.dueOn,
                    amount: isVoided ? invoice.amount : Money(minorUnits: amount(&random), in: invoice.amount.currency),
                    voidedOn: isVoided ? invoice.issuedOn.advanced(by: 5) : nil
                )
            )
        default: return entries.randomElement(using: &random)
        }
    }

    private func allocated(of payment: String) -> Int64 {
        allocations.values.filter { $0.paymentKey == payment }.map(\.amount.minorUnits).reduce(0, +)
    }

    /// A part of what is left of a payment on account, to an invoice that has none of it yet or another part.
    private func allocation(
        of payment: PaymentEntry?,
        to invoice: InvoiceEntry?,
        _ random: inout SplitMix64
    ) -> Entry? {
        guard let payment, let invoice, case .unapplied = payment.allocation,
            payment.amount.currency == invoice.amount.currency
        else { return nil }
        let own = allocations["\(payment.key) \(invoice.key)"]?.amount.minorUnits ?? 0
        let rest = payment.amount.minorUnits - allocated(of: payment.key) + own
        let part = rest.signum() * Int64.random(in: 0...abs(rest), using: &random)
        return .allocation(
            AllocationEntry(
                paymentKey: payment.key,
                invoiceKey: invoice.key,
                allocatedOn: payment.paidOn.advanced(by: .random(in: 0...30, using: &random)),
                amount: Money(minorUnits: part, in: payment.amount.currency)
            )
        )
    }

    /// What a database must refuse: more than a payment has, or a part of nothing.
    func mistake(_ random: inout SplitMix64) -> Entry? {
        guard
            let payment = payments.values.filter({ $0.amount.minorUnits > 0 }).map(\.key).sorted()
                .randomElement(using: &random).flatMap({ payments[$0] }),
            let invoice = invoices.keys.sorted().randomElement(using: &random)
        else { return nil }
        let tooMuch = Money(minorUnits: payment.amount.minorUnits + 1, in: payment.amount.currency)
        let unknown = Bool.random(using: &random) ? "no such invoice" : invoice
        return .allocation(AllocationEntry(paymentKey: payment.key, invoiceKey: unknown, amount: tooMuch))
    }
}
