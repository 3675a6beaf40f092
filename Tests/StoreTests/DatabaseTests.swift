import Dispatch
import FoundationEssentials
import Receivables
import SQLite
import Synchronization
import TestKit
import Testing
import Values

@testable import Store

@Suite struct DatabaseTests {
    @Test func `the schema is the golden one`() throws {
        let test = try TestDatabase()
        try withExtendedLifetime(test) { try expectGolden("schema.sql", test.reader.schemaDump()) }
    }

    @Test func `opening again changes nothing and keeps everything`() throws {
        let test = try TestDatabase()
        let before = try test.reader.schemaDump()
        let again = try Database(path: test.folder.databasePath).makeReader()
        #expect(try again.schemaDump() == before)
        #expect(
            try again.readInstance { try CompanyRow.all(in: $0).map(\.company) } == [
                TestDatabase.acme, TestDatabase.birch,
            ]
        )
    }

    @Test func `a database of a newer program is refused`() throws {
        let test = try TestDatabase()
        try tamper(test, "INSERT INTO migration (number, checksum) VALUES (2, zeroblob(32))")
        #expect(throws: StoreError.newerSchema(found: 2, known: 1)) { try Database(path: test.folder.databasePath) }
    }

    @Test func `a database made by another migration of the same number is refused`() throws {
        let test = try TestDatabase()
        try tamper(test, "UPDATE migration SET checksum = zeroblob(32)")
        #expect(throws: StoreError.changedMigration(number: 1)) { try Database(path: test.folder.databasePath) }
    }

    @Test func `a database that cannot keep its promise is refused`() {
        // In memory there is no write-ahead log, so nothing would survive a loss of power.
        #expect(throws: StoreError.notDurable(journalMode: "memory", synchronous: 2)) { try Database(path: ":memory:") }
    }

    @Test func `an item that fails leaves the others of its group`() throws {
        let test = try TestDatabase()
        let group = DispatchGroup()
        let outcomes = Mutex<[Int: String]>([:])
        // The first item keeps the writer until all others wait, so that they are committed together.
        let release = DispatchSemaphore(value: 0)
        test.database.submitInstance({ _ in release.wait() }, completion: { _ in })
        for number in 0..<10 {
            group.enter()
            test.database.submit(for: TestDatabase.acme.id) { scope in
                try RuleSetRow(hash: hash(number), files: "", recordedAt: TestDatabase.now).insert(in: scope)
                if number == 4 { throw StoreError.noSuchRow("thing") }
                if number == 6 { try Sample.insight(1, of: Identifier(high: 0, low: 0)).insert(in: scope) }
            } completion: { result in
                let words: String
                switch result {
                case .success: words = "stored"
                case .failure(let error as SQLiteError): words = "\(error.kind)"
                case .failure(let error): words = "\(error)"
                }
                outcomes.withLock { $0[number] = words }
                group.leave()
            }
        }
        release.signal()
        group.wait()
        let stored = try test.read { try Set(RuleSetRow.all(in: $0).map(\.hash)) }
        #expect(stored == Set([0, 1, 2, 3, 5, 7, 8, 9].map(hash)))
        let expected = Dictionary(
            uniqueKeysWithValues: (0..<10).map {
                ($0, $0 == 4 ? "there is no such thing" : $0 == 6 ? "constraint" : "stored")
            }
        )
        #expect(outcomes.withLock { $0 } == expected)
    }

    @Test func `a write that throws leaves nothing behind and says why`() throws {
        let test = try TestDatabase()
        #expect(throws: StoreError.unknownCustomer(key: "nobody")) {
            try test.write { scope in
                try SampleBooks.load(in: scope)
                var random = SystemRandomNumberGenerator()
                let entry = InvoiceEntry(
                    key: "i2",
                    number: "2",
                    customerKey: "nobody",
                    issuedOn: TestDatabase.today,
                    dueOn: TestDatabase.today,
                    amount: Money(minorUnits: 1, in: .usd)
                )
                _ = try InvoiceRow.upsert([entry], at: .utc(TestDatabase.now), using: &random, in: scope)
            }
        }
        #expect(try test.read { try CustomerRow.count(in: $0) } == 0)
    }

    @Test func `a reader sees one moment while the writer goes on`() throws {
        let test = try TestDatabase()
        try test.write { try SampleBooks.load(in: $0) }
        let database = test.database
        let (before, during) = try test.read { scope in
            let before = try RuleSetRow.all(in: scope).count
            try database.write(for: TestDatabase.acme.id) {
                try RuleSetRow(hash: hash(1), files: "", recordedAt: TestDatabase.now).insert(in: $0)
            }
            return (before, try RuleSetRow.all(in: scope).count)
        }
        #expect((before, during) == (0, 0))
        #expect(try test.read { try RuleSetRow.all(in: $0).count } == 1)
    }

    @Test func `a completion is called after the commit`() throws {
        let test = try TestDatabase()
        let path = test.folder.databasePath
        let found = Mutex<Int?>(nil)
        let done = DispatchSemaphore(value: 0)
        test.database.submit(for: TestDatabase.acme.id) {
            try RuleSetRow(hash: hash(1), files: "", recordedAt: TestDatabase.now).insert(in: $0)
        } completion: { _ in
            let reader = try? Database(path: path).makeReader()
            let count = try? reader?.read(for: TestDatabase.acme.id) { try RuleSetRow.all(in: $0).count }
            found.withLock { $0 = count }
            done.signal()
        }
        done.wait()
        #expect(found.withLock { $0 } == 1)
    }

    @Test func `a full disk is a sentence, and the writer goes on when there is space`() throws {
        let test = try TestDatabase()
        try tamperWriter(test, "PRAGMA max_page_count = 150")
        let error = #expect(throws: SQLiteError.self) {
            try test.write { scope in
                let text = String(repeating: "x", count: 1_000_000)
                try RuleSetRow(hash: hash(1), files: text, recordedAt: TestDatabase.now).insert(in: scope)
            }
        }
        #expect(error?.kind == .full)
        #expect(error?.description.hasPrefix("the disk is full; free some space and try again") == true)
        try test.write { try RuleSetRow(hash: hash(2), files: "", recordedAt: TestDatabase.now).insert(in: $0) }
        #expect(try test.read { try RuleSetRow.all(in: $0).map(\.hash) } == [hash(2)])
    }

    @Test func `a reader cannot write`() throws {
        let test = try TestDatabase()
        let path = test.folder.databasePath
        let connection = try Connection(path: path, access: .readOnly)
        let error = #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM company" as StaticString) }
        #expect(error?.kind == .readOnly)
        #expect(error?.advice.hasPrefix("the database may not be written") == true)
    }

    /// Changes the file behind the program's back.
    private func tamper(_ test: TestDatabase, _ sql: StaticString) throws {
        try Connection(path: test.folder.databasePath).execute(sql)
    }

    /// Changes the setting of the writer's own connection: the limit of pages is not kept in the file.
    private func tamperWriter(_ test: TestDatabase, _ sql: Query) throws {
        try test.database.writeInstance { scope in _ = try scope.connection.rows(sql) { _ in } }
    }
}

/// A hash that stands for a number.
private func hash(_ number: Int) -> ContentHash { ContentHash(of: "\(number)") }
