/// What is wrong with bytes that came from outside, and where.
package struct WireError: Error, Hashable, Sendable {
    /// The place: `customers[3].due_date` in JSON, `line 4, column 12` in CSV; empty for the document as a whole.
    package let path: String
    /// What is wrong there: lower case, no full stop, the sender's own words in backticks.
    package let message: String

    /// The error at a place.
    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }
}

extension WireError: CustomStringConvertible {
    /// The place and what is wrong there: `due_date: must be a day written as YYYY-MM-DD`.
    package var description: String {
        path.isEmpty ? message : "\(path): \(message)"
    }
}

/// Everything that is wrong with one JSON object, so that the sender can mend all of it at once.
package struct FieldErrors: Error, Hashable, Sendable {
    /// The problems in the order in which the fields were read, with the unknown fields last.
    ///
    /// Never empty.
    package let problems: [WireError]

    /// The first sentence for each place, by place.
    ///
    /// A dictionary has no order: an answer that must be the same each time is written from ``problems``.
    package var fields: [String: String] {
        Dictionary(problems.map { ($0.path, $0.message) }, uniquingKeysWith: { first, _ in first })
    }

    init(problems: [WireError]) {
        precondition(!problems.isEmpty, "an error without a problem")
        self.problems = problems
    }
}

extension FieldErrors: CustomStringConvertible {
    /// All problems in one line, each with its place.
    package var description: String {
        problems.map(\.description).joined(separator: "; ")
    }
}

/// Where in a JSON document something stands.
enum PathStep {
    case name(String)
    case index(Int)

    /// The path as people write it: `customers[3].due_date`.
    static func text(of steps: some Sequence<PathStep>) -> String {
        var text = ""
        for step in steps { step.append(to: &text) }
        return text
    }

    func append(to text: inout String) {
        switch self {
        case .index(let index): text += "[\(index)]"
        case .name(let name):
            let isPlain = !name.isEmpty && name.utf8.allSatisfy { PathStep.isPlain($0) }
            if !isPlain {
                text += "[\"\(PathStep.onOneLine(name))\"]"
            } else {
                text += text.isEmpty ? name : ".\(name)"
            }
        }
    }

    /// A sender's name as it may stand in a sentence: control characters and line breaks as their numbers.
    static func onOneLine(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
