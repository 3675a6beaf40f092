import Facts
import Receivables
import Values

/// The lines of made-up books that are not written yet, and the numbers that their rows are known by.
struct BookPages {
    /// How many bytes are gathered before they are written: few enough to hold, enough to be worth a write.
    static let pieceSize = 65_536
    /// Numbers begin here, so that keys sort as they follow one another.
    static let numberBase = 100_000

    private var pages = BookFile.allCases.map { CSVPage(headers: $0.headers) }
    private var runs: PayRunBook
    private var paymentCount = 0
    private var disputeCount = 0
    private var messageCount = 0
    private let days: BookDays

    init(customerCount: Int, days: BookDays) {
        self.days = days
        runs = PayRunBook(customerCount: customerCount, days: days)
    }

    /// How many rows each file has by now.
    var rowCounts: [(file: BookFile, count: Int)] {
        BookFile.allCases.map { ($0, pages[$0.rawValue].rowCount) }
    }

    subscript(file: BookFile) -> CSVPage {
        get { pages[file.rawValue] }
        _modify { yield &pages[file.rawValue] }
    }

    /// Writes the pages of more than `size` bytes.
    mutating func flush<Failure: Error>(
        to sink: (BookFile, [UInt8]) throws(Failure) -> Void,
        beyond size: Int
    ) throws(Failure) {
        for file in BookFile.allCases where pages[file.rawValue].bytes.count > size {
            try sink(file, pages[file.rawValue].bytes)
            pages[file.rawValue].removeAll()
        }
    }

    // MARK: Invoices

    /// Adds an invoice and what happened to it by the books' end.
    mutating func add(_ invoice: PlantedInvoice, of customer: PlantedCustomer, _ draws: inout Draws) {
        self[.invoices].field("INV-", invoice.number)
        self[.invoices].field(customer.key)
        self[.invoices].field(invoice.issuedOn)
        self[.invoices].field(invoice.dueOn)
        self[.invoices].field(minorUnits: invoice.minorUnits, decimals: customer.currency.decimals)
        self[.invoices].field(customer.currency.code)
        self[.invoices].field("PO ", invoice.purchaseOrder)
        if let note = invoice.note { self[.invoices].field(PlantedTexts.notes[note]) } else { self[.invoices].blank() }
        self[.invoices].field(days.known(invoice.voidedOn))
        self[.invoices].endLine()
        addEntries(of: invoice, customer, &draws)
        for part in invoice.parts where !days.isLater(part.day) { add(part, of: invoice, customer, &draws) }
        for promise in invoice.promises where !days.isLater(promise.madeOn) {
            add(promise, of: invoice, customer)
        }
        if let dispute = invoice.dispute, !days.isLater(dispute.openedOn) { add(dispute, of: invoice, customer) }
    }

    private mutating func addEntries(of invoice: PlantedInvoice, _ customer: PlantedCustomer, _ draws: inout Draws) {
        var paid: Int?
        for entry in invoice.entries where !days.isLater(entry.day) {
            paymentCount += 1
            beginPayment(
                paymentCount,
                invoice: entry.isApplied ? invoice.number : nil,
                customer,
                entry.day,
                entry.minorUnits,
                entry.type
            )
            endPayment(paymentCount, customer, entry.type, reverses: entry.type == .reversal ? paid : nil)
            paid = entry.type == .payment ? paymentCount : paid
        }
    }

    /// Adds a part of an invoice's payment to the customer's pay run, or takes it from a payment on account.
    private mutating func add(
        _ part: PlantedInvoice.Part,
        of invoice: PlantedInvoice,
        _ customer: PlantedCustomer,
        _ draws: inout Draws
    ) {
        guard !part.isOnAccount else {
            let arrivedOn = days.onOrAfter(
                max(invoice.issuedOn.advanced(by: 1), part.day.advanced(by: -draws.within(2...10)))
            )
            let step = 100 * customer.currency.minorUnitsPerMajor
            let rounded = (part.minorUnits + step - 1) / step * step
            paymentCount += 1
            beginPayment(paymentCount, invoice: nil, customer, min(arrivedOn, part.day), rounded, .payment)
            endPayment(paymentCount, customer, .payment, reverses: nil)
            allocate(part.minorUnits, of: paymentCount, to: invoice.number, part.day, customer)
            return
        }
        let addition = runs.add(
            part.minorUnits,
            on: invoice.number,
            of: customer.place,
            day: part.day,
            counting: &paymentCount
        )
        switch addition {
        case .first: return
        case .second(let run):
            allocate(run.firstMinorUnits, of: run.number, to: run.firstInvoice, run.day, customer)
            allocate(part.minorUnits, of: run.number, to: invoice.number, run.day, customer)
        case .further(let run):
            allocate(part.minorUnits, of: run.number, to: invoice.number, run.day, customer)
        }
    }

    /// Adds the payments that arrive on a day.
    mutating func addPayments(on day: Day, from customers: [PlantedCustomer], _ draws: inout Draws) {
        for run in runs.take(day) {
            let customer = customers[run.customer]
            let extra = overpayment(run, customer, &draws)
            let isOne = run.invoiceCount == 1
            if isOne, extra > 0 {
                allocate(run.firstMinorUnits, of: run.number, to: run.firstInvoice, day, customer)
            }
            beginPayment(
                run.number,
                invoice: isOne && extra == 0 ? run.firstInvoice : nil,
                customer,
                day,
                run.minorUnits + extra,
                .payment
            )
            endPayment(run.number, customer, .payment, reverses: nil)
            guard extra > 0 else { continue }
            // Four in ten ask for the money back.
            let returnedOn = days.onOrAfter(day.advanced(by: draws.within(20...60)))
            guard draws.happens(400), !days.isLater(returnedOn) else { continue }
            paymentCount += 1
            beginPayment(paymentCount, invoice: nil, customer, returnedOn, -extra, .refund)
            endPayment(paymentCount, customer, .refund, reverses: nil)
        }
    }

    /// Draws what a payment is more than it is for, in minor units: an invoice paid twice, or an amount rounded up.
    private func overpayment(_ run: PayRunBook.Run, _ customer: PlantedCustomer, _ draws: inout Draws) -> Int64 {
        guard draws.happens(customer.behaviour.overpaysPerMille) else { return 0 }
        guard draws.happens(600) else { return run.firstMinorUnits }
        let step = 50 * customer.currency.minorUnitsPerMajor
        return step - run.minorUnits % step
    }

    private mutating func beginPayment(
        _ number: Int,
        invoice: Int?,
        _ customer: PlantedCustomer,
        _ day: Day,
        _ minorUnits: Int64,
        _ type: PaymentType
    ) {
        self[.payments].field("PAY-", Self.numberBase + number)
        self[.payments].field("INV-", invoice)
        self[.payments].field(customer.key)
        self[.payments].field(day)
        self[.payments].field(minorUnits: minorUnits, decimals: customer.currency.decimals)
        self[.payments].field(type.rawValue)
        self[.payments].field(customer.currency.code)
    }

    private mutating func endPayment(_ number: Int, _ customer: PlantedCustomer, _ type: PaymentType, reverses: Int?) {
        switch type {
        case .payment, .refund, .reversal:
            let methods = PlantedCountry.all[customer.country].methods
            // Three customers in four keep to the usual way, the others to their own.
            self[.payments].field(methods[customer.place % 4 == 3 ? customer.place / 4 % methods.count : 0])
            self[.payments].field("TRN", 7_000_000 + number)
        case .creditMemo:
            self[.payments].blank()
            self[.payments].field("CN-", number)
        case .writeOff:
            self[.payments].blank()
            self[.payments].blank()
        }
        self[.payments].field("PAY-", reverses.map { Self.numberBase + $0 })
        self[.payments].endLine()
    }

    private mutating func allocate(
        _ minorUnits: Int64,
        of payment: Int,
        to invoice: Int,
        _ day: Day,
        _ customer: PlantedCustomer
    ) {
        self[.allocations].field("PAY-", Self.numberBase + payment)
        self[.allocations].field("INV-", invoice)
        self[.allocations].field(minorUnits: minorUnits, decimals: customer.currency.decimals)
        self[.allocations].field(day)
        self[.allocations].endLine()
    }

    private mutating func add(
        _ promise: PlantedInvoice.Promise,
        of invoice: PlantedInvoice,
        _ customer: PlantedCustomer
    ) {
        self[.promises].field("PRM-", Self.numberBase + promise.key)
        self[.promises].field("INV-", invoice.number)
        self[.promises].field(promise.madeOn)
        self[.promises].field(promise.dueOn)
        if let minorUnits = promise.minorUnits {
            self[.promises].field(minorUnits: minorUnits, decimals: customer.currency.decimals)
        } else {
            self[.promises].blank()
        }
        self[.promises].field(days.known(promise.withdrawnOn))
        self[.promises].field(customer.contacts[0].key)
        if promise.key % 3 == 0 {
            self[.promises].field(PlantedTexts.promiseNotes[promise.key / 3 % PlantedTexts.promiseNotes.count])
        } else {
            self[.promises].blank()
        }
        self[.promises].endLine()
    }

    private mutating func add(
        _ dispute: PlantedInvoice.Dispute,
        of invoice: PlantedInvoice,
        _ customer: PlantedCustomer
    ) {
        disputeCount += 1
        let text = PlantedTexts.disputes[dispute.category]
        let resolvedOn = days.known(dispute.resolvedOn)
        self[.disputes].field("DSP-", Self.numberBase + disputeCount)
        self[.disputes].field("INV-", invoice.number)
        self[.disputes].field(dispute.openedOn)
        self[.disputes].field(resolvedOn)
        if let minorUnits = dispute.minorUnits {
            self[.disputes].field(minorUnits: minorUnits, decimals: customer.currency.decimals)
        } else {
            self[.disputes].blank()
        }
        self[.disputes].field(text.category)
        self[.disputes].field(text.reason)
        self[.disputes].field(text.owner)
        self[.disputes].field(dispute.openedOn.advanced(by: 30))
        if resolvedOn == nil {
            self[.disputes].blank()
        } else {
            self[.disputes].field(dispute.isCredited ? "credited" : "rejected" as StaticString)
        }
        self[.disputes].endLine()
    }

    // MARK: Correspondence

    /// Adds what was written and said by the books' end.
    mutating func add(
        _ correspondence: PlantedCorrespondence,
        about invoice: PlantedInvoice,
        of customer: PlantedCustomer
    ) {
        let first = messageCount
        messageCount += correspondence.messages.count
        for (place, message) in correspondence.messages.enumerated() where !days.isLater(message.day) {
            let text: PlantedTexts.Message
            let answered: Int?
            var promisedFor: Day?
            self[.communications].field("COM-", Self.numberBase + first + place + 1)
            self[.communications].field(customer.key)
            self[.communications].field(customer.contacts[message.contact].key)
            self[.communications].field("INV-", invoice.number)
            switch message.content {
            case .reminder(let step):
                self[.communications].field("outbound" as StaticString)
                text = PlantedTexts.reminder(step, in: customer.language)
                answered = nil
            case .reply(let answer, let place, let day):
                self[.communications].field("inbound" as StaticString)
                text = PlantedTexts.reply(answer, in: customer.language)
                answered = place
                promisedFor = day
            }
            self[.communications].field(message.channel.rawValue)
            self[.communications].field(message.day)
            self[.communications].openQuotes()
            self[.communications].append(text.subject)
            self[.communications].append("INV-")
            self[.communications].append(invoice.number)
            self[.communications].closeQuotes()
            self[.communications].openQuotes()
            self[.communications].append(text.opening)
            self[.communications].append("INV-")
            self[.communications].append(invoice.number)
            self[.communications].append(text.closing)
            if let promisedFor { self[.communications].append(promisedFor) }
            self[.communications].closeQuotes()
            self[.communications].field("COM-", answered.map { Self.numberBase + first + $0 + 1 })
            self[.communications].endLine()
        }
    }
}
