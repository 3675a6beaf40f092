package import Receivables
import Secrets
package import Store
package import Values

/// Why a promise was not taken into the books, or not changed; nothing was stored.
package enum PromiseRefusal: Error, Hashable, Sendable {
    case noSuchPromise
    case noSuchInvoice(Identifier<Invoice>)
    /// The person is at none of the company's customers, is at another one, or was forgotten.
    case noSuchContact
    /// The invoices are several customers', or an amount is promised over invoices in several currencies.
    case mixedInvoices
    /// The promised day is before the day the promise was made.
    case dueBeforeMade(due: Day, made: Day)
}

extension PromiseRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchPromise: "the company has no such promise"
        case .noSuchInvoice(let id): "the company has no invoice \(id)"
        case .noSuchContact: "the customer has no such contact"
        case .mixedInvoices:
            "a promise is about invoices of one customer, and an amount is promised over invoices in one currency"
        case .dueBeforeMade(let due, let made): "a promise made on \(made) cannot be due on \(due)"
        }
    }
}

/// Takes promises to pay into the books and changes them, in the caller's transaction, each with its audit line.
package enum Promising {
    /// What is promised, by whom.
    package struct Terms: Hashable, Sendable {
        package var dueOn: Day
        /// In minor units of the invoices' currency; `nil` where it is all that is owed on them.
        package var minorUnits: Int64?
        package var contact: Identifier<Contact>?
        package var note: String?
        /// The day it was taken back, where it was.
        package var withdrawnOn: Day?

        /// A promise to pay all that is owed by a day.
        package init(dueOn: Day) {
            self.dueOn = dueOn
        }

        /// What a promise in the books says.
        package init(_ row: PromiseRow) {
            dueOn = row.dueOn
            minorUnits = row.amount?.minorUnits
            contact = row.contact
            note = row.note
            withdrawnOn = row.withdrawnOn
        }

        fileprivate var words: String {
            var words = "due \(dueOn)"
            if let minorUnits { words += ", \(minorUnits) minor units" }
            if let contact { words += ", by contact \(contact)" }
            if let withdrawnOn { words += ", withdrawn \(withdrawnOn)" }
            if let note { words += ", \(note)" }
            return words
        }
    }

    /// Adds a promise about invoices of one customer.
    ///
    /// - Precondition: there is an invoice.
    /// - Throws: ``PromiseRefusal``; ``Store/StoreError``.
    package static func add(
        _ terms: Terms,
        about invoices: [Identifier<Invoice>],
        madeOn: Day,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> PromiseRow {
        precondition(!invoices.isEmpty, "a promise is about something")
        var random = SecureRandom()
        let key = "api \(Identifier<Promise>.timeOrdered(at: recording.instant, using: &random))"
        try store(terms, key: key, invoices: invoices, madeOn: madeOn, at: recording, in: scope)
        guard let row = try PromiseRow.find(key: key, in: scope.reading) else { throw PromiseRefusal.noSuchPromise }
        try note("promise.add", row.id, before: "", after: terms.words, by: actor, at: recording, in: scope)
        return row
    }

    /// Changes what a promise says; its invoices and the day it was made stay.
    ///
    /// - Throws: ``PromiseRefusal``; ``Store/StoreError``.
    package static func change(
        _ id: Identifier<Promise>,
        to terms: Terms,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> PromiseRow {
        guard let standing = try PromiseRow.find(id, in: scope.reading) else { throw PromiseRefusal.noSuchPromise }
        let before = Terms(standing)
        guard terms != before else { return standing }
        let invoices = try PromiseRow.invoices(of: id, in: scope.reading)
        try store(terms, key: standing.key, invoices: invoices, madeOn: standing.madeOn, at: recording, in: scope)
        try note("promise.change", id, before: before.words, after: terms.words, by: actor, at: recording, in: scope)
        guard let row = try PromiseRow.find(id, in: scope.reading) else { throw PromiseRefusal.noSuchPromise }
        return row
    }

    private static func store(
        _ terms: Terms,
        key: String,
        invoices: [Identifier<Invoice>],
        madeOn: Day,
        at recording: Recording,
        in scope: WriteScope
    ) throws {
        guard terms.dueOn >= madeOn else { throw PromiseRefusal.dueBeforeMade(due: terms.dueOn, made: madeOn) }
        let rows = try invoices.map { id in
            guard let row = try InvoiceRow.find(id, in: scope.reading) else { throw PromiseRefusal.noSuchInvoice(id) }
            return row
        }
        guard let first = rows.first, rows.allSatisfy({ $0.customer == first.customer }) else {
            throw PromiseRefusal.mixedInvoices
        }
        let currency = first.amount.currency
        guard terms.minorUnits == nil || rows.allSatisfy({ $0.amount.currency == currency }) else {
            throw PromiseRefusal.mixedInvoices
        }
        let contact = try terms.contact.map { id in
            guard let row = try ContactRow.find(id, in: scope.reading), row.customer == first.customer else {
                throw PromiseRefusal.noSuchContact
            }
            return row.key
        }
        var random = SecureRandom()
        let entries = rows.map { row in
            PromiseEntry(
                key: key,
                invoiceKey: row.key,
                madeOn: madeOn,
                dueOn: terms.dueOn,
                amount: terms.minorUnits.map { Money(minorUnits: $0, in: currency) },
                withdrawnOn: terms.withdrawnOn,
                contactKey: contact,
                note: terms.note
            )
        }
        _ = try PromiseRow.upsert(entries, at: recording, using: &random, in: scope)
    }

    private static func note(
        _ event: String,
        _ id: Identifier<Promise>,
        before: String,
        after: String,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws {
        try AuditRow.append(
            actor: actor,
            event: event,
            subject: "\(id)",
            before: before,
            after: after,
            at: recording.instant,
            in: scope
        )
    }
}
