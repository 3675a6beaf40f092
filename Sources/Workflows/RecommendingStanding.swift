import Facts
import Receivables
import Store
import Values

/// What a company's database says before a run.
struct StoredStanding {
    let standing: Standing
    /// What was reviewed of each customer's actions on the run's day or before.
    let reviews: [Identifier<Customer>: ReviewTally]
    private let actionIdentifiers: Set<Identifier<Action>>
    private let suppressionIdentifiers: Set<Identifier<Suppression>>

    /// Reads what stands for a run on `day`.
    init(in scope: CompanyScope, on day: Day) throws {
        let actions = try ActionRow.all(in: ActionState.allCases, of: scope)
        let feedback = try FeedbackRow.all(in: scope)
        // Decisions are read oldest first, so the last one about an action is what counts.
        let decisions = Dictionary(feedback.map { ($0.action, $0) }, uniquingKeysWith: { _, later in later })
        standing = Standing(
            insights: try InsightRow.open(in: scope).compactMap { StandingInsight($0) },
            actions: StoredStanding.latest(of: actions).map { StandingAction($0, decision: decisions[$0.id]) },
            suppressions: try SuppressionRow.open(in: scope).map { StandingSuppression($0) }
        )
        let customers = Dictionary(actions.map { ($0.id, $0.customer) }, uniquingKeysWith: { first, _ in first })
        var reviews: [Identifier<Customer>: ReviewTally] = [:]
        for decision in feedback where decision.decidedOn <= day {
            guard let customer = customers[decision.action] else { continue }
            reviews[customer, default: ReviewTally()].reviewedCount += 1
            if decision.isApproved { reviews[customer, default: ReviewTally()].approvedCount += 1 }
        }
        self.reviews = reviews
        actionIdentifiers = Set(actions.map(\.id))
        suppressionIdentifiers = Set(try SuppressionRow.all(in: scope).map(\.id))
    }

    /// Whether an identifier is in use, for naming episodes.
    func lookup(in scope: CompanyScope) -> IdentifierLookup {
        IdentifierLookup(
            insight: { try InsightRow.find($0, in: scope) != nil },
            action: { actionIdentifiers.contains($0) },
            suppression: { suppressionIdentifiers.contains($0) }
        )
    }

    /// The latest action of each rule and subject, by identifier.
    private static func latest(of rows: [ActionRow]) -> [ActionRow] {
        var latest: [DecisionKey: ActionRow] = [:]
        for row in rows {
            let key = DecisionKey(rule: row.rule.id, subject: row.subject)
            guard let known = latest[key], !isEarlier(known, row) else {
                latest[key] = row
                continue
            }
        }
        return latest.values.sorted { $0.id < $1.id }
    }

    /// Whether `left` was proposed before `right`; of two of one moment the one that is over is the earlier.
    private static func isEarlier(_ left: ActionRow, _ right: ActionRow) -> Bool {
        if left.createdAt != right.createdAt { return left.createdAt < right.createdAt }
        if left.state.isFinal != right.state.isFinal { return left.state.isFinal }
        if left.episodeFrom != right.episodeFrom { return left.episodeFrom < right.episodeFrom }
        return left.id < right.id
    }
}

extension ActionRow {
    /// Whom the action is about.
    var subject: Subject { Subject(customer: customer, invoice: invoice) }
}

extension StandingInsight {
    /// An open insight as a run sees it; `nil` where it is about the whole portfolio, of which no rule speaks yet.
    init?(_ row: InsightRow) {
        guard let customer = row.target.customer else { return nil }
        self.init(
            id: row.id,
            rule: row.rule.id,
            subject: Subject(customer: customer, invoice: row.target.invoice),
            type: row.insightType,
            severity: row.severity,
            tags: row.tags,
            substance: row.substanceHash,
            validFrom: row.validFrom
        )
    }
}

extension StandingAction {
    /// An action as a run sees it, with what a reviewer decided about it last.
    init(_ row: ActionRow, decision: FeedbackRow?) {
        self.init(
            id: row.id,
            rule: row.rule.id,
            subject: row.subject,
            channel: row.channel,
            fate: ActionFate(of: row, decision: decision),
            description: row.why,
            evidence: row.evidence,
            evidenceKey: row.evidenceKey,
            substance: row.substanceHash,
            episodeFrom: row.episodeFrom,
            episodeTo: row.episodeTo,
            expiresOn: row.expiresOn
        )
    }
}

extension ActionFate {
    /// What became of an action, by its state, its cause and the reviewer's decision.
    init(of row: ActionRow, decision: FeedbackRow?) {
        switch row.state {
        case .proposed: self = .proposed
        case .scheduled: self = .scheduled
        case .processing, .completed:
            // One that was claimed or done without an approval is taken since the run that last spoke of it.
            self = .taken(on: decision?.decidedOn ?? row.provenance.assessedOn)
        case .cancelled:
            switch row.cancelCause.flatMap({ CancelCause(text: $0) }) {
            case .expired: self = .expired
            case .noLongerHolds, .held, .superseded: self = .withdrawn
            case nil: self = .rejected(on: decision?.decidedOn)
            }
        }
    }
}

extension StandingSuppression {
    /// An open suppression as a run sees it.
    init(_ row: SuppressionRow) {
        self.init(
            id: row.id,
            rule: row.rule.id,
            subject: Subject(customer: row.customer, invoice: row.invoice),
            hold: row.hold.id,
            substance: row.substanceHash,
            validFrom: row.validFrom
        )
    }
}
