internal import SQLite

/// A table of the ledger and its past, such as `customer` and `customer_past`.
///
/// A trigger copies the version that an update replaces, so no statement can forget to. A past version says until which
/// company's day it held (`until_on`, the first day it no longer did), when it was replaced (`replaced_at`) and by which
/// import, if one did it (`replaced_by`); `updated_at` and `import_id` say when and by what it had been written. As of a
/// day the version is the one with the earliest `replaced_at` among those with a later `until_on`, or else the row
/// itself; as known at an instant, the same by `replaced_at`.
struct PastTable: Sendable {
    /// A column and its type.
    struct Column: Sendable {
        let name: StaticString
        let type: StaticString
        /// Whether it says what happened on a day of its own, as an invoice's amount does on its issue day: a correction of
        /// that holds for the past too, so as of a day the row itself is read.
        var isOfEntry = false

        static func id(_ name: StaticString) -> Column { Column(name: name, type: "BLOB") }
        static func text(_ name: StaticString) -> Column { Column(name: name, type: "TEXT") }
        static func number(_ name: StaticString) -> Column { Column(name: name, type: "INTEGER") }

        /// The same column as a part of an entry.
        var ofEntry: Column { Column(name: name, type: type, isOfEntry: true) }
    }

    let table: StaticString
    /// What identifies a row beside its company; never changed.
    let keys: [Column]
    /// What a version says.
    let columns: [Column]
    /// Whether its rows are read as they were on a day: they hold attributes, which have no day of their own.
    ///
    /// Columns of an entry are read as they are all the same.
    var isReadByDay = false

    /// Whether its rows also have the key that they have in the company's own books; it never changes either.
    var hasBookKey: Bool { keys.count == 1 }

    /// The past table, its index and its trigger.
    var statements: [Query] {
        var definition: Query = "CREATE TABLE \(table)_past (\n    company_id BLOB NOT NULL"
        var copied: Query = "company_id"
        var old: Query = "OLD.company_id"
        var indexed: Query = "company_id"
        for key in keys { indexed += ", \(key.name)" }
        for column in keys + columns + PastTable.stamps {
            definition += ",\n    \(column.name) \(column.type)"
            copied += ", \(column.name)"
            old += ", OLD.\(column.name)"
        }
        definition += """
            ,
                until_on INTEGER NOT NULL,
                replaced_at INTEGER NOT NULL,
                replaced_by BLOB\n\(Dialect.endOfTable)
            """
        let byDay: [Query] =
            isReadByDay ? ["CREATE INDEX \(table)_past_by_day ON \(table)_past (company_id, until_on)"] : []
        return [definition] + byDay + [
            "CREATE INDEX \(table)_past_by_row ON \(table)_past (\(indexed), replaced_at)",
            "CREATE INDEX \(table)_past_by_import ON \(table)_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL",
            """
            CREATE TRIGGER \(table)_keeps_its_past AFTER UPDATE ON \(table) BEGIN
                INSERT INTO \(table)_past (\(copied), until_on, replaced_at, replaced_by)
                VALUES (\(old), NEW.changed_on, NEW.updated_at, NEW.import_id);
            END
            """,
        ]
    }

    /// Who wrote a version, and when.
    private static let stamps: [Column] = [.id("import_id"), .number("changed_on"), .number("updated_at")]

    static let customer = PastTable(
        table: "customer",
        keys: [.id("id")],
        columns: [
            .text("name"), .text("segment"), .text("country"), .text("industry"), .number("do_not_contact"),
            .number("credit_limit"), .text("credit_limit_currency"), .text("status"), .number("is_person"),
            .number("payment_terms"), .text("ar_owner"), .text("sales_owner"), .text("labels"),
        ],
        isReadByDay: true
    )

    static let contact = PastTable(
        table: "contact",
        keys: [.id("id")],
        columns: [
            .id("customer_id"), .text("name"), .text("role"), .text("email"), .text("phone"), .text("time_zone"),
            .text("language"), .number("is_primary"), .number("no_email"), .number("no_call"), .number("no_sms"),
            .number("no_letter"), .number("bounced_on"), .number("forgotten_on"),
        ]
    )

    static let invoice = PastTable(
        table: "invoice",
        keys: [.id("id")],
        columns: [
            .text("number"), .id("customer_id").ofEntry, .number("issued_on").ofEntry, .number("due_on"),
            .number("amount").ofEntry, .text("currency").ofEntry, .text("po_number"), .text("notes"),
            .number("voided_on").ofEntry,
        ],
        isReadByDay: true
    )

    static let payment = PastTable(
        table: "payment",
        keys: [.id("id")],
        columns: [
            .id("customer_id"), .id("invoice_id"), .text("type"), .number("paid_on"), .number("amount"),
            .text("currency"), .text("method"), .text("reference"), .id("reverses"),
        ]
    )

    static let allocation = PastTable(
        table: "allocation",
        keys: [.id("payment_id"), .id("invoice_id")],
        columns: [.number("allocated_on"), .number("amount")]
    )

    static let promise = PastTable(
        table: "promise",
        keys: [.id("id")],
        columns: [
            .id("customer_id"), .id("contact_id"), .number("made_on"), .number("due_on"), .number("amount"),
            .text("currency"), .number("withdrawn_on"), .text("note"),
        ]
    )

    static let dispute = PastTable(
        table: "dispute",
        keys: [.id("id")],
        columns: [
            .id("invoice_id"), .number("opened_on"), .number("resolved_on"), .number("amount"), .text("category"),
            .text("reason"), .text("owner"), .number("due_on"), .text("outcome"),
        ]
    )

    static let communication = PastTable(
        table: "communication",
        keys: [.id("id")],
        columns: [
            .id("customer_id"), .id("contact_id"), .id("invoice_id"), .id("action_id"), .text("direction"),
            .text("channel"), .number("occurred_on"), .text("subject"), .text("body"), .text("reply_to"),
            .text("outcome"), .number("erased_on"),
        ]
    )

    static let rate = PastTable(
        table: "fx_rate",
        keys: [.text("from_currency"), .text("to_currency"), .number("day")],
        columns: [.number("mantissa"), .number("scale")]
    )

    /// Every table that keeps its past, in an order in which each refers to earlier ones only.
    static let all = [customer, contact, invoice, payment, allocation, promise, dispute, communication, rate]
}
