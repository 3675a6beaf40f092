package import Receivables
package import SQLite
package import Values

/// A connection that reads, for the one thread that owns it.
///
/// Readers see what was stored when their transaction began; they wait neither for the writer nor for one another.
package final class Reader {
    private let connection: Connection
    private let memory = CountMemory()

    /// A reader of a database that another process may be serving; it changes nothing, the schema neither.
    ///
    /// - Throws: ``StoreError/database(_:)`` where there is none, or none that can be read;
    ///   ``StoreError/newerSchema(found:known:)``, ``StoreError/olderSchema(found:known:)`` where it is not of this
    ///   program's schema.
    package convenience init(ofDatabaseAt path: String) throws(StoreError) {
        do throws(SQLiteError) {
            try self.init(path: path)
        } catch {
            throw .database(error)
        }
        try Migration.check(connection)
    }

    init(path: String) throws(SQLiteError) {
        connection = try Connection(path: path, access: .readOnly)
        try Dialect.prepareReading(connection)
    }

    /// Runs `body` on one company's rows, as they stand at one moment.
    ///
    /// - Throws: what `body` throws; ``SQLiteError`` where the database cannot be read.
    package func read<Result: Sendable>(
        for company: Identifier<Company>,
        _ body: (CompanyScope) throws -> Result
    ) throws -> Result {
        try readInstance { try body($0.entering(company)) }
    }

    /// Runs `body` on what belongs to no company, as it stands at one moment.
    ///
    /// - Throws: what `body` throws; ``SQLiteError`` where the database cannot be read.
    package func readInstance<Result: Sendable>(_ body: (InstanceScope) throws -> Result) throws -> Result {
        try connection.transaction(.deferred) { try body(InstanceScope(connection: connection, memory: memory)) }
    }

    /// What is wrong with the file: empty where nothing is.
    package func integrityProblems() throws(SQLiteError) -> [String] {
        try connection.integrityProblems()
    }

    /// Every table and index as SQL, in a stable order.
    package func schemaDump() throws(SQLiteError) -> String {
        try Dialect.schemaDump(of: connection)
    }
}
