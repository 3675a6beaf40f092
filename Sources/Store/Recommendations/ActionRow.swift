package import Facts
package import Receivables
package import SQLite
package import Values

/// What is to be said to a customer, before or after a person's edits.
package struct ActionDraft: Hashable, Sendable {
    /// Empty where the channel has none.
    package var subject: String
    /// The message, or what the task is.
    package var body: String
    /// An address or a number; empty where none is known.
    package var recipient: String
    /// Why there is no recipient; empty where there is one, or where the step needs none.
    package var recipientNote: String

    /// A draft.
    package init(
        subject: String,
        body: String,
        recipient: String,
        recipientNote: String = ""
    ) {
        self.subject = subject
        self.body = body
        self.recipient = recipient
        self.recipientNote = recipientNote
    }
}

/// A row of `action`, and the SQL that runs and reviewers read and write it with.
package struct ActionRow: Hashable, Sendable {
    package let id: Identifier<Action>
    package var rule: RulePlace
    package let customer: Identifier<Customer>
    /// The invoice it is about, where it is about one.
    package let invoice: Identifier<Invoice>?
    package var channel: Channel
    package var state: ActionState
    /// What the step is, in a few words.
    package var label: String
    /// Why, in one line.
    package var why: String
    package var draft: ActionDraft
    /// The order of the queue: larger is more urgent.
    package var urgency: Double
    /// The rule's own weight; it decides among equally urgent ones.
    package var priority: Int
    /// The group that picked among its members, where the action was in one.
    package var group: String?
    /// Whether its group picked it; an action of no group is always recommended.
    package var isRecommended: Bool
    package var probabilityApproved: Probability?
    package var expectedCash: Money?
    /// As text that the caller encodes: a JSON array.
    package var reasons: String
    /// As text that the caller encodes: a JSON array of objects.
    package var evidence: String
    /// The hash of the evidence that a rejection holds for.
    package var evidenceKey: ContentHash
    /// The hash of what it says, without what changes by the mere passing of a day.
    package var substanceHash: ContentHash
    package var provenance: Provenance
    /// The first day of the unbroken stretch of days on which the rule recommended it.
    package let episodeFrom: Day
    /// The day that stretch ended; `nil` while it lasts.
    package var episodeTo: Day?
    /// The last day the recommendation stands, where the rule says so.
    package var expiresOn: Day?
    /// Why it was cancelled; there exactly where it was.
    package var cancelCause: String?
    package var sendAt: Instant?
    /// The day until which it is hidden from the queue.
    package var snoozedUntil: Day?
    package var assignedTo: Identifier<User>?
    /// Whether a person changed the draft.
    package var isEdited: Bool
    package let createdAt: Instant
    package var updatedAt: Instant
    package var executedAt: Instant?
    /// What came of it, in a word such as `reached`.
    package var outcome: String?

    /// An action with these values.
    package init(
        id: Identifier<Action>,
        rule: RulePlace,
        customer: Identifier<Customer>,
        invoice: Identifier<Invoice>? = nil,
        channel: Channel,
        state: ActionState,
        label: String,
        why: String,
        draft: ActionDraft,
        urgency: Double,
        priority: Int,
        group: String? = nil,
        isRecommended: Bool,
        probabilityApproved: Probability? = nil,
        expectedCash: Money? = nil,
        reasons: String,
        evidence: String,
        evidenceKey: ContentHash,
        substanceHash: ContentHash,
        provenance: Provenance,
        episodeFrom: Day,
        episodeTo: Day? = nil,
        expiresOn: Day? = nil,
        cancelCause: String? = nil,
        sendAt: Instant? = nil,
        snoozedUntil: Day? = nil,
        assignedTo: Identifier<User>? = nil,
        isEdited: Bool,
        createdAt: Instant,
        updatedAt: Instant,
        executedAt: Instant? = nil,
        outcome: String? = nil
    ) {
        self.id = id
        self.rule = rule
        self.customer = customer
        self.invoice = invoice
        self.channel = channel
        self.state = state
        self.label = label
        self.why = why
        self.draft = draft
        self.urgency = urgency
        self.priority = priority
        self.group = group
        self.isRecommended = isRecommended
        self.probabilityApproved = probabilityApproved
        self.expectedCash = expectedCash
        self.reasons = reasons
        self.evidence = evidence
        self.evidenceKey = evidenceKey
        self.substanceHash = substanceHash
        self.provenance = provenance
        self.episodeFrom = episodeFrom
        self.episodeTo = episodeTo
        self.expiresOn = expiresOn
        self.cancelCause = cancelCause
        self.sendAt = sendAt
        self.snoozedUntil = snoozedUntil
        self.assignedTo = assignedTo
        self.isEdited = isEdited
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.executedAt = executedAt
        self.outcome = outcome
    }

    /// The actions in one of these states, by identifier.
    package static func all(in states: [ActionState], of scope: CompanyScope) throws(SQLiteError) -> [ActionRow] {
        try scope.connection.all(
            """
            SELECT \(columns) FROM action a
            WHERE a.company_id = \(scope.company) AND a.state IN (\(list: states)) ORDER BY a.id
            """
        )
    }

    /// The actions about an invoice in one of these states, by identifier.
    package static func about(
        _ invoice: Identifier<Invoice>,
        in states: [ActionState],
        of scope: CompanyScope
    ) throws(SQLiteError) -> [ActionRow] {
        try scope.connection.all(
            """
            SELECT \(columns) FROM action a
            WHERE a.company_id = \(scope.company) AND a.invoice_id = \(invoice) AND a.state IN (\(list: states))
            ORDER BY a.id
            """
        )
    }

    /// The latest action of each rule, customer and invoice, by customer, then by invoice, then by rule.
    ///
    /// The one that was proposed last; of two of one moment the one that is not over, then the later episode.
    package static func latest(in scope: CompanyScope) throws(SQLiteError) -> [ActionRow] {
        let final = ActionState.allCases.filter(\.isFinal)
        return try scope.connection.all(
            """
            SELECT \(columns) FROM action a
            WHERE a.company_id = \(scope.company) AND NOT EXISTS (
                SELECT 1 FROM action b
                WHERE b.company_id = a.company_id AND b.customer_id = a.customer_id
                    AND b.invoice_id IS NOT DISTINCT FROM a.invoice_id AND b.rule = a.rule
                    AND b.created_at >= a.created_at AND b.id <> a.id
                    AND (b.created_at > a.created_at OR (b.state NOT IN (\(list: final)), b.episode_from, b.id)
                        > (a.state NOT IN (\(list: final)), a.episode_from, a.id))
            )
            ORDER BY a.customer_id, a.invoice_id, a.rule, a.created_at, a.id
            """
        )
    }

    /// The action with this identifier.
    package static func find(_ id: Identifier<Action>, in scope: CompanyScope) throws(SQLiteError) -> ActionRow? {
        try scope.connection.one(
            "SELECT \(columns) FROM action a WHERE a.company_id = \(scope.company) AND a.id = \(id)"
        )
    }

    /// Adds the action.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO action (company_id, id, rule, rule_file, rule_line, customer_id, invoice_id, channel, state,
                label, description, subject, body, recipient, recipient_note, urgency, priority, action_group,
                is_recommended, probability_approved, expected_cash, expected_cash_currency, reasons, evidence,
                evidence_key, substance_hash, rule_set_hash, model_version, facts_hash, assessed_on, episode_from, episode_to,
                expires_on, cancel_cause, send_at, snoozed_until, assigned_to, is_edited, created_at, updated_at,
                executed_at, outcome)
            VALUES (\(scope.company), \(id), \(rule.id), \(rule.file), \(rule.line), \(customer), \(invoice), \(channel),
                \(state), \(label), \(why), \(draft.subject), \(draft.body), \(draft.recipient),
                \(draft.recipientNote), \(urgency), \(priority), \(group), \(isRecommended),
                \(probabilityApproved), \(expectedCash?.minorUnits), \(expectedCash?.currency), \(reasons), \(evidence), \(evidenceKey), \(substanceHash),
                \(provenance.ruleSetHash), \(provenance.modelVersion), \(provenance.factsHash),
                \(provenance.assessedOn), \(episodeFrom), \(episodeTo), \(expiresOn), \(cancelCause), \(sendAt),
                \(snoozedUntil), \(assignedTo), \(isEdited), \(createdAt), \(updatedAt), \(executedAt), \(outcome))
            """
        )
    }

    /// Writes what a later run says of the same action; identifier, target, first day and creation stay, and so must the
    /// state.
    ///
    /// - Throws: ``StoreError/movedOn(_:)`` where the action is in another state by now.
    package func refresh(in scope: WriteScope) throws(StoreError) {
        try update(from: state, in: scope)
    }

    /// Writes the action after an event, and the event.
    ///
    /// - Parameters:
    ///   - before: the state it was in, which must still be its state in the database.
    ///   - actor: who did it.
    ///   - note: what they said to it, or why.
    /// - Throws: ``StoreError/movedOn(_:)`` where the action is in another state by now.
    package func save(
        after event: ActionEvent,
        from before: ActionState,
        by actor: String,
        note: String = "",
        at instant: Instant,
        in scope: WriteScope
    ) throws(StoreError) {
        try update(from: before, in: scope)
        try StoreError.wrapping { () throws(SQLiteError) in
            try ActionEventRow.append(
                event,
                to: id,
                from: before,
                state: state,
                by: actor,
                note: note,
                at: instant,
                in: scope
            )
        }
    }

    /// Ends the episode of an action; `false` where it has ended already or never was.
    @discardableResult
    package static func closeEpisode(
        of id: Identifier<Action>,
        on day: Day,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE action SET episode_to = \(day), updated_at = \(instant)
            WHERE company_id = \(scope.company) AND id = \(id) AND episode_to IS NULL
            """
        ) == 1
    }

    private func update(from before: ActionState, in scope: WriteScope) throws(StoreError) {
        let count = try StoreError.wrapping { () throws(SQLiteError) in
            try scope.connection.execute(
                """
                UPDATE action SET rule = \(rule.id), rule_file = \(rule.file), rule_line = \(rule.line),
                    channel = \(channel), state = \(state), label = \(label), description = \(why),
                    subject = \(draft.subject), body = \(draft.body), recipient = \(draft.recipient),
                    recipient_note = \(draft.recipientNote), urgency = \(urgency), priority = \(priority), action_group = \(group),
                    is_recommended = \(isRecommended), probability_approved = \(probabilityApproved),
                    expected_cash = \(expectedCash?.minorUnits), expected_cash_currency = \(expectedCash?.currency),
                    reasons = \(reasons), evidence = \(evidence), evidence_key = \(evidenceKey),
                    substance_hash = \(substanceHash), rule_set_hash = \(provenance.ruleSetHash),
                    model_version = \(provenance.modelVersion), facts_hash = \(provenance.factsHash),
                    assessed_on = \(provenance.assessedOn), episode_to = \(episodeTo), expires_on = \(expiresOn),
                    cancel_cause = \(cancelCause), send_at = \(sendAt), snoozed_until = \(snoozedUntil),
                    assigned_to = \(assignedTo), is_edited = \(isEdited), updated_at = \(updatedAt),
                    executed_at = \(executedAt), outcome = \(outcome)
                WHERE company_id = \(scope.company) AND id = \(id) AND state = \(before)
                """
            )
        }
        guard count == 1 else { throw .movedOn("action \(id)") }
    }

    /// The columns in the order that the initialiser takes apart, of a table named `a`.
    static let columns: StaticString = """
        a.id, a.rule, a.rule_file, a.rule_line, a.customer_id, a.invoice_id, a.channel, a.state, a.label, a.description,
        a.subject, a.body, a.recipient, a.recipient_note, a.urgency, a.priority, a.action_group, a.is_recommended,
        a.probability_approved, a.expected_cash, a.expected_cash_currency, a.reasons, a.evidence, a.evidence_key, a.substance_hash,
        a.rule_set_hash, a.model_version, a.facts_hash, a.assessed_on, a.episode_from, a.episode_to, a.expires_on,
        a.cancel_cause, a.send_at, a.snoozed_until, a.assigned_to, a.is_edited, a.created_at, a.updated_at, a.executed_at,
        a.outcome
        """
}

extension ActionRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        rule = try RulePlace(from: &row)
        customer = try row.id()
        invoice = try row.idIfAny()
        channel = try row.word()
        state = try row.word()
        label = try row.text()
        why = try row.text()
        draft = ActionDraft(
            subject: try row.text(),
            body: try row.text(),
            recipient: try row.text(),
            recipientNote: try row.text()
        )
        urgency = try row.real()
        priority = try row.int()
        group = row.textIfAny()
        isRecommended = try row.flag()
        probabilityApproved = try row.probabilityIfAny()
        expectedCash = try row.moneyIfAny()
        reasons = try row.text()
        evidence = try row.text()
        evidenceKey = try row.hash()
        substanceHash = try row.hash()
        provenance = try Provenance(from: &row)
        episodeFrom = try row.day()
        episodeTo = try row.dayIfAny()
        expiresOn = try row.dayIfAny()
        cancelCause = row.textIfAny()
        sendAt = row.instantIfAny()
        snoozedUntil = try row.dayIfAny()
        assignedTo = try row.idIfAny()
        isEdited = try row.flag()
        createdAt = try row.instant()
        updatedAt = try row.instant()
        executedAt = row.instantIfAny()
        outcome = row.textIfAny()
    }
}
