package import Receivables
import Values
import Wire

/// Takes files of a company's books in: strictly, and all of a file or nothing.
package enum Importing {
    /// What the file says, where every row of it can be taken.
    ///
    /// - Parameters:
    ///   - bytes: the whole file, in UTF-8.
    ///   - profile: how its columns become fields.
    ///   - company: whose books it belongs to: its currency and segments bound what a row may say.
    /// - Throws: ``ImportRefusal`` with every problem of every row.
    package static func read(
        _ bytes: [UInt8],
        by profile: ImportProfile,
        for company: Company
    ) throws(ImportRefusal) -> ImportedRecords {
        var rows = try RowSource(bytes, delimiter: profile.delimiter.separator)
        guard try rows.advance() else {
            throw ImportRefusal(only: RowProblem(.noRows, line: 1, "the file is empty; it needs a row of headers"))
        }
        let headers = rows.texts
        var problems = ProblemList()
        let layout = ImportLayout(headers: headers, line: rows.record.line, profile: profile, problems: &problems)
        // Rows read by wrong columns would only repeat one mistake a thousand times.
        if let refusal = problems.refusal { throw refusal }
        var scan = ImportScan(profile: profile, layout: layout, company: company, fileHash: ContentHash(of: bytes))
        while try rows.advance() {
            guard rows.record.count == headers.count else {
                let fields = rows.record.count == 1 ? "1 field" : "\(rows.record.count) fields"
                let message = "the row has \(fields), the header has \(headers.count)"
                scan.refuse(RowProblem(.wrongFieldCount, line: rows.record.line, message))
                continue
            }
            scan.take(
                ImportRow(rows.record, of: rows.reader, layout: layout, profile: profile, currency: company.currency)
            )
        }
        return try scan.finished()
    }
}

/// The rows of a file, with a refusal where its bytes are no separated values.
private struct RowSource {
    private(set) var reader: CSVReader
    private(set) var record = CSVRecord()

    init(_ bytes: [UInt8], delimiter: CSVReader.Delimiter) throws(ImportRefusal) {
        do throws(WireError) {
            reader = try CSVReader(bytes, delimiter: delimiter)
        } catch {
            throw ImportRefusal(only: RowProblem(error))
        }
    }

    /// Reads the next row; `false` once there is none.
    mutating func advance() throws(ImportRefusal) -> Bool {
        do throws(WireError) {
            return try reader.read(&record)
        } catch {
            throw ImportRefusal(only: RowProblem(error))
        }
    }

    /// The row's fields, without the spaces around them.
    var texts: [String] {
        record.fields.map { field in
            let text = reader.text(of: field).drop { $0 == " " }
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension ImportProfile.Delimiter {
    fileprivate var separator: CSVReader.Delimiter {
        switch self {
        case .auto, .comma, .pipe: .comma
        case .semicolon: .semicolon
        case .tab: .tab
        }
    }
}
