package import Receivables
package import SQLite
package import Values

/// Which invoices a list shows; conditions are joined by AND.
package struct InvoiceFilter: Hashable, Sendable {
    package var statuses: [InvoiceStatus]
    /// Open invoices this late only.
    package var agingBuckets: [AgingBucket]
    package var customer: Identifier<Customer>?
    package var dueFrom: Day?
    package var dueTo: Day?
    /// Whether only open invoices past their due date are shown.
    package var overdueOnly: Bool
    /// A part of the invoice's number or the customer's name, in any case.
    package var search: String?
    /// What is asked of the invoices' customers.
    package var traits: CustomerTraits

    /// A filter; without conditions it shows every invoice issued by the day.
    package init(
        statuses: [InvoiceStatus] = [],
        agingBuckets: [AgingBucket] = [],
        customer: Identifier<Customer>? = nil,
        dueFrom: Day? = nil,
        dueTo: Day? = nil,
        overdueOnly: Bool = false,
        search: String? = nil,
        traits: CustomerTraits = CustomerTraits()
    ) {
        self.statuses = statuses
        self.agingBuckets = agingBuckets
        self.customer = customer
        self.dueFrom = dueFrom
        self.dueTo = dueTo
        self.overdueOnly = overdueOnly
        self.search = search
        self.traits = traits
    }
}

/// An invoice as it stands on a day, with its customer's name.
package struct InvoiceListing: Hashable, Sendable {
    package let invoice: InvoiceRow
    package let customerKey: String
    package let customerName: String
    /// What is owed on the day; below zero the customer paid too much.
    package let balance: Money
    /// The type of the last entry by the day, where there is one.
    package let lastEntry: PaymentType?
    /// Whether a dispute is open on the day.
    package let isDisputed: Bool
    /// The day payment is promised for, where there is time left for it: by the promise that was made last, as rules read
    /// it.
    package let promisedFor: Day?
    /// The customer's last contact by the day.
    package let lastContactOn: Day?
    /// How likely it is settled late, by the last run; unknown where it was not scored by the day or nothing is owed.
    package let lateProbability: Probability?

    /// Where the invoice stands on the day it was read for.
    package func status(today: Day) -> InvoiceStatus {
        if let voidedOn = invoice.voidedOn, voidedOn <= today { return .voided }
        return InvoiceStatus(balance: balance, dueOn: invoice.dueOn, today: today, closingEntry: lastEntry ?? .payment)
    }

    /// One page of the invoices that had been issued by `today`: by due day, then by identifier.
    ///
    /// - Parameter today: the company's day, or a day in the past to read the books as of it.
    package static func list(
        _ filter: InvoiceFilter,
        today: Day,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<InvoiceListing> {
        let condition = condition(filter, today: today, in: scope)
        let tables = try tables(asOf: today, in: scope)
        return Listed(
            elements: try scope.connection.all(
                """
                SELECT \(columns(asOf: today)) \(tables) WHERE \(condition)
                ORDER BY i.due_on, i.id LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.count("SELECT count(*) \(tables) WHERE \(condition)")
        )
    }

    /// One invoice as it stands on a day; `nil` where it had not been issued by then.
    package static func find(
        _ id: Identifier<Invoice>,
        today: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> InvoiceListing? {
        try scope.connection.one(
            """
            SELECT \(columns(asOf: today)) \(try tables(asOf: today, in: scope))
            WHERE i.company_id = \(scope.company) AND i.id = \(id) AND i.issued_on <= \(today)
            """
        )
    }

    /// Invoices `i` and their customers `c`, as they were on the day.
    private static func tables(asOf day: Day, in scope: CompanyScope) throws(SQLiteError) -> Query {
        let moment = Moment(asOf: day)
        return """
            FROM \(try PastTable.invoice.source(at: moment, in: scope)) i
            JOIN \(try PastTable.customer.source(at: moment, in: scope)) c
                ON c.company_id = i.company_id AND c.id = i.customer_id
            """
    }

    private static func condition(_ filter: InvoiceFilter, today: Day, in scope: CompanyScope) -> Query {
        var condition: Query = "i.company_id = \(scope.company) AND i.issued_on <= \(today)"
        if let customer = filter.customer { condition += " AND i.customer_id = \(customer)" }
        if let day = filter.dueFrom { condition += " AND i.due_on >= \(day)" }
        if let day = filter.dueTo { condition += " AND i.due_on <= \(day)" }
        if let text = filter.search {
            condition += " AND (\(Dialect.contains("i.number", text)) OR \(Dialect.contains("c.name", text)))"
        }
        condition += filter.traits.condition
        if filter.overdueOnly { condition += " AND i.due_on < \(today) AND \(balance(asOf: today)) > 0" }
        if !filter.agingBuckets.isEmpty {
            let days = any(filter.agingBuckets.map { late($0, today: today) })
            condition += " AND \(balance(asOf: today)) > 0 AND (\(days))"
        }
        if !filter.statuses.isEmpty {
            condition += " AND (\(any(filter.statuses.map { has($0, today: today) })))"
        }
        return condition
    }

    private static func any(_ conditions: [Query]) -> Query {
        var query: Query = ""
        for (index, condition) in conditions.enumerated() {
            if index > 0 { query += " OR " }
            query += "(\(condition))"
        }
        return query
    }

    private static func late(_ bucket: AgingBucket, today: Day) -> Query {
        switch bucket {
        case .current: "i.due_on >= \(today)"
        case .days1To30: between(1, 30, today)
        case .days31To60: between(31, 60, today)
        case .days61To90: between(61, 90, today)
        case .over90: "i.due_on <= \(today.advanced(by: -91))"
        }
    }

    private static func between(_ first: Int, _ last: Int, _ today: Day) -> Query {
        "i.due_on BETWEEN \(today.advanced(by: -last)) AND \(today.advanced(by: -first))"
    }

    private static func has(_ status: InvoiceStatus, today: Day) -> Query {
        func open(_ bucket: AgingBucket) -> Query {
            "\(balance(asOf: today)) > 0 AND \(late(bucket, today: today))"
        }
        func closed(by types: [PaymentType]) -> Query {
            "\(isStanding(today)) AND \(balance(asOf: today)) = 0 AND coalesce(\(lastEntry(asOf: today)), 'payment') IN (\(list: types))"
        }
        return switch status {
        case .current: open(.current)
        case .pastDue1To30: open(.days1To30)
        case .pastDue31To60: open(.days31To60)
        case .pastDue61To90: open(.days61To90)
        case .pastDueOver90: open(.over90)
        case .closedPaid: closed(by: [.payment, .refund, .reversal])
        case .closedCreditMemo: closed(by: [.creditMemo])
        case .closedWrittenOff: closed(by: [.writeOff])
        case .closedOverpaid: "\(isStanding(today)) AND \(balance(asOf: today)) < 0"
        case .voided: "i.voided_on <= \(today)"
        }
    }

    /// Whether an invoice named `i` is not voided on a day.
    private static func isStanding(_ day: Day) -> Query {
        "(i.voided_on IS NULL OR i.voided_on > \(day))"
    }

    /// What is owed on an invoice named `i` on a day.
    static func balance(asOf day: Day) -> Query {
        """
        (CASE WHEN i.voided_on <= \(day) THEN 0 ELSE i.amount END
            - coalesce((SELECT sum(p.amount) FROM payment p
                WHERE p.company_id = i.company_id AND p.invoice_id = i.id AND p.paid_on <= \(day)), 0)
            - coalesce((SELECT sum(a.amount) FROM allocation a
                WHERE a.company_id = i.company_id AND a.invoice_id = i.id AND a.allocated_on <= \(day)), 0))
        """
    }

    /// The type of the last entry on an invoice named `i` by a day.
    ///
    /// The view `invoice_entry` would be read whole for each invoice: SQLite passes on to a view's parts only what it is
    /// compared with that is constant.
    private static func lastEntry(asOf day: Day) -> Query {
        """
        (SELECT e.type FROM (
            SELECT * FROM (SELECT p.paid_on AS entered_on, p.key AS key, p.type AS type FROM payment p
                WHERE p.company_id = i.company_id AND p.invoice_id = i.id AND p.paid_on <= \(day)
                ORDER BY p.paid_on DESC, p.key DESC LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT a.allocated_on, o.key, o.type FROM allocation a
                JOIN payment o ON o.company_id = a.company_id AND o.id = a.payment_id
                WHERE a.company_id = i.company_id AND a.invoice_id = i.id AND a.allocated_on <= \(day)
                ORDER BY a.allocated_on DESC, o.key DESC LIMIT 1)) e
            ORDER BY e.entered_on DESC, e.key DESC LIMIT 1)
        """
    }

    /// The columns in the order that the initialiser takes apart, of an invoice `i` and its customer `c`.
    static func columns(asOf day: Day) -> Query {
        """
        i.id, i.key, i.number, i.customer_id, i.issued_on, i.due_on, i.amount, i.currency, i.po_number, i.notes, i.voided_on,
        i.recorded_at, i.updated_at,
        c.key, c.name, \(balance(asOf: day)), i.currency, \(lastEntry(asOf: day)),
        EXISTS (SELECT 1 FROM dispute d WHERE d.company_id = i.company_id AND d.invoice_id = i.id
            AND d.opened_on <= \(day) AND (d.resolved_on IS NULL OR d.resolved_on > \(day))),
        \(PromiseRow.openDay(asOf: day)),
        \(CommunicationRow.lastContact(customer: "i.customer_id", company: "i.company_id", asOf: day)),
        \(InvoiceScoreRow.lateProbability(asOf: day))
        """
    }
}

extension InvoiceListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        invoice = try InvoiceRow(from: &row)
        customerKey = try row.text()
        customerName = try row.text()
        balance = try row.money()
        lastEntry = try row.wordIfAny()
        isDisputed = try row.flag()
        promisedFor = try row.dayIfAny()
        lastContactOn = try row.dayIfAny()
        let lateProbability = try row.probabilityIfAny()
        // Paid since the last run: there is nothing left to be late with.
        self.lateProbability = balance.minorUnits > 0 ? lateProbability : nil
    }
}
