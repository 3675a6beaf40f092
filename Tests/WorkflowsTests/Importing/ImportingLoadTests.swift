import Facts
import FoundationEssentials
import Receivables
import Store
import TestKit
import Testing
import Values
import Wire
import Workflows

@Suite struct ImportingLoadTests {
    private static let customers = "customer,customer_name,segment,country\nA,Alder Foods,mid,US\nB,Bayfield Press,,\n"
    private static let invoices = """
        customer,invoice,invoice_date,due_date,amount,currency
        A,1,2026-01-05,2026-02-04,100.00,USD
        B,2,2026-01-06,2026-02-05,50.00,USD

        """

    @Test func `the same file again changes nothing, and says so`() throws {
        let books = try BooksOnDisk()
        let first = try books.take(Self.customers, .customers)
        #expect(first.counts.customers == UpsertCount(inserted: 2))
        #expect(!first.isRepeated)
        let again = try books.take(Self.customers, .customers)
        #expect(again.isRepeated)
        #expect(!again.changedBooks)
        #expect(
            again.description == """
                customers by generic-customers, 2 rows, file \(again.fileHash.short)
                this very file was imported before; nothing changed
                """
        )
    }

    @Test func `a row that is in the books already is written only where it differs`() throws {
        let books = try BooksOnDisk()
        _ = try books.take(Self.customers, .customers)
        let changed = Self.customers.replacing("Bayfield Press,,", with: "Bayfield Print,small,CA") + "C,Cobalt,,\n"
        let report = try books.take(changed, .customers)
        #expect(report.counts.customers == UpsertCount(inserted: 1, changed: 1, unchanged: 1))
        #expect(report.description.contains("\ncustomers: 1 new, 1 changed, 1 as before\n"))
        // Attributes hold from the day they were written down on.
        let bayfield = try books.ledger(asOf: Day(sinceEpoch: 20_700)).customers[1]
        #expect(bayfield.name == "Bayfield Print")
        #expect(bayfield.segment == "small")
    }

    @Test func `what a file does not say stays as the books have it`() throws {
        let books = try BooksOnDisk()
        _ = try books.take(Self.customers, .customers)
        let report = try books.take("customer,customer_name\nA,Alder Foods\n", .customers)
        #expect(report.counts.customers == UpsertCount(unchanged: 1))
        let alder = try books.ledger(asOf: Day(sinceEpoch: 20_600)).customers[0]
        #expect(alder.segment == "mid")
        #expect(alder.country == "US")
    }

    @Test func `an invoice of a customer nobody knows is refused with its row, and nothing is taken`() throws {
        let books = try BooksOnDisk()
        _ = try books.take(Self.customers, .customers)
        let file = Self.invoices + "Z,3,2026-01-06,2026-02-05,50.00,USD\n"
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(file, .invoices) }
        #expect(
            refusal?.description == """
                line 4, column 1 "customer", `Z`: there is no customer with this key; import the customers first
                nothing was imported: 1 problem
                """
        )
        #expect(try books.ledger(asOf: Day(sinceEpoch: 20_600)).invoices.isEmpty)
        #expect(try !books.take(Self.invoices, .invoices).isRepeated)
    }

    @Test func `an invoice cannot change hands`() throws {
        let books = try BooksOnDisk()
        _ = try books.take(Self.customers, .customers)
        _ = try books.take(Self.invoices, .invoices)
        let moved = Self.invoices.replacing("A,1,", with: "B,1,")
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(moved, .invoices) }
        #expect(refusal?.problems.map(\.code) == [.otherCustomersInvoice])
        #expect(refusal?.problems.first?.line == 2)
        let corrected = Self.invoices.replacing("100.00", with: "120.00")
        #expect(try books.take(corrected, .invoices).counts.invoices == UpsertCount(changed: 1, unchanged: 1))
    }

    @Test(arguments: [
        (ImportKind.payments, "invoice,payment_date,amount\n9,2026-02-01,5.00\n"),
        (.promises, "invoice,promised_on,promise_due_date\n9,2026-02-01,2026-02-05\n"),
        (.disputes, "invoice,opened_on\n9,2026-02-01\n"),
    ])
    func `what names an invoice nobody knows is refused with its row`(_ kind: ImportKind, _ file: String) throws {
        let books = try BooksOnDisk()
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(file, kind) }
        #expect(refusal?.problems.map(\.code) == [.unknownInvoice])
        #expect(refusal?.problems.first?.line == 2)
        #expect(refusal?.problems.first?.column == 1)
        #expect(refusal?.problems.first?.value == "9")
    }

    @Test func `a later file with older payments in it adds only the new ones`() throws {
        let books = try BooksOnDisk()
        _ = try books.take(Self.customers, .customers)
        _ = try books.take(Self.invoices, .invoices)
        let january = "invoice,payment_date,amount\n1,2026-02-01,5.00\n1,2026-02-01,5.00\n"
        #expect(try books.take(january, .payments).counts.payments == UpsertCount(inserted: 2))
        let longer = january + "2,2026-02-03,7.00\n"
        #expect(try books.take(longer, .payments).counts.payments == UpsertCount(inserted: 1, unchanged: 2))
        let ledger = try books.ledger(asOf: Day(sinceEpoch: 20_600))
        #expect(ledger.payments.map(\.amount.minorUnits) == [500, 500, 700])
    }

    @Test func `a ledger brings its customers, and a settled row its payment`() throws {
        let books = try BooksOnDisk()
        let file = """
            customer,customer_name,invoice,invoice_date,due_date,amount,currency,settled_date
            A,Alder Foods,1,2026-01-05,2026-02-04,100.00,USD,2026-02-02
            A,,2,2026-01-06,2026-02-05,50.00,USD,
            B,,3,2026-01-06,2026-02-05,70.00,USD,2026-01-01

            """
        let report = try books.take(file, .ledger)
        #expect(report.counts.customers.inserted == 2)
        #expect(report.counts.invoices.inserted == 3)
        #expect(report.counts.payments.inserted == 2)
        #expect(report.remarkCount == 1)
        var json = JSONWriter()
        report.write(to: &json)
        #expect(json.text.hasPrefix("{\"kind\":\"ledger\",\"profile\":\"generic-ledger\",\"file_hash\":"))
        #expect(json.text.contains("\"row_count\":3,\"left_out_count\":0,\"skipped_count\":0,\"repeated\":false,"))
        #expect(json.text.contains("\"customers\":{\"inserted\":2,\"changed\":0,\"unchanged\":0}"))
        let ledger = try books.ledger(asOf: try #require(Day("2026-02-01")))
        #expect(ledger.customers.map(\.name) == ["Alder Foods", "B"])
        #expect(ledger.facts().invoiceKeys == ["1", "2"])
    }
}
