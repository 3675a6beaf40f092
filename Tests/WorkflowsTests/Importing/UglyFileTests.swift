import FoundationEssentials
import Receivables
import Store
import TestKit
import Testing
import Values
import Workflows

/// Files under `Ugly`, each with one ugliness that real exports have; its name says which.
///
/// `<ugliness>.<kind>.csv` is a file of a kind, or `unknown`; one of `profile` is read by the profile beside it. Each is
/// imported into books that know the customers 1001 and 1002, as a dry run: the report says what would be written.
@Suite struct UglyFileTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Ugly"

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }.sorted()
    }

    @Test func `there are at least forty of them`() throws {
        #expect(try UglyFileTests.names().count >= 40)
    }

    @Test(arguments: try names())
    func `an ugly file is read, or refused in words that help`(_ name: String) throws {
        let books = try UglyBooks.shared.get()
        try expectGolden(
            name + ".expected",
            books.outcome(of: UglyFileTests.folder + "/" + name, try request(for: name))
        )
    }

    private func request(for name: String) throws -> ImportRequest {
        let words = name.split(separator: ".")
        let kind = String(words[words.count - 2])
        guard kind == "profile" else { return ImportKind(rawValue: kind).map { .kind($0) } ?? .unknown }
        let profile = String(name.dropLast(".csv".count))
        let text = try String(contentsOfFile: UglyFileTests.folder + "/" + profile, encoding: .utf8)
        return .profile(try ImportProfile(name: String(words[0]), text: text))
    }
}

/// Books in euros that know two customers; nothing that the ugly files say is kept.
private final class UglyBooks: Sendable {
    static let shared = Result { try UglyBooks() }

    private let database: Database
    private let company: Company
    private let folder: String
    private static let recording = Recording.utc(Instant(millisecondsSinceEpoch: 1_782_800_000_000))

    init() throws {
        var random = SystemRandomNumberGenerator()
        folder = FileManager.default.temporaryDirectory.path + "/arclight-ugly-\(random.next())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try Database(path: folder + "/books.db")
        company = Company(
            id: .derived(from: ContentHash(of: "company")),
            slug: "test",
            name: "Test",
            currency: .eur,
            timeZoneName: "Europe/Berlin"
        )
        let company = company
        try database.writeInstance { try CompanyRow.insert(company, at: UglyBooks.recording.instant, in: $0) }
        let customers = "customer,customer_name\n1001,Müller & Söhne\n1002,Café Noir\n"
        _ = try take(.bytes(Array(customers.utf8)), .kind(.customers), isDryRun: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func outcome(of path: String, _ request: ImportRequest) throws -> String {
        do {
            return "\(try take(.path(path), request, isDryRun: true))\n"
        } catch let refusal as ImportRefusal {
            return "\(refusal)\n"
        }
    }

    private func take(_ file: ImportFile, _ request: ImportRequest, isDryRun: Bool) throws -> ImportReport {
        try Importing.run(
            file,
            by: request,
            for: company,
            in: database,
            at: UglyBooks.recording,
            using: SplitMix64(seed: isDryRun ? 2 : 1),
            options: ImportOptions(fileName: "ugly.csv", isDryRun: isDryRun)
        )
    }
}
