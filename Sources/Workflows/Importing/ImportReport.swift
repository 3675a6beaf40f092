package import Store
package import Values
package import Wire

/// What an import did, or would do.
package struct ImportReport: Hashable, Sendable {
    package let kind: ImportKind
    /// The profile's name.
    package let profile: String
    package let fileHash: ContentHash
    /// The import, by which it can be undone; `nil` where nothing was recorded.
    package let importID: Identifier<ImportBatch>?
    /// How many rows the file has, without its header and those that the profile leaves out.
    package let rowCount: Int
    /// How many rows the profile leaves out.
    package let leftOutCount: Int
    /// How many rows could not be taken and were left out.
    package let skippedCount: Int
    /// Whether the very file had been imported before; then nothing was changed.
    package let isRepeated: Bool
    /// Whether nothing of it was kept, because that was asked for.
    package let isDryRun: Bool
    package let counts: ImportCounts
    /// How the file was read.
    package let statements: [String]
    /// Why rows were left out; at most ``ImportRefusal/shownLimit``.
    package let problems: [RowProblem]
    /// How many problems there are, shown or not.
    package let problemCount: Int
    /// What the file's owner should know; at most ``ImportRefusal/shownLimit``.
    package let remarks: [RowProblem]
    /// How many remarks there are, shown or not.
    package let remarkCount: Int
    /// The first rows as they would be read, where it is a dry run.
    package let preview: [String]
    /// Where the rows are that were left out.
    package let rejectsPath: String?

    init(
        _ plan: ImportPlan,
        importID: Identifier<ImportBatch>,
        options: ImportOptions,
        rowCount: Int,
        leftOutCount: Int,
        skippedCount: Int,
        counts: ImportCounts,
        problems: ProblemList,
        remarks: ProblemList,
        preview: [String]
    ) {
        kind = plan.kind
        profile = plan.profile.name
        fileHash = plan.fileHash
        self.importID = options.isDryRun ? nil : importID
        self.rowCount = rowCount
        self.leftOutCount = leftOutCount
        self.skippedCount = skippedCount
        isRepeated = false
        isDryRun = options.isDryRun
        self.counts = counts
        statements = plan.statements
        self.problems = problems.problems
        problemCount = problems.count
        self.remarks = remarks.problems
        remarkCount = remarks.count
        self.preview = preview
        if case .leftOut(let path) = options.badRows, skippedCount > 0, !options.isDryRun {
            rejectsPath = path
        } else {
            rejectsPath = nil
        }
    }

    /// The report on a file that was imported before.
    init(repeating plan: ImportPlan, _ batch: ImportBatchRow, isDryRun: Bool) {
        kind = plan.kind
        profile = plan.profile.name
        fileHash = plan.fileHash
        importID = batch.id
        rowCount = plan.rowCount
        leftOutCount = 0
        skippedCount = 0
        isRepeated = true
        self.isDryRun = isDryRun
        counts = ImportCounts()
        statements = plan.statements
        problems = []
        problemCount = 0
        remarks = []
        remarkCount = 0
        preview = []
        rejectsPath = nil
    }

    /// The rows of all tables together.
    package var total: UpsertCount { counts.total }

    /// Whether anything in the books is other than before.
    package var changedBooks: Bool { !isDryRun && total.inserted + total.changed > 0 }

    /// Writes the report as an object: `kind`, `profile`, `file_hash`, `import`, `row_count`, `left_out_count`,
    /// `skipped_count`, `repeated`, `dry_run`, a count of inserted, changed and unchanged rows for each table,
    /// `statements`, `problem_count`, `problems`, `remark_count`, `remarks`, `preview` and `rejects`.
    package func write(to json: inout JSONWriter) {
        json.object { object in
            object.field("kind", kind.rawValue)
            object.field("profile", profile)
            object.field("file_hash", fileHash)
            object.field("import", importID)
            object.field("row_count", rowCount)
            object.field("left_out_count", leftOutCount)
            object.field("skipped_count", skippedCount)
            object.field("repeated", isRepeated)
            object.field("dry_run", isDryRun)
            for (name, count) in counts.tables {
                object.object(name) { table in
                    table.field("inserted", count.inserted)
                    table.field("changed", count.changed)
                    table.field("unchanged", count.unchanged)
                }
            }
            object.array("statements") { list in for statement in statements { list.value(statement) } }
            object.field("problem_count", problemCount)
            object.array("problems") { list in for problem in problems { problem.write(to: &list) } }
            object.field("remark_count", remarkCount)
            object.array("remarks") { list in for remark in remarks { remark.write(to: &list) } }
            object.array("preview") { list in for line in preview { list.value(line) } }
            object.field("rejects", rejectsPath)
        }
    }
}

extension ImportReport: CustomStringConvertible {
    /// How the file was read, a line for each table it touched, what was left out and why, and the remarks.
    package var description: String {
        let rows = rowCount == 1 ? "1 row" : "\(rowCount) rows"
        var lines = ["\(kind.rawValue) by \(profile), \(rows), file \(fileHash.short)"]
        guard !isRepeated else {
            return lines[0] + "\nthis very file was imported before; nothing changed"
        }
        lines += statements.map { "  \($0)" }
        if !preview.isEmpty {
            lines.append("the first rows, as they are read:")
            lines += preview.map { "  \($0)" }
        }
        lines += counts.tables.filter { $0.count.total > 0 }.map { name, count in
            "\(name): \(count.inserted) new, \(count.changed) changed, \(count.unchanged) as before"
        }
        if leftOutCount > 0 { lines.append("left out by the profile: \(rowsText(leftOutCount))") }
        lines += shown(problems, of: problemCount, "problems")
        lines += shown(remarks, of: remarkCount, "remarks")
        if let rejectsPath {
            lines.append(
                "left out: \(rowsText(skippedCount)), now in \(rejectsPath) with the reasons; mend them there and import it"
            )
        }
        if let importID, !isDryRun {
            lines.append("import \(importID); `arclight import undo \(importID)` takes it back")
        }
        if isDryRun {
            lines.append(
                skippedCount > 0
                    ? "nothing was written, because it is a dry run; \(rowsText(skippedCount)) could not be taken"
                    : "nothing was written, because it is a dry run"
            )
        }
        return lines.joined(separator: "\n")
    }

    private func rowsText(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

    private func shown(_ problems: [RowProblem], of count: Int, _ noun: String) -> [String] {
        let hidden = count - problems.count
        return problems.map(\.description) + (hidden > 0 ? ["and \(hidden) more \(noun)"] : [])
    }
}
