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
        let (day, milliseconds) = instant.dayAndMilliseconds
        quoted { text in
            text.append(day)
            text.appendTime(milliseconds: milliseconds)
        }
    }

    /// Writes an identifier as a UUID in lower case, or `null`.
    package mutating func value<Subject>(_ identifier: Identifier<Subject>?) {
        guard let identifier else { return null() }
        uuid(high: identifier.high, low: identifier.low)
    }

    // Not generic, so that callers in other modules share one specialised copy.
    private mutating func uuid(high: UInt64, low: UInt64) {
        quoted { $0.appendUUID(high: high, low: low) }
    }

    /// Writes a currency's ISO 4217 code, or `null`.
    package mutating func value(_ currency: Currency?) {
        value(currency?.code)
    }

    /// Writes a hash as 64 hexadecimal digits, or `null`.
    package mutating func value(_ hash: ContentHash?) {
        value(hash?.description)
    }
}

extension ByteBuffer {
    fileprivate mutating func append(_ day: Day) {
        let (year, month, dayOfMonth) = day.civil
        guard 0...9999 ~= year else { return append(day.description) }
        appendDay(year: year, month: month, day: dayOfMonth)
    }
}

extension Instant {
    /// The day in universal time, and the milliseconds since its midnight.
    fileprivate var dayAndMilliseconds: (Day, Int) {
        let (quotient, remainder) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400_000)
        let isBefore = remainder < 0
        return (
            Day(sinceEpoch: Int32(isBefore ? quotient - 1 : quotient)),
            Int(isBefore ? remainder + 86_400_000 : remainder)
        )
    }
}
