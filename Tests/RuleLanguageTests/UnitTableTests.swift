import TestKit
import Testing

@testable import RuleLanguage

@Suite struct UnitTableTests {
    private static let types: [ValueType] = [
        .money, .days, .businessDays, .date, .ratio, .points, .count, .yesNo, .choice(["low", "high"]), .text,
    ]

    @Test func `the table of units is its golden file`() throws {
        var lines = ""
        for left in Self.types {
            for sign in ArithmeticSign.allCases {
                for right in Self.types {
                    guard let (type, operation) = UnitTable.result(of: left, sign, right) else { continue }
                    lines += "\(name(left)) \(sign.rawValue) \(name(right)) = \(name(type)), by \(operation.rawValue)\n"
                }
            }
        }
        try expectGolden("unit-table.txt", lines)
    }

    @Test func `amounts are neither multiplied by one another nor added to days`() {
        #expect(UnitTable.result(of: .money, .times, .money) == nil)
        #expect(UnitTable.result(of: .money, .plus, .days) == nil)
        #expect(UnitTable.result(of: .date, .plus, .date) == nil)
        #expect(UnitTable.result(of: .date, .minus, .date)?.type == .days)
        #expect(UnitTable.result(of: .money, .over, .money)?.type == .ratio)
    }

    private func name(_ type: ValueType) -> String {
        switch type {
        case .choice: "choice"
        case .money, .days, .businessDays, .date, .ratio, .points, .count, .yesNo, .text: "\(type)"
        }
    }
}
