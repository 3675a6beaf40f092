import Values
import Wire

/// Which column of a file holds which field, from its header row and a profile.
struct ImportLayout {
    /// The headers, in the file's order.
    let headers: [String]
    /// The column of each field that has one, by the field's place in `ImportField.allCases`.
    private let columns: [Int?]

    /// The layout of a file with these headers; what does not fit the profile goes to `problems`.
    init(headers: [String], line: Int, profile: ImportProfile, problems: inout ProblemList) {
        self.headers = headers
        var seen: Set<String> = []
        let known = profile.columns.map(\.header) + profile.ignored.map(\.header)
        let missing = profile.columns.map(\.header).filter { !headers.contains($0) }
        for (index, header) in headers.enumerated() {
            if !seen.insert(header).inserted {
                problems.add(
                    RowProblem(
                        .duplicateColumn,
                        line: line,
                        column: index + 1,
                        header: header,
                        "the column is there twice"
                    )
                )
            } else if !known.contains(header) {
                let advice =
                    Spelling.nearest(to: header, among: missing).map { "; did you mean \"\($0)\"?" }
                    ?? "; give it a `column` or an `ignore` line in a profile of your own"
                problems.add(
                    RowProblem(
                        .unknownColumn,
                        line: line,
                        column: index + 1,
                        header: header,
                        "the profile \(profile.name) does not know the column" + advice
                    )
                )
            }
        }
        let required = profile.kind.requiredFields
        for column in profile.columns where !headers.contains(column.header) {
            guard required.contains(column.field), profile.defaults[column.field] == nil,
                profile.derivedKey(for: column.field) == nil
            else { continue }
            let advice =
                Spelling.nearest(to: column.header, among: headers.filter { !known.contains($0) })
                .map { "; the file has \"\($0)\"" } ?? ""
            problems.add(
                RowProblem(
                    .missingColumn,
                    line: line,
                    header: column.header,
                    "the column of `\(column.field.rawValue)` is missing" + advice
                )
            )
        }
        columns = ImportField.allCases.map { field in
            profile.columns.first { $0.field == field }.flatMap { headers.firstIndex(of: $0.header) }
        }
    }

    /// The column of `field`, from 0, or `nil` where it has none.
    func column(of field: ImportField) -> Int? {
        columns[field.place]
    }
}

extension ImportField {
    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// The field's place in the list of all fields.
    fileprivate var place: Int { Self.places[self] ?? 0 }
}
