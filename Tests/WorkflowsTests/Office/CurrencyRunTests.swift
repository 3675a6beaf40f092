import Receivables
import Store
import Testing
import Values
import Workflows

/// A run over invoices in several currencies.
@Suite struct CurrencyRunTests {
    private let pounds = Currency("GBP") ?? .usd

    /// Two customers with an invoice each, 12 days past due: one in euros, of which a rate is known, one in pounds.
    private func bench() throws -> OfficeBench {
        let bench = try OfficeBench.withCompany()
        try bench.loadCustomers(["C-1", "C-2"])
        let now = bench.clock.now()
        let invoices = [("E-1", "C-1", Currency.eur), ("P-1", "C-2", pounds)].map { key, customer, currency in
            InvoiceEntry(
                key: key,
                number: key,
                customerKey: customer,
                issuedOn: bench.today.advanced(by: -42),
                dueOn: bench.today.advanced(by: -12),
                amount: Money(minorUnits: 900_00, in: currency)
            )
        }
        try bench.write { [today = bench.today] scope in
            var random = SplitMix64(seed: 3)
            let recording = Recording(at: now, on: today)
            _ = try InvoiceRow.upsert(invoices, at: recording, using: &random, in: scope)
            let rates = [(0, "1.10"), (1, "1.20")].compactMap { age, text in
                ExchangeRate(text).map { DatedRate(today.advanced(by: age), from: .eur, to: .usd, $0) }
            }
            _ = try FXRateRow.upsert(rates, at: recording, in: scope)
        }
        return bench
    }

    private func reminder(about key: String, _ bench: OfficeBench) throws -> ActionRow {
        let rows = try bench.read { scope in
            let invoice = try InvoiceRow.find(key: key, in: scope)
            return try ActionRow.all(in: [.proposed], of: scope).filter { $0.invoice == invoice?.id }
        }
        return try #require(rows.first)
    }

    @Test func `a message names the invoice's own amount, and the queue ranks by what it is worth`() throws {
        let bench = try bench()
        try bench.run()
        let euros = try reminder(about: "E-1", bench)
        #expect(euros.draft.body == "900.00 EUR is due.\n" || euros.draft.body == "900.00 EUR is due.")
        #expect(euros.expectedCash == Money(minorUnits: 990_00, in: .usd))
        let pounds = try reminder(about: "P-1", bench)
        #expect(pounds.draft.body.hasPrefix("900.00 GBP is due."))
        #expect(pounds.expectedCash == nil && pounds.urgency == 0)
    }

    @Test func `the report names the currency without a rate`() throws {
        let report = try bench().run()
        #expect(
            report.lines.contains(
                "GBP has no rate on 2026-06-10: what 1 open invoices come to is unknown; import rates, then run again"
            )
        )
        #expect(report.json.contains("\"without_rate\":[{\"currency\":\"GBP\",\"open_invoices\":1}]"))
    }

    @Test func `another rate on the next day does not make a turned-down step news`() throws {
        let bench = try bench()
        try bench.run()
        let first = try reminder(about: "E-1", bench)
        try bench.run(on: bench.today.advanced(by: 1))
        let next = try reminder(about: "E-1", bench)
        #expect(next.id == first.id && next.evidenceKey == first.evidenceKey)
        #expect(next.expectedCash == Money(minorUnits: 1_080_00, in: .usd))
    }
}
