internal import Receivables
internal import SQLite
internal import Values

/// A column of free text in which a person may be mentioned.
struct ScrubbedColumn: Sendable {
    /// How a row is known to be about a customer.
    enum Ownership: Sendable {
        case customer, invoice, action, insight
        /// It is about no customer in particular: names are not looked for in it.
        case nobody
    }

    let table: StaticString
    let column: StaticString
    let ownership: Ownership
    /// Whether a change of it is a change of the books, with a day and an instant of its own.
    let isDated: Bool

    /// Replaces what mentions the person, in every row; gives how many rows that were.
    func scrub(
        _ traces: PersonTraces,
        of customer: Identifier<Customer>,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        var count = 0
        if !traces.addresses.isEmpty {
            count += try scrub(traces.addresses, where: "1", at: recording, in: scope)
        }
        if !traces.names.isEmpty, let condition = condition(customer, in: scope) {
            count += try scrub(traces.names, where: condition, at: recording, in: scope)
        }
        return count
    }

    private func scrub(
        _ terms: [String],
        where condition: Query,
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let texts = try scope.connection.rows(
            """
            SELECT DISTINCT \(column) FROM \(table)
            WHERE company_id = \(scope.company) AND (\(condition)) AND \(PersonTraces.mentions(column, terms))
            ORDER BY \(column)
            """
        ) { row throws(SQLiteError) in try row.text() }
        let stamps: Query =
            isDated
            ? ", import_id = NULL, changed_on = \(recording.day), updated_at = \(recording.instant)" : ""
        var count = 0
        for text in texts {
            guard let scrubbed = PersonTraces.scrubbed(text, of: terms) else { continue }
            count += Int(
                try scope.connection.execute(
                    """
                    UPDATE \(table) SET \(column) = \(scrubbed)\(stamps)
                    WHERE company_id = \(scope.company) AND (\(condition)) AND \(column) = \(text)
                    """
                )
            )
        }
        return count
    }

    private func condition(_ customer: Identifier<Customer>, in scope: WriteScope) -> Query? {
        switch ownership {
        case .customer: "customer_id = \(customer)"
        case .invoice:
            """
            invoice_id IN (SELECT i.id FROM invoice i
                WHERE i.company_id = \(scope.company) AND i.customer_id = \(customer))
            """
        case .action:
            """
            action_id IN (SELECT a.id FROM action a
                WHERE a.company_id = \(scope.company) AND a.customer_id = \(customer))
            """
        case .insight:
            """
            insight_id IN (SELECT n.id FROM insight n
                WHERE n.company_id = \(scope.company) AND n.customer_id = \(customer))
            """
        case .nobody: nil
        }
    }

    private static func columns(
        of table: StaticString,
        _ ownership: Ownership,
        isDated: Bool = false,
        _ columns: StaticString...
    ) -> [ScrubbedColumn] {
        columns.map { ScrubbedColumn(table: table, column: $0, ownership: ownership, isDated: isDated) }
    }

    /// Every column of free text, with the word that a report has for its table; the past after what replaces it, because
    /// a change leaves an earlier version there.
    static let all: [(what: String, columns: [ScrubbedColumn])] = [
        (
            "messages that mention the person",
            columns(of: "communication", .customer, isDated: true, "subject", "body", "outcome")
                + columns(of: "communication_past", .customer, "subject", "body", "outcome")
        ),
        (
            "promises",
            columns(of: "promise", .customer, isDated: true, "note") + columns(of: "promise_past", .customer, "note")
        ),
        (
            "disputes",
            columns(of: "dispute", .invoice, isDated: true, "reason", "outcome", "owner")
                + columns(of: "dispute_past", .invoice, "reason", "outcome", "owner")
        ),
        (
            "invoices",
            columns(of: "invoice", .customer, isDated: true, "notes", "po_number")
                + columns(of: "invoice_past", .customer, "notes", "po_number")
        ),
        (
            "payments",
            columns(of: "payment", .customer, isDated: true, "reference", "method")
                + columns(of: "payment_past", .customer, "reference", "method")
        ),
        (
            "actions that mention the person",
            columns(
                of: "action",
                .customer,
                "label",
                "description",
                "subject",
                "body",
                "recipient",
                "reasons",
                "evidence",
                "cancel_cause",
                "outcome"
            )
        ),
        ("notes on actions", columns(of: "action_event", .action, "note")),
        ("comments on actions", columns(of: "feedback", .action, "comment")),
        ("insights", columns(of: "insight", .customer, "title", "summary", "evidence", "payload")),
        ("comments on insights", columns(of: "insight_feedback", .insight, "comment")),
        ("suppressions", columns(of: "suppression", .customer, "why")),
        ("jobs", columns(of: "job", .nobody, "params", "result", "error")),
        ("names of imported files", columns(of: "import_batch", .nobody, "file_name")),
    ]
}
