import Facts
import FoundationEssentials
import Receivables
import Store
import TestKit
import Testing
import Values
import Wire
import Workflows

@Suite struct ImportingTests {
    /// What is wrong with a text by the generic profile of a kind, in books that know the generator's customers.
    private static func problems(of text: String, _ kind: ImportKind, in books: BooksOnDisk) throws -> [RowProblem] {
        try problems(of: Array(text.utf8), kind, in: books)
    }

    private static func problems(of bytes: [UInt8], _ kind: ImportKind, in books: BooksOnDisk) throws -> [RowProblem] {
        do {
            let options = ImportOptions(fileName: "file.csv", isDryRun: true)
            return try books.take(bytes, .profile(.generic(kind)), options).problems
        } catch let refusal as ImportRefusal {
            return refusal.problems
        }
    }

    private static func booksWithCustomers() throws -> BooksOnDisk {
        let books = try BooksOnDisk()
        try books.take(text(.customers), .customers)
        return books
    }

    private static func text(_ file: BookFile, invoices: Int = 60) -> String {
        let books = BookGenerator(customers: 6, invoices: invoices, seed: 3, lastDay: Day(sinceEpoch: 20_600))
        return books.texts().first { $0.file == file }?.text ?? ""
    }

    @Test func `a profile that is not there is answered with those that are`() {
        let error = #expect(throws: UnknownProfile.self) { try ImportProfile.shipped("generic-custommers") }
        #expect(error?.description.contains("did you mean `generic-customers`?") == true)
    }

    @Test func `one bad cell is named by line, column and value, and nothing else is`() throws {
        let original = Self.text(.invoices).split(separator: "\n").map { String($0) }
        let books = try Self.booksWithCustomers()
        let headers = original[0].split(separator: ",").map { String($0) }
        // The customer's key and the invoice's may be any text.
        let bad = ["invoice_date": "soon", "due_date": "31.12.2026", "amount": "12,50", "currency": "DOLLARS"]
        forAll(40) {
            (Int.random(in: 1..<original.count, using: &$0), Int.random(in: 2...5, using: &$0))
        } property: { row, column in
            var cells = original[row].split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            let value = bad[headers[column]] ?? ""
            cells[column] = value.contains(",") ? "\"\(value)\"" : value
            var lines = original
            lines[row] = cells.joined(separator: ",")
            let problems = try? Self.problems(of: lines.joined(separator: "\n"), .invoices, in: books)
            guard let problem = problems?.first else { return false }
            return problems?.count == 1 && problem.line == row + 1 && problem.column == column + 1
                && problem.header == headers[column] && problem.value == value
        }
    }

    @Test func `a key or a name is one line of readable length`() throws {
        let books = try BooksOnDisk()
        let longest = String(repeating: "n", count: 1_000)
        func problems(_ row: String) throws -> [String] {
            try Self.problems(of: "customer,customer_name,country\n\(row)\n", .customers, in: books)
                .map { "\($0.header ?? "") \($0.code.rawValue)" }
        }
        #expect(try problems("C-1,Müller & Söhne,FR").isEmpty)
        #expect(try problems("C-1,\(longest),").isEmpty)
        #expect(try problems("C-1,\(longest)n,") == ["customer_name bad_text"])
        #expect(try problems("\"C\n1\",A,") == ["customer bad_text"])
        #expect(try problems("C-1,\"A\r\nBcc: b\",") == ["customer_name bad_text"])
        #expect(
            try problems("C\u{1}1,\u{1B}[2J,\u{7F}") == [
                "customer bad_text", "customer_name bad_text", "country bad_text",
            ]
        )
        #expect(try problems("C-1,,") == ["customer_name missing_value"])
    }

    @Test func `all problems are counted, and the first hundred shown`() throws {
        let rows = (1...250).map { "C,\($0),never,2026-01-01,1,USD\n" }.joined()
        let file = "customer,invoice,invoice_date,due_date,amount,currency\n" + rows
        let books = try BooksOnDisk()
        try books.take("customer,customer_name\nC,Cobalt\n", .customers)
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(file, .invoices) }
        #expect(refusal?.problemCount == 250)
        #expect(refusal?.problems.count == 100)
        #expect(refusal?.problems.map(\.line) == Array(2...101))
        #expect(refusal?.description.hasSuffix("and 150 more\nnothing was imported: 250 problems") == true)
    }

    @Test func `a problem and a refusal read the same as JSON`() throws {
        let file = "customer,invoice,invoice_date,due_date,amount,currency\nC,1,never,2026-01-01,1,USD\n"
        let books = try BooksOnDisk()
        try books.take("customer,customer_name\nC,Cobalt\n", .customers)
        let refusal = try #require(#expect(throws: ImportRefusal.self) { try books.take(file, .invoices) })
        var json = JSONWriter()
        refusal.write(to: &json)
        #expect(
            json.text == """
                {"problem_count":1,"problems":[{"line":2,"column":3,"header":"invoice_date","value":"never",\
                "code":"bad_day","message":"is no day from 1970 to 2199 written YYYY-MM-DD"}]}
                """
        )
    }

    @Test func `a cell with line breaks stays on one line of the report, and a long one is cut`() throws {
        let file = "customer,customer_name,segment\nC,Cobalt,\"a\nb\"\nD,Dalton,\(String(repeating: "x", count: 90))\n"
        let books = try BooksOnDisk()
        let refusal = #expect(throws: ImportRefusal.self) { try books.take(file, .customers) }
        #expect(refusal?.description.split(separator: "\n").count == 3)
        #expect(refusal?.problems[1].line == 4)
        #expect(refusal?.description.contains(String(repeating: "x", count: 60) + "…`") == true)
    }

    @Test func `any bytes are read or refused, never a trap`() throws {
        let original = Array(Self.text(.payments, invoices: 12).utf8)
        let books = try Self.booksWithCustomers()
        try books.take(Self.text(.invoices, invoices: 12), .invoices)
        forAll(100) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &$0) {
                bytes[.random(in: 0..<bytes.count, using: &$0)] = .random(in: 0...255, using: &$0)
            }
            return bytes
        } property: { bytes in
            do {
                _ = try Self.problems(of: bytes, .payments, in: books)
                return true
            } catch {
                return false
            }
        }
    }

    @Test func `any text is a profile or has mistakes with lines, never a trap`() {
        let original = Array(
            "kind ledger\nday format M/D/YYYY\ncolumn \"A\" is customer\nkey invoice from a + b\n".utf8
        )
        forAll(300) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &$0) {
                bytes[.random(in: 0..<bytes.count, using: &$0)] = .random(in: 0...127, using: &$0)
            }
            return String(decoding: bytes, as: UTF8.self)
        } property: { text in
            do throws(ImportProfileError) {
                return try ImportProfile(name: "test", text: text).kind == .ledger
            } catch {
                return !error.mistakes.isEmpty
            }
        }
    }

    @Test func `the public sample is read whole by its profile`() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        let shared = ProcessInfo.processInfo.environment["ARCLIGHT_SHARED"] ?? root + "/../shared"
        let path = shared + "/data/ibm_late_payment_histories.csv"
        guard FileManager.default.fileExists(atPath: path) else {
            print("NOT MEASURED: the public sample is not at \(path); set ARCLIGHT_SHARED to the folder that has it")
            return
        }
        let books = try BooksOnDisk()
        let report = try Importing.importFile(
            at: path,
            by: .profile(.shipped("ibm-late-payments")),
            into: books.company,
            office: books.office,
            options: ImportOptions(fileName: "sample.csv")
        )
        #expect(report.rowCount == 2_466)
        #expect(report.counts.customers == UpsertCount(inserted: 100))
        #expect(report.counts.invoices == UpsertCount(inserted: 2_466))
        #expect(report.counts.payments == UpsertCount(inserted: 2_466))
        #expect(report.remarkCount == 0)
        #expect(try books.isWhole())
        let facts = try books.ledger(asOf: try #require(Day("2013-06-30"))).facts()
        let count = try #require(facts.catalog.index(of: "overdue_invoices", on: .customer))
        let balance = try #require(facts.catalog.index(of: "total_balance", on: .customer))
        let settled = try #require(facts.catalog.index(of: "settled_invoices", on: .customer))
        #expect(facts.invoiceKeys.count == 84)
        #expect(facts.integers(at: balance).reduce(0, +) == 511_985)
        #expect(facts.integers(at: count).reduce(0, +) == 12)
        #expect(facts.integers(at: settled).reduce(0, +) == 1_846)
    }
}
