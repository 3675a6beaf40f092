import TestKit
import Testing
import Values
import Wire
import Workflows

/// Files under `Golden`: `as KIND`, `as unknown` or a profile, a line of `=====`, and a file to be surveyed by it.
@Suite struct ImportSurveyTests {
    @Test(arguments: try goldenInputs(withExtension: "survey"))
    func `a file is planned for, or refused, as its golden file says`(_ name: String) throws {
        let input = try goldenInput(name)
        let parts = try #require(input.wholeMatch(of: /(?s)(?<request>.*?)=====\n(?<file>.*)/))
        let request = try request(String(parts.request))
        try expectGolden(name + ".expected", outcome(of: .bytes(Array(parts.file.utf8)), request))
    }

    @Test(arguments: TextEncoding.allCases)
    func `the encoding is found and stated`(_ encoding: TextEncoding) throws {
        let text = "Kunde;Rechnung;Rechnungsdatum;Fällig;Betrag;Währung\n1;R-1;31.01.2026;28.02.2026;1,50;EUR\n"
        let mark = encoding.byteOrderMark ?? []
        let plan = try ImportSurvey.plan(
            of: .bytes(mark + encoding.encoded(Array(text.utf8))),
            by: .kind(.invoices)
        )
        #expect(plan.encoding == encoding)
        #expect(plan.statements.first?.contains(encoding.rawValue) == true)
        #expect(plan.headers == ["Kunde", "Rechnung", "Rechnungsdatum", "Fällig", "Betrag", "Währung"])
    }

    @Test func `the hash and the numbers are those of the whole file`() throws {
        let bytes = Array("customer,customer_name\n1,A\n2,B\n3,C\n".utf8)
        let plan = try ImportSurvey.plan(of: .bytes(bytes), by: .kind(.customers))
        #expect(plan.fileHash == ContentHash(of: bytes))
        #expect(plan.rowCount == 3)
        #expect(plan.byteCount == bytes.count)
        #expect(plan.leadingRecordCount == 1)
    }

    @Test func `a workbook is named as one`() {
        let error = #expect(throws: ImportRefusal.self) {
            try ImportSurvey.plan(of: .bytes([0x50, 0x4B, 3, 4] + Array("xl/workbook.xml".utf8)), by: .unknown)
        }
        #expect(error?.description.contains("Excel workbook; save it as CSV") == true)
    }

    @Test func `a file that is not there is named`() {
        let error = #expect(throws: ImportRefusal.self) {
            try ImportSurvey.plan(of: .path("/no/such/file.csv"), by: .unknown)
        }
        #expect(error?.problems.first?.message == "there is no such file")
    }

    @Test func `cells and rows are matched as the profile says`() throws {
        let profile = try ImportProfile(
            name: "test",
            text: """
                kind customers
                column "No" is customer
                column "Name" is customer_name
                column "Blocked" is do_not_contact
                value column "Blocked" "X" is "yes"
                skip rows where column "No" starts with "Total"
                """
        )
        let plan = try ImportSurvey.plan(
            of: .bytes(Array("No,Name,Blocked\n1,A,X\nTotal for A,,\n".utf8)),
            by: .profile(profile)
        )
        func meaning(_ cell: String, _ column: Int) -> String? {
            plan.meaning(of: cell.utf8.span, in: column).map { String(decoding: $0, as: UTF8.self) }
        }
        func skips(_ cell: String) -> Bool { plan.skips(cell.utf8.span, in: 0) }
        #expect(meaning("X", 2) == "yes")
        #expect(meaning("XX", 2) == nil)
        #expect(meaning("X", 1) == nil)
        #expect(skips("Total for A"))
        #expect(!skips("Tot"))
        #expect(plan.advice(onTotal: ["", "Summe:", ""])?.contains("is \"Summe:\"") == true)
        #expect(plan.advice(onTotal: ["", "Totalenergies SE", ""]) == nil)
    }

    @Test func `a column of days written in any way reads as those days`() {
        forAll(500) {
            (
                writing: Writing.allCases.randomElement(using: &$0) ?? .dayFirst,
                days: randomDays(using: &$0)
            )
        } property: { writing, days in
            let rows = days.enumerated().map { "\($0.offset),c,\(writing.text(of: $0.element)),2199-12-31,1.00,EUR\n" }
            let file = "invoice,customer,invoice_date,due_date,amount,currency\n" + rows.joined()
            guard let plan = try? ImportSurvey.plan(of: .bytes(Array(file.utf8)), by: .kind(.invoices)) else {
                // Only what has two readings may be refused.
                return writing.hasTwin && days.allSatisfy { $0.civil.day <= 12 }
            }
            let format = plan.dayFormat(of: .invoiceDate)
            return days.allSatisfy { format.day(Array(writing.text(of: $0).utf8)) == $0 }
        }
    }

    @Test func `amounts written in any way read as those amounts`() {
        forAll(500) {
            (
                decimal: AmountFormat.Decimal.allCases.randomElement(using: &$0) ?? .point,
                sign: ["", ".", ",", " ", "'", "\u{202F}"].randomElement(using: &$0) ?? "",
                amounts: randomAmounts(using: &$0)
            )
        } property: { decimal, sign, amounts in
            guard sign != (decimal == .point ? "." : ",") else { return true }
            let texts = amounts.map { text(of: $0, decimal, sign) }
            let rows = texts.enumerated().map { "\($0.offset);c;2026-01-01;2026-01-31;\($0.element);EUR\n" }
            let file = "invoice;customer;invoice_date;due_date;amount;currency\n" + rows.joined()
            guard let plan = try? ImportSurvey.plan(of: .bytes(Array(file.utf8)), by: .kind(.invoices)) else {
                return false
            }
            let read = texts.map { try? plan.amountFormat.amount(Array($0.utf8), in: .eur) }
            return read == amounts
        }
    }

    private func randomAmounts(using generator: inout SplitMix64) -> [Money] {
        (0..<Int.random(in: 1...8, using: &generator)).map { _ in
            Money(minorUnits: .random(in: -900_000_000...900_000_000, using: &generator), in: .eur)
        }
    }

    /// The amount with two decimals, so that no file of them has two readings.
    private func text(of amount: Money, _ decimal: AmountFormat.Decimal, _ sign: String) -> String {
        let parts = amount.decimalText.split(separator: ".")
        let digits = Array(parts[0].drop { $0 == "-" })
        var whole = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { whole += sign }
            whole.append(digit)
        }
        return (amount.minorUnits < 0 ? "-" : "") + whole + (decimal == .point ? "." : ",") + parts[1]
    }

    // MARK: Cases

    private func randomDays(using generator: inout SplitMix64) -> [Day] {
        let count = Int.random(in: 1...8, using: &generator)
        return (0..<count).map { _ in Day(sinceEpoch: .random(in: 9_000...30_000, using: &generator)) }
    }

    private enum Writing: CaseIterable {
        case dayFirst, monthFirst, points, yearFirst, timestamp, monthName, serial

        /// Whether another way of writing gives the same texts for other days.
        var hasTwin: Bool { self == .dayFirst || self == .monthFirst }

        func text(of day: Day) -> String {
            let (year, month, dayOfMonth) = day.civil
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            return switch self {
            case .dayFirst: "\(dayOfMonth)/\(month)/\(year)"
            case .monthFirst: "\(month)/\(dayOfMonth)/\(year)"
            case .points: "\(dayOfMonth).\(month).\(year)"
            case .yearFirst: "\(year)/\(month)/\(dayOfMonth)"
            case .timestamp: "\(day)T10:00:00Z"
            case .monthName: "\(dayOfMonth)-\(names[month - 1])-\(year)"
            case .serial: String(day.sinceEpoch + 25_569)
            }
        }
    }

    private func request(_ text: String) throws -> ImportRequest {
        guard let match = text.wholeMatch(of: /as (?<kind>\w+)\n/) else {
            return .profile(try ImportProfile(name: "test", text: text))
        }
        return ImportKind(rawValue: String(match.kind)).map { .kind($0) } ?? .unknown
    }

    private func outcome(of file: ImportFile, _ request: ImportRequest) -> String {
        do throws(ImportRefusal) {
            let plan = try ImportSurvey.plan(of: file, by: request)
            let head = "\(plan.kind.rawValue), rows \(plan.rowCount), header on line \(plan.headerLine)"
            return ([head] + plan.statements).map { $0 + "\n" }.joined()
        } catch {
            return "\(error)\n"
        }
    }
}
