import Values

/// Reads an import profile statement by statement, and goes on after a mistake so that all are reported at once.
struct ImportProfileParser {
    private let name: String
    private var mistakes: [ImportProfileError.Mistake] = []
    private var kind: ImportKind?
    /// Whether a line says a kind, be it a known one or not.
    private var saysKind = false
    private var delimiter: ImportProfile.Delimiter?
    private var dayFormat: DayFormat?
    private var decimal: AmountFormat.Decimal?
    private var grouping: AmountFormat.Grouping?
    private var columns: [(line: Int, column: ImportProfile.Column)] = []
    private var ignored: [(line: Int, column: ImportProfile.IgnoredColumn)] = []
    private var keys: [(line: Int, key: ImportProfile.DerivedKey)] = []
    private var defaults: [(line: Int, field: ImportField, value: String)] = []
    private var line = 0

    init(name: String) {
        self.name = name
    }

    /// The profile that `text` says.
    mutating func profile(of text: String) throws(ImportProfileError) -> ImportProfile {
        let bytes = Array(text.utf8)
        for statement in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            read(String(decoding: statement.last == 0x0D ? statement.dropLast() : statement, as: UTF8.self))
        }
        line = 0
        guard let kind else {
            if !saysKind {
                mistake("there is no `kind`; write one of \(ImportProfileParser.words(ImportKind.self))")
            }
            throw ImportProfileError(profile: name, mistakes: inOrder(mistakes))
        }
        if kind == .payments, !keys.contains(where: { $0.key.field == .payment }) {
            let parts: [ImportField] = [.invoice, .paymentDate, .amount]
            keys.append((0, ImportProfile.DerivedKey(field: .payment, parts: parts, isNumbered: true)))
        }
        check(kind)
        let amountFormat = AmountFormat(decimal: decimal ?? .point, grouping: grouping ?? .none)
        if amountFormat == nil { mistake("`decimal` and `grouping` name the same sign") }
        guard mistakes.isEmpty, let amountFormat else {
            throw ImportProfileError(profile: name, mistakes: inOrder(mistakes))
        }
        return ImportProfile(
            name: name,
            kind: kind,
            delimiter: delimiter ?? .comma,
            dayFormat: dayFormat ?? .iso,
            amountFormat: amountFormat,
            columns: columns.map(\.column),
            ignored: ignored.map(\.column),
            derivedKeys: keys.map(\.key),
            defaults: Dictionary(defaults.map { ($0.field, $0.value) }) { first, _ in first }
        )
    }

    private mutating func mistake(_ message: String) {
        mistakes.append(ImportProfileError.Mistake(line: line, message: message))
    }

    /// By line; what is missing altogether comes last.
    private func inOrder(_ mistakes: [ImportProfileError.Mistake]) -> [ImportProfileError.Mistake] {
        mistakes.filter { $0.line > 0 }.sorted { $0.line < $1.line } + mistakes.filter { $0.line == 0 }
    }

    // MARK: Statements

    private mutating func read(_ text: String) {
        guard let tokens = tokens(of: text) else { return }
        guard let first = tokens.first else { return }
        let rest = Array(tokens.dropFirst())
        switch first.text {
        case "kind" where !first.isQuoted:
            saysKind = true
            once(\.kind, rest, "kind")
        case "delimiter" where !first.isQuoted: once(\.delimiter, rest, "delimiter")
        case "decimal" where !first.isQuoted: once(\.decimal, rest, "decimal")
        case "grouping" where !first.isQuoted: once(\.grouping, rest, "grouping")
        case "day" where !first.isQuoted: readDayFormat(rest)
        case "column" where !first.isQuoted: readColumn(rest)
        case "default" where !first.isQuoted: readDefault(rest)
        case "key" where !first.isQuoted: readKey(rest)
        case "ignore" where !first.isQuoted: readIgnored(rest)
        default:
            let known = ["kind", "delimiter", "decimal", "grouping", "day", "column", "default", "key", "ignore"]
            mistake("a line cannot start with `\(first.text)`\(ImportProfileParser.advice(first.text, known))")
        }
    }

    /// Reads a statement of one word out of a list, which may be said once.
    private mutating func once<Word: RawRepresentable<String> & CaseIterable>(
        _ word: WritableKeyPath<Self, Word?>,
        _ tokens: [Token],
        _ name: String
    ) {
        guard tokens.count == 1, let text = tokens.first?.text else {
            mistake("`\(name)` takes one word: \(ImportProfileParser.words(Word.self))")
            return
        }
        guard let value = Word(rawValue: text) else {
            let all = Word.allCases.map(\.rawValue)
            mistake(
                "`\(text)` is no \(name)\(ImportProfileParser.advice(text, all)); known: \(all.joined(separator: ", "))"
            )
            return
        }
        guard self[keyPath: word] == nil else {
            mistake("`\(name)` is said twice")
            return
        }
        self[keyPath: word] = value
    }

    private mutating func readDayFormat(_ tokens: [Token]) {
        guard tokens.count == 2, tokens[0].text == "format" else {
            mistake("write `day format` and a pattern, such as `day format M/D/YYYY`")
            return
        }
        guard let format = DayFormat(tokens[1].text) else {
            mistake(
                "`\(tokens[1].text)` is no pattern of a day; it has `YYYY`, `M` or `MM`, and `D` or `DD` once each,"
                    + " and a sign after `M` and `D`"
            )
            return
        }
        guard dayFormat == nil else {
            mistake("`day format` is said twice")
            return
        }
        dayFormat = format
    }

    private mutating func readColumn(_ tokens: [Token]) {
        guard tokens.count == 3, tokens[0].isQuoted, tokens[1].text == "is" else {
            mistake("write `column \"Header\" is field`")
            return
        }
        guard let field = field(tokens[2]), isNewHeader(tokens[0].text) else { return }
        guard !columns.contains(where: { $0.column.field == field }) else {
            mistake("`\(field.rawValue)` has a column already")
            return
        }
        columns.append((line, ImportProfile.Column(header: tokens[0].text, field: field)))
    }

    private mutating func readDefault(_ tokens: [Token]) {
        guard tokens.count == 2, !tokens[1].text.isEmpty else {
            mistake("write `default field \"value\"`")
            return
        }
        guard let field = field(tokens[0]) else { return }
        guard !defaults.contains(where: { $0.field == field }) else {
            mistake("`\(field.rawValue)` has a default already")
            return
        }
        defaults.append((line, field, tokens[1].text))
    }

    private mutating func readKey(_ tokens: [Token]) {
        var rest = tokens
        let isNumbered = rest.last?.text == "numbered"
        if isNumbered { rest.removeLast() }
        let parts = rest.dropFirst(2)
        let isAlternating = parts.enumerated().allSatisfy { ($0.offset % 2 == 1) == ($0.element.text == "+") }
        guard rest.count > 2, rest[1].text == "from", isAlternating, parts.count % 2 == 1 else {
            mistake("write `key field from field + field`, and `numbered` behind it where these repeat")
            return
        }
        guard let target = field(rest[0]) else { return }
        guard target.isKey else {
            mistake("`\(target.rawValue)` is no key; `customer`, `invoice` and `payment` are")
            return
        }
        var fields: [ImportField] = []
        for part in parts where part.text != "+" {
            guard let field = field(part) else { return }
            fields.append(field)
        }
        guard !fields.contains(target) else {
            mistake("`\(target.rawValue)` cannot be made from itself")
            return
        }
        guard !keys.contains(where: { $0.key.field == target }) else {
            mistake("`\(target.rawValue)` has a key already")
            return
        }
        keys.append((line, ImportProfile.DerivedKey(field: target, parts: fields, isNumbered: isNumbered)))
    }

    private mutating func readIgnored(_ tokens: [Token]) {
        guard tokens.count == 3, tokens[0].isQuoted, tokens[1].text == "because", !tokens[2].text.isEmpty else {
            mistake("write `ignore \"Header\" because \"reason\"`; what is left out has a reason")
            return
        }
        guard isNewHeader(tokens[0].text) else { return }
        ignored.append((line, ImportProfile.IgnoredColumn(header: tokens[0].text, reason: tokens[2].text)))
    }

    private mutating func field(_ token: Token) -> ImportField? {
        if let field = ImportField(rawValue: token.text) { return field }
        let all = ImportField.allCases.map(\.rawValue)
        mistake("there is no field `\(token.text)`\(ImportProfileParser.advice(token.text, all))")
        return nil
    }

    private mutating func isNewHeader(_ header: String) -> Bool {
        let isKnown = columns.contains { $0.column.header == header } || ignored.contains { $0.column.header == header }
        if isKnown { mistake("the column \"\(header)\" is named twice") }
        return !isKnown
    }

    // MARK: The profile as a whole

    private func hasSource(_ field: ImportField) -> Bool {
        columns.contains { $0.column.field == field } || defaults.contains { $0.field == field }
            || keys.contains { $0.key.field == field }
    }

    private mutating func check(_ kind: ImportKind) {
        let fields = kind.requiredFields + kind.optionalFields
        let used =
            columns.map { ($0.line, $0.column.field) } + defaults.map { ($0.line, $0.field) }
            + keys.map { ($0.line, $0.key.field) }
        for (place, field) in used where !fields.contains(field) {
            line = place
            mistake("a row of \(kind.rawValue) has no `\(field.rawValue)`")
        }
        for (place, key) in keys {
            line = place
            for part in key.parts {
                let isRead = columns.contains { $0.column.field == part } || defaults.contains { $0.field == part }
                if !isRead, place > 0 {
                    mistake("the key is made from `\(part.rawValue)`, which has neither a column nor a default")
                }
            }
        }
        line = 0
        for field in kind.requiredFields where !hasSource(field) {
            mistake("a row of \(kind.rawValue) needs `\(field.rawValue)`; give it a column or a default")
        }
    }

    // MARK: Words

    private struct Token {
        let text: String
        let isQuoted: Bool
    }

    /// The words and quoted texts of a line up to its remark; `nil` after a mistake.
    private mutating func tokens(of text: String) -> [Token]? {
        var tokens: [Token] = []
        var left = Array(text.unicodeScalars)[...]
        while let scalar = left.first {
            if scalar == " " || scalar == "\t" {
                left.removeFirst()
            } else if scalar == "-", left.dropFirst().first == "-" {
                return tokens
            } else if scalar == "\"" {
                left.removeFirst()
                guard let quoted = ImportProfileParser.quoted(&left) else {
                    mistake("text has no closing quote; add `\"`")
                    return nil
                }
                tokens.append(Token(text: quoted, isQuoted: true))
            } else {
                let word = left.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
                left.removeFirst(word.count)
                tokens.append(Token(text: String(String.UnicodeScalarView(word)), isQuoted: false))
            }
        }
        return tokens
    }

    /// Takes a quoted text off the front, behind its opening quote; a quote inside is written twice.
    private static func quoted(_ left: inout ArraySlice<Unicode.Scalar>) -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = left.popFirst() {
            if scalar == "\"" {
                guard left.first == "\"" else { return String(text) }
                left.removeFirst()
            }
            text.append(scalar)
        }
        return nil
    }

    private static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private static func advice(_ word: String, _ candidates: [String]) -> String {
        Spelling.nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }
}
