import Values

extension Command {
    /// What a command line comes to.
    package enum Outcome: Sendable {
        /// Run this.
        case command(ParsedCommand)
        /// Show this text and succeed.
        case help(String)
    }

    /// Takes a command line apart, without the program's own name.
    ///
    /// `--help` or `-h` anywhere before `--` gives help on the command that stands before it, even where something
    /// else is wrong.
    ///
    /// - Throws: ``UsageError`` on the first mistake.
    package func parse(_ words: [String]) throws(UsageError) -> Outcome {
        var reading = Reading(self)
        do {
            return try reading.read(words)
        } catch {
            let asksForHelp = words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
            guard asksForHelp else { throw error }
            return .help(HelpText.text(for: reading.commands))
        }
    }
}

/// A command line on its way through the declaration.
private struct Reading {
    /// The command reached so far, behind the groups it is in.
    private(set) var commands: [Command]
    private var optionValues: [String: [String]] = [:]
    private var positionals: [String] = []

    init(_ root: Command) {
        commands = [root]
    }

    private var command: Command { commands[commands.count - 1] }
    private var name: String { commands.map(\.name).joined(separator: " ") }
    private var options: [Option] { commands.flatMap(\.options) }

    mutating func read(_ words: [String]) throws(UsageError) -> Command.Outcome {
        var rest = words[...]
        var areOptionsOver = false
        while let word = rest.popFirst() {
            if areOptionsOver || !word.hasPrefix("-") || word == "-" {
                try take(word)
            } else if word == "--" {
                areOptionsOver = true
            } else if word == "--help" || word == "-h" {
                return .help(HelpText.text(for: commands))
            } else {
                try takeOption(word, &rest)
            }
        }
        return .command(try finish())
    }

    private mutating func take(_ word: String) throws(UsageError) {
        guard !command.subcommands.isEmpty else {
            positionals.append(word)
            return
        }
        guard let next = command.subcommands.first(where: { $0.name == word }), positionals.isEmpty else {
            guard command.arguments.isEmpty else {
                positionals.append(word)
                return
            }
            let names = command.subcommands.map(\.name)
            throw error(
                .unknownCommand,
                "there is no command `\(word)`",
                suggestion(for: word, among: names) ?? "the commands are \(names.joined(separator: ", "))"
            )
        }
        commands.append(next)
    }

    private mutating func takeOption(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let written = String(parts[0])
        guard let option = options.first(where: { "--\($0.name)" == written }) else {
            let names = options.map { "--\($0.name)" } + ["--help"]
            throw error(.unknownOption, "there is no option `\(written)`", suggestion(for: written, among: names))
        }
        guard optionValues[option.name] == nil || option.occurrence.isRepeated else {
            throw error(.repeatedOption, "`\(written)` stands more than once", "keep the one that you mean")
        }
        let value = try value(of: option, written, parts.count > 1 ? String(parts[1]) : nil, &rest)
        optionValues[option.name, default: []].append(value)
    }

    private func value(
        of option: Option,
        _ written: String,
        _ attached: String?,
        _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let placeholder = option.placeholder else {
            guard attached == nil else {
                throw error(.unexpectedValue, "`\(written)` takes no value", "write `\(written)` alone")
            }
            return ""
        }
        if let attached { return try checked(attached, option.shape, "`\(written)`") }
        // A word with a dash is taken for an option, so that a forgotten value does not swallow it.
        guard let next = rest.first, !next.hasPrefix("-") || next == "-" else {
            let example = rest.first.map { $0 == "--" ? placeholder : $0 } ?? placeholder
            throw error(.missingValue, "`\(written)` has no value", "write `\(written)=\(example)`")
        }
        rest.removeFirst()
        return try checked(next, option.shape, "`\(written)`")
    }

    private func checked(_ value: String, _ shape: Shape, _ place: String) throws(UsageError) -> String {
        guard shape.accepts(value) else {
            throw error(
                .malformedValue,
                "`\(value)` for \(place) is not \(shape.expectation)",
                suggestion(for: value, among: shape.candidates)
            )
        }
        return value
    }

    private func finish() throws(UsageError) -> ParsedCommand {
        guard command.subcommands.isEmpty || !command.arguments.isEmpty else {
            let names = command.subcommands.map(\.name).joined(separator: ", ")
            throw error(.missingCommand, "`\(name)` needs a command", "the commands are \(names)")
        }
        for option in options where option.occurrence.isRequired && optionValues[option.name] == nil {
            throw error(.missingOption, "`--\(option.name)` is missing", "add `\(option.usage)`: \(option.summary)")
        }
        return ParsedCommand(
            path: commands.dropFirst().map(\.name),
            options: options,
            arguments: command.arguments,
            optionValues: optionValues,
            argumentValues: try argumentValues()
        )
    }

    private func argumentValues() throws(UsageError) -> [String: [String]] {
        var values: [String: [String]] = [:]
        var rest = positionals[...]
        for argument in command.arguments {
            let taken = argument.occurrence.isRepeated ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            guard !taken.isEmpty || !argument.occurrence.isRequired else {
                throw error(.missingArgument, "\(argument.name) is missing", "add it: \(argument.summary)")
            }
            for value in taken {
                values[argument.name, default: []].append(try checked(value, argument.shape, argument.name))
            }
        }
        guard let unexpected = rest.first else { return values }
        throw error(.unexpectedArgument, "`\(unexpected)` is one argument too many", nil)
    }

    private func suggestion(for word: String, among candidates: [String]) -> String? {
        Spelling.nearest(to: word, among: candidates).map { "did you mean `\($0)`?" }
    }

    private func error(_ code: UsageError.Code, _ message: String, _ help: String?) -> UsageError {
        UsageError(code: code, message: visible(message), help: help.map(visible), command: name)
    }

    /// `text` on one line and harmless to a terminal, whatever the user's words hold.
    private func visible(_ text: String) -> String {
        var visible = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                visible += scalar.escaped(asASCII: true)
            } else {
                visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }
}
