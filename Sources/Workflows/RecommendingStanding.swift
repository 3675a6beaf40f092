import Facts
import Receivables
import Store
import Values

/// What a company's database says before a run.
struct StoredStanding {
    let standing: Standing
    /// What was reviewed of each customer's actions on the run's day or before.
    let reviews: [Identifier<Customer>: ReviewTally]

    /// Reads what stands for a run on `day`.
    init(in scope: CompanyScope, on day: Day) throws {
        let feedback = try FeedbackRow.all(in: scope)
        // Decisions are read oldest first, so the last one about an action is what counts.
        let decisions = Dictionary(feedback.map { ($0.action, $0) }, uniquingKeysWith: { _, later in later })
        standing = Standing(
            insights: try InsightRow.open(in: scope).compactMap { StandingInsight($0) },
            actions: try ActionRow.latest(in: scope).map { StandingAction($0, decision: decisions[$0.id]) },
            suppressions: try SuppressionRow.open(in: scope).map { StandingSuppression($0) },
            invoiceScores: try InvoiceScoreRow.all(in: scope),
            customerScores: try CustomerScoreRow.all(in: scope)
        )
        let customers = try FeedbackRow.customers(in: scope)
        var reviews: [Identifier<Customer>: ReviewTally] = [:]
        for decision in feedback where decision.decidedOn <= day {
            guard let customer = customers[decision.action] else { continue }
            reviews[customer, default: ReviewTally()].reviewedCount += 1
            if decision.isApproved { reviews[customer, default: ReviewTally()].approvedCount += 1 }
        }
        self.reviews = reviews
    }

    /// Whether an identifier is in use, for naming episodes.
    func lookup(in scope: CompanyScope) -> IdentifierLookup {
        IdentifierLookup(
            insight: { try InsightRow.find($0, in: scope) != nil },
            action: { try ActionRow.find($0, in: scope) != nil },
            suppression: { try SuppressionRow.find($0, in: scope) != nil }
        )
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
