import Facts
import FoundationEssentials
import Receivables
import Store
import TestKit
import Testing
import Values
import Workflows

@Suite struct BadRowsTests {
    private static let customers = "customer,customer_name\nA,Alder\nB,Bayfield\n"
    private static let header = "customer,invoice,invoice_date,due_date,amount,currency\n"

    private func books() throws -> BooksOnDisk {
        let books = try BooksOnDisk()
        try books.take(Self.customers, .customers)
        return books
    }

    @Test func `row problems and book problems are told together, in the order of their lines`() throws {
        let books = try books()
        let file =
            Self.header + "A,1,2026-01-05,2026-02-04,1.00,USD\nZ,2,2026-01-05,2026-02-04,1.00,USD\n"
            + "A,3,soon,2026-02-04,1.00,USD\nB,1,2026-01-05,2026-02-04,1.00,USD\n"
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(file, .invoices) }
        #expect(refusal?.problems.map(\.line) == [3, 4, 5])
        #expect(refusal?.problems.map(\.code) == [.unknownCustomer, .badDay, .duplicateKey])
        #expect(try books.read { try InvoiceRow.count(in: $0) } == 0)
    }

    @Test func `bad rows are left out into a file that can be mended and imported`() throws {
        let books = try books()
        let rejects = books.folder + "/bad.csv"
        let file =
            Self.header + "A,1,2026-01-05,2026-02-04,1.00,USD\n\"Z\",2,2026-01-05,2026-02-04,\"2.00\",USD\n"
            + "A,3,soon,2026-02-04,3.00,USD\n"
        let options = ImportOptions(fileName: "invoices.csv", badRows: .leftOut(rejectsPath: rejects))
        let report = try books.take(file, .invoices, options)
        #expect(report.counts.invoices == UpsertCount(inserted: 1))
        #expect((report.rowCount, report.skippedCount) == (3, 2))
        #expect(report.rejectsPath == rejects)
        let text = try String(contentsOfFile: rejects, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix("customer,invoice,invoice_date,due_date,amount,currency,why"))
        #expect(lines[1].hasPrefix("Z,2,2026-01-05,2026-02-04,2.00,USD,"))
        #expect(lines[1].contains("there is no customer with this key"))
        #expect(lines[2].hasPrefix("A,3,soon,2026-02-04,3.00,USD,"))
        // Two cells are mended; the reasons may stay.
        let mended = text.replacing("Z,2,", with: "B,2,").replacing("soon", with: "2026-01-09")
        let again = try books.take(mended, .invoices)
        #expect(again.counts.invoices == UpsertCount(inserted: 2))
        #expect(try books.read { try InvoiceRow.all(in: $0).map(\.key) } == ["1", "2", "3"])
        #expect(try books.isWhole())
    }

    @Test func `where every row is bad the file is refused, and no file of rejects is left`() throws {
        let books = try books()
        let rejects = books.folder + "/bad.csv"
        let options = ImportOptions(fileName: "invoices.csv", badRows: .leftOut(rejectsPath: rejects))
        #expect(throws: ImportRefusal.self) {
            try books.take(Self.header + "Z,2,2026-01-05,2026-02-04,2.00,USD\n", .invoices, options)
        }
        #expect(!FileManager.default.fileExists(atPath: rejects))
        #expect(!FileManager.default.fileExists(atPath: rejects + ".part"))
        #expect(try books.read { try ImportBatchRow.all(in: $0) }.count == 1)
    }

    @Test func `a dry run shows what would happen, and keeps nothing of it`() throws {
        let books = try books()
        let before = try books.bytes()
        let file = Self.header + "A,1,2026-01-05,2026-02-04,1.00,USD\nZ,2,2026-01-05,2026-02-04,1.00,USD\n"
        let report = try books.take(file, .invoices, ImportOptions(fileName: "i.csv", isDryRun: true))
        #expect(report.counts.invoices == UpsertCount(inserted: 1))
        #expect(report.problems.map(\.code) == [.unknownCustomer])
        #expect(report.preview.first?.hasPrefix("line 2: customer A, invoice 1, invoice_date 2026-01-05") == true)
        #expect(report.importID == nil)
        #expect(try books.bytes() == before)
        #expect(try books.read { try ImportBatchRow.all(in: $0) }.count == 1)
    }

    @Test func `a row that is there twice counts as known, and one that says something else is a problem`() throws {
        let books = try books()
        let row = "A,1,2026-01-05,2026-02-04,1.00,USD\n"
        #expect(
            try books.take(Self.header + row + row, .invoices).counts.invoices == UpsertCount(inserted: 1, unchanged: 1)
        )
        // The books know the row already, and still the file may not say two things of it.
        let refusal = #expect(throws: ImportRefusal.self) {
            try books.take(Self.header + row + "A,1,2026-01-05,2026-02-04,9.00,USD\n", .invoices)
        }
        #expect(refusal?.problems.map(\.code) == [.duplicateKey])
        #expect(refusal?.problems.first?.line == 3)
        #expect(try books.read { try InvoiceRow.find(key: "1", in: $0) }?.amount.minorUnits == 100)
    }

    @Test func `an invoice keeps its currency once entries stand on it`() throws {
        let books = try books()
        try books.take(Self.header + "A,1,2026-01-05,2026-02-04,5.00,USD\n", .invoices)
        let inEuro = Self.header + "A,1,2026-01-05,2026-02-04,5.00,EUR\n"
        try books.take("payment,invoice,payment_date,amount\nP,1,2026-01-09,2.00\n", .payments)
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(inEuro, .invoices) }
        #expect(refusal?.problems.map(\.code) == [.hasEntries])
    }

    @Test func `a negative invoice is a credit note, and one of nothing is taken with a remark`() throws {
        let books = try books()
        let file =
            Self.header + "A,1,2026-01-05,2026-02-04,5.00,USD\nA,C1,2026-01-06,2026-01-06,-2.00,USD\n"
            + "B,0,2026-01-06,2026-01-06,0.00,USD\n"
        let report = try books.take(file, .invoices)
        #expect(report.counts.invoices.inserted == 2)
        #expect(report.counts.payments.inserted == 1)
        #expect(report.remarks.map(\.code) == [.zeroAmount])
        let credit = try books.read { try PaymentRow.find(key: "C1", in: $0) }
        #expect(credit?.type == .creditMemo)
        #expect(credit?.amount.minorUnits == 200)
        #expect(credit?.invoice == nil)
    }
}

@Suite struct OtherKindsTests {
    private func books() throws -> BooksOnDisk {
        let books = try BooksOnDisk()
        try books.take("customer,customer_name\nA,Alder\nB,Bayfield\n", .customers)
        try books.take(
            """
            customer,invoice,invoice_date,due_date,amount,currency
            A,1,2026-01-05,2026-02-04,100.00,USD
            A,2,2026-01-05,2026-02-04,50.00,USD

            """,
            .invoices
        )
        return books
    }

    @Test func `cash that waits is put to invoices, and never more of it than there is`() throws {
        let books = try books()
        let cash = "payment,invoice,customer,payment_date,amount,currency\nP,,A,2026-01-20,120.00,USD\n"
        #expect(try books.take(cash, .payments).counts.payments.inserted == 1)
        let parts = "payment,invoice,amount,allocated_on\nP,1,100.00,2026-01-21\nP,2,20.00,\n"
        #expect(try books.take(parts, .allocations).counts.allocations == UpsertCount(inserted: 2))
        let refusal = #expect(throws: ImportRefusal.self) {
            try books.take("payment,invoice,amount\nP,2,30.00\n", .allocations)
        }
        #expect(refusal?.problems.map(\.code) == [.allocationRefused])
        #expect(refusal?.problems.first?.value == "P")
        #expect(try books.isWhole())
    }

    @Test func `people, promises over several invoices, messages and rates come in and are known again`() throws {
        let books = try books()
        let people = "customer,contact_name,email,is_primary,do_not_contact\nA,Ana,ana@alder.example,yes,call|sms\n"
        #expect(try books.take(people, .contacts).counts.contacts.inserted == 1)
        let contact = try #require(try books.read { try ContactRow.all(in: $0) }.first)
        #expect(contact.key == "A/ana@alder.example")
        #expect(contact.refusedChannels == [.call, .sms])
        let promises =
            "promise,invoice,promised_on,promise_due_date,contact\nX,1,2026-02-10,2026-02-20,A/ana@alder.example\n"
            + "X,2,2026-02-10,2026-02-20,A/ana@alder.example\n"
        #expect(try books.take(promises, .promises).counts.promises == UpsertCount(inserted: 1, unchanged: 1))
        let promise = try #require(try books.read { try PromiseRow.all(in: $0) }.first)
        #expect(try books.read { try PromiseRow.invoices(of: promise.id, in: $0) }.count == 2)
        let messages =
            "customer,direction,channel,occurred_on,subject,body\nA,outbound,email,2026-02-06,Reminder,\"Dear Ana,\npay\"\n"
        #expect(try books.take(messages, .communications).counts.communications.inserted == 1)
        #expect(try books.take(messages + "\n", .communications).counts.communications.unchanged == 1)
        let rates = "rate_date,from_currency,to_currency,rate\n2026-01-05,EUR,USD,1.0834\n"
        #expect(try books.take(rates, .rates).counts.rates.inserted == 1)
        #expect(try books.isWhole())
    }

    @Test func `a list of what is open says what was paid since the list before`() throws {
        let books = try BooksOnDisk()
        let head = "customer,invoice,invoice_date,due_date,amount,currency,open_balance,balance_on\n"
        try books.take(head + "A,1,2026-01-05,2026-02-04,100.00,USD,70.00,2026-01-31\n", .ledger)
        try books.take(head + "A,1,2026-01-05,2026-02-04,100.00,USD,20.00,2026-02-28\n", .ledger)
        let paid = try books.read { try PaymentRow.all(in: $0) }
        #expect(paid.map(\.key) == ["1/balance/2026-01-31", "1/balance/2026-02-28"])
        #expect(paid.map(\.amount.minorUnits) == [3_000, 5_000])
        let report = try books.take(head + "A,1,2026-01-05,2026-02-04,100.00,USD,20.00,2026-02-28\n\n", .ledger)
        #expect(!report.changedBooks)
    }
}
