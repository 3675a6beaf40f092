import Testing
import Values
import Workflows

/// Made-up books as tables, with what the tests ask of them worked out once.
struct BookTables: Sendable {
    static let lastDay = Day("2026-06-30") ?? Day(sinceEpoch: 0)

    /// Books large enough to see every behaviour in, in three currencies.
    static let large = BookTables(
        BookGenerator(
            customers: 160,
            invoices: 12_000,
            seed: 11,
            lastDay: lastDay,
            currencies: [.init(.usd, weight: 7), .init(.eur, weight: 2), .init(.jpy, weight: 1)]
        )
    )

    /// A row by its columns' names.
    struct Row: Sendable {
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        subscript(column: String) -> String {
            guard let place = columns[column] else { preconditionFailure("there is no column \(column)") }
            return fields[place]
        }

        func day(_ column: String) -> Day? { Day(self[column]) }

        /// The amount in minor units of the currency in the row's column `currency`, or of the one given.
        func minorUnits(_ column: String, in code: String? = nil) -> Int64? {
            Currency(code ?? self["currency"]).flatMap { Money(self[column], in: $0)?.minorUnits }
        }
    }

    private let rows: [BookFile: [Row]]
    let headers: [BookFile: [String]]

    init(_ generator: BookGenerator) {
        var rows: [BookFile: [Row]] = [:]
        var headers: [BookFile: [String]] = [:]
        for (file, text) in generator.texts() {
            var records = BookTables.records(of: text)
            let names = records.removeFirst()
            let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            headers[file] = names
            rows[file] = records.map { Row(columns: columns, fields: $0) }
        }
        self.rows = rows
        self.headers = headers
    }

    subscript(file: BookFile) -> [Row] { rows[file] ?? [] }

    /// The customers that were planted to behave so.
    func customers(behaving behaviour: String) -> Set<String> {
        Set(self[.behaviours].filter { $0["behaviour"] == behaviour }.map { $0["customer"] })
    }

    /// The records of a text, RFC 4180 as far as the generator writes it: no reader of the product's has a say here.
    static func records(of text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        for byte in text.utf8 {
            if isQuoted, byte != UInt8(ascii: "\"") {
                field.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                // A quote that follows the end of a quoted piece stands for itself.
                if !isQuoted, wasQuote { field.append(byte) }
                isQuoted.toggle()
                wasQuote = !isQuoted
                continue
            case UInt8(ascii: ","), 0x0A:
                record.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                if byte == 0x0A {
                    records.append(record)
                    record.removeAll(keepingCapacity: true)
                }
            default: field.append(byte)
            }
            wasQuote = false
        }
        return records
    }
}
