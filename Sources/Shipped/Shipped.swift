/// The rules, models and seeds of the package, carried in the binary: one file starts from nothing.
package enum Shipped {
    /// The text of the file at `path` below the package, such as `Models/late.model`; `nil` where there is none.
    package static func text(at path: String) -> String? {
        Embedded.files.first { $0.path == path }.map { "\($0.body)" }
    }

    /// Every file below `folder`, by its path in the folder, in the order of the paths.
    package static func files(below folder: String) -> [(path: String, text: String)] {
        let prefix = folder + "/"
        return Embedded.files.filter { $0.path.hasPrefix(prefix) }
            .map { (String($0.path.dropFirst(prefix.count)), "\($0.body)") }
            .sorted { $0.path < $1.path }
    }
}
