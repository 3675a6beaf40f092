package import Facts
package import Receivables
package import SQLite
package import Values

/// A contact that was not made because of a hold or a limit.
///
/// The type is the subject of its identifiers.
package enum Suppression {}

/// A row of `suppression`: an action that a rule recommended, and the hold that stopped it.
package struct SuppressionRow: Hashable, Sendable {
    package let id: Identifier<Suppression>
    /// The rule that recommended the action.
    package var rule: RulePlace
    package let customer: Identifier<Customer>
    /// The invoice it is about, where it is about one.
    package let invoice: Identifier<Invoice>?
    package var channel: Channel
    /// The hold or limit that stopped it.
    package var hold: RulePlace
    /// Why, in the hold's words.
    package var why: String
    /// The day the hold ends by itself, where it says so.
    package var holdsUntil: Day?
    /// Whether the hold applied because a fact it needs is unknown.
    package var becauseUnknown: Bool
    package var ruleSetHash: ContentHash
    package var factsHash: ContentHash
    /// The hash of what it says, without what changes by the mere passing of a day.
    package var substanceHash: ContentHash
    /// The company's day it was last found on.
    package var assessedOn: Day
    package let validFrom: Day
    /// The day it ceased to hold; `nil` while it holds.
    package var validTo: Day?
    package let recordedAt: Instant

    /// A suppression with these values.
    package init(
        id: Identifier<Suppression>,
        rule: RulePlace,
        customer: Identifier<Customer>,
        invoice: Identifier<Invoice>? = nil,
        channel: Channel,
        hold: RulePlace,
        why: String,
        holdsUntil: Day? = nil,
        becauseUnknown: Bool,
        ruleSetHash: ContentHash,
        factsHash: ContentHash,
        substanceHash: ContentHash,
        assessedOn: Day,
        validFrom: Day,
        validTo: Day? = nil,
        recordedAt: Instant
    ) {
        self.id = id
        self.rule = rule
        self.customer = customer
        self.invoice = invoice
        self.channel = channel
        self.hold = hold
        self.why = why
        self.holdsUntil = holdsUntil
        self.becauseUnknown = becauseUnknown
        self.ruleSetHash = ruleSetHash
        self.factsHash = factsHash
        self.substanceHash = substanceHash
        self.assessedOn = assessedOn
        self.validFrom = validFrom
        self.validTo = validTo
        self.recordedAt = recordedAt
    }

    /// The suppressions that hold, by identifier.
    package static func open(in scope: CompanyScope) throws(SQLiteError) -> [SuppressionRow] {
        try scope.connection.all(
            "\(selection) WHERE s.company_id = \(scope.company) AND s.valid_to IS NULL ORDER BY s.id"
        )
    }

    /// Every suppression of the scope's company, in an order that any database with the same books gives.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [SuppressionRow] {
        try scope.connection.all(
            """
            \(selection)
            JOIN customer c ON c.company_id = s.company_id AND c.id = s.customer_id
            LEFT JOIN invoice i ON i.company_id = s.company_id AND i.id = s.invoice_id
            WHERE s.company_id = \(scope.company)
            ORDER BY c.key, coalesce(i.key, ''), s.rule, s.hold, s.valid_from, s.substance_hash
            """
        )
    }

    /// The suppressions that hold for one customer, by identifier.
    package static func open(
        of customer: Identifier<Customer>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [SuppressionRow] {
        try scope.connection.all(
            """
            \(selection)
            WHERE s.company_id = \(scope.company) AND s.customer_id = \(customer) AND s.valid_to IS NULL ORDER BY s.id
            """
        )
    }

    /// The suppression with this identifier, whether it holds or has ended.
    package static func find(
        _ id: Identifier<Suppression>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> SuppressionRow? {
        try scope.connection.one("\(selection) WHERE s.company_id = \(scope.company) AND s.id = \(id)")
    }

    /// Adds the suppression.
    package func insert(in scope: WriteScope) throws(SQLiteError) {
        try scope.connection.execute(
            """
            INSERT INTO suppression (company_id, id, rule, rule_file, rule_line, customer_id, invoice_id, channel, hold,
                hold_file, hold_line, why, holds_until, because_unknown, rule_set_hash, facts_hash, substance_hash,
                assessed_on, valid_from, valid_to, recorded_at)
            VALUES (\(scope.company), \(id), \(rule.id), \(rule.file), \(rule.line), \(customer), \(invoice), \(channel),
                \(hold.id), \(hold.file), \(hold.line), \(why), \(holdsUntil), \(becauseUnknown), \(ruleSetHash),
                \(factsHash), \(substanceHash), \(assessedOn), \(validFrom), \(validTo), \(recordedAt))
            """
        )
    }

    /// Writes what a later run says of the same suppression; identifier, target and first day stay.
    ///
    /// - Throws: ``StoreError/noSuchRow(_:)``.
    package func refresh(in scope: WriteScope) throws(StoreError) {
        let count = try StoreError.wrapping { () throws(SQLiteError) in
            try scope.connection.execute(
                """
                UPDATE suppression SET rule = \(rule.id), rule_file = \(rule.file), rule_line = \(rule.line),
                    channel = \(channel), hold = \(hold.id), hold_file = \(hold.file), hold_line = \(hold.line),
                    why = \(why), holds_until = \(holdsUntil), because_unknown = \(becauseUnknown),
                    rule_set_hash = \(ruleSetHash), facts_hash = \(factsHash), substance_hash = \(substanceHash),
                    assessed_on = \(assessedOn), valid_to = \(validTo)
                WHERE company_id = \(scope.company) AND id = \(id)
                """
            )
        }
        guard count == 1 else { throw .noSuchRow("suppression \(id)") }
    }

    /// Ends a suppression that holds; `false` where it has ended already or never was.
    @discardableResult
    package static func close(
        _ id: Identifier<Suppression>,
        on day: Day,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            UPDATE suppression SET valid_to = \(day)
            WHERE company_id = \(scope.company) AND id = \(id) AND valid_to IS NULL
            """
        ) == 1
    }

    private static let selection: StaticString = """
        SELECT s.id, s.rule, s.rule_file, s.rule_line, s.customer_id, s.invoice_id, s.channel, s.hold, s.hold_file,
            s.hold_line, s.why, s.holds_until, s.because_unknown, s.rule_set_hash, s.facts_hash, s.substance_hash,
            s.assessed_on, s.valid_from, s.valid_to, s.recorded_at
        FROM suppression s
        """
}

extension SuppressionRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        rule = try RulePlace(from: &row)
        customer = try row.id()
        invoice = try row.idIfAny()
        channel = try row.word()
        hold = try RulePlace(from: &row)
        why = try row.text()
        holdsUntil = try row.dayIfAny()
        becauseUnknown = try row.flag()
        ruleSetHash = try row.hash()
        factsHash = try row.hash()
        substanceHash = try row.hash()
        assessedOn = try row.day()
        validFrom = try row.day()
        validTo = try row.dayIfAny()
        recordedAt = try row.instant()
    }
}
