import Values

/// Which column of a file holds which field, from its header row and a profile.
struct ImportLayout {
    /// The headers, in the file's order.
    let headers: [String]
    /// The column of each field that has one, by the field's place in `ImportField.allCases`.
    private(set) var columns: [Int?]
    /// The columns of wide rates, and the currency each has its rates in.
    private(set) var rateColumns: [ImportPlan.RateColumn] = []
    /// What was found and decided, for people.
    private(set) var statements: [String] = []

    /// The header of the column that a file of rejected rows has at its end.
    static let reasonHeader = "why"

    /// The layout of a file with these headers; what does not fit the profile goes to `problems`.
    init(headers: [String], line: Int, profile: ImportProfile, problems: inout ProblemList) {
        self.headers = headers
        columns = Array(repeating: nil, count: ImportField.allCases.count)
        var mapping = ColumnMapping(headers: headers, line: line, profile: profile)
        mapping.mapNamedColumns()
        if profile.findsColumnsByHeader { mapping.mapByHeader() }
        mapping.mapRates()
        mapping.leaveOutTheRest()
        mapping.checkRequiredFields()
        // In the file's order, and what is missing last.
        let inOrder = mapping.problems.enumerated().sorted { left, right in
            (left.element.column ?? .max, left.offset) < (right.element.column ?? .max, right.offset)
        }
        for (_, problem) in inOrder { problems.add(problem) }
        for (field, column) in mapping.columns { columns[field.place] = column }
        rateColumns = mapping.rateColumns
        statements = mapping.statements
    }

    /// The column of `field`, from 0, or `nil` where it has none.
    func column(of field: ImportField) -> Int? { columns[field.place] }
}

/// The work of laying out a file's columns.
struct ColumnMapping {
    private let headers: [String]
    private let line: Int
    private let profile: ImportProfile
    private(set) var columns: [ImportField: Int] = [:]
    private(set) var rateColumns: [ImportPlan.RateColumn] = []
    private(set) var statements: [String] = []
    private(set) var problems: [RowProblem] = []
    /// The columns that a field, a reason or a problem has been found for.
    private var settled: Set<Int> = []

    init(headers: [String], line: Int, profile: ImportProfile) {
        self.headers = headers
        self.line = line
        self.profile = profile
    }

    private mutating func fail(_ code: RowProblem.Code, column: Int?, header: String?, _ message: String) {
        problems.append(RowProblem(code, line: line, column: column.map { $0 + 1 }, header: header, message))
    }

    /// A column as statements and messages name it: `column 3 "Datum"`.
    private func name(_ column: Int) -> String { "column \(column + 1) \"\(headers[column])\"" }

    // MARK: What the profile names

    mutating func mapNamedColumns() {
        for header in profile.namedHeaders {
            let places = headers.indices.filter { headers[$0] == header }
            for repeated in places.dropFirst() {
                fail(.duplicateColumn, column: repeated, header: header, "the column is there twice")
                settled.insert(repeated)
            }
        }
        for column in profile.columns {
            guard let place = headers.firstIndex(of: column.header) else { continue }
            settled.insert(place)
            for field in column.fields { columns[field] = place }
            statements.append("\(name(place)) is \(column.fields.map(\.rawValue).joined(separator: " and "))")
        }
        for ignored in profile.ignored {
            guard let place = headers.firstIndex(of: ignored.header) else { continue }
            settled.insert(place)
            statements.append("\(name(place)) is not read: \(ignored.reason)")
        }
        let others = profile.skippedRows.map(\.header) + profile.cellMeanings.map(\.header)
        for header in others where !headers.contains(header) && profile.findsColumnsByHeader {
            let advice = Spelling.nearest(to: header, among: headers).map { "; did you mean \"\($0)\"?" } ?? ""
            fail(
                .missingColumn,
                column: nil,
                header: header,
                "the profile \(profile.name) names a column that is missing" + advice
            )
        }
    }

    // MARK: What the headers say

    mutating func mapByHeader() {
        let lexicon = HeaderLexicon.of(profile.kind)
        var taken: [ImportField: Int] = [:]
        for (place, header) in headers.enumerated() where !settled.contains(place) {
            guard let field = lexicon.firm[HeaderName(header)], columns[field] == nil else { continue }
            if let first = taken[field], headers[first] == header {
                let message = "the column is there twice; rename the one that is not to be read"
                fail(.duplicateColumn, column: place, header: header, message)
                settled.insert(place)
            } else if let first = taken[field] {
                fail(
                    .doubledField,
                    column: place,
                    header: header,
                    "two columns hold `\(field.rawValue)`: \"\(headers[first])\" and \"\(header)\";"
                        + " a profile with the lines `columns by header` and `column \"\(header)\" is \(field.rawValue)`"
                        + " says which one is read"
                )
                settled.insert(place)
            } else {
                taken[field] = place
            }
        }
        for (field, place) in taken { set(field, place) }
        for (place, header) in headers.enumerated() where !settled.contains(place) {
            guard let fields = lexicon.loose[HeaderName(header)] else { continue }
            guard let field = fields.first(where: { columns[$0] == nil }) else { continue }
            set(field, place)
        }
        // A list of customers by name alone: the name is what the books know them by.
        if profile.kind == .customers, columns[.customerName] == nil, let place = columns[.customer] {
            columns[.customerName] = place
        } else if profile.kind == .customers || profile.kind == .ledger, columns[.customer] == nil,
            let place = columns[.customerName]
        {
            columns[.customer] = place
        }
        for place in headers.indices {
            let fields = ImportField.allCases.filter { columns[$0] == place }
            guard !fields.isEmpty, !profile.columns.contains(where: { $0.header == headers[place] }) else { continue }
            statements.append("\(name(place)) is \(fields.map(\.rawValue).joined(separator: " and "))")
        }
    }

    private mutating func set(_ field: ImportField, _ place: Int) {
        columns[field] = place
        settled.insert(place)
    }

    mutating func mapRates() {
        guard let base = profile.wideRatesFrom else { return }
        for (place, header) in headers.enumerated() where !settled.contains(place) {
            guard let currency = Currency(header), currency != base else { continue }
            settled.insert(place)
            rateColumns.append(ImportPlan.RateColumn(column: place, currency: currency))
        }
        guard !rateColumns.isEmpty else {
            fail(.missingColumn, column: nil, header: nil, "no column is headed by the code of a currency")
            return
        }
        statements.append(
            "\(rateColumns.count) columns hold what 1 \(base) is worth in the currency they are headed by"
        )
    }

    // MARK: The rest

    mutating func leaveOutTheRest() {
        let isStrict =
            !profile.findsColumnsByHeader && profile.ignoresOthersBecause == nil
            && profile.wideRatesFrom == nil
        var unread: [String] = []
        for (place, header) in headers.enumerated() where !settled.contains(place) {
            if header.isEmpty {
                statements.append("column \(place + 1) has no header and is not read")
            } else if header == ImportLayout.reasonHeader, place == headers.count - 1 {
                statements.append("\(name(place)) says why a row was rejected and is not read")
            } else if isStrict {
                refuseUnknown(header, place)
            } else {
                unread.append("\"\(header)\"")
            }
        }
        guard !unread.isEmpty else { return }
        let known =
            profile.wideRatesFrom == nil
            ? "no field is known for them, or another column holds it" : "they are no currencies of today"
        let reason = profile.ignoresOthersBecause ?? known
        statements.append("not read: \(unread.joined(separator: ", ")) (\(reason))")
    }

    private mutating func refuseUnknown(_ header: String, _ place: Int) {
        guard headers.firstIndex(of: header) == place else {
            fail(.duplicateColumn, column: place, header: header, "the column is there twice")
            return
        }
        let missing = profile.columns.map(\.header).filter { !headers.contains($0) }
        let advice =
            Spelling.nearest(to: header, among: missing).map { "; did you mean \"\($0)\"?" }
            ?? "; give it a `column` or an `ignore` line in a profile of your own"
        fail(
            .unknownColumn,
            column: place,
            header: header,
            "the profile \(profile.name) does not know the column" + advice
        )
    }

    mutating func checkRequiredFields() {
        var unnamed: [ImportField] = []
        for field in missingFields {
            guard let column = profile.columns.first(where: { $0.fields.contains(field) }) else {
                unnamed.append(field)
                continue
            }
            let known = profile.namedHeaders
            let advice =
                Spelling.nearest(to: column.header, among: headers.filter { !known.contains($0) })
                .map { "; the file has \"\($0)\"" } ?? ""
            let message = "the column of `\(field.rawValue)` is missing" + advice
            fail(.missingColumn, column: nil, header: column.header, message)
        }
        guard !unnamed.isEmpty else { return }
        let isNoHeader = columns.isEmpty && profile.findsColumnsByHeader
        fail(.missingColumn, column: nil, header: nil, isNoHeader ? adviceOnNoHeader : advice(onMissing: unnamed))
    }

    /// The required fields that nothing gives a value.
    var missingFields: [ImportField] {
        profile.kind.requiredFields.filter { field in
            let isWide = field == .toCurrency || field == .fromCurrency || field == .rate
            if profile.wideRatesFrom != nil, isWide { return false }
            return !hasSource(field) && !(profile.kind.alternative(to: field).map(hasSource) ?? false)
        }
    }

    private func hasSource(_ field: ImportField) -> Bool {
        columns[field] != nil || profile.defaults[field] != nil || profile.derivedKey(for: field) != nil
            || profile.derivedDays.contains { $0.field == field }
    }

    private var unread: [String] {
        headers.indices.filter { !settled.contains($0) && !headers[$0].isEmpty }.map { headers[$0] }
    }

    private var unreadText: String {
        unread.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ") + (unread.count > 8 ? ", …" : "")
    }

    private var adviceOnNoHeader: String {
        "none of these is a header that is known for \(profile.kind.rawValue): \(unreadText); is the row of headers"
            + " missing? if not, name them in a profile by lines such as `column \"\(unread.first ?? "Header")\" is"
            + " \(profile.kind.requiredFields.first?.rawValue ?? "")`"
    }

    private func advice(onMissing fields: [ImportField]) -> String {
        let names = fields.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        let rest = unread.isEmpty ? "" : "; not read are \(unreadText)"
        var advice: [String] = []
        if let field = fields.first(where: { $0 != .currency }) {
            let column = "`column \"\(unread.first ?? "Header")\" is \(field.rawValue)`"
            advice.append("a profile with the lines `columns by header` and \(column) says which one it is")
        }
        if fields.contains(.currency) { advice.append("`default currency \"EUR\"` in a profile says it for all rows") }
        return "no column is known to hold \(names)\(rest); \(advice.joined(separator: "; "))"
    }
}
