import Arguments
import TestKit
import Testing

/// A small program that has one of everything.
private let program = Command(
    name: "ledger",
    summary: "keep a ledger",
    discussion: """
        Everything is kept in one file. A second paragraph of the discussion is long enough to be broken into lines, \
        so that the breaking can be seen here.

        It ends here.
        """,
    options: [Option("data", "DIR", "where the ledger lies")],
    exitCodes: [ExitCode(0, "done"), ExitCode(1, "something failed"), ExitCode(2, "the command line is wrong")],
    subcommands: [
        Command(
            name: "import",
            summary: "take in files",
            arguments: [Argument("FILE", "a file to take in", .atLeastOnce)],
            options: [
                Option("as", "KIND", "what the files hold", .required, shape: .oneOf(["invoices", "payments"])),
                Option("label", "TEXT", "a label for every row", .anyNumber),
                Option(flag: "dry-run", "say what would happen, and change nothing"),
            ],
            examples: [
                Example("ledger import --as invoices open.csv", "take in one file"),
                Example("ledger import --as payments --dry-run a.csv b.csv", "try two"),
            ]
        ),
        Command(
            name: "run",
            summary: "judge the ledger",
            arguments: [
                Argument("COMPANY", "whose"), Argument("LIMIT", "how many", .optional, shape: .integer(in: 0...9)),
            ],
            options: [
                Option("on", "DAY", "the day to judge, instead of today", shape: .day),
                Option("limit", "COUNT", "how many actions at most", shape: .integer(in: -1...1_000)),
            ],
            exitCodes: [ExitCode(3, "there was nothing to judge")]
        ),
        Command(
            name: "rules",
            summary: "work on rules",
            subcommands: [
                Command(
                    name: "check",
                    summary: "find mistakes",
                    arguments: [Argument("FILE", "a rule file", .anyNumber)]
                ),
                Command(name: "publish", summary: "put rules in force"),
            ]
        ),
    ]
)

@Suite struct ArgumentsTests {
    @Test(arguments: [
        ("root", ["--help"]),
        ("import", ["import", "-h"]),
        ("run", ["run", "--help"]),
        ("rules", ["rules", "--help"]),
        ("rules-check", ["rules", "check", "--help"]),
    ])
    func `help is made from the declaration`(_ name: String, _ words: [String]) throws {
        try expectGolden("\(name).help", help(words))
    }

    @Test(arguments: [
        ["rules", "--help", "check"], ["rules", "--nonsense", "--help"], ["rules", "--data", "--help"],
        ["rules", "-h", "x"],
    ])
    func `help is given even where something else is wrong`(_ words: [String]) throws {
        #expect(try help(words) == help(["rules", "--help"]))
    }

    @Test func `values come by name and by place`() throws {
        let command = try parsed([
            "--data=/d", "import", "a.csv", "--as", "payments", "--label=x", "b.csv", "--label", "y", "--dry-run",
        ])
        #expect(command.path == ["import"])
        #expect(command.value("data") == "/d")
        #expect(command.value("as") == "payments")
        #expect(command.values("label") == ["x", "y"])
        #expect(command.has("dry-run"))
        #expect(command.arguments("FILE") == ["a.csv", "b.csv"])
    }

    @Test func `options of a group may stand behind its command`() throws {
        #expect(try parsed(["rules", "check", "--data", "/d"]).value("data") == "/d")
        #expect(try parsed(["rules", "--data", "/d", "check"]).path == ["rules", "check"])
    }

    @Test func `what is left out is not there`() throws {
        let command = try parsed(["run", "acme"])
        #expect(command.argument("COMPANY") == "acme")
        #expect(command.argument("LIMIT") == nil)
        #expect(command.day("on") == nil)
        #expect(!command.has("data"))
    }

    @Test func `days and numbers come as what they are`() throws {
        let command = try parsed(["run", "acme", "7", "--on", "2026-11-23", "--limit=-1"])
        #expect(command.day("on").map { "\($0)" } == "2026-11-23")
        #expect(command.integer("limit") == -1)
        #expect(command.argument("LIMIT") == "7")
    }

    @Test func `behind two dashes everything is an argument`() throws {
        #expect(
            try parsed(["rules", "check", "--", "--help", "-x", "--"]).arguments("FILE") == ["--help", "-x", "--"]
        )
        #expect(try parsed(["rules", "check", "-", "a"]).arguments("FILE") == ["-", "a"])
    }

    @Test func `a value may be empty or hold an equals sign`() throws {
        #expect(try parsed(["--data=", "rules", "publish"]).value("data")?.isEmpty == true)
        #expect(try parsed(["--data", "", "rules", "publish"]).value("data")?.isEmpty == true)
        #expect(try parsed(["--data=a=b", "rules", "publish"]).value("data") == "a=b")
    }

    @Test(
        arguments: [
            ([], "missing-command"), (["rules"], "missing-subcommand"), (["imprt"], "unknown-command"),
            (["xyzzy"], "unknown-command-unlike-any"), (["run", "acme", "--onn", "x"], "unknown-option"),
            (["run", "acme", "--zzzzzz"], "unknown-option-unlike-any"), (["run", "-x"], "unknown-short-option"),
            (["import", "--dry-run", "a"], "missing-option"), (["import", "--as"], "missing-value"),
            (["run", "acme", "--limit", "-1"], "missing-value-with-a-dash"),
            (["run", "--on", "--", "x"], "missing-value-before-dashes"),
            (["import", "--dry-run=yes"], "unexpected-value"),
            (["run", "--on=2026-01-01", "--on=2026-01-01"], "repeated-option"),
            (["run", "acme", "--on", "2026-02-30"], "malformed-day"),
            (["import", "--as", "invoces", "a"], "malformed-word"),
            (["run", "acme", "12"], "malformed-argument"), (["run"], "missing-argument"),
            (["import", "--as", "invoices"], "missing-files"),
            (["rules", "publish", "now"], "unexpected-argument"),
        ] as [([String], String)]
    )
    func `a mistake is named with what to do about it`(_ words: [String], _ name: String) throws {
        let error = try #require(throws: UsageError.self) { try program.parse(words) }
        try expectGolden("\(name).error", "$ \((["ledger"] + words).joined(separator: " "))\n\(error.description)\n")
    }

    @Test func `every kind of mistake has its example`() throws {
        let errors = try goldenInputs(withExtension: "error").map { try goldenInput($0) }
        for code in UsageError.Code.allCases {
            let isShown = errors.contains { $0.contains("error[\(code.rawValue)]") }
            #expect(isShown, "\(code)")
        }
    }

    @Test func `no list of words makes it trap`() {
        let words = [
            "import", "run", "rules", "check", "publish", "--data", "--data=", "--as", "--as=invoices", "--on",
            "--on=x", "-",
            "--", "--help=", "-h=", "\n", "--\u{1B}", "", "=", "--=", "-=", "ü", "--limit", "-1", "5", "acme",
            "--dry-run", "--label",
            "---",
            "2026-11-23", "invoices",
        ]
        var accepted = 0
        forAll(2_000) { generator -> [String] in
            let count = Int.random(in: 0...7, using: &generator)
            let start = Bool.random(using: &generator) ? ["run", "acme"] : []
            return start + (0..<count).map { _ in words[Int.random(in: words.indices, using: &generator)] }
        } property: { list in
            do throws(UsageError) {
                if case .command(let command) = try program.parse(list) {
                    accepted += 1
                    return !command.path.isEmpty
                }
                return true
            } catch {
                return !error.message.isEmpty && !error.message.contains("\n") && error.command.hasPrefix("ledger")
            }
        }
        #expect(accepted > 10)
    }

    @Test func `a declaration that contradicts itself is a mistake that shows at the start`() async {
        await #expect(processExitsWith: .failure) {
            _ = Command(name: "a", summary: "", arguments: [Argument("A", "", .anyNumber), Argument("B", "")])
        }
        await #expect(processExitsWith: .failure) {
            _ = Command(name: "a", summary: "", options: [Option(flag: "x", ""), Option("x", "X", "")])
        }
        await #expect(processExitsWith: .failure) {
            _ = Command(name: "a", summary: "", options: [Option(flag: "help", "")])
        }
        await #expect(processExitsWith: .failure) {
            _ = try parsed(["run", "acme"]).value("undeclared")
        }
    }
}

private func help(_ words: [String]) throws -> String {
    guard case .help(let text) = try program.parse(words) else {
        Issue.record("\(words) does not give help")
        return ""
    }
    return text
}

private func parsed(_ words: [String]) throws -> ParsedCommand {
    guard case .command(let command) = try program.parse(words) else {
        throw NoCommand()
    }
    return command
}

private struct NoCommand: Error {}
