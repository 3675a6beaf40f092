package import Facts
package import Receivables
package import SQLite
package import Values

/// A person at a customer as an import or the API gives it.
package struct ContactEntry: Hashable, Sendable {
    package let key: String
    package let customerKey: String
    package let name: String
    /// What the person does there.
    package let role: String?
    package let email: String?
    package let phone: String?
    /// An IANA time zone name.
    package let timeZone: String?
    /// An IETF language tag, such as `de`.
    package let language: String?
    package let isPrimary: Bool
    /// The channels that the person asked not to be reached by.
    package let refusedChannels: Set<Channel>
    /// The day a message to the address came back, where one did.
    package let bouncedOn: Day?

    /// A person at the customer with this key.
    package init(
        key: String,
        customerKey: String,
        name: String,
        role: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        timeZone: String? = nil,
        language: String? = nil,
        isPrimary: Bool = false,
        refusedChannels: Set<Channel> = [],
        bouncedOn: Day? = nil
    ) {
        self.key = key
        self.customerKey = customerKey
        self.name = name
        self.role = role
        self.email = email
        self.phone = phone
        self.timeZone = timeZone
        self.language = language
        self.isPrimary = isPrimary
        self.refusedChannels = refusedChannels
        self.bouncedOn = bouncedOn
    }
}

/// A row of `contact`: a person at a customer, and the SQL that reads and writes it.
package struct ContactRow: Hashable, Sendable {
    package let id: Identifier<Contact>
    package let key: String
    package let customer: Identifier<Customer>
    package let name: String
    package let role: String?
    package let email: String?
    package let phone: String?
    package let timeZone: String?
    package let language: String?
    package let isPrimary: Bool
    /// The channels that the person asked not to be reached by.
    package let refusedChannels: Set<Channel>
    /// The day a message to the address came back, where one did.
    package let bouncedOn: Day?
    /// The day everything about the person was erased, where it was.
    package let forgottenOn: Day?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every person of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [ContactRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The persons at one customer, the primary one first.
    package static func at(
        _ customer: Identifier<Customer>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [ContactRow] {
        try scope.connection.all(
            """
            \(selection) WHERE company_id = \(scope.company) AND customer_id = \(customer)
            ORDER BY is_primary DESC, name, key
            """
        )
    }

    /// The person with this key.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> ContactRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND key = \(key)")
    }

    /// Adds the persons whose key is new, and updates those that differ; one who was forgotten stays so.
    ///
    /// - Throws: ``StoreError/unknownCustomer(key:)``, ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<ContactEntry>,
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
    ) throws(StoreError) -> Loading<ContactEntry> {
        try loading(.contradictionsRefused, at: recording, using: &generator, in: scope)
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<ContactEntry> {
        var identifiers = IdentifierSeries<Contact>(at: recording.instant, using: &generator)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        return try Loading(
            RowLoading.Statements(
                insert: """
                    INSERT INTO contact (company_id, id, key, customer_id, name, role, email, phone, time_zone, language,
                        is_primary, no_email, no_call, no_sms, no_letter, bounced_on, import_id, changed_on, recorded_at,
                        updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
                    ON CONFLICT (company_id, key) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, (customer_id, name, role, email, phone, time_zone, language, is_primary, no_email,
                        no_call, no_sms, no_letter, bounced_on)
                        IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                    FROM contact WHERE company_id = ?1 AND key = ?3 AND ?20 > 0
                    """,
                change: """
                    UPDATE contact SET customer_id = ?4, name = ?5, role = ?6, email = ?7, phone = ?8, time_zone = ?9,
                        language = ?10, is_primary = ?11, no_email = ?12, no_call = ?13, no_sms = ?14, no_letter = ?15,
                        bounced_on = ?16, import_id = ?17, changed_on = ?18, updated_at = ?20
                    WHERE company_id = ?1 AND key = ?3 AND forgotten_on IS NULL
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
            try statement.bind(entry.name, at: 5)
            try statement.bind(entry.role, at: 6)
            try statement.bind(entry.email, at: 7)
            try statement.bind(entry.phone, at: 8)
            try statement.bind(entry.timeZone, at: 9)
            try statement.bind(entry.language, at: 10)
            try statement.bind(Bool?.some(entry.isPrimary), at: 11)
            for (offset, channel) in ContactRow.refusable.enumerated() {
                try statement.bind(Bool?.some(entry.refusedChannels.contains(channel)), at: Int32(12 + offset))
            }
            try statement.bind(entry.bouncedOn, at: 16)
            try statement.bind(recording, from: 17)
        }
    }

    /// The channels a person may refuse, in the order of their columns.
    private static let refusable: [Channel] = [.email, .call, .sms, .letter]

    private static let selection: StaticString = """
        SELECT id, key, customer_id, name, role, email, phone, time_zone, language, is_primary, no_email, no_call, no_sms,
            no_letter, bounced_on, forgotten_on, recorded_at, updated_at
        FROM contact
        """
}

extension ContactRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        customer = try row.id()
        name = try row.text()
        role = row.textIfAny()
        email = row.textIfAny()
        phone = row.textIfAny()
        timeZone = row.textIfAny()
        language = row.textIfAny()
        isPrimary = try row.flag()
        var refused: Set<Channel> = []
        for channel in ContactRow.refusable where try row.flag() { refused.insert(channel) }
        refusedChannels = refused
        bouncedOn = try row.dayIfAny()
        forgottenOn = try row.dayIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
