import FoundationEssentials

/// A path that no other test uses.
func temporaryPath(_ name: String) -> String {
    FileManager.default.temporaryDirectory.path + "/arclight-sqlite-\(name)-\(UUID().uuidString).db"
}

/// Writes a text file.
func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
}
