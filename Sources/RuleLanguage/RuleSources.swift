package import Values

/// The files of one rule set, in the order of their paths.
package struct RuleSources: Sendable {
    /// Sorted by path.
    package let files: [SourceFile]
    /// What the rule set is: SHA-256 over the sorted files.
    ///
    /// Each file goes in as the length of its path, the path, the length of its text and the text, lengths as decimal
    /// digits and a line feed, so that no two different sets of files give the same bytes.
    package let hash: ContentHash

    /// The rule set with these files; each path is relative to the rule folder.
    package init(files: [(path: String, text: String)]) {
        let sorted = files.sorted { ($0.path, $0.text) < ($1.path, $1.text) }
        var digest = SHA256()
        for file in sorted {
            digest.update("\(file.path.utf8.count)\n".utf8)
            digest.update(file.path.utf8)
            digest.update("\(file.text.utf8.count)\n".utf8)
            digest.update(file.text.utf8)
        }
        hash = digest.finished()
        self.files = sorted.map { SourceFile(name: $0.path, text: $0.text) }
    }

    /// The file with this path, or `nil` where the set has none.
    package func file(named path: String) -> SourceFile? {
        files.first { $0.name == path }
    }
}
