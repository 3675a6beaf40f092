internal import SQLite
package import Values

/// What one unit of a currency was worth in another on a day, as an import gives it.
package struct RateEntry: Hashable, Sendable {
    /// The most decimals a rate may have.
    package static let longestScale = 12

    package let day: Day
    package let from: Currency
    package let to: Currency
    /// The rate without its decimal point; above zero.
    package let mantissa: Int64
    /// How many of its digits are decimals.
    package let scale: Int

    /// A rate of `mantissa` divided by ten to the power of `scale`.
    ///
    /// - Precondition: `mantissa` is above zero, `scale` is 0 to ``longestScale``, and the currencies are two.
    package init(day: Day, from: Currency, to: Currency, mantissa: Int64, scale: Int) {
        precondition(mantissa > 0 && (0...RateEntry.longestScale).contains(scale), "a rate is a number above zero")
        precondition(from != to, "a currency is worth one of itself")
        self.day = day
        self.from = from
        self.to = to
        self.mantissa = mantissa
        self.scale = scale
    }
}

/// The SQL that reads and writes `fx_rate`.
package enum RateRow {
    /// Brings rows of one file in, which must not contradict each other.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(at recording: Recording, in scope: WriteScope) throws(StoreError) -> Loading<RateEntry>
    {
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
            .contradictionsRefused,
            in: scope
        ) { statement, entry in
            try statement.bind(scope.company, at: 1)
            try statement.bind(entry.day, at: 2)
            try statement.bind(entry.from.code, at: 3)
            try statement.bind(entry.to.code, at: 4)
            try statement.bind(entry.mantissa, at: 5)
            try statement.bind(Int64(entry.scale), at: 6)
            try statement.bind(recording, from: 7)
        }
    }
}
