package import Receivables
package import SQLite
package import Values

/// A row of `user`, and the SQL that reads and writes it.
package struct UserRow: Hashable, Sendable {
    package let id: Identifier<User>
    /// What the user signs in with.
    package let name: String
    package let displayName: String
    /// The hash in the notation of `crypt(5)`; `nil` for a user who cannot sign in with a password.
    package let passwordHash: String?
    /// Whether the user may add companies and users.
    package let isOperator: Bool
    /// Since when the user may not sign in.
    package let disabledAt: Instant?
    package let createdAt: Instant

    /// A user with these values.
    package init(
        id: Identifier<User>,
        name: String,
        displayName: String,
        passwordHash: String?,
        isOperator: Bool = false,
        disabledAt: Instant? = nil,
        createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.isOperator = isOperator
        self.disabledAt = disabledAt
        self.createdAt = createdAt
    }

    /// Every user, by name.
    package static func all(in scope: InstanceScope) throws(SQLiteError) -> [UserRow] {
        try scope.connection.all("\(selection) ORDER BY name")
    }

    /// The user with this identifier.
    package static func find(_ id: Identifier<User>, in scope: InstanceScope) throws(SQLiteError) -> UserRow? {
        try scope.connection.one("\(selection) WHERE id = \(id)")
    }

    /// The user who signs in with this name.
    package static func find(name: String, in scope: InstanceScope) throws(SQLiteError) -> UserRow? {
        try scope.connection.one("\(selection) WHERE name = \(name)")
    }

    /// Adds the user.
    ///
    /// - Throws: ``SQLiteError`` of the kind `constraint` where the name is taken.
    package func insert(in scope: InstanceWriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO "user" (id, name, display_name, password_hash, is_operator, disabled_at, created_at)
            VALUES (\(id), \(name), \(displayName), \(passwordHash), \(isOperator), \(disabledAt), \(createdAt))
            """
        )
    }

    /// Sets a user's password hash; `false` where there is no such user.
    @discardableResult
    package static func setPassword(
        of user: Identifier<User>,
        to hash: String,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute("UPDATE \"user\" SET password_hash = \(hash) WHERE id = \(user)") == 1
    }

    /// Keeps a user from signing in, or lets them in again with `nil`; `false` where there is no such user.
    @discardableResult
    package static func setDisabled(
        _ user: Identifier<User>,
        since instant: Instant?,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute("UPDATE \"user\" SET disabled_at = \(instant) WHERE id = \(user)") == 1
    }

    private static let selection: StaticString = """
        SELECT id, name, display_name, password_hash, is_operator, disabled_at, created_at FROM "user"
        """
}

extension UserRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        name = try row.text()
        displayName = try row.text()
        passwordHash = row.textIfAny()
        isOperator = try row.flag()
        disabledAt = row.instantIfAny()
        createdAt = try row.instant()
    }
}
