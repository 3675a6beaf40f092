import Facts
import TestKit
import Testing
import Values

@Suite struct FactTableTests {
    private static func table(customers: [String] = ["A", "B"], invoices: [(String, Int32)] = [("1", 0)]) -> FactTable {
        FactTable(
            catalog: FactCatalog(segments: ["big", "small"]),
            day: Day(sinceEpoch: 20_634),
            currency: .usd,
            customerKeys: customers,
            invoiceKeys: invoices.map(\.0),
            customerOfInvoice: invoices.map(\.1)
        )
    }

    private func index(_ path: String, _ table: FactTable) throws -> Int {
        try #require(table.catalog.facts.firstIndex { $0.path == path })
    }

    @Test func `everything in a new table is unknown`() {
        let table = Self.table()
        #expect(table.rowCount(of: .customer) == 2)
        #expect(table.rowCount(of: .invoice) == 1)
        for (index, fact) in table.catalog.facts.enumerated() {
            for row in 0..<table.rowCount(of: fact.entity) { #expect(table.value(at: index, row: row) == .unknown) }
        }
    }

    @Test func `a column reads as its unit says`() throws {
        var table = Self.table()
        table.fill(try index("customer.total_balance", table), integers: [-12_345, FactTable.unknownInteger])
        table.fill(try index("customer.segment", table), integers: [1, 0])
        table.fill(try index("customer.do_not_contact", table), integers: [1, 0])
        table.fill(try index("customer.open_invoices", table), integers: [7, 0])
        table.fill(try index("customer.last_contact_on", table), integers: [20_000, 0])
        table.fill(try index("customer.oldest_days_past_due", table), integers: [31, 0])
        table.fill(try index("customer.late_share_365_days", table), reals: [0.25, .nan])
        table.fill(try index("customer.risk_score", table), reals: [70, 0])
        table.fill(try index("customer.name", table), texts: ["Alder", nil])
        let expected: [(String, FactValue, FactValue)] = [
            ("total_balance", .money(Money(minorUnits: -12_345, in: .usd)), .unknown),
            ("segment", .choice("small"), .choice("big")),
            ("do_not_contact", .yesNo(true), .yesNo(false)),
            ("open_invoices", .count(7), .count(0)),
            ("last_contact_on", .date(Day(sinceEpoch: 20_000)), .date(Day(sinceEpoch: 0))),
            ("oldest_days_past_due", .days(31), .days(0)),
            ("late_share_365_days", .percent(0.25), .unknown),
            ("risk_score", .score(70), .score(0)),
            ("name", .text("Alder"), .unknown),
        ]
        for (name, first, second) in expected {
            let place = try index("customer.\(name)", table)
            #expect(table.value(at: place, row: 0) == first, "\(name)")
            #expect(table.value(at: place, row: 1) == second, "\(name)")
        }
    }

    @Test func `equal texts have one number, and a text nobody has none`() throws {
        var table = Self.table()
        let country = try index("customer.country", table)
        table.fill(country, texts: ["US", "US"])
        table.fill(try index("customer.industry", table), texts: ["retail", nil])
        let numbers = table.integers(at: country)
        #expect(numbers[0] == numbers[1])
        #expect(table.text(numbered: numbers[0]) == "US")
        #expect(table.number(ofText: "US") == numbers[0])
        #expect(table.number(ofText: "retail") != numbers[0])
        #expect(table.number(ofText: "CA") == nil)
    }

    @Test func `an invoice has a customer of the table, and a column a value for each row`() async {
        await #expect(processExitsWith: .failure) { _ = FactTableTests.table(invoices: [("1", 2)]) }
        await #expect(processExitsWith: .failure) { _ = FactTableTests.table(invoices: [("1", -1)]) }
        await #expect(processExitsWith: .failure) {
            var table = FactTableTests.table()
            table.fill(0, integers: [1])
        }
        await #expect(processExitsWith: .failure) {
            var table = FactTableTests.table()
            table.fill(0, reals: [1, 2])
        }
    }

    @Test func `a snapshot holds what is known of a row, and of an invoice's customer`() throws {
        var table = Self.table(customers: ["A\n1", "B"], invoices: [("1\\2", 0), ("3", 1)])
        table.fill(try index("customer.name", table), texts: ["Alder\r\nFoods", "Bayfield"])
        table.fill(try index("customer.late_share_365_days", table), reals: [0.1, 1])
        table.fill(try index("invoice.balance", table), integers: [1_050, 20])
        table.fill(try index("invoice.disputed", table), integers: [0, 1])
        let snapshot = FactSnapshot(of: .invoice, row: 0, in: table, features: [("terms", 30), ("amount", 1.0 / 3)])
        #expect(
            snapshot.text == """
                day 2026-06-30
                customer A\\n1
                invoice 1\\\\2
                customer.name text Alder\\r\\nFoods
                customer.late_share_365_days percent 0.1
                invoice.balance money 10.50 USD
                invoice.disputed yes/no no
                feature terms 30.0
                feature amount 0.3333333333333333

                """
        )
        let ofCustomer = FactSnapshot(of: .customer, row: 1, in: table)
        #expect(
            ofCustomer.text == """
                day 2026-06-30
                customer B
                customer.name text Bayfield
                customer.late_share_365_days percent 1.0

                """
        )
        #expect(snapshot.hash != ofCustomer.hash)
        #expect(FactSnapshot(text: snapshot.text) == snapshot)
    }

    @Test func `snapshots differ where any number differs by a bit`() throws {
        let place = try index("customer.late_share_365_days", Self.table())
        forAll(300) {
            (Double.random(in: 0...1, using: &$0), Bool.random(using: &$0))
        } property: { share, isUp in
            func snapshot(_ value: Double) -> FactSnapshot {
                var table = FactTableTests.table()
                table.fill(place, reals: [value, .nan])
                return FactSnapshot(of: .customer, row: 0, in: table)
            }
            return snapshot(share) == snapshot(share)
                && snapshot(share) != snapshot(isUp ? share.nextUp : -share.nextUp)
        }
    }
}
