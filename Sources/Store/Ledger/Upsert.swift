internal import SQLite
internal import Values

/// What a bulk write did to the rows it was given.
package struct UpsertCount: Hashable, Sendable {
    package var inserted: Int
    package var changed: Int
    package var unchanged: Int

    /// So many rows of each fate.
    package init(inserted: Int = 0, changed: Int = 0, unchanged: Int = 0) {
        self.inserted = inserted
        self.changed = changed
        self.unchanged = unchanged
    }

    /// How many rows were given.
    package var total: Int { inserted + changed + unchanged }

    /// Counts one more row; one that is refused counts for none.
    package mutating func add(_ outcome: LoadOutcome) {
        switch outcome {
        case .inserted: inserted += 1
        case .changed: changed += 1
        case .unchanged, .repeated: unchanged += 1
        case .contradicting, .belongsToAnother, .hasEntries: break
        }
    }

    /// Both counts together.
    package static func + (left: UpsertCount, right: UpsertCount) -> UpsertCount {
        UpsertCount(
            inserted: left.inserted + right.inserted,
            changed: left.changed + right.changed,
            unchanged: left.unchanged + right.unchanged
        )
    }
}

/// A pair of statements: one inserts a row, the other updates the one with its key where something in it differs.
///
/// One statement with `ON CONFLICT DO UPDATE` would say the same, but may write twice, and SQLite keeps a copy of every
/// page that such a statement touches in case it fails between the two.
enum Upsert {
    /// Runs the statements for each entry.
    ///
    /// - Parameters:
    ///   - insert: does nothing where the key is there already.
    ///   - update: numbers its parameters as `insert` does; does nothing where the row is as the entry says.
    ///   - bind: binds all parameters for one entry.
    static func run<Entry>(
        _ entries: some Sequence<Entry>,
        _ insert: StaticString,
        changing update: StaticString,
        in scope: WriteScope,
        bind: (borrowing Statement, Entry) throws -> Void
    ) throws(StoreError) -> UpsertCount {
        do {
            let inserting = try scope.connection.prepare(insert)
            let changing = try scope.connection.prepare(update)
            var count = UpsertCount()
            for entry in entries {
                try bind(inserting, entry)
                try inserting.run()
                guard scope.connection.changeCount == 0 else {
                    count.inserted += 1
                    continue
                }
                try bind(changing, entry)
                try changing.run()
                if scope.connection.changeCount > 0 { count.changed += 1 } else { count.unchanged += 1 }
            }
            return count
        } catch let error as StoreError {
            throw error
        } catch let error as SQLiteError {
            throw .database(error)
        } catch {
            preconditionFailure("an entry's values are bound with what is listed here, not \(error)")
        }
    }
}

/// Time-ordered identifiers for the rows of one file: the first is random, each next one is one larger.
///
/// Rows of a file share their millisecond, and random identifiers would scatter them over the whole index.
/// Source: RFC 9562, section 6.2, method 2.
struct IdentifierSeries<Subject> {
    private let high: UInt64
    private var low: UInt64

    init(at instant: Instant, using generator: inout some RandomNumberGenerator) {
        let first = Identifier<Subject>.timeOrdered(at: instant, using: &generator)
        high = first.high
        // The topmost random bit is left free, so that counting up never reaches the bits of the variant.
        low = first.low & ~0x2000_0000_0000_0000
    }

    mutating func next() -> Identifier<Subject> {
        low += 1
        return Identifier(high: high, low: low)
    }
}

/// Finds identifiers by key, one prepared statement for a whole file; the last answer is kept, because files are sorted.
final class KeyLookup<Subject> {
    private let statement: Statement
    private var last: (key: String, id: Identifier<Subject>)?

    init(_ sql: StaticString, in scope: CompanyScope) throws(SQLiteError) {
        statement = try scope.connection.prepare(sql)
        try statement.bind(high: scope.company.high, low: scope.company.low, at: 1)
    }

    func id(of key: String) throws(SQLiteError) -> Identifier<Subject>? {
        if let last, last.key == key { return last.id }
        statement.reset()
        try statement.bind(key, at: 2)
        guard let id = try statement.next({ row throws(SQLiteError) in try row.id() as Identifier<Subject> })
        else { return nil }
        last = (key, id)
        return id
    }
}

extension KeyLookup {
    /// The identifier of a key that may be missing, but must be known where it is there.
    func id(ofKnown key: String?, _ unknown: (String) -> StoreError) throws -> Identifier<Subject>? {
        guard let key else { return nil }
        guard let found = try id(of: key) else { throw unknown(key) }
        return found
    }
}

extension Statement {
    /// Binds an identifier to the parameter `index`, counted from 1 as in SQL.
    func bind<Subject>(_ id: Identifier<Subject>, at index: Int32) throws(SQLiteError) {
        try bind(high: id.high, low: id.low, at: index)
    }

    /// Binds a day to the parameter `index`, counted from 1 as in SQL.
    func bind(_ day: Day, at index: Int32) throws(SQLiteError) {
        try bind(Int64(day.sinceEpoch), at: index)
    }

    /// Binds a day or NULL to the parameter `index`, counted from 1 as in SQL.
    func bind(_ day: Day?, at index: Int32) throws(SQLiteError) {
        try bind(day.map { Int64($0.sinceEpoch) }, at: index)
    }

    /// Binds a point in time to the parameter `index`, counted from 1 as in SQL.
    func bind(_ instant: Instant, at index: Int32) throws(SQLiteError) {
        try bind(instant.millisecondsSinceEpoch, at: index)
    }
}
