import Facts
import FoundationEssentials
import RuleLanguage
import Testing

/// The pages for admins say what the code does.
@Suite struct ReferenceTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/docs/rules"

    @Test func `every code stands in the table of remarks`() throws {
        let page = try String(contentsOfFile: Self.folder + "/language.md", encoding: .utf8)
        let listed = page.split(separator: "\n").compactMap { line in
            line.hasPrefix("| E") || line.hasPrefix("| W") ? String(line.dropFirst(2).prefix(5)) : nil
        }
        #expect(listed == DiagnosticCode.allCases.map(\.rawValue))
    }

    @Test func `every fact stands in the list of facts as the catalogue has it`() throws {
        let path = Self.folder + "/facts.md"
        let page = Self.page(of: catalog)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try page.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
    }

    private static func page(of catalog: FactCatalog) -> String {
        var text = """
            # Facts

            What rules may read. A fact that may be unknown needs a thought: see "Unknown" in `language.md`. Segments are the
            company's own; the list shows those it starts with.

            | fact | type | may be unknown | what it is |
            |---|---|---|---|

            """
        for fact in catalog.facts {
            let unknown = fact.mayBeUnknown ? "yes" : ""
            text += "| `\(fact.path)` | \(ValueType(fact.type).words) | \(unknown) | \(fact.about) |\n"
        }
        return text
    }
}
