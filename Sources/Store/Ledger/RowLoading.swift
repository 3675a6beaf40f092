internal import SQLite

/// What became of a row that was given to the books.
package enum LoadOutcome: Hashable, Sendable {
    /// Its key was new.
    case inserted
    /// The books said something else; now they say this.
    case changed
    /// The books said so already.
    case unchanged
    /// This load had said so already.
    case repeated
    /// This load had said something else of the same key; nothing was written.
    case contradicting
    /// The key is another customer's in the books; nothing was written.
    case belongsToAnother
    /// Entries stand on the row that what it says now would not fit; nothing was written.
    case hasEntries
}

/// Three statements that bring one row after the other into a table: one adds it, one compares it with the row that has
/// its key, one changes that row.
///
/// They number their parameters alike, so that one closure binds each of them. Most files hold rows that are all new or
/// all known, so the loading begins with the statement that fitted the row before.
///
/// One statement with `ON CONFLICT DO UPDATE` would say the same, but may write twice, and SQLite keeps a copy of every
/// page that such a statement touches in case it fails between the two.
struct RowLoading: ~Copyable {
    /// Whether rows of one load are held against each other.
    enum Strictness: Hashable {
        /// A later row wins.
        case lastWins
        /// A later row must say the same, and no row may move to another customer.
        case contradictionsRefused
    }

    /// The statements; each leaves out what it has no use for.
    struct Statements {
        /// Does nothing where the key is there already.
        let insert: StaticString
        /// Selects the row's number, and 0 where it says the same, 1 where it says something else, 2 where it is another
        /// customer's, 3 where entries stand on it that what is said now would not fit.
        let compare: StaticString
        /// Changes the row with the key.
        let change: StaticString
    }

    private let connection: Connection
    private let strictness: Strictness
    private let inserting: Statement
    private let comparing: Statement
    private let changing: Statement
    private var seen = RowNumberSet()
    private var expectsKnown = false

    init(_ statements: Statements, _ strictness: Strictness, in scope: WriteScope) throws(SQLiteError) {
        let inserting = try scope.connection.prepare(statements.insert)
        let comparing = try scope.connection.prepare(statements.compare)
        let changing = try scope.connection.prepare(statements.change)
        connection = scope.connection
        self.strictness = strictness
        self.inserting = inserting
        self.comparing = comparing
        self.changing = changing
    }

    /// Binds what all rows of a load have in common, once.
    func bindAll(_ bind: (borrowing Statement) throws(SQLiteError) -> Void) throws(SQLiteError) {
        try bind(inserting)
        try bind(comparing)
        try bind(changing)
    }

    /// Brings a row in.
    @inline(__always)
    mutating func load<Failure: Error>(
        failing wrap: (SQLiteError) -> Failure,
        _ bind: (borrowing Statement) throws(Failure) -> Void
    ) throws(Failure) -> LoadOutcome {
        if expectsKnown {
            try bind(comparing)
            if let known = try wrapping(wrap, { () throws(SQLiteError) in try compare() }) {
                return try settle(known, failing: wrap, bind)
            }
            expectsKnown = false
        }
        try bind(inserting)
        let isNew = try wrapping(wrap) { () throws(SQLiteError) in
            try inserting.run()
            return connection.changeCount == 1
        }
        if isNew {
            if strictness == .contradictionsRefused { _ = seen.insert(connection.lastInsertedRow) }
            return .inserted
        }
        expectsKnown = true
        try bind(comparing)
        guard let known = try wrapping(wrap, { () throws(SQLiteError) in try compare() }) else {
            preconditionFailure("a row that cannot be added is there")
        }
        return try settle(known, failing: wrap, bind)
    }

    private func compare() throws(SQLiteError) -> (row: Int64, relation: Int64)? {
        let found = try comparing.next { row throws(SQLiteError) in
            (row: try row.integer(), relation: try row.integer())
        }
        comparing.reset()
        return found
    }

    private mutating func settle<Failure: Error>(
        _ known: (row: Int64, relation: Int64),
        failing wrap: (SQLiteError) -> Failure,
        _ bind: (borrowing Statement) throws(Failure) -> Void
    ) throws(Failure) -> LoadOutcome {
        var isFirst = true
        if strictness == .contradictionsRefused {
            isFirst = !seen.contains(known.row)
            if known.relation == 2 { return isFirst ? .belongsToAnother : .contradicting }
            if known.relation == 3 { return isFirst ? .hasEntries : .contradicting }
            _ = seen.insert(known.row)
        }
        guard known.relation > 0 else { return isFirst ? .unchanged : .repeated }
        guard isFirst else { return .contradicting }
        try bind(changing)
        try wrapping(wrap) { () throws(SQLiteError) in try changing.run() }
        return .changed
    }

    @inline(__always)
    private func wrapping<Value, Failure: Error>(
        _ wrap: (SQLiteError) -> Failure,
        _ body: () throws(SQLiteError) -> Value
    ) throws(Failure) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw wrap(error) }
    }
}

/// Brings entries of one type into the books one by one, over prepared statements.
package final class Loading<Entry> {
    private let body: (Entry) throws(StoreError) -> LoadOutcome

    init(_ body: @escaping (Entry) throws(StoreError) -> LoadOutcome) {
        self.body = body
    }

    /// A loading over one table.
    convenience init(
        _ statements: RowLoading.Statements,
        _ strictness: RowLoading.Strictness,
        in scope: WriteScope,
        bind: @escaping (borrowing Statement, Entry) throws -> Void
    ) throws(StoreError) {
        let rows = RowsBox(try storing { () throws(SQLiteError) in try RowLoading(statements, strictness, in: scope) })
        self.init { (entry) throws(StoreError) in
            try rows.loading.load(failing: StoreError.database) { (statement) throws(StoreError) in
                do {
                    try bind(statement, entry)
                } catch let error as StoreError {
                    throw error
                } catch let error as SQLiteError {
                    throw .database(error)
                } catch {
                    preconditionFailure("an entry's values are bound with what is listed here, not \(error)")
                }
            }
        }
    }

    /// Brings an entry in.
    package func load(_ entry: Entry) throws(StoreError) -> LoadOutcome { try body(entry) }

    /// Brings entries in, and counts what became of them.
    func load(all entries: some Sequence<Entry>) throws(StoreError) -> UpsertCount {
        var count = UpsertCount()
        for entry in entries { count.add(try load(entry)) }
        return count
    }
}

/// A loading that a closure can hold.
private final class RowsBox {
    var loading: RowLoading

    init(_ loading: consuming RowLoading) {
        self.loading = loading
    }
}

/// Runs a piece of work on SQLite; what it throws is the store's error.
@inline(__always)
func storing<Value: ~Copyable>(_ body: () throws(SQLiteError) -> Value) throws(StoreError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw .database(error) }
}

/// Numbers of rows, a bit for each: rows that follow one another cost next to nothing.
struct RowNumberSet {
    private static let chunkBits: Int64 = 65_536
    private static let chunkWords = 1_024

    private var words: [UInt64] = []
    private var places: [Int64: Int] = [:]
    private var lastChunk: Int64 = .min
    private var lastPlace = 0

    func contains(_ number: Int64) -> Bool {
        let chunk = number >> 16
        guard let place = chunk == lastChunk ? lastPlace : places[chunk] else { return false }
        let bit = Int(number & (RowNumberSet.chunkBits - 1))
        return words[place + bit >> 6] & 1 << UInt64(bit & 63) != 0
    }

    /// Adds a number; `false` where it was there.
    mutating func insert(_ number: Int64) -> Bool {
        let chunk = number >> 16
        if chunk != lastChunk {
            if let place = places[chunk] {
                lastPlace = place
            } else {
                lastPlace = words.count
                places[chunk] = lastPlace
                words += repeatElement(0, count: RowNumberSet.chunkWords)
            }
            lastChunk = chunk
        }
        let bit = Int(number & (RowNumberSet.chunkBits - 1))
        let mask: UInt64 = 1 << UInt64(bit & 63)
        let word = lastPlace + bit >> 6
        defer { words[word] |= mask }
        return words[word] & mask == 0
    }
}
