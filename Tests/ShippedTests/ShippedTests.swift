import FoundationEssentials
import Shipped
import Testing

@Suite struct ShippedTests {
    private static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    @Test(arguments: ["Rules", "Models", "seeds"])
    func `the binary carries each file of the folder to the byte`(_ folder: String) throws {
        let carried = Shipped.files(below: folder)
        let standing = try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/\(folder)").filter {
            var isFolder = false
            let exists = FileManager.default.fileExists(atPath: "\(Self.root)/\(folder)/\($0)", isDirectory: &isFolder)
            return exists && !isFolder && !$0.hasPrefix(".") && !$0.contains("/.")
        }
        #expect(carried.map(\.path) == standing.sorted())
        #expect(!carried.isEmpty)
        for file in carried {
            let text = try String(contentsOfFile: "\(Self.root)/\(folder)/\(file.path)", encoding: .utf8)
            #expect(file.text == text, "\(folder)/\(file.path)")
            #expect(Shipped.text(at: "\(folder)/\(file.path)") == text)
        }
    }

    @Test func `a file that is not there has no text`() {
        #expect(Shipped.text(at: "Rules/nothing.rules") == nil)
    }
}
