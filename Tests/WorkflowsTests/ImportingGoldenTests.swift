import Receivables
import TestKit
import Testing
import Values
import Workflows

/// Files under `Golden`: a profile, a line of `=====`, and a file to be read with it.
@Suite struct ImportingGoldenTests {
    @Test(arguments: try goldenInputs(withExtension: "import"))
    func `a file is read, or refused row by row, as its golden file says`(_ name: String) throws {
        let input = try goldenInput(name)
        let parts = try #require(input.wholeMatch(of: /(?s)(?<profile>.*?)=====\n(?<file>.*)/))
        let profile = try ImportProfile(name: "test", text: String(parts.profile))
        let company = Company(
            id: .derived(from: ContentHash(of: "company")),
            slug: "test",
            name: "Test",
            currency: parts.profile.hasPrefix("-- books in JPY") ? .jpy : .usd,
            timeZoneName: "America/New_York"
        )
        try expectGolden(name + ".expected", outcome(of: Array(parts.file.utf8), profile, company))
    }

    private func outcome(of bytes: [UInt8], _ profile: ImportProfile, _ company: Company) -> String {
        do throws(ImportRefusal) {
            let records = try Importing.read(bytes, by: profile, for: company)
            return records.listing
        } catch {
            return "\(error)\n"
        }
    }
}

extension ImportedRecords {
    /// All records, one on each line.
    fileprivate var listing: String {
        func said<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "-" }
        let lines =
            ["rows \(rowCount)"]
            + customers.map {
                "\($0.line) customer \($0.key) name \(said($0.name)) segment \(said($0.segment)) country"
                    + " \(said($0.country)) do not contact \(said($0.doNotContact)) limit \(said($0.creditLimit))"
            }
            + invoices.map {
                "\($0.line) invoice \($0.key) number \($0.number) of \($0.customerKey) issued \($0.issuedOn)"
                    + " due \($0.dueOn) amount \($0.amount)"
            }
            + payments.map {
                "\($0.line) \($0.type.rawValue) \($0.key) on \($0.invoiceKey) paid \($0.paidOn) amount \($0.amount)"
            }
            + promises.map {
                "\($0.line) promise on \($0.invoiceKey) made \($0.madeOn) due \($0.dueOn) withdrawn \(said($0.withdrawnOn))"
            }
            + disputes.map {
                "\($0.line) dispute on \($0.invoiceKey) opened \($0.openedOn) resolved \(said($0.resolvedOn))"
            }
            + remarks.map { "remark: \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }
}
