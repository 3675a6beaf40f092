package import Facts
package import Receivables
package import SQLite
package import Values

/// Which insights a list shows; conditions are joined by AND.
package struct InsightFilter: Hashable, Sendable {
    package var targetKinds: [InsightTarget.Kind]
    /// The customer or invoice it is about, whichever it is.
    package var target: Identifier<InsightTarget>?
    /// A part of the type, in any case.
    package var typeContains: String?
    package var severities: [Severity]
    /// One whole tag.
    package var tag: String?
    package var customer: Identifier<Customer>?
    package var invoice: Identifier<Invoice>?
    /// Whether only insights that hold are shown.
    package var activeOnly: Bool

    /// A filter; without conditions it shows every insight that holds.
    package init(
        targetKinds: [InsightTarget.Kind] = [],
        target: Identifier<InsightTarget>? = nil,
        typeContains: String? = nil,
        severities: [Severity] = [],
        tag: String? = nil,
        customer: Identifier<Customer>? = nil,
        invoice: Identifier<Invoice>? = nil,
        activeOnly: Bool = true
    ) {
        self.targetKinds = targetKinds
        self.target = target
        self.typeContains = typeContains
        self.severities = severities
        self.tag = tag
        self.customer = customer
        self.invoice = invoice
        self.activeOnly = activeOnly
    }
}

/// An insight with the names that people know its target by.
package struct InsightListing: Hashable, Sendable {
    package let insight: InsightRow
    package let customerKey: String?
    package let customerName: String?
    package let invoiceKey: String?
    package let invoiceNumber: String?

    /// One page of the insights that the filter lets through: the worst first, then the newest, then by identifier.
    package static func list(
        _ filter: InsightFilter,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<InsightListing> {
        let condition = condition(filter, in: scope)
        return Listed(
            elements: try scope.connection.all(
                """
                \(selection) WHERE \(condition) ORDER BY x.severity_rank, x.valid_from DESC, x.id
                LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.count("SELECT count(*) FROM insight x WHERE \(condition)")
        )
    }

    /// One insight with its names.
    package static func find(_ id: Identifier<Insight>, in scope: CompanyScope) throws(SQLiteError) -> InsightListing? {
        try scope.connection.one("\(selection) WHERE x.company_id = \(scope.company) AND x.id = \(id)")
    }

    /// Every insight of the scope's company, open or closed, in an order that any database with the same books gives.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [InsightListing] {
        try scope.connection.all(
            """
            \(selection) WHERE x.company_id = \(scope.company)
            ORDER BY x.rule, x.target_type, coalesce(c.key, ''), coalesce(i.key, ''), x.valid_from, x.substance_hash
            """
        )
    }

    private static func condition(_ filter: InsightFilter, in scope: CompanyScope) -> Query {
        var condition: Query = "x.company_id = \(scope.company)"
        if filter.activeOnly { condition += " AND x.valid_to IS NULL" }
        if !filter.targetKinds.isEmpty { condition += " AND x.target_type IN (\(list: filter.targetKinds))" }
        if let target = filter.target {
            condition += " AND CASE x.target_type WHEN 'invoice' THEN x.invoice_id ELSE x.customer_id END = \(target)"
        }
        if let part = filter.typeContains { condition += " AND \(Dialect.contains("x.insight_type", part))" }
        if !filter.severities.isEmpty { condition += " AND x.severity IN (\(list: filter.severities))" }
        // Tags are words without quotes, so a quoted word in the text is a whole tag.
        if let tag = filter.tag { condition += " AND \(Dialect.contains("x.tags", "\"\(tag)\""))" }
        if let customer = filter.customer { condition += " AND x.customer_id = \(customer)" }
        if let invoice = filter.invoice { condition += " AND x.invoice_id = \(invoice)" }
        return condition
    }

    private static let selection: Query = """
        SELECT \(InsightRow.columns), c.key, c.name, i.key, i.number
        FROM insight x
        LEFT JOIN customer c ON c.company_id = x.company_id AND c.id = x.customer_id
        LEFT JOIN invoice i ON i.company_id = x.company_id AND i.id = x.invoice_id
        """
}

extension InsightListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        insight = try InsightRow(from: &row)
        customerKey = row.textIfAny()
        customerName = row.textIfAny()
        invoiceKey = row.textIfAny()
        invoiceNumber = row.textIfAny()
    }
}
