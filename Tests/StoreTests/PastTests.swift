import Receivables
import SQLite
import Store
import Testing
import Values

/// What an update replaces is kept by the schema itself.
@Suite struct PastTests {
    @Test func `every table that keeps its past copies what its update replaces`() throws {
        let test = try TestDatabase()
        let schema = try withExtendedLifetime(test) { try test.reader.schemaDump() }
        let tables = [
            "customer", "contact", "invoice", "payment", "allocation", "promise", "dispute", "communication", "fx_rate",
        ]
        for table in tables {
            #expect(schema.contains("CREATE TABLE \(table)_past ("), "\(table)")
            #expect(
                schema.contains("CREATE TRIGGER \(table)_keeps_its_past AFTER UPDATE ON \(table) BEGIN"),
                "\(table)"
            )
        }
    }

    @Test func `a past version holds every column of its table`() throws {
        let test = try TestDatabase()
        let schema = try withExtendedLifetime(test) { try test.reader.schemaDump() }
        let columns = Self.columns(of: schema)
        let kept = columns.keys.filter { columns["\($0)_past"] != nil }
        #expect(kept.count == 9)
        for table in kept {
            let own = Set(columns[table] ?? [])
            let past = Set(columns["\(table)_past"] ?? [])
            // A row's key and the instant of its first writing never change.
            #expect(own.subtracting(past).subtracting(["key", "recorded_at"]).isEmpty, "\(table)")
            #expect(past.subtracting(own) == ["until_on", "replaced_at", "replaced_by"], "\(table)")
        }
    }

    /// The columns of each table, by its name.
    private static func columns(of schema: String) -> [String: [String]] {
        var columns: [String: [String]] = [:]
        for statement in schema.split(separator: ";\n") {
            let lines = statement.split(separator: "\n").filter { !$0.isEmpty }
            guard let first = lines.first, first.hasPrefix("CREATE TABLE ") else { continue }
            let name = first.dropFirst("CREATE TABLE ".count).prefix { $0 != " " }
            let words = lines.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
            columns[String(name)] = words.filter { $0.first?.isLowercase == true }
        }
        return columns
    }
}
