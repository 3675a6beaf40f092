package import SQLite
package import Values

/// A row of `audit`: who changed what when.
///
/// Each row's hash covers its content and the hash of the row before it, so that a row that was changed, taken out or put
/// in later shows.
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
    /// What it was before, as text that the caller encodes; empty where there was nothing.
    package let before: String
    /// What it is now, as text that the caller encodes; empty where there is nothing.
    package let after: String
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
            INSERT INTO audit (company_id, seq, occurred_at, actor, event, subject, before, after, previous_hash, hash)
            VALUES (\(scope.company), \(row.sequence), \(instant), \(actor), \(event), \(subject), \(before), \(after),
                \(row.previousHash), \(row.hash))
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
    /// Rows taken off the end do not show; for that, keep the last hash elsewhere.
    package static func firstBroken(in log: [AuditRow]) -> Int? {
        var last: AuditRow?
        for row in log {
            let expected = AuditRow(
                following: last,
                occurredAt: row.occurredAt,
                actor: row.actor,
                event: row.event,
                subject: row.subject,
                before: row.before,
                after: row.after
            )
            guard row == expected else { return expected.sequence }
            last = row
        }
        return nil
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
        sequence = (last?.sequence ?? 0) + 1
        self.occurredAt = occurredAt
        self.actor = actor
        self.event = event
        self.subject = subject
        self.before = before
        self.after = after
        previousHash = last?.hash ?? AuditRow.none
        var digest = SHA256()
        digest.update(previousHash.bytes)
        let fields = [
            String(sequence), String(occurredAt.millisecondsSinceEpoch), actor, event, subject, before, after,
        ]
        // Each field with its length in front: no two rows have the same bytes.
        for field in fields { digest.update("\(field.utf8.count):\(field)\n".utf8) }
        hash = digest.finished()
    }

    /// What stands for the hash of the row before the first.
    private static var none: ContentHash {
        guard let hash = ContentHash(bytes: [UInt8](repeating: 0, count: 32)) else {
            preconditionFailure("32 bytes are a hash")
        }
        return hash
    }

    private static let selection: StaticString = """
        SELECT seq, occurred_at, actor, event, subject, before, after, previous_hash, hash FROM audit
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
        previousHash = try row.hash()
        hash = try row.hash()
    }
}
