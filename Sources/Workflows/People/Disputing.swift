package import Receivables
import Secrets
package import Store
package import Values

/// Why a dispute was not taken into the books, or not changed; nothing was stored.
package enum DisputeRefusal: Error, Hashable, Sendable {
    case noSuchDispute
    case noSuchInvoice
    /// More is disputed than was invoiced.
    case amountTooLarge(Money)
    /// It is to be settled before it was opened.
    case dueBeforeOpened(due: Day, opened: Day)
}

extension DisputeRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchDispute: "the company has no such dispute"
        case .noSuchInvoice: "the company has no such invoice"
        case .amountTooLarge(let amount):
            "no more can be disputed than was invoiced, which is \(amount.decimalText) \(amount.currency)"
        case .dueBeforeOpened(let due, let opened): "a dispute opened on \(opened) cannot be due on \(due)"
        }
    }
}

/// Takes disputes into the books and changes them, in the caller's transaction, each with its audit line.
package enum Disputing {
    /// What is contested, and how far it has come.
    package struct Claim: Hashable, Sendable {
        /// In minor units of the invoice's currency; `nil` where it is all of it.
        package var minorUnits: Int64?
        package var category: String?
        package var reason: String?
        /// Who settles it.
        package var owner: String?
        /// The day it is to be settled by.
        package var dueOn: Day?
        /// The day it was settled, where it was.
        package var resolvedOn: Day?
        package var outcome: String?

        /// A claim about a whole invoice.
        package init() {}

        /// What a dispute in the books says.
        package init(_ row: DisputeRow) {
            minorUnits = row.minorUnits
            category = row.category
            reason = row.reason
            owner = row.owner
            dueOn = row.dueOn
            resolvedOn = row.resolvedOn
            outcome = row.outcome
        }

        fileprivate var words: String {
            let parts = [
                minorUnits.map { "\($0) minor units" } ?? "all of it", category, reason, owner.map { "owner \($0)" },
                dueOn.map { "due \($0)" }, resolvedOn.map { "resolved \($0)" }, outcome,
            ]
            return parts.compactMap { $0 }.joined(separator: ", ")
        }
    }

    /// Opens a dispute about an invoice.
    ///
    /// - Throws: ``DisputeRefusal``; ``Store/StoreError``.
    package static func open(
        _ claim: Claim,
        about invoice: Identifier<Invoice>,
        openedOn: Day,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> DisputeRow {
        var random = SecureRandom()
        let id = Identifier<Dispute>.timeOrdered(at: recording.instant, using: &random)
        let key = "api \(id)"
        try store(claim, key: key, about: invoice, openedOn: openedOn, at: recording, in: scope)
        let made = try DisputeRow.of(invoice, in: scope.reading).first { $0.key == key }
        guard let made else { throw DisputeRefusal.noSuchDispute }
        try note("dispute.open", made.id, before: "", after: claim.words, by: actor, at: recording, in: scope)
        return made
    }

    /// Changes what a dispute says; its invoice and the day it was opened stay.
    ///
    /// - Throws: ``DisputeRefusal``; ``Store/StoreError``.
    package static func change(
        _ id: Identifier<Dispute>,
        to claim: Claim,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> DisputeRow {
        guard let standing = try DisputeRow.find(id, in: scope.reading) else { throw DisputeRefusal.noSuchDispute }
        let before = Claim(standing)
        guard claim != before else { return standing }
        try store(
            claim,
            key: standing.key,
            about: standing.invoice,
            openedOn: standing.openedOn,
            at: recording,
            in: scope
        )
        try note("dispute.change", id, before: before.words, after: claim.words, by: actor, at: recording, in: scope)
        guard let row = try DisputeRow.find(id, in: scope.reading) else { throw DisputeRefusal.noSuchDispute }
        return row
    }

    private static func store(
        _ claim: Claim,
        key: String,
        about invoice: Identifier<Invoice>,
        openedOn: Day,
        at recording: Recording,
        in scope: WriteScope
    ) throws {
        guard let row = try InvoiceRow.find(invoice, in: scope.reading) else { throw DisputeRefusal.noSuchInvoice }
        if let minorUnits = claim.minorUnits, minorUnits > row.amount.minorUnits {
            throw DisputeRefusal.amountTooLarge(row.amount)
        }
        if let dueOn = claim.dueOn, dueOn < openedOn {
            throw DisputeRefusal.dueBeforeOpened(due: dueOn, opened: openedOn)
        }
        var random = SecureRandom()
        let entry = DisputeEntry(
            key: key,
            invoiceKey: row.key,
            openedOn: openedOn,
            resolvedOn: claim.resolvedOn,
            minorUnits: claim.minorUnits,
            category: claim.category,
            reason: claim.reason,
            owner: claim.owner,
            dueOn: claim.dueOn,
            outcome: claim.outcome
        )
        _ = try DisputeRow.upsert([entry], at: recording, using: &random, in: scope)
    }

    private static func note(
        _ event: String,
        _ id: Identifier<Dispute>,
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
