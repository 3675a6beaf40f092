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

/// Finds persons by key, those who were forgotten too.
///
/// A person who is forgotten leaves a row whose key is a hash of the key they had, so that an import which still names
/// them finds that row instead of making a new one.
struct ContactLookup {
    private let current: KeyLookup<Contact>
    private let company: Identifier<Company>
    /// Whether anybody was forgotten; most companies never hash a key.
    let knowsForgotten: Bool

    init(in scope: CompanyScope) throws(SQLiteError) {
        current = try KeyLookup<Contact>("SELECT id FROM contact WHERE company_id = ? AND key = ?", in: scope)
        company = scope.company
        knowsForgotten =
            try scope.connection.number(
                "SELECT EXISTS (SELECT 1 FROM contact WHERE company_id = \(scope.company) AND forgotten_on IS NOT NULL)"
            ) > 0
    }

    /// The person with a key, and whether they were forgotten; `nil` where there is none.
    func find(_ key: String) throws(SQLiteError) -> (id: Identifier<Contact>, isForgotten: Bool)? {
        if let id = try current.id(of: key) { return (id, false) }
        guard knowsForgotten else { return nil }
        let forgotten = ContactLookup.keyOnceForgotten(key, in: company)
        return try current.id(of: forgotten).map { ($0, true) }
    }

    /// The person with a key that may be missing, but must be known where it is there.
    ///
    /// - Throws: ``StoreError/unknownContact(key:)``; ``SQLiteError``.
    func find(known key: String?) throws -> (id: Identifier<Contact>, isForgotten: Bool)? {
        guard let key else { return nil }
        guard let found = try find(key) else { throw StoreError.unknownContact(key: key) }
        return found
    }

    /// The key of the row that stands for whoever has this key.
    func storedKey(of key: String) throws(SQLiteError) -> String {
        guard knowsForgotten, try find(key)?.isForgotten == true else { return key }
        return ContactLookup.keyOnceForgotten(key, in: company)
    }

    /// The key that a person's row bears once they are forgotten; the same key has another hash in another company.
    static func keyOnceForgotten(_ key: String, in company: Identifier<Company>) -> String {
        "forgotten \(ContentHash(of: "\(company)\nforgotten contact\n\(key)"))"
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
    /// The day everything about the person was erased, where it was: the row is then nobody's.
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

    /// The person with this key, or the one who had it until they were forgotten.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> ContactRow? {
        let forgotten = ContactLookup.keyOnceForgotten(key, in: scope.company)
        return try scope.connection.one(
            """
            \(selection) WHERE company_id = \(scope.company) AND key IN (\(key), \(forgotten))
            ORDER BY forgotten_on IS NOT NULL LIMIT 1
            """
        )
    }

    /// The person with this identifier.
    package static func find(_ id: Identifier<Contact>, in scope: CompanyScope) throws(SQLiteError) -> ContactRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND id = \(id)")
    }

    /// Whether anybody at the customers of the scope's company was forgotten.
    package static func knowsForgotten(in scope: CompanyScope) throws(StoreError) -> Bool {
        try StoreError.wrapping { () throws(SQLiteError) in try ContactLookup(in: scope).knowsForgotten }
    }

    /// Whether the person with this key was forgotten: what an import says of them is not taken.
    package static func isForgotten(key: String, in scope: CompanyScope) throws(StoreError) -> Bool {
        try StoreError.wrapping { () throws(SQLiteError) in try ContactLookup(in: scope).find(key)?.isForgotten ?? false
        }
    }

    /// Takes a person out of the books with all earlier versions; `false` where messages or promises name them, and then
    /// nothing changes.
    package static func remove(_ id: Identifier<Contact>, in scope: WriteScope) throws(SQLiteError) -> Bool {
        let count = try scope.connection.execute(
            """
            DELETE FROM contact WHERE company_id = \(scope.company) AND id = \(id)
                AND NOT EXISTS (SELECT 1 FROM communication k
                    WHERE k.company_id = contact.company_id AND k.contact_id = contact.id)
                AND NOT EXISTS (SELECT 1 FROM promise r
                    WHERE r.company_id = contact.company_id AND r.contact_id = contact.id)
            """
        )
        guard count == 1 else { return false }
        try scope.connection.execute("DELETE FROM contact_past WHERE company_id = \(scope.company) AND id = \(id)")
        return true
    }

    /// Adds the persons whose key is new, and updates those that differ; one who was forgotten stays so, and counts as
    /// unchanged.
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
        let contacts = try StoreError.wrapping { () throws(SQLiteError) in try ContactLookup(in: scope.reading) }
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
                    SELECT rowid, forgotten_on IS NULL AND (customer_id, name, role, email, phone, time_zone, language,
                        is_primary, no_email, no_call, no_sms, no_letter, bounced_on)
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
            try statement.bind(contacts.storedKey(of: entry.key), at: 3)
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
