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

/// A customer with what is owed on a day.
package struct CustomerListing: Hashable, Sendable {
    package let customer: CustomerRow
    /// What is owed in each currency, by code; only currencies in which there is something.
    package let amounts: [AgingAmounts]
    /// The same in the company's own currency, by the rates of the day; unknown where one is missing.
    package let inBase: AgingInBase
    package let openInvoiceCount: Int
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
        let rates = try FXRateRow.table(on: today, in: scope)
        let condition = condition(filter, today: today, in: scope)
        let source = source(today: today, currency: currency, rates, in: scope)
        let rows: [RowOfListing] = try scope.connection.all(
            """
            SELECT \(columns(today: today)) \(source) WHERE \(condition)
            ORDER BY \(order(filter.order)), c.id LIMIT \(page.limit) OFFSET \(page.offset)
            """
        )
        return Listed(
            elements: try listings(of: rows, today: today, currency: currency, rates, in: scope),
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
        let row: RowOfListing? = try scope.connection.one(
            """
            SELECT \(columns(today: today))
            \(source(today: today, currency: currency, customer: id, in: scope))
            WHERE c.company_id = \(scope.company) AND c.id = \(id)
            """
        )
        guard let row else { return nil }
        let rates = try FXRateRow.table(on: today, in: scope)
        return try listings(of: [row], today: today, currency: currency, rates, in: scope).first
    }

    private static func listings(
        of rows: [RowOfListing],
        today: Day,
        currency: Currency,
        _ rates: RateTable,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [CustomerListing] {
        let amounts = try CustomerBalances.amounts(of: rows.map(\.customer.customer.id), asOf: today, in: scope)
        return rows.map { row in
            let own = amounts[row.customer.customer.id] ?? []
            return CustomerListing(
                customer: row.customer,
                amounts: own,
                inBase: AgingInBase(own, in: currency, by: rates, on: today),
                openInvoiceCount: row.openInvoiceCount,
                worstSeverity: row.worstSeverity,
                lastContactOn: row.lastContactOn,
                riskScore: row.riskScore,
                riskLevel: row.riskLevel
            )
        }
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

    /// Unknown totals go last.
    private static func order(_ order: CustomerFilter.Order) -> StaticString {
        switch order {
        case .signalSeverity:
            "coalesce(s.severity_rank, 9), coalesce(b.is_unknown, 0), coalesce(b.total, 0) DESC"
        case .totalBalanceDescending: "coalesce(b.is_unknown, 0), coalesce(b.total, 0) DESC"
        case .totalBalanceAscending: "coalesce(b.is_unknown, 0), coalesce(b.total, 0)"
        case .nameAscending: "c.name"
        case .nameDescending: "c.name DESC"
        }
    }

    /// Customers `c` with their balances `b`, worst signals `s` and scores `v`.
    private static func source(
        today: Day,
        currency: Currency,
        _ rates: RateTable = .empty,
        customer: Identifier<Customer>? = nil,
        in scope: CompanyScope
    ) -> Query {
        var insights: Query = "x.company_id = \(scope.company) AND x.valid_to IS NULL AND x.customer_id IS NOT NULL"
        if let customer { insights += " AND x.customer_id = \(customer)" }
        let factors =
            [(currency: currency, factor: 1.0)]
            + rates.currencies.filter { $0 != currency }.compactMap { other in
                rates.conversion(from: other, to: currency, on: today).map { (other, $0.approximateRatio) }
            }
        return """
            FROM customer c
            LEFT JOIN (
                \(CustomerBalances.totals(of: customer, asOf: today, by: factors, in: scope))
            ) b ON b.customer_id = c.id
            LEFT JOIN (
                SELECT x.customer_id, min(x.severity_rank) AS severity_rank FROM insight x WHERE \(insights)
                GROUP BY x.customer_id
            ) s ON s.customer_id = c.id
            LEFT JOIN customer_score v
                ON v.company_id = c.company_id AND v.customer_id = c.id AND v.assessed_on <= \(today)
            """
    }

    private static func columns(today: Day) -> Query {
        """
        c.id, c.key, c.name, c.segment, c.country, c.industry, c.do_not_contact, c.credit_limit, c.credit_limit_currency,
        c.status, c.is_person, c.payment_terms, c.ar_owner, c.sales_owner, c.labels, c.recorded_at, c.updated_at,
        coalesce(b.open_count, 0), s.severity_rank,
        \(CommunicationRow.lastContact(customer: "c.id", company: "c.company_id", asOf: today)),
        v.risk_score, v.risk_level
        """
    }
}

/// What of a listing one query gives; what is owed in which currency is another's.
private struct RowOfListing: StoredRow {
    let customer: CustomerRow
    let openInvoiceCount: Int
    let worstSeverity: Severity?
    let lastContactOn: Day?
    let riskScore: Double?
    let riskLevel: RiskLevel?

    init(from row: inout Row) throws(SQLiteError) {
        customer = try CustomerRow(from: &row)
        openInvoiceCount = try row.int()
        let rank = row.integerIfAny()
        worstSeverity = Severity.allCases.first { rank == Int64(InsightRow.rank(of: $0)) }
        lastContactOn = try row.dayIfAny()
        riskScore = row.realIfAny()
        riskLevel = try row.wordIfAny()
    }
}
