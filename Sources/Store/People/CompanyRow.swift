package import Receivables
package import SQLite
package import Values

/// A row of `company` with its holidays, and the SQL that reads and writes it.
package struct CompanyRow: Hashable, Sendable {
    package let company: Company
    package let createdAt: Instant
    package let updatedAt: Instant

    /// Every company, by slug.
    package static func all(in scope: InstanceScope) throws(SQLiteError) -> [CompanyRow] {
        try load("\(selection) ORDER BY slug", from: scope.connection)
    }

    /// The company with this identifier.
    package static func find(
        _ id: Identifier<Company>,
        in scope: InstanceScope
    ) throws(SQLiteError) -> CompanyRow? {
        try load("\(selection) WHERE id = \(id)", from: scope.connection).first
    }

    /// The company with this slug.
    package static func find(slug: String, in scope: InstanceScope) throws(SQLiteError) -> CompanyRow? {
        try load("\(selection) WHERE slug = \(slug)", from: scope.connection).first
    }

    /// The scope's own company.
    package static func own(in scope: CompanyScope) throws(SQLiteError) -> CompanyRow? {
        try load("\(selection) WHERE id = \(scope.company)", from: scope.connection).first
    }

    /// Adds a company.
    ///
    /// - Throws: ``SQLiteError`` of the kind `constraint` where the slug is taken.
    package static func insert(
        _ company: Company,
        at instant: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO company (id, slug, name, currency, time_zone, fixed_today, segments, promise_grace_days,
                promise_tolerance_percent, created_at, updated_at)
            VALUES (\(company.id), \(company.slug), \(company.name), \(company.currency), \(company.timeZoneName),
                \(company.fixedToday), \(lines(company.segments)), \(company.promiseTerms.graceDays),
                \(company.promiseTerms.tolerancePercent), \(instant), \(instant))
            """
        )
        try replaceHolidays(of: company, over: scope.connection)
    }

    /// Replaces the settings of the scope's company; its slug stays.
    ///
    /// - Precondition: `company` is the scope's.
    /// - Throws: ``StoreError/noSuchRow(_:)`` where it was never added.
    package static func update(_ company: Company, at instant: Instant, in scope: WriteScope) throws(StoreError) {
        precondition(company.id == scope.company, "a scope changes its own company only")
        do throws(SQLiteError) {
            let count = try scope.connection.execute(
                """
                UPDATE company SET name = \(company.name), currency = \(company.currency),
                    time_zone = \(company.timeZoneName), fixed_today = \(company.fixedToday),
                    segments = \(lines(company.segments)), promise_grace_days = \(company.promiseTerms.graceDays),
                    promise_tolerance_percent = \(company.promiseTerms.tolerancePercent), updated_at = \(instant)
                WHERE id = \(company.id)
                """
            )
            if count == 1 { return try replaceHolidays(of: company, over: scope.connection) }
        } catch {
            throw .database(error)
        }
        throw .noSuchRow("company `\(company.slug)`")
    }

    private static let selection: StaticString = """
        SELECT id, slug, name, currency, time_zone, fixed_today, segments, promise_grace_days, promise_tolerance_percent,
            created_at, updated_at
        FROM company
        """

    private static func load(_ query: Query, from connection: Connection) throws(SQLiteError) -> [CompanyRow] {
        let bare = try connection.rows(query) { row throws(SQLiteError) in try CompanyRow(from: &row) }
        var rows: [CompanyRow] = []
        for row in bare {
            let holidays = try connection.rows(
                "SELECT holiday FROM company_holiday WHERE company_id = \(row.company.id) ORDER BY holiday"
            ) { row throws(SQLiteError) in try row.day() }
            var company = row.company
            company.calendar = BusinessCalendar(holidays: holidays)
            rows.append(CompanyRow(company: company, createdAt: row.createdAt, updatedAt: row.updatedAt))
        }
        return rows
    }

    private static func replaceHolidays(of company: Company, over connection: Connection) throws(SQLiteError) {
        try connection.execute("DELETE FROM company_holiday WHERE company_id = \(company.id)")
        for day in company.calendar.holidays {
            try connection.execute(
                "INSERT INTO company_holiday (company_id, holiday) VALUES (\(company.id), \(day))"
            )
        }
    }

    private static func lines(_ words: [String]) -> String { words.joined(separator: "\n") }
}

extension CompanyRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        company = Company(
            id: try row.id(),
            slug: try row.text(),
            name: try row.text(),
            currency: try row.currency(),
            timeZoneName: try row.text(),
            fixedToday: try row.dayIfAny(),
            segments: try row.text().split(separator: "\n").map(String.init),
            promiseTerms: PromiseTerms(graceDays: try row.int(), tolerancePercent: try row.int())
        )
        createdAt = try row.instant()
        updatedAt = try row.instant()
    }
}
