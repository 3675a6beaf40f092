package import SQLite
internal import Values

/// What must hold of what is kept about the past: superseded versions, the audit log, what decisions were made from.
package enum HistoryChecks {
    /// Every check of the past.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [Check] {
        [try versions(in: scope), try imports(in: scope), try audit(in: scope), try decisions(in: scope)]
    }

    /// Each version ends where the next begins: on the day, at the instant and by the import that wrote the next one.
    private static func versions(in scope: CompanyScope) throws(SQLiteError) -> Check {
        var failures: [String] = []
        var count = 0
        for table in PastTable.all {
            count += try table.pastCount(in: scope)
            failures += try table.brokenVersions(in: scope)
        }
        return Check(
            "versions",
            "each version of a row begins where the one before it ended",
            compared: Check.amount(count, "past version"),
            failures: failures
        )
    }

    private static func imports(in scope: CompanyScope) throws(SQLiteError) -> Check {
        var failures: [String] = []
        for table in PastTable.all {
            failures += try scope.texts(
                """
                SELECT count(*) || ' rows of \(table.table) were written by an import that is not there'
                FROM \(table.table) r WHERE r.company_id = \(scope.company) AND r.import_id IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.company_id = r.company_id AND b.id = r.import_id)
                HAVING count(*) > 0
                """
            )
        }
        return Check(
            "imports",
            "every row that an import wrote names one that is there",
            compared: Check.amount(try scope.countRows(of: "import_batch"), "import"),
            failures: failures
        )
    }

    private static func audit(in scope: CompanyScope) throws(SQLiteError) -> Check {
        let log = try AuditRow.all(in: scope)
        let broken = AuditRow.firstBroken(in: log)
        return Check(
            "audit",
            "every line of the audit log is as it was written, and none is missing",
            compared: Check.amount(log.count, "line"),
            failures: broken.map { ["line \($0) is not what was written; what follows it cannot be trusted"] } ?? []
        )
    }

    private static func decisions(in scope: CompanyScope) throws(SQLiteError) -> Check {
        var failures: [String] = []
        var count = 0
        for table in Decided.all {
            count += try scope.countRows(of: table.name)
            failures += try table.unfounded(in: scope)
        }
        return Check(
            "decisions",
            "the rules, the model and the facts that a decision names are kept",
            compared: Check.amount(count, "decision"),
            failures: failures
        )
    }
}

extension PastTable {
    fileprivate func pastCount(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number("SELECT count(*) FROM \(table)_past WHERE company_id = \(scope.company)")
    }

    /// Versions that do not end where the next one, or the row itself, begins, and such as nobody's row had.
    fileprivate func brokenVersions(in scope: CompanyScope) throws(SQLiteError) -> [String] {
        var own: Query = "r.company_id = v.company_id"
        var partition: Query = "company_id"
        for key in keys {
            own += " AND r.\(key.name) = v.\(key.name)"
            partition += ", \(key.name)"
        }
        let name: Query = hasBookKey ? " `' || r.key || '`" : ""
        return try scope.texts(
            """
            WITH v AS (
                SELECT *, lead(changed_on) OVER w AS next_on, lead(updated_at) OVER w AS next_at,
                    lead(import_id) OVER w AS next_by, lead(1) OVER w AS has_next
                FROM \(table)_past WHERE company_id = \(scope.company)
                WINDOW w AS (PARTITION BY \(partition) ORDER BY replaced_at, rowid)
            )
            SELECT CASE
                WHEN r.company_id IS NULL THEN 'a past version of \(table) belongs to no row'
                WHEN v.replaced_at < v.updated_at
                    THEN 'a version of \(table)\(name) was replaced before it was written'
                ELSE 'a version of \(table)\(name) does not end where the next one begins'
                END
            FROM v LEFT JOIN \(table) r ON \(own)
            WHERE r.company_id IS NULL OR v.replaced_at < v.updated_at
                OR CASE WHEN v.has_next THEN (v.next_on, v.next_at, v.next_by)
                    IS DISTINCT FROM (v.until_on, v.replaced_at, v.replaced_by)
                    ELSE (r.changed_on, r.updated_at, r.import_id)
                    IS DISTINCT FROM (v.until_on, v.replaced_at, v.replaced_by) END
            ORDER BY 1
            """
        )
    }
}

/// A table whose rows say what they were decided with and from.
private struct Decided {
    let name: StaticString
    /// Whether its rows name the facts they were decided from.
    var namesFacts = true
    /// Whether its rows may name a model.
    var namesModel = true
    /// Whether its rows name a rule set.
    var namesRules = true

    static let all = [
        Decided(name: "action"), Decided(name: "insight"), Decided(name: "suppression", namesModel: false),
        Decided(name: "feedback"), Decided(name: "run", namesFacts: false),
        Decided(name: "invoice_score", namesFacts: false, namesRules: false),
        Decided(name: "customer_score", namesFacts: false, namesRules: false),
    ]

    func unfounded(in scope: CompanyScope) throws(SQLiteError) -> [String] {
        var failures: [String] = []
        if namesFacts { failures += try missing("facts_hash", in: "fact_snapshot", by: "hash", "facts", scope) }
        if namesRules { failures += try missing("rule_set_hash", in: "rule_set", by: "hash", "a rule set", scope) }
        if namesModel { failures += try missing("model_version", in: "model_version", by: "version", "a model", scope) }
        return failures
    }

    private func missing(
        _ column: StaticString,
        in kept: StaticString,
        by key: StaticString,
        _ words: StaticString,
        _ scope: CompanyScope
    ) throws(SQLiteError) -> [String] {
        try scope.texts(
            """
            SELECT count(*) || ' of \(name) name \(words) that is not kept: ' || lower(hex(d.\(column)))
            FROM \(name) d WHERE d.company_id = \(scope.company) AND d.\(column) IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM \(kept) k WHERE k.company_id = d.company_id AND k.\(key) = d.\(column))
            GROUP BY d.\(column) ORDER BY 1
            """
        )
    }
}
