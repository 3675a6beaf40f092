/// How the columns of a file become the fields of its rows: a small text file of its own.
///
///     kind ledger
///     day format M/D/YYYY
///     column "customerID" is customer
///     default currency "USD"
///     key invoice from customer + invoice_date numbered
///     ignore "Disputed" because "it has no day"
///
/// One statement a line; `--` starts a remark. `docs/import.md` describes each statement.
package struct ImportProfile: Hashable, Sendable {
    /// A field that a profile puts together from others where the file has no column for it.
    package struct DerivedKey: Hashable, Sendable {
        package let field: ImportField
        /// The fields it is made from, joined by `/`.
        package let parts: [ImportField]
        /// Whether the second row with the same parts gets `/2`, the third `/3`, rather than being refused.
        package let isNumbered: Bool
    }

    /// A column that is not read.
    package struct IgnoredColumn: Hashable, Sendable {
        package let header: String
        package let reason: String
    }

    /// A column that is read.
    package struct Column: Hashable, Sendable {
        package let header: String
        package let field: ImportField
    }

    /// The separator between fields.
    package enum Delimiter: String, CaseIterable, Hashable, Sendable {
        case comma, semicolon, tab
    }

    /// What the profile is called: the name of its file without the ending.
    package let name: String
    package let kind: ImportKind
    package let delimiter: Delimiter
    package let dayFormat: DayFormat
    package let amountFormat: AmountFormat
    package let columns: [Column]
    package let ignored: [IgnoredColumn]
    package let derivedKeys: [DerivedKey]
    /// What a field holds where its column is missing or its cell is empty.
    package let defaults: [ImportField: String]

    /// The profile in `text`.
    ///
    /// - Throws: ``ImportProfileError`` with every mistake and its line.
    package init(name: String, text: String) throws(ImportProfileError) {
        var parser = ImportProfileParser(name: name)
        self = try parser.profile(of: text)
    }

    init(
        name: String,
        kind: ImportKind,
        delimiter: Delimiter,
        dayFormat: DayFormat,
        amountFormat: AmountFormat,
        columns: [Column],
        ignored: [IgnoredColumn],
        derivedKeys: [DerivedKey],
        defaults: [ImportField: String]
    ) {
        self.name = name
        self.kind = kind
        self.delimiter = delimiter
        self.dayFormat = dayFormat
        self.amountFormat = amountFormat
        self.columns = columns
        self.ignored = ignored
        self.derivedKeys = derivedKeys
        self.defaults = defaults
    }

    /// The rule that makes the key `field`, where the profile has one.
    package func derivedKey(for field: ImportField) -> DerivedKey? {
        derivedKeys.first { $0.field == field }
    }
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
