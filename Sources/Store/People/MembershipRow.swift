package import Receivables
package import SQLite
package import Values

/// A row of `membership`: what a user may do in a company.
package struct MembershipRow: Hashable, Sendable {
    package let company: Identifier<Company>
    package let user: Identifier<User>
    package let role: Role

    /// The members of the scope's company, by user.
    package static func members(in scope: CompanyScope) throws(SQLiteError) -> [MembershipRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY user_id")
    }

    /// What a user may do in the scope's company, or `nil` where they may do nothing.
    package static func role(of user: Identifier<User>, in scope: CompanyScope) throws(SQLiteError) -> Role? {
        let found: MembershipRow? = try scope.connection.one(
            "\(selection) WHERE company_id = \(scope.company) AND user_id = \(user)"
        )
        return found?.role
    }

    /// The companies that a user may see, by company.
    package static func memberships(
        of user: Identifier<User>,
        in scope: InstanceScope
    ) throws(SQLiteError) -> [MembershipRow] {
        try scope.connection.all("\(selection) WHERE user_id = \(user) ORDER BY company_id")
    }

    /// Gives a user a role in the scope's company, in place of the one they had.
    package static func set(
        _ role: Role,
        for user: Identifier<User>,
        in scope: WriteScope
    ) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO membership (company_id, user_id, role) VALUES (\(scope.company), \(user), \(role))
            ON CONFLICT (company_id, user_id) DO UPDATE SET role = excluded.role
            """
        )
    }

    /// Takes a user out of the scope's company; `false` where they were no member.
    @discardableResult
    package static func remove(_ user: Identifier<User>, in scope: WriteScope) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            "DELETE FROM membership WHERE company_id = \(scope.company) AND user_id = \(user)"
        ) == 1
    }

    private static let selection: StaticString = "SELECT company_id, user_id, role FROM membership"
}

extension MembershipRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        company = try row.id()
        user = try row.id()
        role = try row.word()
    }
}
