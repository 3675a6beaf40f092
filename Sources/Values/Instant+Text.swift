extension Instant {
    /// The instant written as RFC 3339 has it, with `Z` or an offset, or `nil` for any other text.
    ///
    /// `2026-11-23T08:30:00Z` and `2026-11-23T09:30:00.000+01:00` are the same instant.
    /// Digits beyond the millisecond are accepted and dropped. A leap second (`:60`) is the first instant of the next
    /// minute, as in POSIX time.
    package init?(_ text: some StringProtocol) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let day = scanner.day(), scanner.take("T") || scanner.take("t") else { return nil }
        guard let hour = scanner.number(2, in: 0...23), scanner.take(":") else { return nil }
        guard let minute = scanner.number(2, in: 0...59), scanner.take(":") else { return nil }
        guard let second = scanner.number(2, in: 0...60), let milliseconds = scanner.fraction() else { return nil }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        let seconds = Int64(day.sinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
        self.init(millisecondsSinceEpoch: seconds * 1_000 + Int64(milliseconds))
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
            position += 1
            return true
        }

        mutating func digit() -> Int? {
            guard position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] else { return nil }
            position += 1
            return Int(bytes[position - 1] - UInt8(ascii: "0"))
        }

        mutating func number(_ width: Int, in range: ClosedRange<Int>) -> Int? {
            var number = 0
            for _ in 0..<width {
                guard let digit = digit() else { return nil }
                number = number * 10 + digit
            }
            return range.contains(number) ? number : nil
        }

        mutating func day() -> Day? {
            guard let year = number(4, in: 1...9999), take("-") else { return nil }
            guard let month = number(2, in: 1...12), take("-") else { return nil }
            guard let day = number(2, in: 1...31) else { return nil }
            return Day(year: year, month: month, day: day)
        }

        /// Milliseconds of an optional fraction, or `nil` where a point has no digits after it.
        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            guard var milliseconds = digit().map({ $0 * 100 }) else { return nil }
            var weight = 10
            while let digit = digit() {
                milliseconds += digit * weight
                weight /= 10
            }
            return milliseconds
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign = take("+") ? 1 : -1
            guard sign == 1 || take("-") else { return nil }
            guard let hours = number(2, in: 0...23), take(":"), let minutes = number(2, in: 0...59) else { return nil }
            return sign * (hours * 3_600 + minutes * 60)
        }
    }
}
