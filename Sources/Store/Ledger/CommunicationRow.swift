package import Facts
package import Receivables
package import SQLite
package import Values

/// A message or call as the subject of identifiers.
package enum Message {}

/// A communication as an import or the product gives it.
package struct CommunicationEntry: Hashable, Sendable {
    /// Its name across databases: the action's identifier, or the key of an imported communication.
    package let key: String
    package let customerKey: String
    /// The key of the person it was with.
    package let contactKey: String?
    /// The key of the invoice it is about.
    package let invoiceKey: String?
    package let direction: Direction
    /// One that the customer notices.
    package let channel: Channel
    package let occurredOn: Day
    package let subject: String?
    package let body: String?
    /// The key of the communication it answers.
    package let replyTo: String?

    /// A communication with the customer with this key.
    ///
    /// - Precondition: the channel is one that the customer notices.
    package init(
        key: String,
        customerKey: String,
        contactKey: String? = nil,
        invoiceKey: String? = nil,
        direction: Direction,
        channel: Channel,
        occurredOn: Day,
        subject: String? = nil,
        body: String? = nil,
        replyTo: String? = nil
    ) {
        precondition(channel.isContact, "the customer does not notice a \(channel.rawValue)")
        self.key = key
        self.customerKey = customerKey
        self.contactKey = contactKey
        self.invoiceKey = invoiceKey
        self.direction = direction
        self.channel = channel
        self.occurredOn = occurredOn
        self.subject = subject
        self.body = body
        self.replyTo = replyTo
    }
}

/// A row of `communication`: a message or call, by a key that keeps it from being counted twice.
package struct CommunicationRow: Hashable, Sendable {
    package let id: Identifier<Message>
    package let key: String
    package let customer: Identifier<Customer>
    package let contact: Identifier<Contact>?
    package let invoice: Identifier<Invoice>?
    /// The action that it carries out.
    package let action: Identifier<Action>?
    package let direction: Direction
    package let channel: Channel
    package let occurredOn: Day
    package let subject: String?
    package let body: String?
    /// The key of the communication it answers.
    package let replyTo: String?
    /// What came of it.
    package let outcome: String?
    /// The day its words were erased, where they were; an import does not bring them back.
    package let erasedOn: Day?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every communication of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [CommunicationRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The communications with one customer, newest first.
    package static func with(
        _ customer: Identifier<Customer>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [CommunicationRow] {
        try scope.connection.all(
            """
            \(selection) WHERE company_id = \(scope.company) AND customer_id = \(customer)
            ORDER BY occurred_on DESC, key
            """
        )
    }

    /// Adds the communications whose key is new, and updates those that differ; what was said to somebody who was
    /// forgotten is not taken, and what was erased stays so.
    ///
    /// - Throws: ``StoreError/unknownCustomer(key:)``, ``StoreError/unknownContact(key:)``,
    ///   ``StoreError/unknownInvoice(key:)``, ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<CommunicationEntry>,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try loading(.lastWins, at: recording, using: &generator, in: scope).load(all: entries)
    }

    /// Brings rows of one file in, which must not contradict each other.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<CommunicationEntry> {
        try loading(.contradictionsRefused, at: recording, using: &generator, in: scope)
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<CommunicationEntry> {
        var identifiers = IdentifierSeries<Message>(at: recording.instant, using: &generator)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        let contacts = try StoreError.wrapping { () throws(SQLiteError) in try ContactLookup(in: scope.reading) }
        let invoices = try KeyLookup<Invoice>.invoices(in: scope.reading)
        return try Loading(
            RowLoading.Statements(
                insert: """
                    INSERT INTO communication (company_id, id, key, customer_id, contact_id, invoice_id, direction, channel,
                        occurred_on, subject, body, reply_to, import_id, changed_on, recorded_at, updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                    ON CONFLICT (company_id, key) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, erased_on IS NULL AND (customer_id, contact_id, invoice_id, direction, channel, occurred_on,
                        subject, body, reply_to)
                        IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                    FROM communication WHERE company_id = ?1 AND key = ?3 AND ?16 > 0
                    """,
                change: """
                    UPDATE communication SET customer_id = ?4, contact_id = ?5, invoice_id = ?6, direction = ?7, channel = ?8,
                        occurred_on = ?9, subject = ?10, body = ?11, reply_to = ?12, import_id = ?13, changed_on = ?14,
                        updated_at = ?16
                    WHERE company_id = ?1 AND key = ?3 AND erased_on IS NULL
                    """
            ),
            strictness,
            in: scope
        ) { statement, entry in
            guard let customer = try customers.id(of: entry.customerKey) else {
                throw StoreError.unknownCustomer(key: entry.customerKey)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(customer, at: 4)
            let contact = try contacts.find(known: entry.contactKey)
            let isSilent = contact?.isForgotten == true
            try statement.bind(contact?.id, at: 5)
            try statement.bind(invoices.id(ofKnown: entry.invoiceKey) { .unknownInvoice(key: $0) }, at: 6)
            try statement.bind(entry.direction.rawValue, at: 7)
            try statement.bind(entry.channel.rawValue, at: 8)
            try statement.bind(entry.occurredOn, at: 9)
            try statement.bind(isSilent ? nil : entry.subject, at: 10)
            try statement.bind(isSilent ? nil : entry.body, at: 11)
            try statement.bind(entry.replyTo, at: 12)
            try statement.bind(recording, from: 13)
        }
    }

    /// Notes that an approved action reaches its customer; `false` where that is known already, and then nothing changes.
    ///
    /// Its key is the action's identifier; `contact` is whom it reaches, where that is known.
    ///
    /// - Precondition: the channel is one that the customer notices.
    @discardableResult
    package static func insert(
        carryingOut action: Identifier<Action>,
        customer: Identifier<Customer>,
        contact: Identifier<Contact>? = nil,
        invoice: Identifier<Invoice>?,
        channel: Channel,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(SQLiteError) -> Bool {
        precondition(channel.isContact, "the customer does not notice a \(channel.rawValue)")
        let id = Identifier<Message>.timeOrdered(at: recording.instant, using: &generator)
        return try scope.connection.execute(
            """
            INSERT INTO communication (company_id, id, key, customer_id, contact_id, invoice_id, action_id, direction,
                channel, occurred_on, changed_on, recorded_at, updated_at)
            VALUES (\(scope.company), \(id), \(action.description), \(customer), \(contact), \(invoice), \(action),
                \(Direction.outbound), \(channel), \(recording.day), \(recording.day), \(recording.instant),
                \(recording.instant))
            ON CONFLICT (company_id, key) DO NOTHING
            """
        ) == 1
    }

    /// Takes back the communication with this key, where an approval is undone in time; `false` where there is none.
    @discardableResult
    package static func remove(key: String, in scope: WriteScope) throws(SQLiteError) -> Bool {
        try scope.connection.execute(
            "DELETE FROM communication WHERE company_id = \(scope.company) AND key = \(key)"
        ) == 1
    }

    /// The day of the last message to a customer by a day; the columns hold the company's and the customer's identifier.
    static func lastContact(customer: StaticString, company: StaticString, asOf day: Day) -> Query {
        """
        (SELECT max(k.occurred_on) FROM communication k
            WHERE k.company_id = \(company) AND k.customer_id = \(customer) AND k.direction = 'outbound'
                AND k.occurred_on <= \(day))
        """
    }

    /// The columns in the order that the initialiser takes apart.
    static let selection: StaticString = """
        SELECT id, key, customer_id, contact_id, invoice_id, action_id, direction, channel, occurred_on, subject, body,
            reply_to, outcome, erased_on, recorded_at, updated_at
        FROM communication
        """
}

extension CommunicationRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        customer = try row.id()
        contact = try row.idIfAny()
        invoice = try row.idIfAny()
        action = try row.idIfAny()
        direction = try row.word()
        channel = try row.word()
        occurredOn = try row.day()
        subject = row.textIfAny()
        body = row.textIfAny()
        replyTo = row.textIfAny()
        outcome = row.textIfAny()
        erasedOn = try row.dayIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
