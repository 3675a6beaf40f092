import Receivables
import Values

/// The day that a read of the books is for: the company's today, or a day before it.
enum AsOf {
    static let parameter = Parameter("as_of", .day)

    /// The day asked for.
    ///
    /// - Throws: ``CallError/badParameters(_:)`` on a day that has not come yet.
    static func day(of call: Call) throws(CallError) -> Day {
        let today = call.member.today
        guard let day = call.parameters.day("as_of") else { return today }
        guard day <= today else {
            throw .badParameters([FieldProblem("as_of", "has not come yet: the company's today is \(today)")])
        }
        return day
    }
}
