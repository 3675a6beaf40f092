import Foundation
import Testing
import Wire

extension EndToEndTests {
    /// A run with nothing new in between.
    @Suite(.serialized) struct RepeatedRuns {
        private static let logName = "arclight.db-wal"

        @Test func `a run that finds nothing new writes not one byte`() throws {
            let program = try Prepared.demo()
            try program.succeed("retrain", "--promote")
            let first = try JSONReader.value(from: Array(program.succeed("run", "--json").utf8))
            #expect(first["unchanged"]?.boolean == false)
            let books = try program.export()
            let second = try JSONReader.value(from: Array(program.succeed("run", "--json").utf8))
            #expect(second["unchanged"]?.boolean == true)
            for table in ["insights", "actions", "suppressions", "scores"] {
                #expect(second[table]?["inserted"]?.integer == 0)
                #expect(second[table]?["refreshed"]?.integer == 0)
                #expect(second[table]?["closed"]?.integer == 0)
            }
            #expect(try program.export() == books)

            // What the first run logged may move from the log into the main file at any later opening; once it has, nothing
            // is left that a run could have a reason to write.
            var files = try databaseFiles(of: program)
            for _ in 0..<5 where files[RepeatedRuns.logName] != nil {
                try program.succeed("run")
                files = try databaseFiles(of: program)
            }
            #expect(files.count == 1)
            try program.succeed("run")
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
            for name in ["arclight.db", RepeatedRuns.logName] {
                let path = "\(program.dataPath)/\(name)"
                // Whoever read last may have left an empty log behind.
                files[name] = FileManager.default.contents(atPath: path).flatMap { $0.isEmpty ? nil : $0 }
            }
            return files
        }
    }
}
