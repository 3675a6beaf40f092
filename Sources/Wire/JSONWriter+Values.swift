package import Values

/// How the product's own values look in JSON.
extension JSONWriter {
    /// Writes an amount as a number with its currency's own number of decimals, or `null`: `8500.00`, `1200` in yen.
    ///
    /// The currency itself is a field of its own, beside it.
    package mutating func value(_ money: Money?) {
        guard let money else { return null() }
        number(of: money)
    }

    /// Writes a day as `"YYYY-MM-DD"`, or `null`.
    package mutating func value(_ day: Day?) {
        guard let day else { return null() }
        quoted { $0.append(day) }
    }

    /// Writes an instant in UTC with milliseconds, `"2026-11-23T08:30:00.000Z"`, or `null`.
    package mutating func value(_ instant: Instant?) {
        guard let instant else { return null() }
        let milliseconds = instant.millisecondsSinceEpoch
        let days = milliseconds.flooredQuotient(by: 86_400_000)
        let ofDay = UInt64(milliseconds - days * 86_400_000)
        quoted { json in
            json.append(Day(sinceEpoch: Int32(days)))
            json.append(UInt8(ascii: "T"))
            json.appendDigits(ofDay / 3_600_000, width: 2)
            json.append(UInt8(ascii: ":"))
            json.appendDigits(ofDay / 60_000 % 60, width: 2)
            json.append(UInt8(ascii: ":"))
            json.appendDigits(ofDay / 1_000 % 60, width: 2)
            json.append(UInt8(ascii: "."))
            json.appendDigits(ofDay % 1_000, width: 3)
            json.append(UInt8(ascii: "Z"))
        }
    }

    /// Writes an identifier as a UUID in lower case, or `null`.
    package mutating func value<Subject>(_ identifier: Identifier<Subject>?) {
        guard let identifier else { return null() }
        uuid(high: identifier.high, low: identifier.low)
    }

    /// Writes a currency's ISO 4217 code, or `null`.
    package mutating func value(_ currency: Currency?) {
        value(currency?.code)
    }

    /// Writes a hash as 64 hexadecimal digits, or `null`.
    package mutating func value(_ hash: ContentHash?) {
        value(hash?.description)
    }

    // Not generic, so that callers in other modules share one specialised copy.
    private mutating func uuid(high: UInt64, low: UInt64) {
        quoted { json in
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 { json.append(UInt8(ascii: "-")) }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16)) & 0xF)
                json.append(Hexadecimal.digit(digit))
            }
        }
    }

    private mutating func append(_ day: Day) {
        let (year, month, dayOfMonth) = day.civil
        guard 0...9999 ~= year else { return append(day.description) }
        appendDigits(UInt64(year), width: 4)
        append(UInt8(ascii: "-"))
        appendDigits(UInt64(month), width: 2)
        append(UInt8(ascii: "-"))
        appendDigits(UInt64(dayOfMonth), width: 2)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
