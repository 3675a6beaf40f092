package import SQLite

/// One thing that must hold of what is stored: what was compared, and what does not hold.
package struct Check: Hashable, Sendable {
    /// A stable name, such as `balances`.
    package let name: String
    /// What must hold, in a sentence without its full stop.
    package let claim: String
    /// How much was compared, such as `2,400 invoices`.
    package let compared: String
    /// The first of the rows that do not hold, each in a sentence; at most ``mostNamed``.
    package private(set) var failures: [String]
    /// How many rows do not hold.
    package private(set) var failureCount: Int
    /// What could not be compared and why; `nil` where everything was.
    package var leftOut: String?

    /// So many rows are named; more say nothing that these do not.
    package static let mostNamed = 20

    /// Whether everything that was compared holds.
    package var holds: Bool { failureCount == 0 }

    /// A check of so much, with what was found wrong.
    package init(_ name: String, _ claim: String, compared: String, failures: some Sequence<String> = []) {
        self.name = name
        self.claim = claim
        self.compared = compared
        self.failures = []
        failureCount = 0
        for failure in failures { fail(failure) }
    }

    /// Notes a row that does not hold.
    package mutating func fail(_ sentence: String) {
        failureCount += 1
        if failures.count < Check.mostNamed { failures.append(sentence) }
    }

    /// `1 invoice`, `2,400 invoices`.
    package static func amount(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        var digits = String(count)
        var place = digits.utf8.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return "\(digits) \(count == 1 ? noun : plural ?? noun + "s")"
    }
}

extension CompanyScope {
    /// The texts that a query gives, one a row: it selects what does not hold.
    func texts(_ query: Query) throws(SQLiteError) -> [String] {
        try connection.rows(query) { row throws(SQLiteError) in try row.text() }
    }

    /// How many rows of its company a table has.
    func countRows(of table: StaticString) throws(SQLiteError) -> Int {
        try connection.number("SELECT count(*) FROM \(table) WHERE company_id = \(company)")
    }
}

/// What must hold of the file as a whole.
package enum FileChecks {
    /// Every check of the file.
    package static func all(in scope: InstanceScope) throws(SQLiteError) -> [Check] {
        [try integrity(in: scope), try references(in: scope)]
    }

    private static func integrity(in scope: InstanceScope) throws(SQLiteError) -> Check {
        let pages = try scope.connection.number("PRAGMA page_count")
        return Check(
            "file",
            "every page of the database can be read, and tables and indexes agree",
            compared: Check.amount(pages, "page"),
            failures: try scope.connection.integrityProblems()
        )
    }

    private static func references(in scope: InstanceScope) throws(SQLiteError) -> Check {
        let tables = try scope.connection.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
        let dangling = try scope.connection.rows("PRAGMA foreign_key_check") { row throws(SQLiteError) in
            let table = try row.text()
            let number = row.integerIfAny().map { " \($0)" } ?? ""
            return "row\(number) of \(table) refers to a row of \(try row.text()) that is not there"
        }
        return Check(
            "references",
            "every row that another one refers to is there",
            compared: Check.amount(tables, "table"),
            failures: dangling
        )
    }
}
