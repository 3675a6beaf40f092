import Foundation
import Glibc

/// A folder of one test, gone when its owner lets go of it.
final class TestFolder {
    let root: String
    private var count = 0

    init() throws {
        var template = Array("\(NSTemporaryDirectory())/arclight-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure("there is no temporary folder: error \(errno)") }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The path of something in the folder.
    func path(_ name: String) -> String { "\(root)/\(name)" }

    /// A name that nothing in the folder has.
    func freshName(_ stem: String) -> String {
        count += 1
        return "\(stem)-\(count)"
    }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        return path(name)
    }

    /// Copies a file or folder from elsewhere and gives its path here.
    @discardableResult
    func copy(_ source: String, to name: String) throws -> String {
        try FileManager.default.copyItem(atPath: source, toPath: path(name))
        return path(name)
    }
}

/// The repository that the tests belong to.
enum Repository {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(4).joined(separator: "/")

    /// The path of one of its files.
    static func path(_ name: String) -> String { "\(root)/\(name)" }
}
