import TestKit
import Testing
import Values
import Workflows

@Suite struct ImportFormatTests {
    @Test(arguments: [
        ("YYYY-MM-DD", "2026-06-30"), ("M/D/YYYY", "6/30/2026"), ("MM/DD/YYYY", "06/30/2026"),
        ("D.M.YYYY", "30.6.2026"),
        ("DD.MM.YYYY", "30.06.2026"), ("YYYYMMDD", "20260630"), ("D M YYYY", "30 6 2026"), ("YYYY年M月D日", "2026年6月30日"),
        ("D.M.YY", "30.6.26"), ("D-MON-YYYY", "30-JUN-2026"), ("D. MON YYYY", "30. Juni 2026"),
        ("D MON YYYY", "30 juin 2026"), ("D-MON-YY", "30-giu-26"), ("MON D, YYYY", "June 30, 2026"),
        ("serial", "46203"), ("serial", "46203.75"), ("YYYY-MM-DD", "2026-06-30T23:59:59.999+02:00"),
        ("M/D/YYYY", "6/30/2026 12:00:00 AM"), ("DD.MM.YYYY", "30.06.2026, 09:30"),
    ])
    func `a day is read in the format of its file`(_ pattern: String, _ text: String) throws {
        let format = try #require(DayFormat(pattern))
        #expect(format.day(Array(text.utf8)) == Day("2026-06-30"))
        #expect(format.pattern == pattern)
    }

    @Test(arguments: [
        "", "YYYY", "YYYY-MM", "YYYY-MM-DD-DD", "YYY-MM-DD", "YYYY-MMM-DD", "DMONYYYY", "YYYYMD", "MDYYYY", "DMYYYY",
        "YYYY-M1-D",
        "day",
    ])
    func `what does not name year, month and day plainly is no format`(_ pattern: String) {
        #expect(DayFormat(pattern) == nil)
    }

    @Test(arguments: [
        "1969-12-31", "2200-01-01", "2026-02-29", "2026-6-30", "2026-06-30 ", "2026-06-3O", "26-06-30", "",
        "2026-06-30T", "2026-06-30 noon", "2026-06-30T123:00", "2026-06-301",
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
                return decimal.rawValue == grouping.rawValue || (decimal == .comma && grouping == .indian)
            }
            let text = written(money, decimal, grouping)
            let read = try? format.amount(Array(text.utf8), in: money.currency)
            return read == money
        }
    }

    /// The amount in plain digits, with the signs of a format.
    private func written(_ money: Money, _ decimal: AmountFormat.Decimal, _ grouping: AmountFormat.Grouping) -> String {
        let signs: [AmountFormat.Grouping: String] = [
            .point: ".", .comma: ",", .space: " ", .apostrophe: "'", .indian: ",",
        ]
        let parts = money.decimalText.split(separator: ".")
        let isNegative = money.minorUnits < 0
        var whole = ""
        let digits = parts[0].drop { $0 == "-" }
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            let isGroup =
                grouping == .indian
                ? left == 3 || (left > 3 && left.isMultiple(of: 2) == false) : left.isMultiple(of: 3)
            if index > 0, isGroup { whole += signs[grouping] ?? "" }
            whole.append(digit)
        }
        let fraction = parts.count > 1 ? (decimal == .point ? "." : ",") + parts[1] : ""
        return (isNegative ? "-" : "") + whole + fraction
    }

    @Test(arguments: [
        ("70", 1970), ("99", 1999), ("00", 2000), ("69", 2069),
    ])
    func `two digits of a year lie from 1970 to 2069`(_ text: String, _ year: Int) throws {
        let format = try #require(DayFormat("D.M.YY"))
        #expect(format.day(Array("1.2.\(text)".utf8)) == Day(year: year, month: 2, day: 1))
    }

    @Test(arguments: ["jui", "ma", "marble", "junio2", "30"])
    func `what begins no month, or two, is no month`(_ text: String) throws {
        let format = try #require(DayFormat("D MON YYYY"))
        #expect(format.day(Array("1 \(text) 2026".utf8)) == nil)
    }

    @Test(arguments: [
        ("-12.50", -1_250), ("12.50-", -1_250), ("(12.50)", -1_250), ("\u{2212}12.50", -1_250), ("+12.50", 1_250),
        ("12.50 CR", -1_250), ("12.50CR", -1_250), ("12.50 DR", 1_250), ("12.50 H", -1_250), ("12.50 S", 1_250),
        ("$12.50", 1_250), ("-$12.50", -1_250), ("$-12.50", -1_250), ("($ 12.50)", -1_250), ("USD 12.50", 1_250),
        ("12.50\u{A0}usd", 1_250), ("US$12.50-", -1_250), ("12.500", 1_250), ("12", 1_200), ("0.5", 50),
    ])
    func `signs and currencies around an amount are read`(_ text: String, _ minorUnits: Int64) throws {
        #expect(try AmountFormat.plain.amount(Array(text.utf8), in: .usd).minorUnits == minorUnits)
    }

    @Test(arguments: ["--1", "-(1)", "(1", "1)", "-1-", "-1 CR", "1 XX", "$1 USD", "1e5", "one", ".5", "5.", "-", ""])
    func `what is signed twice, or no amount, is refused`(_ text: String) {
        #expect(throws: AmountFormat.Failure.noNumber) { try AmountFormat.plain.amount(Array(text.utf8), in: .usd) }
    }

    @Test(arguments: ["€1", "1 EUR", "£ 1"])
    func `an amount in another currency than its row is refused`(_ text: String) {
        #expect(throws: AmountFormat.Failure.otherCurrency) {
            try AmountFormat.plain.amount(Array(text.utf8), in: .usd)
        }
    }

    @Test func `the other side of a payment is a debit`() throws {
        let format = AmountFormat.plain.on(.credit)
        #expect(try format.amount(Array("5 CR".utf8), in: .usd).minorUnits == 500)
        #expect(try format.amount(Array("5 DR".utf8), in: .usd).minorUnits == -500)
    }

    @Test(arguments: [
        (AmountFormat.Decimal.comma, AmountFormat.Grouping.space, "1\u{202F}234\u{A0}567,89"),
        (.point, .apostrophe, "1’234'567.89"), (.point, .indian, "12,34,567.89"), (.comma, .point, "1.234.567,89"),
    ])
    func `groups are read with their signs`(
        _ decimal: AmountFormat.Decimal,
        _ grouping: AmountFormat.Grouping,
        _ text: String
    ) throws {
        let format = try #require(AmountFormat(decimal: decimal, grouping: grouping))
        #expect(try format.amount(Array(text.utf8), in: .usd).minorUnits == 123_456_789)
    }

    @Test(arguments: [("1.0915", 10_915, 4), ("163.120", 16_312, 2), ("2", 2, 0), ("0.000001", 1, 6)])
    func `a rate keeps its decimals, without zeros at the end`(
        _ text: String,
        _ mantissa: Int64,
        _ scale: Int
    ) throws {
        let rate = try AmountFormat.plain.rate(utf8: text.utf8.span)
        #expect(rate.mantissa == mantissa && rate.scale == scale)
    }

    @Test(arguments: ["0", "-1", "N/A", "", "1.0915.2", "1.2E5"])
    func `what is no number above nothing is no rate`(_ text: String) {
        #expect(throws: AmountFormat.Failure.noNumber) { try AmountFormat.plain.rate(utf8: text.utf8.span) }
    }

    @Test(arguments: [
        ("30", 30), ("30.0", 30), ("NET30", 30), ("Net 30", 30), ("net-30", 30), ("30 Tage netto", 30), ("N30", 30),
        ("2/10 net 30", 30), ("2% 10, Net 30", 30), ("Due on receipt", 0), ("sofort", 0), ("60 days", 60), ("0", 0),
    ])
    func `terms of payment are days`(_ text: String, _ days: Int) {
        #expect(PaymentTerms.days(utf8: text.utf8.span) == days)
    }

    @Test(arguments: ["", "-5", "15.5", "2/10", "10 Tage 2%, 30 Tage", "731", "99999", "EOM"])
    func `terms that are no number of days are refused`(_ text: String) {
        #expect(PaymentTerms.days(utf8: text.utf8.span) == nil)
    }

    @Test(arguments: ["1,23", "12,3456", ",123", "1234,567", "1,234,56", "1,,234", "1.234,5", "-", "", "--1"])
    func `groups are of three digits, all of them, before the decimals`(_ text: String) throws {
        let format = try #require(AmountFormat(decimal: .point, grouping: .comma))
        #expect(throws: AmountFormat.Failure.self) { try format.amount(Array(text.utf8), in: .usd) }
    }
}
