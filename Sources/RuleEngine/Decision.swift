package import Facts
package import Values

/// Which rule said something, and where it stands.
package struct RuleReference: Hashable, Sendable {
    /// The rule's stable name: `invoice.high_value_overdue`, `reminder_1`.
    package let id: String
    /// The rule file's path below the rule folder.
    package let file: String
    /// The line of its declaration, counted from 1.
    package let line: Int

    /// A rule by name and place.
    package init(id: String, file: String, line: Int) {
        self.id = id
        self.file = file
        self.line = line
    }
}

/// A row of the fact table that a rule spoke of.
package struct Target: Hashable, Comparable, Sendable {
    package let entity: Entity
    /// The row among the entity's rows.
    package let row: Int

    /// A row of one entity.
    package init(_ entity: Entity, row: Int) {
        self.entity = entity
        self.row = row
    }

    /// Customers first, then by row.
    package static func < (left: Target, right: Target) -> Bool {
        (left.entity == .customer ? 0 : 1, left.row) < (right.entity == .customer ? 0 : 1, right.row)
    }
}

/// A value that speaks for a statement, with what it was held against.
package struct Evidence: Hashable, Sendable {
    /// The fact's path, or the text of the expression where it is no single fact.
    package let fact: String
    package let value: FactValue
    /// What it was compared with, and how: `>= 1,000.00 USD`; `nil` where the rule only shows it.
    package let threshold: String?
    /// Whether the value changes by the mere passing of a day, so that a change of it is no news.
    package let changesWithToday: Bool

    /// A value and what it was held against.
    package init(fact: String, value: FactValue, threshold: String?, changesWithToday: Bool) {
        self.fact = fact
        self.value = value
        self.threshold = threshold
        self.changesWithToday = changesWithToday
    }
}

/// A statement about a target that holds on the day of the table.
package struct InsightDecision: Hashable, Sendable {
    package let rule: RuleReference
    package let target: Target
    /// `customer_signal`, `invoice_signal`, or what the rule says.
    package let type: String
    package let severity: Severity
    /// One to three.
    package let tags: [String]
    package let title: String
    package let summary: String
    package let evidence: [Evidence]

    /// A statement by a rule.
    package init(
        rule: RuleReference,
        target: Target,
        type: String,
        severity: Severity,
        tags: [String],
        title: String,
        summary: String,
        evidence: [Evidence]
    ) {
        self.rule = rule
        self.target = target
        self.type = type
        self.severity = severity
        self.tags = tags
        self.title = title
        self.summary = summary
        self.evidence = evidence
    }
}

/// A step that a rule recommends and nothing stops.
package struct ActionDecision: Hashable, Sendable {
    package let rule: RuleReference
    package let target: Target
    package let channel: Channel
    /// The rule's title: what the step is, in a few words.
    package let label: String
    /// Why, in one line: the rule's `why`.
    package let why: String
    /// The subject of the draft; empty where the channel has none.
    package let subject: String
    /// The draft, or what the task is.
    package let body: String
    /// Larger is more important; it decides within a group.
    package let priority: Int
    /// The group that picks among its members, where the action is in one.
    package let group: String?
    /// Whether the group picked it; an action of no group is always recommended.
    package let isRecommended: Bool
    /// How many days the recommendation stands, where the rule says so.
    package let expiresAfterDays: Int?
    package let evidence: [Evidence]

    /// A step recommended by a rule.
    package init(
        rule: RuleReference,
        target: Target,
        channel: Channel,
        label: String,
        why: String,
        subject: String,
        body: String,
        priority: Int,
        group: String?,
        isRecommended: Bool,
        expiresAfterDays: Int?,
        evidence: [Evidence]
    ) {
        self.rule = rule
        self.target = target
        self.channel = channel
        self.label = label
        self.why = why
        self.subject = subject
        self.body = body
        self.priority = priority
        self.group = group
        self.isRecommended = isRecommended
        self.expiresAfterDays = expiresAfterDays
        self.evidence = evidence
    }
}

/// A step that a rule would have recommended, and the hold that stopped it.
package struct SuppressionDecision: Hashable, Sendable {
    package let action: RuleReference
    package let target: Target
    package let channel: Channel
    package let hold: RuleReference
    /// The hold's `why`.
    package let why: String
    /// The day the hold ends by itself, where it says so.
    package let until: Day?
    /// Whether the hold applied because a fact it needs is unknown.
    package let becauseUnknown: Bool

    /// An action stopped by a hold.
    package init(
        action: RuleReference,
        target: Target,
        channel: Channel,
        hold: RuleReference,
        why: String,
        until: Day?,
        becauseUnknown: Bool
    ) {
        self.action = action
        self.target = target
        self.channel = channel
        self.hold = hold
        self.why = why
        self.until = until
        self.becauseUnknown = becauseUnknown
    }
}

/// Everything a rule set says about a company on one day, each list by target, then by rule id.
package struct Decisions: Hashable, Sendable {
    package let insights: [InsightDecision]
    package let actions: [ActionDecision]
    package let suppressions: [SuppressionDecision]

    /// What a rule set says.
    package init(insights: [InsightDecision], actions: [ActionDecision], suppressions: [SuppressionDecision]) {
        self.insights = insights
        self.actions = actions
        self.suppressions = suppressions
    }
}
