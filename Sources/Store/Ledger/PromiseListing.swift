package import Receivables
package import SQLite
package import Values

/// Which promises a list shows; conditions are joined by AND.
package struct PromiseFilter: Hashable, Sendable {
    package var customer: Identifier<Customer>?
    package var invoice: Identifier<Invoice>?
    package var states: [PromiseState]

    /// A filter; without conditions it shows every promise.
    package init(
        customer: Identifier<Customer>? = nil,
        invoice: Identifier<Invoice>? = nil,
        states: [PromiseState] = []
    ) {
        self.customer = customer
        self.invoice = invoice
        self.states = states
    }
}

/// A promise with what it is about and what has become of it.
package struct PromiseListing: Hashable, Sendable {
    /// An invoice that a promise is about.
    package struct About: Hashable, Sendable {
        package let id: Identifier<Invoice>
        package let number: String
    }

    package let promise: PromiseRow
    package let customerName: String
    /// By key.
    package let invoices: [About]
    /// The currency of the first of its invoices.
    package let currency: Currency
    package let state: PromiseState

    /// One page of the promises that the filter lets through and that were made by `today`: the latest first, then by
    /// identifier.
    package static func list(
        _ filter: PromiseFilter,
        of company: Company,
        today: Day,
        _ page: Page = Page(),
        in scope: CompanyScope
    ) throws(SQLiteError) -> Listed<PromiseListing> {
        var condition: Query = "r.company_id = \(scope.company) AND r.made_on <= \(today)"
        if let customer = filter.customer { condition += " AND r.customer_id = \(customer)" }
        if let invoice = filter.invoice {
            condition += """
                 AND EXISTS (SELECT 1 FROM promise_invoice q WHERE q.company_id = r.company_id AND q.promise_id = r.id
                    AND q.invoice_id = \(invoice))
                """
        }
        guard filter.states.isEmpty else {
            // What has become of a promise is found out by reading it, so all are read before any is left out.
            let rows = try PromiseRow.all(where: condition, in: scope)
            var listings: [PromiseListing] = []
            for row in rows {
                let listing = try PromiseListing(row, of: company, today: today, in: scope)
                if filter.states.contains(listing.state) { listings.append(listing) }
            }
            return Listed(
                elements: Array(listings.dropFirst(page.offset).prefix(page.limit)),
                totalCount: listings.count
            )
        }
        var listings: [PromiseListing] = []
        for row in try PromiseRow.all(where: condition, page, in: scope) {
            listings.append(try PromiseListing(row, of: company, today: today, in: scope))
        }
        return Listed(
            elements: listings,
            totalCount: try scope.count("SELECT count(*) FROM promise r WHERE \(condition)")
        )
    }

    /// One promise as it stands on a day.
    package static func find(
        _ id: Identifier<Promise>,
        of company: Company,
        today: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> PromiseListing? {
        guard let row = try PromiseRow.find(id, in: scope) else { return nil }
        return try PromiseListing(row, of: company, today: today, in: scope)
    }

    private init(_ row: PromiseRow, of company: Company, today: Day, in scope: CompanyScope) throws(SQLiteError) {
        promise = row
        customerName = try CustomerRow.find(row.customer, in: scope)?.customer.name ?? ""
        let parts = try scope.connection.rows(
            """
            SELECT i.id, i.number, i.amount, i.currency, i.voided_on
            FROM promise_invoice q JOIN invoice i ON i.company_id = q.company_id AND i.id = q.invoice_id
            WHERE q.company_id = \(scope.company) AND q.promise_id = \(row.id) ORDER BY i.key
            """
        ) { row throws(SQLiteError) in
            (
                about: About(id: try row.id(), number: try row.text()), amount: try row.money(),
                voidedOn: try row.dayIfAny()
            )
        }
        invoices = parts.map(\.about)
        currency = parts.first?.amount.currency ?? company.currency
        var owed: Int64 = 0
        var entries: [(day: Day, minorUnits: Int64)] = []
        for part in parts {
            owed += part.amount.minorUnits
            if let voidedOn = part.voidedOn { entries.append((voidedOn, part.amount.minorUnits)) }
        }
        entries += try scope.connection.rows(
            """
            SELECT p.paid_on, p.amount
            FROM promise_invoice q JOIN payment p ON p.company_id = q.company_id AND p.invoice_id = q.invoice_id
            WHERE q.company_id = \(scope.company) AND q.promise_id = \(row.id) AND p.paid_on <= \(today)
            UNION ALL
            SELECT a.allocated_on, a.amount
            FROM promise_invoice q JOIN allocation a ON a.company_id = q.company_id AND a.invoice_id = q.invoice_id
            WHERE q.company_id = \(scope.company) AND q.promise_id = \(row.id) AND a.allocated_on <= \(today)
            ORDER BY 1, 2
            """
        ) { row throws(SQLiteError) in (day: try row.day(), minorUnits: try row.integer()) }
        for entry in entries where entry.day < row.madeOn { owed -= entry.minorUnits }
        state = Promise(
            invoices: [],
            madeOn: row.madeOn,
            dueOn: row.dueOn,
            amount: row.amount,
            withdrawnOn: row.withdrawnOn
        ).state(
            owed: owed,
            entries: entries.filter { $0.day >= row.madeOn },
            terms: company.promiseTerms,
            on: today
        )
    }
}
