/// Why a command line cannot be understood, and what to write instead.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of mistake: it stays when the wording improves.
    package enum Code: String, CaseIterable, Sendable {
        case missingCommand = "U001"
        case unknownCommand = "U002"
        case unknownOption = "U003"
        case missingValue = "U004"
        case unexpectedValue = "U005"
        case repeatedOption = "U006"
        case malformedValue = "U007"
        case missingArgument = "U008"
        case unexpectedArgument = "U009"
        case missingOption = "U010"
    }

    /// Which mistake it is.
    package let code: Code
    /// What is wrong, in a line: lower case, no full stop, the user's words in backticks.
    package let message: String
    /// What to do about it, where there is one obvious thing.
    package let help: String?
    /// The command that was meant, as far as it was understood: `arclight rules check`.
    package let command: String

    /// The error as it goes to the terminal, in lines without the last line end.
    package var description: String {
        let advice = help.map { "\n  = help: \($0)" } ?? ""
        return "error[\(code.rawValue)]: \(message)\(advice)\n  = `\(command) --help` tells more"
    }
}
