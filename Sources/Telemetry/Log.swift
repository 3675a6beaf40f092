import Glibc
import Synchronization

/// What the program says of itself while it runs: one event a line, each a JSON object.
///
/// ```
/// {"time":"2026-11-23T08:30:00.000Z","level":"info","event":"request answered","status":200}
/// ```
/// An event is named by a text that never changes, so that it can be searched for; what varies stands in fields.
package final class Log: Sendable {
    /// How much an event matters.
    package enum Level: Int, Comparable, CaseIterable, Sendable {
        /// For finding a mistake.
        case debug
        /// What happens on a good day.
        case info
        /// Somebody should look at it by and by.
        case warning
        /// Something that was asked for could not be done.
        case error

        /// Whether `left` matters less than `right`.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// The word in the `level` field, and in a setting.
        package var name: String { "\(self)" }

        /// The level with this name.
        package init?(_ name: String) {
            guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }
    }

    /// The value of a field.
    package enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
        ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral
    {
        case text(String)
        case integer(Int)
        /// A number; one that is not finite is written as `null`, for JSON has no word for it.
        case number(Double)
        case truth(Bool)

        /// A text, as a literal.
        package init(stringLiteral value: String) { self = .text(value) }
        /// A whole number, as a literal.
        package init(integerLiteral value: Int) { self = .integer(value) }
        /// A truth value, as a literal.
        package init(booleanLiteral value: Bool) { self = .truth(value) }
        /// A number, as a literal.
        package init(floatLiteral value: Double) { self = .number(value) }
    }

    private let minimum: Level
    private let descriptor: CInt
    private let time: @Sendable () -> String
    /// Held while a line is written, so that lines stay whole; counts the lines that could not be.
    private let lostCount = Mutex(0)

    /// A log that writes events of `minimum` and above to `descriptor`, which is left open.
    ///
    /// - Parameter time: the text for the `time` field, RFC 3339 by custom.
    package init(minimum: Level = .info, to descriptor: CInt = STDERR_FILENO, time: @escaping @Sendable () -> String) {
        self.minimum = minimum
        self.descriptor = descriptor
        self.time = time
    }

    /// Whether events of `level` are written: for fields that are dear to compute.
    package func writes(_ level: Level) -> Bool { level >= minimum }

    /// Lines that the descriptor did not take, such as on a full disk.
    ///
    /// A log never stops what it reports on.
    package var lostLineCount: Int { lostCount.withLock { $0 } }

    /// Writes an event for finding a mistake.
    package func debug(_ event: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.debug, event, fields)
    }

    /// Writes an event of a good day.
    package func info(_ event: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.info, event, fields)
    }

    /// Writes an event that somebody should look at by and by.
    package func warning(_ event: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.warning, event, fields)
    }

    /// Writes an event about something that could not be done.
    package func error(_ event: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.error, event, fields)
    }

    private func write(_ level: Level, _ event: StaticString, _ fields: KeyValuePairs<StaticString, Value>) {
        guard writes(level) else { return }
        var line = LogLine()
        line.append("time", .text(time()))
        line.append("level", .text(level.name))
        line.append("event", .text(event.description))
        for (name, value) in fields { line.append(name.description, value) }
        let bytes = line.finished()
        lostCount.withLock { lost in
            if !writeAll(bytes) { lost += 1 }
        }
    }

    private func writeAll(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
