import Receivables
import Store
import Values

/// Three customers who owe euros, dollars and yen, and rates for euros only.
enum SeveralCurrencies {
    static func load(in scope: WriteScope, today: Day) throws {
        var random = SplitMix64(seed: 5)
        let recording = Recording(at: TestDatabase.now, on: today)
        let customers = [("a", "Adler"), ("b", "Birke"), ("c", "Cedar")].map { CustomerEntry(key: $0.0, name: $0.1) }
        _ = try CustomerRow.upsert(customers, at: recording, using: &random, in: scope)
        let invoices: [(String, Int64, Currency)] = [("a", 100_00, .eur), ("b", 130_00, .usd), ("c", 1_000, .jpy)]
        _ = try InvoiceRow.upsert(
            invoices.map { key, amount, currency in
                InvoiceEntry(
                    key: "several \(key)",
                    number: key,
                    customerKey: key,
                    issuedOn: today.advanced(by: -40),
                    dueOn: today.advanced(by: -10),
                    amount: Money(minorUnits: amount, in: currency)
                )
            } + [
                InvoiceEntry(
                    key: "several later",
                    number: "later",
                    customerKey: "b",
                    issuedOn: today.advanced(by: 3),
                    dueOn: today.advanced(by: 33),
                    amount: Money(minorUnits: 50_00, in: .usd)
                )
            ],
            at: recording,
            using: &random,
            in: scope
        )
        _ = try PaymentRow.upsert(
            [
                PaymentEntry(
                    key: "several account",
                    allocation: .unapplied(customerKey: "a"),
                    paidOn: today,
                    amount: Money(minorUnits: 30_00, in: .eur)
                )
            ],
            at: recording,
            using: &random,
            in: scope
        )
        _ = try AllocationRow.upsert(
            [
                AllocationEntry(
                    paymentKey: "several account",
                    invoiceKey: "several a",
                    allocatedOn: today,
                    amount: Money(minorUnits: 10_00, in: .eur)
                )
            ],
            at: recording,
            in: scope
        )
        let rates = [(-1, "2"), (0, "1.5")].compactMap { age, text in
            ExchangeRate(text).map { DatedRate(today.advanced(by: age), from: .eur, to: .usd, $0) }
        }
        _ = try FXRateRow.upsert(rates, at: recording, in: scope)
    }
}
