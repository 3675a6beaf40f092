import Facts
import Values

/// A made-up company whose customers pay each in a way of their own: the even ones on time, the odd ones late.
enum PlantedLedger {
    /// Invoices of so many customers, one a week each from day 10,000 on, due after 14 days.
    static func invoices(customers: Int32, weeks: Int32, seed: UInt64) -> [SampleInvoice] {
        var generator = SplitMix64(seed: seed)
        return (0..<customers).flatMap { customer in
            (0..<weeks).map { week in
                let issued = 10_000 + week * 7 + Int32.random(in: 0...4, using: &generator)
                let isChronic = customer % 2 == 1
                let strays = Double.random(in: 0...1, using: &generator) < 0.15
                let wait = Int32.random(in: isChronic != strays ? 16...35 : 3...13, using: &generator)
                let amount = Int64.random(in: 100_00...5_000_00, using: &generator)
                return SampleInvoice(customer, issued: issued, due: issued + 14, amount: amount, settled: issued + wait)
            }
        }
    }

    /// The history of the above as known before a day.
    static func history(customers: Int32, weeks: Int32, seed: UInt64 = 1, knownBefore day: Int32) -> InvoiceHistory {
        InvoiceHistory(of: invoices(customers: customers, weeks: weeks, seed: seed), knownBefore: day)
    }
}
