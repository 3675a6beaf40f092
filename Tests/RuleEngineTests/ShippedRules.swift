import Facts
import FoundationEssentials
import RuleLanguage
import Values

/// The policy that is shipped, as it stands in `Rules/`.
func shippedSources() throws -> RuleSources {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let text = try String(contentsOfFile: root + "/Rules/collections.rules", encoding: .utf8)
    return RuleSources(files: [(path: "collections.rules", text: text)])
}

/// The diagnostics of a check as the command line prints them, or `no diagnostics`.
func rendered(_ diagnostics: [Diagnostic], in sources: RuleSources) -> String {
    let texts = diagnostics.compactMap { diagnostic in
        sources.file(named: diagnostic.file).map { diagnostic.rendered(in: $0) }
    }
    return texts.isEmpty ? "no diagnostics\n" : texts.joined(separator: "\n")
}

let catalog = FactCatalog(segments: FactCatalog.defaultSegments)
