import Arguments
import FoundationEssentials
import Receivables
import Store
import Telemetry
import Values
import Workflows

/// What the program was started with beside its arguments, read once.
struct Environment {
    /// The folder that everything is kept in, as an absolute path.
    let dataPath: String
    /// `ARCLIGHT_PORT`, where it is set.
    let port: Int?

    /// - Throws: ``CommandError/usage(_:)`` where a variable makes no sense.
    init(_ command: ParsedCommand) throws(CommandError) {
        let variables = ProcessInfo.processInfo.environment
        let path = command.value("data") ?? variables["ARCLIGHT_DATA"] ?? ".arclight"
        guard !path.isEmpty else { throw .usage("the data folder has no name; look at --data and ARCLIGHT_DATA") }
        dataPath = Environment.absolute(path)
        if let text = variables["ARCLIGHT_PORT"] {
            guard let number = Int(text), (0...65_535).contains(number) else {
                throw .usage("ARCLIGHT_PORT is `\(text)`, which is no port; a port is a number from 0 to 65535")
            }
            port = number
        } else {
            port = nil
        }
    }

    /// The path from the root folder on, so that a server in another folder means the same file.
    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// An office over the database in the data folder.
    ///
    /// - Throws: ``Store/StoreError``.
    static func office(over folder: DataFolder, logging level: Log.Level) throws -> Office {
        Office(
            database: try Database(path: folder.databasePath),
            now: WallClock.now,
            log: Log(minimum: level) { "\(WallClock.now())" }
        )
    }

    /// A reader of the database in the data folder, beside whoever serves it.
    ///
    /// - Throws: ``CommandError/refused(_:)`` where there is no database; ``Store/StoreError``.
    func reader() throws -> Reader {
        let folder = try DataFolder(path: dataPath)
        guard FileManager.default.fileExists(atPath: folder.databasePath) else {
            throw CommandError.refused(
                "there is no database in \(dataPath) yet; make a company with `arclight company create`, "
                    + "or name the right folder with --data"
            )
        }
        return try Reader(ofDatabaseAt: folder.databasePath)
    }

    /// The company a reading command means.
    ///
    /// - Throws: ``Workflows/Refusal``; ``Store/StoreError``.
    static func company(named slug: String?, in reader: Reader) throws -> Company {
        let companies = try reader.readInstance { try CompanyRow.all(in: $0).map(\.company) }
        return try Office.choose(slug, among: companies)
    }
}
