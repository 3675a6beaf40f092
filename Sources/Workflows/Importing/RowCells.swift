import Receivables
import Store
import Values
import Wire

/// Where the rows of a file hold one field.
struct FieldSource {
    let field: ImportField
    /// The column, from 0; below zero where there is none.
    let column: Int
    /// What is read where the column is missing or its cell is empty.
    let fallback: [UInt8]
    let days: DayFormat

    /// Whether a row can say anything of the field.
    var isThere: Bool { column >= 0 || !fallback.isEmpty }
}

/// What is wrong with the row under reading, and what its owner should know.
struct RowNotes {
    private let plan: ImportPlan
    /// The line the row begins on.
    private(set) var line = 0
    private(set) var problems: [RowProblem] = []
    private(set) var remarks: [RowProblem] = []

    init(_ plan: ImportPlan) {
        self.plan = plan
    }

    /// Whether the row can be taken so far.
    var isClean: Bool { problems.isEmpty }

    mutating func begin(line: Int) {
        self.line = line
        if !problems.isEmpty { problems.removeAll(keepingCapacity: true) }
        if !remarks.isEmpty { remarks.removeAll(keepingCapacity: true) }
    }

    /// Notes a problem with a field, once: a field that a key and a value are both made from has one mistake, not two.
    mutating func fail(_ code: RowProblem.Code, _ field: ImportField, _ value: String?, _ message: String) {
        let problem = problem(code, field, value, message)
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// Notes a problem with the row as a whole.
    mutating func fail(_ code: RowProblem.Code, _ message: String) {
        problems.append(RowProblem(code, line: line, message))
    }

    mutating func remark(_ code: RowProblem.Code, _ field: ImportField, _ value: String?, _ message: String) {
        remarks.append(problem(code, field, value, message))
    }

    private func problem(
        _ code: RowProblem.Code,
        _ field: ImportField,
        _ value: String?,
        _ message: String
    ) -> RowProblem {
        let column = plan.column(of: field)
        return RowProblem(
            code,
            line: line,
            column: column.map { $0 + 1 },
            header: column.map { plan.headers[$0] },
            value: value,
            message
        )
    }
}

/// The cells of a file's rows as values, by the file's plan.
///
/// It is a class so that a closure over a cell's bytes may change whoever holds it.
final class RowCells {
    let plan: ImportPlan
    private let hasMeanings: Bool
    private var lastCode: (UInt8, UInt8, UInt8) = (0, 0, 0)
    private var lastCurrency: Currency?

    init(_ plan: ImportPlan) {
        self.plan = plan
        hasMeanings = !plan.cellMeanings.isEmpty
    }

    /// Where the rows hold a field.
    func source(_ field: ImportField) -> FieldSource {
        FieldSource(
            field: field,
            column: plan.column(of: field) ?? -1,
            fallback: plan.profile.defaults[field].map { Array($0.utf8) } ?? [],
            days: plan.dayFormat(of: field)
        )
    }

    /// Runs `body` on what the row says of a field, or on what is read in its place; on no bytes where neither says
    /// anything.
    @inline(__always)
    func with<Value>(
        _ source: FieldSource,
        _ stream: borrowing CSVStream,
        _ body: (Span<UInt8>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        if source.column >= 0 {
            let bytes = stream.bytes.span
            let range = CellEdges.trimmed(stream.fields[source.column].range, in: bytes)
            if hasMeanings, let meaning = plan.meaning(of: bytes.extracting(range), in: source.column) {
                if !meaning.isEmpty { return try body(meaning.span) }
            } else if !range.isEmpty {
                return try body(bytes.extracting(range))
            }
        }
        return try body(source.fallback.span)
    }

    /// As ``with(_:_:_:)``, for a body that cannot fail.
    @inline(__always)
    func reading<Value>(
        _ source: FieldSource,
        _ stream: borrowing CSVStream,
        _ body: (Span<UInt8>) -> Value
    ) -> Value {
        if source.column >= 0 {
            let bytes = stream.bytes.span
            let range = CellEdges.trimmed(stream.fields[source.column].range, in: bytes)
            if hasMeanings, let meaning = plan.meaning(of: bytes.extracting(range), in: source.column) {
                if !meaning.isEmpty { return body(meaning.span) }
            } else if !range.isEmpty {
                return body(bytes.extracting(range))
            }
        }
        return body(source.fallback.span)
    }

    /// What the row says, as a text for people; `nil` where it says nothing.
    func said(_ source: FieldSource, _ stream: borrowing CSVStream) -> String? {
        reading(source, stream) { $0.isEmpty ? nil : String(copying: $0) }
    }

    // MARK: Texts

    /// The longest text that is taken for a key or a name, in bytes: many times the longest name, and no whole document.
    static let longestText = 1_000
    /// The longest text that may have line breaks: notes, bodies of messages.
    static let longestDocument = 100_000

    /// Whether a text may be a key or a name; what keeps it from being one is noted.
    ///
    /// Keys and names go into subject lines, terminals and the names of decisions.
    @inline(__always)
    func isOneLine(_ text: Span<UInt8>, _ field: ImportField, _ notes: inout RowNotes) -> Bool {
        if text.count <= RowCells.longestText {
            var index = 0
            while index < text.count, text[index] >= 0x20, text[index] != 0x7F { index += 1 }
            if index == text.count { return true }
        }
        let message =
            text.count > RowCells.longestText
            ? "is longer than \(RowCells.longestText) bytes" : "has a line break or another control character"
        notes.fail(.badText, field, String(copying: text), message)
        return false
    }

    /// A text of one line; `nil` where there is none, or one that is refused.
    func text(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> String? {
        reading(source, stream) { text in
            guard !text.isEmpty, isOneLine(text, source.field, &notes) else { return nil }
            return String(copying: text)
        }
    }

    /// A text of any number of lines; `nil` where there is none, or one that is refused.
    func document(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> String? {
        reading(source, stream) { text in
            guard !text.isEmpty else { return nil }
            guard text.count <= RowCells.longestDocument else {
                notes.fail(.badText, source.field, nil, "is longer than \(RowCells.longestDocument) bytes")
                return nil
            }
            return String(copying: text)
        }
    }

    /// A text of one line that must be there.
    func requiredText(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> String? {
        guard has(source, stream, &notes) else { return nil }
        return text(source, stream, &notes)
    }

    /// Whether the row says anything of a field that it must; where it does not, that is noted.
    @inline(__always)
    func has(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Bool {
        if reading(source, stream, { !$0.isEmpty }) { return true }
        noteMissing(source, stream, &notes)
        return false
    }

    /// Notes that a field is empty, or that the row is a total and what to do about it.
    private func noteMissing(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) {
        if let advice = plan.advice(onTotal: stream.texts) {
            if !notes.problems.contains(where: { $0.code == .totalRow }) { notes.fail(.totalRow, advice) }
            return
        }
        guard !notes.problems.contains(where: { $0.code == .totalRow }) else { return }
        notes.fail(.missingValue, source.field, nil, "`\(source.field.rawValue)` is empty")
    }

    /// A word out of a list, in any case; `nil` where there is none, or none of them.
    func word(
        _ source: FieldSource,
        outOf words: [String],
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> String? {
        guard let text = text(source, stream, &notes) else { return nil }
        if words.contains(text) { return text }
        let lower = text.lowercased()
        if let word = words.first(where: { $0.lowercased() == lower }) { return word }
        let advice =
            Spelling.nearest(to: text, among: words).map { "; did you mean `\($0)`?" }
            ?? "; known: \(words.joined(separator: ", "))"
        notes.fail(.unknownWord, source.field, text, "is no \(source.field.rawValue)" + advice)
        return nil
    }

    /// A yes or a no; `nil` where there is neither.
    func yesNo(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Bool? {
        guard let text = text(source, stream, &notes) else { return nil }
        switch text.lowercased() {
        case "yes", "true", "1", "y", "x", "ja", "j", "wahr", "oui", "o", "vrai", "sí", "si", "s", "sì", "vero":
            return true
        case "no", "false", "0", "n", "nein", "falsch", "non", "faux", "falso": return false
        default:
            notes.fail(.badYesNo, source.field, text, "is neither yes nor no")
            return nil
        }
    }

    // MARK: Days, amounts, currencies

    /// The day that a field says; `nil` where it says none.
    @inline(__always)
    func day(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Day? {
        reading(source, stream) { text in
            if text.isEmpty { return nil }
            if let day = source.days.day(utf8: text) { return day }
            let message = "is no day from 1970 to 2199 written \(source.days.pattern)"
            notes.fail(.badDay, source.field, String(copying: text), message)
            return nil
        }
    }

    /// The day that a field must say.
    @inline(__always)
    func requiredDay(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Day? {
        guard has(source, stream, &notes) else { return nil }
        return day(source, stream, &notes)
    }

    /// The amount that a field says; `nil` where it says none.
    @inline(__always)
    func amount(
        _ source: FieldSource,
        in currency: Currency,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Money? {
        reading(source, stream) { text in
            if text.isEmpty { return nil }
            do throws(AmountFormat.Failure) {
                return try plan.amountFormat.amount(utf8: text, in: currency)
            } catch {
                note(error, source.field, String(copying: text), currency, &notes)
                return nil
            }
        }
    }

    /// The amount that a field must say.
    @inline(__always)
    func requiredAmount(
        _ source: FieldSource,
        in currency: Currency,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Money? {
        guard has(source, stream, &notes) else { return nil }
        return amount(source, in: currency, stream, &notes)
    }

    private func note(
        _ failure: AmountFormat.Failure,
        _ field: ImportField,
        _ value: String,
        _ currency: Currency,
        _ notes: inout RowNotes
    ) {
        switch failure {
        case .noNumber:
            let sign = plan.amountFormat.decimal == .point ? "1234.50" : "1234,50"
            notes.fail(.badAmount, field, value, "is no amount written like \(sign)")
        case .tooManyDecimals:
            let allowed = currency.decimals
            let message =
                allowed == 0
                ? "has decimals; \(currency) has none" : "has more than the \(allowed) decimals of \(currency)"
            notes.fail(.tooManyDecimals, field, value, message)
        case .otherCurrency:
            notes.fail(.otherCurrency, field, value, "names another currency than the row, \(currency)")
        case .tooLarge:
            let largest = Money(minorUnits: AmountFormat.largest, in: currency)
            notes.fail(.amountTooLarge, field, value, "is above the largest amount, \(largest)")
        }
    }

    /// The currency that a field says; `nil` where it says none.
    @inline(__always)
    func currency(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Currency? {
        reading(source, stream) { text in
            if text.isEmpty { return nil }
            if text.count == 3, (text[0], text[1], text[2]) == lastCode, let lastCurrency { return lastCurrency }
            return newCurrency(text, source.field, &notes)
        }
    }

    private func newCurrency(_ text: Span<UInt8>, _ field: ImportField, _ notes: inout RowNotes) -> Currency? {
        let code = String(copying: text)
        if let currency = Currency(code) {
            lastCode = (text[0], text[1], text[2])
            lastCurrency = currency
            return currency
        }
        let capitals = code.uppercased()
        if let currency = Currency(capitals) { return currency }
        notes.fail(.unknownCurrency, field, code, "is no currency; an ISO 4217 code such as USD is needed")
        return nil
    }

    /// The currency that a field must say.
    @inline(__always)
    func requiredCurrency(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Currency? {
        guard has(source, stream, &notes) else { return nil }
        return currency(source, stream, &notes)
    }

    /// The days that terms of payment say; `nil` where they say none.
    func terms(_ source: FieldSource, _ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Int? {
        reading(source, stream) { text in
            if text.isEmpty { return nil }
            if let days = PaymentTerms.days(utf8: text) { return days }
            let message = "does not say how many days; write a number such as 30, or `Net 30`"
            notes.fail(.badTerms, source.field, String(copying: text), message)
            return nil
        }
    }
}

extension String {
    /// The text of bytes that are UTF-8.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
