internal import CSQLite

/// A prepared statement, lent by its connection: it goes back exactly where its owner lets go of it.
@safe package struct Statement: ~Copyable {
    private let prepared: PreparedStatement
    private let key: StatementKey
    private let connection: Connection

    private var handle: OpaquePointer { unsafe prepared.handle }

    /// The parameters from 1 to this one have memory of their own.
    static let slotCount = 24

    init(_ prepared: PreparedStatement, key: StatementKey, of connection: Connection) {
        unsafe self.prepared = unsafe prepared
        self.key = key
        self.connection = connection
    }

    deinit {
        unsafe connection.takeBack(prepared, key: key)
    }

    /// Binds the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: Int64, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Binds a whole number or NULL to the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: Int64?, at index: Int32) throws(SQLiteError) {
        guard let value else { return try bindNull(at: index) }
        try bind(value, at: index)
    }

    /// Binds the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: Double, at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_double(handle, index, value))
    }

    /// Binds the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: String, at index: Int32) throws(SQLiteError) {
        var value = value
        let code = value.withUTF8 { bytes in
            // An empty buffer may have no address, which SQLite would read as NULL.
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return unsafe sqlite3_bind_text(handle, index, "", 0, Statement.copied)
                }
                return unsafe sqlite3_bind_text(handle, index, start, Int32(bytes.count), Statement.copied)
            }
        }
        try check(code)
    }

    /// Binds a text or NULL to the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: String?, at index: Int32) throws(SQLiteError) {
        guard let value else { return try bindNull(at: index) }
        try bind(value, at: index)
    }

    /// Binds bytes to the parameter `index`, counted from 1 as in SQL.
    package func bind(_ value: [UInt8], at index: Int32) throws(SQLiteError) {
        let code = unsafe value.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, unsafe !bytes.isEmpty else {
                return unsafe sqlite3_bind_zeroblob(handle, index, 0)
            }
            return unsafe sqlite3_bind_blob(handle, index, start, Int32(bytes.count), Statement.copied)
        }
        try check(code)
    }

    /// Binds sixteen bytes, given as two numbers in network order, to the parameter `index`, counted from 1 as in SQL.
    package func bind(high: UInt64, low: UInt64, at index: Int32) throws(SQLiteError) {
        let pair = (high.bigEndian, low.bigEndian)
        if index > 0, index <= Statement.slotCount {
            let slot = unsafe prepared.slots + Int(index - 1)
            unsafe slot.pointee = pair
            return try check(unsafe sqlite3_bind_blob(handle, index, slot, 16, nil))
        }
        let code = unsafe withUnsafeBytes(of: pair) { bytes in
            unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, 16, Statement.copied)
        }
        try check(code)
    }

    /// Replaces the sixteen bytes that are bound to the parameter `index` by these, where they lie.
    ///
    /// - Precondition: the parameter was last bound by ``bind(high:low:at:)``, and is one of the first 24.
    package func rebind(high: UInt64, low: UInt64, at index: Int32) {
        assert(index > 0 && index <= Statement.slotCount, "parameter \(index) has no memory of its own")
        unsafe prepared.slots[Int(index - 1)] = (high.bigEndian, low.bigEndian)
    }

    /// Binds a text in UTF-8 to the parameter `index` without copying it: SQLite reads it where it lies.
    ///
    /// Unsafe, because nothing but the caller keeps the bytes where they are: they must stay until the statement has run,
    /// and the parameter must be bound anew before it runs again.
    @unsafe package func bind(inPlace text: Span<UInt8>, at index: Int32) throws(SQLiteError) {
        let code = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return unsafe sqlite3_bind_text(handle, index, "", 0, Statement.copied)
                }
                return unsafe sqlite3_bind_text(handle, index, start, Int32(characters.count), nil)
            }
        }
        try check(code)
    }

    /// Binds NULL to the parameter `index`, counted from 1 as in SQL.
    package func bindNull(at index: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_null(handle, index))
    }

    /// Binds the parameters in order, the first to parameter 1.
    package func bind(_ values: [SQLValue]) throws(SQLiteError) {
        var index: Int32 = 0
        for value in values {
            index += 1
            switch value {
            case .null: try bindNull(at: index)
            case .integer(let number): try bind(number, at: index)
            case .real(let number): try bind(number, at: index)
            case .text(let text): try bind(text, at: index)
            case .bytes(let bytes): try bind(bytes, at: index)
            case .words(let high, let low): try bind(high: high, low: low, at: index)
            }
        }
    }

    /// Moves on to the next row and takes it apart; `nil` once there is none.
    package func next<Value>(
        _ decode: (inout Row) throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> Value? {
        guard try step() else { return nil }
        var row = unsafe Row(handle)
        return try decode(&row)
    }

    /// Runs to the end, drops the rows, and makes the statement ready to be bound and run again.
    package func run() throws(SQLiteError) {
        while try step() {}
        unsafe sqlite3_reset(handle)
    }

    /// Makes the statement ready to be bound and run again.
    package func reset() {
        // The code repeats the error of the last step, which has been thrown already.
        _ = unsafe sqlite3_reset(handle)
    }

    private func step() throws(SQLiteError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw unsafe SQLiteError(code, of: handle)
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw unsafe SQLiteError(code, of: handle) }
    }

    /// Tells SQLite to copy what is bound: C's `SQLITE_TRANSIENT`, a cast that Swift does not import.
    private static var copied: sqlite3_destructor_type {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}

extension SQLiteError {
    /// The error of a statement that is at work.
    init(_ code: Int32, of statement: OpaquePointer) {
        let text = unsafe sqlite3_sql(statement).map { unsafe String(cString: $0) } ?? ""
        unsafe self.init(code, on: sqlite3_db_handle(statement), during: text)
    }
}
