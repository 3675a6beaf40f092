extension Connection {
    /// When a transaction takes its lock.
    package enum TransactionKind: Hashable, Sendable {
        /// With its first statement: for reading.
        case deferred
        /// At once, for writing, so that it never fails half way because another connection writes.
        case immediate
    }

    /// Begins a transaction.
    package func begin(_ kind: TransactionKind) throws(SQLiteError) {
        switch kind {
        case .deferred: try execute("BEGIN DEFERRED" as StaticString)
        case .immediate: try execute("BEGIN IMMEDIATE" as StaticString)
        }
    }

    /// Stores what the transaction did.
    package func commit() throws(SQLiteError) {
        try execute("COMMIT" as StaticString)
    }

    /// Undoes what the transaction did, where one is open.
    package func rollBack() {
        guard isInTransaction else { return }
        // A rollback can fail only where SQLite has rolled back already; the error that led here is the one that counts.
        try? execute("ROLLBACK" as StaticString)
    }

    /// Runs `body` in a transaction: all of it is stored, or none of it.
    ///
    /// - Throws: what `body` throws, after a rollback; ``SQLiteError`` where the commit fails.
    package func transaction<Result>(_ kind: TransactionKind, _ body: () throws -> Result) throws -> Result {
        try begin(kind)
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body` in a savepoint of the open transaction: what it did is undone where it throws, what came before stays.
    ///
    /// - Throws: what `body` throws; ``SQLiteError`` where the savepoint fails.
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("SAVEPOINT item" as StaticString)
        do {
            let result = try body()
            try execute("RELEASE item" as StaticString)
            return result
        } catch {
            if isInTransaction {
                try execute("ROLLBACK TO item" as StaticString)
                try execute("RELEASE item" as StaticString)
            }
            throw error
        }
    }
}
