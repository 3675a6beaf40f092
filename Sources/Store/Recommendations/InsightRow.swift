package import Facts
package import Receivables
package import SQLite
package import Values

/// What an insight is about.
package enum InsightTarget: Hashable, Sendable {
    /// The word that stands for the kind of target.
    package enum Kind: String, CaseIterable, Hashable, Sendable, StoredWord {
        case customer, invoice, portfolio
    }

    case customer(Identifier<Customer>)
    /// An invoice and its customer.
    case invoice(Identifier<Invoice>, of: Identifier<Customer>)
    case portfolio

    /// The kind of target.
    package var kind: Kind {
        switch self {
        case .customer: .customer
        case .invoice: .invoice
        case .portfolio: .portfolio
        }
    }

    /// The customer it is about, where it is about one.
    package var customer: Identifier<Customer>? {
        switch self {
        case .customer(let customer), .invoice(_, of: let customer): customer
        case .portfolio: nil
        }
    }

    /// The invoice it is about, where it is about one.
    package var invoice: Identifier<Invoice>? {
        switch self {
        case .invoice(let invoice, of: _): invoice
        case .customer, .portfolio: nil
        }
    }
}

/// A row of `insight`, and the SQL that runs read and write it with.
package struct InsightRow: Hashable, Sendable {
    package let id: Identifier<Insight>
    package var rule: RulePlace
    package let target: InsightTarget
    /// `customer_signal`, `invoice_signal`, or what the rule says.
    package var insightType: String
    package var severity: Severity
    /// As text that the caller encodes: a JSON array of words.
    package var tags: String
    package var title: String
    package var summary: String
    /// As text that the caller encodes: a JSON array of objects.
    package var evidence: String
    /// As text that the caller encodes: a JSON object.
    package var payload: String
    /// The hash of what it says, without what changes by the mere passing of a day.
    package var substanceHash: ContentHash
    package var provenance: Provenance
    package let validFrom: Day
    /// The day it ceased to hold; `nil` while it holds.
    package var validTo: Day?
    package let createdAt: Instant
    package var updatedAt: Instant

    /// An insight with these values.
    package init(
        id: Identifier<Insight>,
        rule: RulePlace,
        target: InsightTarget,
        insightType: String,
        severity: Severity,
        tags: String,
        title: String,
        summary: String,
        evidence: String,
        payload: String,
        substanceHash: ContentHash,
        provenance: Provenance,
        validFrom: Day,
        validTo: Day? = nil,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.rule = rule
        self.target = target
        self.insightType = insightType
        self.severity = severity
        self.tags = tags
        self.title = title
        self.summary = summary
        self.evidence = evidence
        self.payload = payload
        self.substanceHash = substanceHash
        self.provenance = provenance
        self.validFrom = validFrom
        self.validTo = validTo
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The insights that hold, by identifier.
    package static func open(in scope: CompanyScope) throws(SQLiteError) -> [InsightRow] {
        try scope.connection.all(
            "SELECT \(columns) FROM insight x WHERE x.company_id = \(scope.company) AND x.valid_to IS NULL ORDER BY x.id"
        )
    }

    /// The insight with this identifier, open or closed.
    package static func find(_ id: Identifier<Insight>, in scope: CompanyScope) throws(SQLiteError) -> InsightRow? {
        try scope.connection.one(
            "SELECT \(columns) FROM insight x WHERE x.company_id = \(scope.company) AND x.id = \(id)"
        )
    }

    /// Adds the insight.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO insight (company_id, id, rule, rule_file, rule_line, target_type, customer_id, invoice_id,
                insight_type, severity, severity_rank, tags, title, summary, evidence, payload, substance_hash,
                rule_set_hash, model_version, facts_hash, assessed_on, valid_from, valid_to, created_at, updated_at)
            VALUES (\(scope.company), \(id), \(rule.id), \(rule.file), \(rule.line), \(target.kind), \(target.customer),
                \(target.invoice), \(insightType), \(severity), \(InsightRow.rank(of: severity)), \(tags), \(title),
                \(summary), \(evidence), \(payload), \(substanceHash), \(provenance.ruleSetHash),
                \(provenance.modelVersion), \(provenance.factsHash), \(provenance.assessedOn), \(validFrom), \(validTo),
                \(createdAt), \(updatedAt))
            """
        )
    }

    /// Writes what a later run says of the same insight; identifier, target, first day and creation stay.
    ///
    /// - Throws: ``StoreError/noSuchRow(_:)``.
    package func refresh(in scope: WriteScope) throws(StoreError) {
        let count = try StoreError.wrapping { () throws(SQLiteError) in
            try scope.connection.execute(
                """
                UPDATE insight SET rule = \(rule.id), rule_file = \(rule.file), rule_line = \(rule.line),
                    insight_type = \(insightType), severity = \(severity),
                    severity_rank = \(InsightRow.rank(of: severity)), tags = \(tags), title = \(title),
                    summary = \(summary), evidence = \(evidence), payload = \(payload),
                    substance_hash = \(substanceHash), rule_set_hash = \(provenance.ruleSetHash),
                    model_version = \(provenance.modelVersion), facts_hash = \(provenance.factsHash),
                    assessed_on = \(provenance.assessedOn), valid_to = \(validTo), updated_at = \(updatedAt)
                WHERE company_id = \(scope.company) AND id = \(id)
                """
            )
        }
        guard count == 1 else { throw .noSuchRow("insight \(id)") }
    }

    /// Ends an insight that holds; `false` where it has ended already or never was.
    @discardableResult
    package static func close(
        _ id: Identifier<Insight>,
        on day: Day,
        at instant: Instant,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE insight SET valid_to = \(day), updated_at = \(instant)
            WHERE company_id = \(scope.company) AND id = \(id) AND valid_to IS NULL
            """
        ) == 1
    }

    /// The columns in the order that the initialiser takes apart, of a table named `x`.
    static let columns: StaticString = """
        x.id, x.rule, x.rule_file, x.rule_line, x.target_type, x.customer_id, x.invoice_id, x.insight_type, x.severity,
        x.tags, x.title, x.summary, x.evidence, x.payload, x.substance_hash, x.rule_set_hash, x.model_version,
        x.facts_hash, x.assessed_on, x.valid_from, x.valid_to, x.created_at, x.updated_at
        """

    /// The place of a severity in a list that has the worst first.
    static func rank(of severity: Severity) -> Int {
        switch severity {
        case .critical: 0
        case .high: 1
        case .medium: 2
        case .low: 3
        case .healthy: 4
        }
    }
}

extension InsightRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        rule = try RulePlace(from: &row)
        let kind: InsightTarget.Kind = try row.word()
        let customer: Identifier<Customer>? = try row.idIfAny()
        let invoice: Identifier<Invoice>? = try row.idIfAny()
        switch (kind, customer, invoice) {
        case (.customer, .some(let customer), _): target = .customer(customer)
        case (.invoice, .some(let customer), .some(let invoice)): target = .invoice(invoice, of: customer)
        case (.portfolio, _, _): target = .portfolio
        case (.customer, .none, _), (.invoice, .none, _), (.invoice, _, .none): throw row.unexpected("no target")
        }
        insightType = try row.text()
        severity = try row.word()
        tags = try row.text()
        title = try row.text()
        summary = try row.text()
        evidence = try row.text()
        payload = try row.text()
        substanceHash = try row.hash()
        provenance = try Provenance(from: &row)
        validFrom = try row.day()
        validTo = try row.dayIfAny()
        createdAt = try row.instant()
        updatedAt = try row.instant()
    }
}
