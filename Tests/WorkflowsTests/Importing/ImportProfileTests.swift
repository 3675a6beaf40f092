import FoundationEssentials
import TestKit
import Testing
import Values
import Workflows

@Suite struct ImportProfileTests {
    @Test(arguments: try goldenInputs(withExtension: "profile"))
    func `a profile is refused line by line as its golden file says`(_ name: String) throws {
        let text = try goldenInput(name)
        do {
            _ = try ImportProfile(name: "test", text: text)
            try expectGolden(name + ".expected", "no mistake\n")
        } catch {
            try expectGolden(name + ".expected", "\(error)\n")
        }
    }

    @Test func `a profile says what its lines say`() throws {
        let profile = try ImportProfile(
            name: "test",
            text: """
                kind ledger
                encoding windows-1252
                delimiter pipe
                header line 4
                day format auto
                day format for "Fällig am" "D MON YYYY"
                decimal comma
                grouping point
                column "Kunde" is customer + customer_name
                column "Fällig am" is due_date
                column "Ziel" is payment_terms
                column "Betrag" is amount
                day invoice_date from due_date minus payment_terms
                default currency "EUR"
                key invoice from customer + due_date numbered
                value column "Ziel" "sofort" is "0"
                skip rows where column "Kunde" is ""
                skip rows where column "Kunde" starts with "Summe"
                ignore others because "nobody needs them"
                """
        )
        #expect(profile.kind == .ledger)
        #expect(profile.encoding == .windows1252)
        #expect(profile.delimiter == .pipe)
        #expect(profile.headerLine == 4)
        #expect(profile.dayFormat == nil)
        #expect(profile.columnDayFormats.map(\.format.pattern) == ["D MON YYYY"])
        #expect(profile.amountFormat == AmountFormat(decimal: .comma, grouping: .point))
        #expect(profile.columns.first?.fields == [.customer, .customerName])
        #expect(
            profile.derivedDay(for: .invoiceDate)?.day(from: try #require(Day("2026-03-31")), terms: 30)
                == Day("2026-03-01")
        )
        #expect(profile.defaults == [.currency: "EUR"])
        #expect(profile.derivedKey(for: .invoice)?.isNumbered == true)
        #expect(profile.cellMeanings.map(\.meaning) == ["0"])
        #expect(profile.skippedRows.map(\.test) == [.whole, .start])
        #expect(profile.ignoresOthersBecause == "nobody needs them")
        #expect(!profile.findsColumnsByHeader)
    }

    @Test func `a profile that leaves formats out leaves them to be found`() throws {
        let profile = try ImportProfile(name: "test", text: "kind invoices\n")
        #expect(profile.findsColumnsByHeader)
        #expect(profile.dayFormat == nil && profile.amountFormat == nil)
        #expect(profile.delimiter == .auto && profile.encoding == .auto)
    }

    @Test(arguments: ImportProfile.shippedNames)
    func `a shipped profile has no mistake and says what it is for`(_ name: String) throws {
        let profile = try ImportProfile.shipped(name)
        #expect(profile.name == name)
        for field in profile.columns.flatMap(\.fields) { #expect(profile.kind.fields.contains(field)) }
    }

    @Test(arguments: ImportKind.allCases)
    func `the generic profile of a kind names each of its fields by its own name`(_ kind: ImportKind) throws {
        let profile = try ImportProfile.generic(kind)
        #expect(Set(profile.columns.flatMap(\.fields)) == Set(kind.fields))
        for column in profile.columns { #expect(column.fields.map(\.rawValue) == [column.header]) }
    }

    @Test func `the profiles in the manual are profiles, and read the files beside them`() throws {
        let manual = try String(contentsOfFile: manualPath, encoding: .utf8)
        let blocks = manual.split(separator: "```\n").map(String.init)
        let profiles = blocks.filter { $0.hasPrefix("kind ") }
        #expect(profiles.count == 2)
        for text in profiles { _ = try ImportProfile(name: "manual", text: text) }
        let files = blocks.filter { $0.hasPrefix("customer,") || $0.hasPrefix("invoice,") || $0.hasPrefix("Kundennr;") }
        let kinds = try files.map { try ImportSurvey.plan(of: .bytes(Array($0.utf8)), by: .unknown).kind }
        #expect(kinds == [.customers, .invoices, .ledger])
    }

    private var manualPath: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
            + "/docs/import.md"
    }

    @Test func `every field belongs to a kind`() {
        #expect(Set(ImportKind.allCases.flatMap(\.fields)) == Set(ImportField.allCases))
        for kind in ImportKind.allCases { #expect(Set(kind.fields).count == kind.fields.count) }
    }
}
