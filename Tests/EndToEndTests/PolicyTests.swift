import Foundation
import Testing
import Wire

extension EndToEndTests {
    /// The policy is text: what stands in a rule file stands in the queue after the next run.
    @Suite(.serialized) struct Policy {
        @Test func `a sentence changed in a rule file and published is what the queue says after a run`() throws {
            let program = try Prepared.demo()
            let old = try program.export().lines("rule_set")
            let shipped = try String(contentsOfFile: Repository.path("Rules/collections.rules"), encoding: .utf8)
            let changed = shipped.replacingOccurrences(of: "\"First reminder\"", with: "\"A friendly first line\"")
            #expect(changed != shipped)
            let folder = program.folder.path("Rules")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try program.folder.write(changed, to: "Rules/collections.rules")
            #expect(try program("rules", "check", folder).status == .exited(0))

            let server = try Server(program, "--demo")
            let published = try JSONReader.value(
                from: Array(program.succeed("rules", "publish", folder, "--json").utf8)
            )
            #expect(published["changed"]?.boolean == true)
            let again = try JSONReader.value(from: Array(program.succeed("rules", "publish", folder, "--json").utf8))
            #expect(again["changed"]?.boolean == false)
            #expect(try labels(of: program) == ["First reminder"])
            try program.succeed("run")
            #expect(try labels(of: program) == ["A friendly first line"])
            let new = try program.export().lines("rule_set")
            #expect(new != old)
            #expect(new.first?["hash"] == published["rule_set"])
            try server.stop()
        }

        /// What the proposed first reminders are called.
        private func labels(of program: Program) throws -> Set<String> {
            let rows = try program.export().lines("action").filter {
                $0["rule"]?.text == "reminder_1" && $0["status"]?.text == "proposed"
            }
            return Set(rows.compactMap { $0["label"]?.text })
        }
    }
}
