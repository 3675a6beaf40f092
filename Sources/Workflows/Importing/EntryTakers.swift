import Facts
import Receivables
import Store
import Values
import Wire

/// Takes rows of people at customers.
struct ContactTaker: RowTaker {
    private let cells: RowCells
    private let loading: Loading<ContactEntry>
    private let scope: CompanyScope
    /// Whether anybody was forgotten: whoever is known already may be one of them.
    private let knowsForgotten: Bool

    init(
        _ cells: RowCells,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        loading = try ContactRow.loading(at: recording, using: &generator, in: scope)
        self.scope = scope.reading
        knowsForgotten = try ContactRow.knowsForgotten(in: scope.reading)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        func text(_ field: ImportField) -> String? { cells.text(cells.source(field), stream, &notes) }
        let customer = cells.requiredText(cells.source(.customer), stream, &notes)
        let name = cells.requiredText(cells.source(.contactName), stream, &notes)
        let email = text(.email)
        if let email, !email.contains("@") {
            notes.fail(.badText, .email, email, "is no e-mail address: it has no @")
        }
        let refused = refusedChannels(stream, &notes)
        let bouncedOn = cells.day(cells.source(.bouncedOn), stream, &notes)
        let isPrimary = cells.yesNo(cells.source(.isPrimary), stream, &notes) ?? false
        let (role, phone) = (text(.role), text(.phone))
        let (zone, language) = (text(.timeZone), text(.language))
        let said = text(.contact)
        guard notes.isClean, let customer, let name else { return }
        let key = said ?? "\(customer)/\(email ?? name)"
        let entry = ContactEntry(
            key: key,
            customerKey: customer,
            name: name,
            role: role,
            email: email,
            phone: phone,
            timeZone: zone,
            language: language,
            isPrimary: isPrimary,
            refusedChannels: refused,
            bouncedOn: bouncedOn
        )
        do throws(StoreError) {
            let outcome = try loading.load(entry)
            counts.contacts.add(outcome)
            notes.settle(outcome, "contact", .contact) { key }
            if knowsForgotten, outcome == .unchanged, try ContactRow.isForgotten(key: key, in: scope) {
                // The key would say again who it was.
                let message = "this person was forgotten and stays so; take them out of the source"
                notes.remark(.forgotten, .contact, nil, message)
            }
        } catch {
            try notes.settle(error, "contact", key)
        }
    }

    /// The channels a person does not want to be reached by: all where the cell says yes, or those that it names.
    private func refusedChannels(_ stream: borrowing CSVStream, _ notes: inout RowNotes) -> Set<Channel> {
        let source = cells.source(.doNotContact)
        let all = Set(Channel.allCases.filter(\.isContact))
        guard let text = cells.text(source, stream, &notes) else { return [] }
        let words = text.split(separator: "|").map { $0.trimmingSpaces.lowercased() }
        let channels = words.compactMap { word in all.first { $0.rawValue == word } }
        if channels.count == words.count, !words.isEmpty { return Set(channels) }
        switch text.lowercased() {
        case "yes", "true", "1", "y", "ja", "oui", "si", "sí", "sì", "all": return all
        case "no", "false", "0", "n", "nein", "non", "none": return []
        default:
            let message =
                "is neither yes, no nor a list of channels such as `email|call`; known: email, call, sms, letter"
            notes.fail(.badYesNo, .doNotContact, text, message)
            return []
        }
    }
}

/// Takes rows that put parts of payments to invoices.
struct AllocationTaker: RowTaker {
    private let cells: RowCells
    private let scope: WriteScope
    private let recording: Recording
    private let loading: Loading<AllocationEntry>
    private let invoices: InvoiceLookup
    private let base: Currency

    init(
        _ cells: RowCells,
        base: Currency,
        at recording: Recording,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        self.scope = scope
        self.recording = recording
        self.base = base
        loading = try AllocationRow.loading(at: recording, in: scope)
        invoices = try InvoiceLookup(in: scope.reading)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let payment = cells.requiredText(cells.source(.payment), stream, &notes)
        let invoice = cells.requiredText(cells.source(.invoice), stream, &notes)
        let said = cells.currency(cells.source(.currency), stream, &notes)
        let target = try invoice.flatMap { key throws(StoreError) in try invoices.invoice(key.utf8.span) }
        let unit = said ?? target?.amount.currency ?? base
        let amount = cells.requiredAmount(cells.source(.amount), in: unit, stream, &notes)
        let allocatedOn = cells.day(cells.source(.allocatedOn), stream, &notes)
        guard notes.isClean, let payment, let invoice, let amount else { return }
        let entry = AllocationEntry(paymentKey: payment, invoiceKey: invoice, allocatedOn: allocatedOn, amount: amount)
        do throws(StoreError) {
            let outcome = try loading.load(entry)
            counts.allocations.add(outcome)
            notes.settle(outcome, "part of a payment", .payment) { "\(payment)` to `\(invoice)" }
        } catch {
            try notes.settle(error, "payment", payment)
        }
    }

    mutating func finish(_ counts: inout ImportCounts) throws(StoreError) -> [RowProblem] {
        guard let importID = recording.importID else { return [] }
        return try AllocationRow.excessivePayments(of: importID, in: scope.reading).map { key in
            let message = "the parts of the payment, those in the books among them, are more than the payment"
            let column = cells.plan.column(of: .payment)
            return RowProblem(
                .allocationRefused,
                line: cells.plan.headerLine,
                column: column.map { $0 + 1 },
                header: column.map { cells.plan.headers[$0] },
                value: key,
                message
            )
        }
    }
}

/// Takes rows of promises to pay; rows with one key are one promise over several invoices.
struct PromiseTaker: RowTaker {
    private let cells: RowCells
    private let loading: Loading<PromiseEntry>
    private let invoices: InvoiceLookup

    init(
        _ cells: RowCells,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        loading = try PromiseRow.loading(at: recording, using: &generator, in: scope)
        invoices = try InvoiceLookup(in: scope.reading)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let invoice = cells.requiredText(cells.source(.invoice), stream, &notes)
        let madeOn = cells.requiredDay(cells.source(.promisedOn), stream, &notes)
        let dueOn = cells.requiredDay(cells.source(.promiseDueDate), stream, &notes)
        let withdrawnOn = cells.day(cells.source(.withdrawnOn), stream, &notes)
        let contact = cells.text(cells.source(.contact), stream, &notes)
        let note = cells.document(cells.source(.note), stream, &notes)
        let said = cells.text(cells.source(.promise), stream, &notes)
        let found = try invoice.flatMap { key throws(StoreError) in try invoices.invoice(key.utf8.span) }
        let currency = cells.currency(cells.source(.currency), stream, &notes) ?? found?.amount.currency ?? .usd
        let amount = cells.amount(cells.source(.amount), in: currency, stream, &notes)
        if let madeOn, let dueOn, dueOn < madeOn {
            let value = cells.said(cells.source(.promiseDueDate), stream)
            notes.fail(.daysOutOfOrder, .promiseDueDate, value, "is before the day the promise was made, \(madeOn)")
        }
        if let madeOn, let withdrawnOn, withdrawnOn < madeOn {
            let value = cells.said(cells.source(.withdrawnOn), stream)
            notes.fail(.daysOutOfOrder, .withdrawnOn, value, "is before the day the promise was made, \(madeOn)")
        }
        if let amount, amount.minorUnits <= 0 {
            notes.fail(.wrongSign, .amount, cells.said(cells.source(.amount), stream), "is not above zero")
        }
        guard notes.isClean, let invoice, let madeOn, let dueOn else { return }
        let key = said ?? "\(invoice)/\(madeOn)"
        let entry = PromiseEntry(
            key: key,
            invoiceKey: invoice,
            madeOn: madeOn,
            dueOn: dueOn,
            amount: amount,
            withdrawnOn: withdrawnOn,
            contactKey: contact,
            note: note
        )
        try notes.load(entry, by: loading, "promise", .promise, key, counting: &counts.promises)
    }
}

/// Takes rows of disputes.
struct DisputeTaker: RowTaker {
    private let cells: RowCells
    private let loading: Loading<DisputeEntry>
    private let invoices: InvoiceLookup

    init(
        _ cells: RowCells,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        loading = try DisputeRow.loading(at: recording, using: &generator, in: scope)
        invoices = try InvoiceLookup(in: scope.reading)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        func text(_ field: ImportField) -> String? { cells.text(cells.source(field), stream, &notes) }
        let invoice = cells.requiredText(cells.source(.invoice), stream, &notes)
        let openedOn = cells.requiredDay(cells.source(.openedOn), stream, &notes)
        let resolvedOn = cells.day(cells.source(.resolvedOn), stream, &notes)
        let dueOn = cells.day(cells.source(.disputeDueDate), stream, &notes)
        let found = try invoice.flatMap { key throws(StoreError) in try invoices.invoice(key.utf8.span) }
        let unit = found?.amount.currency ?? .usd
        let currency = cells.currency(cells.source(.currency), stream, &notes)
        if let currency, found != nil, currency != unit {
            notes.fail(
                .otherCurrency,
                .currency,
                currency.code,
                "the dispute is in \(currency), its invoice in \(unit)"
            )
        }
        let amount = cells.amount(cells.source(.amount), in: unit, stream, &notes)
        if let amount, amount.minorUnits <= 0 {
            notes.fail(.wrongSign, .amount, cells.said(cells.source(.amount), stream), "is not above zero")
        }
        if let openedOn, let resolvedOn, resolvedOn < openedOn {
            let value = cells.said(cells.source(.resolvedOn), stream)
            notes.fail(.daysOutOfOrder, .resolvedOn, value, "is before the day the dispute was opened, \(openedOn)")
        }
        let (category, owner, outcome) = (text(.category), text(.owner), text(.outcome))
        let reason = cells.document(cells.source(.reason), stream, &notes)
        let said = text(.dispute)
        guard notes.isClean, let invoice, let openedOn else { return }
        let key = said ?? "\(invoice)/\(openedOn)"
        let entry = DisputeEntry(
            key: key,
            invoiceKey: invoice,
            openedOn: openedOn,
            resolvedOn: resolvedOn,
            minorUnits: amount?.minorUnits,
            category: category,
            reason: reason,
            owner: owner,
            dueOn: dueOn,
            outcome: outcome
        )
        try notes.load(entry, by: loading, "dispute", .dispute, key, counting: &counts.disputes)
    }
}

/// Takes rows of what was said to customers and by them.
struct CommunicationTaker: RowTaker {
    private let cells: RowCells
    private let loading: Loading<CommunicationEntry>

    init(
        _ cells: RowCells,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        in scope: WriteScope
    ) throws(StoreError) {
        self.cells = cells
        loading = try CommunicationRow.loading(at: recording, using: &generator, in: scope)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        func text(_ field: ImportField) -> String? { cells.text(cells.source(field), stream, &notes) }
        let customer = cells.requiredText(cells.source(.customer), stream, &notes)
        let occurredOn = cells.requiredDay(cells.source(.occurredOn), stream, &notes)
        let direction = required(.direction, Direction.self, stream, &notes)
        let channel = required(.channel, outOf: Channel.allCases.filter(\.isContact), stream, &notes)
        let (contact, invoice, replyTo) = (text(.contact), text(.invoice), text(.replyTo))
        let subject = text(.subject)
        let body = cells.document(cells.source(.body), stream, &notes)
        let said = text(.communication)
        guard notes.isClean, let customer, let occurredOn, let direction, let channel else { return }
        let content = ContentHash(of: "\(invoice ?? "")\n\(contact ?? "")\n\(subject ?? "")\n\(body ?? "")").short
        let key = said ?? "\(customer)/\(occurredOn)/\(direction.rawValue)/\(channel.rawValue)/\(content)"
        let entry = CommunicationEntry(
            key: key,
            customerKey: customer,
            contactKey: contact,
            invoiceKey: invoice,
            direction: direction,
            channel: channel,
            occurredOn: occurredOn,
            subject: subject,
            body: body,
            replyTo: replyTo
        )
        try notes.load(entry, by: loading, "communication", .communication, key, counting: &counts.communications)
    }

    private func required<Word: RawRepresentable<String> & CaseIterable>(
        _ field: ImportField,
        _ type: Word.Type,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Word? {
        required(field, outOf: Array(Word.allCases), stream, &notes)
    }

    private func required<Word: RawRepresentable<String>>(
        _ field: ImportField,
        outOf words: [Word],
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Word? {
        let source = cells.source(field)
        guard cells.has(source, stream, &notes) else { return nil }
        let word = cells.word(source, outOf: words.map(\.rawValue), stream, &notes)
        return word.flatMap { word in words.first { $0.rawValue == word } }
    }
}

/// Takes rows of what one currency is worth in another, or of many such columns.
struct RateTaker: RowTaker {
    private let cells: RowCells
    private let loading: Loading<DatedRate>

    init(_ cells: RowCells, at recording: Recording, in scope: WriteScope) throws(StoreError) {
        self.cells = cells
        loading = try FXRateRow.loading(at: recording, in: scope)
    }

    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let day = cells.requiredDay(cells.source(.rateDate), stream, &notes)
        if let base = cells.plan.profile.wideRatesFrom {
            guard let day else { return }
            for column in cells.plan.rateColumns {
                let source = FieldSource(field: .rate, column: column.column, fallback: [], days: .iso)
                // The ECB writes N/A where a currency had no rate on the day.
                let isRate = cells.reading(source, stream) { !$0.isEmpty && !$0.saysNothing }
                guard isRate, let rate = rate(source, stream, &notes) else { continue }
                try load(day, base, column.currency, rate, &notes, &counts)
            }
            return
        }
        let from = cells.requiredCurrency(cells.source(.fromCurrency), stream, &notes)
        let to = cells.requiredCurrency(cells.source(.toCurrency), stream, &notes)
        let source = cells.source(.rate)
        let rate = cells.has(source, stream, &notes) ? rate(source, stream, &notes) : nil
        if let from, let to, from == to {
            notes.fail(.unknownCurrency, .toCurrency, to.code, "is the currency that it is worth something in")
        }
        guard notes.isClean, let day, let from, let to, let rate else { return }
        try load(day, from, to, rate, &notes, &counts)
    }

    private func rate(
        _ source: FieldSource,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> ExchangeRate? {
        cells.reading(source, stream) { text in
            // Whatever keeps the text from being a rate, the bookkeeper's remedy is the same.
            if let digits = try? cells.plan.rateFormat.rate(utf8: text),
                let rate = ExchangeRate(mantissa: digits.mantissa, scale: digits.scale)
            {
                return rate
            }
            let message =
                "is no rate; a number above zero with at most \(ExchangeRate.mostDecimals) decimals is needed"
            notes.fail(.badRate, .rate, String(copying: text), message)
            return nil
        }
    }

    private func load(
        _ day: Day,
        _ from: Currency,
        _ to: Currency,
        _ rate: ExchangeRate,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError) {
        let outcome = try loading.load(DatedRate(day, from: from, to: to, rate))
        counts.rates.add(outcome)
        notes.settle(outcome, "rate", .rateDate) { "\(day) \(from) \(to)" }
    }
}

extension Span<UInt8> {
    /// Whether a cell says that there is no number: `N/A`, `-`.
    fileprivate var saysNothing: Bool {
        (count == 1 && self[0] == UInt8(ascii: "-"))
            || (count == 3 && self[0] | 0x20 == UInt8(ascii: "n") && self[1] == UInt8(ascii: "/")
                && self[2] | 0x20 == UInt8(ascii: "a"))
    }
}
