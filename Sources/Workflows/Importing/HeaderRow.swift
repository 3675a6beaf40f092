import Wire

/// The row of headers: which record it is, and by which profile its columns are read.
struct HeaderRow {
    /// The headers without the blanks around them.
    private(set) var names: [String] = []
    /// The line it is on, from 1.
    private(set) var line = 1
    /// How many records there are up to the header, with it.
    private(set) var recordCount = 0
    let profile: ImportProfile
    /// What was found, for people.
    private(set) var statements: [String] = []

    private struct Record {
        let line: Int
        let cells: [String]
    }

    /// How many records are looked at for the header: an export's title is shorter.
    private static let searched = 40

    /// Finds the header among the first records of the stream.
    ///
    /// - Throws: ``ImportRefusal`` where there is none, and where the kind cannot be told from it.
    init(in stream: inout CSVStream, request: ImportRequest) throws(ImportRefusal) {
        var records: [Record] = []
        while records.count < HeaderRow.searched, try ImportSurvey.advance(&stream) {
            let cells = stream.texts.map(HeaderRow.trimmed)
            records.append(Record(line: stream.line, cells: cells))
        }
        guard let first = records.first else {
            throw ImportRefusal(only: RowProblem(.noRows, line: 1, "the file is empty; it needs a row of headers"))
        }
        let place: Int
        switch request {
        case .profile(let profile):
            self.profile = profile
            place = try HeaderRow.place(in: records, of: profile)
        case .kind(let kind):
            profile = ImportProfile(findingColumnsOf: kind)
            place = HeaderRow.bestPlace(in: records) { HeaderRow.knownCount(of: $0, kind) }
        case .unknown:
            place = HeaderRow.bestPlace(in: records) { cells in
                ImportKind.allCases.map { HeaderRow.knownCount(of: cells, $0) }.max() ?? 0
            }
            profile = ImportProfile(
                findingColumnsOf: try KindFinding.kind(of: records[place].cells, line: records[place].line)
            )
            statements.append("the rows are read as \(profile.kind.rawValue), since the headers fit")
        }
        names = records[place].cells
        line = records[place].line
        recordCount = place + 1
        guard place > 0 else { return }
        let last = records[place - 1].line
        let lines =
            first.line == last
            ? "line \(last) above the header is" : "lines \(first.line) to \(last) above the header are"
        statements.append("\(lines) not read; the header is line \(line)")
    }

    /// The header without the blanks around it, and on one line: no profile could name it otherwise.
    private static func trimmed(_ text: String) -> String {
        var left = text.unicodeScalars[...]
        while let scalar = left.first, isBlank(scalar) { left.removeFirst() }
        while let scalar = left.last, isBlank(scalar) { left.removeLast() }
        return String(String.UnicodeScalarView(left.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 || scalar == "\u{A0}" }

    private static func place(in records: [Record], of profile: ImportProfile) throws(ImportRefusal) -> Int {
        if let line = profile.headerLine {
            guard let place = records.firstIndex(where: { $0.line == line }) else {
                let message = "the profile \(profile.name) says that the header is here, but no row begins on this line"
                throw ImportRefusal(only: RowProblem(.missingColumn, line: line, message))
            }
            return place
        }
        let named = profile.namedHeaders
        let isByHeader = profile.findsColumnsByHeader
        return bestPlace(in: records) { cells in
            named.count { cells.contains($0) } + (isByHeader ? knownCount(of: cells, profile.kind) : 0)
        }
    }

    /// The record with the highest count; the first one where no other has two or more.
    private static func bestPlace(in records: [Record], _ count: ([String]) -> Int) -> Int {
        var best = (place: 0, count: 0)
        for (place, record) in records.enumerated() {
            let count = count(record.cells)
            if count > best.count { best = (place, count) }
        }
        return best.count >= 2 ? best.place : 0
    }

    /// How many cells are headers of the kind.
    private static func knownCount(of cells: [String], _ kind: ImportKind) -> Int {
        let lexicon = HeaderLexicon.of(kind)
        return cells.count { cell in
            guard !cell.isEmpty else { return false }
            let name = HeaderName(cell)
            return lexicon.firm[name] != nil || lexicon.loose[name] != nil
        }
    }
}

/// Which kind of file a row of headers shows.
enum KindFinding {
    private struct Candidate {
        let kind: ImportKind
        let missing: [ImportField]
        let count: Int
    }

    /// The one kind whose required fields all have a column, and that knows more of the columns than any other.
    ///
    /// - Throws: ``ImportRefusal`` that names what the nearest kinds miss.
    static func kind(of headers: [String], line: Int) throws(ImportRefusal) -> ImportKind {
        let candidates = ImportKind.allCases.map { kind in
            var mapping = ColumnMapping(headers: headers, line: line, profile: ImportProfile(findingColumnsOf: kind))
            mapping.mapByHeader()
            return Candidate(kind: kind, missing: mapping.missingFields, count: Set(mapping.columns.values).count)
        }
        let whole = candidates.filter(\.missing.isEmpty).sorted { $0.count > $1.count }
        let mostKnown = candidates.map(\.count).max() ?? 0
        // A kind that leaves more columns unread than another one would is not what the file is about.
        if let best = whole.first, best.count == mostKnown, best.count >= 2 {
            let rivals = whole.dropFirst().filter { $0.count == best.count }.map(\.kind)
            if rivals.isEmpty { return best.kind }
            // A ledger row without a settlement is an invoice.
            if Set(rivals + [best.kind]) == [.ledger, .invoices] { return .invoices }
            let names = ([best.kind] + rivals).map { "`--as \($0.rawValue)`" }.joined(separator: " or ")
            throw refusal("the headers fit several kinds of rows; say which by \(names)", line)
        }
        let nearest = candidates.filter { $0.count >= 2 && !$0.missing.isEmpty }
            .sorted { ($0.count - $0.missing.count, $0.count) > ($1.count - $1.missing.count, $1.count) }.prefix(3)
        guard !nearest.isEmpty else {
            let kinds = ImportKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw refusal(
                "what the rows are cannot be told from the headers; say it by `--as` and one of \(kinds)",
                line
            )
        }
        let missing = nearest.map { candidate in
            let fields = candidate.missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let isCurrency = candidate.missing == [.currency]
            let advice = isCurrency ? ", which `default currency \"EUR\"` in a profile says for all rows" : ""
            return "as \(candidate.kind.rawValue) they miss \(fields)\(advice)"
        }
        throw refusal("what the rows are cannot be told from the headers: \(missing.joined(separator: "; "))", line)
    }

    private static func refusal(_ message: String, _ line: Int) -> ImportRefusal {
        ImportRefusal(only: RowProblem(.unknownKind, line: line, message))
    }
}
