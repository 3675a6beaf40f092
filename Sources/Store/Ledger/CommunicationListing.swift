package import Facts
package import Receivables
package import SQLite
package import Values

/// Which messages a list shows; conditions are joined by AND.
package struct CommunicationFilter: Hashable, Sendable {
    package var channels: [Channel]
    package var direction: Direction?
    package var customer: Identifier<Customer>?
    package var contact: Identifier<Contact>?
    package var invoice: Identifier<Invoice>?
    /// The first day.
    package var from: Day?
    /// The last day.
    package var to: Day?

    /// A filter; without conditions it shows every message.
    package init(
        channels: [Channel] = [],
        direction: Direction? = nil,
        customer: Identifier<Customer>? = nil,
        contact: Identifier<Contact>? = nil,
        invoice: Identifier<Invoice>? = nil,
        from: Day? = nil,
        to: Day? = nil
    ) {
        self.channels = channels
        self.direction = direction
        self.customer = customer
        self.contact = contact
        self.invoice = invoice
        self.from = from
        self.to = to
    }
}

/// A message with the names of whom it was with and what it is about.
package struct CommunicationListing: Hashable, Sendable {
    package let communication: CommunicationRow
    package let customerName: String
    package let contactName: String?
    package let invoiceNumber: String?

    /// One page of the messages that the filter lets through: the latest first, then by identifier.
    package static func list(
        _ filter: CommunicationFilter,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<CommunicationListing> {
        var condition: Query = "k.company_id = \(scope.company)"
        if !filter.channels.isEmpty { condition += " AND k.channel IN (\(list: filter.channels))" }
        if let direction = filter.direction { condition += " AND k.direction = \(direction)" }
        if let customer = filter.customer { condition += " AND k.customer_id = \(customer)" }
        if let contact = filter.contact { condition += " AND k.contact_id = \(contact)" }
        if let invoice = filter.invoice { condition += " AND k.invoice_id = \(invoice)" }
        if let day = filter.from { condition += " AND k.occurred_on >= \(day)" }
        if let day = filter.to { condition += " AND k.occurred_on <= \(day)" }
        return Listed(
            elements: try scope.connection.all(
                """
                SELECT k.id, k.key, k.customer_id, k.contact_id, k.invoice_id, k.action_id, k.direction, k.channel,
                    k.occurred_on, k.subject, k.body, k.reply_to, k.outcome, k.erased_on, k.recorded_at, k.updated_at,
                    c.name, p.name, i.number
                FROM communication k JOIN customer c ON c.company_id = k.company_id AND c.id = k.customer_id
                    LEFT JOIN contact p ON p.company_id = k.company_id AND p.id = k.contact_id
                    LEFT JOIN invoice i ON i.company_id = k.company_id AND i.id = k.invoice_id
                WHERE \(condition)
                ORDER BY k.occurred_on DESC, k.id LIMIT \(page.limit) OFFSET \(page.offset)
                """
            ),
            totalCount: try scope.count("SELECT count(*) FROM communication k WHERE \(condition)")
        )
    }
}

extension CommunicationListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        communication = try CommunicationRow(from: &row)
        customerName = try row.text()
        contactName = row.textIfAny()
        invoiceNumber = row.textIfAny()
    }
}
