internal import SQLite
internal import Values

/// What of the books is read: as of which day, and as they were known when.
struct Moment {
    /// Attributes are read as they were on this day, entries that are of a later one not at all.
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
        guard try holdsPast(at: moment, in: scope) else {
            guard let instant = moment.knownAt else { return "\(table)" }
            return """
                (SELECT * FROM \(table) WHERE company_id = \(scope.company) AND recorded_at <= \(instant))
                """
        }
        var isKnown: Query = ""
        if let instant = moment.knownAt { isKnown = " AND r.recorded_at <= \(instant)" }
        return """
            (SELECT \(columns(of: "r", stampedBy: "r")) FROM \(table) r
            WHERE r.company_id = \(scope.company)\(isKnown)
                AND NOT EXISTS (SELECT 1 FROM \(table)_past v WHERE \(isSame("v", "r")) AND \(outlives("v", moment)))
            UNION ALL
            SELECT \(columns(of: "v", stampedBy: "r"))
            FROM \(table)_past v JOIN \(table) r ON \(isSame("r", "v"))
            WHERE v.company_id = \(scope.company) AND \(outlives("v", moment))\(isKnown)
                AND NOT EXISTS (SELECT 1 FROM \(table)_past e
                    WHERE \(isSame("e", "v")) AND \(outlives("e", moment))
                        AND (e.replaced_at, e.rowid) < (v.replaced_at, v.rowid)))
            """
    }

    private func holdsPast(at moment: Moment, in scope: CompanyScope) throws(SQLiteError) -> Bool {
        // An entry has a day of its own, by which it is read; its past tells only what was known.
        guard isReadByDay || moment.knownAt != nil else { return false }
        return try scope.connection.number(
            """
            SELECT EXISTS (SELECT 1 FROM \(table)_past v
                WHERE v.company_id = \(scope.company) AND \(outlives("v", moment)))
            """
        ) == 1
    }

    /// Whether a past version had not been replaced yet.
    private func outlives(_ version: StaticString, _ moment: Moment) -> Query {
        switch (isReadByDay, moment.knownAt) {
        case (true, nil): "\(version).until_on > \(moment.asOf)"
        case (true, let instant?):
            "(\(version).until_on > \(moment.asOf) OR \(version).replaced_at > \(instant))"
        case (false, let instant?): "\(version).replaced_at > \(instant)"
        case (false, nil): "0"
        }
    }

    private func isSame(_ one: StaticString, _ other: StaticString) -> Query {
        var query: Query = "\(one).company_id = \(other).company_id"
        for key in keys { query += " AND \(one).\(key.name) = \(other).\(key.name)" }
        return query
    }

    /// Every column of the table, of a version and of the row that it is a version of.
    private func columns(of version: StaticString, stampedBy row: StaticString) -> Query {
        var query: Query = "\(row).company_id"
        for key in keys { query += ", \(row).\(key.name)" }
        if hasBookKey { query += ", \(row).key" }
        for column in columns { query += ", \(version).\(column.name)" }
        query += ", \(version).import_id, \(version).changed_on, \(row).recorded_at, \(version).updated_at"
        return query
    }
}
