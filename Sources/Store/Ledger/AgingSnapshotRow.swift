package import Receivables
package import SQLite
package import Values

/// A row of `aging_snapshot` with its totals and lines: how old a company's receivables were on a day, as it was known
/// when it was written down.
///
/// It is written in several transactions, and there for readers only once it is finished. There is one a day at most; a
/// later one for the same day takes the place of the one before.
package struct AgingSnapshotRow: Hashable, Sendable {
    package let id: Identifier<AgingSnapshotRow>
    package let day: Day
    /// The company's own currency at the time.
    package let currency: Currency
    /// The currencies for which there was no rate, by code.
    package let withoutRate: [Currency]
    package let lineCount: Int
    /// The hash of all lines: two snapshots with one hash say the same.
    package let contentHash: ContentHash
    /// The instant as of which the books were read.
    package let takenAt: Instant

    /// What one customer, or all of them, owed in one currency, and what that was in the company's own.
    package struct Line: Hashable, Sendable {
        package let amounts: AgingAmounts
        package let inBase: AgingInBase
    }

    /// A day and what was owed on it, by currency.
    package struct Figures: Hashable, Sendable {
        package let day: Day
        package let takenAt: Instant
        package let lines: [Line]
        /// All lines in the company's own currency.
        package let inBase: AgingInBase
    }

    /// A snapshot with this header.
    package init(
        id: Identifier<AgingSnapshotRow>,
        day: Day,
        currency: Currency,
        withoutRate: [Currency],
        lineCount: Int,
        contentHash: ContentHash,
        takenAt: Instant
    ) {
        self.id = id
        self.day = day
        self.currency = currency
        self.withoutRate = withoutRate
        self.lineCount = lineCount
        self.contentHash = contentHash
        self.takenAt = takenAt
    }

    // MARK: Reading

    /// Every finished snapshot of the scope's company, oldest day first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [AgingSnapshotRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) AND taken_at IS NOT NULL ORDER BY day"
        )
    }

    /// The finished snapshot of a day.
    package static func find(_ day: Day, in scope: CompanyScope) throws(SQLiteError) -> AgingSnapshotRow? {
        try scope.connection.one(
            "\(selection) WHERE company_id = \(scope.company) AND day = \(day) AND taken_at IS NOT NULL"
        )
    }

    /// The totals of the snapshots within a span of days, newest day first.
    package static func history(
        _ days: ClosedRange<Day>,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<Figures> {
        let condition: Query = """
            s.company_id = \(scope.company) AND s.taken_at IS NOT NULL
                AND s.day BETWEEN \(days.lowerBound) AND \(days.upperBound)
            """
        return Listed(
            elements: try figures(
                """
                SELECT s.day, s.taken_at, s.currency, \(parts("t"))
                FROM (SELECT * FROM aging_snapshot s WHERE \(condition)
                    ORDER BY s.day DESC LIMIT \(page.limit) OFFSET \(page.offset)) s
                LEFT JOIN aging_snapshot_total t ON t.company_id = s.company_id AND t.snapshot_id = s.id
                ORDER BY s.day DESC, t.currency
                """,
                in: scope
            ),
            totalCount: try scope.count("SELECT count(*) FROM aging_snapshot s WHERE \(condition)")
        )
    }

    /// What one customer owed in each snapshot within a span of days, newest day first; without lines on days on which
    /// there was nothing.
    package static func history(
        of customer: Identifier<Customer>,
        _ days: ClosedRange<Day>,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<Figures> {
        let condition: Query = """
            s.company_id = \(scope.company) AND s.taken_at IS NOT NULL
                AND s.day BETWEEN \(days.lowerBound) AND \(days.upperBound)
            """
        return Listed(
            elements: try figures(
                """
                SELECT s.day, s.taken_at, s.currency, \(parts("l"))
                FROM (SELECT * FROM aging_snapshot s WHERE \(condition)
                    ORDER BY s.day DESC LIMIT \(page.limit) OFFSET \(page.offset)) s
                LEFT JOIN aging_snapshot_line l ON l.company_id = s.company_id AND l.snapshot_id = s.id
                    AND l.customer_id = \(customer)
                ORDER BY s.day DESC, l.currency
                """,
                in: scope
            ),
            totalCount: try scope.count("SELECT count(*) FROM aging_snapshot s WHERE \(condition)")
        )
    }

    /// The lines of a snapshot by customer, then currency code.
    package static func lines(
        of snapshot: Identifier<AgingSnapshotRow>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [(customer: Identifier<Customer>, line: Line)] {
        try scope.connection.rows(
            """
            SELECT l.customer_id, s.currency, \(parts("l"))
            FROM aging_snapshot_line l
            JOIN aging_snapshot s ON s.company_id = l.company_id AND s.id = l.snapshot_id
            WHERE l.company_id = \(scope.company) AND l.snapshot_id = \(snapshot)
            ORDER BY l.customer_id, l.currency
            """
        ) { row throws(SQLiteError) in
            let customer: Identifier<Customer> = try row.id()
            let base = try row.currency()
            return (customer: customer, line: try Line(from: &row, base: base))
        }
    }

    private static func figures(_ query: Query, in scope: CompanyScope) throws(SQLiteError) -> [Figures] {
        let rows = try scope.connection.rows(query) { row throws(SQLiteError) in
            let (day, takenAt, base) = (try row.day(), try row.instant(), try row.currency())
            return (day: day, takenAt: takenAt, base: base, line: try Line(ifAnyFrom: &row, base: base))
        }
        var figures: [Figures] = []
        var rest = rows[...]
        while let first = rest.first {
            let own = rest.prefix { $0.day == first.day }
            rest = rest.dropFirst(own.count)
            let lines = own.compactMap(\.line)
            let inBase = lines.reduce(into: AgingInBase(in: first.base)) { $0.add($1.inBase) }
            figures.append(Figures(day: first.day, takenAt: first.takenAt, lines: lines, inBase: inBase))
        }
        return figures
    }

    // MARK: Writing

    /// Begins a snapshot; nobody sees it before it is finished.
    package func begin(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO aging_snapshot (company_id, id, day, currency, without_rate, line_count, content_hash, taken_at)
            VALUES (\(scope.company), \(id), \(day), \(currency), \(withoutRate.map(\.code).joined(separator: " ")),
                \(lineCount), \(contentHash), NULL)
            """
        )
    }

    /// Adds lines of customers to a snapshot that was begun.
    package func add(
        _ lines: some Sequence<(customer: Identifier<Customer>, line: Line)>,
        in scope: WriteScope
    ) throws(SQLiteError) {
        for (customer, line) in lines {
            try scope.connection.execute(
                """
                INSERT INTO aging_snapshot_line (company_id, snapshot_id, customer_id, \(AgingSnapshotRow.columns))
                VALUES (\(scope.company), \(id), \(customer), \(line.values))
                """
            )
        }
    }

    /// Adds the totals, and has the snapshot take the place of the one of its day, where there is one.
    package func finish(totals: some Sequence<Line>, in scope: WriteScope) throws(SQLiteError) {
        for line in totals {
            try scope.connection.execute(
                """
                INSERT INTO aging_snapshot_total (company_id, snapshot_id, \(AgingSnapshotRow.columns))
                VALUES (\(scope.company), \(id), \(line.values))
                """
            )
        }
        try scope.connection.execute(
            "UPDATE aging_snapshot SET taken_at = NULL WHERE company_id = \(scope.company) AND day = \(day)"
        )
        try scope.connection.execute(
            "UPDATE aging_snapshot SET taken_at = \(takenAt) WHERE company_id = \(scope.company) AND id = \(id)"
        )
    }

    /// Whether there is a snapshot that was not finished or was replaced.
    package static func hasUnfinished(in scope: CompanyScope) throws(SQLiteError) -> Bool {
        try scope.connection.number(
            "SELECT EXISTS (SELECT 1 FROM aging_snapshot WHERE company_id = \(scope.company) AND taken_at IS NULL)"
        ) == 1
    }

    /// Removes at most so many lines of snapshots that were not finished or were replaced, and the snapshots once they
    /// have none; `false` once nothing is left to remove.
    package static func removeUnfinished(atMost lineLimit: Int, in scope: WriteScope) throws(SQLiteError) -> Bool {
        let unfinished = try scope.connection.first(
            "SELECT id FROM aging_snapshot WHERE company_id = \(scope.company) AND taken_at IS NULL LIMIT 1"
        ) { row throws(SQLiteError) in try row.id() as Identifier<AgingSnapshotRow> }
        guard let unfinished else { return false }
        let removed = try scope.connection.execute(
            """
            DELETE FROM aging_snapshot_line WHERE rowid IN (SELECT rowid FROM aging_snapshot_line
                WHERE company_id = \(scope.company) AND snapshot_id = \(unfinished) LIMIT \(lineLimit))
            """
        )
        guard removed < lineLimit else { return true }
        try scope.connection.execute(
            "DELETE FROM aging_snapshot_total WHERE company_id = \(scope.company) AND snapshot_id = \(unfinished)"
        )
        try scope.connection.execute(
            "DELETE FROM aging_snapshot WHERE company_id = \(scope.company) AND id = \(unfinished)"
        )
        return true
    }

    // MARK: Columns

    private static let selection: StaticString = """
        SELECT id, day, currency, without_rate, line_count, content_hash, taken_at FROM aging_snapshot
        """

    private static let columns: StaticString = """
        currency, current, days_1_30, days_31_60, days_61_90, days_91_over, overpaid, unapplied, total, base_current,
        base_1_30, base_31_60, base_61_90, base_91_over, base_overpaid, base_unapplied
        """

    private static func parts(_ table: StaticString) -> Query {
        """
        \(table).currency, \(table).current, \(table).days_1_30, \(table).days_31_60, \(table).days_61_90,
        \(table).days_91_over, \(table).overpaid, \(table).unapplied, \(table).base_current, \(table).base_1_30,
        \(table).base_31_60, \(table).base_61_90, \(table).base_91_over, \(table).base_overpaid, \(table).base_unapplied
        """
    }
}

extension AgingSnapshotRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        day = try row.day()
        currency = try row.currency()
        withoutRate = try row.text().split(separator: " ").compactMap { Currency(String($0)) }
        lineCount = try row.int()
        contentHash = try row.hash()
        takenAt = try row.instant()
    }
}

extension AgingSnapshotRow.Line {
    /// Amounts in one currency, and the same in the company's own.
    package init(_ amounts: AgingAmounts, inBase: AgingInBase) {
        self.amounts = amounts
        self.inBase = inBase
    }

    /// Takes the parts apart.
    fileprivate init(from row: inout Row, base: Currency) throws(SQLiteError) {
        amounts = try AgingAmounts(from: &row)
        var parts: [Money?] = []
        for _ in 0..<(AgingBucket.allCases.count + 2) {
            parts.append(row.integerIfAny().map { Money(minorUnits: $0, in: base) })
        }
        inBase = AgingInBase(parts, in: base)
    }

    /// The parts where the row has any: a snapshot may have no line.
    fileprivate init?(ifAnyFrom row: inout Row, base: Currency) throws(SQLiteError) {
        guard row.isNextNull == false else { return nil }
        try self.init(from: &row, base: base)
    }

    /// The values of the columns, with commas between them.
    fileprivate var values: Query {
        var query: Query = "\(amounts.currency)"
        for amount in amounts.buckets { query += ", \(amount.minorUnits)" }
        query += ", \(amounts.overpaid.minorUnits), \(amounts.unapplied.minorUnits), \(amounts.total.minorUnits)"
        for part in inBase.buckets + [inBase.overpaid, inBase.unapplied] { query += ", \(part?.minorUnits)" }
        return query
    }
}
