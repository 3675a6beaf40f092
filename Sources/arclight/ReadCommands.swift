import Arguments
import Receivables
import RuleLanguage
import Scoring
import Store
import Values
import Workflows

/// The commands that only read; they work beside a running server.
enum ReadCommands {
    /// The version of the program.
    static let programVersion = "0.1.0"

    static func version() throws -> Int32 {
        let model = try Retraining.shipped()
        Terminal.write(
            """
            arclight \(programVersion)
            rules \(Founding.shippedRules().hash)
            model \(model.version)

            """
        )
        return ExitStatus.done
    }

    static func listCompanies(_ environment: Environment) throws -> Int32 {
        let companies = try environment.reader().readInstance { try CompanyRow.all(in: $0).map(\.company) }
        for company in companies {
            let clock = company.fixedToday.map { "clock stands on \($0)" } ?? "clock runs"
            Terminal.write(
                "\(company.slug)\t\(company.name)\t\(company.currency)\t\(company.timeZoneName)\t\(clock)\n"
            )
        }
        return ExitStatus.done
    }

    static func listImports(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let reader = try environment.reader()
        let company = try Environment.company(named: command.value("company"), in: reader)
        let batches = try reader.read(for: company.id) { try ImportBatchRow.all(in: $0) }
        Terminal.write(
            command.has("json")
                ? ImportList.json(of: batches) + "\n" : batches.map { ImportList.line(of: $0) + "\n" }.joined()
        )
        return ExitStatus.done
    }

    static func export(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let subjects =
            [command.value("customer").map { HeldData.Subject.customer(key: $0) }]
            + [command.value("contact").map { HeldData.Subject.contact(key: $0) }]
        let asked = subjects.compactMap { $0 }
        guard asked.count + (command.has("canonical") ? 1 : 0) == 1 else {
            throw CommandError.usage(
                "say one of `--canonical` for the whole company, `--customer KEY` for what is held about a customer, "
                    + "`--contact KEY` for what is held about a person"
            )
        }
        let reader = try environment.reader()
        let company = try Environment.company(named: command.value("company"), in: reader)
        if let subject = asked.first {
            try HeldData.write(about: subject, of: company, from: reader) { Terminal.write($0) }
        } else {
            try CanonicalExport.write(company.id, from: reader) { Terminal.write($0) }
        }
        return ExitStatus.done
    }

    static func showModel(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let shown = try model(command, environment)
        if let name = command.value("head").flatMap({ Head.Name(rawValue: $0) }) {
            Terminal.write(ModelFile.text(of: name == .late ? shown.model.late : shown.model.accept))
            return ExitStatus.done
        }
        Terminal.write("model \(shown.model.version)\n\(shown.standing)\n")
        for head in [shown.model.late, shown.model.accept] { Terminal.write("\n" + ModelPage.text(of: head)) }
        return ExitStatus.done
    }

    private static func model(
        _ command: ParsedCommand,
        _ environment: Environment
    ) throws -> (model: Model, standing: String) {
        let wanted = command.argument("VERSION")
        let reader: Reader
        do {
            reader = try environment.reader()
        } catch is CommandError where wanted == nil && command.value("company") == nil {
            return (try Retraining.shipped(), "shipped with the program; there is no company here yet")
        }
        let company = try Environment.company(named: command.value("company"), in: reader)
        let rows = try reader.read(for: company.id) { try ModelVersionRow.all(in: $0) }
        guard let wanted else {
            guard let live = rows.first(where: { $0.state == .live }) else { throw Refusal.noModel(company.slug) }
            return (try Retraining.model(of: live), standing(of: live, in: company))
        }
        let matches = rows.filter { $0.version.description.hasPrefix(wanted.lowercased()) }
        guard let match = matches.first, matches.count == 1 else {
            let known = rows.map(\.version.short).joined(separator: ", ")
            throw CommandError.refused(
                matches.isEmpty
                    ? "\(company.slug) has no model whose version begins with `\(wanted)`; there are \(known)"
                    : "several models begin with `\(wanted)`: \(matches.map(\.version.short).joined(separator: ", "))"
            )
        }
        return (try Retraining.model(of: match), standing(of: match, in: company))
    }

    private static func standing(of row: ModelVersionRow, in company: Company) -> String {
        let word =
            switch row.state {
            case .live: "in force for \(company.slug)"
            case .candidate: "a candidate of \(company.slug), not in force"
            case .retired: "was in force for \(company.slug)"
            }
        return word + (row.trainedOn.map { ", fitted on \($0)" } ?? ", shipped with the program")
    }
}
