import Receivables
import Store
import TestKit
import Testing
import Values
import Wire
import Workflows

/// Files under `Golden`: a profile, a line of `=====`, and a file to be read with it.
@Suite struct ImportingGoldenTests {
    @Test(arguments: try goldenInputs(withExtension: "import"))
    func `a file is read, or refused row by row, as its golden file says`(_ name: String) throws {
        let input = try goldenInput(name)
        let parts = try #require(input.wholeMatch(of: /(?s)(?<profile>.*?)=====\n(?<file>.*)/))
        let profile = try ImportProfile(name: "test", text: String(parts.profile))
        let books = try BooksOnDisk(currency: parts.profile.hasPrefix("-- books in JPY") ? .jpy : .usd)
        let bytes = Array(parts.file.utf8)
        try expectGolden(name + ".expected", try outcome(of: bytes, .profile(profile), in: books))
    }

    private func outcome(of bytes: [UInt8], _ request: ImportRequest, in books: BooksOnDisk) throws -> String {
        do {
            let plan = try ImportSurvey.plan(of: .bytes(bytes), by: request)
            try books.learn(from: bytes, by: plan)
            let report = try books.take(bytes, request, ImportOptions(fileName: "file.csv"))
            #expect(try books.isWhole())
            let lines =
                ["rows \(report.rowCount)"] + (try books.listing(of: plan.kind))
                + report.remarks.map { "remark: \($0)" }
            return lines.map { $0 + "\n" }.joined()
        } catch let refusal as ImportRefusal {
            return "\(refusal)\n"
        }
    }
}

extension BooksOnDisk {
    /// Has the books know every customer and invoice that the rows of a file refer to.
    fileprivate func learn(from bytes: [UInt8], by plan: ImportPlan) throws {
        guard plan.kind != .ledger, plan.kind != .customers else { return }
        var stream = CSVStream(bytes, dialect: plan.dialect, encoding: plan.encoding)
        var customers: Set<String> = ["K"]
        var invoices: Set<String> = []
        var rowNumber = 0
        while (try? stream.next()) == true {
            rowNumber += 1
            guard rowNumber > plan.leadingRecordCount, stream.fields.count == plan.headers.count else { continue }
            if let column = plan.column(of: .customer) { customers.insert(trimmed(stream.text(of: column))) }
            if plan.kind != .invoices, let column = plan.column(of: .invoice) {
                invoices.insert(trimmed(stream.text(of: column)))
            }
        }
        let company = company
        let owners = customers.filter { !$0.isEmpty }.sorted()
        let keys = invoices.filter { !$0.isEmpty }.sorted()
        try database.write(for: company.id) { scope in
            var generator = SplitMix64(seed: 5)
            let recording = Recording.utc(BooksOnDisk.instant)
            _ = try CustomerRow.upsert(
                owners.map { CustomerEntry(key: $0, name: $0) },
                at: recording,
                using: &generator,
                in: scope
            )
            _ = try InvoiceRow.upsert(
                keys.map { key in
                    InvoiceEntry(
                        key: key,
                        number: key,
                        customerKey: "K",
                        issuedOn: Day(sinceEpoch: 20_000),
                        dueOn: Day(sinceEpoch: 20_030),
                        amount: Money(minorUnits: 100_000, in: company.currency)
                    )
                },
                at: recording,
                using: &generator,
                in: scope
            )
        }
    }

    private func trimmed(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }

    /// What the books hold of the things that a kind of file brings, one on each line.
    func listing(of kind: ImportKind) throws -> [String] {
        func said<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "-" }
        return try read { scope in
            var lines: [String] = []
            if kind == .ledger || kind == .customers {
                lines += try CustomerRow.all(in: scope).map(\.customer).map {
                    "customer \($0.key) name \($0.name) segment \(said($0.segment)) country \(said($0.country))"
                        + " do not contact \($0.doNotContact) limit \(said($0.creditLimit))"
                }
            }
            let invoices = Dictionary(uniqueKeysWithValues: try InvoiceRow.all(in: scope).map { ($0.id, $0) })
            let customers = Dictionary(
                uniqueKeysWithValues: try CustomerRow.all(in: scope).map { ($0.customer.id, $0.customer.key) }
            )
            if kind == .ledger || kind == .invoices {
                lines += invoices.values.sorted { $0.key < $1.key }.map {
                    "invoice \($0.key) number \($0.number) of \(said(customers[$0.customer])) issued \($0.issuedOn)"
                        + " due \($0.dueOn) amount \($0.amount)"
                }
            }
            lines += try PaymentRow.all(in: scope).map { payment in
                let on = payment.invoice.flatMap { invoices[$0]?.key }
                return
                    "\(payment.type.rawValue) \(payment.key) on \(said(on)) paid \(payment.paidOn) amount \(payment.amount)"
            }
            lines += try PromiseRow.all(in: scope).map {
                "promise \($0.key) made \($0.madeOn) due \($0.dueOn) withdrawn \(said($0.withdrawnOn))"
            }
            lines += try DisputeRow.all(in: scope).map {
                "dispute \($0.key) opened \($0.openedOn) resolved \(said($0.resolvedOn))"
            }
            return lines
        }
    }
}
