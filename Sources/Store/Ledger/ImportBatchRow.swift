package import SQLite
package import Values

/// A file that was imported.
///
/// The type is the subject of its identifiers.
package enum ImportBatch {}

/// A row of `import_batch`: which file was read, and what it changed.
package struct ImportBatchRow: Hashable, Sendable {
    package let id: Identifier<ImportBatch>
    /// The hash of the file's bytes.
    package let fileHash: ContentHash
    /// What the file held, such as `invoices`.
    package let kind: String
    /// The name of the profile it was read with.
    package let profile: String
    package let count: UpsertCount
    package let recordedAt: Instant

    /// A file that was read.
    package init(
        id: Identifier<ImportBatch>,
        fileHash: ContentHash,
        kind: String,
        profile: String,
        count: UpsertCount,
        recordedAt: Instant
    ) {
        self.id = id
        self.fileHash = fileHash
        self.kind = kind
        self.profile = profile
        self.count = count
        self.recordedAt = recordedAt
    }

    /// Every import of the scope's company, newest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ImportBatchRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY recorded_at DESC, id DESC"
        )
    }

    /// The import of this very file as this kind, where there was one.
    package static func find(
        fileHash: ContentHash,
        kind: String,
        in scope: CompanyScope
    ) throws(SQLiteError) -> ImportBatchRow? {
        try scope.connection.one(
            "\(selection) WHERE company_id = \(scope.company) AND file_hash = \(fileHash) AND kind = \(kind)"
        )
    }

    /// Adds the import.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO import_batch (company_id, id, file_hash, kind, profile, inserted_count, changed_count,
                unchanged_count, recorded_at)
            VALUES (\(scope.company), \(id), \(fileHash), \(kind), \(profile), \(count.inserted), \(count.changed),
                \(count.unchanged), \(recordedAt))
            """
        )
    }

    private static let selection: StaticString = """
        SELECT id, file_hash, kind, profile, inserted_count, changed_count, unchanged_count, recorded_at
        FROM import_batch
        """
}

extension ImportBatchRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        fileHash = try row.hash()
        kind = try row.text()
        profile = try row.text()
        count = UpsertCount(inserted: try row.int(), changed: try row.int(), unchanged: try row.int())
        recordedAt = try row.instant()
    }
}
