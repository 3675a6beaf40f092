package import Store
import Values
import Wire

/// The list of imports, for people and for programs.
package enum ImportList {
    /// An import on one line: when, which, what it held and what it did.
    package static func line(of batch: ImportBatchRow) -> String {
        let count = batch.count
        var line = "\(batch.recordedAt)\t\(batch.id)\t\(batch.kind)\t\(batch.fileName)\t\(batch.rowCount) rows"
        line += "\t\(count.inserted) new, \(count.changed) changed, \(count.unchanged) as before"
        if batch.skippedCount > 0 { line += ", \(batch.skippedCount) left out" }
        if let undoneAt = batch.undoneAt { line += "\tundone \(undoneAt)" }
        return line
    }

    /// The imports as a JSON array.
    package static func json(of batches: [ImportBatchRow]) -> String {
        var json = JSONWriter()
        json.array { list in
            for batch in batches {
                list.object { object in
                    object.field("import", batch.id)
                    object.field("kind", batch.kind)
                    object.field("profile", batch.profile)
                    object.field("file", batch.fileName)
                    object.field("file_hash", batch.fileHash)
                    object.field("row_count", batch.rowCount)
                    object.field("skipped_count", batch.skippedCount)
                    object.field("inserted", batch.count.inserted)
                    object.field("changed", batch.count.changed)
                    object.field("unchanged", batch.count.unchanged)
                    object.field("recorded_at", batch.recordedAt)
                    object.field("undone_at", batch.undoneAt)
                }
            }
        }
        return json.text
    }
}
