package import Facts
package import Receivables
package import SQLite
package import Values

/// Which actions a list shows; conditions are joined by AND.
package struct ActionFilter: Hashable, Sendable {
    /// The lists of the review page.
    package enum Category: Hashable, Sendable {
        /// Proposed and recommended, and neither waiting nor put off: wants a person.
        case needsAction
        /// Proposed, and the first choice is to wait.
        case awaitingCustomer
        /// Completed, and recommended ones that were cancelled.
        case history
        /// Every proposed action of one invoice.
        case alternatives(of: Identifier<Invoice>)
    }

    /// Whose work an action is.
    package enum Assignee: Hashable, Sendable {
        case nobody
        case user(Identifier<User>)
    }

    package var category: Category?
    package var states: [ActionState]
    package var channels: [Channel]
    /// The rule's name.
    package var rule: String?
    package var assignee: Assignee?
    package var customer: Identifier<Customer>?
    package var invoice: Identifier<Invoice>?
    /// A part of the customer's name, the invoice's number or the label, in any case.
    package var search: String?
    /// Invoices in this currency; an action about none is in the company's base currency.
    package var currency: Currency?
    /// Actions about invoices in this currency and of this amount or more.
    package var minimumAmount: Money?
    /// Actions about invoices in this currency and of this amount or less.
    package var maximumAmount: Money?
    /// Actions about no invoice are left out.
    package var minimumDaysPastDue: Int?
    /// Who looks after what the customer owes.
    package var arOwner: String?

    /// A filter; without conditions it shows every action.
    package init(
        category: Category? = nil,
        states: [ActionState] = [],
        channels: [Channel] = [],
        rule: String? = nil,
        assignee: Assignee? = nil,
        customer: Identifier<Customer>? = nil,
        invoice: Identifier<Invoice>? = nil,
        search: String? = nil,
        currency: Currency? = nil,
        minimumAmount: Money? = nil,
        maximumAmount: Money? = nil,
        minimumDaysPastDue: Int? = nil,
        arOwner: String? = nil
    ) {
        self.category = category
        self.states = states
        self.channels = channels
        self.rule = rule
        self.assignee = assignee
        self.customer = customer
        self.invoice = invoice
        self.search = search
        self.currency = currency
        self.minimumAmount = minimumAmount
        self.maximumAmount = maximumAmount
        self.minimumDaysPastDue = minimumDaysPastDue
        self.arOwner = arOwner
    }
}

/// An action with the names that people know its target by, and what is owed.
package struct ActionListing: Hashable, Sendable {
    package let action: ActionRow
    package let customerKey: String
    package let customerName: String
    /// The invoice it is about, where it is about one.
    package let invoice: InvoiceListing?

    /// One page of the actions that the filter lets through: the most urgent first, then by priority, then by identifier.
    ///
    /// - Parameter today: the company's day, for days past due and for what is put off.
    package static func list(
        _ filter: ActionFilter,
        today: Day,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<ActionListing> {
        let condition = condition(filter, today: today, in: scope)
        // The page is picked by the narrow columns of the index; only its own rows are read whole.
        let elements: [ActionListing] = try scope.connection.all(
            """
            \(selection(today: today)) JOIN (
                SELECT a.id FROM action a \(join(filter)) WHERE \(condition)
                ORDER BY a.urgency DESC, a.priority DESC, a.id LIMIT \(page.limit) OFFSET \(page.offset)
            ) page ON page.id = a.id
            WHERE a.company_id = \(scope.company) ORDER BY a.urgency DESC, a.priority DESC, a.id
            """
        )
        let total = try scope.count("SELECT count(*) FROM action a \(join(filter)) WHERE \(condition)")
        return Listed(elements: elements, totalCount: total)
    }

    /// One action with its names.
    package static func find(
        _ id: Identifier<Action>,
        today: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> ActionListing? {
        try scope.connection.one(
            "\(selection(today: today)) WHERE a.company_id = \(scope.company) AND a.id = \(id)"
        )
    }

    /// Every action of the scope's company, in an order that any database with the same books gives.
    package static func all(today: Day, in scope: CompanyScope) throws(SQLiteError) -> [ActionListing] {
        try scope.connection.all(
            """
            \(selection(today: today)) WHERE a.company_id = \(scope.company)
            ORDER BY c.key, coalesce(i.key, ''), a.rule, a.episode_from, a.substance_hash
            """
        )
    }

    private static func condition(_ filter: ActionFilter, today: Day, in scope: CompanyScope) -> Query {
        var condition: Query = "a.company_id = \(scope.company)"
        switch filter.category {
        case nil: break
        case .needsAction:
            condition += """
                 AND a.state = 'proposed' AND a.is_recommended = 1 AND a.channel <> 'wait'
                AND (a.snoozed_until IS NULL OR a.snoozed_until <= \(today))
                """
        case .awaitingCustomer:
            condition += " AND a.state = 'proposed' AND a.is_recommended = 1 AND a.channel = 'wait'"
        case .history:
            condition += " AND (a.state = 'completed' OR (a.state = 'cancelled' AND a.is_recommended = 1))"
        case .alternatives(of: let invoice):
            condition += " AND a.state = 'proposed' AND a.invoice_id = \(invoice)"
        }
        if !filter.states.isEmpty { condition += " AND a.state IN (\(list: filter.states))" }
        if !filter.channels.isEmpty { condition += " AND a.channel IN (\(list: filter.channels))" }
        if let rule = filter.rule { condition += " AND a.rule = \(rule)" }
        switch filter.assignee {
        case nil: break
        case .nobody: condition += " AND a.assigned_to IS NULL"
        case .user(let user): condition += " AND a.assigned_to = \(user)"
        }
        if let customer = filter.customer { condition += " AND a.customer_id = \(customer)" }
        if let invoice = filter.invoice { condition += " AND a.invoice_id = \(invoice)" }
        if let text = filter.search {
            condition += """
                 AND (\(Dialect.contains("c.name", text)) OR \(Dialect.contains("i.number", text))
                OR \(Dialect.contains("a.label", text)))
                """
        }
        if let currency = filter.currency {
            condition += """
                 AND coalesce(i.currency, (SELECT y.currency FROM company y WHERE y.id = a.company_id)) = \(currency)
                """
        }
        if let amount = filter.minimumAmount {
            condition += " AND i.currency = \(amount.currency) AND i.amount >= \(amount.minorUnits)"
        }
        if let amount = filter.maximumAmount {
            condition += " AND i.currency = \(amount.currency) AND i.amount <= \(amount.minorUnits)"
        }
        if let owner = filter.arOwner { condition += " AND c.ar_owner = \(owner)" }
        if let days = filter.minimumDaysPastDue { condition += " AND i.due_on <= \(today.advanced(by: -days))" }
        return condition
    }

    /// What the conditions need beside the action itself: nothing where they ask for nothing else.
    private static func join(_ filter: ActionFilter) -> Query {
        let needsNames = filter.search != nil || filter.arOwner != nil || filter.currency != nil
        let needsInvoice =
            filter.minimumAmount != nil || filter.maximumAmount != nil || filter.minimumDaysPastDue != nil
        guard needsNames || needsInvoice else { return "" }
        return """
            JOIN customer c ON c.company_id = a.company_id AND c.id = a.customer_id
            LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
            """
    }

    private static func selection(today: Day) -> Query {
        """
        SELECT \(ActionRow.columns), c.key, c.name, \(InvoiceListing.columns(asOf: today))
        FROM action a
        JOIN customer c ON c.company_id = a.company_id AND c.id = a.customer_id
        LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
        """
    }
}

extension ActionListing: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        action = try ActionRow(from: &row)
        customerKey = try row.text()
        customerName = try row.text()
        // Without an invoice its columns are all NULL, and nothing is read after them.
        invoice = action.invoice == nil ? nil : try InvoiceListing(from: &row)
    }
}
