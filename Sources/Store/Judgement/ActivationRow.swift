internal import SQLite
package import Values

/// When somebody put a rule set or a model version in force.
package struct ActivationRow: Hashable, Sendable {
    /// Counted from 1 for each company.
    package let sequence: Int
    /// The hash of what was put in force.
    package let hash: ContentHash
    /// Who did it.
    package let actor: String
    package let activatedAt: Instant
}

extension ActivationRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        sequence = try row.int()
        hash = try row.hash()
        actor = try row.text()
        activatedAt = try row.instant()
    }
}

/// What was in force when, by company; the last row is what is in force now.
enum Activation {
    case rules, model

    func live(in scope: CompanyScope) throws(SQLiteError) -> ContentHash? {
        let newest: ActivationRow? = try scope.connection.one("\(selection(scope)) ORDER BY seq DESC LIMIT 1")
        return newest?.hash
    }

    func history(in scope: CompanyScope) throws(SQLiteError) -> [ActivationRow] {
        try scope.connection.all("\(selection(scope)) ORDER BY seq DESC")
    }

    /// Compares and sets; the one writer's transaction keeps others out between the two.
    func set(
        _ hash: ContentHash,
        expecting expected: ContentHash?,
        by actor: String,
        at instant: Instant,
        in scope: WriteScope
    ) throws(StoreError) {
        let past = try StoreError.wrapping { () throws(SQLiteError) in try history(in: scope.reading) }
        guard past.first?.hash == expected else {
            throw .movedOn(self == .rules ? "the live rule set" : "the live model")
        }
        let next = (past.first?.sequence ?? 0) + 1
        try StoreError.wrapping { () throws(SQLiteError) in
            switch self {
            case .rules:
                try scope.connection.execute(
                    """
                    INSERT INTO rule_set_activation (company_id, seq, hash, actor, activated_at)
                    VALUES (\(scope.company), \(next), \(hash), \(actor), \(instant))
                    """
                )
            case .model:
                try scope.connection.execute(
                    """
                    INSERT INTO model_activation (company_id, seq, version, actor, activated_at)
                    VALUES (\(scope.company), \(next), \(hash), \(actor), \(instant))
                    """
                )
            }
        }
    }

    private func selection(_ scope: CompanyScope) -> Query {
        switch self {
        case .rules:
            "SELECT seq, hash, actor, activated_at FROM rule_set_activation WHERE company_id = \(scope.company)"
        case .model:
            "SELECT seq, version, actor, activated_at FROM model_activation WHERE company_id = \(scope.company)"
        }
    }
}

extension StoreError {
    /// Runs `body`, and gives SQLite's errors as this type's.
    @discardableResult
    static func wrapping<Value>(_ body: () throws(SQLiteError) -> Value) throws(StoreError) -> Value {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw .database(error)
        }
    }
}

extension Optional {
    /// The value, or the error where there is none.
    @discardableResult
    func orThrow(_ error: StoreError) throws(StoreError) -> Wrapped {
        guard let self else { throw error }
        return self
    }
}
