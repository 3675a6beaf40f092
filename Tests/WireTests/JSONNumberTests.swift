import TestKit
import Testing
import Values
import Wire

@Suite struct JSONNumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1.0", 1), ("1e2", 100), ("1.5e1", 15), ("100e-2", 1), ("-2.50e1", -25),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("-922337203685477580.8e1", Int64.min),
        ("0e999999999999999999999", 0), ("0.000e5", 0), ("1000000000000000000000e-5", 10_000_000_000_000_000),
    ])
    func `an integer is one however it is written`(_ text: String, _ integer: Int64) {
        #expect(JSONNumber(text)?.integer == integer)
    }

    @Test(arguments: [
        "0.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999", "1e-9999",
    ])
    func `what has a fraction or does not fit is no integer`(_ text: String) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.integer == nil)
    }

    @Test(arguments: [
        ("8500.00", Currency.usd, 850_000), ("8500", .usd, 850_000), ("0.05", .usd, 5), ("-0.05", .usd, -5),
        ("8.5e3", .usd, 850_000), ("1.500", .usd, 150), ("1200", .jpy, 1_200), ("1200.0", .jpy, 1_200),
        ("1.234", .kwd, 1_234), ("92233720368547758.07", .usd, Int64.max),
    ])
    func `an amount is exact`(_ text: String, _ currency: Currency, _ minorUnits: Int64) {
        #expect(JSONNumber(text)?.money(in: currency) == Money(minorUnits: minorUnits, in: currency))
    }

    @Test(arguments: [("0.005", Currency.usd), ("1.5", .jpy), ("1.2345", .kwd), ("92233720368547758.08", .usd)])
    func `an amount with too many decimals or digits is none`(_ text: String, _ currency: Currency) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.money(in: currency) == nil)
    }

    @Test func `a double is the nearest one, and none where there is none`() {
        #expect(JSONNumber("0.1")?.double == 0.1)
        #expect(JSONNumber("-1.7976931348623157e308")?.double == -Double.greatestFiniteMagnitude)
        #expect(JSONNumber("5e-324")?.double == Double.leastNonzeroMagnitude)
        #expect(JSONNumber("1e400")?.double == nil)
        #expect(JSONNumber("1e-400")?.double == 0)
    }

    @Test func `an amount written is the amount read`() {
        forAll {
            let currency = [Currency.usd, .jpy, .kwd, .eur].randomElement(using: &$0) ?? .usd
            let minorUnits = Int64(truncatingIfNeeded: $0.next()) >> Int64.random(in: 0...62, using: &$0)
            return Money(minorUnits: minorUnits, in: currency)
        } property: { (money: Money) in
            var json = JSONWriter()
            json.value(money)
            return json.text == money.decimalText && JSONNumber(json.text)?.money(in: money.currency) == money
        }
    }
}
