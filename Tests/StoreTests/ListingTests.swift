import Facts
import Receivables
import Store
import Testing
import Values

@Suite struct ListingTests {
    private let today = TestDatabase.today

    @Test func `an invoice is listed as it stands on the day`() throws {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        let now = try #require(try invoices(on: today, in: test).first)
        #expect(now.balance == Money(minorUnits: 7_500, in: .usd))
        #expect(now.customerName == "Müller & Söhne")
        #expect(now.isDisputed && now.promisedFor == today.advanced(by: 5))
        #expect(now.lastContactOn == today.advanced(by: -2))
        #expect(now.status(today: today) == .pastDue1To30)
        let before = try #require(try invoices(on: today.advanced(by: -11), in: test).first)
        #expect(before.balance == Money(minorUnits: 10_000, in: .usd))
        #expect(!before.isDisputed && before.promisedFor == nil && before.lastContactOn == nil)
        #expect(try invoices(on: today.advanced(by: -61), in: test).isEmpty, "it had not been issued")
    }

    @Test func `of several promises the one made last stands, as rules read it`() throws {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        // The sample's promise is for today + 5; a later word brings it forward, and then passes.
        try test.write { [today] scope in
            var random = SplitMix64(seed: 9)
            let nearer = PromiseEntry(
                key: "pr2",
                invoiceKey: "i1",
                madeOn: today.advanced(by: -4),
                dueOn: today.advanced(by: 1)
            )
            _ = try PromiseRow.upsert([nearer], at: .utc(Instant(millisecondsSinceEpoch: 0)), using: &random, in: scope)
        }
        #expect(try invoices(on: today, in: test).first?.promisedFor == today.advanced(by: 1))
        let after = try #require(try invoices(on: today.advanced(by: 2), in: test).first)
        #expect(after.promisedFor == nil, "it is broken, whatever was said before it")
    }

    @Test func `every invoice has the status that the filter finds it by, and no other`() throws {
        let test = try TestDatabase()
        try test.write { try plantOneOfEachStatus(in: $0) }
        for status in InvoiceStatus.allCases {
            let listed = try test.read {
                try InvoiceListing.list(InvoiceFilter(statuses: [status]), today: today, in: $0)
            }
            #expect(listed.elements.map(\.invoice.key) == (status == .voided ? [] : [status.rawValue]))
            #expect(listed.elements.map { $0.status(today: today) } == (status == .voided ? [] : [status]))
        }
        let some = InvoiceFilter(statuses: [.current, .closedPaid])
        #expect(try test.read { try InvoiceListing.list(some, today: today, in: $0).totalCount } == 2)
    }

    @Test func `aging, overdue and due days filter open invoices`() throws {
        let test = try TestDatabase()
        try test.write { try plantOneOfEachStatus(in: $0) }
        func keys(_ filter: InvoiceFilter) throws -> Set<String> {
            Set(try test.read { try InvoiceListing.list(filter, today: today, in: $0).elements.map(\.invoice.key) })
        }
        #expect(try keys(InvoiceFilter(agingBuckets: [.current])) == ["current"])
        #expect(try keys(InvoiceFilter(agingBuckets: [.days31To60, .over90])) == ["past_due_31_60", "past_due_90p"])
        #expect(
            try keys(InvoiceFilter(overdueOnly: true))
                == ["past_due_1_30", "past_due_31_60", "past_due_61_90", "past_due_90p"]
        )
        #expect(try keys(InvoiceFilter(dueFrom: today)) == ["current"])
        #expect(try keys(InvoiceFilter(dueTo: today.advanced(by: -91))) == ["past_due_90p"])
        #expect(try keys(InvoiceFilter(search: "PAST_DUE_1")) == ["past_due_1_30"])
    }

    @Test func `a customer's balances add up by how late they are`() throws {
        let test = try TestDatabase()
        try test.write { try plantOneOfEachStatus(in: $0) }
        let listed = try test.read {
            try CustomerListing.list(CustomerFilter(), today: today, currency: .usd, in: $0).elements
        }
        let customer = try #require(listed.first)
        #expect(customer.inBase.buckets.map { $0?.minorUnits } == [100, 100, 100, 100, 100])
        #expect(customer.inBase.overdue?.minorUnits == 400)
        // The overpaid invoice lowers the total by 5, and is in no column.
        #expect(customer.inBase.total?.minorUnits == 495)
        #expect(customer.openInvoiceCount == 6)
        #expect(customer.amounts.map(\.currency) == [.usd])
        let single = try test.read {
            try CustomerListing.find(customer.customer.customer.id, today: today, currency: .usd, in: $0)
        }
        #expect(single == customer)
        let inEuros = try test.read {
            try CustomerListing.list(CustomerFilter(), today: today, currency: .eur, in: $0).elements.first
        }
        #expect(inEuros?.inBase.total == nil, "what has no rate is unknown, not left out")
        #expect(inEuros?.inBase.unapplied == Money(minorUnits: 0, in: .eur))
        #expect(inEuros?.amounts.map(\.total) == [Money(minorUnits: 495, in: .usd)])
    }

    @Test func `balances in several currencies are told in the company's own by the rate of the day`() throws {
        let test = try TestDatabase()
        try test.write { [today] scope in
            try SeveralCurrencies.load(in: scope, today: today)
        }
        func listed(_ filter: CustomerFilter, on day: Day) throws -> [CustomerListing] {
            try test.read { try CustomerListing.list(filter, today: day, currency: .usd, in: $0).elements }
        }
        let down = CustomerFilter(order: .totalBalanceDescending)
        let now = try listed(down, on: today)
        // a: 90 EUR at 1.50, less 20 EUR unapplied; b: 130 USD; c: 1,000 JPY, of which no rate is known.
        #expect(now.map(\.customer.customer.key) == ["b", "a", "c"])
        #expect(now.map { $0.inBase.total?.minorUnits } == [130_00, 105_00, nil])
        #expect(now.map { $0.inBase.unapplied?.minorUnits } == [0, 30_00, 0])
        #expect(now[1].amounts.map(\.total) == [Money(minorUnits: 70_00, in: .eur)])
        #expect(now[2].amounts.map(\.total) == [Money(minorUnits: 1_000, in: .jpy)])
        let up = CustomerFilter(order: .totalBalanceAscending)
        #expect(try listed(up, on: today).map(\.customer.customer.key) == ["a", "b", "c"], "the unknown goes last")
        // The day before, one euro was worth two dollars, and nothing had arrived yet.
        let before = try listed(down, on: today.advanced(by: -1))
        #expect(before.map(\.customer.customer.key) == ["a", "b", "c"])
        #expect(before.first?.inBase.total?.minorUnits == 200_00)
    }

    @Test func `what a listing says of balances is what the ledger's aging report says`() throws {
        let test = try TestDatabase()
        try test.write { [today] scope in
            try SampleBooks.load(in: scope)
            try plantOneOfEachStatus(in: scope)
            try SeveralCurrencies.load(in: scope, today: today)
        }
        for age in [0, 1, 2, 30, 61] {
            let day = today.advanced(by: -age)
            let (ledger, listed) = try test.read {
                (
                    try LedgerView($0, asOf: day).ledger(of: TestDatabase.acme),
                    try CustomerListing.list(
                        CustomerFilter(order: .nameAscending),
                        today: day,
                        currency: .usd,
                        in: $0
                    ).elements
                )
            }
            let report = AgingReport(of: ledger)
            for (place, customer) in ledger.customers.enumerated() {
                let row = report.customers.first { $0.customer == place }
                let listing = try #require(listed.first { $0.customer.customer.id == customer.id })
                #expect(listing.amounts == row?.amounts ?? [], "\(customer.key) on \(day)")
                #expect(listing.inBase == row?.inBase ?? AgingInBase(in: .usd), "\(customer.key) on \(day)")
            }
            #expect(TrialBalance(of: ledger).problems(in: ledger) == [])
        }
    }

    @Test func `customers come in the order that is asked for`() throws {
        let test = try TestDatabase()
        let day = today
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            let now = TestDatabase.now
            let customers = [("a", "Adler"), ("b", "Birke"), ("c", "Cedar")].map {
                CustomerEntry(key: $0.0, name: $0.1)
            }
            _ = try CustomerRow.upsert(customers, at: .utc(now), using: &random, in: scope)
            let invoices = [("a", 100), ("c", 300)].map { key, amount in
                InvoiceEntry(
                    key: key,
                    number: key,
                    customerKey: key,
                    issuedOn: day,
                    dueOn: day,
                    amount: Money(minorUnits: Int64(amount), in: .usd)
                )
            }
            _ = try InvoiceRow.upsert(invoices, at: .utc(now), using: &random, in: scope)
            guard let birke = try CustomerRow.find(key: "b", in: scope.reading)?.customer.id else { return }
            try Sample.insight(1, of: birke, severity: .critical).insert(in: scope)
        }
        func keys(_ filter: CustomerFilter) throws -> String {
            try test.read {
                try CustomerListing.list(filter, today: today, currency: .usd, in: $0).elements
                    .map(\.customer.customer.key).joined()
            }
        }
        #expect(try keys(CustomerFilter()) == "bca")
        #expect(try keys(CustomerFilter(order: .totalBalanceDescending)) == "cab")
        #expect(try keys(CustomerFilter(order: .totalBalanceAscending)) == "bac")
        #expect(try keys(CustomerFilter(order: .nameAscending)) == "abc")
        #expect(try keys(CustomerFilter(order: .nameDescending)) == "cba")
        #expect(try keys(CustomerFilter(hideZeroBalance: true, order: .nameAscending)) == "ac")
        #expect(try keys(CustomerFilter(search: "IR")) == "b")
    }

    /// One invoice of 100 minor units for each status, its key the status.
    private func plantOneOfEachStatus(in scope: WriteScope) throws {
        var random = SystemRandomNumberGenerator()
        let now = TestDatabase.now
        let today = TestDatabase.today
        _ = try CustomerRow.upsert([CustomerEntry(key: "c", name: "C")], at: .utc(now), using: &random, in: scope)
        let late: [InvoiceStatus: Int] = [
            .current: 0, .pastDue1To30: 30, .pastDue31To60: 31, .pastDue61To90: 90, .pastDueOver90: 91,
        ]
        let closing: [InvoiceStatus: (PaymentType, Int64)] = [
            .closedPaid: (.payment, 100), .closedOverpaid: (.payment, 105), .closedCreditMemo: (.creditMemo, 100),
            .closedWrittenOff: (.writeOff, 100),
        ]
        for status in InvoiceStatus.allCases where status != .voided {
            let due = today.advanced(by: -(late[status] ?? 10))
            let invoice = InvoiceEntry(
                key: status.rawValue,
                number: status.rawValue,
                customerKey: "c",
                issuedOn: due.advanced(by: -30),
                dueOn: due,
                amount: Money(minorUnits: 100, in: .usd)
            )
            _ = try InvoiceRow.upsert([invoice], at: .utc(now), using: &random, in: scope)
            guard let (type, amount) = closing[status] else { continue }
            let payment = PaymentEntry(
                key: status.rawValue,
                allocation: .invoice(key: status.rawValue),
                type: type,
                paidOn: today.advanced(by: -1),
                amount: Money(minorUnits: amount, in: .usd)
            )
            _ = try PaymentRow.upsert([payment], at: .utc(now), using: &random, in: scope)
        }
    }

    private func invoices(on day: Day, in test: TestDatabase) throws -> [InvoiceListing] {
        try test.read { try InvoiceListing.list(InvoiceFilter(), today: day, in: $0).elements }
    }
}
