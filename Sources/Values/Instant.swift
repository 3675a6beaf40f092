/// A point in time, to the millisecond, in UTC.
package struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
    package let millisecondsSinceEpoch: Int64

    /// The instant so many milliseconds after 1970-01-01T00:00:00Z.
    package init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package var secondsSinceEpoch: Int64 {
        millisecondsSinceEpoch.flooredQuotient(by: 1_000)
    }

    /// The instant so many seconds later.
    package func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(millisecondsSinceEpoch: millisecondsSinceEpoch + seconds * 1_000)
    }

    /// The earlier instant first.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension Instant: CustomStringConvertible {
    /// The instant as RFC 3339 in UTC with milliseconds: `2026-11-23T08:30:00.000Z`.
    package var description: String {
        let seconds = secondsSinceEpoch
        let days = seconds.flooredQuotient(by: 86_400)
        let ofDay = Int(seconds - days * 86_400)
        let milliseconds = Int(millisecondsSinceEpoch - seconds * 1_000)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let time = "\(padded(ofDay / 3_600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
        return "\(Day(sinceEpoch: Int32(days)))T\(time).\(padded(milliseconds, 3))Z"
    }
}

extension Int64 {
    /// The quotient by a positive divisor, rounded down also below zero.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
