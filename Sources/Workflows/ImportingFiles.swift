import FoundationEssentials
package import Receivables
import Secrets
import Store

extension Importing {
    /// Takes one file of a company's books in.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - request: what is known of it.
    ///   - options: what is to become of bad rows, and whether anything is kept.
    ///   - progress: told now and then how many rows are done.
    /// - Throws: ``Refusal/fileUnreadable(path:)``; ``ImportRefusal`` with every problem; ``Store/StoreError``.
    package static func importFile(
        at path: String,
        by request: ImportRequest,
        into company: Company,
        office: Office,
        options: ImportOptions,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) throws -> ImportReport {
        guard FileManager.default.isReadableFile(atPath: path) else { throw Refusal.fileUnreadable(path: path) }
        return try run(
            .path(path),
            by: request,
            for: company,
            in: office.database,
            at: try office.recording(of: company),
            using: SecureRandom(),
            options: options,
            progress: progress
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
