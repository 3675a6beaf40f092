package import SQLite
package import Values

/// What taking an import back did to the books.
package struct ImportUndoCount: Hashable, Sendable {
    /// Rows that say again what they said before the import.
    package var restored = 0
    /// Rows that the import added and that are gone.
    package var removed = 0
    /// Invoices that decisions refer to: they stay, withdrawn on the day they were issued.
    package var voided = 0
    /// Customers that decisions or withdrawn invoices refer to: they stay.
    package var kept = 0

    /// So many rows of each fate.
    package init(restored: Int = 0, removed: Int = 0, voided: Int = 0, kept: Int = 0) {
        self.restored = restored
        self.removed = removed
        self.voided = voided
        self.kept = kept
    }
}

/// Why an import cannot be taken back now.
package enum ImportUndoObstacle: Hashable, Sendable {
    /// Rows that it wrote have been changed since: by an import, or by a person where it is `nil`.
    case changedSince(by: Identifier<ImportBatch>?, table: String)
    /// Rows refer to some that it added: of an import, or entered by a person where it is `nil`.
    case referredTo(by: Identifier<ImportBatch>?, table: String)
}

extension ImportBatchRow {
    /// Takes the import's changes back: rows that it changed say again what they said, rows that it added are removed.
    ///
    /// What decisions refer to stays: invoices are withdrawn as of the day they were issued, customers are left alone.
    /// The versions that are taken back stay in the past tables, so that reads as of a day before today give what they
    /// gave.
    ///
    /// - Parameter recording: when it happens; no import does it.
    /// - Returns: what was done, or what is in the way; then the transaction must be given up.
    package func undo(
        at recording: Recording,
        in scope: WriteScope
    ) throws(SQLiteError) -> Swift.Result<ImportUndoCount, ImportUndoBlocked> {
        let undoing = ImportUndoing(batch: self, recording: recording, scope: scope)
        if let obstacle = try undoing.laterChange() { return .failure(ImportUndoBlocked(obstacle: obstacle)) }
        var count = ImportUndoCount()
        count.restored = try undoing.restore()
        if let obstacle = try undoing.foreignReference() { return .failure(ImportUndoBlocked(obstacle: obstacle)) }
        try undoing.remove(into: &count)
        try scope.connection.execute(
            """
            UPDATE import_batch SET undone_at = \(recording.instant) WHERE company_id = \(scope.company) AND id = \(id)
            """
        )
        return .success(count)
    }
}

/// What is in the way of taking an import back.
package struct ImportUndoBlocked: Error, Hashable {
    package let obstacle: ImportUndoObstacle
}

/// The statements that take one import back, in the order in which they must run.
private struct ImportUndoing {
    let batch: ImportBatchRow
    let recording: Recording
    let scope: WriteScope

    private var connection: Connection { scope.connection }

    /// A column that refers to a row of another table.
    private struct Reference {
        let child: StaticString
        let column: StaticString
        let parent: StaticString
    }

    private static let references = [
        Reference(child: "contact", column: "customer_id", parent: "customer"),
        Reference(child: "invoice", column: "customer_id", parent: "customer"),
        Reference(child: "payment", column: "customer_id", parent: "customer"),
        Reference(child: "promise", column: "customer_id", parent: "customer"),
        Reference(child: "communication", column: "customer_id", parent: "customer"),
        Reference(child: "promise", column: "contact_id", parent: "contact"),
        Reference(child: "communication", column: "contact_id", parent: "contact"),
        Reference(child: "payment", column: "invoice_id", parent: "invoice"),
        Reference(child: "allocation", column: "invoice_id", parent: "invoice"),
        Reference(child: "promise_invoice", column: "invoice_id", parent: "invoice"),
        Reference(child: "dispute", column: "invoice_id", parent: "invoice"),
        Reference(child: "communication", column: "invoice_id", parent: "invoice"),
        Reference(child: "allocation", column: "payment_id", parent: "payment"),
        Reference(child: "payment", column: "reverses", parent: "payment"),
        Reference(child: "promise_invoice", column: "promise_id", parent: "promise"),
    ]

    /// The past version `p` that this import replaced in a row `t`: it touches each row once, at its own instant.
    private func replaced(_ table: PastTable) -> Query {
        """
        SELECT 1 FROM \(table.table)_past p WHERE \(sameRow(table)) AND p.replaced_by = \(batch.id)
            AND p.replaced_at = \(batch.recordedAt)
        """
    }

    private func sameRow(_ table: PastTable) -> Query {
        var condition: Query = "p.company_id = t.company_id"
        for key in table.keys { condition += " AND p.\(key.name) = t.\(key.name)" }
        return condition
    }

    /// Whether a row `t` was added by this import.
    private func isAdded(_ table: PastTable) -> Query {
        "t.company_id = \(scope.company) AND t.import_id = \(batch.id) AND NOT EXISTS (\(replaced(table)))"
    }

    // MARK: What is in the way

    func laterChange() throws(SQLiteError) -> ImportUndoObstacle? {
        for table in PastTable.all {
            let query: Query = """
                SELECT t.import_id FROM \(table.table)_past p JOIN \(table.table) t ON \(sameRow(table))
                WHERE p.company_id = \(scope.company) AND p.import_id = \(batch.id)
                    AND t.import_id IS DISTINCT FROM \(batch.id)
                ORDER BY t.updated_at DESC LIMIT 1
                """
            let found = try connection.first(query) { row throws(SQLiteError) in
                ImportUndoObstacle.changedSince(by: try row.idIfAny(), table: table.table.description)
            }
            if let found { return found }
        }
        return nil
    }

    func foreignReference() throws(SQLiteError) -> ImportUndoObstacle? {
        for reference in ImportUndoing.references {
            guard let table = PastTable.all.first(where: { $0.table.description == reference.parent.description })
            else { preconditionFailure("what rows refer to keeps its past") }
            let query: Query = """
                SELECT c.import_id FROM \(reference.child) c JOIN \(reference.parent) t
                    ON t.company_id = c.company_id AND t.id = c.\(reference.column)
                WHERE c.company_id = \(scope.company) AND c.import_id IS DISTINCT FROM \(batch.id) AND \(isAdded(table))
                ORDER BY c.recorded_at DESC LIMIT 1
                """
            let found = try connection.first(query) { row throws(SQLiteError) in
                ImportUndoObstacle.referredTo(by: try row.idIfAny(), table: reference.child.description)
            }
            if let found { return found }
        }
        return nil
    }

    // MARK: What is done

    func restore() throws(SQLiteError) -> Int {
        var count = 0
        for table in PastTable.all {
            var names: Query = ""
            var values: Query = ""
            for column in table.columns {
                names += "\(column.name), "
                values += "p.\(column.name), "
            }
            let version: Query = """
                FROM \(table.table)_past p WHERE \(sameRow(table)) AND p.replaced_by = \(batch.id)
                    AND p.replaced_at = \(batch.recordedAt)
                """
            count += Int(
                try connection.execute(
                    """
                    UPDATE \(table.table) AS t SET (\(names)import_id, changed_on, updated_at) =
                        (SELECT \(values)p.import_id, \(recording.day), \(recording.instant) \(version))
                    WHERE t.company_id = \(scope.company) AND t.import_id = \(batch.id) AND EXISTS (SELECT 1 \(version))
                    """
                )
            )
        }
        return count
    }

    func remove(into count: inout ImportUndoCount) throws(SQLiteError) {
        try connection.execute(
            "DELETE FROM promise_invoice WHERE company_id = \(scope.company) AND import_id = \(batch.id)"
        )
        for table in [
            PastTable.rate, .communication, .dispute, .promise, .allocation, .payment,
        ] {
            count.removed += Int(
                try connection.execute("DELETE FROM \(table.table) AS t WHERE \(isAdded(table))")
            )
        }
        try withdrawInvoices(into: &count)
        count.removed += Int(try connection.execute("DELETE FROM contact AS t WHERE \(isAdded(.contact))"))
        count.removed += Int(
            try connection.execute(
                "DELETE FROM customer AS t WHERE \(isAdded(.customer)) AND NOT \(isDecidedOn(customer: "t"))"
            )
        )
        count.kept = try connection.number("SELECT count(*) FROM customer t WHERE \(isAdded(.customer))")
        for table in PastTable.all {
            try connection.execute(
                """
                DELETE FROM \(table.table)_past AS p WHERE p.company_id = \(scope.company)
                    AND NOT EXISTS (SELECT 1 FROM \(table.table) t WHERE \(sameRow(table)))
                """
            )
        }
    }

    private func withdrawInvoices(into count: inout ImportUndoCount) throws(SQLiteError) {
        let decidedOn: Query = """
            (EXISTS (SELECT 1 FROM insight d WHERE d.company_id = t.company_id AND d.invoice_id = t.id)
                OR EXISTS (SELECT 1 FROM action d WHERE d.company_id = t.company_id AND d.invoice_id = t.id)
                OR EXISTS (SELECT 1 FROM suppression d WHERE d.company_id = t.company_id AND d.invoice_id = t.id)
                OR EXISTS (SELECT 1 FROM invoice_score d WHERE d.company_id = t.company_id AND d.invoice_id = t.id))
            """
        count.removed += Int(
            try connection.execute("DELETE FROM invoice AS t WHERE \(isAdded(.invoice)) AND NOT \(decidedOn)")
        )
        count.voided = Int(
            try connection.execute(
                """
                UPDATE invoice AS t SET voided_on = issued_on, changed_on = \(recording.day),
                    updated_at = \(recording.instant)
                WHERE \(isAdded(.invoice))
                """
            )
        )
    }

    private func isDecidedOn(customer: StaticString) -> Query {
        """
        (EXISTS (SELECT 1 FROM invoice d WHERE d.company_id = \(customer).company_id AND d.customer_id = \(customer).id)
            OR EXISTS (SELECT 1 FROM insight d
                WHERE d.company_id = \(customer).company_id AND d.customer_id = \(customer).id)
            OR EXISTS (SELECT 1 FROM action d
                WHERE d.company_id = \(customer).company_id AND d.customer_id = \(customer).id)
            OR EXISTS (SELECT 1 FROM suppression d
                WHERE d.company_id = \(customer).company_id AND d.customer_id = \(customer).id)
            OR EXISTS (SELECT 1 FROM customer_score d
                WHERE d.company_id = \(customer).company_id AND d.customer_id = \(customer).id))
        """
    }
}
