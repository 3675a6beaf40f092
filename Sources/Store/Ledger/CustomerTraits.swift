package import Receivables
internal import SQLite

/// What a list may ask of the customers it shows, or of those whose invoices it shows; conditions are joined by AND.
package struct CustomerTraits: Hashable, Sendable {
    package var statuses: [CustomerStatus]
    /// A customer of whom nobody said is none.
    package var isPerson: Bool?
    package var arOwner: String?
    package var salesOwner: String?
    /// Customers that are filed under one of these.
    package var labels: [String]

    /// Traits; without any, every customer has them.
    package init(
        statuses: [CustomerStatus] = [],
        isPerson: Bool? = nil,
        arOwner: String? = nil,
        salesOwner: String? = nil,
        labels: [String] = []
    ) {
        self.statuses = statuses
        self.isPerson = isPerson
        self.arOwner = arOwner
        self.salesOwner = salesOwner
        self.labels = labels
    }

    /// Whether a customer named `c` has them, as a part of a condition that begins with AND.
    var condition: Query {
        var condition: Query = ""
        if !statuses.isEmpty { condition += " AND c.status IN (\(list: statuses))" }
        if let isPerson { condition += " AND coalesce(c.is_person, 0) = \(isPerson)" }
        if let arOwner { condition += " AND c.ar_owner = \(arOwner)" }
        if let salesOwner { condition += " AND c.sales_owner = \(salesOwner)" }
        guard !labels.isEmpty else { return condition }
        condition += " AND ("
        for (index, label) in labels.enumerated() {
            if index > 0 { condition += " OR " }
            condition += Dialect.hasLine("c.labels", label)
        }
        condition += ")"
        return condition
    }
}
