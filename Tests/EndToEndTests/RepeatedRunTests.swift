import Foundation
import Testing
import Wire

extension EndToEndTests {
    /// A run with nothing new in between.
    @Suite(.serialized) struct RepeatedRuns {
        @Test func `the second of two runs writes not one byte`() throws {
            let program = try Prepared.demo()
            try program.succeed("retrain", "--promote")
            let first = try JSONReader.value(from: Array(program.succeed("run", "--json").utf8))
            #expect(first["unchanged"]?.boolean == false)
            let books = try program.export()
            let files = try databaseFiles(of: program)
            let second = try JSONReader.value(from: Array(program.succeed("run", "--json").utf8))
            #expect(second["unchanged"]?.boolean == true)
            for table in ["insights", "actions", "suppressions"] {
                #expect(second[table]?["inserted"]?.integer == 0)
                #expect(second[table]?["refreshed"]?.integer == 0)
                #expect(second[table]?["closed"]?.integer == 0)
            }
            #expect(try databaseFiles(of: program) == files)
            #expect(try program.export() == books)
        }

        @Test func `a run on a past day leaves the books alone and names that day`() throws {
            let program = try Prepared.demo()
            let before = try program.export()
            let past = try JSONReader.value(from: Array(program.succeed("run", "--on", "2026-05-29", "--json").utf8))
            #expect(past["day"]?.text == "2026-05-29")
            let after = try program.export()
            for kind in ["customer", "invoice", "payment", "promise", "dispute"] {
                #expect(try after.lines(kind) == before.lines(kind))
            }
        }

        /// The database and its log, as they lie on disk.
        private func databaseFiles(of program: Program) throws -> [String: Data] {
            var files: [String: Data] = [:]
            for name in ["arclight.db", "arclight.db-wal"] {
                let path = "\(program.dataPath)/\(name)"
                // Whoever read last may have left an empty log behind.
                files[name] = FileManager.default.contents(atPath: path).flatMap { $0.isEmpty ? nil : $0 }
            }
            return files
        }
    }
}
