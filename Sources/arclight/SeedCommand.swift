import Arguments
import FoundationEssentials
import Values
import Wire
import Workflows

/// `arclight seed`: made-up books as files.
enum SeedCommand {
    static func run(_ command: ParsedCommand) throws -> Int32 {
        guard let path = command.argument("FOLDER") else { preconditionFailure("FOLDER is declared to be required") }
        let generator = try generator(command)
        let counts = try write(generator, to: Environment.absolute(path))
        if command.has("json") {
            Terminal.write(summary(of: generator, counts, in: path))
        } else {
            let files = counts.map(\.file).filter { !$0.holdsAnswers && ($0 != .rates || generator.hasRates) }
            Terminal.complain(
                "made \(generator.customerCount) customers and \(generator.invoiceCount) invoices until "
                    + "\(generator.lastDay) in \(path); import \(files.map(\.name).joined(separator: ", ")), in this order"
            )
        }
        return ExitStatus.done
    }

    private static let usualLastDay = Day(year: 2026, month: 6, day: 30) ?? Day(sinceEpoch: 0)

    private static func generator(_ command: ParsedCommand) throws -> BookGenerator {
        let code = command.value("currency") ?? "USD"
        guard let currency = Currency(code) else {
            throw CommandError.usage("`\(code)` is no currency; a currency is an ISO 4217 code such as USD")
        }
        let holidays = command.value("holidays") ?? "US"
        return BookGenerator(
            customers: command.integer("customers") ?? 60,
            invoices: command.integer("invoices") ?? 2_400,
            seed: UInt64(command.integer("seed") ?? 1),
            lastDay: command.day("last-day") ?? usualLastDay,
            currency: currency,
            currencies: try currencies(command.value("currencies"), booksIn: currency),
            calendar: holidays == "none" ? .withoutHolidays : try Founding.shippedHolidays(holidays)
        )
    }

    private static func currencies(_ text: String?, booksIn base: Currency) throws -> [WeightedCurrency] {
        guard let text else { return [] }
        do throws(WeightedCurrency.Mistake) {
            return try WeightedCurrency.list(text, booksIn: base)
        } catch {
            throw CommandError.usage(error.description)
        }
    }

    private static func write(_ generator: BookGenerator, to folder: String) throws -> [(file: BookFile, count: Int)] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandError.refused("the folder \(folder) cannot be made: \(error)")
        }
        let files = try BookFile.allCases.map { try OutputFile(path: "\(folder)/\($0.fileName)") }
        let progress = ProgressLine()
        let counts = try generator.write { (file: BookFile, bytes: [UInt8]) throws(CommandError) in
            try files[file.rawValue].append(bytes)
        } progress: { count in
            progress.show(RunProgress(done: count, total: generator.invoiceCount, unit: "invoices"))
        }
        progress.end()
        for file in files { try file.close() }
        return counts
    }

    /// What was made, for programs: the numbers that it was made from, and how many rows each file has.
    private static func summary(
        of generator: BookGenerator,
        _ counts: [(file: BookFile, count: Int)],
        in folder: String
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.field("folder", folder)
        json.field("customers", generator.customerCount)
        json.field("invoices", generator.invoiceCount)
        json.field("seed", String(generator.seed))
        json.field("last_day", generator.lastDay)
        json.field("currency", generator.currency)
        json.array("currencies") { json in
            for weighted in generator.currencies { json.value(weighted.currency.code) }
        }
        json.array("files") { json in
            for (file, count) in counts {
                json.beginObject()
                json.field("file", file.fileName)
                json.field("rows", count)
                json.field("holds_answers", file.holdsAnswers)
                json.endObject()
            }
        }
        json.endObject()
        json.endLine()
        return json.bytes
    }
}
