/// The help on a command, made from its declaration.
enum HelpText {
    private static let width = 80
    /// Names longer than this stand on a line of their own.
    private static let longestName = 24

    /// The help on the last of `commands`, which is in the groups before it.
    static func text(for commands: [Command]) -> String {
        let command = commands[commands.count - 1]
        let name = commands.map(\.name).joined(separator: " ")
        var sections = ["\(name): \(command.summary)", "Usage: \(usage(of: command, name))"]
        for paragraph in paragraphs(of: command.discussion) { sections.append(wrapped(paragraph, indent: 0)) }
        sections += [
            section("Commands", command.subcommands.map { ($0.name, $0.summary) }),
            section("Arguments", command.arguments.map { ($0.usage, summary($0.summary, $0.shape)) }),
            section("Options", command.options.map(row) + [("--help", "show this text")]),
        ]
        for group in commands.dropLast().reversed() {
            sections.append(section("Options of every \(group.name) command", group.options.map(row)))
        }
        let examples = command.examples.map { "  # \($0.meaning)\n  \($0.call)" }.joined(separator: "\n")
        sections.append(examples.isEmpty ? "" : "Examples:\n\(examples)")
        let exitCodes = commands.flatMap(\.exitCodes).sorted { $0.code < $1.code }
        sections.append(section("Exit codes", exitCodes.map { ("\($0.code)", $0.meaning) }))
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func usage(of command: Command, _ name: String) -> String {
        let required = command.options.filter(\.occurrence.isRequired).map(\.usage)
        let isPlain = command.options.count == required.count
        let isGroup = command.arguments.isEmpty && !command.subcommands.isEmpty
        let rest = isGroup ? ["COMMAND"] : command.arguments.map(\.usage)
        return ([name] + required + (isPlain ? [] : ["[OPTIONS]"]) + rest).joined(separator: " ")
    }

    private static func row(_ option: Option) -> (name: String, summary: String) {
        let repeated = option.occurrence.isRepeated ? "; may be repeated" : ""
        return (option.usage, summary(option.summary, option.shape) + repeated)
    }

    private static func summary(_ summary: String, _ shape: Shape) -> String {
        shape.expectation.isEmpty ? summary : "\(summary) (\(shape.expectation))"
    }

    private static func section(_ title: String, _ rows: [(name: String, summary: String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let column = rows.map(\.name.count).filter { $0 <= longestName }.max() ?? longestName
        let lines = rows.map { row in
            let text = wrapped(row.summary, indent: column + 4)
            guard row.name.count <= column else {
                return "  \(row.name)\n\(String(repeating: " ", count: column + 4))\(text)"
            }
            return "  \(row.name)\(String(repeating: " ", count: column - row.name.count + 2))\(text)"
        }
        return "\(title):\n" + lines.joined(separator: "\n")
    }

    private static func paragraphs(of text: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring()] {
            if !line.isEmpty {
                lines.append(line)
            } else if !lines.isEmpty {
                paragraphs.append(lines.joined(separator: " "))
                lines = []
            }
        }
        return paragraphs
    }

    /// `text` in lines of at most ``width``, all but the first indented.
    private static func wrapped(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
