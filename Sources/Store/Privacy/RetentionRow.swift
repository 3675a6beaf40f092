package import SQLite
internal import Values

/// A row of `company_retention`: how long a company keeps a kind of text.
///
/// A kind without a row is kept for good.
package struct RetentionRow: Hashable, Sendable {
    /// What can be kept for a time only.
    ///
    /// What balances, facts and decisions rest on is not among them: of each row only words go, or rows that nothing rests
    /// on.
    package enum Kind: String, CaseIterable, Hashable, Sendable, StoredWord {
        /// Subject, body and outcome of messages; that there was a message stays.
        case communications
        /// Recipient, subject and body of actions that are over.
        case actions
        /// What people wrote beside their decisions and opinions.
        case comments
        /// Jobs that have ended.
        case jobs
        /// The content of the audit log; its hashes stay, and the chain holds.
        case audit
    }

    package let kind: Kind
    /// How many days it is kept, counted from the day it is of.
    package let days: Int

    /// The days that a kind may be kept: a month at least, so that nothing goes that people still work with.
    package static let possibleDays = 30...36_500

    /// What the scope's company keeps for a time only, by kind.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [RetentionRow] {
        try scope.connection.all(
            "SELECT kind, days FROM company_retention WHERE company_id = \(scope.company) ORDER BY kind"
        )
    }

    /// Keeps a kind for so many days, or for good.
    ///
    /// - Precondition: the days are possible ones.
    package static func set(_ kind: Kind, to days: Int?, in scope: WriteScope) throws(SQLiteError) {
        guard let days else {
            try scope.connection.execute(
                "DELETE FROM company_retention WHERE company_id = \(scope.company) AND kind = \(kind)"
            )
            return
        }
        precondition(possibleDays.contains(days), "nothing is kept for \(days) days")
        try scope.connection.execute(
            """
            INSERT INTO company_retention (company_id, kind, days) VALUES (\(scope.company), \(kind), \(days))
            ON CONFLICT (company_id, kind) DO UPDATE SET days = excluded.days
            """
        )
    }

    /// Takes away what is older than the company keeps it; gives how many rows that were.
    ///
    /// - Parameters:
    ///   - recording: the company's today, from which the days are counted.
    package func apply(at recording: Recording, in scope: WriteScope) throws(SQLiteError) -> Int {
        let day = recording.day.advanced(by: -days)
        let instant = recording.instant.advanced(bySeconds: Int64(-days) * 86_400)
        switch kind {
        case .communications: return try RetentionRow.eraseMessages(before: day, at: recording, in: scope)
        case .actions:
            return Int(
                try scope.connection.execute(
                    """
                    UPDATE action SET subject = '', body = '', recipient = '', recipient_note = ''
                    WHERE company_id = \(scope.company) AND state IN ('completed', 'cancelled')
                        AND updated_at < \(instant) AND (subject <> '' OR body <> '' OR recipient <> '')
                    """
                )
            )
        case .comments:
            let changes: [Query] = [
                "UPDATE feedback SET comment = '' WHERE comment <> '' AND decided_at < \(instant)",
                "UPDATE insight_feedback SET comment = '' WHERE comment <> '' AND recorded_at < \(instant)",
                "UPDATE action_event SET note = '' WHERE note <> '' AND occurred_at < \(instant)",
            ]
            var count = 0
            for change in changes {
                count += Int(try scope.connection.execute("\(change) AND company_id = \(scope.company)"))
            }
            return count
        case .jobs:
            return Int(
                try scope.connection.execute(
                    "DELETE FROM job WHERE company_id = \(scope.company) AND finished_at < \(instant)"
                )
            )
        case .audit: return try AuditRow.redact(before: instant, at: recording.instant, in: scope)
        }
    }

    private static func eraseMessages(
        before day: Day,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let count = try scope.connection.execute(
            """
            UPDATE communication SET subject = NULL, body = NULL, outcome = NULL, erased_on = \(recording.day),
                import_id = NULL, changed_on = \(recording.day), updated_at = \(recording.instant)
            WHERE company_id = \(scope.company) AND occurred_on < \(day) AND erased_on IS NULL
                AND (subject IS NOT NULL OR body IS NOT NULL OR outcome IS NOT NULL)
            """
        )
        try scope.connection.execute(
            """
            UPDATE communication_past SET subject = NULL, body = NULL, outcome = NULL
            WHERE company_id = \(scope.company) AND id IN (SELECT k.id FROM communication k
                WHERE k.company_id = \(scope.company) AND k.occurred_on < \(day) AND k.erased_on IS NOT NULL)
                AND (subject IS NOT NULL OR body IS NOT NULL OR outcome IS NOT NULL)
            """
        )
        return Int(count)
    }
}

extension RetentionRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        kind = try row.word()
        days = try row.int()
    }
}
