package import Values

/// How the columns of a file become the fields of its rows: a small text file of its own.
///
///     kind ledger
///     day format M/D/YYYY
///     column "customerID" is customer
///     default currency "USD"
///     key invoice from customer + invoice_date numbered
///     ignore "Disputed" because "it has no day"
///
/// One statement a line; `--` starts a remark. `docs/import.md` describes each statement. What a profile leaves out is
/// found from the file: encoding, delimiter, the header's line, days and amounts; and where it names no column, those too.
package struct ImportProfile: Hashable, Sendable {
    /// A field that a profile puts together from others where the file has no column for it.
    package struct DerivedKey: Hashable, Sendable {
        package let field: ImportField
        /// The fields it is made from, joined by `/`.
        package let parts: [ImportField]
        /// Whether the second row with the same parts gets `/2`, the third `/3`, rather than being refused.
        package let isNumbered: Bool
    }

    /// A day that lies the row's terms of payment after or before another day of the row.
    package struct DerivedDay: Hashable, Sendable {
        /// Which way the terms count.
        package enum Direction: String, CaseIterable, Hashable, Sendable {
            case plus, minus
        }

        package let field: ImportField
        package let base: ImportField
        package let direction: Direction

        /// A due date from the invoice's date and its terms.
        package static let dueDate = DerivedDay(field: .dueDate, base: .invoiceDate, direction: .plus)

        /// The day that `terms` days give; see ``PaymentTerms``.
        package func day(from base: Day, terms: Int) -> Day {
            switch direction {
            case .plus: base.advanced(by: terms)
            case .minus: base.advanced(by: -terms)
            }
        }
    }

    /// A column that is not read.
    package struct IgnoredColumn: Hashable, Sendable {
        package let header: String
        package let reason: String
    }

    /// A column that is read.
    package struct Column: Hashable, Sendable {
        package let header: String
        /// One field, or several that one column holds: a name that is the key as well.
        package let fields: [ImportField]
    }

    /// A cell that says something other than it means.
    package struct CellMeaning: Hashable, Sendable {
        package let header: String
        /// What the cell says, without the spaces around it.
        package let cell: String
        /// What is read instead; empty where the cell says nothing.
        package let meaning: String
    }

    /// Rows that are left out.
    package struct SkippedRows: Hashable, Sendable {
        /// How the cell is compared.
        package enum Test: Hashable, Sendable {
            case whole, start
        }

        package let header: String
        package let test: Test
        package let cell: String
    }

    /// The format of the days of one column.
    package struct ColumnDayFormat: Hashable, Sendable {
        package let header: String
        package let format: DayFormat
    }

    /// How the file's bytes are characters.
    package enum Encoding: String, CaseIterable, Hashable, Sendable {
        case auto
        case utf8 = "utf-8"
        case utf16 = "utf-16"
        case windows1252 = "windows-1252"
    }

    /// The separator between fields.
    package enum Delimiter: String, CaseIterable, Hashable, Sendable {
        case auto, comma, semicolon, tab, pipe
    }

    /// What `default currency` says for the company's own currency.
    static let baseCurrency = "base"

    /// What the profile is called: the name of its file without the ending.
    package let name: String
    package let kind: ImportKind
    package internal(set) var encoding: Encoding = .auto
    package internal(set) var delimiter: Delimiter = .auto
    /// The line of the header, from 1, or `nil` where it is found.
    package internal(set) var headerLine: Int?
    /// The format of days, or `nil` where each column's is found.
    package internal(set) var dayFormat: DayFormat?
    package internal(set) var columnDayFormats: [ColumnDayFormat] = []
    /// The format of amounts, or `nil` where it is found.
    package internal(set) var amountFormat: AmountFormat?
    package internal(set) var columns: [Column] = []
    /// Whether fields without a column of the profile are found by their headers.
    package internal(set) var findsColumnsByHeader = false
    package internal(set) var ignored: [IgnoredColumn] = []
    /// Why columns that the profile does not name are left out, or `nil` where they are an error.
    package internal(set) var ignoresOthersBecause: String?
    package internal(set) var skippedRows: [SkippedRows] = []
    package internal(set) var derivedKeys: [DerivedKey] = []
    package internal(set) var derivedDays: [DerivedDay] = []
    /// What a field holds where its column is missing or its cell is empty.
    package internal(set) var defaults: [ImportField: String] = [:]
    package internal(set) var cellMeanings: [CellMeaning] = []
    /// The currency whose rates stand in columns named by the other currency, or `nil` where a rate is a row.
    package internal(set) var wideRatesFrom: Currency?

    /// The profile in `text`.
    ///
    /// - Throws: ``ImportProfileError`` with every mistake and its line.
    package init(name: String, text: String) throws(ImportProfileError) {
        var parser = ImportProfileParser(name: name)
        self = try parser.profile(of: text)
    }

    /// The profile of a file whose columns are found by their headers.
    package init(findingColumnsOf kind: ImportKind) {
        self.init(name: "headers", kind: kind)
        findsColumnsByHeader = true
        derivedKeys = ImportProfile.impliedKeys(of: kind)
    }

    init(name: String, kind: ImportKind) {
        self.name = name
        self.kind = kind
    }

    /// The keys that a kind makes where neither a column nor the profile says them.
    static func impliedKeys(of kind: ImportKind) -> [DerivedKey] {
        switch kind {
        case .payments: [DerivedKey(field: .payment, parts: [.invoice, .paymentDate, .amount], isNumbered: true)]
        case .ledger, .customers, .contacts, .invoices, .allocations, .promises, .disputes, .communications, .rates: []
        }
    }

    /// The rule that makes the key `field`, where the profile has one.
    package func derivedKey(for field: ImportField) -> DerivedKey? {
        derivedKeys.first { $0.field == field }
    }

    /// The rule that makes the day `field`: the profile's, or terms of payment for a due date.
    package func derivedDay(for field: ImportField) -> DerivedDay? {
        derivedDays.first { $0.field == field } ?? (field == .dueDate ? .dueDate : nil)
    }

    /// The headers that the profile gives a meaning.
    var namedHeaders: [String] { columns.map(\.header) + ignored.map(\.header) }
}

/// Why a profile cannot be used: all its mistakes.
package struct ImportProfileError: Error, Hashable {
    /// One mistake.
    package struct Mistake: Hashable, Sendable {
        /// The line it is on, from 1; 0 where something is missing altogether.
        package let line: Int
        /// What is wrong: lower case, no full stop, the author's words in backticks.
        package let message: String
    }

    /// The profile's name.
    package let profile: String
    /// In the order of their lines; never empty.
    package let mistakes: [Mistake]
}

extension ImportProfileError: CustomStringConvertible {
    /// One line for each mistake: `generic-ledger.profile:3: …`.
    package var description: String {
        mistakes.map { mistake in
            mistake.line > 0
                ? "\(profile).profile:\(mistake.line): \(mistake.message)"
                : "\(profile).profile: \(mistake.message)"
        }.joined(separator: "\n")
    }
}
