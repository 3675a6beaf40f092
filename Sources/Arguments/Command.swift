/// A command as it is declared: what it takes, and what `--help` says of it.
///
/// A command does something, and may take arguments, or is a group of commands, or both: then the name of a command in it
/// goes before an argument.
package struct Command: Sendable {
    /// The word that calls it.
    package let name: String
    /// What it does, in a line: lower case, no full stop.
    package let summary: String
    /// What else a user should know, in paragraphs parted by blank lines.
    package let discussion: String
    /// The values it takes by their place.
    package let arguments: [Argument]
    /// The values it takes by name; those of a group are taken by every command in it.
    package let options: [Option]
    /// Calls to learn from.
    package let examples: [Example]
    /// What its exit status means; those of a group hold for every command in it.
    package let exitCodes: [ExitCode]
    /// The commands of the group.
    package let subcommands: [Command]

    /// Declares a command.
    ///
    /// - Precondition: names are distinct; a repeated argument is the last
    ///   one, and no required argument follows an optional one. `help` is declared for every command already.
    package init(
        name: String,
        summary: String,
        discussion: String = "",
        arguments: [Argument] = [],
        options: [Option] = [],
        examples: [Example] = [],
        exitCodes: [ExitCode] = [],
        subcommands: [Command] = []
    ) {
        precondition(Set(subcommands.map(\.name)).count == subcommands.count, "\(name) has two commands of one name")
        precondition(Set(arguments.map(\.name)).count == arguments.count, "\(name) has two arguments of one name")
        let optionNames = options.map(\.name) + ["help"]
        precondition(Set(optionNames).count == optionNames.count, "\(name) has two options of one name")
        for (argument, next) in zip(arguments, arguments.dropFirst()) {
            precondition(!argument.occurrence.isRepeated, "an argument follows \(argument.name), which takes all")
            precondition(
                argument.occurrence.isRequired || !next.occurrence.isRequired,
                "\(next.name) is required behind \(argument.name), which is not"
            )
        }
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.exitCodes = exitCodes
        self.subcommands = subcommands
    }
}

/// How often a value may stand.
package enum Occurrence: Sendable {
    /// At most once.
    case optional
    /// Exactly once.
    case required
    /// Any number of times.
    case anyNumber
    /// Once or more.
    case atLeastOnce

    var isRequired: Bool {
        switch self {
        case .required, .atLeastOnce: true
        case .optional, .anyNumber: false
        }
    }

    var isRepeated: Bool {
        switch self {
        case .anyNumber, .atLeastOnce: true
        case .optional, .required: false
        }
    }
}

/// A value that is known by its place.
package struct Argument: Sendable {
    /// Its name in capitals: `FILE`.
    package let name: String
    /// What it is, in a line: lower case, no full stop.
    package let summary: String
    /// How often it may stand.
    package let occurrence: Occurrence
    /// What its value must look like.
    package let shape: Shape

    /// Declares an argument.
    package init(_ name: String, _ summary: String, _ occurrence: Occurrence = .required, shape: Shape = .text) {
        self.name = name
        self.summary = summary
        self.occurrence = occurrence
        self.shape = shape
    }

    var usage: String {
        switch occurrence {
        case .required: name
        case .optional: "[\(name)]"
        case .atLeastOnce: "\(name)…"
        case .anyNumber: "[\(name)…]"
        }
    }
}

/// A value that is known by its name: `--on DAY`, `--on=DAY`; or a flag: `--dry-run`.
package struct Option: Sendable {
    /// Its name without the dashes: `on`.
    package let name: String
    /// What its value is called in help; `nil` for a flag.
    package let placeholder: String?
    /// What it does, in a line: lower case, no full stop.
    package let summary: String
    /// How often it may stand.
    package let occurrence: Occurrence
    /// What its value must look like.
    package let shape: Shape

    /// Declares an option with a value.
    package init(
        _ name: String,
        _ placeholder: String,
        _ summary: String,
        _ occurrence: Occurrence = .optional,
        shape: Shape = .text
    ) {
        self.name = name
        self.placeholder = placeholder
        self.summary = summary
        self.occurrence = occurrence
        self.shape = shape
    }

    /// Declares a flag.
    package init(flag name: String, _ summary: String) {
        self.name = name
        self.placeholder = nil
        self.summary = summary
        occurrence = .optional
        shape = .text
    }

    var usage: String { placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }
}

/// A call to learn from.
package struct Example: Sendable {
    /// The call as it is typed.
    package let call: String
    /// What it does, in a line.
    package let meaning: String

    /// An example: `call` does what `meaning` says.
    package init(_ call: String, _ meaning: String) {
        self.call = call
        self.meaning = meaning
    }
}

/// What an exit status means.
package struct ExitCode: Sendable {
    /// The status, 0 to 255.
    package let code: Int
    /// What it means, in a line: lower case, no full stop.
    package let meaning: String

    /// An exit status and what it means.
    package init(_ code: Int, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
