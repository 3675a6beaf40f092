package import Receivables
package import SQLite
package import Values

/// A customer as an import gives it: everything but the identifier, which the store finds by the key or makes.
package struct CustomerEntry: Hashable, Sendable {
    package let key: String
    package let name: String
    package let segment: String?
    package let country: String?
    package let industry: String?
    package let doNotContact: Bool
    package let creditLimit: Money?
    package let status: CustomerStatus
    package let isPerson: Bool?
    package let paymentTerms: Int?
    package let arOwner: String?
    package let salesOwner: String?
    package let labels: [String]

    /// A customer with these attributes.
    package init(
        key: String,
        name: String,
        segment: String? = nil,
        country: String? = nil,
        industry: String? = nil,
        doNotContact: Bool = false,
        creditLimit: Money? = nil,
        status: CustomerStatus = .active,
        isPerson: Bool? = nil,
        paymentTerms: Int? = nil,
        arOwner: String? = nil,
        salesOwner: String? = nil,
        labels: [String] = []
    ) {
        self.key = key
        self.name = name
        self.segment = segment
        self.country = country
        self.industry = industry
        self.doNotContact = doNotContact
        self.creditLimit = creditLimit
        self.status = status
        self.isPerson = isPerson
        self.paymentTerms = paymentTerms
        self.arOwner = arOwner
        self.salesOwner = salesOwner
        self.labels = labels
    }
}

/// A row of `customer`, and the SQL that reads and writes it.
package struct CustomerRow: Hashable, Sendable {
    package let customer: Customer
    /// When the row was first written.
    package let recordedAt: Instant
    /// When the row was last changed.
    package let updatedAt: Instant

    /// Every customer of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [CustomerRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The customer with this identifier.
    package static func find(_ id: Identifier<Customer>, in scope: CompanyScope) throws(SQLiteError) -> CustomerRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND id = \(id)")
    }

    /// The customer with this key.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> CustomerRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND key = \(key)")
    }

    /// How many customers the company has.
    package static func count(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number(counting(in: scope))
    }

    /// How many customers are sorted into a segment.
    package static func count(segment: String, in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number(
            "SELECT count(*) FROM customer WHERE company_id = \(scope.company) AND segment = \(segment)"
        )
    }

    /// Adds the customers whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<CustomerEntry>,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var identifiers = IdentifierSeries<Customer>(at: recording.instant, using: &generator)
        return try Upsert.run(
            entries,
            """
            INSERT INTO customer (company_id, id, key, name, segment, country, industry, do_not_contact, credit_limit,
                credit_limit_currency, status, is_person, payment_terms, ar_owner, sales_owner, labels, import_id,
                changed_on, recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            ON CONFLICT (company_id, key) DO NOTHING
            """,
            changing: """
                UPDATE customer SET name = ?4, segment = ?5, country = ?6, industry = ?7, do_not_contact = ?8,
                    credit_limit = ?9, credit_limit_currency = ?10, status = ?11, is_person = ?12, payment_terms = ?13,
                    ar_owner = ?14, sales_owner = ?15, labels = ?16, import_id = ?17, changed_on = ?18,
                    updated_at = ?20
                WHERE company_id = ?1 AND key = ?3
                    AND (name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency, status,
                        is_person, payment_terms, ar_owner, sales_owner, labels)
                    IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                """,
            in: scope
        ) { statement, entry in
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(entry.name, at: 4)
            try statement.bind(entry.segment, at: 5)
            try statement.bind(entry.country, at: 6)
            try statement.bind(entry.industry, at: 7)
            try statement.bind(Int64(entry.doNotContact ? 1 : 0), at: 8)
            try statement.bind(entry.creditLimit?.minorUnits, at: 9)
            try statement.bind(entry.creditLimit?.currency.code, at: 10)
            try statement.bind(entry.status.rawValue, at: 11)
            try statement.bind(entry.isPerson, at: 12)
            try statement.bind(entry.paymentTerms.map { Int64($0) }, at: 13)
            try statement.bind(entry.arOwner, at: 14)
            try statement.bind(entry.salesOwner, at: 15)
            try statement.bind(entry.labels.joined(separator: "\n"), at: 16)
            try statement.bind(recording, from: 17)
        }
    }

    private static func counting(in scope: CompanyScope) -> Query {
        "SELECT count(*) FROM customer WHERE company_id = \(scope.company)"
    }

    private static let selection: StaticString = """
        SELECT id, key, name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency, status,
            is_person, payment_terms, ar_owner, sales_owner, labels, recorded_at, updated_at
        FROM customer
        """
}

extension CustomerRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        customer = try Customer(from: &row)
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

extension Customer: StoredRow {
    /// Takes apart `id, key, name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency,
    /// status, is_person, payment_terms, ar_owner, sales_owner, labels`.
    init(from row: inout Row) throws(SQLiteError) {
        self.init(
            id: try row.id(),
            key: try row.text(),
            name: try row.text(),
            segment: row.textIfAny(),
            country: row.textIfAny(),
            industry: row.textIfAny(),
            doNotContact: try row.flag(),
            creditLimit: try row.moneyIfAny(),
            status: try row.word(),
            isPerson: row.integerIfAny().map { $0 != 0 },
            paymentTerms: row.integerIfAny().map { Int($0) },
            arOwner: row.textIfAny(),
            salesOwner: row.textIfAny(),
            labels: try row.text().split(separator: "\n").map(String.init)
        )
    }
}
