import HTTP
import Receivables
import Store
import Testing
import Values
import Workflows

/// What is owed, by how late it is: today and as of a day from the ledger, night by night from the snapshots.
@Suite struct AgingTests {
    private let path = "/api/v1/companies/\(Books.north.id)"

    @Test func `an export shows what a spreadsheet would run`() throws {
        let house = try House { scope in
            var random = SplitMix64(seed: 1)
            let recording = Recording.utc(Books.now)
            let name = #"=HYPERLINK("http://example.com")"#
            let customers = [CustomerEntry(key: "C1", name: name), CustomerEntry(key: "C2", name: "Plain, Inc.")]
            _ = try CustomerRow.upsert(customers, at: recording, using: &random, in: scope)
            let invoices = ["C1", "C2"].map { key in
                InvoiceEntry(
                    key: "I-\(key)",
                    number: key,
                    customerKey: key,
                    issuedOn: Books.today.advanced(by: -70),
                    dueOn: Books.today.advanced(by: -40),
                    amount: Money(minorUnits: 12_345, in: key == "C1" ? .usd : .eur)
                )
            }
            _ = try InvoiceRow.upsert(invoices, at: recording, using: &random, in: scope)
        }
        let answer = try house.ask(.get, "\(path)/ar-aging/export", as: .viewer)
        #expect(answer.status == 200)
        #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present")
        #expect(answer.headers["Content-Disposition"] == #"attachment; filename="ar-aging-north-2026-06-30.csv""#)
        #expect(
            answer.text == """
                \u{FEFF}as_of,customer,customer_name,currency,current,1_30,31_60,61_90,91_over,overpaid,unapplied_cash,\
                total_balance,base_currency,base_total_balance\r
                2026-06-30,C1,"'=HYPERLINK(""http://example.com"")",USD,0.00,0.00,123.45,0.00,0.00,0.00,0.00,123.45,\
                USD,123.45\r
                2026-06-30,C2,"Plain, Inc.",EUR,0.00,0.00,123.45,0.00,0.00,0.00,0.00,123.45,USD,\r\n
                """
        )
        let summary = try house.ask(.get, "\(path)/ar-aging/summary", as: .viewer)
        #expect(summary.text.contains(#""without_rate":["EUR"]"#))
        #expect(summary.text.contains(#""31_60":null"#))
    }

    @Test func `history shows what was known when it was written, and the ledger what is known now`() throws {
        let house = try House()
        try AgingSnapshots.take(of: Books.north, office: house.office)
        let customer = try #require(try house.ask(.get, "\(path)/customers?search=acme", as: .viewer).ids.first)
        try house.database.write(for: Books.north.id) { scope in
            var random = SplitMix64(seed: 5)
            let payment = PaymentEntry(
                key: "late news",
                allocation: .invoice(key: "I2"),
                paidOn: Books.today,
                amount: Money(minorUnits: 80_000, in: .usd)
            )
            _ = try PaymentRow.upsert([payment], at: .utc(Books.now), using: &random, in: scope)
        }
        let history = try house.ask(.get, "\(path)/ar-aging/history", as: .viewer)
        let own = try house.ask(.get, "\(path)/customers/\(customer)/ar-aging", as: .viewer)
        let now = try house.ask(.get, "\(path)/ar-aging/summary", as: .viewer)
        #expect(history.text.contains(#""source":"snapshot""#) && history.text.contains(#""current":800.00"#))
        #expect(own.text.contains(#""source":"snapshot""#) && own.text.contains(#""total_balance":1800.00"#))
        #expect(now.text.contains(#""source":"ledger""#) && now.text.contains(#""current":0.00"#))
        #expect(try house.ask(.get, "\(path)/ar-aging/available-dates", as: .viewer).text == #"["2026-06-30"]"#)
        let none = try house.ask(.get, "\(path)/ar-aging/history?date_to=2026-06-29", as: .viewer)
        #expect(none.text == "[]" && none.headers["X-Total-Count"] == "0")
    }

    @Test func `a span that ends before it begins is refused, and a day to come`() throws {
        let house = try House()
        let span = try house.ask(
            .get,
            "\(path)/ar-aging/history?date_from=2026-06-02&date_to=2026-06-01",
            as: .viewer
        )
        #expect(span.status == 400 && span.text.contains("comes after `date_to`"))
        let later = try house.ask(.get, "\(path)/ar-aging/summary?as_of=2026-07-01", as: .viewer)
        #expect(later.status == 400 && later.text.contains("has not come yet"))
    }

    @Test func `lists and single reads as of a day show attributes as they were`() throws {
        let house = try House()
        let ids = try house.database.makeReader().read(for: Books.north.id) { scope in
            (try CustomerRow.find(key: "C1", in: scope)?.customer.id, try InvoiceRow.find(key: "I1", in: scope)?.id)
        }
        let (customer, invoice) = (try #require(ids.0), try #require(ids.1))
        let recording = Recording(at: Books.now.advanced(bySeconds: 60), on: Books.today)
        try house.database.write(for: Books.north.id) { scope in
            var random = SplitMix64(seed: 5)
            let renamed = CustomerEntry(key: "C1", name: "Acme Group", segment: "enterprise")
            _ = try CustomerRow.upsert([renamed], at: recording, using: &random, in: scope)
            let extended = InvoiceEntry(
                key: "I1",
                number: "INV-1",
                customerKey: "C1",
                issuedOn: Books.today.advanced(by: -60),
                dueOn: Books.today,
                amount: Money(minorUnits: 120_050, in: .usd)
            )
            _ = try InvoiceRow.upsert([extended], at: recording, using: &random, in: scope)
        }
        let yesterday = "as_of=2026-06-29"
        for path in ["\(path)/customers/\(customer)?fields=customer_company_name", "\(path)/customers?search=acme"] {
            let now = try house.ask(.get, path, as: .viewer).text
            let before = try house.ask(.get, "\(path)&\(yesterday)", as: .viewer).text
            #expect(now.contains("Acme Group") && !before.contains("Acme Group") && before.contains("Acme Ltd"))
        }
        for path in ["\(path)/invoices/\(invoice)?fields=due_date", "\(path)/invoices?search=INV-1"] {
            let now = try house.ask(.get, path, as: .viewer).text
            let before = try house.ask(.get, "\(path)&\(yesterday)", as: .viewer).text
            #expect(now.contains(#""due_date":"2026-06-30""#) && before.contains(#""due_date":"2026-05-31""#))
        }
        let aging = try house.ask(.get, "\(path)/ar-aging/summary?\(yesterday)", as: .viewer).text
        #expect(aging.contains(#""1_30":1070.01"#))
    }
}
