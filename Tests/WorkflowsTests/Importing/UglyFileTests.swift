import FoundationEssentials
import TestKit
import Testing
import Values
import Workflows

/// Files under `Ugly`, each with one ugliness that real exports have; its name says which.
///
/// `<ugliness>.<kind>.csv` is a file of a kind, or `unknown`; one of `profile` is read by the profile beside it.
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
        let path = UglyFileTests.folder + "/" + name
        let request = try request(for: name)
        do throws(ImportRefusal) {
            let plan = try ImportSurvey.plan(of: .path(path), by: request, base: .eur)
            let head = "\(plan.kind.rawValue), rows \(plan.rowCount), header on line \(plan.headerLine)"
            try? expectGolden(name + ".expected", ([head] + plan.statements).map { $0 + "\n" }.joined())
        } catch {
            try? expectGolden(name + ".expected", "\(error)\n")
        }
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
