package import Receivables
internal import SQLite
package import Values

/// Brings invoices into the books, row by row, from bytes that are read where they lie.
///
/// What all rows share is bound once, identifiers are written over those of the row before, and texts are not copied:
/// an import's time should be SQLite's.
package struct InvoiceLoading: ~Copyable {
    private var rows: RowLoading
    private var identifiers: IdentifierSeries<Invoice>
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
            let rows = try RowLoading(InvoiceLoading.statements, strictness, in: scope)
            try rows.bindAll { statement throws(SQLiteError) in
                try statement.bind(scope.company, at: 1)
                // The places of the row's own identifiers; each row writes over them.
                try statement.bind(scope.company, at: 2)
                try statement.bind(scope.company, at: 5)
                try statement.bind(recording, from: 13)
            }
            return rows
        }
    }

    /// Brings an invoice in; an empty text is no text.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package mutating func load(
        key: Span<UInt8>,
        number: Span<UInt8>,
        customer: Identifier<Customer>,
        issuedOn: Day,
        dueOn: Day,
        amount: Money,
        poNumber: Span<UInt8>,
        notes: Span<UInt8>,
        voidedOn: Day?
    ) throws(StoreError) -> LoadOutcome {
        let id = identifiers.next()
        let code = currency.text(of: amount.currency)
        return try rows.load(failing: StoreError.database) { statement throws(StoreError) in
            do throws(SQLiteError) {
                statement.rebind(high: id.high, low: id.low, at: 2)
                unsafe try statement.bind(inPlace: key, at: 3)
                unsafe try statement.bind(inPlace: number, at: 4)
                statement.rebind(high: customer.high, low: customer.low, at: 5)
                try statement.bind(issuedOn, at: 6)
                try statement.bind(dueOn, at: 7)
                try statement.bind(amount.minorUnits, at: 8)
                try statement.bind(code, at: 9)
                unsafe try statement.bind(inPlaceOrNull: poNumber, at: 10)
                unsafe try statement.bind(inPlaceOrNull: notes, at: 11)
                try statement.bind(voidedOn, at: 12)
            } catch {
                throw .database(error)
            }
        }
    }

    private static var statements: RowLoading.Statements {
        RowLoading.Statements(
            insert: """
                INSERT INTO invoice (company_id, id, key, number, customer_id, issued_on, due_on, amount, currency,
                    po_number, notes, voided_on, import_id, changed_on, recorded_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                ON CONFLICT (company_id, key) DO NOTHING
                """,
            compare: """
                SELECT rowid, CASE
                    WHEN customer_id <> ?5 THEN 2
                    WHEN currency <> ?9 AND (EXISTS (SELECT 1 FROM payment p
                            WHERE p.company_id = invoice.company_id AND p.invoice_id = invoice.id)
                        OR EXISTS (SELECT 1 FROM allocation a
                            WHERE a.company_id = invoice.company_id AND a.invoice_id = invoice.id)) THEN 3
                    ELSE (number, customer_id, issued_on, due_on, amount, currency, po_number, notes, voided_on)
                        IS DISTINCT FROM (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) END
                FROM invoice WHERE company_id = ?1 AND key = ?3 AND ?16 > 0
                """,
            change: """
                UPDATE invoice SET number = ?4, customer_id = ?5, issued_on = ?6, due_on = ?7, amount = ?8, currency = ?9,
                    po_number = ?10, notes = ?11, voided_on = ?12, import_id = ?13, changed_on = ?14, updated_at = ?16
                WHERE company_id = ?1 AND key = ?3
                """
        )
    }
}

/// The code of the currency that was asked for last: most files have one.
struct CurrencyText {
    private var last = Currency.usd
    private var text = Currency.usd.code

    mutating func text(of currency: Currency) -> String {
        if currency != last { (last, text) = (currency, currency.code) }
        return text
    }
}

extension Statement {
    /// Binds a text in UTF-8 without copying it, or NULL where it is empty; see ``bind(inPlace:at:)``.
    @unsafe func bind(inPlaceOrNull text: Span<UInt8>, at index: Int32) throws(SQLiteError) {
        if text.isEmpty { return try bindNull(at: index) }
        unsafe try bind(inPlace: text, at: index)
    }
}
