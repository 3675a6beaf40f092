internal import SQLite
internal import Values

/// A numbered step from one schema to the next; once released it never changes.
struct Migration: Sendable {
    /// Counted from 1, without gaps.
    let number: Int
    /// What it does, in a few words.
    let name: StaticString
    let statements: [Query]

    /// The hash of what it does, so that a change after its release is noticed.
    var checksum: ContentHash {
        ContentHash(of: statements.map(\.sql).joined(separator: ";\n"))
    }

    /// The definition of a table with these columns and constraints.
    static func table(_ name: StaticString, _ columns: StaticString) -> Query {
        "CREATE TABLE \(name) (\n\(columns)\n\(Dialect.endOfTable)"
    }

    /// All migrations, in order.
    static let all: [Migration] = [
        Migration(
            number: 1,
            name: "the first schema",
            statements: Schema1.people + Schema1.ledger + Schema1.judgement + Schema1.recommendations + Schema1.service
        )
    ]

    /// Looks whether a database that is only read has this program's schema.
    ///
    /// - Throws: ``StoreError/newerSchema(found:known:)``, ``StoreError/olderSchema(found:known:)``.
    static func check(_ connection: Connection) throws(StoreError) {
        let found: Int
        do throws(SQLiteError) {
            found = try connection.number("SELECT count(*) FROM migration")
        } catch {
            throw .database(error)
        }
        if found > all.count { throw .newerSchema(found: found, known: all.count) }
        if found < all.count { throw .olderSchema(found: found, known: all.count) }
    }

    /// Brings the database up to the newest schema, each step in a transaction of its own.
    ///
    /// - Throws: ``StoreError/newerSchema(found:known:)`` and ``StoreError/changedMigration(number:)`` before anything
    ///   is written.
    static func apply(_ migrations: [Migration] = all, to connection: Connection) throws(StoreError) {
        do {
            try connection.transaction(.immediate) {
                try connection.execute(
                    "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, checksum BLOB NOT NULL\(Dialect.endOfTable)"
                )
                let applied = try connection.rows(
                    "SELECT number, checksum FROM migration ORDER BY number"
                ) { row throws(SQLiteError) in (number: try row.int(), checksum: try row.hash()) }
                if let newest = applied.last?.number, newest > migrations.count {
                    throw StoreError.newerSchema(found: newest, known: migrations.count)
                }
                for (migration, found) in zip(migrations, applied)
                where migration.number != found.number || migration.checksum != found.checksum {
                    throw StoreError.changedMigration(number: found.number)
                }
                for migration in migrations.dropFirst(applied.count) {
                    for statement in migration.statements { try connection.execute(statement) }
                    try connection.execute(
                        "INSERT INTO migration (number, checksum) VALUES (\(migration.number), \(migration.checksum))"
                    )
                }
            }
        } catch let error as StoreError {
            throw error
        } catch let error as SQLiteError {
            throw .database(error)
        } catch {
            preconditionFailure("a migration throws only what is listed here, not \(error)")
        }
    }
}
