package import Receivables
package import SQLite
package import Values

/// A part of a payment put to an invoice, as an import or the API gives it.
package struct AllocationEntry: Hashable, Sendable {
    package let paymentKey: String
    package let invoiceKey: String
    /// The day it was put there; the payment's own day where nobody says.
    package let allocatedOn: Day?
    /// Of the payment's sign and currency.
    package let amount: Money

    /// A part of the payment with this key, put to the invoice with that one.
    package init(paymentKey: String, invoiceKey: String, allocatedOn: Day? = nil, amount: Money) {
        self.paymentKey = paymentKey
        self.invoiceKey = invoiceKey
        self.allocatedOn = allocatedOn
        self.amount = amount
    }
}

/// A row of `allocation`: what of a payment is on which invoice, and the SQL that reads and writes it.
package struct AllocationRow: Hashable, Sendable {
    package let payment: Identifier<Payment>
    package let invoice: Identifier<Invoice>
    package let allocatedOn: Day
    /// In the payment's currency.
    package let amount: Money
    package let recordedAt: Instant
    package let updatedAt: Instant

    /// Every allocation of the scope's company, by payment and invoice key.
    package static func all(in scope: CompanyScope) throws(SQLiteError) -> [AllocationRow] {
        try scope.connection.all(
            """
            \(selection) JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
            WHERE a.company_id = \(scope.company) ORDER BY p.key, i.key
            """
        )
    }

    /// What of one payment is on which invoices.
    package static func of(
        _ payment: Identifier<Payment>,
        in scope: CompanyScope
    ) throws(SQLiteError) -> [AllocationRow] {
        try scope.connection.all(
            """
            \(selection) WHERE a.company_id = \(scope.company) AND a.payment_id = \(payment)
            ORDER BY a.allocated_on, a.invoice_id
            """
        )
    }

    /// Adds the allocations that are new, and updates those that differ.
    ///
    /// - Throws: ``StoreError/unknownPayment(key:)``; ``StoreError/unknownInvoice(key:)``;
    ///   ``StoreError/allocationRefused(payment:invoice:why:)`` where the payment is on an invoice already, is in another
    ///   currency, or is less than its parts; ``StoreError/database(_:)``.
    package static func upsert(
        _ entries: some Sequence<AllocationEntry>,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> UpsertCount {
        let loading = try loading(.lastWins, at: recording, in: scope)
        var touched: [String: AllocationEntry] = [:]
        var order: [AllocationEntry] = []
        var count = UpsertCount()
        for entry in entries {
            count.add(try loading.load(entry))
            if touched.updateValue(entry, forKey: entry.paymentKey) == nil { order.append(entry) }
        }
        for entry in order {
            let excess = try excess(of: entry.paymentKey, in: scope.reading)
            guard excess > 0 else { continue }
            let over = Money(minorUnits: excess, in: entry.amount.currency)
            let why = "the parts of the payment are \(over) more than the payment"
            throw .allocationRefused(payment: entry.paymentKey, invoice: entry.invoiceKey, why: why)
        }
        return count
    }

    /// Brings rows of one file in, which must not contradict each other; whether payments are as large as their parts is
    /// asked at the end, by ``excessivePayments(of:in:)``.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package static func loading(
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<AllocationEntry> {
        try loading(.contradictionsRefused, at: recording, in: scope)
    }

    /// The keys of the payments that are less than their parts, among those that an import wrote parts of.
    package static func excessivePayments(
        of importID: Identifier<ImportBatch>,
        in scope: CompanyScope
    ) throws(StoreError) -> [String] {
        try storing { () throws(SQLiteError) in
            try scope.connection.rows(
                """
                SELECT p.key FROM payment p JOIN allocation a ON a.company_id = p.company_id AND a.payment_id = p.id
                WHERE p.company_id = \(scope.company)
                GROUP BY p.id, p.key, p.amount
                HAVING abs(sum(a.amount)) > abs(p.amount)
                    AND max(CASE WHEN a.import_id = \(importID) THEN 1 ELSE 0 END) = 1
                ORDER BY p.key
                """
            ) { row throws(SQLiteError) in try row.text() }
        }
    }

    private static func loading(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) -> Loading<AllocationEntry> {
        let invoices = try InvoiceLookup(in: scope.reading)
        return try Loading(
            RowLoading.Statements(
                insert: """
                    INSERT INTO allocation (company_id, payment_id, invoice_id, allocated_on, amount, import_id, changed_on,
                        recorded_at, updated_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                    ON CONFLICT (company_id, payment_id, invoice_id) DO NOTHING
                    """,
                compare: """
                    SELECT rowid, (allocated_on, amount) IS DISTINCT FROM (?4, ?5)
                    FROM allocation WHERE company_id = ?1 AND payment_id = ?2 AND invoice_id = ?3 AND ?9 > 0
                    """,
                change: """
                    UPDATE allocation SET allocated_on = ?4, amount = ?5, import_id = ?6, changed_on = ?7, updated_at = ?9
                    WHERE company_id = ?1 AND payment_id = ?2 AND invoice_id = ?3
                    """
            ),
            strictness,
            in: scope
        ) { statement, entry in
            guard let payment = try PaymentRow.find(key: entry.paymentKey, in: scope.reading) else {
                throw StoreError.unknownPayment(key: entry.paymentKey)
            }
            guard let invoice = try invoices.find(entry.invoiceKey.utf8.span) else {
                throw StoreError.unknownInvoice(key: entry.invoiceKey)
            }
            if let why = refusal(of: entry, payment: payment, invoice: invoice) {
                throw StoreError.allocationRefused(payment: entry.paymentKey, invoice: entry.invoiceKey, why: why)
            }
            try statement.bind(scope.company, at: 1)
            try statement.bind(payment.id, at: 2)
            try statement.bind(invoice.id, at: 3)
            try statement.bind(entry.allocatedOn ?? payment.paidOn, at: 4)
            try statement.bind(entry.amount.minorUnits, at: 5)
            try statement.bind(recording, from: 6)
        }
    }

    private static func refusal(
        of entry: AllocationEntry,
        payment: PaymentRow,
        invoice: InvoiceReference
    ) -> String? {
        if payment.invoice != nil { return "the payment is on one invoice already, whole" }
        if payment.amount.currency != entry.amount.currency || invoice.amount.currency != entry.amount.currency {
            return "payment, part and invoice are in \(payment.amount.currency), \(entry.amount.currency) and "
                + "\(invoice.amount.currency); they must be in one currency"
        }
        if entry.amount.minorUnits != 0, (payment.amount.minorUnits < 0) != (entry.amount.minorUnits < 0) {
            return "the part is \(entry.amount) and the payment \(payment.amount); they must have one sign"
        }
        return nil
    }

    /// How much the parts of a payment are more than it, in minor units; below zero where they are less.
    private static func excess(of key: String, in scope: CompanyScope) throws(StoreError) -> Int64 {
        try storing { () throws(SQLiteError) in
            try scope.connection.first(
                """
                SELECT abs((SELECT coalesce(sum(a.amount), 0) FROM allocation a
                    WHERE a.company_id = p.company_id AND a.payment_id = p.id)) - abs(p.amount)
                FROM payment p WHERE p.company_id = \(scope.company) AND p.key = \(key)
                """
            ) { row throws(SQLiteError) in try row.integer() } ?? 0
        }
    }

    private static let selection: StaticString = """
        SELECT a.payment_id, a.invoice_id, a.allocated_on, a.amount, p.currency, a.recorded_at, a.updated_at
        FROM allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id
        """
}

extension AllocationRow: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        payment = try row.id()
        invoice = try row.id()
        allocatedOn = try row.day()
        amount = try row.money()
        recordedAt = try row.instant()
        updatedAt = try row.instant()
    }
}
