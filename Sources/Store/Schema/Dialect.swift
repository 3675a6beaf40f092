internal import SQLite

/// What SQLite says differently from PostgreSQL; all other SQL of this module is in the words of both.
enum Dialect {
    /// What ends the definition of a table: columns hold the type they declare and no other.
    static let endOfTable: StaticString = ") STRICT"

    /// Joins tables in the order they are written in: the left one is walked, the right one looked up.
    ///
    /// PostgreSQL says `JOIN` and chooses by itself.
    static let joinInOrder: StaticString = "CROSS JOIN"

    /// Keeps a common table from being written into the query around it, where each mention would compute it again.
    static let materialized: StaticString = "AS MATERIALIZED"

    /// Sets up the connection that writes.
    ///
    /// - Throws: ``SQLiteError``; ``StoreError/notDurable(journalMode:synchronous:)`` where the settings do not hold.
    static func prepareWriting(_ connection: Connection) throws(StoreError) {
        do throws(SQLiteError) {
            connection.waitForLocks(milliseconds: 5_000)
            try connection.execute("PRAGMA journal_mode = WAL" as StaticString)
            try connection.execute("PRAGMA synchronous = FULL" as StaticString)
            try connection.execute("PRAGMA foreign_keys = ON" as StaticString)
            try connection.execute("PRAGMA cell_size_check = ON" as StaticString)
            try connection.execute("PRAGMA trusted_schema = OFF" as StaticString)
            // In pages of 4 KiB: a checkpoint about every 16 MB, so that an import does not pay for one every 1,000 rows.
            try connection.execute("PRAGMA wal_autocheckpoint = 4000" as StaticString)
            try connection.execute("PRAGMA journal_size_limit = 67108864" as StaticString)
            // In KiB: a large import reads its own index pages again and again, and must not fetch each from the file.
            try connection.execute("PRAGMA cache_size = -65536" as StaticString)
        } catch {
            throw .database(error)
        }
        try checkDurability(of: connection)
    }

    /// Refuses a connection whose commits might not survive a loss of power.
    static func checkDurability(of connection: Connection) throws(StoreError) {
        let journalMode: String?
        let synchronous: Int64?
        do throws(SQLiteError) {
            journalMode = try connection.first("PRAGMA journal_mode") { row throws(SQLiteError) in try row.text() }
            synchronous = try connection.first("PRAGMA synchronous") { row throws(SQLiteError) in try row.integer() }
        } catch {
            throw .database(error)
        }
        // 2 is FULL: every commit is on the disk before it is answered.
        guard journalMode == "wal", synchronous == 2 else {
            throw .notDurable(journalMode: journalMode ?? "none", synchronous: synchronous ?? -1)
        }
    }

    /// Sets up a connection that only reads.
    static func prepareReading(_ connection: Connection) throws(SQLiteError) {
        connection.waitForLocks(milliseconds: 1_000)
        try connection.execute("PRAGMA query_only = ON" as StaticString)
        try connection.execute("PRAGMA cell_size_check = ON" as StaticString)
        try connection.execute("PRAGMA trusted_schema = OFF" as StaticString)
    }

    /// A number that changes with every commit of another connection, as the open transaction sees it.
    static func dataVersion(of connection: Connection) throws(SQLiteError) -> Int64? {
        try connection.first("PRAGMA data_version") { row throws(SQLiteError) in try row.integer() }
    }

    /// Whether a column contains a text, in any case of the letters A to Z.
    static func contains(_ column: StaticString, _ text: String) -> Query {
        "instr(lower(\(column)), lower(\(text))) > 0"
    }

    /// Whether one of a column's lines is this text.
    static func hasLine(_ column: StaticString, _ text: String) -> Query {
        "instr(char(10) || \(column) || char(10), char(10) || \(text) || char(10)) > 0"
    }

    /// Every object of the schema as SQL, in a stable order.
    static func schemaDump(of connection: Connection) throws(SQLiteError) -> String {
        let statements = try connection.rows(
            """
            SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
            ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, name
            """
        ) { row throws(SQLiteError) in try row.text() }
        return statements.map { $0 + ";\n" }.joined(separator: "\n")
    }
}
