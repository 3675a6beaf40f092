internal import SQLite

/// The lengths of lists that one reader has counted, valid while nobody changes the database.
///
/// A list of 20 rows is read through an index in no time; counting the 100,000 that it is a page of is what takes long,
/// and is asked again with every page.
final class CountMemory {
    private var version: Int64?
    private var counts: [Counted: Int] = [:]
    /// Searches are all different; beyond this many counts all are forgotten together.
    private static let limit = 512

    private struct Counted: Hashable {
        let sql: String
        let values: [SQLValue]
    }

    /// The number that the query counts in the transaction that is open.
    func count(_ query: Query, over connection: Connection) throws(SQLiteError) -> Int {
        let current = try Dialect.dataVersion(of: connection)
        if current != version || counts.count >= CountMemory.limit {
            counts.removeAll(keepingCapacity: true)
            version = current
        }
        let counted = Counted(sql: query.sql, values: query.values)
        if let known = counts[counted] { return known }
        let count = try connection.number(query)
        counts[counted] = count
        return count
    }
}
