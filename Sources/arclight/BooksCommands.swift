import Arguments
import Receivables
import Store
import Values
import Workflows

/// The commands that look at the books: how old receivables are, and whether everything holds.
enum BooksCommands {
    static func aging(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let reader = try environment.reader()
        let company = try Environment.company(named: command.value("company"), in: reader)
        let today = try Office.today(of: company, at: WallClock.now())
        let day = command.day("as-of") ?? today
        guard day <= today else {
            throw CommandError.refused("\(day) has not come yet; the company's today is \(today)")
        }
        let grouping = command.value("by").flatMap { AgingListing.Grouping(rawValue: $0) } ?? .currency
        let listing = try reader.read(for: company.id) { scope in
            try AgingListing(in: scope, asOf: day, base: company.currency)
        }
        Terminal.write(
            command.has("json")
                ? listing.json(of: company, by: grouping) + "\n" : listing.table(of: company, by: grouping)
        )
        return ExitStatus.done
    }

    static func verify(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let reader = try environment.reader()
        let companies =
            try command.value("company").map { [try Environment.company(named: $0, in: reader)] }
            ?? reader.readInstance { try CompanyRow.all(in: $0).map(\.company) }
        let report = try Verifying.verify(companies, from: reader)
        Terminal.write(command.has("json") ? report.json + "\n" : report.lines.joined(separator: "\n") + "\n")
        return report.holds ? ExitStatus.done : ExitStatus.no
    }
}
