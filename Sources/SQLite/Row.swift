internal import CSQLite

/// One row of a result, read from its first column to its last.
///
/// Each read takes the next column, so the reads stand in the order of the statement's column list. It is lent to the
/// closure that takes the row apart and cannot be kept.
@safe package struct Row: ~Copyable {
    private let handle: OpaquePointer
    private var column: Int32 = 0

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    /// The next column as a whole number.
    ///
    /// - Throws: ``SQLiteError`` on NULL, which is not the same as 0.
    package mutating func integer() throws(SQLiteError) -> Int64 {
        guard let value = integerIfAny() else { throw unexpected("NULL") }
        return value
    }

    /// The next column as a whole number, or `nil` where it is NULL.
    package mutating func integerIfAny() -> Int64? {
        let index = advance()
        return isNull(index) ? nil : unsafe sqlite3_column_int64(handle, index)
    }

    /// The next column as a floating-point number.
    ///
    /// - Throws: ``SQLiteError`` on NULL, which is not the same as 0.
    package mutating func real() throws(SQLiteError) -> Double {
        guard let value = realIfAny() else { throw unexpected("NULL") }
        return value
    }

    /// The next column as a floating-point number, or `nil` where it is NULL.
    package mutating func realIfAny() -> Double? {
        let index = advance()
        return isNull(index) ? nil : unsafe sqlite3_column_double(handle, index)
    }

    /// The next column as a text.
    ///
    /// - Throws: ``SQLiteError`` on NULL, which is not the same as an empty text.
    package mutating func text() throws(SQLiteError) -> String {
        guard let value = textIfAny() else { throw unexpected("NULL") }
        return value
    }

    /// The next column as a text, or `nil` where it is NULL.
    package mutating func textIfAny() -> String? {
        let index = advance()
        guard let start = unsafe sqlite3_column_text(handle, index) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The next column as bytes.
    ///
    /// - Throws: ``SQLiteError`` on NULL, which is not the same as no bytes.
    package mutating func bytes() throws(SQLiteError) -> [UInt8] {
        guard let value = bytesIfAny() else { throw unexpected("NULL") }
        return value
    }

    /// The next column as bytes, or `nil` where it is NULL.
    package mutating func bytesIfAny() -> [UInt8]? {
        let index = advance()
        guard !isNull(index) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        // SQLite gives no address for an empty blob.
        guard count > 0, let start = unsafe sqlite3_column_blob(handle, index) else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The next column's sixteen bytes as two numbers in network order.
    ///
    /// - Throws: ``SQLiteError`` on NULL and on another number of bytes.
    package mutating func words() throws(SQLiteError) -> (high: UInt64, low: UInt64) {
        guard let value = try wordsIfAny() else { throw unexpected("NULL") }
        return value
    }

    /// The next column's sixteen bytes as two numbers in network order, or `nil` where it is NULL.
    ///
    /// - Throws: ``SQLiteError`` on another number of bytes.
    package mutating func wordsIfAny() throws(SQLiteError) -> (high: UInt64, low: UInt64)? {
        let index = advance()
        guard !isNull(index) else { return nil }
        guard unsafe sqlite3_column_bytes(handle, index) == 16, let start = unsafe sqlite3_column_blob(handle, index)
        else { throw unexpected("no sixteen bytes") }
        let high = unsafe UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
        let low = unsafe UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return (high, low)
    }

    /// Whether the next column is NULL; it is not taken.
    package var isNextNull: Bool { isNull(column) }

    /// The error for the column that was read last and holds what its reader cannot take.
    package func unexpected(_ found: String) -> SQLiteError {
        let name = unsafe sqlite3_column_name(handle, column - 1).map { unsafe String(cString: $0) } ?? "\(column)"
        let sql = unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? ""
        return SQLiteError(code: SQLITE_MISMATCH, message: "column \(name) holds \(found)", statement: sql)
    }

    private mutating func advance() -> Int32 {
        assert(unsafe sqlite3_column_count(handle) > column, "the statement has fewer columns than are read")
        column += 1
        return column - 1
    }

    private func isNull(_ index: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, index) == SQLITE_NULL
    }
}
