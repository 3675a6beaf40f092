package import Facts
package import Receivables
package import SQLite
package import Values

/// A row of `customer_score`: how risky a customer's open invoices are, by the model of the last run that said otherwise
/// than the one before.
package struct CustomerScoreRow: Hashable, Sendable {
    package let customer: Identifier<Customer>
    /// From 0 to 100, higher is riskier.
    package let riskScore: Double
    package let riskLevel: RiskLevel
    package let modelVersion: ContentHash
    /// The day of the run that first gave this score.
    package let assessedOn: Day

    /// The score of a customer.
    package init(
        customer: Identifier<Customer>,
        riskScore: Double,
        riskLevel: RiskLevel,
        modelVersion: ContentHash,
        assessedOn: Day
    ) {
        self.customer = customer
        self.riskScore = riskScore
        self.riskLevel = riskLevel
        self.modelVersion = modelVersion
        self.assessedOn = assessedOn
    }

    /// Every score of the scope's company, by the customer's key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [CustomerScoreRow] {
        try scope.connection.all(
            """
            SELECT v.customer_id, v.risk_score, v.risk_level, v.model_version, v.assessed_on
            FROM customer_score v JOIN customer c ON c.company_id = v.company_id AND c.id = v.customer_id
            WHERE v.company_id = \(scope.company)
            ORDER BY c.key
            """
        )
    }

    /// Adds the scores of customers who have none, and updates those that another number or another model gives.
    ///
    /// - Throws: ``StoreError/database(_:)``, also where the company has no such customer or the score is not in 0...100.
    package static func upsert(
        _ scores: some Sequence<CustomerScoreRow>,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try Upsert.run(
            scores,
            """
            INSERT INTO customer_score (company_id, customer_id, risk_score, risk_level, model_version, assessed_on)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (company_id, customer_id) DO NOTHING
            """,
            changing: """
                UPDATE customer_score SET risk_score = ?3, risk_level = ?4, model_version = ?5, assessed_on = ?6
                WHERE company_id = ?1 AND customer_id = ?2
                    AND (risk_score, risk_level, model_version) IS DISTINCT FROM (?3, ?4, ?5)
                """,
            in: scope
        ) { statement, score in
            try statement.bind(scope.company, at: 1)
            try statement.bind(score.customer, at: 2)
            try statement.bind(score.riskScore, at: 3)
            try statement.bind(score.riskLevel.rawValue, at: 4)
            try statement.bind(score.modelVersion.bytes, at: 5)
            try statement.bind(score.assessedOn, at: 6)
        }
    }

    /// Removes the scores of these customers, and says how many there were.
    @discardableResult
    package static func remove(
        of customers: some Sequence<Identifier<Customer>>,
        in scope: WriteScope
    ) throws(SQLiteError) -> Int {
        let statement = try scope.connection.prepare(
            "DELETE FROM customer_score WHERE company_id = ? AND customer_id = ?" as StaticString
        )
        try statement.bind(scope.company, at: 1)
        var count = 0
        for customer in customers {
            try statement.bind(customer, at: 2)
            try statement.run()
            count += Int(scope.connection.changeCount)
        }
        return count
    }

    /// That a customer named `c` is at one of these levels, as far as it had been said by a day.
    static func isAt(_ levels: [RiskLevel], asOf day: Day) -> Query {
        """
        EXISTS (SELECT 1 FROM customer_score v WHERE v.company_id = c.company_id AND v.customer_id = c.id
            AND v.risk_level IN (\(list: levels)) AND v.assessed_on <= \(day))
        """
    }
}

extension CustomerScoreRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        customer = try row.id()
        riskScore = try row.real()
        riskLevel = try row.word()
        modelVersion = try row.hash()
        assessedOn = try row.day()
    }
}
