internal import Receivables
package import SQLite
internal import Values

/// Erases what the books hold of a person, all of it or nothing: it runs in the caller's transaction.
///
/// The rows stay, so that balances, counts and references hold; what tells who the person is goes. See `docs/privacy.md`.
package enum Erasure {
    /// How many rows of a kind something was erased from.
    package struct Count: Hashable, Sendable {
        /// The kind of row, in words.
        package let what: String
        package let count: Int

        /// So many rows of a kind.
        package init(_ what: String, _ count: Int) {
            self.what = what
            self.count = count
        }
    }

    /// What was erased, and what of the person could not be.
    package struct Outcome: Hashable, Sendable {
        /// Kinds of rows that something was erased from.
        package let erased: [Count]
        /// Kinds of rows that still mention the person, because what they are known or hashed by does.
        package let kept: [Count]

        /// Nothing was erased, and nothing was kept.
        package static let nothing = Outcome(erased: [], kept: [])
    }

    /// What stands in place of the person's name.
    package static let nobody = "forgotten person"

    /// Erases a person.
    ///
    /// - Precondition: `contact` is of the scope's company and was not forgotten before.
    /// - Throws: ``SQLiteError``; the transaction must then be given up.
    package static func erase(
        _ contact: ContactRow,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Outcome {
        precondition(contact.forgottenOn == nil, "a person is forgotten once")
        let traces = try PersonTraces(of: contact, in: scope.reading)
        var counts = [
            Count("contact and its earlier versions", try forgetRow(contact, at: recording, in: scope)),
            Count("messages with the person", try eraseMessages(with: contact.id, at: recording, in: scope)),
            Count("actions addressed to the person", try eraseActions(to: contact, traces, at: recording, in: scope)),
        ]
        for (what, columns) in ScrubbedColumn.all {
            var count = 0
            for column in columns {
                count += try column.scrub(traces, of: contact.customer, at: recording, in: scope)
            }
            counts.append(Count(what, count))
        }
        counts.append(Count("kept answers of the API", try eraseAnswers(about: contact, traces, in: scope)))
        counts.append(
            Count("lines of the audit log", try redactAudit(about: contact, traces, at: recording, in: scope))
        )
        return Outcome(
            erased: counts.filter { $0.count > 0 },
            kept: try leftovers(of: traces, in: scope.reading).filter { $0.count > 0 }
        )
    }

    /// The row becomes nobody's; gives it and the earlier versions that went.
    private static func forgetRow(
        _ contact: ContactRow,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        try scope.connection.execute(
            """
            UPDATE contact SET key = \(ContactLookup.keyOnceForgotten(contact.key, in: scope.company)), name = \(nobody),
                role = NULL, email = NULL, phone = NULL, time_zone = NULL, language = NULL, is_primary = 0, no_email = 1,
                no_call = 1, no_sms = 1, no_letter = 1, bounced_on = NULL, forgotten_on = \(recording.day),
                import_id = NULL, changed_on = \(recording.day), updated_at = \(recording.instant)
            WHERE company_id = \(scope.company) AND id = \(contact.id)
            """
        )
        return Int(
            try scope.connection.execute(
                "DELETE FROM contact_past WHERE company_id = \(scope.company) AND id = \(contact.id)"
            )
        )
    }

    private static func eraseMessages(
        with contact: Identifier<Contact>,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let count = try scope.connection.execute(
            """
            UPDATE communication SET subject = NULL, body = NULL, outcome = NULL, erased_on = \(recording.day),
                import_id = NULL, changed_on = \(recording.day), updated_at = \(recording.instant)
            WHERE company_id = \(scope.company) AND contact_id = \(contact) AND erased_on IS NULL
            """
        )
        try scope.connection.execute(
            """
            UPDATE communication_past SET subject = NULL, body = NULL, outcome = NULL
            WHERE company_id = \(scope.company) AND (contact_id = \(contact)
                OR id IN (SELECT k.id FROM communication k
                    WHERE k.company_id = \(scope.company) AND k.contact_id = \(contact)))
            """
        )
        return Int(count)
    }

    /// A step that is over loses its words; one that waits keeps those that do not mention the person, and has to find
    /// another recipient.
    private static func eraseActions(
        to contact: ContactRow,
        _ traces: PersonTraces,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let recipients = traces.addresses + traces.names + [contact.name]
        var condition: Query = "0"
        for recipient in recipients { condition += " OR lower(recipient) = lower(\(recipient))" }
        return Int(
            try scope.connection.execute(
                """
                UPDATE action SET recipient = '', recipient_note = 'the person it was for was forgotten',
                    subject = CASE WHEN state IN ('proposed', 'scheduled') THEN subject ELSE '' END,
                    body = CASE WHEN state IN ('proposed', 'scheduled') THEN body ELSE '' END,
                    updated_at = \(recording.instant)
                WHERE company_id = \(scope.company) AND customer_id = \(contact.customer) AND (\(condition))
                """
            )
        )
    }

    /// An answer that is kept for a repeated request says that it was erased; the request is still not done twice.
    private static func eraseAnswers(
        about contact: ContactRow,
        _ traces: PersonTraces,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let company = scope.company.description
        let contactText = contact.id.description
        let answers = try scope.connection.rows(
            """
            SELECT owner, key, body FROM idempotency_key
            WHERE instr(CAST(body AS TEXT), \(company)) > 0 OR instr(CAST(body AS TEXT), \(contactText)) > 0
            ORDER BY owner, key
            """
        ) { row throws(SQLiteError) in (owner: try row.words(), key: try row.text(), body: try row.bytes()) }
        var count = 0
        for answer in answers {
            let body = String(decoding: answer.body, as: UTF8.self)
            guard
                body.contains(contactText)
                    || PersonTraces.scrubbed(body, of: traces.addresses + traces.names) != nil
            else { continue }
            count += Int(
                try scope.connection.execute(
                    """
                    UPDATE idempotency_key SET status = 410, body = \(SQLValue.bytes(Array(erasedAnswer.utf8)))
                    WHERE owner = \(SQLValue.words(answer.owner.high, answer.owner.low)) AND key = \(answer.key)
                    """
                )
            )
        }
        return count
    }

    private static let erasedAnswer = """
        {"error":"this request was answered, and what it was answered with has been erased since.","code":"erased"}
        """

    private static func redactAudit(
        about contact: ContactRow,
        _ traces: PersonTraces,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let terms = traces.addresses + traces.names
        let candidates = try scope.connection.rows(
            """
            SELECT seq, before, after FROM audit WHERE company_id = \(scope.company) AND redacted_at IS NULL
                AND subject <> \(contact.id.description)
                AND (\(PersonTraces.mentions("before", terms)) OR \(PersonTraces.mentions("after", terms)))
            """
        ) { row throws(SQLiteError) in (sequence: try row.int(), content: try row.text() + "\n" + row.text()) }
        let sequences = candidates.filter { PersonTraces.scrubbed($0.content, of: terms) != nil }.map(\.sequence)
        return try AuditRow.redact(
            "subject = \(contact.id.description) OR seq IN (\(list: [0] + sequences))",
            at: recording.instant,
            in: scope
        )
    }

    /// What names or hashes rows and so cannot change: keys of the books, and the facts that decisions read.
    private static func leftovers(of traces: PersonTraces, in scope: CompanyScope) throws(SQLiteError) -> [Count] {
        let columns: [(String, StaticString, StaticString)] = [
            ("keys of messages", "communication", "key"), ("keys of promises", "promise", "key"),
            ("keys of disputes", "dispute", "key"), ("keys of invoices", "invoice", "key"),
            ("numbers of invoices", "invoice", "number"), ("keys of payments", "payment", "key"),
            ("keys of customers", "customer", "key"), ("names of customers", "customer", "name"),
            ("facts that decisions read", "fact_snapshot", "content"),
        ]
        var counts: [Count] = []
        for (what, table, column) in columns {
            let count = try scope.connection.number(
                """
                SELECT count(*) FROM \(table)
                WHERE company_id = \(scope.company) AND \(PersonTraces.mentions(column, traces.addresses))
                """
            )
            counts.append(Count(what, count))
        }
        return counts
    }
}
