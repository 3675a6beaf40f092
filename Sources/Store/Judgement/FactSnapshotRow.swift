package import SQLite
package import Values

/// A row of `fact_snapshot`: the facts that decisions read, stored once by their hash.
package struct FactSnapshotRow: Hashable, Sendable {
    package let hash: ContentHash
    /// The canonical text of the facts.
    package let text: String

    /// The facts with this hash.
    package init(
        hash: ContentHash,
        text: String
    ) {
        self.hash = hash
        self.text = text
    }

    /// Every snapshot of the scope's company, by hash.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [FactSnapshotRow] {
        try scope.connection.all(
            "SELECT hash, content FROM fact_snapshot WHERE company_id = \(scope.company) ORDER BY hash"
        )
    }

    /// The snapshot with this hash.
    package static func find(_ hash: ContentHash, in scope: CompanyScope) throws(SQLiteError) -> FactSnapshotRow? {
        try scope.connection.one(
            "SELECT hash, content FROM fact_snapshot WHERE company_id = \(scope.company) AND hash = \(hash)"
        )
    }

    /// Adds the snapshots that are not there yet, and says how many those were.
    @discardableResult
    package static func insert(
        _ snapshots: some Sequence<FactSnapshotRow>,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let statement = try scope.connection.prepare(
            """
            INSERT INTO fact_snapshot (company_id, hash, content) VALUES (?, ?, ?)
            ON CONFLICT (company_id, hash) DO NOTHING
            """ as StaticString
        )
        try statement.bind(scope.company, at: 1)
        var count = 0
        for snapshot in snapshots {
            try statement.bind(snapshot.hash.bytes, at: 2)
            try statement.bind(snapshot.text, at: 3)
            try statement.run()
            count += Int(scope.connection.changeCount)
        }
        return count
    }
}

extension FactSnapshotRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        hash = try row.hash()
        text = try row.text()
    }
}
