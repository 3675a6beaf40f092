package import SQLite
package import Values

/// A row of `nightly`: the last night whose work was queued for a company.
///
/// It is written with the jobs of the night, so that a night is neither lost nor begun twice.
package enum NightlyRow {
    /// The day of the last night that was begun, or `nil` where none was.
    package static func lastBegun(in scope: CompanyScope) throws(SQLiteError) -> Day? {
        try scope.connection.first(
            "SELECT begun_on FROM nightly WHERE company_id = \(scope.company)"
        ) { row throws(SQLiteError) in try row.day() }
    }

    /// Notes that the night of a day was begun, or that nights count from that day on.
    package static func begin(_ day: Day, in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO nightly (company_id, begun_on) VALUES (\(scope.company), \(day))
            ON CONFLICT (company_id) DO UPDATE SET begun_on = excluded.begun_on
            """
        )
    }
}
