import Facts
import Receivables
import RuleEngine
import Store
import Values

/// Writes changes of one run, each after another look at the row that it changes.
struct RunWriter {
    /// What all rows of the run share.
    struct Origin: Sendable {
        let ruleSetHash: ContentHash
        let modelVersion: ContentHash
        let day: Day
        let instant: Instant

        func provenance(_ factsHash: ContentHash) -> Provenance {
            Provenance(
                ruleSetHash: ruleSetHash,
                modelVersion: modelVersion,
                factsHash: factsHash,
                assessedOn: day
            )
        }
    }

    /// Who a run is in the history of an action.
    static let actor = "run"

    let origin: Origin
    let scope: WriteScope
    private var snapshots: [FactSnapshotRow] = []
    /// How many changes were not made, because their row had moved on.
    private(set) var leftAloneCount = 0

    init(_ origin: Origin, in scope: WriteScope) {
        self.origin = origin
        self.scope = scope
    }

    /// Writes the steps; what was moved on by somebody else is left alone, with the rest of its step.
    mutating func write(_ steps: some Sequence<[Difference.Change]>) throws {
        for step in steps {
            for change in step {
                guard try write(change) else {
                    leftAloneCount += 1
                    break
                }
            }
        }
        try FactSnapshotRow.insert(snapshots, in: scope)
        snapshots = []
    }

    /// Writes one change; `false` where its row is not what it was when the run read it.
    private mutating func write(_ change: Difference.Change) throws -> Bool {
        switch change {
        case .openInsight(let id, let insight): return try open(id, insight)
        case .refreshInsight(let standing, let insight): return try refresh(standing, insight)
        case .closeInsight(let standing, let day):
            return try InsightRow.close(standing.id, on: day, at: origin.instant, in: scope)
        case .openAction(let id, let action, let description, let expiresOn):
            return try open(id, action, description: description, expiresOn: expiresOn)
        case .refreshAction(let standing, let action, let description):
            return try refresh(standing, action, description: description)
        case .cancelAction(let standing, let cause, let episodeTo):
            return try cancel(standing, cause, episodeTo: episodeTo)
        case .endEpisode(let standing, let day):
            return try ActionRow.closeEpisode(of: standing.id, on: day, at: origin.instant, in: scope)
        case .openSuppression(let id, let suppression): return try open(id, suppression)
        case .closeSuppression(let standing, let day):
            return try SuppressionRow.close(standing.id, on: day, in: scope)
        }
    }

    /// Has what a decision read stored with it; gives its hash.
    private mutating func keep(_ facts: FactSnapshot) -> ContentHash {
        snapshots.append(FactSnapshotRow(hash: facts.hash, text: facts.text))
        return facts.hash
    }

    private mutating func open(_ id: Identifier<Insight>, _ insight: JudgedInsight) throws -> Bool {
        guard try InsightRow.find(id, in: scope.reading) == nil else { return false }
        let facts = keep(insight.facts)
        try InsightRow(
            id: id,
            rule: RulePlace(insight.rule),
            target: insight.subject.insightTarget,
            insightType: insight.type,
            severity: insight.severity,
            tags: insight.tags,
            title: insight.title,
            summary: insight.summary,
            evidence: insight.evidence,
            payload: "{}",
            substanceHash: insight.substance,
            provenance: origin.provenance(facts),
            validFrom: origin.day,
            createdAt: origin.instant,
            updatedAt: origin.instant
        ).insert(in: scope)
        return true
    }

    private mutating func refresh(_ standing: StandingInsight, _ insight: JudgedInsight) throws -> Bool {
        guard var row = try InsightRow.find(standing.id, in: scope.reading), row.validTo == nil else { return false }
        guard row.substanceHash == standing.substance else { return false }
        row.rule = RulePlace(insight.rule)
        row.title = insight.title
        row.summary = insight.summary
        row.evidence = insight.evidence
        row.substanceHash = insight.substance
        row.provenance = origin.provenance(keep(insight.facts))
        row.updatedAt = origin.instant
        try row.refresh(in: scope)
        return true
    }

    private mutating func open(
        _ id: Identifier<Action>,
        _ action: JudgedAction,
        description: String,
        expiresOn: Day?
    ) throws -> Bool {
        guard try ActionRow.find(id, in: scope.reading) == nil else { return false }
        let facts = keep(action.facts)
        try ActionRow(
            id: id,
            rule: RulePlace(action.rule),
            customer: action.subject.customer,
            invoice: action.subject.invoice,
            channel: action.channel,
            state: .proposed,
            label: action.label,
            why: description,
            draft: ActionDraft(
                subject: action.subjectLine,
                body: action.body,
                recipient: action.recipient.address,
                recipientNote: action.recipient.note
            ),
            urgency: action.rank.urgency,
            priority: action.priority,
            group: action.group,
            isRecommended: action.isRecommended,
            probabilityApproved: action.rank.probabilityApproved,
            expectedCash: action.rank.expectedCash,
            reasons: action.reasons,
            evidence: action.evidence,
            evidenceKey: action.evidenceKey,
            substanceHash: action.substance,
            provenance: origin.provenance(facts),
            episodeFrom: origin.day,
            expiresOn: expiresOn,
            isEdited: false,
            createdAt: origin.instant,
            updatedAt: origin.instant
        ).insert(in: scope)
        return true
    }

    private mutating func refresh(
        _ standing: StandingAction,
        _ action: JudgedAction,
        description: String
    ) throws -> Bool {
        guard var row = try unmoved(standing), row.substanceHash == standing.substance else { return false }
        row.rule = RulePlace(action.rule)
        row.label = action.label
        row.why = description
        // What a person wrote or accepted is theirs.
        if !row.isEdited && row.state == .proposed {
            row.draft.subject = action.subjectLine
            row.draft.body = action.body
        }
        if row.state == .proposed {
            row.draft.recipient = action.recipient.address
            row.draft.recipientNote = action.recipient.note
        }
        row.urgency = action.rank.urgency
        row.priority = action.priority
        row.group = action.group
        row.isRecommended = action.isRecommended
        row.probabilityApproved = action.rank.probabilityApproved
        row.expectedCash = action.rank.expectedCash
        row.reasons = action.reasons
        row.evidence = action.evidence
        row.evidenceKey = action.evidenceKey
        row.substanceHash = action.substance
        row.provenance = origin.provenance(keep(action.facts))
        row.expiresOn = action.expiresAfterDays.map { row.episodeFrom.advanced(by: $0) }
        row.updatedAt = origin.instant
        try row.refresh(in: scope)
        return true
    }

    private func cancel(_ standing: StandingAction, _ cause: CancelCause, episodeTo: Day?) throws -> Bool {
        guard var row = try unmoved(standing) else { return false }
        let before = row.state
        row.state = try before.applying(cause.event)
        row.cancelCause = cause.text
        row.episodeTo = episodeTo
        row.updatedAt = origin.instant
        try row.save(
            after: cause.event,
            from: before,
            by: RunWriter.actor,
            note: cause.text,
            at: origin.instant,
            in: scope
        )
        return true
    }

    /// The action's row, where it still waits as it did when the run read it.
    private func unmoved(_ standing: StandingAction) throws -> ActionRow? {
        guard let row = try ActionRow.find(standing.id, in: scope.reading) else { return nil }
        switch (row.state, standing.fate) {
        case (.proposed, .proposed), (.scheduled, .scheduled): return row
        case (.proposed, _), (.scheduled, _), (.processing, _), (.completed, _), (.cancelled, _): return nil
        }
    }

    private mutating func open(_ id: Identifier<Suppression>, _ suppression: JudgedSuppression) throws -> Bool {
        let facts = keep(suppression.facts)
        try SuppressionRow(
            id: id,
            rule: RulePlace(suppression.rule),
            customer: suppression.subject.customer,
            invoice: suppression.subject.invoice,
            channel: suppression.channel,
            hold: RulePlace(suppression.hold),
            why: suppression.why,
            holdsUntil: suppression.until,
            becauseUnknown: suppression.becauseUnknown,
            ruleSetHash: origin.ruleSetHash,
            factsHash: facts,
            substanceHash: suppression.substance,
            assessedOn: origin.day,
            validFrom: origin.day,
            recordedAt: origin.instant
        ).insert(in: scope)
        return true
    }
}

extension RulePlace {
    /// The place of a rule that decided something.
    init(_ rule: RuleReference) {
        self.init(id: rule.id, file: rule.file, line: rule.line)
    }
}

extension Subject {
    /// The subject as an insight's target.
    var insightTarget: InsightTarget {
        invoice.map { .invoice($0, of: customer) } ?? .customer(customer)
    }
}
