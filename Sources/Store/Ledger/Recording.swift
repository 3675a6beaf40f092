internal import SQLite
package import Values

/// When a change to the books is written down, and what by.
package struct Recording: Hashable, Sendable {
    package let instant: Instant
    /// The company's day of it: from that day on the rows say what they say now.
    package let day: Day
    /// The import that writes it; `nil` where a person or the product does.
    package let importID: Identifier<ImportBatch>?

    /// A change at this instant, on the company's day.
    package init(at instant: Instant, on day: Day, by importID: Identifier<ImportBatch>? = nil) {
        self.instant = instant
        self.day = day
        self.importID = importID
    }
}

extension Statement {
    /// Binds `import_id`, `changed_on`, `recorded_at` and `updated_at` to four parameters from `index` on.
    func bind(_ recording: Recording, from index: Int32) throws(SQLiteError) {
        try bind(recording.importID, at: index)
        try bind(recording.day, at: index + 1)
        try bind(recording.instant, at: index + 2)
        try bind(recording.instant, at: index + 3)
    }

    /// Binds an identifier or NULL to the parameter `index`, counted from 1 as in SQL.
    func bind<Subject>(_ id: Identifier<Subject>?, at index: Int32) throws(SQLiteError) {
        guard let id else { return try bindNull(at: index) }
        try bind(id, at: index)
    }

    /// Binds a yes, a no or NULL to the parameter `index`, counted from 1 as in SQL.
    func bind(_ flag: Bool?, at index: Int32) throws(SQLiteError) {
        try bind(flag.map { Int64($0 ? 1 : 0) }, at: index)
    }
}
