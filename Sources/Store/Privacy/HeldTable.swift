package import Receivables
package import SQLite
package import Values

/// A value of a row as it is shown to whom it is about.
package enum HeldValue: Hashable, Sendable {
    case text(String)
    case number(Int64)
    case ratio(Double)
    case flag(Bool)
    case day(Day)
    case instant(Instant)
    case money(Money)
    /// An identifier, as a UUID.
    case identifier(String)
}

/// A row as it is shown to whom it is about: the values it has, by the names of their columns.
package struct HeldRow: Hashable, Sendable {
    /// The kind of row: its table's name.
    package let kind: String
    /// Whether it is an earlier version, which another one has replaced.
    package let isPast: Bool
    /// What it holds; columns without a value are left out.
    package let values: [(name: String, value: HeldValue)]

    package static func == (left: HeldRow, right: HeldRow) -> Bool {
        left.kind == right.kind && left.isPast == right.isPast
            && left.values.elementsEqual(right.values) { $0 == $1 }
    }

    /// Takes in the kind, whether it is past, and the values in order.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(isPast)
        for (name, value) in values {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}

/// Whom an export of what is held is about.
package enum HeldAbout: Hashable, Sendable {
    case customer(Identifier<Customer>)
    /// A person at a customer.
    case contact(ContactRow)
}

/// A table that may hold something about a customer or a person, and which of its rows do.
package struct HeldTable: Sendable {
    /// The table's name.
    package var name: String { "\(table)" }
    /// What its rows are, for whom they are about.
    package let meaning: String

    private let table: StaticString
    private let columns: [PastTable.Column]
    private let keepsPast: Bool
    private let order: StaticString
    /// Which rows are about whom; `nil` where none can be.
    private let condition: @Sendable (HeldAbout, Identifier<Company>) -> Query?

    /// Every row about somebody, the current ones first.
    package func rows(about whom: HeldAbout, in scope: CompanyScope) throws(SQLiteError) -> [HeldRow] {
        guard let condition = condition(whom, scope.company) else { return [] }
        var rows = try HeldTable.rows(
            "\(table)",
            columns,
            isPast: false,
            "company_id = \(scope.company) AND (\(condition)) ORDER BY \(order)",
            in: scope
        )
        guard keepsPast, let past = PastTable.all.first(where: { $0.table.description == name }),
            past.keys.map(\.name.description) == ["id"]
        else { return rows }
        let stamps: [PastTable.Column] = [
            .id("import_id"), .number("updated_at"), .number("until_on"), .number("replaced_at"),
        ]
        rows += try HeldTable.rows(
            "\(table)_past",
            past.keys + past.columns + stamps,
            isPast: true,
            """
            company_id = \(scope.company)
                AND id IN (SELECT id FROM \(table) WHERE company_id = \(scope.company) AND (\(condition)))
            ORDER BY id, replaced_at
            """,
            in: scope
        )
        return rows
    }

    private static func rows(
        _ table: Query,
        _ columns: [PastTable.Column],
        isPast: Bool,
        _ condition: Query,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [HeldRow] {
        var query: Query = "SELECT "
        for (place, column) in columns.enumerated() {
            if place > 0 { query += ", " }
            query += "\(column.name)"
        }
        query += " FROM \(table) WHERE \(condition)"
        let kind = table.sql.split(separator: "_past").first.map(String.init) ?? table.sql
        return try scope.connection.rows(query) { row throws(SQLiteError) in
            var values: [(name: String, value: HeldValue)] = []
            for column in columns {
                guard let value = try value(of: column, from: &row) else { continue }
                values.append((column.name.description, value))
            }
            return HeldRow(kind: kind, isPast: isPast, values: withMoney(values))
        }
    }

    /// The value of a column; its name says what its number means, as it does in the schema.
    private static func value(
        of column: PastTable.Column,
        from row: inout Row
    ) throws(SQLiteError) -> HeldValue? {
        let name = column.name.description
        switch column.type.description {
        case "BLOB":
            guard let (high, low) = try row.wordsIfAny() else { return nil }
            return .identifier(Identifier<Customer>(high: high, low: low).description)
        case "REAL": return row.realIfAny().map { .ratio($0) }
        case "TEXT": return row.textIfAny().map { .text($0) }
        default:
            guard let number = row.integerIfAny() else { return nil }
            if name.hasSuffix("_at") { return .instant(Instant(millisecondsSinceEpoch: number)) }
            if ["_on", "_from", "_to"].contains(where: name.hasSuffix), let days = Int32(exactly: number) {
                return .day(Day(sinceEpoch: days))
            }
            if name.hasPrefix("is_") || name.hasPrefix("no_") || name == "do_not_contact" { return .flag(number != 0) }
            return .number(number)
        }
    }

    /// Puts an amount and the currency beside it together.
    private static func withMoney(
        _ values: [(name: String, value: HeldValue)]
    ) -> [(name: String, value: HeldValue)] {
        values.map { name, value in
            guard case .number(let minorUnits) = value, name == "amount" || name == "credit_limit" else {
                return (name, value)
            }
            let currency = name == "amount" ? "currency" : "credit_limit_currency"
            guard case .text(let code)? = values.first(where: { $0.name == currency })?.value,
                let currency = Currency(code)
            else { return (name, value) }
            return (name, .money(Money(minorUnits: minorUnits, in: currency)))
        }
    }

    /// A table of the books; its columns are those that keep their past.
    private init(
        _ table: PastTable,
        _ meaning: String,
        _ condition: @escaping @Sendable (HeldAbout, Identifier<Company>) -> Query?
    ) {
        self.table = table.table
        self.meaning = meaning
        let isNamed = table.keys.map(\.name.description) == ["id"]
        columns =
            table.keys + (isNamed ? [.text("key")] : []) + table.columns
            + [.id("import_id"), .number("recorded_at"), .number("updated_at")]
        keepsPast = isNamed
        order = isNamed ? "key" : "1, 2"
        self.condition = condition
    }

    private init(
        _ table: StaticString,
        _ meaning: String,
        _ columns: [PastTable.Column],
        order: StaticString,
        _ condition: @escaping @Sendable (HeldAbout, Identifier<Company>) -> Query?
    ) {
        self.table = table
        self.meaning = meaning
        self.columns = columns
        self.order = order
        keepsPast = false
        self.condition = condition
    }
}

extension HeldTable {
    /// Every table that can hold something about somebody, in the order of an export.
    package static let all: [HeldTable] = books + judgements + records

    private static let books = [
        HeldTable(.customer, "the customer as the books have it, and as they had it before") { whom, _ in
            guard case .customer(let id) = whom else { return nil }
            return "id = \(id)"
        },
        HeldTable(.contact, "a person at the customer, how they are reached and what they asked not to be") { whom, _ in
            switch whom {
            case .customer(let id): "customer_id = \(id)"
            case .contact(let contact): "id = \(contact.id)"
            }
        },
        HeldTable(.invoice, "an invoice") { whom, _ in ofCustomer(whom) },
        HeldTable(.payment, "a payment, credit note, write-off, refund or reversal") { whom, _ in ofCustomer(whom) },
        HeldTable(.allocation, "a part of a payment that was put to an invoice; its amount is in minor units") {
            whom,
            company in
            ofInvoices(whom, company)
        },
        HeldTable(.promise, "a promise to pay") { whom, _ in ofCustomerOrContact(whom) },
        HeldTable(.dispute, "an objection to an invoice; its amount is in minor units") { whom, company in
            ofInvoices(whom, company)
        },
        HeldTable(.communication, "a message or a call, in either direction") { whom, _ in ofCustomerOrContact(whom) },
    ]

    private static let judgements = [
        HeldTable(
            "invoice_score",
            "how likely the model finds it that an invoice is paid late",
            [.id("invoice_id"), PastTable.Column(name: "late_probability", type: "REAL"), .number("assessed_on")],
            order: "invoice_id"
        ) { whom, company in ofInvoices(whom, company) },
        HeldTable(
            "customer_score",
            "how risky the model finds the customer, from 0 to 100",
            [
                .id("customer_id"), PastTable.Column(name: "risk_score", type: "REAL"), .text("risk_level"),
                .number("assessed_on"),
            ],
            order: "customer_id"
        ) { whom, _ in ofCustomer(whom) },
        HeldTable(
            "insight",
            "what a rule says about the customer or an invoice, and the facts it says it by",
            [
                .id("id"), .text("rule"), .id("customer_id"), .id("invoice_id"), .text("insight_type"),
                .text("severity"),
                .text("tags"), .text("title"), .text("summary"), .text("evidence"), .number("valid_from"),
                .number("valid_to"), .number("created_at"), .number("updated_at"),
            ],
            order: "valid_from, id"
        ) { whom, _ in ofCustomer(whom) },
        HeldTable(
            "action",
            "a step that was recommended, its draft, and what became of it",
            [
                .id("id"), .text("rule"), .id("customer_id"), .id("invoice_id"), .text("channel"), .text("state"),
                .text("label"), .text("description"), .text("recipient"), .text("subject"), .text("body"),
                .text("reasons"), .text("evidence"), .text("cancel_cause"), .text("outcome"), .number("created_at"),
                .number("updated_at"), .number("executed_at"),
            ],
            order: "created_at, id"
        ) { whom, company in
            switch whom {
            case .customer(let id): return "customer_id = \(id)"
            case .contact(let contact):
                return """
                    customer_id = \(contact.customer) AND (id IN (SELECT k.action_id FROM communication k
                            WHERE k.company_id = \(company) AND k.contact_id = \(contact.id))
                        OR lower(recipient) IN (lower(\(contact.email ?? contact.name)),
                            lower(\(contact.phone ?? contact.name)), lower(\(contact.name))))
                    """
            }
        },
        HeldTable(
            "suppression",
            "a contact that was not made, and the hold that stopped it",
            [
                .id("id"), .text("rule"), .id("customer_id"), .id("invoice_id"), .text("channel"), .text("hold"),
                .text("why"), .number("valid_from"), .number("valid_to"), .number("recorded_at"),
            ],
            order: "valid_from, id"
        ) { whom, _ in ofCustomer(whom) },
    ]

    private static let records = [
        HeldTable(
            "action_event",
            "what was done with a step, and by whom",
            [
                .id("action_id"), .number("seq"), .text("event"), .text("state_before"), .text("state_after"),
                .text("actor"), .text("note"), .number("occurred_at"),
            ],
            order: "action_id, seq"
        ) { whom, company in ofActions(whom, company) },
        HeldTable(
            "feedback",
            "a reviewer's decision about a step",
            [
                .id("action_id"), .id("user_id"), .number("is_approved"), .number("is_edited"), .text("reason"),
                .text("comment"), .number("decided_at"),
            ],
            order: "decided_at, id"
        ) { whom, company in ofActions(whom, company) },
        HeldTable(
            "audit",
            "a line of the log of who changed what; its content may have been taken away since",
            [
                .number("seq"), .number("occurred_at"), .text("actor"), .text("event"), .text("subject"),
                .text("before"),
                .text("after"), .number("redacted_at"),
            ],
            order: "seq"
        ) { whom, company in
            switch whom {
            case .contact(let contact): return "subject = \(contact.id.description)"
            case .customer(let id):
                // An identifier is stored as bytes and named in the log as text; a hexadecimal comparison joins the two.
                return """
                    subject = \(id.description) OR replace(subject, '-', '') IN (
                        SELECT lower(hex(a.id)) FROM action a WHERE a.company_id = \(company) AND a.customer_id = \(id)
                        UNION ALL SELECT lower(hex(k.id)) FROM contact k
                            WHERE k.company_id = \(company) AND k.customer_id = \(id)
                        UNION ALL SELECT lower(hex(n.id)) FROM insight n
                            WHERE n.company_id = \(company) AND n.customer_id = \(id)
                        UNION ALL SELECT lower(hex(r.id)) FROM promise r
                            WHERE r.company_id = \(company) AND r.customer_id = \(id)
                        UNION ALL SELECT lower(hex(d.id)) FROM dispute d JOIN invoice i
                                ON i.company_id = d.company_id AND i.id = d.invoice_id
                            WHERE d.company_id = \(company) AND i.customer_id = \(id))
                    """
            }
        },
    ]

    private static func ofCustomer(_ whom: HeldAbout) -> Query? {
        guard case .customer(let id) = whom else { return nil }
        return "customer_id = \(id)"
    }

    private static func ofCustomerOrContact(_ whom: HeldAbout) -> Query? {
        switch whom {
        case .customer(let id): "customer_id = \(id)"
        case .contact(let contact): "contact_id = \(contact.id)"
        }
    }

    private static func ofInvoices(_ whom: HeldAbout, _ company: Identifier<Company>) -> Query? {
        guard case .customer(let id) = whom else { return nil }
        return "invoice_id IN (SELECT i.id FROM invoice i WHERE i.company_id = \(company) AND i.customer_id = \(id))"
    }

    private static func ofActions(_ whom: HeldAbout, _ company: Identifier<Company>) -> Query? {
        guard case .customer(let id) = whom else { return nil }
        return "action_id IN (SELECT a.id FROM action a WHERE a.company_id = \(company) AND a.customer_id = \(id))"
    }
}
