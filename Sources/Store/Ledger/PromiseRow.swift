package import Receivables
package import SQLite
package import Values

/// A promise as an import or a reviewer gives it.
package struct PromiseEntry: Hashable, Sendable {
    package let key: String
    /// An invoice it is about; entries of one key and different invoices are one promise about all of them.
    package let invoiceKey: String
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// How much is promised over all its invoices; `nil` where it is all that is owed on them.
    package let amount: Money?
    /// The day it was taken back, where it was.
    package let withdrawnOn: Day?
    /// The key of the person who made it.
    package let contactKey: String?
    package let note: String?

    /// A promise about the invoice with this key.
    package init(
        key: String,
        invoiceKey: String,
        madeOn: Day,
        dueOn: Day,
        amount: Money? = nil,
        withdrawnOn: Day? = nil,
        contactKey: String? = nil,
        note: String? = nil
    ) {
        self.key = key
        self.invoiceKey = invoiceKey
        self.madeOn = madeOn
        self.dueOn = dueOn
        self.amount = amount
        self.withdrawnOn = withdrawnOn
        self.contactKey = contactKey
        self.note = note
    }
}

/// A row of `promise` with its invoices, and the SQL that reads and writes it.
package struct PromiseRow: Hashable, Sendable {
    package let id: Identifier<Promise>
    package let key: String
    package let customer: Identifier<Customer>
    package let contact: Identifier<Contact>?
    package let madeOn: Day
    /// The day payment is promised for.
    package let dueOn: Day
    /// How much is promised over all its invoices; `nil` where it is all that is owed on them.
    package let amount: Money?
    /// The day it was taken back, where it was.
    package let withdrawnOn: Day?
    package let note: String?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every promise made to the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [PromiseRow] {
        try scope.connection.all("\(selection) WHERE r.company_id = \(scope.company) ORDER BY r.key")
    }

    /// The promise with this key.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> PromiseRow? {
        try scope.connection.one("\(selection) WHERE r.company_id = \(scope.company) AND r.key = \(key)")
    }

    /// The promise with this identifier.
    package static func find(_ id: Identifier<Promise>, in scope: CompanyScope) throws(SQLiteError) -> PromiseRow? {
        try scope.connection.one("\(selection) WHERE r.company_id = \(scope.company) AND r.id = \(id)")
    }

    /// The promises for which a condition on `r` holds, the latest first, then by identifier.
    static func all(
        where condition: Query,
        _ page: Page? = nil,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [PromiseRow] {
        var query: Query = "\(selection) WHERE \(condition) ORDER BY r.made_on DESC, r.id"
        if let page { query += " LIMIT \(page.limit) OFFSET \(page.offset)" }
        return try scope.connection.all(query)
    }

    /// The promises about one invoice, oldest first.
    package static func of(
        _ invoice: Identifier<Invoice>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [PromiseRow] {
        try scope.connection.all(
            """
            \(selection) JOIN promise_invoice q ON q.company_id = r.company_id AND q.promise_id = r.id
            WHERE r.company_id = \(scope.company) AND q.invoice_id = \(invoice) ORDER BY r.made_on, r.key
            """
        )
    }

    /// The invoices a promise is about, by key.
    package static func invoices(
        of promise: Identifier<Promise>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [Identifier<Invoice>] {
        try scope.connection.rows(
            """
            SELECT q.invoice_id FROM promise_invoice q JOIN invoice i ON i.company_id = q.company_id AND i.id = q.invoice_id
            WHERE q.company_id = \(scope.company) AND q.promise_id = \(promise) ORDER BY i.key
            """
        ) { row throws(SQLiteError) in try row.id() }
    }

    /// Adds the promises whose key is new, updates those that differ, and adds invoices that a promise did not have.
    ///
    /// - Throws: ``StoreError/unknownInvoice(key:)``; ``StoreError/unknownContact(key:)``;
    ///   ``StoreError/promiseRefused(key:why:)``; ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<PromiseEntry>,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        try loading(.lastWins, at: recording, using: &generator, in: scope).load(all: entries)
    }

    /// Brings rows of one file in, which must not contradict each other; rows with one key are one promise over several
    /// invoices.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<PromiseEntry> {
        try loading(.contradictionsRefused, at: recording, using: &generator, in: scope)
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<PromiseEntry> {
        var identifiers = IdentifierSeries<Promise>(at: recording.instant, using: &generator)
        let contacts = try StoreError.wrapping { () throws(SQLiteError) in try ContactLookup(in: scope.reading) }
        let invoices = try InvoiceLookup(in: scope.reading)
        let promises = try KeyLookup<Promise>.promises(in: scope.reading)
        let rows = try Loading<PromiseEntry>(
            RowLoading.Statements(
                insert: """
                    INSERT INTO promise (company_id, id, key, customer_id, contact_id, made_on, due_on, amount, currency,
                        withdrawn_on, note, import_id, changed_on, recorded_at, updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                    ON CONFLICT (company_id, key) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, CASE WHEN customer_id <> ?4 THEN 2
                        ELSE (contact_id, made_on, due_on, amount, currency, withdrawn_on, note)
                            IS DISTINCT FROM (?5, ?6, ?7, ?8, ?9, ?10, ?11) END
                    FROM promise WHERE company_id = ?1 AND key = ?3 AND ?15 > 0
                    """,
                change: """
                    UPDATE promise SET contact_id = ?5, made_on = ?6, due_on = ?7, amount = ?8, currency = ?9,
                        withdrawn_on = ?10, note = ?11, import_id = ?12, changed_on = ?13, updated_at = ?15
                    WHERE company_id = ?1 AND key = ?3
                    """
            ),
            strictness,
            in: scope
        ) { statement, entry in
            guard let found = try invoices.find(entry.invoiceKey.utf8.span) else {
                throw StoreError.unknownInvoice(key: entry.invoiceKey)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(identifiers.next(), at: 2)
            try statement.bind(entry.key, at: 3)
            try statement.bind(found.customer, at: 4)
            try statement.bind(contacts.find(known: entry.contactKey)?.id, at: 5)
            try statement.bind(entry.madeOn, at: 6)
            try statement.bind(entry.dueOn, at: 7)
            try statement.bind(entry.amount?.minorUnits, at: 8)
            try statement.bind(entry.amount?.currency.code, at: 9)
            try statement.bind(entry.withdrawnOn, at: 10)
            try statement.bind(entry.note, at: 11)
            try statement.bind(recording, from: 12)
        }
        return Loading { (entry) throws(StoreError) in
            let outcome = try rows.load(entry)
            switch outcome {
            case .contradicting, .belongsToAnother, .hasEntries: return outcome
            case .inserted, .changed, .unchanged, .repeated:
                let gotInvoice = try adding(entry, promises, invoices, at: recording, in: scope)
                return gotInvoice && outcome == .unchanged ? .changed : outcome
            }
        }
    }

    /// Puts the entry's invoice to its promise; `false` where it was there.
    private static func adding(
        _ entry: PromiseEntry,
        _ promises: KeyLookup<Promise>,
        _ invoices: InvoiceLookup,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> Bool {
        do throws(SQLiteError) {
            guard let promise = try promises.id(of: entry.key),
                let found = try invoices.find(entry.invoiceKey.utf8.span),
                let row: PromiseRow = try scope.connection.one(
                    "\(selection) WHERE r.company_id = \(scope.company) AND r.id = \(promise)"
                ), let invoice = try InvoiceRow.find(found.id, in: scope.reading)
            else { preconditionFailure("the promise and its invoice were found by the statement before") }
            if row.customer == found.customer, row.amount.map({ $0.currency == invoice.amount.currency }) ?? true {
                return try scope.connection.execute(
                    """
                    INSERT INTO promise_invoice (company_id, promise_id, invoice_id, import_id, recorded_at)
                    VALUES (\(scope.company), \(promise), \(found.id), \(recording.importID), \(recording.instant))
                    ON CONFLICT (company_id, promise_id, invoice_id) DO NOTHING
                    """
                ) == 1
            }
        } catch {
            throw .database(error)
        }
        throw .promiseRefused(key: entry.key, why: "all its invoices must be one customer's, and in its currency")
    }

    private static let selection: StaticString = """
        SELECT r.id, r.key, r.customer_id, r.contact_id, r.made_on, r.due_on, r.amount, r.currency, r.withdrawn_on, r.note,
            r.recorded_at, r.updated_at
        FROM promise r
        """
}

extension PromiseRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        customer = try row.id()
        contact = try row.idIfAny()
        madeOn = try row.day()
        dueOn = try row.day()
        amount = try row.moneyIfAny()
        withdrawnOn = try row.dayIfAny()
        note = row.textIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

extension KeyLookup {
    /// Promises by key.
    static func promises(in scope: CompanyScope) throws(StoreError) -> KeyLookup<Promise> {
        do throws(SQLiteError) {
            return try KeyLookup<Promise>("SELECT id FROM promise WHERE company_id = ? AND key = ?", in: scope)
        } catch {
            throw .database(error)
        }
    }
}
