import Testing

extension EndToEndTests {
    /// What `--help` says of every command.
    @Suite(.serialized) struct Help {
        private static let commands: [[String]] = [
            [], ["serve"], ["import"], ["run"], ["retrain"], ["aging"], ["verify"], ["company"], ["company", "create"],
            ["company", "set"],
            ["company", "list"], ["user"], ["user", "create"], ["user", "password"], ["rules"], ["rules", "check"],
            ["rules", "publish"], ["model"], ["model", "show"], ["export"], ["forget"],
            ["retention"], ["seed"], ["version"],
        ]

        @Test(arguments: commands)
        func `every command explains itself`(_ words: [String]) throws {
            let program = try Program()
            let help = try program.run(words + ["--help"])
            #expect(help.status == .exited(0))
            #expect(help.errors.isEmpty)
            #expect(help.output.contains((["arclight"] + words).joined(separator: " ")))
        }

        @Test(arguments: [
            [], ["serve"], ["import"], ["run"], ["retrain"], ["aging"], ["verify"], ["company", "create"],
            ["company", "set"],
            ["user", "create"], ["user", "password"], ["rules", "check"], ["rules", "publish"], ["model", "show"],
            ["export"], ["forget"], ["retention"], ["seed"],
        ])
        func `a command that takes something shows an example`(_ words: [String]) throws {
            let program = try Program()
            let help = try program.run(words + ["--help"]).output.lowercased()
            #expect(help.contains("example"))
        }

        @Test func `the version names the program, the rules and the model it carries`() throws {
            let lines = try Program().succeed("version").split(separator: "\n").map { $0.split(separator: " ") }
            #expect(lines.map(\.first) == ["arclight", "rules", "model"])
            #expect(lines.dropFirst().allSatisfy { $0.count == 2 && $0[1].count == 64 })
        }
    }
}
