package import Receivables
package import SQLite
package import Values

/// Something that happened between the company and a customer, on a day.
package struct TimelineEvent: Hashable, Sendable {
    /// What kind of thing happened.
    package enum Kind: String, CaseIterable, Hashable, Sendable, StoredWord {
        case invoice, payment, promise, dispute, message, action, insight
    }

    package let kind: Kind
    /// The row's identifier; what it is the identifier of, the kind says.
    package let id: Identifier<TimelineEvent>
    package let day: Day
    package let recordedAt: Instant
    /// What it is, in a word or a few: a number, a type, a label, a subject.
    package let title: String
    /// More about it: a reference, a note, a state, a severity.
    package let detail: String?
    package let amount: Money?
    /// The invoice it is about, where it is about one.
    package let invoice: Identifier<Invoice>?

    /// One page of what happened with a customer by `today`, of steps those that were recommended or taken: the latest first; of one day what was written down last, then
    /// by kind and identifier.
    ///
    /// - Parameter kinds: what is wanted; everything where it is empty.
    package static func list(
        of customer: Identifier<Customer>,
        kinds: [Kind] = [],
        today: Day,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<TimelineEvent> {
        let events = events(of: customer, today: today, in: scope)
        let wanted = kinds.isEmpty ? Kind.allCases : kinds
        return Listed(
            elements: try scope.connection.all(
                """
                SELECT kind, id, day, at, title, detail, amount, currency, invoice_id FROM (\(events))
                WHERE kind IN (\(list: wanted)) ORDER BY day DESC, at DESC, kind, id
                LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.count("SELECT count(*) FROM (\(events)) WHERE kind IN (\(list: wanted))")
        )
    }

    private static func events(of customer: Identifier<Customer>, today: Day, in scope: CompanyScope) -> Query {
        """
        SELECT 'invoice' AS kind, i.id AS id, i.issued_on AS day, i.recorded_at AS at, i.number AS title,
            i.po_number AS detail, i.amount AS amount, i.currency AS currency, i.id AS invoice_id
        FROM invoice i WHERE i.company_id = \(scope.company) AND i.customer_id = \(customer) AND i.issued_on <= \(today)
        UNION ALL
        SELECT 'payment', p.id, p.paid_on, p.recorded_at, p.type, p.reference, p.amount, p.currency, p.invoice_id
        FROM payment p WHERE p.company_id = \(scope.company) AND p.customer_id = \(customer) AND p.paid_on <= \(today)
        UNION ALL
        SELECT 'promise', r.id, r.made_on, r.recorded_at, 'promise to pay', r.note, r.amount, r.currency, NULL
        FROM promise r WHERE r.company_id = \(scope.company) AND r.customer_id = \(customer) AND r.made_on <= \(today)
        UNION ALL
        SELECT 'dispute', d.id, d.opened_on, d.recorded_at, coalesce(d.category, 'dispute'), d.reason, d.amount,
            i.currency, d.invoice_id
        FROM dispute d JOIN invoice i ON i.company_id = d.company_id AND i.id = d.invoice_id
        WHERE d.company_id = \(scope.company) AND i.customer_id = \(customer) AND d.opened_on <= \(today)
        UNION ALL
        SELECT 'message', k.id, k.occurred_on, k.recorded_at, coalesce(k.subject, k.channel),
            k.direction || ' ' || k.channel, NULL, NULL, k.invoice_id
        FROM communication k
        WHERE k.company_id = \(scope.company) AND k.customer_id = \(customer) AND k.occurred_on <= \(today)
        UNION ALL
        SELECT 'action', a.id, a.episode_from, a.created_at, a.label, a.channel || ', ' || a.state, a.expected_cash,
            a.expected_cash_currency, a.invoice_id
        FROM action a
        WHERE a.company_id = \(scope.company) AND a.customer_id = \(customer) AND a.episode_from <= \(today)
            AND (a.is_recommended = 1 OR a.state IN ('processing', 'completed'))
        UNION ALL
        SELECT 'insight', n.id, n.valid_from, n.created_at, n.title, n.severity, NULL, NULL, n.invoice_id
        FROM insight n
        WHERE n.company_id = \(scope.company) AND n.customer_id = \(customer) AND n.valid_from <= \(today)
        """
    }
}

extension TimelineEvent: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        kind = try row.word()
        id = try row.id()
        day = try row.day()
        recordedAt = try row.instant()
        title = try row.text()
        detail = row.textIfAny()
        amount = try row.moneyIfAny()
        invoice = try row.idIfAny()
    }
}
