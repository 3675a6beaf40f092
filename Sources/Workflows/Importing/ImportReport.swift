package import Store
package import Values
package import Wire

/// What an import did.
package struct ImportReport: Hashable, Sendable {
    package let kind: ImportKind
    /// The profile's name.
    package let profile: String
    package let fileHash: ContentHash
    /// How many rows the file has, without its header.
    package let rowCount: Int
    /// Whether the very file had been imported before; then nothing was changed.
    package let isRepeated: Bool
    package internal(set) var customers = UpsertCount()
    package internal(set) var invoices = UpsertCount()
    package internal(set) var payments = UpsertCount()
    package internal(set) var promises = UpsertCount()
    package internal(set) var disputes = UpsertCount()
    /// What the file's owner should know; at most ``ImportRefusal/shownLimit``.
    package let remarks: [RowProblem]
    /// How many remarks there are, shown or not.
    package let remarkCount: Int

    init(of records: ImportedRecords) {
        self.init(records, isRepeated: false)
    }

    init(repeating records: ImportedRecords) {
        self.init(records, isRepeated: true)
    }

    private init(_ records: ImportedRecords, isRepeated: Bool) {
        kind = records.kind
        profile = records.profile
        fileHash = records.fileHash
        rowCount = records.rowCount
        self.isRepeated = isRepeated
        remarks = isRepeated ? [] : records.remarks
        remarkCount = isRepeated ? 0 : records.remarkCount
    }

    /// The rows of all tables together.
    package var total: UpsertCount {
        customers + invoices + payments + promises + disputes
    }

    /// Whether anything in the books is other than before.
    package var changedBooks: Bool {
        total.inserted + total.changed > 0
    }

    private var tables: [(name: StaticString, count: UpsertCount)] {
        [
            ("customers", customers), ("invoices", invoices), ("payments", payments), ("promises", promises),
            ("disputes", disputes),
        ]
    }

    /// Writes the report as an object: `kind`, `profile`, `file_hash`, `row_count`, `repeated`, a count of inserted,
    /// changed and unchanged rows for each table, `remark_count` and `remarks`.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("kind")
        json.value(kind.rawValue)
        json.key("profile")
        json.value(profile)
        json.key("file_hash")
        json.value(fileHash.description)
        json.key("row_count")
        json.value(rowCount)
        json.key("repeated")
        json.value(isRepeated)
        for (name, count) in tables {
            json.key(name)
            json.beginObject()
            json.key("inserted")
            json.value(count.inserted)
            json.key("changed")
            json.value(count.changed)
            json.key("unchanged")
            json.value(count.unchanged)
            json.endObject()
        }
        json.key("remark_count")
        json.value(remarkCount)
        json.key("remarks")
        json.beginArray()
        for remark in remarks { remark.write(to: &json) }
        json.endArray()
        json.endObject()
    }
}

extension ImportReport: CustomStringConvertible {
    /// A line for the file, one for each table it touched, and one for each remark shown.
    package var description: String {
        let rows = rowCount == 1 ? "1 row" : "\(rowCount) rows"
        let head = "\(kind.rawValue) by \(profile), \(rows), file \(fileHash.short)"
        guard !isRepeated else { return head + "\nthis very file was imported before; nothing changed" }
        let touched = tables.filter { $0.count.total > 0 }.map { name, count in
            "\(name): \(count.inserted) new, \(count.changed) changed, \(count.unchanged) as before"
        }
        let hidden = remarkCount - remarks.count
        let more = hidden > 0 ? ["and \(hidden) more remarks"] : []
        return ([head] + touched + remarks.map(\.description) + more).joined(separator: "\n")
    }
}
