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
    /// The file's name, without its folder.
    package let fileName: String
    /// How many rows the file has, without its header.
    package let rowCount: Int
    /// How many of them could not be taken and were left out.
    package let skippedCount: Int
    package let count: UpsertCount
    package let recordedAt: Instant
    /// When its changes were taken back, where they were.
    package let undoneAt: Instant?

    /// A file that was read.
    package init(
        id: Identifier<ImportBatch>,
        fileHash: ContentHash,
        kind: String,
        profile: String,
        fileName: String,
        rowCount: Int,
        skippedCount: Int = 0,
        count: UpsertCount,
        recordedAt: Instant,
        undoneAt: Instant? = nil
    ) {
        self.id = id
        self.fileHash = fileHash
        self.kind = kind
        self.profile = profile
        self.fileName = fileName
        self.rowCount = rowCount
        self.skippedCount = skippedCount
        self.count = count
        self.recordedAt = recordedAt
        self.undoneAt = undoneAt
    }

    /// Every import of the scope's company, newest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ImportBatchRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY recorded_at DESC, id DESC"
        )
    }

    /// The last import of this very file as this kind that still stands, where there was one.
    package static func find(
        fileHash: ContentHash,
        kind: String,
        in scope: CompanyScope
    ) throws(SQLiteError) -> ImportBatchRow? {
        try scope.connection.one(
            """
            \(selection) WHERE company_id = \(scope.company) AND file_hash = \(fileHash) AND kind = \(kind)
                AND undone_at IS NULL
            ORDER BY recorded_at DESC, id DESC LIMIT 1
            """
        )
    }

    /// Adds the import.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO import_batch (company_id, id, file_hash, kind, profile, file_name, row_count, skipped_count,
                inserted_count, changed_count, unchanged_count, recorded_at, undone_at)
            VALUES (\(scope.company), \(id), \(fileHash), \(kind), \(profile), \(fileName), \(rowCount),
                \(skippedCount), \(count.inserted), \(count.changed), \(count.unchanged), \(recordedAt), \(undoneAt))
            """
        )
    }

    private static let selection: StaticString = """
        SELECT id, file_hash, kind, profile, file_name, row_count, skipped_count, inserted_count, changed_count,
            unchanged_count, recorded_at, undone_at
        FROM import_batch
        """
}

extension ImportBatchRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        fileHash = try row.hash()
        kind = try row.text()
        profile = try row.text()
        fileName = try row.text()
        rowCount = try row.int()
        skippedCount = try row.int()
        count = UpsertCount(inserted: try row.int(), changed: try row.int(), unchanged: try row.int())
        recordedAt = try row.instant()
        undoneAt = row.instantIfAny()
    }
}
