import Store
import Values
import Wire

/// What becomes of rows that cannot be taken.
package enum BadRows: Hashable, Sendable {
    /// They keep the whole file out.
    case refuseFile
    /// They are left out, and written to a file at this path with the reason of each.
    case leftOut(rejectsPath: String)
}

/// How an import is to be done.
package struct ImportOptions: Hashable, Sendable {
    package var badRows: BadRows
    /// Whether everything is done but kept.
    package var isDryRun: Bool
    /// What the file is called in the list of imports.
    package var fileName: String

    /// An import of a file with this name.
    package init(fileName: String, badRows: BadRows = .refuseFile, isDryRun: Bool = false) {
        self.fileName = fileName
        self.badRows = badRows
        self.isDryRun = isDryRun
    }
}

/// How far an import has come.
package struct ImportProgress: Hashable, Sendable {
    package let done: Int
    package let total: Int
}

/// The second pass over a file: from rows to the books, in the scope's transaction.
struct ImportLoading: ~Copyable {
    private let plan: ImportPlan
    private let options: ImportOptions
    private let progress: (ImportProgress) -> Void
    private var stream: CSVStream
    private var notes: RowNotes
    private var problems = ProblemList()
    private var remarks = ProblemList()
    private var counts = ImportCounts()
    private var rowCount = 0
    private var skippedCount = 0
    private var leftOutCount = 0
    private var leading: [(line: Int, cells: [String])] = []
    private var preview: ImportPreview
    private let skippingColumns: [Int]

    /// So many rows pass between two words of progress.
    private static let progressStep = 8_192

    init(
        _ plan: ImportPlan,
        from file: ImportFile,
        options: ImportOptions,
        progress: @escaping (ImportProgress) -> Void
    ) throws(ImportRefusal) {
        self.plan = plan
        self.options = options
        self.progress = progress
        stream = CSVStream(try file.open(), dialect: plan.dialect, encoding: plan.encoding)
        notes = RowNotes(plan)
        preview = ImportPreview(plan)
        var columns: [Int] = []
        for rows in plan.skippedRows where !columns.contains(rows.column) { columns.append(rows.column) }
        skippingColumns = columns
    }

    /// Takes all rows.
    ///
    /// - Throws: ``ImportRefusal`` with every problem, unless bad rows are left out; what the store throws.
    consuming func run(
        by taker: consuming some RowTaker & ~Copyable,
        importID: Identifier<ImportBatch>
    ) throws -> ImportReport {
        try passLeadingRecords()
        var rejects: RejectsFile?
        if case .leftOut(let path) = options.badRows, !options.isDryRun {
            rejects = try RejectsFile(at: path, for: plan, leading: leading)
        }
        while try advance() {
            if stream.fields.isEmpty {
                // Broken as a record: there is nothing to take, and no cells to hand back.
            } else if isLeftOut() {
                leftOutCount += 1
                continue
            } else if stream.fields.count != plan.headers.count, !hasOnlyEmptyCellsMore {
                let count = stream.fields.count
                let fields = count == 1 ? "1 field" : "\(count) fields"
                notes.fail(.wrongFieldCount, "the row has \(fields), the header has \(plan.headers.count)")
            } else {
                try taker.take(stream, &notes, &counts)
            }
            if notes.isClean {
                if options.isDryRun, preview.wantsMore { preview.add(stream) }
            } else {
                skippedCount += 1
                for problem in notes.problems { problems.add(problem) }
                let why = notes.problems.map(\.inOneLine).joined(separator: "; ")
                if rejects != nil { try rejects?.add(stream, why: why) }
            }
            for remark in notes.remarks { remarks.add(remark) }
        }
        for problem in try taker.finish(&counts) {
            // It belongs to no one row, so that no row can be left out for it.
            throw ImportRefusal(problems: [problem], problemCount: 1)
        }
        progress(ImportProgress(done: rowCount, total: plan.rowCount))
        if options.badRows == .refuseFile, !options.isDryRun, let refusal = problems.refusal { throw refusal }
        if rowCount > 0, skippedCount == rowCount - leftOutCount, skippedCount > 0, !options.isDryRun,
            let refusal = problems.refusal
        {
            throw refusal
        }
        if skippedCount > 0 { try rejects?.finish() }
        return ImportReport(
            plan,
            importID: importID,
            options: options,
            rowCount: rowCount - leftOutCount,
            leftOutCount: leftOutCount,
            skippedCount: skippedCount,
            counts: counts,
            problems: problems,
            remarks: remarks,
            preview: options.isDryRun ? preview.lines : []
        )
    }

    private mutating func passLeadingRecords() throws(ImportRefusal) {
        while leading.count < plan.leadingRecordCount {
            do throws(CSVError) {
                guard try stream.next() else { return }
                leading.append((line: stream.line, cells: stream.texts))
            } catch {
                // The survey went past it too.
                leading.append((line: error.place.line, cells: []))
            }
        }
    }

    /// Reads the next row; a broken one has no fields, and its mistake is noted.
    private mutating func advance() throws(ImportRefusal) -> Bool {
        do throws(CSVError) {
            guard try stream.next() else { return false }
            notes.begin(line: stream.line)
        } catch {
            let problem = RowProblem(.malformedFile, line: error.place.line, error.message)
            guard !error.endsReading else { throw ImportRefusal(problems: [problem], problemCount: 1) }
            notes.begin(line: error.place.line)
            notes.fail(.malformedFile, error.message)
        }
        rowCount += 1
        if rowCount % ImportLoading.progressStep == 0 { progress(ImportProgress(done: rowCount, total: plan.rowCount)) }
        return true
    }

    /// Whether the row ends in more delimiters than the header, and nothing else.
    private var hasOnlyEmptyCellsMore: Bool {
        guard stream.fields.count > plan.headers.count else { return false }
        return stream.fields[plan.headers.count...].allSatisfy(\.range.isEmpty)
    }

    /// Whether the profile leaves the row out.
    private func isLeftOut() -> Bool {
        guard !skippingColumns.isEmpty else { return false }
        let bytes = stream.bytes.span
        for column in skippingColumns where column < stream.fields.count {
            let range = CellEdges.trimmed(stream.fields[column].range, in: bytes)
            if plan.skips(bytes.extracting(range), in: column) { return true }
        }
        return false
    }
}

extension RowProblem {
    /// The problem in the words of a cell beside the row: the row itself says where.
    fileprivate var inOneLine: String {
        guard let header else { return message }
        return "\(header): \(message)"
    }
}

/// The first rows as they would be read.
struct ImportPreview {
    private static let rowLimit = 5

    private let cells: RowCells
    private let sources: [FieldSource]
    private(set) var lines: [String] = []

    init(_ plan: ImportPlan) {
        cells = RowCells(plan)
        let cells = cells
        sources = plan.kind.fields.map { cells.source($0) }.filter(\.isThere)
    }

    var wantsMore: Bool { lines.count < ImportPreview.rowLimit }

    mutating func add(_ stream: borrowing CSVStream) {
        var notes = RowNotes(cells.plan)
        let currency = cells.currency(cells.source(.currency), stream, &notes) ?? .usd
        var parts: [String] = []
        for source in sources {
            let text: String? =
                switch source.field.content {
                case .day: cells.day(source, stream, &notes)?.description
                case .amount: cells.amount(source, in: currency, stream, &notes)?.decimalText
                case .key, .rate, .text: cells.said(source, stream)
                }
            if let text { parts.append("\(source.field.rawValue) \(text)") }
        }
        lines.append("line \(stream.line): " + parts.joined(separator: ", "))
    }
}
