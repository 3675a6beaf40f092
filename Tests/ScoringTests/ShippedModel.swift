import FoundationEssentials
import Scoring

/// The model files that ship with the product.
enum ShippedModel {
    /// The text of `Models/<name>.model`.
    static func file(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: root + "/Models/\(name).model", encoding: .utf8)
    }

    /// Both heads.
    static func model() throws -> Model {
        try Model(lateFile: file("late"), acceptFile: file("accept"))
    }
}
