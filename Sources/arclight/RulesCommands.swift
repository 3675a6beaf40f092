import Arguments
import FoundationEssentials
import Receivables
import RuleLanguage
import Values
import Wire
import Workflows

/// `arclight rules`: drafts in files, checked or put in force.
enum RulesCommands {
    static func check(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let paths = command.arguments("PATH")
        let sources = paths.isEmpty ? Founding.shippedRules() : try RulesCommands.sources(at: paths)
        let verdict = Publishing.check(sources, for: try company(command, environment))
        if command.has("json") {
            Terminal.write(json(of: verdict.diagnostics) + "\n")
        } else {
            for diagnostic in verdict.diagnostics {
                guard let file = sources.file(named: diagnostic.file) else { continue }
                Terminal.write(diagnostic.rendered(in: file) + "\n")
            }
        }
        let files = sources.files.count == 1 ? "1 file" : "\(sources.files.count) files"
        let errors = verdict.errorCount == 1 ? "1 error" : "\(verdict.errorCount) errors"
        let others = verdict.diagnostics.count - verdict.errorCount
        let remarks = others == 0 ? "" : others == 1 ? ", 1 other remark" : ", \(others) other remarks"
        Terminal.complain("\(files), rule set \(sources.hash.short): \(errors)\(remarks)")
        return verdict.rules == nil ? ExitStatus.no : ExitStatus.done
    }

    static func publish(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        let sources = try sources(at: command.arguments("PATH"))
        let files = sources.files.map { Errand.RuleFile(path: $0.name, text: $0.text) }
        return try ErrandCommands.perform(
            .publishRules(company: command.value("company"), files: files),
            command,
            environment
        )
    }

    /// The company a draft is checked against: the one named, or one with the usual segments.
    private static func company(_ command: ParsedCommand, _ environment: Environment) throws -> Company {
        if let slug = command.value("company") {
            return try Environment.company(named: slug, in: environment.reader())
        }
        let code = command.value("currency") ?? "USD"
        guard let currency = Currency(code) else {
            throw CommandError.usage("`\(code)` is no currency; a currency is an ISO 4217 code such as USD")
        }
        return Company(
            id: Identifier(high: 0, low: 0),
            slug: "draft",
            name: "draft",
            currency: currency,
            timeZoneName: "Etc/UTC"
        )
    }

    /// The rule files at these paths; a folder stands for every `.rules` file below it.
    private static func sources(at paths: [String]) throws(CommandError) -> RuleSources {
        var files: [(path: String, text: String)] = []
        for path in paths {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw .refused("there is no file \(path)")
            }
            guard isFolder else {
                files.append((name(of: path), try text(at: path)))
                continue
            }
            guard let below = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
                throw .refused("the folder \(path) cannot be read")
            }
            for file in below.sorted() where file.hasSuffix(".rules") {
                files.append((file, try text(at: "\(path)/\(file)")))
            }
        }
        guard !files.isEmpty else { throw .refused("there is no rule file in \(paths.joined(separator: ", "))") }
        return RuleSources(files: files)
    }

    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func text(at path: String) throws(CommandError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .refused("the file \(path) cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .refused("the file \(path) is not in UTF-8")
        }
        return text
    }

    private static func json(of diagnostics: [Diagnostic]) -> String {
        var json = JSONWriter()
        json.array { list in
            for diagnostic in diagnostics {
                list.object { object in
                    object.field("code", diagnostic.code.rawValue)
                    object.field("severity", diagnostic.severity.rawValue)
                    object.field("file", diagnostic.file)
                    object.field("line", diagnostic.line)
                    object.field("column", diagnostic.column)
                    object.field("length", diagnostic.length)
                    object.field("message", diagnostic.message)
                    object.field("help", diagnostic.help)
                }
            }
        }
        return json.text
    }
}
