import Dispatch
import SQLite
import Testing

@Suite struct BindingTests {
    @Test func `a text bound where it lies and an identifier written over are what the statement reads`() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (a TEXT, b BLOB)" as StaticString)
        let statement = try connection.prepare("INSERT INTO t (a, b) VALUES (?1, ?2)" as StaticString)
        try statement.bind(high: 1, low: 2, at: 2)
        for (text, low) in [("one", UInt64(2)), ("", 3), ("drei", 4)] {
            let bytes = Array(text.utf8)
            unsafe try statement.bind(inPlace: bytes.span, at: 1)
            statement.rebind(high: 1, low: low, at: 2)
            try statement.run()
        }
        let rows = try connection.rows("SELECT a, b FROM t ORDER BY rowid") { row throws(SQLiteError) in
            (try row.text(), try row.words().low)
        }
        #expect(rows.map(\.0) == ["one", "", "drei"])
        #expect(rows.map(\.1) == [2, 3, 4])
    }

    @Test func `a reference to a row that is not there is a problem of the file`() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)" as StaticString)
        try connection.execute("CREATE TABLE c (p INTEGER REFERENCES p (id))" as StaticString)
        try connection.execute("INSERT INTO c VALUES (7)" as StaticString)
        #expect(try connection.integrityProblems() == ["row 1 of c refers to a row of p that is not there"])
    }
}

@Suite struct ConnectionTests {
    @Test func `every type of value comes back as it was bound`() throws {
        let connection = try Connection(path: ":memory:")
        let values: [SQLValue] = [
            .integer(.min), .real(-0.1), .text("Müller \u{0} & Söhne"), .text(""), .bytes([0, 255]), .bytes([]), .null,
            .words(1, .max),
        ]
        let query: Query = """
            SELECT \(values[0]), \(values[1]), \(values[2]), \(values[3]), \(values[4]), \(values[5]), \(values[6]),
                \(values[7])
            """
        let found = try connection.first(query) { row throws(SQLiteError) in
            let numbers: [SQLValue] = [.integer(try row.integer()), .real(try row.real())]
            let texts: [SQLValue] = [.text(try row.text()), .text(try row.text())]
            let bytes: [SQLValue] = [.bytes(try row.bytes()), .bytes(try row.bytes())]
            let null: SQLValue = row.textIfAny().map { .text($0) } ?? .null
            let (high, low) = try row.words()
            return numbers + texts + bytes + [null, .words(high, low)]
        }
        #expect(found == values)
    }

    @Test func `NULL is an error where a value is wanted`() throws {
        let connection = try Connection(path: ":memory:")
        let error = #expect(throws: SQLiteError.self) {
            try connection.first("SELECT NULL AS name") { row throws(SQLiteError) in try row.text() }
        }
        #expect(error?.kind == .mismatch)
        #expect(error?.message == "column name holds NULL")
    }

    @Test func `a value never becomes part of the statement`() throws {
        let connection = try table()
        let text = "'); DROP TABLE note; --"
        try connection.execute("INSERT INTO note (id, content) VALUES (1, \(SQLValue.text(text)))")
        let query: Query = "SELECT content FROM note WHERE content = \(SQLValue.text(text))"
        #expect(query.sql == "SELECT content FROM note WHERE content = ?")
        #expect(try connection.rows(query) { row throws(SQLiteError) in try row.text() } == [text])
    }

    @Test func `parts of a query keep the order of their values`() throws {
        let connection = try table()
        for id in 1...5 {
            try connection.execute(
                "INSERT INTO note (id, content) VALUES (\(SQLValue.integer(Int64(id))), \(SQLValue.text("n\(id)")))"
            )
        }
        var condition: Query = "id > \(SQLValue.integer(1))"
        condition += " AND id < \(SQLValue.integer(5))"
        let query: Query = "SELECT id FROM note WHERE \(condition) AND content <> \(SQLValue.text("n3")) ORDER BY id"
        #expect(try connection.rows(query) { row throws(SQLiteError) in try row.integer() } == [2, 4])
    }

    @Test func `the same statement may be in use inside itself`() throws {
        let connection = try table()
        for id in 1...3 {
            try connection.execute("INSERT INTO note (id, content) VALUES (\(SQLValue.integer(Int64(id))), 'x')")
        }
        func count(below limit: Int64) throws(SQLiteError) -> Int64 {
            let smaller = try connection.rows(
                "SELECT id FROM note WHERE id < \(SQLValue.integer(limit))"
            ) { row throws(SQLiteError) in try count(below: try row.integer()) + 1 }
            return smaller.reduce(0, +)
        }
        // Below 4 there are 1, 2 and 3; below those none, one and three more.
        #expect(try count(below: 4) == 7)
    }

    @Test func `a statement keeps nothing of its last use`() throws {
        let connection = try table()
        let insert: StaticString = "INSERT INTO note (id, content) VALUES (?, coalesce(?, 'none'))"
        do {
            let statement = try connection.prepare(insert)
            try statement.bind(Int64(1), at: 1)
            try statement.bind("first", at: 2)
            try statement.run()
        }
        do {
            let statement = try connection.prepare(insert)
            try statement.bind(Int64(2), at: 1)
            try statement.run()
        }
        #expect(try contents(of: connection) == ["first", "none"])
    }

    @Test func `a savepoint takes back its own changes only`() throws {
        let connection = try table()
        struct Refused: Error {}
        try connection.transaction(.immediate) {
            try connection.execute("INSERT INTO note (id, content) VALUES (1, 'kept')" as StaticString)
            #expect(throws: Refused.self) {
                try connection.savepoint {
                    try connection.execute("INSERT INTO note (id, content) VALUES (2, 'gone')" as StaticString)
                    throw Refused()
                }
            }
            try connection.savepoint {
                try connection.execute("INSERT INTO note (id, content) VALUES (3, 'also kept')" as StaticString)
            }
        }
        #expect(try contents(of: connection) == ["kept", "also kept"])
    }

    @Test func `a transaction that throws leaves nothing behind`() throws {
        let connection = try table()
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction(.immediate) {
                try connection.execute("INSERT INTO note (id, content) VALUES (1, 'x')" as StaticString)
                try connection.execute("INSERT INTO note (id, content) VALUES (1, 'y')" as StaticString)
            }
        }
        #expect(error?.kind == .constraint)
        #expect(error?.code == 1555, "the extended code for a doubled primary key")
        #expect(!connection.isInTransaction)
        #expect(try contents(of: connection).isEmpty)
    }

    @Test func `a file that is no database is refused with a sentence`() throws {
        let path = temporaryPath("no-database")
        try write(
            "this is a text, and long enough for a header of a hundred bytes, which SQLite reads first of all.....",
            to: path
        )
        let error = #expect(throws: SQLiteError.self) {
            try Connection(path: path).execute("SELECT * FROM sqlite_schema" as StaticString)
        }
        #expect(error?.kind == .damaged)
        #expect(error?.advice.contains("restore it from a backup") == true)
    }

    @Test func `a file in a folder that is not there cannot be opened`() {
        let error = #expect(throws: SQLiteError.self) { try Connection(path: "/nowhere/at/all.db") }
        #expect(error?.kind == .cannotOpen)
    }

    @Test func `an interrupted statement ends with an error of its own`() throws {
        let connection = try Connection(path: ":memory:")
        let interrupter = connection.interrupter
        let finished = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            // Interrupting before the statement runs has no effect, so it is repeated until the statement has ended.
            repeat { interrupter.interrupt() } while finished.wait(timeout: .now() + .milliseconds(5)) == .timedOut
        }
        let error = #expect(throws: SQLiteError.self) {
            try connection.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n" as StaticString
            )
        }
        finished.signal()
        #expect(error?.kind == .interrupted)
    }

    @Test func `a sound file has no integrity problems`() throws {
        #expect(try table().integrityProblems() == [])
    }

    private func table() throws -> Connection {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, content TEXT) STRICT" as StaticString)
        return connection
    }

    private func contents(of connection: Connection) throws -> [String] {
        try connection.rows("SELECT content FROM note ORDER BY id") { row throws(SQLiteError) in try row.text() }
    }
}
