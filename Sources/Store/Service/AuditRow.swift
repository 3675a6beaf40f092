internal import Secrets
package import SQLite
package import Values

/// A row of `audit`: who changed what when.
///
/// Each row's hash covers the hash of its content and the hash of the row before it, so that a row that was changed, taken
/// out or put in later shows. Content can be taken away with the chain unbroken: its hash stays, and the random salt that
/// the hash was made with goes along, so that nobody can find the content again by trying what it may have been.
package struct AuditRow: Hashable, Sendable {
    /// Counted from 1 for each company, without gaps.
    package let sequence: Int
    package let occurredAt: Instant
    /// Who did it.
    package let actor: String
    /// What they did: `action.approve`, `rules.publish`.
    package let event: String
    /// What they did it to.
    package let subject: String
    /// What it was before, as text that the caller encodes; empty where there was nothing, or where it was taken away.
    package let before: String
    /// What it is now, as text that the caller encodes; empty where there is nothing, or where it was taken away.
    package let after: String
    /// When the content was taken away, where it was.
    package let redactedAt: Instant?
    /// The random bytes that the content's hash was made with; `nil` once the content was taken away.
    let salt: [UInt8]?
    /// The hash of salt and content.
    package let contentHash: ContentHash
    /// The hash of the row before; 32 zero bytes for the first.
    package let previousHash: ContentHash
    package let hash: ContentHash

    /// Adds a row at the end of the scope's company's log.
    @discardableResult
    package static func append(
        actor: String,
        event: String,
        subject: String,
        before: String = "",
        after: String = "",
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> AuditRow {
        let last: AuditRow? = try scope.connection.one(
            "\(selection) WHERE company_id = \(scope.company) ORDER BY seq DESC LIMIT 1"
        )
        let row = AuditRow(
            following: last,
            occurredAt: instant,
            actor: actor,
            event: event,
            subject: subject,
            before: before,
            after: after
        )
        try scope.connection.execute(
            """
            INSERT INTO audit (company_id, seq, occurred_at, actor, event, subject, before, after, salt, content_hash,
                previous_hash, hash)
            VALUES (\(scope.company), \(row.sequence), \(instant), \(actor), \(event), \(subject), \(before), \(after),
                \(row.salt.map { SQLValue.bytes($0) } ?? .null), \(row.contentHash), \(row.previousHash), \(row.hash))
            """
        )
        return row
    }

    /// One page of the log, newest first.
    package static func list(_ page: Page = Page(), in scope: CompanyScope) throws(SQLiteError) -> Listed<AuditRow> {
        Listed(
            elements: try scope.connection.all(
                """
                \(selection) WHERE company_id = \(scope.company) ORDER BY seq DESC
                LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.connection.number("SELECT count(*) FROM audit WHERE company_id = \(scope.company)")
        )
    }

    /// The whole log, oldest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [AuditRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY seq")
    }

    /// The number of the first row of a log, oldest first, that is not what was written, or `nil` where all are.
    ///
    /// Where content was taken away, the rest of the row is checked, and that nothing stands in its place. Rows taken off
    /// the end do not show; for that, keep the last hash elsewhere.
    package static func firstBroken(in log: [AuditRow]) -> Int? {
        var last: AuditRow?
        for row in log {
            let sequence = (last?.sequence ?? 0) + 1
            guard row.sequence == sequence, row.previousHash == last?.hash ?? AuditRow.none, row.isWhole else {
                return sequence
            }
            last = row
        }
        return nil
    }

    /// Takes the content of rows away that were written before an instant; gives how many rows that were.
    ///
    /// Rows without content are left alone.
    package static func redact(
        before limit: Instant,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        try redact("occurred_at < \(limit)", at: instant, in: scope)
    }

    /// Takes the content of rows away for which a condition holds; gives how many rows that were.
    static func redact(_ condition: Query, at instant: Instant, in scope: WriteScope) throws(SQLiteError) -> Int {
        Int(
            try scope.connection.execute(
                """
                UPDATE audit SET before = '', after = '', salt = NULL, redacted_at = \(instant)
                WHERE company_id = \(scope.company) AND redacted_at IS NULL AND (before <> '' OR after <> '')
                    AND (\(condition))
                """
            )
        )
    }

    /// Whether the row says what was written, as far as it still says it.
    private var isWhole: Bool {
        if redactedAt == nil {
            guard let salt, AuditRow.contentHash(salt, before, after) == contentHash else { return false }
        } else {
            guard salt == nil, before.isEmpty, after.isEmpty else { return false }
        }
        return rowHash == hash
    }

    private init(
        following last: AuditRow?,
        occurredAt: Instant,
        actor: String,
        event: String,
        subject: String,
        before: String,
        after: String
    ) {
        let salt = SecureRandom.bytes(count: 16)
        self.init(
            sequence: (last?.sequence ?? 0) + 1,
            occurredAt: occurredAt,
            actor: actor,
            event: event,
            subject: subject,
            before: before,
            after: after,
            salt: salt,
            contentHash: AuditRow.contentHash(salt, before, after),
            previousHash: last?.hash ?? AuditRow.none
        )
    }

    private init(
        sequence: Int,
        occurredAt: Instant,
        actor: String,
        event: String,
        subject: String,
        before: String,
        after: String,
        salt: [UInt8],
        contentHash: ContentHash,
        previousHash: ContentHash
    ) {
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.actor = actor
        self.event = event
        self.subject = subject
        self.before = before
        self.after = after
        self.salt = salt
        redactedAt = nil
        self.contentHash = contentHash
        self.previousHash = previousHash
        hash = AuditRow.rowHash(previousHash, sequence, occurredAt, actor, event, subject, contentHash)
    }

    private var rowHash: ContentHash {
        AuditRow.rowHash(previousHash, sequence, occurredAt, actor, event, subject, contentHash)
    }

    private static func contentHash(_ salt: [UInt8], _ before: String, _ after: String) -> ContentHash {
        var digest = SHA256()
        digest.update(salt)
        add([before, after], to: &digest)
        return digest.finished()
    }

    private static func rowHash(
        _ previousHash: ContentHash,
        _ sequence: Int,
        _ occurredAt: Instant,
        _ actor: String,
        _ event: String,
        _ subject: String,
        _ contentHash: ContentHash
    ) -> ContentHash {
        var digest = SHA256()
        digest.update(previousHash.bytes)
        add([String(sequence), String(occurredAt.millisecondsSinceEpoch), actor, event, subject], to: &digest)
        digest.update(contentHash.bytes)
        return digest.finished()
    }

    /// Takes in each field with its length in front: no two rows have the same bytes.
    private static func add(_ fields: [String], to digest: inout SHA256) {
        for field in fields { digest.update("\(field.utf8.count):\(field)\n".utf8) }
    }

    /// What stands for the hash of the row before the first.
    private static var none: ContentHash {
        guard let hash = ContentHash(bytes: [UInt8](repeating: 0, count: 32)) else {
            preconditionFailure("32 bytes are a hash")
        }
        return hash
    }

    private static let selection: StaticString = """
        SELECT seq, occurred_at, actor, event, subject, before, after, redacted_at, salt, content_hash, previous_hash, hash
        FROM audit
        """
}

extension AuditRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        sequence = try row.int()
        occurredAt = try row.instant()
        actor = try row.text()
        event = try row.text()
        subject = try row.text()
        before = try row.text()
        after = try row.text()
        redactedAt = row.instantIfAny()
        salt = row.bytesIfAny()
        contentHash = try row.hash()
        previousHash = try row.hash()
        hash = try row.hash()
    }
}
