import Arguments
import FoundationEssentials
import Values
import Workflows

/// `arclight seed`: made-up books as files.
enum SeedCommand {
    static func run(_ command: ParsedCommand) throws -> Int32 {
        guard let path = command.argument("FOLDER") else { preconditionFailure("FOLDER is declared to be required") }
        let code = command.value("currency") ?? "USD"
        guard let currency = Currency(code) else {
            throw CommandError.usage("`\(code)` is no currency; a currency is an ISO 4217 code such as USD")
        }
        let lastDay = command.day("last-day") ?? usualLastDay
        let holidays = command.value("holidays") ?? "US"
        let generator = LedgerGenerator(
            customers: command.integer("customers") ?? 60,
            invoices: command.integer("invoices") ?? 2_400,
            seed: UInt64(command.integer("seed") ?? 1),
            lastDay: lastDay,
            currency: currency,
            calendar: holidays == "none" ? .withoutHolidays : try Founding.shippedHolidays(holidays)
        )
        try write(generator, to: Environment.absolute(path))
        Terminal.complain(
            "made \(generator.customerCount) customers and \(generator.invoiceCount) invoices until \(lastDay) in \(path); "
                + "import customers, invoices, payments, promises, disputes, in this order"
        )
        return ExitStatus.done
    }

    private static let usualLastDay = Day(year: 2026, month: 6, day: 30) ?? Day(sinceEpoch: 0)

    private static func write(_ generator: LedgerGenerator, to folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandError.refused("the folder \(folder) cannot be made: \(error)")
        }
        var files: [GeneratedFile: OutputFile] = [:]
        for file in GeneratedFile.allCases { files[file] = try OutputFile(path: "\(folder)/\(file.fileName)") }
        try generator.write { (file: GeneratedFile, bytes: [UInt8]) throws(CommandError) in
            try files[file]?.append(bytes)
        }
        for file in GeneratedFile.allCases { try files[file]?.close() }
    }
}
