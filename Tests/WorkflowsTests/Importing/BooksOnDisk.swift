import FoundationEssentials
import Receivables
import Store
import Synchronization
import Telemetry
import TestKit
import Values
import Workflows

/// A database of its own in a folder of its own, with one company; the folder goes when the books do.
final class BooksOnDisk: Sendable {
    let database: Database
    let company: Company
    let folder: String
    let office: Office

    init(currency: Currency = .usd) throws {
        var random = SystemRandomNumberGenerator()
        folder = FileManager.default.temporaryDirectory.path + "/arclight-import-\(random.next())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try Database(path: folder + "/books.db")
        self.database = database
        company = Company(
            id: .derived(from: ContentHash(of: "company")),
            slug: "test",
            name: "Test",
            currency: currency,
            timeZoneName: "America/New_York"
        )
        let clock = Mutex(BooksOnDisk.instant)
        office = Office(
            database: database,
            // No two imports share their instant.
            now: {
                clock.withLock { now in
                    now = now.advanced(bySeconds: 1)
                    return now
                }
            },
            // No test reads the log, and nobody should.
            log: Log(minimum: .error, to: -1, time: { "" })
        )
        let company = company
        try database.writeInstance { try CompanyRow.insert(company, at: BooksOnDisk.instant, in: $0) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static let instant = Instant(millisecondsSinceEpoch: 1_782_800_000_000)

    /// Takes a text in by the generic profile of a kind.
    @discardableResult
    func take(_ text: String, _ kind: ImportKind, _ options: ImportOptions? = nil) throws -> ImportReport {
        try take(Array(text.utf8), .profile(.generic(kind)), options ?? ImportOptions(fileName: "\(kind.rawValue).csv"))
    }

    @discardableResult
    func take(_ bytes: [UInt8], _ request: ImportRequest, _ options: ImportOptions) throws -> ImportReport {
        try Importing.run(
            .bytes(bytes),
            by: request,
            for: company,
            in: database,
            at: try office.recording(of: company),
            using: SplitMix64(seed: ContentHash(of: bytes).leadingWords.0),
            options: options
        )
    }

    func read<Value: Sendable>(_ body: (CompanyScope) throws -> Value) throws -> Value {
        try database.makeReader().read(for: company.id, body)
    }

    func ledger(asOf day: Day) throws -> Ledger {
        let company = company
        return try read { try LedgerView($0, asOf: day).ledger(of: company) }
    }

    /// Everything in the books, without instants and identifiers.
    func bytes() throws -> String {
        var text = ""
        try CanonicalExport.write(company.id, from: database.makeReader()) {
            text += String(decoding: $0, as: UTF8.self)
        }
        return text
    }

    /// Whether no row refers to one that is not there.
    func isWhole() throws -> Bool {
        try database.makeReader().integrityProblems().isEmpty
    }
}
