package import Receivables
package import SQLite
package import Values

/// A payment as an import gives it.
package struct PaymentEntry: Hashable, Sendable {
    /// What a payment is for.
    package enum Allocation: Hashable, Sendable {
        /// The invoice with this key.
        case invoice(key: String)
        /// Nothing yet: cash of the customer with this key.
        case unapplied(customerKey: String)
    }

    package let key: String
    package let allocation: Allocation
    package let type: PaymentType
    package let paidOn: Day
    /// Lowers the invoice's balance; negative where the entry raises it, as a refund does.
    package let amount: Money
    /// How it was paid, in the books' own words.
    package let method: String?
    /// What the bank or the payer calls it.
    package let reference: String?
    /// The key of the payment that it takes back.
    package let reversesKey: String?

    /// A payment with this key.
    package init(
        key: String,
        allocation: Allocation,
        type: PaymentType = .payment,
        paidOn: Day,
        amount: Money,
        method: String? = nil,
        reference: String? = nil,
        reversesKey: String? = nil
    ) {
        self.key = key
        self.allocation = allocation
        self.type = type
        self.paidOn = paidOn
        self.amount = amount
        self.method = method
        self.reference = reference
        self.reversesKey = reversesKey
    }
}

/// A row of `payment`, and the SQL that reads and writes it.
package struct PaymentRow: Hashable, Sendable {
    package let id: Identifier<Payment>
    package let key: String
    package let customer: Identifier<Customer>
    /// What it is for, whole; `nil` where it is unapplied cash of the customer, less what ``AllocationRow`` says.
    package let invoice: Identifier<Invoice>?
    package let type: PaymentType
    package let paidOn: Day
    package let amount: Money
    package let method: String?
    package let reference: String?
    /// The payment that it takes back.
    package let reverses: Identifier<Payment>?
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every payment of the scope's company, by key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [PaymentRow] {
        try scope.connection.all("\(selection) WHERE company_id = \(scope.company) ORDER BY key")
    }

    /// The payments on one invoice up to and with `day`, oldest first.
    package static func of(
        _ invoice: Identifier<Invoice>,
        asOf day: Day,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [PaymentRow] {
        try scope.connection.all(
            """
            \(selection)
            WHERE company_id = \(scope.company) AND invoice_id = \(invoice) AND paid_on <= \(day) ORDER BY paid_on, key
            """
        )
    }

    /// The payment with this key.
    package static func find(key: String, in scope: CompanyScope) throws(SQLiteError) -> PaymentRow? {
        try scope.connection.one("\(selection) WHERE company_id = \(scope.company) AND key = \(key)")
    }

    /// How many payments the company has.
    package static func count(in scope: CompanyScope) throws(SQLiteError) -> Int {
        try scope.connection.number(counting(in: scope))
    }

    /// Adds the payments whose key is new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownInvoice(key:)``, ``StoreError/unknownCustomer(key:)``,
    ///   ``StoreError/unknownPayment(key:)`` where it reverses one that is not there, ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<PaymentEntry>,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        var loading = try PaymentLoading(.lastWins, at: recording, using: &generator, in: scope)
        let customers = try KeyLookup<Customer>.customers(in: scope.reading)
        let invoices = try InvoiceLookup(in: scope.reading)
        let payments = try KeyLookup<Payment>.payments(in: scope.reading)
        var count = UpsertCount()
        for entry in entries {
            let (customer, invoice): (Identifier<Customer>, Identifier<Invoice>?)
            switch entry.allocation {
            case .invoice(let key):
                guard let found = try storing({ () throws(SQLiteError) in try invoices.find(key.utf8.span) })
                else { throw .unknownInvoice(key: key) }
                (customer, invoice) = (found.customer, found.id)
            case .unapplied(let key):
                guard let found = try storing({ () throws(SQLiteError) in try customers.id(of: key) })
                else { throw .unknownCustomer(key: key) }
                (customer, invoice) = (found, nil)
            }
            var reversed: Identifier<Payment>?
            if let key = entry.reversesKey {
                guard let found = try storing({ () throws(SQLiteError) in try payments.id(of: key) })
                else { throw .unknownPayment(key: key) }
                reversed = found
            }
            count.add(
                try loading.load(
                    key: entry.key.utf8.span,
                    customer: customer,
                    invoice: invoice,
                    type: entry.type,
                    paidOn: entry.paidOn,
                    amount: entry.amount,
                    method: (entry.method ?? "").utf8.span,
                    reference: (entry.reference ?? "").utf8.span,
                    reverses: reversed
                )
            )
        }
        return count
    }

    private static func counting(in scope: CompanyScope) -> Query {
        "SELECT count(*) FROM payment WHERE company_id = \(scope.company)"
    }

    private static let selection: StaticString = """
        SELECT id, key, customer_id, invoice_id, type, paid_on, amount, currency, method, reference, reverses, recorded_at,
            updated_at
        FROM payment
        """
}

extension PaymentRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.id()
        key = try row.text()
        customer = try row.id()
        invoice = try row.idIfAny()
        type = try row.word()
        paidOn = try row.day()
        amount = try row.money()
        method = row.textIfAny()
        reference = row.textIfAny()
        reverses = try row.idIfAny()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}

extension KeyLookup {
    /// Payments by key.
    static func payments(in scope: CompanyScope) throws(StoreError) -> KeyLookup<Payment> {
        do throws(SQLiteError) {
            return try KeyLookup<Payment>("SELECT id FROM payment WHERE company_id = ? AND key = ?", in: scope)
        } catch {
            throw .database(error)
        }
    }
}
