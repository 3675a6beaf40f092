internal import SQLite
internal import Values

/// What of the books is read: as of which day, and as they were known when.
struct Moment {
    /// Attributes are read as they were on this day.
    let asOf: Day
    /// Nothing that was written down after this instant is read; `nil` where all that is known now is.
    let knownAt: Instant?

    /// The books as of a day.
    init(asOf: Day, knownAt: Instant? = nil) {
        self.asOf = asOf
        self.knownAt = knownAt
    }
}

extension PastTable {
    /// What stands in a FROM clause for the table, so that each of its rows says what it said at the moment.
    ///
    /// Where no past version matters, which a single look at an index tells, that is the table itself, and a statement is
    /// planned as if there were no past. Which version holds is said at ``PastTable``.
    func source(at moment: Moment, in scope: CompanyScope) throws(SQLiteError) -> Query {
        var known: Query = "\(table)"
        if let instant = moment.knownAt { known = try source(knownAt: instant, in: scope) }
        // An entry has a day of its own, by which it is read; its past tells only what was known.
        guard isReadByDay, try hasPast("v.until_on > \(moment.asOf)", in: scope) else { return known }
        // The sign keeps the index of days out of it: a row's own few versions are found by the row.
        var outlives: (StaticString) -> Query = { "+\($0).until_on > \(moment.asOf)" }
        if let instant = moment.knownAt {
            outlives = { "(+\($0).until_on > \(moment.asOf) OR \($0).replaced_at > \(instant))" }
        }
        return versions(of: known, outlives, in: scope) { $0.isOfEntry ? "r" : "v" }
    }

    /// Every row as it was known at an instant, entry or not.
    private func source(knownAt instant: Instant, in scope: CompanyScope) throws(SQLiteError) -> Query {
        let known: Query = """
            (SELECT * FROM \(table) WHERE company_id = \(scope.company) AND recorded_at <= \(instant))
            """
        guard try hasPast("v.replaced_at > \(instant)", in: scope) else { return known }
        return versions(of: known, { "\($0).replaced_at > \(instant)" }, in: scope) { _ in "v" }
    }

    private func hasPast(_ condition: Query, in scope: CompanyScope) throws(SQLiteError) -> Bool {
        try scope.connection.number(
            """
            SELECT EXISTS (SELECT 1 FROM \(table)_past v WHERE v.company_id = \(scope.company) AND \(condition))
            """
        ) == 1
    }

    /// The rows, with the earliest of the past versions that outlive the moment in place of each row that has one.
    ///
    /// - Parameter origin: whether a column is read from the version `v` or from the row `r` all the same.
    private func versions(
        of rows: Query,
        _ outlives: (StaticString) -> Query,
        in scope: CompanyScope,
        _ origin: (Column) -> StaticString
    ) -> Query {
        """
        (SELECT \(columns(stamped: "r") { _ in "r" }) FROM \(rows) r
        WHERE r.company_id = \(scope.company)
            AND NOT EXISTS (SELECT 1 FROM \(table)_past v WHERE \(isSame("v", "r")) AND \(outlives("v")))
        UNION ALL
        SELECT \(columns(stamped: "v", origin)) FROM \(table)_past v JOIN \(rows) r ON \(isSame("r", "v"))
        WHERE v.company_id = \(scope.company) AND \(outlives("v"))
            AND NOT EXISTS (SELECT 1 FROM \(table)_past e
                WHERE \(isSame("e", "v")) AND \(outlives("e")) AND (e.replaced_at, e.rowid) < (v.replaced_at, v.rowid)))
        """
    }

    private func isSame(_ one: StaticString, _ other: StaticString) -> Query {
        var query: Query = "\(one).company_id = \(other).company_id"
        for key in keys { query += " AND \(one).\(key.name) = \(other).\(key.name)" }
        return query
    }

    /// Every column of the table, each from where it is read.
    private func columns(stamped stamp: StaticString, _ origin: (Column) -> StaticString) -> Query {
        var query: Query = "r.company_id"
        for key in keys { query += ", r.\(key.name)" }
        if hasBookKey { query += ", r.key" }
        for column in columns { query += ", \(origin(column)).\(column.name)" }
        query += ", \(stamp).import_id, \(stamp).changed_on, r.recorded_at, \(stamp).updated_at"
        return query
    }
}
