package import Receivables
package import SQLite
package import Values

/// Which disputes a list shows; conditions are joined by AND.
package struct DisputeFilter: Hashable, Sendable {
    package var customer: Identifier<Customer>?
    package var invoice: Identifier<Invoice>?
    /// Whether open ones only, or settled ones only.
    package var isOpen: Bool?
    package var category: String?
    package var owner: String?

    /// A filter; without conditions it shows every dispute.
    package init(
        customer: Identifier<Customer>? = nil,
        invoice: Identifier<Invoice>? = nil,
        isOpen: Bool? = nil,
        category: String? = nil,
        owner: String? = nil
    ) {
        self.customer = customer
        self.invoice = invoice
        self.isOpen = isOpen
        self.category = category
        self.owner = owner
    }
}

/// A dispute with the invoice it is about.
package struct DisputeListing: Hashable, Sendable {
    package let dispute: DisputeRow
    package let customer: Identifier<Customer>
    package let customerName: String
    package let invoiceNumber: String
    package let currency: Currency

    /// One page of the disputes that the filter lets through and that were opened by `today`: the latest first, then by
    /// identifier.
    package static func list(
        _ filter: DisputeFilter,
        today: Day,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<DisputeListing> {
        var condition: Query = "d.company_id = \(scope.company) AND d.opened_on <= \(today)"
        if let customer = filter.customer { condition += " AND i.customer_id = \(customer)" }
        if let invoice = filter.invoice { condition += " AND d.invoice_id = \(invoice)" }
        if let category = filter.category { condition += " AND lower(d.category) = lower(\(category))" }
        if let owner = filter.owner { condition += " AND lower(d.owner) = lower(\(owner))" }
        switch filter.isOpen {
        case true: condition += " AND (d.resolved_on IS NULL OR d.resolved_on > \(today))"
        case false: condition += " AND d.resolved_on <= \(today)"
        case nil: break
        }
        return Listed(
            elements: try scope.connection.all(
                """
                \(selection) WHERE \(condition)
                ORDER BY d.opened_on DESC, d.id LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.count("SELECT count(*) \(tables) WHERE \(condition)")
        )
    }

    /// One dispute.
    package static func find(
        _ id: Identifier<Dispute>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> DisputeListing? {
        try scope.connection.one("\(selection) WHERE d.company_id = \(scope.company) AND d.id = \(id)")
    }

    private static let tables: StaticString = """
        FROM dispute d JOIN invoice i ON i.company_id = d.company_id AND i.id = d.invoice_id
            JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
        """

    private static let selection: Query = """
        SELECT d.id, d.key, d.invoice_id, d.opened_on, d.resolved_on, d.amount, d.category, d.reason, d.owner, d.due_on,
            d.outcome, d.recorded_at, d.updated_at, c.id, c.name, i.number, i.currency
        \(tables)
        """
}

extension DisputeListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        dispute = try DisputeRow(from: &row)
        customer = try row.id()
        customerName = try row.text()
        invoiceNumber = try row.text()
        currency = try row.currency()
    }
}
