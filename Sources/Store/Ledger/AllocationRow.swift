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
        let invoices = try KeyLookup<Invoice>.invoices(in: scope.reading)
        var touched: [Identifier<Payment>: AllocationEntry] = [:]
        var order: [Identifier<Payment>] = []
        let count = try Upsert.run(
            entries,
            """
            INSERT INTO allocation (company_id, payment_id, invoice_id, allocated_on, amount, import_id, changed_on,
                recorded_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (company_id, payment_id, invoice_id) DO NOTHING
            """,
            changing: """
                UPDATE allocation SET allocated_on = ?4, amount = ?5, import_id = ?6, changed_on = ?7, updated_at = ?9
                WHERE company_id = ?1 AND payment_id = ?2 AND invoice_id = ?3
                    AND (allocated_on, amount) IS DISTINCT FROM (?4, ?5)
                """,
            in: scope
        ) { statement, entry in
            guard let payment = try PaymentRow.find(key: entry.paymentKey, in: scope.reading) else {
                throw StoreError.unknownPayment(key: entry.paymentKey)
            }
            guard let invoice = try invoices.id(of: entry.invoiceKey),
                let row = try InvoiceRow.find(invoice, in: scope.reading)
            else { throw StoreError.unknownInvoice(key: entry.invoiceKey) }
            if let why = refusal(of: entry, payment: payment, invoice: row) {
                throw StoreError.allocationRefused(payment: entry.paymentKey, invoice: entry.invoiceKey, why: why)
            }
            if touched.updateValue(entry, forKey: payment.id) == nil { order.append(payment.id) }
            try statement.bind(scope.company, at: 1)
            try statement.bind(payment.id, at: 2)
            try statement.bind(invoice, at: 3)
            try statement.bind(entry.allocatedOn ?? payment.paidOn, at: 4)
            try statement.bind(entry.amount.minorUnits, at: 5)
            try statement.bind(recording, from: 6)
        }
        for payment in order {
            guard let entry = touched[payment] else { continue }
            try checkSum(of: payment, entry, in: scope.reading)
        }
        return count
    }

    private static func refusal(of entry: AllocationEntry, payment: PaymentRow, invoice: InvoiceRow) -> String? {
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

    private static func checkSum(
        of payment: Identifier<Payment>,
        _ entry: AllocationEntry,
        in scope: CompanyScope
    ) throws(StoreError) {
        let left: Int64
        do throws(SQLiteError) {
            left =
                try scope.connection.first(
                    """
                    SELECT abs(p.amount) - abs((SELECT coalesce(sum(a.amount), 0) FROM allocation a
                        WHERE a.company_id = p.company_id AND a.payment_id = p.id))
                    FROM payment p WHERE p.company_id = \(scope.company) AND p.id = \(payment)
                    """
                ) { row throws(SQLiteError) in try row.integer() } ?? 0
        } catch {
            throw .database(error)
        }
        guard left < 0 else { return }
        let over = Money(minorUnits: -left, in: entry.amount.currency)
        let why = "the parts of the payment are \(over) more than the payment"
        throw .allocationRefused(payment: entry.paymentKey, invoice: entry.invoiceKey, why: why)
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
