import Facts
package import Receivables
import RuleEngine
package import Scoring
package import Values

/// One run as a pure function: books, rules, model and reviews in, insights, ranked actions and suppressions out.
///
/// It reads no clock and no file, so the same inputs give the same judgement anywhere; what is written because of it is
/// the business of ``Difference`` and ``Recommending``.
package enum Judging {
    /// Everything the rules and the model say about the ledger's company on the ledger's day.
    ///
    /// A rule may recommend a step on an invoice on which nothing is owed; such a step is dropped here, whatever the
    /// rule says. One on a channel that every person at the customer refused is kept, and not recommended.
    ///
    /// - Parameters:
    ///   - ledger: the books as of the day; scores read what happened strictly before it.
    ///   - policy: what decides, made for the company's catalogue and currency.
    ///   - model: the heads in force.
    ///   - recipients: the persons at the customers; without them no step names a recipient.
    ///   - reviews: what people reviewed of each customer's actions by the day; none where a customer is not in it.
    ///   - taken: the steps that were taken before the day: a group recommends the next one.
    package static func judge(
        ledger: Ledger,
        policy: Policy,
        model: Model,
        recipients: Recipients? = nil,
        reviews: [Identifier<Customer>: ReviewTally] = [:],
        taken: Set<DecisionKey> = []
    ) -> Judgement {
        let scored = ScoredTable(of: ledger, model: model)
        var subjects = JudgedSubjects(ledger: ledger, scored: scored)
        let decisions = policy.decide(scored.table, ledger.company.calendar) { rule, target in
            let subject = subjects.subject(of: target)
            // A step on a way that nobody at the customer wants to be reached by leaves its place to the next.
            let recipient = policy.channels[rule].flatMap { recipients?.recipient(of: $0, at: subject.customer) }
            return recipient?.isRefusedByAll == true || taken.contains(DecisionKey(rule: rule, subject: subject))
        }
        let insights = decisions.insights.map { insight(by: $0, about: &subjects) }
        let actions = actions(decisions.actions, &subjects, model: model, recipients: recipients, reviews: reviews)
        let suppressions = decisions.suppressions.map { suppression(by: $0, about: &subjects) }
        var facts = PartsDigest()
        var result = PartsDigest()
        for (subject, snapshot, substance) in insights.map({ ($0.name, $0.facts.hash, $0.substance) })
            + actions.map({ ($0.name, $0.facts.hash, $0.substance) })
            + suppressions.map({ ($0.name, $0.facts.hash, $0.substance) })
        {
            facts.add(snapshot)
            result.add(subject.text)
            result.add(substance)
        }
        scored.judged.add(to: &result)
        return Judgement(
            company: ledger.company.slug,
            day: ledger.asOf,
            ruleSetHash: policy.ruleSetHash,
            modelVersion: model.version,
            insights: insights,
            actions: actions,
            suppressions: suppressions,
            scores: scored.judged,
            factsDigest: facts.finished(),
            resultDigest: result.finished()
        )
    }

    private static func insight(by decision: InsightDecision, about subjects: inout JudgedSubjects) -> JudgedInsight {
        let tags = JSONList.text(of: decision.tags)
        let evidence = EvidenceText.json(of: decision.evidence)
        return JudgedInsight(
            rule: decision.rule,
            subject: subjects.subject(of: decision.target),
            name: subjects.name(of: decision.target),
            type: decision.type,
            severity: decision.severity,
            tags: tags,
            title: decision.title,
            summary: decision.summary,
            evidence: evidence,
            facts: subjects.facts(of: decision.target),
            substance: PartsDigest.hash(
                decision.rule.id,
                decision.type,
                decision.severity.rawValue,
                tags,
                decision.title,
                decision.summary,
                evidence
            )
        )
    }

    private static func actions(
        _ decisions: [ActionDecision],
        _ subjects: inout JudgedSubjects,
        model: Model,
        recipients: Recipients?,
        reviews: [Identifier<Customer>: ReviewTally]
    ) -> [JudgedAction] {
        let columns = RankingColumns(of: subjects.scored.table, tallies: subjects.tallies(reviews))
        let owed = decisions.filter { columns.isOwed($0.target.entity, row: $0.target.row) }
        let inputs = owed.map {
            columns.acceptInput(rule: $0.rule.id, channel: $0.channel, $0.target.entity, row: $0.target.row)
        }
        let probabilities = model.acceptProbabilities(of: inputs)
        var actions: [JudgedAction] = []
        actions.reserveCapacity(owed.count)
        for (place, decision) in owed.enumerated() {
            let rank = Rank(
                probabilityApproved: Probability(probabilities[place]),
                expectedCash: columns.cashAtStake(decision.target.entity, row: decision.target.row)
            )
            let recipient = recipients?.recipient(
                of: decision.channel,
                at: subjects.subject(of: decision.target).customer
            )
            actions.append(
                action(
                    by: decision,
                    to: recipient ?? .notNeeded,
                    ranked: rank,
                    reading: inputs[place],
                    about: &subjects
                )
            )
        }
        return actions.sorted(by: Ranking.precedes)
    }

    private static func action(
        by decision: ActionDecision,
        to recipient: Recipient,
        ranked rank: Rank,
        reading input: AcceptInput,
        about subjects: inout JudgedSubjects
    ) -> JudgedAction {
        let evidence = EvidenceText.json(of: decision.evidence)
        let reasons = subjects.reasons(of: decision.target)
        return JudgedAction(
            rule: decision.rule,
            subject: subjects.subject(of: decision.target),
            name: subjects.name(of: decision.target),
            channel: decision.channel,
            label: decision.label,
            why: decision.why,
            subjectLine: decision.subject,
            body: decision.body,
            recipient: recipient,
            priority: decision.priority,
            group: decision.group,
            isRecommended: decision.isRecommended && !recipient.isRefusedByAll,
            expiresAfterDays: decision.expiresAfterDays,
            againAfterDays: nil,
            rank: rank,
            reasons: reasons,
            evidence: evidence,
            steadyEvidence: decision.evidence.filter(EvidenceText.isSteady),
            evidenceKey: EvidenceText.key(of: decision.evidence),
            facts: subjects.facts(of: decision.target, acceptFeatures: AcceptFeatures.features(of: input)),
            substance: PartsDigest.hash(
                decision.rule.id,
                decision.channel.rawValue,
                decision.label,
                decision.why,
                decision.subject,
                decision.body,
                recipient.address,
                recipient.note,
                String(decision.priority),
                decision.group,
                String(decision.isRecommended && !recipient.isRefusedByAll),
                decision.expiresAfterDays.map { String($0) },
                rank.probabilityApproved.map { "\($0.value)" },
                rank.expectedCash.map { "\($0.minorUnits) \($0.currency)" },
                reasons,
                evidence
            )
        )
    }

    private static func suppression(
        by decision: SuppressionDecision,
        about subjects: inout JudgedSubjects
    ) -> JudgedSuppression {
        JudgedSuppression(
            rule: decision.action,
            subject: subjects.subject(of: decision.target),
            name: subjects.name(of: decision.target),
            channel: decision.channel,
            hold: decision.hold,
            why: decision.why,
            until: decision.until,
            becauseUnknown: decision.becauseUnknown,
            facts: subjects.facts(of: decision.target),
            substance: PartsDigest.hash(
                decision.action.id,
                decision.hold.id,
                decision.channel.rawValue,
                decision.why,
                decision.until.map { "\($0)" },
                String(decision.becauseUnknown)
            )
        )
    }
}

/// What each target of a table is, and what was read of it.
private struct JudgedSubjects {
    let scored: ScoredTable
    private let ledger: Ledger
    private var snapshots: [Target: FactSnapshot] = [:]
    private var explained: [Target: String] = [:]

    init(ledger: Ledger, scored: ScoredTable) {
        self.ledger = ledger
        self.scored = scored
    }

    func subject(of target: Target) -> Subject {
        switch target.entity {
        case .customer:
            return Subject(customer: ledger.customers[target.row].id)
        case .invoice:
            let invoice = scored.invoices[target.row]
            return Subject(customer: ledger.customers[invoice.customer].id, invoice: invoice.id)
        }
    }

    func name(of target: Target) -> SubjectName {
        switch target.entity {
        case .customer: .customer(ledger.customers[target.row].key)
        case .invoice: .invoice(scored.invoices[target.row].key)
        }
    }

    func tallies(_ reviews: [Identifier<Customer>: ReviewTally]) -> [ReviewTally] {
        ledger.customers.map { reviews[$0.id] ?? ReviewTally() }
    }

    /// What an insight or a suppression read; made once for each target.
    mutating func facts(of target: Target) -> FactSnapshot {
        if let known = snapshots[target] { return known }
        let snapshot = FactSnapshot(
            of: target.entity,
            row: target.row,
            in: scored.table,
            features: lateFeatures(of: target)
        )
        snapshots[target] = snapshot
        return snapshot
    }

    /// What an action read: also what its ranking did, named `accept.<feature>`.
    func facts(of target: Target, acceptFeatures: [NamedValue]) -> FactSnapshot {
        let accept = acceptFeatures.map { (name: "accept.\($0.name)", value: $0.value) }
        return FactSnapshot(
            of: target.entity,
            row: target.row,
            in: scored.table,
            features: lateFeatures(of: target) + accept
        )
    }

    mutating func reasons(of target: Target) -> String {
        guard target.entity == .invoice else { return ReasonsText.none }
        if let known = explained[target] { return known }
        let reasons = scored.reasons(ofInvoice: target.row)
        explained[target] = reasons
        return reasons
    }

    private func lateFeatures(of target: Target) -> [(name: String, value: Double)] {
        target.entity == .invoice ? scored.features(ofInvoice: target.row) : []
    }
}
