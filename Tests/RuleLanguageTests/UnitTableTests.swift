import Testing

@testable import RuleLanguage

@Suite struct UnitTableTests {
}
