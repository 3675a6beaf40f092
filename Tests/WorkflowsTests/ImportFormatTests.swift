import TestKit
import Testing
import Values
import Workflows

@Suite struct ImportFormatTests {
    @Test(arguments: [
        ("YYYY-MM-DD", "2026-06-30"), ("M/D/YYYY", "6/30/2026"), ("MM/DD/YYYY", "06/30/2026"),
        ("D.M.YYYY", "30.6.2026"),
        ("DD.MM.YYYY", "30.06.2026"), ("YYYYMMDD", "20260630"), ("D M YYYY", "30 6 2026"), ("YYYY年M月D日", "2026年6月30日"),
    ])
    func `a day is read in the format of its file`(_ pattern: String, _ text: String) throws {
        let format = try #require(DayFormat(pattern))
        #expect(format.day(Array(text.utf8)) == Day("2026-06-30"))
        #expect(format.pattern == pattern)
    }

    @Test(arguments: [
        "", "YYYY", "YYYY-MM", "YYYY-MM-DD-DD", "YY-MM-DD", "YYYY-MMM-DD", "YYYYMD", "MDYYYY", "DMYYYY", "YYYY-M1-D",
        "day",
    ])
    func `what does not name year, month and day plainly is no format`(_ pattern: String) {
        #expect(DayFormat(pattern) == nil)
    }

    @Test(arguments: [
        "1969-12-31", "2200-01-01", "2026-02-29", "2026-6-30", "2026-06-30 ", "2026-06-3O", "26-06-30", "",
    ])
    func `a text that is no day of a ledger is refused`(_ text: String) {
        #expect(DayFormat.iso.day(Array(text.utf8)) == nil)
    }

    @Test func `a day written as people write it reads as itself`() throws {
        let format = try #require(DayFormat("M/D/YYYY"))
        forAll {
            Day(sinceEpoch: .random(in: 0...80_000, using: &$0))
        } property: { day in
            let (year, month, dayOfMonth) = day.civil
            return format.day(Array("\(month)/\(dayOfMonth)/\(year)".utf8)) == day
                && DayFormat.iso.day(Array(day.description.utf8)) == day
        }
    }

    @Test func `an amount written in any format reads as itself`() {
        forAll {
            (
                Money(
                    minorUnits: .random(in: -AmountFormat.largest...AmountFormat.largest, using: &$0),
                    in: [.usd, .jpy, .kwd].randomElement(using: &$0) ?? .usd
                ),
                AmountFormat.Decimal.allCases.randomElement(using: &$0) ?? .point,
                AmountFormat.Grouping.allCases.randomElement(using: &$0) ?? .none
            )
        } property: { money, decimal, grouping in
            guard let format = AmountFormat(decimal: decimal, grouping: grouping) else {
                return decimal.rawValue == grouping.rawValue
            }
            let text = written(money, decimal, grouping)
            let read = try? format.amount(Array(text.utf8), in: money.currency)
            return read == money
        }
    }

    /// The amount in plain digits, with the signs of a format.
    private func written(_ money: Money, _ decimal: AmountFormat.Decimal, _ grouping: AmountFormat.Grouping) -> String {
        let signs: [AmountFormat.Grouping: String] = [.point: ".", .comma: ",", .space: " ", .apostrophe: "'"]
        let parts = money.decimalText.split(separator: ".")
        let isNegative = money.minorUnits < 0
        var whole = ""
        let digits = parts[0].drop { $0 == "-" }
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { whole += signs[grouping] ?? "" }
            whole.append(digit)
        }
        let fraction = parts.count > 1 ? (decimal == .point ? "." : ",") + parts[1] : ""
        return (isNegative ? "-" : "") + whole + fraction
    }

    @Test(arguments: ["1,23", "12,3456", ",123", "1234,567", "1,234,56", "1,,234", "1.234,5", "-", "", "--1", "1-"])
    func `groups are of three digits, all of them, before the decimals`(_ text: String) throws {
        let format = try #require(AmountFormat(decimal: .point, grouping: .comma))
        #expect(throws: AmountFormat.Failure.self) { try format.amount(Array(text.utf8), in: .usd) }
    }
}
