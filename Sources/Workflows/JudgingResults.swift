package import Facts
package import RuleEngine
package import Values

/// Everything one run says about a company on one day: a value that depends on nothing but its inputs.
package struct Judgement: Sendable {
    /// The company's name across databases.
    package let company: String
    package let day: Day
    package let ruleSetHash: ContentHash
    package let modelVersion: ContentHash
    /// By subject row, then by rule.
    package let insights: [JudgedInsight]
    /// The most urgent first.
    package let actions: [JudgedAction]
    /// By subject row, then by rule, then by hold.
    package let suppressions: [JudgedSuppression]
    package let scores: JudgedScores
    /// The hash of the facts hashes of all that was decided, in order.
    package let factsDigest: ContentHash
    /// The hash of what all of it says, in order.
    package let resultDigest: ContentHash
}

/// A statement that a rule makes about a subject on the day of the run.
package struct JudgedInsight: Hashable, Sendable {
    package let rule: RuleReference
    package let subject: Subject
    package let name: SubjectName
    package let type: String
    package let severity: Severity
    /// A JSON array of texts.
    package let tags: String
    package let title: String
    package let summary: String
    /// A JSON array; see ``EvidenceText``.
    package let evidence: String
    package let facts: FactSnapshot
    /// The hash of all that is shown of it: while it is the same, the row that stands is left alone.
    package let substance: ContentHash
}

/// A step that a rule recommends, ranked.
package struct JudgedAction: Hashable, Sendable {
    package let rule: RuleReference
    package let subject: Subject
    package let name: SubjectName
    package let channel: Channel
    /// What the step is, in a few words.
    package let label: String
    /// Why, in one line.
    package let why: String
    package let subjectLine: String
    package let body: String
    /// Whom it reaches.
    package var recipient = Recipient.notNeeded
    package let priority: Int
    package let group: String?
    package let isRecommended: Bool
    /// How many days the recommendation stands, where the rule says so.
    package let expiresAfterDays: Int?
    /// After how many days the step is due again once it was taken; `nil` means that it is taken once.
    package let againAfterDays: Int?
    package let rank: Rank
    /// A JSON array; see ``ReasonsText``.
    package let reasons: String
    /// A JSON array; see ``EvidenceText``.
    package let evidence: String
    /// What of the evidence the mere passing of days does not change.
    package let steadyEvidence: [Evidence]
    /// The hash of the evidence that the mere passing of days does not change; see ``EvidenceText/key(of:)``.
    package let evidenceKey: ContentHash
    package let facts: FactSnapshot
    /// The hash of all that is shown of it: while it is the same, the row that stands is left alone.
    package let substance: ContentHash
}

/// A step that a hold stopped.
package struct JudgedSuppression: Hashable, Sendable {
    /// The rule that would have recommended the step.
    package let rule: RuleReference
    package let subject: Subject
    package let name: SubjectName
    package let channel: Channel
    package let hold: RuleReference
    package let why: String
    /// The day the hold ends by itself, where it says so.
    package let until: Day?
    /// Whether the hold applied because a fact it needs is unknown.
    package let becauseUnknown: Bool
    package let facts: FactSnapshot
    /// The hash of all that is shown of it: while it is the same, the row that stands is left alone.
    package let substance: ContentHash
}

/// What was reviewed of one customer's actions.
package struct ReviewTally: Hashable, Sendable {
    /// How many actions about the customer people reviewed.
    package var reviewedCount: Int
    /// How many of those they approved.
    package var approvedCount: Int

    /// A tally; none by default.
    package init(reviewedCount: Int = 0, approvedCount: Int = 0) {
        self.reviewedCount = reviewedCount
        self.approvedCount = approvedCount
    }
}

/// Hashes a list of parts so that no two different lists give the same bytes.
struct PartsDigest {
    // One text, because hashing a text is a call that is made for its bytes; a sequence of any kind is not.
    private var text = ""

    /// Takes in the next part, after its length.
    mutating func add(_ part: String) {
        text += "\(part.utf8.count)\n"
        text += part
    }

    /// Takes in the next part, or that there is none.
    mutating func add(_ part: String?) {
        guard let part else {
            text += "-\n"
            return
        }
        add(part)
    }

    /// Takes in a hash.
    mutating func add(_ hash: ContentHash) { text += hash.description }

    /// The hash of all parts.
    func finished() -> ContentHash { ContentHash(of: text) }

    /// The hash of these parts.
    static func hash(_ parts: String?...) -> ContentHash {
        var digest = PartsDigest()
        for part in parts { digest.add(part) }
        return digest.finished()
    }
}
