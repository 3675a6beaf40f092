internal import Receivables
package import SQLite
package import Values

/// A row of `fx_rate`: a rate of a day, and the SQL that reads and writes it.
package struct FXRateRow: Hashable, Sendable {
    package let rate: DatedRate
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every rate of the scope's company, by currencies, then by day.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [FXRateRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY from_currency, to_currency, day"
        )
    }

    /// The rates with which amounts are converted on one day.
    ///
    /// - Parameter knownAt: to read them as they were known then.
    package static func table(
        on day: Day,
        knownAt: Instant? = nil,
        in scope: CompanyScope
    ) throws(SQLiteError) -> RateTable {
        try table(
            """
            SELECT day, from_currency, to_currency, mantissa, scale
            FROM \(try PastTable.rate.source(at: Moment(asOf: day, knownAt: knownAt), in: scope))
            WHERE company_id = \(scope.company)
                AND day BETWEEN \(day.advanced(by: -RateTable.oldestUse)) AND \(day)
            """,
            in: scope
        )
    }

    /// The rates up to and with a day that say anything about these currencies.
    ///
    /// - Parameter knownAt: to read them as they were known then.
    package static func table(
        through day: Day,
        of currencies: some Sequence<Currency>,
        knownAt: Instant? = nil,
        in scope: CompanyScope
    ) throws(SQLiteError) -> RateTable {
        let currencies = currencies.sorted()
        return try table(
            """
            SELECT day, from_currency, to_currency, mantissa, scale
            FROM \(try PastTable.rate.source(at: Moment(asOf: day, knownAt: knownAt), in: scope))
            WHERE company_id = \(scope.company) AND day <= \(day)
                AND (from_currency IN (\(list: currencies)) OR to_currency IN (\(list: currencies)))
            """,
            in: scope
        )
    }

    /// Adds the rates that are new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    /// - Precondition: no rate is of a currency to itself.
    package static func upsert(
        _ rates: some Sequence<DatedRate>,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try loading(.lastWins, at: recording, in: scope).load(all: rates)
    }

    /// Brings rows of one file in, which must not contradict each other.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(at recording: Recording, in scope: WriteScope) throws(StoreError) -> Loading<DatedRate>
    {
        try loading(.contradictionsRefused, at: recording, in: scope)
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<DatedRate> {
        try Loading(
            RowLoading.Statements(
                insert: """
                    INSERT INTO fx_rate (company_id, day, from_currency, to_currency, mantissa, scale, import_id, changed_on,
                        recorded_at, updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                    ON CONFLICT (company_id, from_currency, to_currency, day) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, (mantissa, scale) IS DISTINCT FROM (?5, ?6) FROM fx_rate
                    WHERE company_id = ?1 AND day = ?2 AND from_currency = ?3 AND to_currency = ?4 AND ?10 > 0
                    """,
                change: """
                    UPDATE fx_rate SET mantissa = ?5, scale = ?6, import_id = ?7, changed_on = ?8, updated_at = ?10
                    WHERE company_id = ?1 AND day = ?2 AND from_currency = ?3 AND to_currency = ?4
                    """
            ),
            strictness,
            in: scope
        ) { statement, rate in
            try statement.bind(scope.company, at: 1)
            try statement.bind(rate.day, at: 2)
            try statement.bind(rate.from.code, at: 3)
            try statement.bind(rate.to.code, at: 4)
            try statement.bind(rate.rate.mantissa, at: 5)
            try statement.bind(Int64(rate.rate.scale), at: 6)
            try statement.bind(recording, from: 7)
        }
    }

    private static func table(_ query: Query, in scope: CompanyScope) throws(SQLiteError) -> RateTable {
        RateTable(try scope.connection.rows(query) { row throws(SQLiteError) in try DatedRate(from: &row) })
    }

    private static let selection: StaticString = """
        SELECT day, from_currency, to_currency, mantissa, scale, recorded_at, updated_at FROM fx_rate
        """
}

extension FXRateRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        rate = try DatedRate(from: &row)
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

extension DatedRate: StoredRow {
    /// Takes apart `day, from_currency, to_currency, mantissa, scale`.
    init(from row: inout Row) throws(SQLiteError) {
        let day = try row.day()
        let from = try row.currency()
        let to = try row.currency()
        let mantissa = try row.integer()
        let scale = try row.int()
        guard let rate = ExchangeRate(mantissa: mantissa, scale: scale) else {
            throw row.unexpected("the digits \(mantissa) with \(scale) decimals, which are no rate")
        }
        self.init(day, from: from, to: to, rate)
    }
}
