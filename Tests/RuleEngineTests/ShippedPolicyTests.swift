import Facts
import RuleEngine
import RuleLanguage
import Testing
import Values

@Suite struct ShippedPolicyTests {
    @Test(arguments: [Currency.usd, .jpy, .kwd])
    func `the shipped policy checks clean in any currency`(_ currency: Currency) throws {
        let sources = try shippedSources()
        let result = RuleChecker.check(sources, against: catalog, currency: currency)
        #expect(rendered(result.diagnostics, in: sources) == "no diagnostics\n")
    }

    @Test func `every example of the shipped policy comes out as it says`() throws {
        let sources = try shippedSources()
        let rules = try #require(RuleChecker.check(sources, against: catalog, currency: .usd).rules)
        let failures = RuleExamples.failures(of: rules, catalog: catalog)
        #expect(rendered(failures, in: sources) == "no diagnostics\n")
    }
}
