import Values

/// What a value on the command line must look like.
package struct Shape: Sendable {
    /// What is expected, to stand behind "is not"; empty where anything goes.
    ///
    /// For example `a day such as 2026-11-23`.
    package let expectation: String
    /// What may be meant where a value is refused.
    let candidates: [String]
    private let isAccepted: @Sendable (String) -> Bool

    /// A shape that `isAccepted` decides about.
    package init(_ expectation: String, accepts isAccepted: @escaping @Sendable (String) -> Bool) {
        self.init(expectation, candidates: [], accepts: isAccepted)
    }

    private init(_ expectation: String, candidates: [String], accepts isAccepted: @escaping @Sendable (String) -> Bool)
    {
        self.expectation = expectation
        self.candidates = candidates
        self.isAccepted = isAccepted
    }

    /// Any text, the empty one too.
    package static let text = Shape("") { _ in true }

    /// A calendar day, which ``ParsedCommand/day(_:)`` then gives.
    package static let day = Shape("a day such as 2026-11-23") { Day($0) != nil }

    /// A whole number in `range`, which ``ParsedCommand/integer(_:)`` then gives.
    package static func integer(in range: ClosedRange<Int>) -> Shape {
        Shape("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).map(range.contains) ?? false
        }
    }

    /// One of these words, spelled like this.
    package static func oneOf(_ words: [String]) -> Shape {
        Shape("one of \(words.joined(separator: ", "))", candidates: words, accepts: words.contains)
    }

    func accepts(_ value: String) -> Bool { isAccepted(value) }
}
