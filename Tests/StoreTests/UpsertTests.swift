import Receivables
import Store
import Testing
import Values

@Suite struct UpsertTests {
    @Test func `a second import of the same rows changes nothing`() throws {
        let test = try TestDatabase()
        let (first, second) = try test.write { scope in
            (try load(customers(1...5), at: 0, in: scope), try load(customers(1...5), at: 1, in: scope))
        }
        #expect(first == UpsertCount(inserted: 5))
        #expect(second == UpsertCount(unchanged: 5))
        let rows = try test.read { try CustomerRow.all(in: $0) }
        #expect(rows.allSatisfy { $0.updatedAt == TestDatabase.now })
    }

    @Test func `only what differs is written, and an identifier stays`() throws {
        let test = try TestDatabase()
        let before = try test.write { scope in
            _ = try load(customers(1...3), at: 0, in: scope)
            return try CustomerRow.all(in: scope.reading)
        }
        let count = try test.write { scope in
            var entries = customers(1...4)
            entries[1] = CustomerEntry(key: "c2", name: "Customer 2", creditLimit: Money(minorUnits: 5, in: .usd))
            return try load(entries, at: 7, in: scope)
        }
        #expect(count == UpsertCount(inserted: 1, changed: 1, unchanged: 2))
        let after = try test.read { try CustomerRow.all(in: $0) }
        #expect(after.prefix(3).map(\.customer.id) == before.map(\.customer.id))
        #expect(after.map { $0.updatedAt > TestDatabase.now } == [false, true, false, true])
        #expect(after.map { $0.recordedAt > TestDatabase.now } == [false, false, false, true])
        #expect(after[1].customer.creditLimit == Money(minorUnits: 5, in: .usd))
    }

    @Test func `an attribute that goes away is a change`() throws {
        let test = try TestDatabase()
        let count = try test.write { scope in
            _ = try load([CustomerEntry(key: "c1", name: "One", segment: "retail")], at: 0, in: scope)
            return try load([CustomerEntry(key: "c1", name: "One")], at: 1, in: scope)
        }
        #expect(count == UpsertCount(changed: 1))
        #expect(try test.read { try CustomerRow.find(key: "c1", in: $0)?.customer.segment } == nil)
    }

    @Test func `payments, promises and disputes of unknown invoices are refused by their key`() throws {
        let test = try TestDatabase()
        let day = TestDatabase.today
        #expect(throws: StoreError.unknownInvoice(key: "i9")) {
            try test.write { scope in
                var random = SystemRandomNumberGenerator()
                let entry = PaymentEntry(
                    key: "p",
                    allocation: .invoice(key: "i9"),
                    paidOn: day,
                    amount: Money(minorUnits: 1, in: .usd)
                )
                _ = try PaymentRow.upsert([entry], at: .utc(TestDatabase.now), using: &random, in: scope)
            }
        }
        #expect(throws: StoreError.unknownInvoice(key: "i8")) {
            try test.write { scope in
                var random = SystemRandomNumberGenerator()
                let entry = PromiseEntry(key: "p", invoiceKey: "i8", madeOn: day, dueOn: day)
                _ = try PromiseRow.upsert([entry], at: .utc(TestDatabase.now), using: &random, in: scope)
            }
        }
        #expect(throws: StoreError.unknownInvoice(key: "i7")) {
            try test.write { scope in
                var random = SystemRandomNumberGenerator()
                let entry = DisputeEntry(key: "d", invoiceKey: "i7", openedOn: day)
                _ = try DisputeRow.upsert([entry], at: .utc(TestDatabase.now), using: &random, in: scope)
            }
        }
    }

    @Test func `cash of a customer may stay unapplied`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            var random = SystemRandomNumberGenerator()
            _ = try load(customers(1...1), at: 0, in: scope)
            let entry = PaymentEntry(
                key: "p",
                allocation: .unapplied(customerKey: "c1"),
                paidOn: TestDatabase.today,
                amount: Money(minorUnits: 900, in: .usd)
            )
            _ = try PaymentRow.upsert([entry], at: .utc(TestDatabase.now), using: &random, in: scope)
        }
        let (rows, customer) = try test.read {
            (try PaymentRow.all(in: $0), try CustomerRow.find(key: "c1", in: $0)?.customer.id)
        }
        #expect(rows.map(\.invoice) == [nil])
        #expect(rows.map(\.customer) == [customer])
    }

    @Test func `the same key in two companies is two rows`() throws {
        let test = try TestDatabase()
        for company in [TestDatabase.acme, TestDatabase.birch] {
            let count = try test.database.write(for: company.id) { try load(customers(1...2), at: 0, in: $0) }
            #expect(count == UpsertCount(inserted: 2))
        }
    }

    @Test func `the same file is known again`() throws {
        let test = try TestDatabase()
        let hash = ContentHash(of: "file")
        let batch = ImportBatchRow(
            id: Identifier(high: 1, low: 1),
            fileHash: hash,
            kind: "invoices",
            profile: "generic-invoices",
            fileName: "invoices.csv",
            rowCount: 6,
            count: UpsertCount(inserted: 3, changed: 2, unchanged: 1),
            recordedAt: TestDatabase.now
        )
        try test.write { try batch.insert(in: $0) }
        #expect(try test.read { try ImportBatchRow.find(fileHash: hash, kind: "invoices", in: $0) } == batch)
        #expect(try test.read { try ImportBatchRow.find(fileHash: hash, kind: "customers", in: $0) } == nil)
    }
}

private func customers(_ numbers: ClosedRange<Int>) -> [CustomerEntry] {
    numbers.map { CustomerEntry(key: "c\($0)", name: "Customer \($0)") }
}

private func load(_ entries: [CustomerEntry], at seconds: Int64, in scope: WriteScope) throws -> UpsertCount {
    var random = SystemRandomNumberGenerator()
    return try CustomerRow.upsert(
        entries,
        at: .utc(TestDatabase.now.advanced(bySeconds: seconds)),
        using: &random,
        in: scope
    )
}
