import FoundationEssentials
package import Receivables
import Secrets
import Store

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
        return try importBytes(Array(data), by: profile, into: company, office: office)
    }

    /// The same for bytes that are in memory.
    ///
    /// - Throws: ``ImportRefusal`` with every problem; ``Store/StoreError``.
    package static func importBytes(
        _ bytes: [UInt8],
        by profile: ImportProfile,
        into company: Company,
        office: Office
    ) throws -> ImportReport {
        let records = try read(bytes, by: profile, for: company)
        let now = office.now()
        return try office.database.write(for: company.id) { scope in
            var random = SecureRandom()
            return try load(records, at: now, using: &random, into: scope)
        }
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
