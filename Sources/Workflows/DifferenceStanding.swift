package import Facts
package import Receivables
package import Store
package import Values

/// What stands in the database before a run writes: the other half of a ``Difference``.
package struct Standing: Sendable {
    /// The insights that are open.
    package let insights: [StandingInsight]
    /// The latest row of each rule and subject that ever had one.
    package let actions: [StandingAction]
    /// The suppressions that are open.
    package let suppressions: [StandingSuppression]
    /// The scores that are kept, by the invoice's key.
    package let invoiceScores: [InvoiceScoreRow]
    /// The scores that are kept, by the customer's key.
    package let customerScores: [CustomerScoreRow]

    /// What stands; nothing by default.
    package init(
        insights: [StandingInsight] = [],
        actions: [StandingAction] = [],
        suppressions: [StandingSuppression] = [],
        invoiceScores: [InvoiceScoreRow] = [],
        customerScores: [CustomerScoreRow] = []
    ) {
        self.insights = insights
        self.actions = actions
        self.suppressions = suppressions
        self.invoiceScores = invoiceScores
        self.customerScores = customerScores
    }
}

extension Standing {
    /// The steps that people took before `day`.
    func taken(before day: Day) -> Set<DecisionKey> {
        Set(
            actions.compactMap { action in
                guard case .taken(let takenOn) = action.fate, takenOn < day else { return nil }
                return DecisionKey(rule: action.rule, subject: action.subject)
            }
        )
    }
}

/// An open insight.
package struct StandingInsight: Hashable, Sendable {
    package let id: Identifier<Insight>
    /// The rule's id.
    package let rule: String
    package let subject: Subject
    package let type: String
    package let severity: Severity
    /// A JSON array of texts.
    package let tags: String
    package let substance: ContentHash
    package let validFrom: Day

    /// An open insight.
    package init(
        id: Identifier<Insight>,
        rule: String,
        subject: Subject,
        type: String,
        severity: Severity,
        tags: String,
        substance: ContentHash,
        validFrom: Day
    ) {
        self.id = id
        self.rule = rule
        self.subject = subject
        self.type = type
        self.severity = severity
        self.tags = tags
        self.substance = substance
        self.validFrom = validFrom
    }
}

/// What became of a recommended step.
package enum ActionFate: Hashable, Sendable {
    /// It waits for a person.
    case proposed
    /// A person accepted it for a later time.
    case scheduled
    /// A person took it up: approved, under way or done, since the day given.
    case taken(on: Day)
    /// A person turned it down, on the day given where that is known.
    case rejected(on: Day?)
    /// It was not acted on in time.
    case expired
    /// A run took it back.
    case withdrawn
}

/// The latest action of a rule about a subject.
package struct StandingAction: Hashable, Sendable {
    package let id: Identifier<Action>
    /// The rule's id.
    package let rule: String
    package let subject: Subject
    package let channel: Channel
    package let fate: ActionFate
    /// Why, and on lines of their own what changed since it was turned down before.
    package let description: String
    /// As ``EvidenceText/json(of:)`` wrote it.
    package let evidence: String
    package let evidenceKey: ContentHash
    package let substance: ContentHash
    package let episodeFrom: Day
    /// The day the rule stopped saying it; `nil` while it has not.
    package let episodeTo: Day?
    package let expiresOn: Day?

    /// The latest action of a rule about a subject.
    package init(
        id: Identifier<Action>,
        rule: String,
        subject: Subject,
        channel: Channel,
        fate: ActionFate,
        description: String,
        evidence: String,
        evidenceKey: ContentHash,
        substance: ContentHash,
        episodeFrom: Day,
        episodeTo: Day?,
        expiresOn: Day?
    ) {
        self.id = id
        self.rule = rule
        self.subject = subject
        self.channel = channel
        self.fate = fate
        self.description = description
        self.evidence = evidence
        self.evidenceKey = evidenceKey
        self.substance = substance
        self.episodeFrom = episodeFrom
        self.episodeTo = episodeTo
        self.expiresOn = expiresOn
    }
}

/// An open suppression.
package struct StandingSuppression: Hashable, Sendable {
    package let id: Identifier<Suppression>
    /// The id of the action's rule.
    package let rule: String
    package let subject: Subject
    /// The hold's id.
    package let hold: String
    package let substance: ContentHash
    package let validFrom: Day

    /// An open suppression.
    package init(
        id: Identifier<Suppression>,
        rule: String,
        subject: Subject,
        hold: String,
        substance: ContentHash,
        validFrom: Day
    ) {
        self.id = id
        self.rule = rule
        self.subject = subject
        self.hold = hold
        self.substance = substance
        self.validFrom = validFrom
    }
}
