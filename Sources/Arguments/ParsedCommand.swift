package import Values

/// A command line that makes sense: which command, with which values, each of the shape that was declared.
package struct ParsedCommand: Sendable {
    /// The words that lead to the command, without the program's own: `["rules", "check"]`.
    package let path: [String]
    private let declaredOptions: [Option]
    private let declaredArguments: [Argument]
    private let optionValues: [String: [String]]
    private let argumentValues: [String: [String]]

    init(
        path: [String],
        options: [Option],
        arguments: [Argument],
        optionValues: [String: [String]],
        argumentValues: [String: [String]]
    ) {
        self.path = path
        declaredOptions = options
        declaredArguments = arguments
        self.optionValues = optionValues
        self.argumentValues = argumentValues
    }

    /// Whether the flag `--name` stands.
    ///
    /// - Precondition: the command declares it; so for all that follow.
    package func has(_ name: String) -> Bool { !values(name).isEmpty }

    /// The value of `--name`, the last one where it may stand more than once.
    package func value(_ name: String) -> String? { values(name).last }

    /// Every value of `--name`, in order.
    package func values(_ name: String) -> [String] {
        let isDeclared = declaredOptions.contains { $0.name == name }
        precondition(isDeclared, "no option --\(name) is declared")
        return optionValues[name] ?? []
    }

    /// The day in `--name`, which has the shape ``Shape/day``.
    package func day(_ name: String) -> Day? {
        value(name).map { text in
            guard let day = Day(text) else { preconditionFailure("--\(name) is not declared to be a day") }
            return day
        }
    }

    /// The number in `--name`, which has the shape ``Shape/integer(in:)``.
    package func integer(_ name: String) -> Int? {
        value(name).map { text in
            guard let number = Int(text) else { preconditionFailure("--\(name) is not declared to be a number") }
            return number
        }
    }

    /// The argument called `name`.
    package func argument(_ name: String) -> String? { arguments(name).first }

    /// Every value of the argument called `name`, in order.
    package func arguments(_ name: String) -> [String] {
        let isDeclared = declaredArguments.contains { $0.name == name }
        precondition(isDeclared, "no argument \(name) is declared")
        return argumentValues[name] ?? []
    }
}
