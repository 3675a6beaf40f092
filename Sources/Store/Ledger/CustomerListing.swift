package import Facts
package import Receivables
package import SQLite
package import Values

/// Which customers a list shows, and in which order; conditions are joined by AND.
package struct CustomerFilter: Hashable, Sendable {
    /// The order of the list; the identifier decides last.
    package enum Order: Hashable, Sendable {
        /// Those with the worst open insight first, then the largest balance.
        case signalSeverity
        case totalBalanceDescending
        case totalBalanceAscending
        case nameAscending
        case nameDescending
    }

    /// A part of the name, in any case.
    package var search: String?
    /// The whole industry, in any case of the letters A to Z.
    package var industry: String?
    package var segments: [String]
    /// Customers whose risk is at one of these levels only; all where it is empty, also those without a score.
    package var riskLevels: [RiskLevel]
    package var traits: CustomerTraits
    /// Whether customers who owe nothing are left out.
    package var hideZeroBalance: Bool
    package var order: Order

    /// A filter; without conditions it shows every customer, the worst first.
    package init(
        search: String? = nil,
        industry: String? = nil,
        segments: [String] = [],
        riskLevels: [RiskLevel] = [],
        traits: CustomerTraits = CustomerTraits(),
        hideZeroBalance: Bool = false,
        order: Order = .signalSeverity
    ) {
        self.search = search
        self.industry = industry
        self.segments = segments
        self.riskLevels = riskLevels
        self.traits = traits
        self.hideZeroBalance = hideZeroBalance
        self.order = order
    }
}

/// A customer with what is owed on a day, in the company's base currency.
package struct CustomerListing: Hashable, Sendable {
    package let customer: CustomerRow
    /// What is owed on the day; overpaid invoices lower it.
    package let totalBalance: Money
    /// What is owed on invoices past their due date.
    package let overdueBalance: Money
    /// What is owed by how late it is, in the order of ``Receivables/AgingBucket``; overpaid invoices count nowhere.
    package let aging: [Money]
    package let openInvoiceCount: Int
    /// How many open invoices are in another currency, and so in no balance.
    package let otherCurrencyCount: Int
    /// The worst of the customer's open insights.
    package let worstSeverity: Severity?
    /// The last contact by the day.
    package let lastContactOn: Day?
    /// From 0 to 100, higher is riskier, by the last run; unknown where the customer was not scored by the day.
    package let riskScore: Double?
    /// The level of the risk score, where there is one.
    package let riskLevel: RiskLevel?

    /// One page of the customers that the filter lets through.
    ///
    /// - Parameters:
    ///   - today: the company's day, or a day in the past to read the books as of it.
    ///   - currency: the company's base currency.
    package static func list(
        _ filter: CustomerFilter,
        today: Day,
        currency: Currency,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<CustomerListing> {
        let condition = condition(filter, today: today, in: scope)
        let source = source(today: today, currency: currency, in: scope)
        return Listed(
            elements: try scope.connection.all(
                """
                SELECT \(columns(today: today, currency: currency)) \(source) WHERE \(condition)
                ORDER BY \(order(filter.order)), c.id LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            // Who owes what is no matter for the count, unless the filter asks for it.
            totalCount: try scope.count(
                filter.hideZeroBalance
                    ? "SELECT count(*) \(source) WHERE \(condition)"
                    : "SELECT count(*) FROM customer c WHERE \(condition)"
            )
        )
    }

    /// One customer with what is owed on a day.
    package static func find(
        _ id: Identifier<Customer>,
        today: Day,
        currency: Currency,
        in scope: CompanyScope
    ) throws(SQLiteError) -> CustomerListing? {
        try scope.connection.one(
            """
            SELECT \(columns(today: today, currency: currency))
            \(source(today: today, currency: currency, customer: id, in: scope))
            WHERE c.company_id = \(scope.company) AND c.id = \(id)
            """
        )
    }

    private static func condition(_ filter: CustomerFilter, today: Day, in scope: CompanyScope) -> Query {
        var condition: Query = "c.company_id = \(scope.company)"
        if let text = filter.search { condition += " AND \(Dialect.contains("c.name", text))" }
        if let industry = filter.industry { condition += " AND lower(c.industry) = lower(\(industry))" }
        if !filter.segments.isEmpty { condition += " AND c.segment IN (\(list: filter.segments))" }
        if !filter.riskLevels.isEmpty { condition += " AND \(CustomerScoreRow.isAt(filter.riskLevels, asOf: today))" }
        condition += filter.traits.condition
        if filter.hideZeroBalance { condition += " AND coalesce(b.open_count, 0) > 0" }
        return condition
    }

    private static func order(_ order: CustomerFilter.Order) -> StaticString {
        switch order {
        case .signalSeverity: "coalesce(s.severity_rank, 9), coalesce(b.total, 0) DESC"
        case .totalBalanceDescending: "coalesce(b.total, 0) DESC"
        case .totalBalanceAscending: "coalesce(b.total, 0)"
        case .nameAscending: "c.name"
        case .nameDescending: "c.name DESC"
        }
    }

    /// Customers `c` with their balances `b`, worst signals `s` and scores `v`.
    private static func source(
        today: Day,
        currency: Currency,
        customer: Identifier<Customer>? = nil,
        in scope: CompanyScope
    ) -> Query {
        var invoices: Query = "i.company_id = \(scope.company) AND i.issued_on <= \(today)"
        var insights: Query = "x.company_id = \(scope.company) AND x.valid_to IS NULL AND x.customer_id IS NOT NULL"
        if let customer {
            invoices += " AND i.customer_id = \(customer)"
            insights += " AND x.customer_id = \(customer)"
        }
        return """
            FROM customer c
            LEFT JOIN (
                WITH o \(Dialect.materialized) (
                    SELECT i.customer_id, i.currency = \(currency) AS in_base, \(today) - i.due_on AS late,
                        \(InvoiceListing.balance(asOf: today)) AS balance
                    FROM invoice i WHERE \(invoices)
                )
                SELECT o.customer_id,
                    sum(CASE WHEN o.in_base THEN o.balance ELSE 0 END) AS total,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late >= 1 THEN o.balance ELSE 0 END) AS overdue,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late <= 0 THEN o.balance ELSE 0 END) AS current_part,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late BETWEEN 1 AND 30
                        THEN o.balance ELSE 0 END) AS late_1_30,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late BETWEEN 31 AND 60
                        THEN o.balance ELSE 0 END) AS late_31_60,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late BETWEEN 61 AND 90
                        THEN o.balance ELSE 0 END) AS late_61_90,
                    sum(CASE WHEN o.in_base AND o.balance > 0 AND o.late > 90 THEN o.balance ELSE 0 END) AS late_91_over,
                    count(*) AS open_count,
                    sum(CASE WHEN o.in_base THEN 0 ELSE 1 END) AS other_count
                FROM o
                WHERE o.balance <> 0
                GROUP BY o.customer_id
            ) b ON b.customer_id = c.id
            LEFT JOIN (
                SELECT x.customer_id, min(x.severity_rank) AS severity_rank FROM insight x WHERE \(insights)
                GROUP BY x.customer_id
            ) s ON s.customer_id = c.id
            LEFT JOIN customer_score v
                ON v.company_id = c.company_id AND v.customer_id = c.id AND v.assessed_on <= \(today)
            """
    }

    private static func columns(today: Day, currency: Currency) -> Query {
        """
        c.id, c.key, c.name, c.segment, c.country, c.industry, c.do_not_contact, c.credit_limit, c.credit_limit_currency,
        c.status, c.is_person, c.payment_terms, c.ar_owner, c.sales_owner, c.labels, c.recorded_at, c.updated_at, \(currency), coalesce(b.total, 0), coalesce(b.overdue, 0),
        coalesce(b.current_part, 0), coalesce(b.late_1_30, 0), coalesce(b.late_31_60, 0), coalesce(b.late_61_90, 0),
        coalesce(b.late_91_over, 0), coalesce(b.open_count, 0), coalesce(b.other_count, 0), s.severity_rank,
        \(CommunicationRow.lastContact(customer: "c.id", company: "c.company_id", asOf: today)),
        v.risk_score, v.risk_level
        """
    }
}

extension CustomerListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        customer = try CustomerRow(from: &row)
        let currency = try row.currency()
        totalBalance = Money(minorUnits: try row.integer(), in: currency)
        overdueBalance = Money(minorUnits: try row.integer(), in: currency)
        var aging: [Money] = []
        for _ in AgingBucket.allCases { aging.append(Money(minorUnits: try row.integer(), in: currency)) }
        self.aging = aging
        openInvoiceCount = try row.int()
        otherCurrencyCount = try row.int()
        let rank = row.integerIfAny()
        worstSeverity = Severity.allCases.first { rank == Int64(InsightRow.rank(of: $0)) }
        lastContactOn = try row.dayIfAny()
        riskScore = row.realIfAny()
        riskLevel = try row.wordIfAny()
    }
}
