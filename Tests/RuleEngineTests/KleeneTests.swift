import RuleLanguage
import Testing
import Values

@testable import RuleEngine

@Suite struct KleeneTests {
    @Test func `and is the strong table of Kleene`() {
        let table: [(Truth, Truth, Truth)] = [
            (.yes, .yes, .yes), (.yes, .no, .no), (.yes, .unknown, .unknown),
            (.no, .yes, .no), (.no, .no, .no), (.no, .unknown, .no),
            (.unknown, .yes, .unknown), (.unknown, .no, .no), (.unknown, .unknown, .unknown),
        ]
        for (left, right, expected) in table { #expect(left.and(right) == expected, "\(left) and \(right)") }
    }

    @Test func `or is the strong table of Kleene`() {
        let table: [(Truth, Truth, Truth)] = [
            (.yes, .yes, .yes), (.yes, .no, .yes), (.yes, .unknown, .yes),
            (.no, .yes, .yes), (.no, .no, .no), (.no, .unknown, .unknown),
            (.unknown, .yes, .yes), (.unknown, .no, .unknown), (.unknown, .unknown, .unknown),
        ]
        for (left, right, expected) in table { #expect(left.or(right) == expected, "\(left) or \(right)") }
    }

    @Test func `not leaves unknown unknown`() {
        #expect(Truth.yes.negated == .no)
        #expect(Truth.no.negated == .yes)
        #expect(Truth.unknown.negated == .unknown)
    }

    @Test func `a comparison with an unknown is unknown`() {
        for comparison in Comparison.allCases {
            #expect(comparison.holds(.unknown, .integer(1)) == .unknown)
            #expect(comparison.holds(.real(1), .unknown) == .unknown)
        }
        #expect(Comparison.atLeast.holds(.integer(3), .integer(3)) == .yes)
        #expect(Comparison.greater.holds(.real(3), .real(3)) == .no)
    }
}

@Suite struct ArithmeticTests {
    private func result(_ operation: RuleLanguage.Operation, _ left: Scalar, _ right: Scalar) -> Scalar {
        operation.applied(to: left, right, calendar: .withoutHolidays)
    }

    @Test func `what is too large to be held is unknown`() {
        #expect(result(.addIntegers, .integer(.max), .integer(1)) == .unknown)
        #expect(result(.subtractIntegers, .integer(.min), .integer(1)) == .unknown)
        #expect(result(.multiplyIntegers, .integer(.max), .integer(2)) == .unknown)
        #expect(result(.scale, .integer(.max), .real(2)) == .unknown)
        #expect(result(.shareOut, .integer(.min), .integer(-1)) == .unknown)
        #expect(result(.multiplyReals, .real(1e300), .real(1e300)) == .unknown)
        #expect(result(.daysAfter, .integer(2_932_896), .integer(1)) == .unknown)
    }

    @Test func `division by zero is unknown`() {
        #expect(result(.divideIntegers, .integer(5), .integer(0)) == .unknown)
        #expect(result(.shareOut, .integer(5), .integer(0)) == .unknown)
        #expect(result(.unscale, .integer(5), .real(0)) == .unknown)
        #expect(result(.divideReals, .real(5), .real(0)) == .unknown)
        #expect(result(.divideRealByCount, .real(5), .integer(0)) == .unknown)
    }

    @Test func `amounts are rounded to the nearest minor unit with halves away from zero`() {
        #expect(result(.scale, .integer(5), .real(0.5)) == .integer(3))
        #expect(result(.scale, .real(0.5), .integer(-5)) == .integer(-3))
        #expect(result(.scale, .integer(10), .real(0.12)) == .integer(1))
        #expect(result(.shareOut, .integer(7), .integer(2)) == .integer(4))
        #expect(result(.shareOut, .integer(-7), .integer(2)) == .integer(-4))
        #expect(result(.shareOut, .integer(7), .integer(3)) == .integer(2))
        #expect(result(.divideIntegers, .integer(1), .integer(4)) == .real(0.25))
    }

    @Test func `business days leave out weekends and holidays`() throws {
        let friday = try #require(Day("2026-01-16"))
        let tuesday = try #require(Day("2026-01-20"))
        let holiday = BusinessCalendar(holidays: [try #require(Day("2026-01-19"))])
        let after = RuleLanguage.Operation.businessDaysAfter.applied(
            to: .integer(Int64(friday.sinceEpoch)),
            .integer(1),
            calendar: holiday
        )
        #expect(after == .integer(Int64(tuesday.sinceEpoch)))
        let before = RuleLanguage.Operation.businessDaysBefore.applied(
            to: .integer(Int64(tuesday.sinceEpoch)),
            .integer(1),
            calendar: holiday
        )
        #expect(before == .integer(Int64(friday.sinceEpoch)))
    }
}
