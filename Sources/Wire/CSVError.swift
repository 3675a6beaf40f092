/// A place in a CSV file.
package struct CSVPlace: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// The character in the line, from 1.
    package let column: Int

    /// The place at a line and a character in it.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place in words: `line 4, column 12`.
    package var description: String { "line \(line), column \(column)" }
}

/// Why bytes are no comma-separated values, and where.
package struct CSVError: Error, Hashable, Sendable {
    /// The kind of mistake.
    package enum Reason: String, CaseIterable, Sendable {
        /// A quote is opened and never closed.
        case unclosedQuote
        /// Text stands between a closing quote and the next delimiter.
        case textAfterQuote
        /// A record is longer than the limit.
        case recordTooLong
        /// A byte is no character in the encoding of the file.
        case undecodable
        /// The system does not hand out the bytes.
        case unreadable
    }

    /// What kind of mistake it is.
    package let reason: Reason
    /// Where it is: the quote, the text, the record's beginning, the byte.
    package let place: CSVPlace
    /// What is wrong there, and where there is one obvious thing, what to do: lower case, no full stop.
    package let message: String

    /// Whether nothing can be read after it; otherwise the stream goes on with the line after ``place``.
    package var endsReading: Bool {
        switch reason {
        case .unclosedQuote, .textAfterQuote, .recordTooLong: false
        case .undecodable, .unreadable: true
        }
    }
}

extension CSVError: CustomStringConvertible {
    /// The place and what is wrong there: `line 4, column 12: a quote is opened here and never closed`.
    package var description: String { "\(place): \(message)" }
}
