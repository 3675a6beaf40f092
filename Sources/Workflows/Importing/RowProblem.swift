package import Wire

/// Something in an imported file that keeps it from being taken, or that its owner should know.
package struct RowProblem: Error, Hashable, Sendable {
    /// A stable name for the kind of problem: it stays when the wording improves.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// The bytes are no separated values: a quote left open, a byte that is not UTF-8.
        case malformedFile = "malformed_file"
        case noRows = "no_rows"
        case missingColumn = "missing_column"
        case unknownColumn = "unknown_column"
        case duplicateColumn = "duplicate_column"
        /// Two columns hold one field.
        case doubledField = "doubled_field"
        /// The kind of the file cannot be told from its headers.
        case unknownKind = "unknown_kind"
        /// Every day of a column can be read in two ways.
        case ambiguousDays = "ambiguous_days"
        /// Every amount of the file can be read in two ways.
        case ambiguousAmounts = "ambiguous_amounts"
        /// Two amounts are written in ways that exclude each other.
        case contradictoryAmounts = "contradictory_amounts"
        /// A remark: the row is the header once more, and is not taken.
        case repeatedHeader = "repeated_header"
        /// The row is a sum of others.
        case totalRow = "total_row"
        case wrongFieldCount = "wrong_field_count"
        case missingValue = "missing_value"
        case badText = "bad_text"
        case badDay = "bad_day"
        case badAmount = "bad_amount"
        case tooManyDecimals = "too_many_decimals"
        case amountTooLarge = "amount_too_large"
        case wrongSign = "wrong_sign"
        case unknownCurrency = "unknown_currency"
        case otherCurrency = "other_currency"
        case badYesNo = "bad_yes_no"
        case unknownWord = "unknown_word"
        case duplicateKey = "duplicate_key"
        case contradiction = "contradiction"
        case daysOutOfOrder = "days_out_of_order"
        case unknownCustomer = "unknown_customer"
        case unknownInvoice = "unknown_invoice"
        case otherCustomersInvoice = "other_customers_invoice"
        case badTerms = "bad_terms"
        case badRate = "bad_rate"
        case unknownPayment = "unknown_payment"
        case unknownContact = "unknown_contact"
        /// What the row says does not fit entries that stand in the books.
        case hasEntries = "has_entries"
        case allocationRefused = "allocation_refused"
        case promiseRefused = "promise_refused"
        /// A remark: the row is taken, and nothing is owed by it.
        case zeroAmount = "zero_amount"
        /// A remark: nothing of the row is taken, because whom it is about was forgotten.
        case forgotten
        /// A remark: the row is taken, as a payment in advance.
        case settledBeforeIssue = "settled_before_issue"
    }

    package let code: Code
    /// The line of the file that the row begins on, from 1.
    package let line: Int
    /// The field's place in the row, from 1, where one field is at fault.
    package let column: Int?
    /// The header of that column.
    package let header: String?
    /// What the field says.
    package let value: String?
    /// What is wrong: lower case, no full stop.
    package let message: String

    init(
        _ code: Code,
        line: Int,
        column: Int? = nil,
        header: String? = nil,
        value: String? = nil,
        _ message: String
    ) {
        self.code = code
        self.line = line
        self.column = column
        self.header = header
        self.value = value
        self.message = message
    }

    /// Writes the problem as an object: `line`, `column`, `header`, `value`, `code`, `message`.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("line")
        json.value(line)
        json.key("column")
        json.value(column)
        json.key("header")
        json.value(header)
        json.key("value")
        json.value(value)
        json.key("code")
        json.value(code.rawValue)
        json.key("message")
        json.value(message)
        json.endObject()
    }
}

extension RowProblem: CustomStringConvertible {
    /// The problem on one line: ``line 3, column 5 "DueDate", `2/30/2013`: is no day written M/D/YYYY``.
    package var description: String {
        var text = "line \(line)"
        if let column { text += ", column \(column)" }
        if let header { text += " \"\(RowProblem.onOneLine(header))\"" }
        if let value { text += ", `\(RowProblem.onOneLine(value))`" }
        return text + ": " + message
    }

    /// The text without control characters, cut where it is long: one cell must not fill a screen.
    static func onOneLine(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
        let cut = text.unicodeScalars.count > 60 ? "…" : ""
        return String(String.UnicodeScalarView(shown)) + cut
    }
}

/// Why a file was not taken: none of it was, whatever the number of bad rows.
package struct ImportRefusal: Error, Hashable, Sendable {
    /// The problems, in the order of their lines; at most ``shownLimit``.
    package let problems: [RowProblem]
    /// How many there are, shown or not.
    package let problemCount: Int

    /// How many problems are shown: enough to see what they have in common.
    package static let shownLimit = 100

    /// Writes the refusal as an object: `problem_count` and `problems`.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("problem_count")
        json.value(problemCount)
        json.key("problems")
        json.beginArray()
        for problem in problems { problem.write(to: &json) }
        json.endArray()
        json.endObject()
    }
}

extension ImportRefusal: CustomStringConvertible {
    /// One line for each problem shown, and one that says what became of the file.
    package var description: String {
        let hidden = problemCount - problems.count
        let more = hidden > 0 ? ["and \(hidden) more"] : []
        let count = problemCount == 1 ? "1 problem" : "\(problemCount) problems"
        return (problems.map(\.description) + more + ["nothing was imported: \(count)"]).joined(separator: "\n")
    }
}

/// The problems met so far: all are counted, the first are kept.
struct ProblemList {
    private(set) var problems: [RowProblem] = []
    private(set) var count = 0

    mutating func add(_ problem: RowProblem) {
        count += 1
        if problems.count < ImportRefusal.shownLimit { problems.append(problem) }
    }

    /// The refusal that the problems amount to, or `nil` where there are none.
    var refusal: ImportRefusal? {
        count == 0 ? nil : ImportRefusal(problems: problems, problemCount: count)
    }
}
