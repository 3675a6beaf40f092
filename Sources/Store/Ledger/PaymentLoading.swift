package import Receivables
internal import SQLite
package import Values

/// Brings payments into the books, row by row, from bytes that are read where they lie; see ``InvoiceLoading``.
package struct PaymentLoading: ~Copyable {
    private var rows: RowLoading
    private var identifiers: IdentifierSeries<Payment>
    private var currency: CurrencyText

    /// A loading of rows that must not contradict each other.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        try self.init(.contradictionsRefused, at: recording, using: &generator, in: scope)
    }

    init(
        _ strictness: RowLoading.Strictness,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        identifiers = IdentifierSeries(at: recording.instant, using: &generator)
        currency = CurrencyText()
        rows = try storing { () throws(SQLiteError) in
            let rows = try RowLoading(PaymentLoading.statements, strictness, in: scope)
            try rows.bindAll { statement throws(SQLiteError) in
                try statement.bind(scope.company, at: 1)
                // The places of the row's own identifiers; each row writes over them.
                try statement.bind(scope.company, at: 2)
                try statement.bind(scope.company, at: 4)
                try statement.bind(recording, from: 13)
            }
            return rows
        }
    }

    /// Brings a payment in; an empty text is no text.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package mutating func load(
        key: Span<UInt8>,
        customer: Identifier<Customer>,
        invoice: Identifier<Invoice>?,
        type: PaymentType,
        paidOn: Day,
        amount: Money,
        method: Span<UInt8>,
        reference: Span<UInt8>,
        reverses: Identifier<Payment>?
    ) throws(StoreError) -> LoadOutcome {
        let id = identifiers.next()
        let code = currency.text(of: amount.currency)
        return try rows.load(failing: StoreError.database) { statement throws(StoreError) in
            do throws(SQLiteError) {
                statement.rebind(high: id.high, low: id.low, at: 2)
                unsafe try statement.bind(inPlace: key, at: 3)
                statement.rebind(high: customer.high, low: customer.low, at: 4)
                try statement.bind(invoice, at: 5)
                try statement.bind(type.rawValue, at: 6)
                try statement.bind(paidOn, at: 7)
                try statement.bind(amount.minorUnits, at: 8)
                try statement.bind(code, at: 9)
                unsafe try statement.bind(inPlaceOrNull: method, at: 10)
                unsafe try statement.bind(inPlaceOrNull: reference, at: 11)
                try statement.bind(reverses, at: 12)
            } catch {
                throw .database(error)
            }
        }
    }

    private static var statements: RowLoading.Statements {
        RowLoading.Statements(
            insert: """
                INSERT INTO payment (company_id, id, key, customer_id, invoice_id, type, paid_on, amount, currency,
                    method, reference, reverses, import_id, changed_on, recorded_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                ON CONFLICT (company_id, key) DO NOTHING
                """,
            compare: """
                SELECT rowid, CASE
                    WHEN (invoice_id, amount, currency) IS DISTINCT FROM (?5, ?8, ?9)
                        AND EXISTS (SELECT 1 FROM allocation a
                            WHERE a.company_id = payment.company_id AND a.payment_id = payment.id) THEN 3
                    ELSE (customer_id, invoice_id, type, paid_on, amount, currency, method, reference, reverses)
                        IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) END
                FROM payment WHERE company_id = ?1 AND key = ?3 AND ?16 > 0
                """,
            change: """
                UPDATE payment SET customer_id = ?4, invoice_id = ?5, type = ?6, paid_on = ?7, amount = ?8, currency = ?9,
                    method = ?10, reference = ?11, reverses = ?12, import_id = ?13, changed_on = ?14, updated_at = ?16
                WHERE company_id = ?1 AND key = ?3
                """
        )
    }
}

/// An invoice as a row of a file refers to it.
package struct InvoiceReference: Hashable, Sendable {
    package let id: Identifier<Invoice>
    package let customer: Identifier<Customer>
    package let amount: Money
}

/// Finds invoices by key, one prepared statement for a whole file.
package final class InvoiceLookup {
    private let statement: Statement

    /// The invoices of the scope's company.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(in scope: CompanyScope) throws(StoreError) {
        statement = try storing { () throws(SQLiteError) in
            let statement = try scope.connection.prepare(
                "SELECT id, customer_id, amount, currency FROM invoice WHERE company_id = ? AND key = ?"
                    as StaticString
            )
            try statement.bind(scope.company, at: 1)
            return statement
        }
    }

    /// The invoice with a key, in UTF-8.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package func invoice(_ key: Span<UInt8>) throws(StoreError) -> InvoiceReference? {
        do throws(SQLiteError) { return try find(key) } catch { throw .database(error) }
    }

    func find(_ key: Span<UInt8>) throws(SQLiteError) -> InvoiceReference? {
        unsafe try statement.bind(inPlace: key, at: 2)
        defer { statement.reset() }
        return try statement.next { row throws(SQLiteError) in
            InvoiceReference(id: try row.id(), customer: try row.id(), amount: try row.money())
        }
    }
}

/// Finds payments by key, one prepared statement for a whole file.
package final class PaymentLookup {
    private let lookup: KeyLookup<Payment>

    /// The payments of the scope's company.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(in scope: CompanyScope) throws(StoreError) {
        lookup = try KeyLookup<Payment>.payments(in: scope)
    }

    /// The payment with a key.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package func payment(_ key: String) throws(StoreError) -> Identifier<Payment>? {
        try storing { () throws(SQLiteError) in try lookup.id(of: key) }
    }
}

/// What stands on invoices in the books, for rows that say what is open of one.
package final class InvoiceEntries {
    private let totalling: Statement
    private let payments: KeyLookup<Payment>

    /// The entries of the scope's company.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(in scope: CompanyScope) throws(StoreError) {
        payments = try KeyLookup<Payment>.payments(in: scope)
        totalling = try storing { () throws(SQLiteError) in
            let statement = try scope.connection.prepare(
                """
                SELECT coalesce(sum(amount), 0) FROM invoice_entry
                WHERE company_id = ?1 AND invoice_id = ?2 AND entered_on <= ?3 AND key <> ?4
                """ as StaticString
            )
            try statement.bind(scope.company, at: 1)
            return statement
        }
    }

    /// What entries until a day lower an invoice by, in minor units, leaving one of them out.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package func total(
        of invoice: Identifier<Invoice>,
        until day: Day,
        except key: String
    ) throws(StoreError) -> Int64 {
        try storing { () throws(SQLiteError) in
            try totalling.bind(invoice, at: 2)
            try totalling.bind(day, at: 3)
            try totalling.bind(key, at: 4)
            defer { totalling.reset() }
            return try totalling.next { row throws(SQLiteError) in try row.integer() } ?? 0
        }
    }

    /// Whether there is a payment with a key.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package func has(_ key: String) throws(StoreError) -> Bool {
        try storing { () throws(SQLiteError) in try payments.id(of: key) != nil }
    }
}
