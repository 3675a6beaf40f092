package import Facts
package import Receivables
package import SQLite
package import Values

/// A row of `contact`: a message or call that reached a customer, by a key that keeps it from being counted twice.
package struct ContactRow: Hashable, Sendable {
    /// Its name across databases: the action's identifier, or the key of an imported communication.
    package let key: String
    package let customer: Identifier<Customer>
    /// One that the customer notices.
    package let channel: Channel
    package let contactedOn: Day
    package let recordedAt: Instant

    /// A contact with a customer.
    ///
    /// - Precondition: the channel is one that the customer notices.
    package init(
        key: String,
        customer: Identifier<Customer>,
        channel: Channel,
        contactedOn: Day,
        recordedAt: Instant
    ) {
        precondition(channel.isContact, "the customer does not notice a \(channel.rawValue)")
        self.key = key
        self.customer = customer
        self.channel = channel
        self.contactedOn = contactedOn
        self.recordedAt = recordedAt
    }

    /// Every contact of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ContactRow] {
        try scope.connection.all(
            """
            SELECT key, customer_id, channel, contacted_on, recorded_at FROM contact
            WHERE company_id = \(scope.company) ORDER BY key
            """
        )
    }

    /// Adds the contact; `false` where its key is known already, and then nothing changes.
    @discardableResult
    package func insert(in scope: WriteScope) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            """
            INSERT INTO contact (company_id, key, customer_id, channel, contacted_on, recorded_at)
            VALUES (\(scope.company), \(key), \(customer), \(channel), \(contactedOn), \(recordedAt))
            ON CONFLICT (company_id, key) DO NOTHING
            """
        ) == 1
    }

    /// Takes back the contact with this key, where an approval is undone in time; `false` where there is none.
    @discardableResult
    package static func remove(key: String, in scope: WriteScope) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            "DELETE FROM contact WHERE company_id = \(scope.company) AND key = \(key)"
        ) == 1
    }
}

extension ContactRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        key = try row.text()
        customer = try row.id()
        channel = try row.word()
        contactedOn = try row.day()
        recordedAt = try row.instant()
    }
}
