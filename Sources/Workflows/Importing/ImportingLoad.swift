package import Receivables
package import Store
package import Values

extension Importing {
    /// Reads a file and writes it into the company's books, in one transaction.
    ///
    /// The file is read on the caller's thread, so that other writers wait for the writing only.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - profile: how its columns become fields.
    ///   - company: whose books it belongs to.
    ///   - database: where the books are.
    ///   - instant: when it happens.
    ///   - generator: draws the identifiers of new rows.
    /// - Throws: ``ImportRefusal``; what the store throws. Either way nothing was written.
    package static func run(
        _ bytes: [UInt8],
        by profile: ImportProfile,
        for company: Company,
        in database: Database,
        at instant: Instant,
        using generator: some RandomNumberGenerator & Sendable
    ) throws -> ImportReport {
        let records = try read(bytes, by: profile, for: company)
        let recording = Recording(at: instant, on: try Office.today(of: company, at: instant))
        return try database.write(for: company.id) { scope in
            var generator = generator
            return try load(records, at: recording, using: &generator, into: scope)
        }
    }

    /// Writes the records into the books: what is new is added, what differs is changed, the rest is left alone.
    ///
    /// All of it happens in the scope's transaction, and so does its entry in the list of imports. A file that was
    /// imported before, byte for byte and as the same kind, changes nothing, and the report says so.
    ///
    /// - Parameters:
    ///   - records: what ``read(_:by:for:)`` gave for the scope's company.
    ///   - recording: when it happens.
    ///   - generator: draws the identifiers of new rows.
    ///   - scope: the right to write to the company's books.
    /// - Throws: ``ImportRefusal`` where a row names a customer or an invoice that the books do not have, or an invoice
    ///   of another customer; what the store throws. The transaction must then be given up.
    package static func load(
        _ records: ImportedRecords,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        into scope: WriteScope
    ) throws -> ImportReport {
        let kind = records.kind.rawValue
        if try ImportBatchRow.find(fileHash: records.fileHash, kind: kind, in: scope.reading) != nil {
            return ImportReport(repeating: records)
        }
        let batch = Identifier<ImportBatch>.timeOrdered(at: recording.instant, using: &generator)
        let recording = Recording(at: recording.instant, on: recording.day, by: batch)
        if let refusal = try problems(of: records, in: scope.reading).refusal { throw refusal }
        var report = ImportReport(of: records)
        let customers = try customerEntries(records, in: scope.reading)
        report.customers = try CustomerRow.upsert(customers, at: recording, using: &generator, in: scope)
        let invoices = records.invoices.lazy.map(InvoiceEntry.init)
        report.invoices = try InvoiceRow.upsert(invoices, at: recording, using: &generator, in: scope)
        let payments = records.payments.lazy.map(PaymentEntry.init)
        report.payments = try PaymentRow.upsert(payments, at: recording, using: &generator, in: scope)
        let promises = records.promises.lazy.map(PromiseEntry.init)
        report.promises = try PromiseRow.upsert(promises, at: recording, using: &generator, in: scope)
        let disputes = records.disputes.lazy.map(DisputeEntry.init)
        report.disputes = try DisputeRow.upsert(disputes, at: recording, using: &generator, in: scope)
        try ImportBatchRow(
            id: batch,
            fileHash: records.fileHash,
            kind: kind,
            profile: records.profile,
            fileName: "",
            rowCount: records.rowCount,
            count: report.total,
            recordedAt: recording.instant
        ).insert(in: scope)
        return report
    }

    /// The customers with what the file does not say filled in from the books; a name that nobody says is the key.
    private static func customerEntries(
        _ records: ImportedRecords,
        in scope: CompanyScope
    ) throws -> [CustomerEntry] {
        try records.customers.map { record in
            let known = try CustomerRow.find(key: record.key, in: scope)?.customer
            return CustomerEntry(
                key: record.key,
                name: record.name ?? known?.name ?? record.key,
                segment: record.segment ?? known?.segment,
                country: record.country ?? known?.country,
                industry: record.industry ?? known?.industry,
                doNotContact: record.doNotContact ?? known?.doNotContact ?? false,
                creditLimit: record.creditLimit ?? known?.creditLimit,
                status: known?.status ?? .active,
                isPerson: known?.isPerson,
                paymentTerms: known?.paymentTerms,
                arOwner: known?.arOwner,
                salesOwner: known?.salesOwner,
                labels: known?.labels ?? []
            )
        }
    }

    // MARK: What only the books can show

    private static func problems(of records: ImportedRecords, in scope: CompanyScope) throws -> ProblemList {
        var problems = ProblemList()
        var customers = KnownKeys { try CustomerRow.find(key: $0, in: scope)?.customer.id }
        var invoices = KnownKeys { try InvoiceRow.find(key: $0, in: scope)?.customer }
        let hasInvoices = try InvoiceRow.count(in: scope) > 0
        let bringsCustomers = records.kind == .ledger
        if bringsCustomers, !hasInvoices { return problems }
        for invoice in records.invoices {
            let customer = try customers.find(invoice.customerKey)
            if customer == nil, !bringsCustomers {
                let message = "there is no customer with this key; import the customers first"
                problems.add(
                    problem(.unknownCustomer, records, .customer, line: invoice.line, invoice.customerKey, message)
                )
            }
            guard hasInvoices, let owner = try invoices.find(invoice.key), owner != customer else { continue }
            let message = "the invoice is in the books as another customer's; an invoice cannot change hands"
            problems.add(problem(.otherCustomersInvoice, records, .invoice, line: invoice.line, invoice.key, message))
        }
        guard records.kind != .ledger else { return problems }
        let named =
            records.payments.map { (line: $0.line, key: $0.invoiceKey) }
            + records.promises.map { (line: $0.line, key: $0.invoiceKey) }
            + records.disputes.map { (line: $0.line, key: $0.invoiceKey) }
        for row in named where try invoices.find(row.key) == nil {
            let message = "there is no invoice with this key; import the invoices first"
            problems.add(problem(.unknownInvoice, records, .invoice, line: row.line, row.key, message))
        }
        return problems
    }

    private static func problem(
        _ code: RowProblem.Code,
        _ records: ImportedRecords,
        _ field: ImportField,
        line: Int,
        _ value: String,
        _ message: String
    ) -> RowProblem {
        let place = records.places[field]
        return RowProblem(code, line: line, column: place?.column, header: place?.header, value: value, message)
    }
}

/// What the books say of keys, asked once for each.
private struct KnownKeys<Answer> {
    private let ask: (String) throws -> Answer?
    private var answers: [String: Answer?] = [:]

    init(_ ask: @escaping (String) throws -> Answer?) {
        self.ask = ask
    }

    mutating func find(_ key: String) throws -> Answer? {
        if let answer = answers[key] { return answer }
        let answer = try ask(key)
        answers[key] = .some(answer)
        return answer
    }
}

extension InvoiceEntry {
    fileprivate init(_ record: ImportedRecords.InvoiceRecord) {
        self.init(
            key: record.key,
            number: record.number,
            customerKey: record.customerKey,
            issuedOn: record.issuedOn,
            dueOn: record.dueOn,
            amount: record.amount
        )
    }
}

extension PaymentEntry {
    fileprivate init(_ record: ImportedRecords.PaymentRecord) {
        self.init(
            key: record.key,
            allocation: .invoice(key: record.invoiceKey),
            type: record.type,
            paidOn: record.paidOn,
            amount: record.amount
        )
    }
}

extension PromiseEntry {
    fileprivate init(_ record: ImportedRecords.PromiseRecord) {
        self.init(
            key: "\(record.invoiceKey)/\(record.madeOn)",
            invoiceKey: record.invoiceKey,
            madeOn: record.madeOn,
            dueOn: record.dueOn,
            withdrawnOn: record.withdrawnOn
        )
    }
}

extension DisputeEntry {
    fileprivate init(_ record: ImportedRecords.DisputeRecord) {
        self.init(
            key: "\(record.invoiceKey)/\(record.openedOn)",
            invoiceKey: record.invoiceKey,
            openedOn: record.openedOn,
            resolvedOn: record.resolvedOn
        )
    }
}
