package import Values
package import Wire

/// How one file is read: everything that its profile left open found, and stated.
///
/// A plan comes out of ``ImportSurvey``; the load follows it and finds nothing by itself.
package struct ImportPlan: Sendable {
    /// A column of wide rates.
    package struct RateColumn: Hashable, Sendable {
        /// Its place in the row, from 0.
        package let column: Int
        /// The currency that its rates are in.
        package let currency: Currency
    }

    /// A cell that says something other than it means, in bytes, as the load compares it.
    package struct CellMeaning: Hashable, Sendable {
        /// The column, from 0.
        package let column: Int
        /// The cell without the spaces around it.
        package let cell: [UInt8]
        /// What is read instead; empty where the cell says nothing.
        package let meaning: [UInt8]

        /// Whether a cell, without the spaces around it, says this.
        package func matches(_ cell: Span<UInt8>) -> Bool {
            cell.begins(with: self.cell) && cell.count == self.cell.count
        }
    }

    /// Rows that are left out, by what one cell says.
    package struct SkippedRows: Hashable, Sendable {
        /// The column, from 0.
        package let column: Int
        package let test: ImportProfile.SkippedRows.Test
        package let cell: [UInt8]

        /// Whether a cell, without the spaces around it, makes its row one of these.
        package func matches(_ cell: Span<UInt8>) -> Bool {
            switch test {
            case .whole: cell.begins(with: self.cell) && cell.count == self.cell.count
            case .start: cell.begins(with: self.cell)
            }
        }
    }

    /// The profile that the plan was made by; its formats may be open, those of the plan are not.
    package let profile: ImportProfile
    package let encoding: TextEncoding
    package let dialect: CSVDialect
    /// How many records stand before the first row: the header, and the title lines above it.
    package let leadingRecordCount: Int
    /// The line of the header, from 1.
    package let headerLine: Int
    /// The headers, in the file's order; a row has as many cells.
    package let headers: [String]
    /// The column of each field, from 0, by ``ImportField/place``; `nil` where it has none.
    package let columns: [Int?]
    package let rateColumns: [RateColumn]
    /// The format of each field's days, by ``ImportField/place``; ISO for fields without a column.
    package let dayFormats: [DayFormat]
    /// The format of amounts, with the side of this kind's.
    package let amountFormat: AmountFormat
    /// The format of rates.
    package let rateFormat: AmountFormat
    package let cellMeanings: [CellMeaning]
    package let skippedRows: [SkippedRows]
    /// How many records follow the header, those that are left out among them.
    package let rowCount: Int
    package let byteCount: Int
    /// The hash of the file's bytes.
    package let fileHash: ContentHash
    /// What was found and decided, in sentences for people.
    package let statements: [String]

    /// What the rows are about.
    package var kind: ImportKind { profile.kind }

    /// The column of `field`, from 0, or `nil` where it has none.
    package func column(of field: ImportField) -> Int? { columns[field.place] }

    /// The format of the days of `field`.
    package func dayFormat(of field: ImportField) -> DayFormat { dayFormats[field.place] }

    /// What is read in place of a cell, or `nil` where it says what it means.
    package func meaning(of cell: Span<UInt8>, in column: Int) -> [UInt8]? {
        for meaning in cellMeanings where meaning.column == column && meaning.matches(cell) { return meaning.meaning }
        return nil
    }

    /// Whether the profile leaves a row out for what it says in one of its columns.
    package func skips(_ cell: Span<UInt8>, in column: Int) -> Bool {
        for rows in skippedRows where rows.column == column && rows.matches(cell) { return true }
        return false
    }

    /// What to do about a row that looks like a sum of others, or `nil` where it does not: its key is empty, and one of
    /// its cells begins with a word for a total.
    package func advice(onTotal cells: [String]) -> String? {
        for (header, cell) in zip(headers, cells) where !header.isEmpty && TotalRow.begins(cell) {
            let shown = cell.replacing("\"", with: "\"\"")
            return "the row looks like a total; leave it out by"
                + " `skip rows where column \"\(header)\" is \"\(shown)\"` in a profile"
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes begin with those of `start`.
    fileprivate func begins(with start: [UInt8]) -> Bool {
        guard count >= start.count else { return false }
        for index in start.indices where self[index] != start[index] { return false }
        return true
    }
}

/// The blanks around a cell, which are not part of what it says.
package enum CellEdges {
    /// The range of a cell without the spaces, tabs and no-break spaces at its ends, and without the `="` and `"` by which
    /// a spreadsheet is kept from taking a text for a number.
    package static func trimmed(_ range: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            if bytes[start] == 0x20 || bytes[start] == 0x09 {
                start += 1
            } else if bytes[start] == 0xC2, start + 1 < end, bytes[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 {
                end -= 1
            } else if end - 2 >= start, bytes[end - 1] == 0xA0, bytes[end - 2] == 0xC2 {
                end -= 2
            } else {
                break
            }
        }
        guard end - start >= 3, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == UInt8(ascii: "\"") else {
            return start..<end
        }
        return bytes[end - 1] == UInt8(ascii: "\"") ? start + 2..<end - 1 : start..<end
    }
}

/// Rows at the end of a list, or of a group in it, that add up others.
enum TotalRow {
    private static let words = [
        "total", "totals", "grandtotal", "subtotal", "summe", "gesamt", "gesamtsumme", "zwischensumme", "totaux",
        "soustotal", "suma", "totale", "totali", "totales", "somme", "somma", "endsumme",
    ]

    /// Whether a cell begins with a word for a total, alone or before others: `Total for Meier GmbH`.
    static func begins(_ cell: String) -> Bool {
        let name = HeaderName(cell).text
        if words.contains(name) { return true }
        let first = HeaderName(String(cell.prefix { $0 != " " && $0 != ":" })).text
        return words.contains(first)
    }
}
