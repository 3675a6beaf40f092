import Values

/// Reads an import profile statement by statement, and goes on after a mistake so that all are reported at once.
struct ImportProfileParser {
    private let name: String
    private var mistakes: [ImportProfileError.Mistake] = []
    private var kind: ImportKind?
    /// Whether a line says a kind, be it a known one or not.
    private var saysKind = false
    private var encoding: ImportProfile.Encoding?
    private var delimiter: ImportProfile.Delimiter?
    private var headerLine: Int?
    /// Whether `day format` was said, and with which format; `auto` is none.
    private var saysDayFormat = false
    private var dayFormat: DayFormat?
    private var columnDayFormats: [(line: Int, format: ImportProfile.ColumnDayFormat)] = []
    private var decimal: AmountFormat.Decimal?
    private var grouping: AmountFormat.Grouping?
    private var columns: [(line: Int, column: ImportProfile.Column)] = []
    private var findsColumnsByHeader = false
    private var ignored: [(line: Int, column: ImportProfile.IgnoredColumn)] = []
    private var ignoresOthersBecause: String?
    private var skippedRows: [(line: Int, rows: ImportProfile.SkippedRows)] = []
    private var keys: [(line: Int, key: ImportProfile.DerivedKey)] = []
    private var days: [(line: Int, day: ImportProfile.DerivedDay)] = []
    private var defaults: [(line: Int, field: ImportField, value: String)] = []
    private var cellMeanings: [(line: Int, meaning: ImportProfile.CellMeaning)] = []
    private var wideRatesFrom: (line: Int, currency: Currency)?
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
            if !saysKind { mistake("there is no `kind`; write one of \(ProfileAdvice.words(ImportKind.self))") }
            throw ImportProfileError(profile: name, mistakes: inOrder(mistakes))
        }
        for key in ImportProfile.impliedKeys(of: kind) where !keys.contains(where: { $0.key.field == key.field }) {
            keys.append((0, key))
        }
        if columns.isEmpty { findsColumnsByHeader = true }
        check(kind)
        let amountFormat = AmountFormat(
            decimal: decimal ?? (grouping == .point ? .comma : .point),
            grouping: grouping ?? .none,
            side: kind.amountSide
        )
        if amountFormat == nil { mistake("`decimal` and `grouping` name the same sign") }
        guard mistakes.isEmpty else { throw ImportProfileError(profile: name, mistakes: inOrder(mistakes)) }
        var profile = ImportProfile(name: name, kind: kind)
        profile.encoding = encoding ?? .auto
        profile.delimiter = delimiter ?? .auto
        profile.headerLine = headerLine
        profile.dayFormat = dayFormat
        profile.columnDayFormats = columnDayFormats.map(\.format)
        profile.amountFormat = decimal == nil && grouping == nil ? nil : amountFormat
        profile.columns = columns.map(\.column)
        profile.findsColumnsByHeader = findsColumnsByHeader
        profile.ignored = ignored.map(\.column)
        profile.ignoresOthersBecause = ignoresOthersBecause
        profile.skippedRows = skippedRows.map(\.rows)
        profile.derivedKeys = keys.map(\.key)
        profile.derivedDays = days.map(\.day)
        profile.defaults = Dictionary(defaults.map { ($0.field, $0.value) }) { first, _ in first }
        profile.cellMeanings = cellMeanings.map(\.meaning)
        profile.wideRatesFrom = wideRatesFrom?.currency
        return profile
    }

    private mutating func mistake(_ message: String) {
        mistakes.append(ImportProfileError.Mistake(line: line, message: message))
    }

    /// By line; what is missing altogether comes last.
    private func inOrder(_ mistakes: [ImportProfileError.Mistake]) -> [ImportProfileError.Mistake] {
        mistakes.filter { $0.line > 0 }.sorted { $0.line < $1.line } + mistakes.filter { $0.line == 0 }
    }

    // MARK: Statements

    private static let statements = [
        "kind", "encoding", "delimiter", "header", "day", "decimal", "grouping", "column", "columns", "default", "key",
        "value", "ignore", "skip", "wide",
    ]

    private mutating func read(_ text: String) {
        guard let tokens = ProfileToken.tokens(of: text) else {
            mistake("text has no closing quote; add `\"`")
            return
        }
        guard let first = tokens.first else { return }
        let rest = Array(tokens.dropFirst())
        switch first.isQuoted ? "" : first.text {
        case "kind":
            saysKind = true
            once(\.kind, rest, "kind")
        case "encoding": once(\.encoding, rest, "encoding")
        case "delimiter": once(\.delimiter, rest, "delimiter")
        case "header": readHeaderLine(rest)
        case "decimal": once(\.decimal, rest, "decimal")
        case "grouping": once(\.grouping, rest, "grouping")
        case "day": readDay(rest)
        case "column": readColumn(rest)
        case "columns": readColumnsByHeader(rest)
        case "default": readDefault(rest)
        case "key": readKey(rest)
        case "value": readCellMeaning(rest)
        case "ignore": readIgnored(rest)
        case "skip": readSkippedRows(rest)
        case "wide": readWideRates(rest)
        default:
            let advice = ProfileAdvice.nearest(to: first.text, ImportProfileParser.statements)
            mistake("a line cannot start with `\(first.text)`\(advice)")
        }
    }

    /// Reads a statement of one word out of a list, which may be said once.
    private mutating func once<Word: RawRepresentable<String> & CaseIterable>(
        _ word: WritableKeyPath<Self, Word?>,
        _ tokens: [ProfileToken],
        _ name: String
    ) {
        guard tokens.count == 1, let text = tokens.first?.text else {
            mistake("`\(name)` takes one word: \(ProfileAdvice.words(Word.self))")
            return
        }
        guard let value = Word(rawValue: text) else {
            let all = Word.allCases.map(\.rawValue)
            let advice = ProfileAdvice.nearest(to: text, all)
            mistake("`\(text)` is no \(name)\(advice); known: \(all.joined(separator: ", "))")
            return
        }
        guard self[keyPath: word] == nil else {
            mistake("`\(name)` is said twice")
            return
        }
        self[keyPath: word] = value
    }

    private mutating func readHeaderLine(_ tokens: [ProfileToken]) {
        guard tokens.count == 2, tokens[0].isWord("line"), let number = Int(tokens[1].text), (1...1_000) ~= number
        else {
            mistake("write `header line` and a number from 1 to 1000, such as `header line 4`")
            return
        }
        guard headerLine == nil else {
            mistake("`header line` is said twice")
            return
        }
        headerLine = number
    }

    private mutating func readDay(_ tokens: [ProfileToken]) {
        if tokens.first?.isWord("format") == true {
            readDayFormat(Array(tokens.dropFirst()))
        } else {
            readDerivedDay(tokens)
        }
    }

    private mutating func readDayFormat(_ tokens: [ProfileToken]) {
        if tokens.count == 3, tokens[0].isWord("for"), tokens[1].isQuoted {
            guard let format = dayFormat(tokens[2]) else { return }
            guard !columnDayFormats.contains(where: { $0.format.header == tokens[1].text }) else {
                mistake("the column \"\(tokens[1].text)\" has a `day format` already")
                return
            }
            columnDayFormats.append((line, ImportProfile.ColumnDayFormat(header: tokens[1].text, format: format)))
            return
        }
        guard tokens.count == 1 else {
            mistake(
                "write `day format` and a pattern, such as `day format M/D/YYYY`,"
                    + " or `day format for \"Header\" D.M.YYYY`"
            )
            return
        }
        let format = tokens[0].isWord("auto") ? nil : dayFormat(tokens[0])
        guard format != nil || tokens[0].isWord("auto") else { return }
        guard !saysDayFormat else {
            mistake("`day format` is said twice")
            return
        }
        saysDayFormat = true
        dayFormat = format
    }

    private mutating func dayFormat(_ token: ProfileToken) -> DayFormat? {
        if let format = DayFormat(token.text) { return format }
        mistake(
            "`\(token.text)` is no pattern of a day; it has `YYYY` or `YY`, `M`, `MM` or `MON`, and `D` or `DD`"
                + " once each, and a sign after `M`, `MON` and `D`; or it is `serial`"
        )
        return nil
    }

    private mutating func readDerivedDay(_ tokens: [ProfileToken]) {
        guard tokens.count == 5, tokens[1].isWord("from"), tokens[4].isWord("payment_terms"),
            let direction = ImportProfile.DerivedDay.Direction(rawValue: tokens[3].text)
        else {
            mistake(
                "write `day format` and a pattern, or `day invoice_date from due_date minus payment_terms`"
            )
            return
        }
        guard let target = field(tokens[0]), let base = field(tokens[2]) else { return }
        for field in [target, base] where !field.isDay {
            mistake("`\(field.rawValue)` is no day")
            return
        }
        guard target != base else {
            mistake("`\(target.rawValue)` cannot be made from itself")
            return
        }
        guard !days.contains(where: { $0.day.field == target }) else {
            mistake("`\(target.rawValue)` is made already")
            return
        }
        days.append((line, ImportProfile.DerivedDay(field: target, base: base, direction: direction)))
    }

    private mutating func readColumn(_ tokens: [ProfileToken]) {
        guard tokens.count >= 3, tokens[0].isQuoted, tokens[1].isWord("is"),
            let fields = fields(tokens.dropFirst(2), "write `column \"Header\" is field`")
        else {
            if tokens.count < 3 || !tokens[0].isQuoted || !tokens[1].isWord("is") {
                mistake("write `column \"Header\" is field`")
            }
            return
        }
        guard isNewHeader(tokens[0].text) else { return }
        for field in fields where columns.contains(where: { $0.column.fields.contains(field) }) {
            mistake("`\(field.rawValue)` has a column already")
            return
        }
        columns.append((line, ImportProfile.Column(header: tokens[0].text, fields: fields)))
    }

    /// Fields with `+` between them; `nil` after a mistake.
    private mutating func fields(_ tokens: some Collection<ProfileToken>, _ advice: String) -> [ImportField]? {
        let isAlternating = tokens.enumerated().allSatisfy { ($0.offset % 2 == 1) == $0.element.isWord("+") }
        guard isAlternating, tokens.count % 2 == 1 else {
            mistake(advice)
            return nil
        }
        var fields: [ImportField] = []
        for token in tokens where !token.isWord("+") {
            guard let field = field(token) else { return nil }
            fields.append(field)
        }
        return fields
    }

    private mutating func readColumnsByHeader(_ tokens: [ProfileToken]) {
        guard tokens.count == 2, tokens[0].isWord("by"), tokens[1].isWord("header") else {
            mistake("write `columns by header`: fields without a `column` line are then found by their headers")
            return
        }
        findsColumnsByHeader = true
    }

    private mutating func readDefault(_ tokens: [ProfileToken]) {
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

    private mutating func readKey(_ tokens: [ProfileToken]) {
        let advice = "write `key field from field + field`, and `numbered` behind it where these repeat"
        var rest = tokens
        let isNumbered = rest.last?.isWord("numbered") == true
        if isNumbered { rest.removeLast() }
        guard rest.count > 2, rest[1].isWord("from") else {
            mistake(advice)
            return
        }
        guard let target = field(rest[0]) else { return }
        guard target.isKey else {
            let keys = ImportField.allCases.filter(\.isKey).map { "`\($0.rawValue)`" }.joined(separator: ", ")
            mistake("`\(target.rawValue)` is no key; keys are \(keys)")
            return
        }
        guard let fields = fields(rest.dropFirst(2), advice) else { return }
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

    private mutating func readCellMeaning(_ tokens: [ProfileToken]) {
        guard tokens.count == 5, tokens[0].isWord("column"), tokens[1].isQuoted, tokens[2].isQuoted,
            tokens[3].isWord("is"), tokens[4].isQuoted
        else {
            mistake("write `value column \"Header\" \"cell\" is \"meaning\"`")
            return
        }
        let meaning = ImportProfile.CellMeaning(header: tokens[1].text, cell: tokens[2].text, meaning: tokens[4].text)
        guard !cellMeanings.contains(where: { $0.meaning.header == meaning.header && $0.meaning.cell == meaning.cell })
        else {
            mistake("the cell \"\(meaning.cell)\" of \"\(meaning.header)\" has a meaning already")
            return
        }
        cellMeanings.append((line, meaning))
    }

    private mutating func readIgnored(_ tokens: [ProfileToken]) {
        guard tokens.count == 3, tokens[1].isWord("because"), !tokens[2].text.isEmpty,
            tokens[0].isQuoted || tokens[0].text == "others"
        else {
            mistake(
                "write `ignore \"Header\" because \"reason\"` or `ignore others because \"reason\"`;"
                    + " what is left out has a reason"
            )
            return
        }
        guard tokens[0].isQuoted else {
            if ignoresOthersBecause != nil { mistake("`ignore others` is said twice") }
            ignoresOthersBecause = tokens[2].text
            return
        }
        guard isNewHeader(tokens[0].text) else { return }
        ignored.append((line, ImportProfile.IgnoredColumn(header: tokens[0].text, reason: tokens[2].text)))
    }

    private mutating func readSkippedRows(_ tokens: [ProfileToken]) {
        let isWhole = tokens.count == 6 && tokens[4].isWord("is")
        let isStart = tokens.count == 7 && tokens[4].isWord("starts") && tokens[5].isWord("with")
        guard isWhole || isStart, tokens[0].isWord("rows"), tokens[1].isWord("where"), tokens[2].isWord("column"),
            tokens[3].isQuoted, let cell = tokens.last, cell.isQuoted, isWhole || !cell.text.isEmpty
        else {
            mistake(
                "write `skip rows where column \"Header\" is \"cell\"`, or `starts with` in place of `is`"
            )
            return
        }
        let rows = ImportProfile.SkippedRows(
            header: tokens[3].text,
            test: isWhole ? .whole : .start,
            cell: cell.text
        )
        skippedRows.append((line, rows))
    }

    private mutating func readWideRates(_ tokens: [ProfileToken]) {
        guard tokens.count == 3, tokens[0].isWord("rates"), tokens[1].isWord("from") else {
            mistake("write `wide rates from \"EUR\"`: the other columns are then currencies, and a cell their rate")
            return
        }
        guard let currency = Currency(tokens[2].text) else {
            mistake("`\(tokens[2].text)` is no ISO 4217 currency code in capitals")
            return
        }
        guard wideRatesFrom == nil else {
            mistake("`wide rates` is said twice")
            return
        }
        wideRatesFrom = (line, currency)
    }

    private mutating func field(_ token: ProfileToken) -> ImportField? {
        if let field = ImportField(rawValue: token.text) { return field }
        let all = ImportField.allCases.map(\.rawValue)
        mistake("there is no field `\(token.text)`\(ProfileAdvice.nearest(to: token.text, all))")
        return nil
    }

    private mutating func isNewHeader(_ header: String) -> Bool {
        let isKnown = columns.contains { $0.column.header == header } || ignored.contains { $0.column.header == header }
        if isKnown { mistake("the column \"\(header)\" is named twice") }
        return !isKnown
    }

    // MARK: The profile as a whole

    private func hasColumn(_ field: ImportField) -> Bool {
        columns.contains { $0.column.fields.contains(field) }
    }

    private func hasSource(_ field: ImportField) -> Bool {
        hasColumn(field) || defaults.contains { $0.field == field } || keys.contains { $0.key.field == field }
            || days.contains { $0.day.field == field }
    }

    private mutating func check(_ kind: ImportKind) {
        let fields = kind.fields
        var used = columns.flatMap { line, column in column.fields.map { (line, $0) } }
        used += defaults.map { ($0.line, $0.field) } + keys.map { ($0.line, $0.key.field) }
        used += days.flatMap { [($0.line, $0.day.field), ($0.line, $0.day.base)] }
        for (place, field) in used where !fields.contains(field) {
            line = place
            mistake("a row of \(kind.rawValue) has no `\(field.rawValue)`")
        }
        checkNamedColumns()
        if let (place, _) = wideRatesFrom, kind != .rates {
            line = place
            mistake("`wide rates` are rows of kind rates")
        }
        line = 0
        guard !findsColumnsByHeader else { return }
        for field in kind.requiredFields where !hasSource(field) {
            let isWide = field == .toCurrency || field == .rate || field == .fromCurrency
            if wideRatesFrom != nil, isWide { continue }
            let alternative = kind.alternative(to: field)
            if let alternative, hasSource(alternative) { continue }
            let other = alternative.map { ", or give `\($0.rawValue)` one" } ?? ""
            mistake("a row of \(kind.rawValue) needs `\(field.rawValue)`; give it a column or a default\(other)")
        }
    }

    /// Holds what other lines say of columns against the columns there are; where columns are found by their headers,
    /// only the file can tell.
    private mutating func checkNamedColumns() {
        guard !findsColumnsByHeader else { return }
        for (place, key) in keys where place > 0 {
            line = place
            for part in key.parts where !hasSource(part) {
                mistake("the key is made from `\(part.rawValue)`, which has neither a column nor a default")
            }
        }
        for (place, day) in days {
            line = place
            for part in [day.base, .paymentTerms] where !hasSource(part) {
                mistake("the day is made from `\(part.rawValue)`, which has neither a column nor a default")
            }
        }
        let headers = columns.map(\.column.header)
        for (place, format) in columnDayFormats where !headers.contains(format.header) {
            line = place
            mistake("no `column` line names \"\(format.header)\"")
        }
        for (place, meaning) in cellMeanings where !headers.contains(meaning.header) {
            line = place
            mistake("no `column` line names \"\(meaning.header)\"")
        }
    }
}
