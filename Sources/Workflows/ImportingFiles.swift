import FoundationEssentials
package import Receivables
import Secrets

extension Importing {
    /// Takes one file of a company's books in, all of it or nothing.
    ///
    /// The file is read and checked before the database is touched; then everything is written in one transaction.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - profile: how its columns become fields.
    /// - Throws: ``Refusal/fileUnreadable(path:)``; ``ImportRefusal`` with every problem; ``Store/StoreError``.
    package static func importFile(
        at path: String,
        by profile: ImportProfile,
        into company: Company,
        office: Office
    ) throws -> ImportReport {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal.fileUnreadable(path: path)
        }
        return try run(
            Array(data),
            by: profile,
            for: company,
            in: office.database,
            at: office.now(),
            using: SecureRandom()
        )
    }

    /// The profile a command names: a shipped one, or a file where the name is a path.
    ///
    /// - Throws: ``UnknownProfile``; ``ImportProfileError``; ``Refusal/fileUnreadable(path:)``.
    package static func profile(named name: String) throws -> ImportProfile {
        guard name.contains("/") || name.hasSuffix(".profile") else { return try .shipped(name) }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw Refusal.fileUnreadable(path: name)
        }
        let file = name.split(separator: "/").last.map(String.init) ?? name
        let suffix = ".profile"
        let known = file.hasSuffix(suffix) ? String(file.dropLast(suffix.count)) : file
        return try ImportProfile(name: known, text: String(decoding: data, as: UTF8.self))
    }
}
