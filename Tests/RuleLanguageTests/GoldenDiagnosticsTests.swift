import Facts
import RuleLanguage
import TestKit
import Testing
import Values

@Suite struct GoldenDiagnosticsTests {
    @Test(arguments: try goldenInputs(withExtension: "rules"))
    func `a rule file gets the remarks of its golden file`(_ name: String) throws {
        let sources = RuleSources(files: [(path: name, text: try goldenInput(name))])
        let result = RuleChecker.check(sources, against: catalog, currency: .usd)
        let texts = result.diagnostics.map { $0.rendered(in: sources.files[0]) }
        try expectGolden(name + ".expected", texts.isEmpty ? "no diagnostics\n" : texts.joined(separator: "\n"))
        #expect((result.rules == nil) == result.diagnostics.contains { $0.severity == .error })
    }

    @Test(arguments: DiagnosticCode.allCases.filter { $0 != .exampleFailed })
    func `every code the checker gives has a golden case that shows it`(_ code: DiagnosticCode) throws {
        let names = try goldenInputs(withExtension: "rules").filter { $0.hasPrefix(code.rawValue) }
        let name = try #require(names.first, "no golden file begins with \(code.rawValue)")
        #expect(try goldenInput(name + ".expected").contains("[\(code.rawValue)]"))
    }

    @Test func `diagnostics are sorted by file and place`() {
        let sources = RuleSources(files: [
            (path: "b.rules", text: "const B = 10 EUR\nconst A = 11 EUR\n"),
            (path: "a.rules", text: "define invoice.c = nothing\n"),
        ])
        let found = RuleChecker.check(sources, against: catalog, currency: .usd).diagnostics
        #expect(
            found.map { "\($0.file):\($0.line):\($0.column)+\($0.length)" } == [
                "a.rules:1:20+7", "b.rules:1:11+6", "b.rules:2:11+6",
            ]
        )
    }

    @Test func `a broken declaration hides neither the next nor its own name`() {
        let text = """
            const LIMIT = 10 EUR
            define invoice.broken = balance +
            group dunning pick one
            insight invoice.late "Late"
              when balance > LIMIT and broken > 3 days
              severity high
              tags cash_at_risk
            insight invoice.later "Later"
              when nonsense
              severity high
              tags cash_at_risk
              examples
                fires days_past_due 3 days

            """
        let sources = RuleSources(files: [(path: "a.rules", text: text)])
        let found = RuleChecker.check(sources, against: catalog, currency: .usd).diagnostics
        #expect(found.map { "\($0.line) \($0.code.rawValue)" } == ["1 E0221", "2 E0005", "3 E0005", "9 E0101"])
    }
}

@Suite struct RuleSourcesTests {
    @Test func `the hash does not depend on the order of the files`() {
        let one = RuleSources(files: [(path: "a", text: "x"), (path: "b", text: "y")])
        let other = RuleSources(files: [(path: "b", text: "y"), (path: "a", text: "x")])
        #expect(one.hash == other.hash)
        #expect(one.files.map(\.name) == ["a", "b"])
    }

    @Test func `files that read alike when put together have different hashes`() {
        let splits = [
            [(path: "a", text: "bc")], [(path: "ab", text: "c")], [(path: "a", text: "b"), (path: "", text: "c")],
            [(path: "a", text: "1\nb1\nc")], [(path: "a", text: "b"), (path: "c", text: "")],
        ]
        let hashes = Set(splits.map { RuleSources(files: $0).hash })
        #expect(hashes.count == splits.count)
    }

    @Test func `the hash is the SHA-256 of lengths, paths and texts`() {
        let sources = RuleSources(files: [(path: "b", text: "yz"), (path: "a", text: "x")])
        #expect(sources.hash == ContentHash(of: "1\na1\nx1\nb2\nyz"))
    }
}

let catalog = FactCatalog(segments: FactCatalog.defaultSegments)
