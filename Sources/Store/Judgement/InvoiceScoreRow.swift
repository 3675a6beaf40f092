package import Receivables
package import SQLite
package import Values

/// A row of `invoice_score`: how likely an open invoice is settled late, by the model of the last run that said otherwise
/// than the one before.
package struct InvoiceScoreRow: Hashable, Sendable {
    package let invoice: Identifier<Invoice>
    package let lateProbability: Probability
    package let modelVersion: ContentHash
    /// The day of the run that first gave this score.
    package let assessedOn: Day

    /// The score of an invoice.
    package init(
        invoice: Identifier<Invoice>,
        lateProbability: Probability,
        modelVersion: ContentHash,
        assessedOn: Day
    ) {
        self.invoice = invoice
        self.lateProbability = lateProbability
        self.modelVersion = modelVersion
        self.assessedOn = assessedOn
    }

    /// Every score of the scope's company, by the invoice's key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [InvoiceScoreRow] {
        try scope.connection.all(
            """
            SELECT v.invoice_id, v.late_probability, v.model_version, v.assessed_on
            FROM invoice_score v JOIN invoice i ON i.company_id = v.company_id AND i.id = v.invoice_id
            WHERE v.company_id = \(scope.company)
            ORDER BY i.key
            """
        )
    }

    /// Adds the scores of invoices that have none, and updates those that another number or another model gives.
    ///
    /// - Throws: ``StoreError/database(_:)``, also where the company has no such invoice.
    package static func upsert(
        _ scores: some Sequence<InvoiceScoreRow>,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try Upsert.run(
            scores,
            """
            INSERT INTO invoice_score (company_id, invoice_id, late_probability, model_version, assessed_on)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (company_id, invoice_id) DO NOTHING
            """,
            changing: """
                UPDATE invoice_score SET late_probability = ?3, model_version = ?4, assessed_on = ?5
                WHERE company_id = ?1 AND invoice_id = ?2
                    AND (late_probability, model_version) IS DISTINCT FROM (?3, ?4)
                """,
            in: scope
        ) { statement, score in
            try statement.bind(scope.company, at: 1)
            try statement.bind(score.invoice, at: 2)
            try statement.bind(score.lateProbability.value, at: 3)
            try statement.bind(score.modelVersion.bytes, at: 4)
            try statement.bind(score.assessedOn, at: 5)
        }
    }

    /// Removes the scores of these invoices, and says how many there were.
    @discardableResult
    package static func remove(
        of invoices: some Sequence<Identifier<Invoice>>,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let statement = try scope.connection.prepare(
            "DELETE FROM invoice_score WHERE company_id = ? AND invoice_id = ?" as StaticString
        )
        try statement.bind(scope.company, at: 1)
        var count = 0
        for invoice in invoices {
            try statement.bind(invoice, at: 2)
            try statement.run()
            count += Int(scope.connection.changeCount)
        }
        return count
    }

    /// What the model says of an invoice named `i`, as far as it had been said by a day.
    static func lateProbability(asOf day: Day) -> Query {
        """
        (SELECT v.late_probability FROM invoice_score v
            WHERE v.company_id = i.company_id AND v.invoice_id = i.id AND v.assessed_on <= \(day))
        """
    }
}

extension InvoiceScoreRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        invoice = try row.id()
        lateProbability = try row.probability()
        modelVersion = try row.hash()
        assessedOn = try row.day()
    }
}
