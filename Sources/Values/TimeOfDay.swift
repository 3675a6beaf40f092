/// A time on the clocks of some place, to the minute: `02:00`.
package struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Minutes since midnight, as clocks show them: 0 to 1439.
    package let minutes: Int

    /// The time so many minutes after midnight, or `nil` outside a day.
    package init?(minutes: Int) {
        guard 0..<1_440 ~= minutes else { return nil }
        self.minutes = minutes
    }

    /// The time that a text such as `02:00` or `23:45` says, or `nil` where it says none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        var digits: [Int] = []
        for byte in [bytes[0], bytes[1], bytes[3], bytes[4]] {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            digits.append(Int(byte - UInt8(ascii: "0")))
        }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hour < 24, minute < 60 else { return nil }
        minutes = hour * 60 + minute
    }

    private init(hour: Int) {
        minutes = hour * 60
    }

    /// Two in the morning: few work then, and in most zones clocks change before or at that hour.
    package static let twoInTheMorning = TimeOfDay(hour: 2)

    /// 0 to 23.
    package var hour: Int { minutes / 60 }
    /// 0 to 59.
    package var minute: Int { minutes % 60 }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}

extension TimeOfDay: CustomStringConvertible {
    /// The time as `HH:MM`.
    package var description: String {
        (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}

extension TimeZone {
    /// The last day on which the clocks have shown this time by `instant`: today, or yesterday before it.
    ///
    /// A time that is skipped has been shown once the gap is over, one that comes twice when it comes first.
    package func lastDay(showing time: TimeOfDay, by instant: Instant) -> Day {
        let today = day(at: instant)
        return instant < self.instant(of: today, hour: time.hour, minute: time.minute) ? today.advanced(by: -1) : today
    }
}
