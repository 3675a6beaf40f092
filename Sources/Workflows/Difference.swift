package import Receivables
import RuleEngine
package import Store
package import Values
import Wire

/// What has to be written so that the database says what a judgement says, and nothing more.
///
/// Applied to what it was made against, it leaves nothing to do: the difference of the same judgement after it is empty.
/// The table of its rules is in `docs/decisions/0201-what-a-run-changes.md`.
package struct Difference: Sendable {
    /// One row that changes.
    package enum Change: Hashable, Sendable {
        case openInsight(Identifier<Insight>, JudgedInsight)
        case refreshInsight(StandingInsight, JudgedInsight)
        case closeInsight(StandingInsight, on: Day)
        case openAction(Identifier<Action>, JudgedAction, description: String, expiresOn: Day?)
        /// The words of a draft that a person edited or accepted stay as they are.
        case refreshAction(StandingAction, JudgedAction, description: String)
        /// The episode ends on the day given; it goes on where there is none.
        case cancelAction(StandingAction, CancelCause, episodeTo: Day?)
        case endEpisode(StandingAction, on: Day)
        case openSuppression(Identifier<Suppression>, JudgedSuppression)
        case closeSuppression(StandingSuppression, on: Day)
    }

    /// How many rows a run changes, and how many it leaves as they are.
    package struct Counts: Hashable, Sendable {
        package var inserted = 0
        package var refreshed = 0
        package var closed = 0
        package var untouched = 0

        /// Counts of nothing.
        package init() {}
    }

    /// Changes that belong together, in the order in which they are written: what is no longer so first, then what is
    /// new, the most urgent actions before the others.
    package private(set) var steps: [[Change]] = []
    package private(set) var insights = Counts()
    package private(set) var actions = Counts()
    package private(set) var suppressions = Counts()
    /// What is written of the scores, after the steps.
    package let scores: ScoreDifference
    /// How many steps a rule recommends that are not proposed again, because a person has decided about them.
    package private(set) var decidedCount = 0

    /// Whether nothing has to be written.
    package var isEmpty: Bool { steps.isEmpty && scores.changes.isEmpty }

    /// The difference between what a run says and what stands.
    ///
    /// - Parameters:
    ///   - judgement: what the run says.
    ///   - standing: what stands.
    ///   - isTaken: whether the database has an action, insight or suppression of this identifier.
    /// - Throws: what `isTaken` throws; ``WireError`` where evidence that stands is no JSON.
    package init(
        of judgement: Judgement,
        from standing: Standing,
        isTaken: IdentifierLookup
    ) throws {
        let episodes = EpisodeNames(company: judgement.company, day: judgement.day, isTaken: isTaken)
        scores = ScoreDifference(of: judgement.scores, by: judgement.modelVersion, from: standing)
        try compareActions(judgement, standing, episodes)
        try compareInsights(judgement, standing, episodes)
        try compareSuppressions(judgement, standing, episodes)
        // A cut between two chunks leaves too little in the queue rather than what no longer holds.
        let withdrawals = steps.filter { $0.allSatisfy(\.onlyTakesBack) }
        steps = withdrawals + steps.filter { !$0.allSatisfy(\.onlyTakesBack) }
    }

    private mutating func compareInsights(
        _ judgement: Judgement,
        _ standing: Standing,
        _ episodes: EpisodeNames
    ) throws {
        let open = Dictionary(
            standing.insights.map { (DecisionKey(rule: $0.rule, subject: $0.subject), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var said: Set<DecisionKey> = []
        for insight in judgement.insights {
            let key = DecisionKey(rule: insight.rule.id, subject: insight.subject)
            guard said.insert(key).inserted else { continue }
            guard let stands = open[key] else {
                steps.append([.openInsight(try episodes.name(insight), insight)])
                insights.inserted += 1
                continue
            }
            let isSameStatement =
                stands.severity == insight.severity && stands.tags == insight.tags && stands.type == insight.type
            if !isSameStatement {
                let id = try episodes.name(insight)
                steps.append([
                    .closeInsight(stands, on: max(judgement.day, stands.validFrom)), .openInsight(id, insight),
                ])
                insights.closed += 1
                insights.inserted += 1
            } else if stands.substance == insight.substance {
                insights.untouched += 1
            } else {
                steps.append([.refreshInsight(stands, insight)])
                insights.refreshed += 1
            }
        }
        for stands in standing.insights.sorted(by: { $0.id < $1.id })
        where !said.contains(DecisionKey(rule: stands.rule, subject: stands.subject)) {
            steps.append([.closeInsight(stands, on: max(judgement.day, stands.validFrom))])
            insights.closed += 1
        }
    }

    private mutating func compareActions(
        _ judgement: Judgement,
        _ standing: Standing,
        _ episodes: EpisodeNames
    ) throws {
        let latest = Dictionary(
            standing.actions.map { (DecisionKey(rule: $0.rule, subject: $0.subject), $0) },
            uniquingKeysWith: { first, second in first.episodeFrom < second.episodeFrom ? second : first }
        )
        let holds = Dictionary(
            judgement.suppressions.map { (DecisionKey(rule: $0.rule.id, subject: $0.subject), $0.hold.id) },
            uniquingKeysWith: { first, _ in first }
        )
        var said: Set<DecisionKey> = []
        for action in judgement.actions {
            let key = DecisionKey(rule: action.rule.id, subject: action.subject)
            guard said.insert(key).inserted else { continue }
            let stands = latest[key]
            let course = ActionCourse.on(judgement.day, after: stands, said: action, heldBy: nil)
            try take(course, stands, action, judgement.day, episodes)
        }
        for stands in standing.actions.sorted(by: { $0.id < $1.id }) {
            let key = DecisionKey(rule: stands.rule, subject: stands.subject)
            guard !said.contains(key), latest[key]?.id == stands.id else { continue }
            let course = ActionCourse.on(judgement.day, after: stands, said: nil, heldBy: holds[key])
            try take(course, stands, nil, judgement.day, episodes)
        }
    }

    private mutating func take(
        _ course: ActionCourse,
        _ stands: StandingAction?,
        _ action: JudgedAction?,
        _ day: Day,
        _ episodes: EpisodeNames
    ) throws {
        var step: [Change] = []
        if let stands {
            let end = max(day, stands.episodeFrom)
            if let cause = course.cancels {
                step.append(.cancelAction(stands, cause, episodeTo: course.endsEpisode ? end : nil))
                actions.closed += 1
            } else if course.endsEpisode, stands.episodeTo == nil {
                step.append(.endEpisode(stands, on: end))
            }
        }
        switch course.then {
        case .nothing: break
        case .leave: actions.untouched += 1
        case .stayAway: decidedCount += 1
        case .refresh:
            if let stands, let action {
                let notes = ActionNotes.carried(from: stands.description)
                step.append(.refreshAction(stands, action, description: ActionNotes.text(action.why, notes)))
                actions.refreshed += 1
            }
        case .open:
            if let action {
                let notes = try stands.map { try ActionNotes.news(for: action, since: $0) } ?? nil
                let expiresOn = action.expiresAfterDays.map { day.advanced(by: $0) }
                let description = ActionNotes.text(action.why, notes)
                let id = try episodes.name(action)
                step.append(.openAction(id, action, description: description, expiresOn: expiresOn))
                actions.inserted += 1
            }
        }
        if !step.isEmpty { steps.append(step) }
    }

    private mutating func compareSuppressions(
        _ judgement: Judgement,
        _ standing: Standing,
        _ episodes: EpisodeNames
    ) throws {
        struct Key: Hashable {
            let decision: DecisionKey
            let hold: String
        }
        let open = Dictionary(
            standing.suppressions.map {
                (Key(decision: DecisionKey(rule: $0.rule, subject: $0.subject), hold: $0.hold), $0)
            },
            uniquingKeysWith: { first, _ in first }
        )
        var said: Set<Key> = []
        for suppression in judgement.suppressions {
            let decision = DecisionKey(rule: suppression.rule.id, subject: suppression.subject)
            let key = Key(decision: decision, hold: suppression.hold.id)
            guard said.insert(key).inserted else { continue }
            guard let stands = open[key] else {
                steps.append([.openSuppression(try episodes.name(suppression), suppression)])
                suppressions.inserted += 1
                continue
            }
            guard stands.substance != suppression.substance else {
                suppressions.untouched += 1
                continue
            }
            let id = try episodes.name(suppression)
            steps.append([
                .closeSuppression(stands, on: max(judgement.day, stands.validFrom)), .openSuppression(id, suppression),
            ])
            suppressions.closed += 1
            suppressions.inserted += 1
        }
        for stands in standing.suppressions.sorted(by: { $0.id < $1.id }) {
            let decision = DecisionKey(rule: stands.rule, subject: stands.subject)
            guard !said.contains(Key(decision: decision, hold: stands.hold)) else { continue }
            steps.append([.closeSuppression(stands, on: max(judgement.day, stands.validFrom))])
            suppressions.closed += 1
        }
    }
}

extension Difference.Change {
    /// Whether it only takes back what no longer holds.
    fileprivate var onlyTakesBack: Bool {
        switch self {
        case .closeInsight, .cancelAction, .endEpisode, .closeSuppression: true
        case .openInsight, .refreshInsight, .openAction, .refreshAction, .openSuppression: false
        }
    }
}

/// A rule and whom it speaks of: there is at most one open insight and one open action for each.
package struct DecisionKey: Hashable, Sendable {
    /// The rule's id.
    package let rule: String
    package let subject: Subject
}

/// Whether the database has a row of an identifier already.
package struct IdentifierLookup {
    package let insight: (Identifier<Insight>) throws -> Bool
    package let action: (Identifier<Action>) throws -> Bool
    package let suppression: (Identifier<Suppression>) throws -> Bool

    /// Looks identifiers up by these functions.
    package init(
        insight: @escaping (Identifier<Insight>) throws -> Bool,
        action: @escaping (Identifier<Action>) throws -> Bool,
        suppression: @escaping (Identifier<Suppression>) throws -> Bool
    ) {
        self.insight = insight
        self.action = action
        self.suppression = suppression
    }
}

/// Names the episodes that begin on a day.
private struct EpisodeNames {
    let company: String
    let day: Day
    let isTaken: IdentifierLookup

    func name(_ insight: JudgedInsight) throws -> Identifier<Insight> {
        try EpisodeName(company: company, .insight, rule: insight.rule.id, subject: insight.name, from: day)
            .identifier(isTaken: isTaken.insight)
    }

    func name(_ action: JudgedAction) throws -> Identifier<Action> {
        try EpisodeName(company: company, .action, rule: action.rule.id, subject: action.name, from: day)
            .identifier(isTaken: isTaken.action)
    }

    func name(_ suppression: JudgedSuppression) throws -> Identifier<Suppression> {
        let kind = EpisodeName.Kind.suppression(hold: suppression.hold.id)
        return try EpisodeName(
            company: company,
            kind,
            rule: suppression.rule.id,
            subject: suppression.name,
            from: day
        ).identifier(isTaken: isTaken.suppression)
    }
}
