import Receivables
import Values

/// Gathers the records of a file row by row, and holds each row against those before it.
struct ImportScan {
    private let profile: ImportProfile
    private let segments: [String]
    private var records: ImportedRecords
    private var problems = ProblemList()
    /// The line on which each key was first met.
    private var keyLines: [String: Int] = [:]
    /// How many rows share the parts of a numbered key.
    private var numbered: [String: Int] = [:]
    /// The place of each customer in the records.
    private var customerPlaces: [String: Int] = [:]

    init(profile: ImportProfile, layout: ImportLayout, company: Company, fileHash: ContentHash) {
        self.profile = profile
        segments = company.segments
        records = ImportedRecords(kind: profile.kind, profile: profile.name, fileHash: fileHash)
        for field in [ImportField.customer, .invoice] {
            guard let column = layout.column(of: field) else { continue }
            records.places[field] = ImportedRecords.Place(column: column + 1, header: layout.headers[column])
        }
    }

    /// Notes a row that has no fields to read.
    mutating func refuse(_ problem: RowProblem) {
        records.rowCount += 1
        problems.add(problem)
    }

    /// Reads a row; its records are kept only while the file has no problem.
    mutating func take(_ row: ImportRow) {
        var row = row
        records.rowCount += 1
        switch profile.kind {
        case .ledger: takeLedgerRow(&row)
        case .customers: takeCustomer(&row)
        case .invoices: takeInvoice(&row)
        case .payments: takePayment(&row)
        case .promises: takePromise(&row)
        case .disputes: takeDispute(&row)
        case .contacts, .allocations, .communications, .rates:
            row.fail(.unknownKind, .customer, "rows of \(profile.kind.rawValue) are not taken by this reader")
        }
        for problem in row.problems { problems.add(problem) }
    }

    /// The records of the whole file.
    func finished() throws(ImportRefusal) -> ImportedRecords {
        if let refusal = problems.refusal { throw refusal }
        return records
    }

    // MARK: Kinds of rows

    private mutating func takeLedgerRow(_ row: inout ImportRow) {
        let customer = customer(&row)
        let invoice = invoice(&row)
        let settledOn = row.day(.settledDate)
        guard row.problems.isEmpty, let customer, let invoice, merge(customer, &row) else { return }
        guard isNew("invoice", invoice.key, .invoice, &row) else { return }
        records.invoices.append(invoice)
        guard let settledOn else { return }
        if settledOn < invoice.issuedOn {
            let message = "settled before it was issued on \(invoice.issuedOn); taken as a payment in advance"
            records.remarkCount += 1
            if records.remarks.count < ImportRefusal.shownLimit {
                records.remarks.append(row.problem(.settledBeforeIssue, .settledDate, message))
            }
        }
        records.payments.append(
            ImportedRecords.PaymentRecord(
                line: row.line,
                key: "\(invoice.key)/settled",
                invoiceKey: invoice.key,
                type: .payment,
                paidOn: settledOn,
                amount: invoice.amount
            )
        )
    }

    private mutating func takeCustomer(_ row: inout ImportRow) {
        guard let customer = customer(&row), row.problems.isEmpty else { return }
        guard isNew("customer", customer.key, .customer, &row) else { return }
        records.customers.append(customer)
    }

    private mutating func takeInvoice(_ row: inout ImportRow) {
        guard let invoice = invoice(&row), row.problems.isEmpty else { return }
        guard isNew("invoice", invoice.key, .invoice, &row) else { return }
        records.invoices.append(invoice)
    }

    private mutating func takePayment(_ row: inout ImportRow) {
        let invoiceKey = row.requiredText(.invoice)
        let paidOn = row.requiredDay(.paymentDate)
        let amount = row.requiredAmount(.amount)
        let word = row.word(.paymentType, outOf: PaymentType.allCases.map(\.rawValue))
        if row.text(.currency) != nil { row.checkCurrency() }
        let type = word.flatMap { PaymentType(rawValue: $0) } ?? .payment
        if let amount { checkSign(of: amount, type, &row) }
        guard row.problems.isEmpty, let key = key(.payment, &row) else { return }
        guard let invoiceKey, let paidOn, let amount, isNew("payment", key, .payment, &row) else { return }
        records.payments.append(
            ImportedRecords.PaymentRecord(
                line: row.line,
                key: key,
                invoiceKey: invoiceKey,
                type: type,
                paidOn: paidOn,
                amount: amount
            )
        )
    }

    private mutating func takePromise(_ row: inout ImportRow) {
        let invoiceKey = row.requiredText(.invoice)
        let madeOn = row.requiredDay(.promisedOn)
        let dueOn = row.requiredDay(.promiseDueDate)
        let withdrawnOn = row.day(.withdrawnOn)
        if let madeOn, let dueOn, dueOn < madeOn {
            row.fail(.daysOutOfOrder, .promiseDueDate, "is before the day the promise was made, \(madeOn)")
        }
        if let madeOn, let withdrawnOn, withdrawnOn < madeOn {
            row.fail(.daysOutOfOrder, .withdrawnOn, "is before the day the promise was made, \(madeOn)")
        }
        guard row.problems.isEmpty, let invoiceKey, let madeOn, let dueOn else { return }
        guard isNew("promise", "\(invoiceKey)/\(madeOn)", .promisedOn, &row) else { return }
        records.promises.append(
            ImportedRecords.PromiseRecord(
                line: row.line,
                invoiceKey: invoiceKey,
                madeOn: madeOn,
                dueOn: dueOn,
                withdrawnOn: withdrawnOn
            )
        )
    }

    private mutating func takeDispute(_ row: inout ImportRow) {
        let invoiceKey = row.requiredText(.invoice)
        let openedOn = row.requiredDay(.openedOn)
        let resolvedOn = row.day(.resolvedOn)
        if let openedOn, let resolvedOn, resolvedOn < openedOn {
            row.fail(.daysOutOfOrder, .resolvedOn, "is before the day the dispute was opened, \(openedOn)")
        }
        guard row.problems.isEmpty, let invoiceKey, let openedOn else { return }
        guard isNew("dispute", "\(invoiceKey)/\(openedOn)", .openedOn, &row) else { return }
        records.disputes.append(
            ImportedRecords.DisputeRecord(
                line: row.line,
                invoiceKey: invoiceKey,
                openedOn: openedOn,
                resolvedOn: resolvedOn
            )
        )
    }

    // MARK: Parts of rows

    private mutating func customer(_ row: inout ImportRow) -> ImportedRecords.CustomerRecord? {
        let key = key(.customer, &row)
        let isNamed = profile.kind.requiredFields.contains(.customerName)
        let name = isNamed ? row.requiredText(.customerName) : row.text(.customerName)
        let segment = row.word(.segment, outOf: segments)
        let country = row.text(.country)
        let industry = row.text(.industry)
        let doNotContact = row.yesNo(.doNotContact)
        let creditLimit = row.amount(.creditLimit)
        if let creditLimit, creditLimit.minorUnits < 0 {
            row.fail(.wrongSign, .creditLimit, "is below zero; a limit is the most the customer may owe")
        }
        guard let key else { return nil }
        return ImportedRecords.CustomerRecord(
            line: row.line,
            key: key,
            name: name,
            segment: segment,
            country: country,
            industry: industry,
            doNotContact: doNotContact,
            creditLimit: creditLimit
        )
    }

    private mutating func invoice(_ row: inout ImportRow) -> ImportedRecords.InvoiceRecord? {
        row.checkCurrency()
        let customerKey = profile.kind == .ledger ? row.text(.customer) : key(.customer, &row)
        let number = row.text(.invoiceNumber)
        let issuedOn = row.requiredDay(.invoiceDate)
        let dueOn = row.requiredDay(.dueDate)
        let amount = row.requiredAmount(.amount)
        if let issuedOn, let dueOn, dueOn < issuedOn {
            row.fail(.daysOutOfOrder, .dueDate, "is before the day it was issued, \(issuedOn)")
        }
        if let amount, amount.minorUnits <= 0 {
            let message = "is not above zero; a credit note is a row of payments with the type credit_memo"
            row.fail(.wrongSign, .amount, message)
        }
        guard row.problems.isEmpty, let key = key(.invoice, &row) else { return nil }
        guard let customerKey, let issuedOn, let dueOn, let amount else { return nil }
        return ImportedRecords.InvoiceRecord(
            line: row.line,
            key: key,
            number: number ?? key,
            customerKey: customerKey,
            issuedOn: issuedOn,
            dueOn: dueOn,
            amount: amount
        )
    }

    private func checkSign(of amount: Money, _ type: PaymentType, _ row: inout ImportRow) {
        switch type {
        case .payment, .creditMemo, .writeOff:
            guard amount.minorUnits <= 0 else { return }
            row.fail(.wrongSign, .amount, "is not above zero; a \(type.rawValue) lowers the balance")
        case .refund, .reversal:
            guard amount.minorUnits >= 0 else { return }
            row.fail(.wrongSign, .amount, "is not below zero; a \(type.rawValue) raises the balance")
        }
    }

    /// The key in a field's column, or the one the profile makes from others.
    private mutating func key(_ field: ImportField, _ row: inout ImportRow) -> String? {
        guard !row.hasColumn(field), let rule = profile.derivedKey(for: field) else { return row.requiredText(field) }
        guard let parts = row.parts(of: rule) else { return nil }
        guard rule.isNumbered else { return parts }
        let count = numbered[parts, default: 0] + 1
        numbered[parts] = count
        return count == 1 ? parts : "\(parts)/\(count)"
    }

    /// Whether no row before had the key; where one had, that is a problem of this row.
    private mutating func isNew(_ noun: String, _ key: String, _ field: ImportField, _ row: inout ImportRow) -> Bool {
        if let first = keyLines[key] {
            row.fail(.duplicateKey, field, "the \(noun) `\(key)` is on line \(first) already")
            return false
        }
        keyLines[key] = row.line
        return true
    }

    // MARK: Customers that many rows name

    /// Joins what a row says about its customer with what rows before said; `false` where the two contradict.
    private mutating func merge(_ customer: ImportedRecords.CustomerRecord, _ row: inout ImportRow) -> Bool {
        guard let place = customerPlaces[customer.key] else {
            customerPlaces[customer.key] = records.customers.count
            records.customers.append(customer)
            return true
        }
        var known = records.customers[place]
        known.name = joined(known.name, customer.name, .customerName, known, &row)
        known.segment = joined(known.segment, customer.segment, .segment, known, &row)
        known.country = joined(known.country, customer.country, .country, known, &row)
        known.industry = joined(known.industry, customer.industry, .industry, known, &row)
        known.doNotContact = joined(known.doNotContact, customer.doNotContact, .doNotContact, known, &row)
        known.creditLimit = joined(known.creditLimit, customer.creditLimit, .creditLimit, known, &row)
        guard row.problems.isEmpty else { return false }
        records.customers[place] = known
        return true
    }

    /// What is known of an attribute once this row has been read: what rows before said, or else what it says.
    private func joined<Value: Equatable>(
        _ known: Value?,
        _ said: Value?,
        _ field: ImportField,
        _ customer: ImportedRecords.CustomerRecord,
        _ row: inout ImportRow
    ) -> Value? {
        guard let known, let said else { return known ?? said }
        if known != said {
            row.fail(.contradiction, field, "customer `\(customer.key)` has `\(known)` in a row before")
        }
        return known
    }
}
