package import Receivables
package import Store
package import Values
package import Wire

/// What taking an import back did, or would do.
package struct ImportUndoReport: Hashable, Sendable {
    package let importID: Identifier<ImportBatch>
    package let fileName: String
    package let count: ImportUndoCount
    /// Whether nothing of it was kept, because that was asked for.
    package let isDryRun: Bool

    /// Writes the report as an object: `import`, `file`, `restored`, `removed`, `voided`, `kept`, `dry_run`.
    package func write(to json: inout JSONWriter) {
        json.object { object in
            object.field("import", importID)
            object.field("file", fileName)
            object.field("restored", count.restored)
            object.field("removed", count.removed)
            object.field("voided", count.voided)
            object.field("kept", count.kept)
            object.field("dry_run", isDryRun)
        }
    }
}

extension ImportUndoReport: CustomStringConvertible {
    /// What became of the rows that the import wrote, in lines for people.
    package var description: String {
        var lines = [isDryRun ? "undoing \(fileName) would do this:" : "\(fileName) is undone"]
        lines.append("\(count.removed) rows that it had added are removed")
        lines.append("\(count.restored) rows that it had changed say again what they said before")
        if count.voided > 0 {
            lines.append("\(count.voided) invoices that decisions refer to stay, withdrawn on the day they were issued")
        }
        if count.kept > 0 { lines.append("\(count.kept) customers that decisions or invoices refer to stay") }
        if isDryRun { lines.append("nothing was written, because it is a dry run") }
        return lines.joined(separator: "\n")
    }
}

/// Takes imports back.
package enum ImportUndoing {
    /// Takes one import back: all of it, or nothing.
    ///
    /// - Parameters:
    ///   - name: the import's identifier, the beginning of one that no other has, or `last`.
    ///   - isDryRun: whether everything is done but kept.
    /// - Throws: ``Refusal`` where there is no such import, it was undone already, or something later stands on it;
    ///   ``Store/StoreError``.
    package static func undo(
        _ name: String,
        of company: Company,
        office: Office,
        isDryRun: Bool
    ) throws -> ImportUndoReport {
        let recording = try office.recording(of: company)
        do {
            // The undoing looks up itself what refers to the rows that it removes.
            return try office.database.load(for: company.id) { scope in
                let batches = try ImportBatchRow.all(in: scope.reading)
                let batch = try find(name, among: batches)
                switch try batch.undo(at: recording, in: scope) {
                case .success(let count):
                    let report = ImportUndoReport(
                        importID: batch.id,
                        fileName: batch.fileName,
                        count: count,
                        isDryRun: isDryRun
                    )
                    if isDryRun { throw DryRunDone(report: report) }
                    return report
                case .failure(let blocked):
                    throw Refusal.importInUse(batch.fileName, why: why(blocked.obstacle, batches))
                }
            }
        } catch let done as DryRunDone {
            return done.report
        }
    }

    private struct DryRunDone: Error {
        let report: ImportUndoReport
    }

    private static func find(_ name: String, among batches: [ImportBatchRow]) throws(Refusal) -> ImportBatchRow {
        if name == "last" {
            guard let last = batches.first(where: { $0.undoneAt == nil }) else { throw .noSuchImport(name) }
            return last
        }
        let meant = batches.filter { $0.id.description.hasPrefix(name.lowercased()) }
        guard meant.count == 1, let batch = meant.first, name.count >= 4 else { throw .noSuchImport(name) }
        guard batch.undoneAt == nil else { throw .importUndone(batch.fileName) }
        return batch
    }

    private static func why(_ obstacle: ImportUndoObstacle, _ batches: [ImportBatchRow]) -> String {
        func name(_ id: Identifier<ImportBatch>) -> String {
            let file = batches.first { $0.id == id }?.fileName ?? "a file"
            return "the import of \(file)"
        }
        func advice(_ id: Identifier<ImportBatch>) -> String { "undo that one first: `arclight import undo \(id)`" }
        switch obstacle {
        case .changedSince(let by?, let table):
            return "\(name(by)) has changed rows of `\(table)` that it wrote; \(advice(by))"
        case .changedSince(nil, let table):
            return "a person has changed rows of `\(table)` that it wrote since, and that would be lost"
        case .referredTo(let by?, let table):
            return "\(name(by)) has rows of `\(table)` about what it added; \(advice(by))"
        case .referredTo(nil, let table):
            return "rows of `\(table)` that a person or the product wrote are about what it added"
        }
    }
}
