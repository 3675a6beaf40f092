import HTTP
import Values

/// A query parameter of a route: its name, and what it may hold.
struct Parameter: Sendable {
    /// What a parameter may hold.
    enum Kind: Sendable {
        /// A text; an empty one is none.
        case text(longest: Int)
        case integer(ClosedRange<Int>)
        /// An amount in units of the currency, such as `1200.50`.
        case amount
        case identifier
        case day
        /// `true` or `false`.
        case flag
        /// One of these words.
        case word([String])
        /// Some of these words, with commas between them.
        case words([String])
    }

    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// What is wrong with a value, in words that follow the parameter's name; `nil` where nothing is.
    func problem(with value: String) -> String? {
        switch kind {
        case .text(let longest):
            value.utf8.count <= longest ? nil : "must have at most \(longest) bytes"
        case .integer(let range):
            Int(value).map { range.contains($0) } == true
                ? nil : "must be an integer from \(range.lowerBound) to \(range.upperBound), not \(shown(value))"
        case .amount:
            Parameter.isDecimal(value) ? nil : "must be an amount such as `1200.50`, not \(shown(value))"
        case .identifier:
            Identifier<Parameter>(value) == nil ? "must be a UUID, not \(shown(value))" : nil
        case .day:
            Day(value) == nil ? "must be a day written as `YYYY-MM-DD`, not \(shown(value))" : nil
        case .flag:
            Parameter.flag(value) == nil ? "must be `true` or `false`, not \(shown(value))" : nil
        case .word(let words):
            problem(withWord: value, of: words)
        case .words(let words):
            value.split(separator: ",", omittingEmptySubsequences: false).lazy
                .compactMap { problem(withWord: String($0), of: words) }.first
        }
    }

    private func problem(withWord word: String, of words: [String]) -> String? {
        guard !words.contains(word) else { return nil }
        // Where the words are many, the nearest helps more than all of them.
        if let meant = Spelling.nearest(to: String(word.prefix(64)), among: words) {
            return "does not know \(shown(word)); did you mean `\(meant)`?"
        }
        return "does not know \(shown(word)); it knows \(words.joined(separator: ", "))"
    }

    private func shown(_ value: String) -> String {
        value.utf8.count <= 64 ? "`\(value)`" : "`\(value.prefix(60))…`"
    }

    static func flag(_ value: String) -> Bool? {
        switch value.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    private static func isDecimal(_ value: String) -> Bool {
        let parts = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && value.utf8.count <= 20
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}

/// The query parameters of a request: each is known to its route, stands there once, and holds what it may.
struct Parameters: Sendable {
    private var values: [(name: String, value: String)] = []

    /// The parameters of a query.
    ///
    /// - Throws: ``CallError/unknownParameters(_:)``, ``CallError/badParameters(_:)`` with all that is wrong.
    init(_ query: [RequestTarget.QueryItem], known: [Parameter]) throws(CallError) {
        guard !query.isEmpty else { return }
        var unknown: [FieldProblem] = []
        var bad: [FieldProblem] = []
        for item in query {
            guard let parameter = known.first(where: { $0.name == item.name }) else {
                unknown.append(Parameters.unknown(item.name, among: known))
                continue
            }
            if case .text = parameter.kind, item.value.isEmpty { continue }
            if values.contains(where: { $0.name == item.name }) {
                bad.append(FieldProblem(item.name, "stands in the query twice"))
            } else if let problem = parameter.problem(with: item.value) {
                bad.append(FieldProblem(item.name, problem))
            } else {
                values.append((item.name, item.value))
            }
        }
        guard unknown.isEmpty else { throw .unknownParameters(unknown) }
        guard bad.isEmpty else { throw .badParameters(bad) }
    }

    private static func unknown(_ name: String, among known: [Parameter]) -> FieldProblem {
        let shown = String(name.prefix(64))
        if let meant = Spelling.nearest(to: shown, among: known.map(\.name)) {
            return FieldProblem(shown, "is not a parameter of this request; did you mean `\(meant)`?")
        }
        let names = known.map(\.name).joined(separator: ", ")
        return FieldProblem(
            shown,
            "is not a parameter of this request; "
                + (known.isEmpty ? "it has none" : "it has \(names)")
        )
    }

    /// Whether a parameter was given.
    func has(_ name: String) -> Bool { text(name) != nil }

    func text(_ name: String) -> String? { values.first { $0.name == name }?.value }

    func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    func identifier<Subject>(_ name: String, of subject: Subject.Type = Subject.self) -> Identifier<Subject>? {
        text(name).flatMap { Identifier($0) }
    }

    func day(_ name: String) -> Day? { text(name).flatMap { Day($0) } }

    func flag(_ name: String) -> Bool? { text(name).flatMap { Parameter.flag($0) } }

    /// The words of a comma list; empty where there is none.
    func words(_ name: String) -> [String] { text(name)?.split(separator: ",").map { String($0) } ?? [] }

    /// The words of a comma list as cases; empty where there is none.
    func words<Word: RawRepresentable<String>>(_ name: String, as type: Word.Type = Word.self) -> [Word] {
        words(name).compactMap { Word(rawValue: $0) }
    }
}

extension Parameter.Kind {
    /// Some of an enumeration's words.
    static func words<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> Parameter.Kind {
        .words(Word.allCases.map(\.rawValue))
    }
}
