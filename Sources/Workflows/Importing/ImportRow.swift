import Receivables
import Values
import Wire

/// One row of a file under reading: its fields as values, and a problem for each that is none.
struct ImportRow {
    private let reader: CSVReader
    private let record: CSVRecord
    private let layout: ImportLayout
    private let profile: ImportProfile
    private let currency: Currency
    /// The problems of this row.
    private(set) var problems: [RowProblem] = []

    init(_ record: CSVRecord, of reader: CSVReader, layout: ImportLayout, profile: ImportProfile, currency: Currency) {
        self.record = record
        self.reader = reader
        self.layout = layout
        self.profile = profile
        self.currency = currency
    }

    /// The line the row begins on.
    var line: Int { record.line }

    /// Whether the file has a column for the field.
    func hasColumn(_ field: ImportField) -> Bool { layout.column(of: field) != nil }

    /// The longest text that is taken, in bytes: many times the longest name, and no whole document.
    private static let longestText = 1_000

    /// The text of a field without the spaces around it, or its default; `nil` where neither says anything, or where it
    /// is too long for one line or has signs that are none.
    ///
    /// Keys and names go into subject lines, terminals and the names of decisions.
    mutating func text(_ field: ImportField) -> String? {
        guard let bytes = bytes(field) else { return nil }
        guard bytes.count <= ImportRow.longestText else {
            fail(.badText, field, "is longer than \(ImportRow.longestText) bytes")
            return nil
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            fail(.badText, field, "has a line break or another control character")
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a field that must have one.
    mutating func requiredText(_ field: ImportField) -> String? {
        if let text = text(field) { return text }
        // A text that is refused has been noted as such.
        guard bytes(field) == nil else { return nil }
        fail(.missingValue, field, "`\(field.rawValue)` is empty")
        return nil
    }

    /// The day in a field; `nil` where it is empty or no day.
    mutating func day(_ field: ImportField) -> Day? {
        guard let bytes = bytes(field) else { return nil }
        let format = profile.dayFormat ?? .iso
        if let day = format.day(bytes) { return day }
        fail(.badDay, field, "is no day written \(format.pattern)")
        return nil
    }

    /// The day in a field that must have one.
    mutating func requiredDay(_ field: ImportField) -> Day? {
        guard bytes(field) != nil else {
            fail(.missingValue, field, "`\(field.rawValue)` is empty")
            return nil
        }
        return day(field)
    }

    /// The amount in a field, in the company's currency; `nil` where it is empty or no amount.
    mutating func amount(_ field: ImportField) -> Money? {
        guard let bytes = bytes(field) else { return nil }
        do throws(AmountFormat.Failure) {
            return try (profile.amountFormat ?? .plain).amount(bytes, in: currency)
        } catch {
            switch error {
            case .noNumber:
                let sign = (profile.amountFormat ?? .plain).decimal == .point ? "1234.50" : "1234,50"
                fail(.badAmount, field, "is no amount written like \(sign)")
            case .tooManyDecimals:
                let allowed = currency.decimals
                let message =
                    allowed == 0
                    ? "has decimals; \(currency) has none" : "has more than the \(allowed) decimals of \(currency)"
                fail(.tooManyDecimals, field, message)
            case .otherCurrency: fail(.otherCurrency, field, "names another currency than the row, \(currency)")
            case .tooLarge:
                let largest = Money(minorUnits: AmountFormat.largest, in: currency)
                fail(.amountTooLarge, field, "is above the largest amount, \(largest)")
            }
            return nil
        }
    }

    /// The amount in a field that must have one.
    mutating func requiredAmount(_ field: ImportField) -> Money? {
        guard bytes(field) != nil else {
            fail(.missingValue, field, "`\(field.rawValue)` is empty")
            return nil
        }
        return amount(field)
    }

    /// Notes a problem where the row's currency is missing, none, or not the company's.
    mutating func checkCurrency() {
        guard let code = requiredText(.currency) else { return }
        guard let stated = Currency(code) else {
            fail(.unknownCurrency, .currency, "is no ISO 4217 currency code in capitals")
            return
        }
        guard stated != currency else { return }
        fail(
            .otherCurrency,
            .currency,
            "is not \(currency), the company's currency; other currencies are not taken yet"
        )
    }

    /// Yes or no in a field; `nil` where it is empty or neither.
    mutating func yesNo(_ field: ImportField) -> Bool? {
        guard let text = text(field) else { return nil }
        switch text.lowercased() {
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        default:
            fail(.badYesNo, field, "is neither yes nor no")
            return nil
        }
    }

    /// A word out of a list in a field; `nil` where it is empty or none of them.
    mutating func word(_ field: ImportField, outOf words: [String]) -> String? {
        guard let text = text(field) else { return nil }
        if words.contains(text) { return text }
        let advice =
            Spelling.nearest(to: text, among: words).map { "; did you mean `\($0)`?" }
            ?? "; known: \(words.joined(separator: ", "))"
        fail(.unknownWord, field, "is no \(field.rawValue)" + advice)
        return nil
    }

    /// What a derived key is made from, in its canonical form; `nil` where a part is missing or bad.
    mutating func parts(of key: ImportProfile.DerivedKey) -> String? {
        var parts: [String] = []
        for field in key.parts {
            let part: String? =
                if field.isDay {
                    requiredDay(field)?.description
                } else if field == .amount || field == .creditLimit {
                    requiredAmount(field)?.decimalText
                } else {
                    requiredText(field)
                }
            guard let part else { return nil }
            parts.append(part)
        }
        return parts.joined(separator: "/")
    }

    /// Notes a problem with a field, once: a field that a key and a value are both made from has one mistake, not two.
    mutating func fail(_ code: RowProblem.Code, _ field: ImportField, _ message: String) {
        let problem = problem(code, field, message)
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// A problem with a field: where it is, what it says.
    func problem(_ code: RowProblem.Code, _ field: ImportField, _ message: String) -> RowProblem {
        let column = layout.column(of: field)
        return RowProblem(
            code,
            line: line,
            column: column.map { $0 + 1 },
            header: column.map { layout.headers[$0] },
            value: column == nil ? profile.defaults[field] : bytes(field).map { String(decoding: $0, as: UTF8.self) },
            message
        )
    }

    private func bytes(_ field: ImportField) -> ArraySlice<UInt8>? {
        if let column = layout.column(of: field) {
            var content = reader.content(of: record[column])
            while content.first == UInt8(ascii: " ") { content.removeFirst() }
            while content.last == UInt8(ascii: " ") { content.removeLast() }
            if !content.isEmpty { return content }
        }
        return profile.defaults[field].map { Array($0.utf8)[...] }
    }
}
