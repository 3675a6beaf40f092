package import Receivables
package import SQLite
package import Values

/// A row of `idempotency_key`: the answer that a request was given, so that the same request gets the same answer.
package struct IdempotencyKeyRow: Hashable, Sendable {
    /// What the client called the request.
    package let key: String
    /// The hash of the request: the same key with another request is a mistake of the client's.
    package let requestHash: ContentHash
    /// The answer's status code.
    package let status: Int
    /// The answer's body.
    package let body: [UInt8]
    package let recordedAt: Instant

    /// The answer to a request.
    package init(
        key: String,
        requestHash: ContentHash,
        status: Int,
        body: [UInt8],
        recordedAt: Instant
    ) {
        self.key = key
        self.requestHash = requestHash
        self.status = status
        self.body = body
        self.recordedAt = recordedAt
    }

    /// The answer that was given in the scope's company under this key.
    package static func find(_ key: String, in scope: CompanyScope) throws(SQLiteError) -> IdempotencyKeyRow? {
        try find(key, owner: scope.company, over: scope.connection)
    }

    /// The answer that a user was given outside any company under this key.
    package static func find(
        _ key: String,
        of user: Identifier<User>,
        in scope: InstanceScope
    ) throws(SQLiteError) -> IdempotencyKeyRow? {
        try find(key, owner: user, over: scope.connection)
    }

    /// Keeps the answer for the scope's company, in place of an older one under the same key.
    package func store(in scope: WriteScope) throws(SQLiteError) {
        try store(owner: scope.company, over: scope.connection)
    }

    /// Keeps the answer for a user outside any company, in place of an older one under the same key.
    package func store(of user: Identifier<User>, in scope: InstanceWriteScope) throws(SQLiteError) {
        try store(owner: user, over: scope.connection)
    }

    /// Forgets the answers given before `instant`, and says how many those were.
    @discardableResult
    package static func forget(before instant: Instant, in scope: InstanceWriteScope) throws(SQLiteError) -> Int {
        Int(try scope.connection.execute("DELETE FROM idempotency_key WHERE recorded_at < \(instant)"))
    }

    private static func find<Owner>(
        _ key: String,
        owner: Identifier<Owner>,
        over connection: Connection
    ) throws(SQLiteError) -> IdempotencyKeyRow? {
        try connection.one(
            """
            SELECT key, request_hash, status, body, recorded_at FROM idempotency_key
            WHERE owner = \(owner) AND key = \(key)
            """
        )
    }

    private func store<Owner>(owner: Identifier<Owner>, over connection: Connection) throws(SQLiteError) {
        try connection.execute(
            """
            INSERT INTO idempotency_key (owner, key, request_hash, status, body, recorded_at)
            VALUES (\(owner), \(key), \(requestHash), \(status), \(SQLValue.bytes(body)), \(recordedAt))
            ON CONFLICT (owner, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status,
                body = excluded.body, recorded_at = excluded.recorded_at
            """
        )
    }
}

extension IdempotencyKeyRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        key = try row.text()
        requestHash = try row.hash()
        status = try row.int()
        body = try row.bytes()
        recordedAt = try row.instant()
    }
}
