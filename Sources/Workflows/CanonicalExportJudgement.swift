import Facts
import Receivables
import Store
import Values
import Wire

/// What runs said, and what people decided about it.
extension CanonicalExport.ExportLines {
    mutating func writeJudgement(in scope: CompanyScope) throws {
        try writeScores(in: scope)
        for listing in try InsightListing.all(in: scope) { try write(listing) }
        for row in try inNaturalOrder(ActionRow.all(in: ActionState.allCases, of: scope)) { try write(row) }
        for row in try ActionEventRow.all(in: scope) { try write(row) }
        for row in try SuppressionRow.all(in: scope) { try write(row) }
        for row in try InsightFeedbackRow.all(in: scope).sorted(by: { order($0) < order($1) }) {
            try line("insight_feedback") { json, names in
                json.field("insight", row.insight)
                json.field("user", names.name(of: row.user))
                json.field("rating", row.rating.rawValue)
                json.field("comment", row.comment)
            }
        }
        // Decisions come oldest first; those about one action keep that order.
        let feedback = try FeedbackRow.all(in: scope).enumerated()
        for (_, row) in feedback.sorted(by: { ($0.element.action, $0.offset) < ($1.element.action, $1.offset) }) {
            try write(row)
        }
        for row in try RunRow.all(in: scope).sorted(by: { ($0.assessedOn, $0.id) < ($1.assessedOn, $1.id) }) {
            // Not the counts: a run that was cut off and finished by the next one has fewer left to write.
            try line("run") { json, _ in
                json.field("run", row.id)
                json.field("assessed_on", row.assessedOn)
                json.field("rule_set", row.ruleSetHash)
                json.field("model", row.modelVersion)
                json.field("facts", row.factsDigest)
                json.field("result", row.resultDigest)
            }
        }
    }

    private mutating func writeScores(in scope: CompanyScope) throws {
        for row in try InvoiceScoreRow.all(in: scope) {
            try line("invoice_score") { json, names in
                json.field("invoice", names.key(of: row.invoice))
                json.field("late_probability", row.lateProbability.value)
                json.field("model", row.modelVersion)
                json.field("assessed_on", row.assessedOn)
            }
        }
        for row in try CustomerScoreRow.all(in: scope) {
            try line("customer_score") { json, names in
                json.field("customer", names.key(of: row.customer))
                json.field("risk_score", row.riskScore)
                json.field("risk_level", row.riskLevel.rawValue)
                json.field("model", row.modelVersion)
                json.field("assessed_on", row.assessedOn)
            }
        }
    }

    /// By rule, customer, invoice, then by the day the episode began.
    private func inNaturalOrder(_ rows: [ActionRow]) -> [ActionRow] {
        rows.map { row in (row, [row.rule.id, names.key(of: row.customer) ?? "", names.key(of: row.invoice) ?? ""]) }
            .sorted { left, right in
                if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
                return (left.0.episodeFrom, left.0.id) < (right.0.episodeFrom, right.0.id)
            }
            .map(\.0)
    }

    private func order(_ row: InsightFeedbackRow) -> (Identifier<Insight>, String) {
        (row.insight, names.name(of: row.user) ?? "")
    }

    private mutating func write(_ listing: InsightListing) throws {
        let row = listing.insight
        try line("insight") { json, _ in
            json.field("insight", row.id)
            json.field("rule", row.rule.id)
            json.field("place", "\(row.rule.file):\(row.rule.line)")
            json.field("customer", listing.customerKey)
            json.field("invoice", listing.invoiceKey)
            json.field("insight_type", row.insightType)
            json.field("severity", row.severity.rawValue)
            json.key("tags")
            json.verbatim(row.tags)
            json.field("title", row.title)
            json.field("summary", row.summary)
            json.key("evidence")
            json.verbatim(row.evidence)
            json.key("payload")
            json.verbatim(row.payload)
            CanonicalExport.ExportLines.write(row.provenance, row.substanceHash, to: &json)
            json.field("valid_from", row.validFrom)
            json.field("valid_to", row.validTo)
        }
    }

    private mutating func write(_ row: ActionRow) throws {
        try line("action") { json, names in
            json.field("action", row.id)
            json.field("rule", row.rule.id)
            json.field("place", "\(row.rule.file):\(row.rule.line)")
            json.field("customer", names.key(of: row.customer))
            json.field("invoice", names.key(of: row.invoice))
            json.field("channel", row.channel.rawValue)
            json.field("status", row.state.rawValue)
            json.field("label", row.label)
            json.field("description", row.why)
            json.field("subject", row.draft.subject)
            json.field("body", row.draft.body)
            json.field("recipient", row.draft.recipient)
            json.field("edited", row.isEdited)
            json.field("urgency", row.urgency)
            json.field("priority", row.priority)
            json.field("group", row.group)
            json.field("is_recommended", row.isRecommended)
            json.field("probability_approved", row.probabilityApproved?.value)
            json.field("expected_cash", row.expectedCash)
            json.field("currency", row.expectedCash?.currency)
            json.key("reasons")
            json.verbatim(row.reasons)
            json.key("evidence")
            json.verbatim(row.evidence)
            json.field("evidence_key", row.evidenceKey)
            CanonicalExport.ExportLines.write(row.provenance, row.substanceHash, to: &json)
            json.field("episode_from", row.episodeFrom)
            json.field("episode_to", row.episodeTo)
            json.field("expires_on", row.expiresOn)
            json.field("cancel_cause", row.cancelCause)
            json.field("snoozed_until", row.snoozedUntil)
            json.field("assigned_to", names.name(of: row.assignedTo))
            json.field("outcome", row.outcome)
        }
    }

    private mutating func write(_ row: ActionEventRow) throws {
        try line("action_event") { json, _ in
            json.field("action", row.action)
            json.field("sequence", row.sequence)
            json.field("event", row.event.rawValue)
            json.field("before", row.before.rawValue)
            json.field("after", row.after.rawValue)
            json.field("actor", row.actor)
            json.field("note", row.note)
        }
    }

    private mutating func write(_ row: SuppressionRow) throws {
        try line("suppression") { json, names in
            json.field("suppression", row.id)
            json.field("rule", row.rule.id)
            json.field("place", "\(row.rule.file):\(row.rule.line)")
            json.field("customer", names.key(of: row.customer))
            json.field("invoice", names.key(of: row.invoice))
            json.field("channel", row.channel.rawValue)
            json.field("hold", row.hold.id)
            json.field("hold_place", "\(row.hold.file):\(row.hold.line)")
            json.field("why", row.why)
            json.field("until", row.holdsUntil)
            json.field("because_unknown", row.becauseUnknown)
            json.field("rule_set", row.ruleSetHash)
            json.field("facts", row.factsHash)
            json.field("substance", row.substanceHash)
            json.field("assessed_on", row.assessedOn)
            json.field("valid_from", row.validFrom)
            json.field("valid_to", row.validTo)
        }
    }

    private mutating func write(_ row: FeedbackRow) throws {
        try line("feedback") { json, names in
            json.field("action", row.action)
            json.field("user", names.name(of: row.user))
            json.field("approved", row.isApproved)
            json.field("edited", row.isEdited)
            json.field("reason", row.reason?.rawValue)
            json.field("comment", row.comment)
            json.field("facts", row.factsHash)
            json.field("rule_set", row.ruleSetHash)
            json.field("model", row.modelVersion)
            json.field("features", row.features)
            json.field("decided_on", row.decidedOn)
        }
    }

    private static func write(_ provenance: Provenance, _ substance: ContentHash, to json: inout JSONWriter) {
        json.field("rule_set", provenance.ruleSetHash)
        json.field("model", provenance.modelVersion)
        json.field("facts", provenance.factsHash)
        json.field("assessed_on", provenance.assessedOn)
        json.field("substance", substance)
    }
}
