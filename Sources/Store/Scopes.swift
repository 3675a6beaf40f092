package import Receivables
internal import SQLite
package import Values

/// The right to read the rows of one company, for as long as one transaction lasts.
///
/// Only a ``Database`` makes one, and every query takes one, so that none can forget its company. Neither it nor its
/// connection is `Sendable`: it stays in the closure it was lent to.
package struct CompanyScope {
    /// Whose rows they are.
    package let company: Identifier<Company>
    let connection: Connection
    /// What a reader remembers; the writer remembers nothing, because its own changes are not counted as such.
    var memory: CountMemory?

    /// The number that a query counts, remembered for as long as nobody changes the database.
    func count(_ query: Query) throws(SQLiteError) -> Int {
        guard let memory else { return try connection.number(query) }
        return try memory.count(query, over: connection)
    }
}

/// The right to change the rows of one company, for as long as one transaction lasts.
package struct WriteScope {
    /// The right to read the same company's rows, with what this transaction has changed so far.
    package let reading: CompanyScope

    /// Whose rows they are.
    package var company: Identifier<Company> { reading.company }
    var connection: Connection { reading.connection }
}

/// The right to read what belongs to no company: the list of companies, users and their tokens.
package struct InstanceScope {
    let connection: Connection
    var memory: CountMemory?

    /// The right to read one company's rows in the same transaction, for a caller that has found out whose they are.
    package func entering(_ company: Identifier<Company>) -> CompanyScope {
        CompanyScope(company: company, connection: connection, memory: memory)
    }
}

/// The right to change what belongs to no company.
package struct InstanceWriteScope {
    /// The right to read, with what this transaction has changed so far.
    package let reading: InstanceScope

    var connection: Connection { reading.connection }

    /// The right to change one company's rows in the same transaction.
    package func entering(_ company: Identifier<Company>) -> WriteScope {
        WriteScope(reading: reading.entering(company))
    }
}

/// A type that takes a row apart; its reads stand in the order of the statement's columns.
protocol StoredRow {
    init(from row: inout Row) throws(SQLiteError)
}

extension Connection {
    /// All rows of a query.
    func all<Value: StoredRow>(_ query: Query, as type: Value.Type = Value.self) throws(SQLiteError) -> [Value] {
        try rows(query) { row throws(SQLiteError) in try Value(from: &row) }
    }

    /// The first row of a query.
    func one<Value: StoredRow>(_ query: Query, as type: Value.Type = Value.self) throws(SQLiteError) -> Value? {
        try first(query) { row throws(SQLiteError) in try Value(from: &row) }
    }

    /// The number that a query gives.
    func number(_ query: Query) throws(SQLiteError) -> Int {
        try first(query) { row throws(SQLiteError) in try row.int() } ?? 0
    }
}
