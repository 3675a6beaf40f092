package import Receivables
package import SQLite
package import Values

/// A row of `session_token`: the token itself is known to its bearer only, the database holds its hash.
package struct SessionTokenRow: Hashable, Sendable {
    /// The SHA-256 of the token.
    package let hash: ContentHash
    package let user: Identifier<User>
    /// What its owner calls a token for programs; `nil` for one from signing in.
    package let label: String?
    package let createdAt: Instant
    package let lastUsedAt: Instant
    /// When it was ended, where it was: by signing out, or by a new password.
    package let endedAt: Instant?

    /// A token that was made just now.
    package init(hash: ContentHash, user: Identifier<User>, label: String? = nil, createdAt: Instant) {
        self.hash = hash
        self.user = user
        self.label = label
        self.createdAt = createdAt
        lastUsedAt = createdAt
        endedAt = nil
    }

    /// Adds the token.
    package func insert(in scope: InstanceWriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO session_token (hash, user_id, label, created_at, last_used_at, ended_at)
            VALUES (\(hash), \(user), \(label), \(createdAt), \(lastUsedAt), \(endedAt))
            """
        )
    }

    /// The token with this hash, ended or not.
    package static func find(_ hash: ContentHash, in scope: InstanceScope) throws(SQLiteError) -> SessionTokenRow? {
        try scope.connection.one(
            "SELECT hash, user_id, label, created_at, last_used_at, ended_at FROM session_token WHERE hash = \(hash)"
        )
    }

    /// Notes that the token was used.
    package static func touch(
        _ hash: ContentHash,
        at instant: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) {
        try scope.connection.execute(
            "UPDATE session_token SET last_used_at = \(instant) WHERE hash = \(hash) AND last_used_at < \(instant)"
        )
    }

    /// Ends the token; `false` where it had ended already or never was.
    @discardableResult
    package static func end(
        _ hash: ContentHash,
        at instant: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            "UPDATE session_token SET ended_at = \(instant) WHERE hash = \(hash) AND ended_at IS NULL"
        ) == 1
    }

    /// Ends all tokens of a user from signing in but `kept`, and says how many those were.
    @discardableResult
    package static func endAll(
        of user: Identifier<User>,
        except kept: ContentHash? = nil,
        at instant: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> Int {
        Int(
            try scope.connection.execute(
                """
                UPDATE session_token SET ended_at = \(instant)
                WHERE user_id = \(user) AND label IS NULL AND ended_at IS NULL AND hash IS DISTINCT FROM \(kept)
                """
            )
        )
    }

    /// Forgets the tokens from signing in that were used last before `instant`, and says how many those were.
    @discardableResult
    package static func forget(
        usedLastBefore instant: Instant,
        in scope: InstanceWriteScope
    ) throws(SQLiteError) -> Int {
        Int(try scope.connection.execute("DELETE FROM session_token WHERE label IS NULL AND last_used_at < \(instant)"))
    }
}

extension SessionTokenRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        hash = try row.hash()
        user = try row.id()
        label = row.textIfAny()
        createdAt = try row.instant()
        lastUsedAt = try row.instant()
        endedAt = row.instantIfAny()
    }
}
