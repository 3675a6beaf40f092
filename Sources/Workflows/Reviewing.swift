package import Facts
package import Receivables
package import Scoring
import Secrets
package import Store
package import Values

/// Why a review was refused; nothing was stored.
package enum ReviewError: Error, Hashable, Sendable {
    case noSuchAction
    /// The state of the action does not allow it.
    case illegal(IllegalTransition)
    /// Nothing is owed on the invoice any more.
    case invoiceSettled(number: String)
    /// The customer asked not to be contacted since the action was proposed.
    case doNotContact(customer: String)
    /// Every person at the customer asked not to be reached this way.
    case channelRefused(Channel, customer: String)
    /// The invoice has been contested since the action was proposed.
    case disputed(number: String)
    /// Payment has been promised since the action was proposed.
    case promised(number: String, Day)
    /// Another action of the same choice has been approved since the action was proposed.
    case chosenAlready(number: String, String)
    /// The reason `other` says nothing without a comment.
    case commentMissing
    /// A promise for a day that has passed already.
    case promiseInThePast(Day, today: Day)
    /// A promised day without the reason that it belongs to.
    case promiseWithoutReason
    /// A dispute or a promise about an action that concerns no single invoice.
    case noInvoice(RejectReason)
}

extension ReviewError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchAction: "there is no such action"
        case .illegal(let transition): transition.description
        case .invoiceSettled(let number):
            "nothing is owed on invoice \(number) any more; the next run withdraws this action"
        case .doNotContact(let customer):
            "\(customer) asked not to be contacted; the next run withdraws this action"
        case .channelRefused(let channel, let customer):
            "everybody at \(customer) asked not to be reached by \(channel.rawValue); choose another way"
        case .disputed(let number):
            "invoice \(number) has been disputed since this was proposed; the next run says what is due now"
        case .promised(let number, let day):
            "payment of invoice \(number) has been promised for \(day) since this was proposed; the next run says what is "
                + "due now"
        case .chosenAlready(let number, let label):
            "`\(label)` has been approved for invoice \(number) in place of this; the next run says what is due now"
        case .commentMissing: "the reason `other` needs a comment"
        case .promiseInThePast(let day, let today): "a payment cannot be promised for \(day): today is \(today)"
        case .promiseWithoutReason: "a promised day goes with the reason `promise_to_pay`"
        case .noInvoice(let reason):
            "the reason `\(reason.rawValue)` is about an invoice, and this action is about none"
        }
    }
}

/// A person's answer to a recommended action.
package enum Review: Hashable, Sendable {
    case approve
    /// - Parameters:
    ///   - promisedFor: the day payment is promised for; without it seven business days from today.
    case reject(RejectReason, comment: String, promisedFor: Day?)
}

/// Writes what people answer: the action's state, the label the model learns from, the audit line and what the answer
/// means for the books, in one transaction.
package enum Reviewing {
    /// Answers an action.
    ///
    /// Runs inside the writer's transaction, so that the state it checks is the state it changes.
    ///
    /// - Parameters:
    ///   - company: the scope's.
    ///   - today: the company's day.
    /// - Throws: ``ReviewError``; ``Store/StoreError``. The transaction must then be given up.
    package static func answer(
        _ action: Identifier<Action>,
        with review: Review,
        by user: UserRow,
        of company: Company,
        today: Day,
        at now: Instant,
        in scope: WriteScope
    ) throws -> ActionRow {
        guard var row = try ActionRow.find(action, in: scope.reading) else { throw ReviewError.noSuchAction }
        let before = row.state
        let event: ActionEvent =
            switch review {
            case .approve: .approve
            case .reject: .reject
            }
        do throws(IllegalTransition) {
            row.state = try before.applying(event)
        } catch {
            throw ReviewError.illegal(error)
        }
        row.updatedAt = now
        switch review {
        case .approve:
            try checkStillRight(row, today: today, in: scope.reading)
            // Who refused, moved on or was forgotten since the last run is not written to.
            let recipient = try Recipients(at: row.customer, in: scope.reading)
                .recipient(of: row.channel, at: row.customer)
            if recipient.isRefusedByAll, let customer = try CustomerRow.find(row.customer, in: scope.reading)?.customer
            {
                throw ReviewError.channelRefused(row.channel, customer: customer.name)
            }
            row.draft.recipient = recipient.address
            row.draft.recipientNote = recipient.note
            try row.save(after: event, from: before, by: user.name, at: now, in: scope)
            try noteMessage(by: row, to: recipient.contact, today: today, at: now, in: scope)
        case .reject(let reason, let comment, let promisedFor):
            let note = try meaning(of: reason, comment: comment, promisedFor: promisedFor, today: today)
            row.cancelCause = "rejected: \(reason.rawValue)"
            try row.save(after: event, from: before, by: user.name, note: note, at: now, in: scope)
            try apply(
                reason,
                comment: comment,
                promisedFor: promisedFor,
                to: row,
                of: company,
                today: today,
                at: now,
                in: scope
            )
        }
        try label(row, with: review, by: user, today: today, at: now, in: scope)
        try AuditRow.append(
            actor: user.name,
            event: "action.\(event.rawValue)",
            subject: "\(row.id)",
            before: before.rawValue,
            after: row.state.rawValue,
            at: now,
            in: scope
        )
        return row
    }

    /// The answer's transaction as a command or a test runs it: waits for the writer.
    ///
    /// - Throws: as ``answer(_:with:by:of:today:at:in:)``.
    package static func answer(
        _ action: Identifier<Action>,
        with review: Review,
        by user: UserRow,
        of company: Company,
        office: Office
    ) throws -> ActionRow {
        let today = try office.today(of: company)
        let now = office.now()
        return try office.database.write(for: company.id) { scope in
            try answer(action, with: review, by: user, of: company, today: today, at: now, in: scope)
        }
    }

    /// An approval names facts that may have moved since the last run: nobody is asked for what was paid this morning.
    private static func checkStillRight(_ row: ActionRow, today: Day, in scope: CompanyScope) throws {
        if let invoice = row.invoice, let listing = try InvoiceListing.find(invoice, today: today, in: scope) {
            guard listing.balance.minorUnits > 0 else {
                throw ReviewError.invoiceSettled(number: listing.invoice.number)
            }
            if row.channel.isContact { try checkUntouched(row, about: listing, in: scope) }
        }
        if row.channel.isContact, let customer = try CustomerRow.find(row.customer, in: scope)?.customer {
            guard !customer.doNotContact else { throw ReviewError.doNotContact(customer: customer.name) }
        }
    }

    /// What was contested, promised or taken up since the last run is not chased: whether it holds the contact is for the
    /// rules to say, at the next run.
    private static func checkUntouched(
        _ row: ActionRow,
        about listing: InvoiceListing,
        in scope: CompanyScope
    ) throws {
        let invoice = listing.invoice
        let rivals = try ActionRow.about(invoice.id, in: [.scheduled, .processing, .completed], of: scope).filter {
            // Of a group one is recommended for each that may be taken; the others are in place of those.
            $0.group != nil && $0.group == row.group && !($0.isRecommended && row.isRecommended) && $0.channel.isContact
        }
        guard listing.isDisputed || listing.promisedFor != nil || !rivals.isEmpty,
            let run = try RunRow.latest(in: scope)?.startedAt
        else { return }
        if listing.isDisputed,
            try DisputeRow.of(invoice.id, in: scope).contains(where: { $0.resolvedOn == nil && $0.updatedAt > run })
        {
            throw ReviewError.disputed(number: invoice.number)
        }
        if let day = listing.promisedFor,
            try PromiseRow.of(invoice.id, in: scope).contains(where: { $0.dueOn == day && $0.updatedAt > run })
        {
            throw ReviewError.promised(number: invoice.number, day)
        }
        if let rival = rivals.first(where: { $0.updatedAt > run }) {
            throw ReviewError.chosenAlready(number: invoice.number, rival.label)
        }
    }

    /// An approved message counts as a contact from now on: the next one has to leave the customer some time.
    private static func noteMessage(
        by row: ActionRow,
        to contact: Identifier<Contact>?,
        today: Day,
        at now: Instant,
        in scope: WriteScope
    ) throws {
        guard row.channel.isContact else { return }
        var random = SecureRandom()
        try CommunicationRow.insert(
            carryingOut: row.id,
            customer: row.customer,
            contact: contact,
            invoice: row.invoice,
            channel: row.channel,
            at: Recording(at: now, on: today),
            using: &random,
            in: scope
        )
    }

    private static func meaning(
        of reason: RejectReason,
        comment: String,
        promisedFor: Day?,
        today: Day
    ) throws(ReviewError) -> String {
        if reason == .other, !comment.contains(where: { !$0.isWhitespace }) { throw .commentMissing }
        if let promisedFor {
            guard reason == .promiseToPay else { throw .promiseWithoutReason }
            guard promisedFor >= today else { throw .promiseInThePast(promisedFor, today: today) }
        }
        return comment.isEmpty ? reason.rawValue : "\(reason.rawValue): \(comment)"
    }

    /// What a reason means for the books: a dispute is opened, a promise is noted.
    ///
    /// The others stay with the action.
    private static func apply(
        _ reason: RejectReason,
        comment: String,
        promisedFor: Day?,
        to row: ActionRow,
        of company: Company,
        today: Day,
        at now: Instant,
        in scope: WriteScope
    ) throws {
        var random = SecureRandom()
        switch reason {
        case .disputed:
            let invoice = try invoice(of: row, for: reason, in: scope.reading)
            let entry = DisputeEntry(
                key: "review \(row.id)",
                invoiceKey: invoice.key,
                openedOn: today,
                reason: comment.isEmpty ? "said in review" : comment
            )
            _ = try DisputeRow.upsert([entry], at: Recording(at: now, on: today), using: &random, in: scope)
        case .promiseToPay:
            let invoice = try invoice(of: row, for: reason, in: scope.reading)
            let entry = PromiseEntry(
                key: "review \(row.id)",
                invoiceKey: invoice.key,
                madeOn: today,
                dueOn: promisedFor ?? company.calendar.day(usualPromiseBusinessDays, businessDaysAfter: today)
            )
            _ = try PromiseRow.upsert([entry], at: Recording(at: now, on: today), using: &random, in: scope)
        case .wrongAmount, .alreadyPaid, .wrongContact, .tooSoon, .relationship, .wrongChannel, .other: break
        }
    }

    /// How long a promise without a day is given.
    private static let usualPromiseBusinessDays = 7

    private static func invoice(
        of row: ActionRow,
        for reason: RejectReason,
        in scope: CompanyScope
    ) throws -> InvoiceRow {
        guard let id = row.invoice, let invoice = try InvoiceRow.find(id, in: scope) else {
            throw ReviewError.noInvoice(reason)
        }
        return invoice
    }

    private static func label(
        _ row: ActionRow,
        with review: Review,
        by user: UserRow,
        today: Day,
        at now: Instant,
        in scope: WriteScope
    ) throws {
        var random = SecureRandom()
        let snapshot = try FactSnapshotRow.find(row.provenance.factsHash, in: scope.reading)
        let (isApproved, reason, comment): (Bool, RejectReason?, String) =
            switch review {
            case .approve: (true, nil, "")
            case .reject(let reason, let comment, _): (false, reason, comment)
            }
        try FeedbackRow(
            id: .timeOrdered(at: now, using: &random),
            action: row.id,
            user: user.id,
            isApproved: isApproved,
            isEdited: row.isEdited,
            reason: reason,
            comment: comment,
            factsHash: row.provenance.factsHash,
            ruleSetHash: row.provenance.ruleSetHash,
            modelVersion: row.provenance.modelVersion,
            features: AcceptLabel.lines(of: snapshot?.text ?? ""),
            decidedOn: today,
            decidedAt: now
        ).insert(in: scope)
    }
}

/// The features an action was ranked by, as the lines of its fact snapshot hold them: `feature accept.NAME VALUE`.
package enum AcceptLabel {
    private static let prefix = "feature accept."

    /// The lines that the `accept` head reads, in their order.
    package static func lines(of snapshot: String) -> String {
        snapshot.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map { $0 + "\n" }.joined()
    }

    /// The features of such lines; a line that is none is left out.
    package static func features(in lines: String) -> [NamedValue] {
        lines.split(separator: "\n").compactMap { line in
            guard line.hasPrefix(prefix), let space = line.lastIndex(of: " ") else { return nil }
            guard let value = Double(line[line.index(after: space)...]) else { return nil }
            return NamedValue(String(line[..<space].dropFirst(prefix.count)), value)
        }
    }
}
