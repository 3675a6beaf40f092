package import Receivables
package import SQLite
package import Values

/// A row of `action_event`: something that happened to an action.
package struct ActionEventRow: Hashable, Sendable {
    package let action: Identifier<Action>
    /// Counted from 1 for each action.
    package let sequence: Int
    package let event: ActionEvent
    package let before: ActionState
    package let after: ActionState
    /// Who did it.
    package let actor: String
    package let note: String
    package let occurredAt: Instant

    /// What happened to an action, oldest first.
    package static func history(
        of action: Identifier<Action>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [ActionEventRow] {
        try scope.connection.all(
            "\(selection) WHERE company_id = \(scope.company) AND action_id = \(action) ORDER BY seq"
        )
    }

    /// What happened to all actions of the scope's company, by action, then oldest first.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ActionEventRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY action_id, seq")
    }

    static func append(
        _ event: ActionEvent,
        to action: Identifier<Action>,
        from before: ActionState,
        state after: ActionState,
        by actor: String,
        note: String,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO action_event (company_id, action_id, seq, event, state_before, state_after, actor, note,
                occurred_at)
            VALUES (\(scope.company), \(action),
                (SELECT coalesce(max(seq), 0) + 1 FROM action_event
                    WHERE company_id = \(scope.company) AND action_id = \(action)),
                \(event), \(before), \(after), \(actor), \(note), \(instant))
            """
        )
    }

    private static let selection: StaticString = """
        SELECT action_id, seq, event, state_before, state_after, actor, note, occurred_at FROM action_event
        """
}

extension ActionEventRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        action = try row.id()
        sequence = try row.int()
        event = try row.word()
        before = try row.word()
        after = try row.word()
        actor = try row.text()
        note = try row.text()
        occurredAt = try row.instant()
    }
}
