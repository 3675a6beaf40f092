import Values
import Wire

/// What all rows of a file together show about its days and amounts.
struct FileEvidence {
    private struct DayColumn {
        let column: Int
        /// The format that the profile gives, or `nil` where it is to be found.
        let stated: DayFormat?
        var evidence = DayEvidence()
    }

    private struct Watched {
        enum Content {
            case day(Int), amount, rate
        }

        let column: Int
        let content: Content
        let hasMeanings: Bool
    }

    private let profile: ImportProfile
    private let layout: ImportLayout
    private var days: [DayColumn] = []
    private var amounts = AmountEvidence()
    private var rates = AmountEvidence()
    private var watched: [Watched] = []
    private(set) var cellMeanings: [ImportPlan.CellMeaning] = []
    private(set) var skippedRows: [ImportPlan.SkippedRows] = []

    init(profile: ImportProfile, layout: ImportLayout) {
        self.profile = profile
        self.layout = layout
        cellMeanings = profile.cellMeanings.compactMap { meaning in
            layout.headers.firstIndex(of: meaning.header).map { column in
                ImportPlan.CellMeaning(
                    column: column,
                    cell: Array(meaning.cell.utf8),
                    meaning: Array(meaning.meaning.utf8)
                )
            }
        }
        skippedRows = profile.skippedRows.compactMap { rows in
            layout.headers.firstIndex(of: rows.header).map { column in
                ImportPlan.SkippedRows(column: column, test: rows.test, cell: Array(rows.cell.utf8))
            }
        }
        for field in ImportField.allCases {
            guard let column = layout.column(of: field) else { continue }
            switch field.content {
            case .day: watchDays(column)
            case .amount: if profile.amountFormat == nil { watch(column, .amount) }
            case .rate: if profile.amountFormat == nil { watch(column, .rate) }
            case .key, .text: break
            }
        }
        if profile.amountFormat == nil { for rate in layout.rateColumns { watch(rate.column, .rate) } }
    }

    private mutating func watchDays(_ column: Int) {
        guard !days.contains(where: { $0.column == column }) else { return }
        let header = layout.headers[column]
        let stated = profile.columnDayFormats.first { $0.header == header }?.format ?? profile.dayFormat
        watch(column, .day(days.count))
        days.append(DayColumn(column: column, stated: stated))
    }

    private mutating func watch(_ column: Int, _ content: Watched.Content) {
        let hasMeanings = cellMeanings.contains { $0.column == column }
        watched.append(Watched(column: column, content: content, hasMeanings: hasMeanings))
    }

    // MARK: Rows

    /// Looks at the current record of the stream.
    mutating func note(_ stream: borrowing CSVStream) {
        let bytes = stream.bytes.span
        if !skippedRows.isEmpty, isSkipped(stream) { return }
        for index in watched.indices {
            let column = watched[index].column
            guard column < stream.fields.count else { continue }
            let range = CellEdges.trimmed(stream.fields[column].range, in: bytes)
            guard !range.isEmpty else { continue }
            let cell = bytes.extracting(range)
            if watched[index].hasMeanings, hasMeaning(cell, column) { continue }
            switch watched[index].content {
            case .day(let place): days[place].evidence.note(cell, line: stream.line)
            case .amount: amounts.note(cell, line: stream.line, column: column)
            case .rate: rates.note(cell, line: stream.line, column: column)
            }
        }
    }

    private func isSkipped(_ stream: borrowing CSVStream) -> Bool {
        let bytes = stream.bytes.span
        for rows in skippedRows where rows.column < stream.fields.count {
            let range = CellEdges.trimmed(stream.fields[rows.column].range, in: bytes)
            if rows.matches(bytes.extracting(range)) { return true }
        }
        return false
    }

    private func hasMeaning(_ cell: Span<UInt8>, _ column: Int) -> Bool {
        for meaning in cellMeanings where meaning.column == column && meaning.matches(cell) { return true }
        return false
    }

    // MARK: What follows from them

    /// The formats of a file.
    struct Formats {
        /// By ``ImportField/place``.
        var days: [DayFormat]
        var amount: AmountFormat
        var rate: AmountFormat
        var statements: [String] = []
    }

    /// The formats of the file; what cannot be settled goes to `problems`.
    func formats(line: Int, problems: inout ProblemList) -> Formats {
        var formats = Formats(
            days: Array(repeating: .iso, count: ImportField.allCases.count),
            amount: (profile.amountFormat ?? .plain).on(profile.kind.amountSide),
            rate: profile.amountFormat ?? .plain
        )
        let found = days.map { format(of: $0, problems: &problems) }
        for (day, format) in zip(days, found) {
            guard let format else { continue }
            for field in ImportField.allCases where field.isDay && layout.column(of: field) == day.column {
                formats.days[field.place] = format
            }
        }
        formats.statements += statements(on: found)
        guard profile.amountFormat == nil else { return formats }
        if let amount = format(amounts.finding, problems: &problems) {
            formats.amount = amount.on(profile.kind.amountSide)
            if amounts.valueCount > 0 { formats.statements.append("amounts are written \(amount.example)") }
            if amounts.hasSides {
                formats.statements.append(
                    "`CR` and `H` behind an amount take it off what is owed, `DR` and `S` add to it"
                )
            }
        }
        if let rate = format(rates.rateFinding, problems: &problems) {
            formats.rate = rate
            if rates.valueCount > 0 {
                formats.statements.append("rates are written like \(rate.decimal == .point ? "1.0915" : "1,0915")")
            }
        }
        return formats
    }

    /// What is said of days, once for all columns that write them alike.
    private func statements(on formats: [DayFormat?]) -> [String] {
        var said: [(writing: String, columns: [String])] = []
        for (day, format) in zip(days, formats) {
            guard let format, day.evidence.valueCount > 0 else { continue }
            let isShort = format.pattern.contains("YY") && !format.pattern.contains("YYYY")
            let writing =
                (format == .serial ? "numbered as in a spreadsheet" : "written \(format.pattern)")
                + (isShort ? ", where 70 to 99 are the years from 1970 and 00 to 69 those from 2000" : "")
                + (day.evidence.hasTime ? "; the time of day behind them is dropped" : "")
            let column = "\"\(layout.headers[day.column])\""
            if let place = said.firstIndex(where: { $0.writing == writing }) {
                said[place].columns.append(column)
            } else {
                said.append((writing, [column]))
            }
        }
        return said.map { "days in \($0.columns.joined(separator: ", ")) are \($0.writing)" }
    }

    private func name(_ column: Int) -> String { "column \(column + 1) \"\(layout.headers[column])\"" }

    private func format(of day: DayColumn, problems: inout ProblemList) -> DayFormat? {
        if let stated = day.stated { return stated }
        guard day.evidence.valueCount > 0 else { return .iso }
        guard let leading = day.evidence.leading else {
            if let unread = day.evidence.unread {
                problems.add(
                    problem(
                        .badDay,
                        day.column,
                        (unread.text, unread.line),
                        "no cell of this column is a day in any known form; state it by"
                            + " `day format for \"\(layout.headers[day.column])\" PATTERN` in a profile"
                    )
                )
            }
            return nil
        }
        if let disagreement = disagreement(with: leading, day) {
            problems.add(disagreement)
            return nil
        }
        if let order = order(of: leading) { return leading.shape.format(in: order, isUnpadded: leading.isUnpadded) }
        if let example = leading.example { problems.add(ambiguity(of: leading, day, example)) }
        return nil
    }

    /// The order of a column's days: its own where it is settled, or else the one that a column of the same shape shows.
    private func order(of candidate: DayEvidence.Candidate) -> DayOrders? {
        if candidate.orders.isSettled { return candidate.orders }
        var shown: DayOrders = []
        for day in days {
            guard let other = day.evidence.leading, other.shape == candidate.shape, other.orders.isSettled else {
                continue
            }
            if candidate.orders.isSuperset(of: other.orders) { shown.formUnion(other.orders) }
        }
        if shown.isSettled { return shown }
        // Where every value is the same day either way, nothing has to be settled.
        return candidate.example == nil && shown.isEmpty ? candidate.orders.first : nil
    }

    /// The problem of a column that writes its days in another order than one before it, with the same signs: one of the
    /// two has a slip in it more often than not.
    private func disagreement(with candidate: DayEvidence.Candidate, _ day: DayColumn) -> RowProblem? {
        guard candidate.orders.isSettled, let proof = candidate.proof else { return nil }
        for earlier in days where earlier.column < day.column && earlier.stated == nil {
            guard let other = earlier.evidence.leading, other.shape == candidate.shape, let otherProof = other.proof,
                other.orders.isSettled, other.orders != candidate.orders,
                let own = candidate.shape.format(in: candidate.orders, isUnpadded: candidate.isUnpadded),
                let others = other.shape.format(in: other.orders, isUnpadded: other.isUnpadded)
            else { continue }
            let header = layout.headers[day.column]
            return problem(
                .ambiguousDays,
                day.column,
                proof,
                "this is written \(own.pattern), but `\(otherProof.text)` in \(name(earlier.column)) on line"
                    + " \(otherProof.line) is written \(others.pattern); if both are right, say"
                    + " `day format for \"\(header)\" \(own.quotedPattern)` in a profile"
            )
        }
        return nil
    }

    private func ambiguity(
        of candidate: DayEvidence.Candidate,
        _ day: DayColumn,
        _ example: (text: String, line: Int)
    ) -> RowProblem {
        let formats = candidate.orders.all.compactMap {
            candidate.shape.format(in: $0, isUnpadded: candidate.isUnpadded)
        }
        let readings = formats.compactMap { format in
            format.day(Array(example.text.utf8)).map { "\($0) if it is written \(format.pattern)" }
        }
        let lines = formats.map { "`day format \($0.quotedPattern)`" }
        return problem(
            .ambiguousDays,
            day.column,
            example,
            "this can be read as \(readings.joined(separator: ", or as ")), and no other cell settles it;"
                + " say which by \(lines.joined(separator: " or ")) in a profile"
        )
    }

    private func format(_ finding: AmountEvidence.Finding, problems: inout ProblemList) -> AmountFormat? {
        switch finding {
        case .format(let format): return format
        case .ambiguous(let example):
            let isPoint = example.text.contains(".")
            let digits = example.text.filter { $0.isNumber || $0 == "." || $0 == "," }
            let sign = isPoint ? "." : ","
            let whole = digits.replacing(sign, with: "")
            let decimal = isPoint ? digits : digits.replacing(",", with: ".")
            let settling = [
                isPoint ? "`decimal comma` and `grouping point`" : "`decimal point` and `grouping comma`",
                isPoint ? "`decimal point`" : "`decimal comma`",
            ]
            problems.add(
                problem(
                    .ambiguousAmounts,
                    example.column,
                    (example.text, example.line),
                    "this can be read as \(whole), or as \(decimal) with three decimals, and no other amount settles it;"
                        + " say which by \(settling.joined(separator: ", or by ")), in a profile"
                )
            )
        case .contradictory(let first, let second):
            problems.add(
                problem(
                    .contradictoryAmounts,
                    second.column,
                    (second.text, second.line),
                    "this is written otherwise than `\(first.text)` on line \(first.line);"
                        + " say by `decimal point` or `decimal comma` in a profile which of them is right"
                )
            )
        }
        return nil
    }

    private func problem(
        _ code: RowProblem.Code,
        _ column: Int?,
        _ example: (text: String, line: Int),
        _ message: String
    ) -> RowProblem {
        RowProblem(
            code,
            line: example.line,
            column: column.map { $0 + 1 },
            header: column.map { layout.headers[$0] },
            value: example.text,
            message
        )
    }
}

extension DayOrders {
    /// The orders, one by one.
    fileprivate var all: [DayOrders] { [.yearFirst, .dayFirst, .monthFirst].filter { contains($0) } }

    fileprivate var first: DayOrders? { all.first }
}

extension DayFormat {
    /// The pattern as a profile writes it.
    fileprivate var quotedPattern: String { pattern.contains(" ") ? "\"\(pattern)\"" : pattern }
}

extension AmountFormat {
    /// An amount written so, for people: `like 1,234.50`.
    fileprivate var example: String {
        let decimals = decimal == .point ? ".50" : ",50"
        return switch grouping {
        case .none: "like 1234\(decimals)"
        case .point: "like 1.234\(decimals)"
        case .comma: "like 1,234\(decimals)"
        case .space: "like 1 234\(decimals)"
        case .apostrophe: "like 1'234\(decimals)"
        case .indian: "like 1,23,456\(decimals)"
        }
    }
}
