import Arguments
import Receivables
import Store
import Values
import Workflows

/// The commands that change data: each becomes an ``Workflows/Errand``.
enum ErrandCommands {
    static func importFile(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        guard let path = command.argument("FILE") else { preconditionFailure("FILE is declared to be required") }
        let profile = command.value("profile").map { name in
            name.contains("/") || name.hasSuffix(".profile") ? Environment.absolute(name) : name
        }
        let kind = command.value("as").flatMap { ImportKind(rawValue: $0) }
        guard profile != nil || kind != nil else {
            throw CommandError.usage(
                "say how to read the file: `--profile NAME`, or `--as KIND` for a file with our own headers"
            )
        }
        return try perform(
            .importFile(
                company: command.value("company"),
                path: Environment.absolute(path),
                profile: profile,
                kind: kind
            ),
            command,
            environment
        )
    }

    static func run(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        try perform(.run(company: command.value("company"), day: command.day("on")), command, environment)
    }

    static func retrain(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        try perform(
            .retrain(company: command.value("company"), promote: command.has("promote")),
            command,
            environment
        )
    }

    static func createCompany(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        guard let slug = command.argument("SLUG"), let currency = try currency(command) else {
            preconditionFailure("SLUG and --currency are declared to be required")
        }
        return try perform(
            .foundCompany(
                Errand.NewCompany(
                    slug: slug,
                    name: command.value("name") ?? slug,
                    currency: currency,
                    timeZone: command.value("timezone") ?? "Etc/UTC",
                    today: command.day("today"),
                    holidays: command.value("holidays"),
                    segments: command.values("segment")
                )
            ),
            command,
            environment
        )
    }

    static func setCompany(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        guard command.day("today") == nil || !command.has("real-clock") else {
            throw CommandError.usage("a clock cannot both stand on a day and run; give --today or --real-clock")
        }
        let segments = command.values("segment")
        return try perform(
            .setCompany(
                Errand.CompanyChange(
                    company: command.value("company"),
                    name: command.value("name"),
                    currency: try currency(command),
                    timeZone: command.value("timezone"),
                    today: command.day("today"),
                    runsClock: command.has("real-clock"),
                    holidays: command.value("holidays"),
                    segments: segments.isEmpty ? nil : segments,
                    promiseGrace: command.integer("promise-grace"),
                    promiseTolerance: command.integer("promise-tolerance")
                )
            ),
            command,
            environment
        )
    }

    static func createUser(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        guard let name = command.argument("NAME"), let role = command.value("role").flatMap({ Role(rawValue: $0) })
        else { preconditionFailure("NAME and --role are declared to be required") }
        return try perform(
            .createUser(
                name: name,
                displayName: command.value("name") ?? name,
                password: try Terminal.password(),
                role: role,
                company: command.value("company")
            ),
            command,
            environment
        )
    }

    static func setPassword(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        guard let name = command.argument("NAME") else { preconditionFailure("NAME is declared to be required") }
        return try perform(.setPassword(name: name, password: try Terminal.password()), command, environment)
    }

    /// Does the work here where nobody serves, or hands it to whoever does, and shows what came of it.
    static func perform(_ errand: Errand, _ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let result = try ErrandDesk(folder: try DataFolder(path: environment.dataPath)).perform(errand)
        if command.has("json") {
            Terminal.write(result.json + "\n")
        } else {
            if !result.output.isEmpty { Terminal.write(result.output + "\n") }
            if !result.problem.isEmpty { Terminal.complain("arclight: \(result.problem)") }
        }
        return Int32(result.exitCode)
    }

    private static func currency(_ command: ParsedCommand) throws(CommandError) -> Currency? {
        guard let code = command.value("currency") else { return nil }
        guard let currency = Currency(code) else {
            throw .usage("`\(code)` is no currency; a currency is an ISO 4217 code such as USD")
        }
        return currency
    }
}
