package import Facts
package import Receivables
import Secrets
package import Store
package import Values
import Wire

/// Why a change to the persons at a customer was refused; nothing was stored.
package enum ContactRefusal: Error, Hashable, Sendable {
    case noSuchCustomer
    case noSuchContact
    /// A person has this key already.
    case keyTaken(String)
    /// The person was forgotten, and stays so.
    case forgotten
    /// Messages or promises name the person.
    case inUse(name: String)
}

extension ContactRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchCustomer: "the company has no such customer"
        case .noSuchContact: "the customer has no such contact"
        case .keyTaken(let key): "there is a contact `\(key)` already; change that one, or give another `external_id`"
        case .forgotten: "this person was forgotten, and what was erased does not come back"
        case .inUse(let name):
            "messages or promises name \(name), so the contact cannot be taken out of the books; an admin can have the "
                + "person forgotten with `?forget=true`"
        }
    }
}

/// What is known of a person at a customer, before it is written down.
package struct ContactDraft: Hashable, Sendable {
    package var name: String
    package var role: String?
    package var email: String?
    package var phone: String?
    package var timeZone: String?
    package var language: String?
    package var isPrimary = false
    package var refusedChannels: Set<Channel> = []
    /// The day a message to the address came back, where one did.
    package var bouncedOn: Day?

    /// A person of whom the name is known.
    package init(name: String) {
        self.name = name
    }

    /// What is known of a person in the books.
    package init(_ row: ContactRow) {
        name = row.name
        role = row.role
        email = row.email
        phone = row.phone
        timeZone = row.timeZone
        language = row.language
        isPrimary = row.isPrimary
        refusedChannels = row.refusedChannels
        bouncedOn = row.bouncedOn
    }

    fileprivate func entry(key: String, customerKey: String) -> ContactEntry {
        ContactEntry(
            key: key,
            customerKey: customerKey,
            name: name,
            role: role,
            email: email,
            phone: phone,
            timeZone: timeZone,
            language: language,
            isPrimary: isPrimary,
            refusedChannels: refusedChannels,
            bouncedOn: bouncedOn
        )
    }

    /// As the audit log keeps it: a JSON object.
    fileprivate var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("name", name)
            object.field("role", role)
            object.field("email", email)
            object.field("phone", phone)
            object.field("timezone", timeZone)
            object.field("language", language)
            object.field("is_primary", isPrimary)
            object.field("do_not_contact", refusedChannels.map(\.rawValue).sorted())
            object.field("bounced_on", bouncedOn)
        }
        return json.text
    }
}

/// Adds, changes and removes persons at customers, in the caller's transaction, each with its line in the audit log.
package enum KeepingContacts {
    /// Adds a person.
    ///
    /// - Parameter key: what the person is known by in other systems; without one the customer's key and the address, or
    ///   the name, as an import makes it.
    /// - Throws: ``ContactRefusal``; ``Store/StoreError``.
    package static func add(
        _ draft: ContactDraft,
        key: String?,
        at customer: Identifier<Customer>,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> ContactRow {
        guard let row = try CustomerRow.find(customer, in: scope.reading) else { throw ContactRefusal.noSuchCustomer }
        let key = key ?? "\(row.customer.key)/\(draft.email ?? draft.name)"
        if let standing = try ContactRow.find(key: key, in: scope.reading) {
            throw standing.forgottenOn == nil ? ContactRefusal.keyTaken(key) : .forgotten
        }
        try store(draft, key: key, customerKey: row.customer.key, at: recording, in: scope)
        guard let added = try ContactRow.find(key: key, in: scope.reading) else { throw ContactRefusal.noSuchContact }
        if draft.isPrimary { try makePrimary(added, customerKey: row.customer.key, at: recording, in: scope) }
        try note("contact.add", added.id, before: "", after: draft.json, by: actor, at: recording, in: scope)
        return added
    }

    /// Changes what is known of a person.
    ///
    /// - Throws: ``ContactRefusal``; ``Store/StoreError``.
    package static func change(
        _ id: Identifier<Contact>,
        at customer: Identifier<Customer>,
        to draft: ContactDraft,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> ContactRow {
        let standing = try find(id, at: customer, in: scope.reading)
        guard standing.forgottenOn == nil else { throw ContactRefusal.forgotten }
        guard let row = try CustomerRow.find(customer, in: scope.reading) else { throw ContactRefusal.noSuchCustomer }
        let before = ContactDraft(standing)
        guard draft != before else { return standing }
        try store(draft, key: standing.key, customerKey: row.customer.key, at: recording, in: scope)
        if draft.isPrimary { try makePrimary(standing, customerKey: row.customer.key, at: recording, in: scope) }
        try note("contact.change", id, before: before.json, after: draft.json, by: actor, at: recording, in: scope)
        return try find(id, at: customer, in: scope.reading)
    }

    /// Takes a person out of the books whom nothing names; gives the person as they stood.
    ///
    /// - Throws: ``ContactRefusal``; ``Store/StoreError``.
    package static func remove(
        _ id: Identifier<Contact>,
        at customer: Identifier<Customer>,
        by actor: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws -> ContactRow {
        let standing = try find(id, at: customer, in: scope.reading)
        guard standing.forgottenOn == nil else { throw ContactRefusal.forgotten }
        guard try ContactRow.remove(id, in: scope) else { throw ContactRefusal.inUse(name: standing.name) }
        let before = ContactDraft(standing).json
        try note("contact.remove", id, before: before, after: "", by: actor, at: recording, in: scope)
        return standing
    }

    /// The person at a customer.
    ///
    /// - Throws: ``ContactRefusal/noSuchContact``, where the person is at another one too.
    package static func find(
        _ id: Identifier<Contact>,
        at customer: Identifier<Customer>,
        in scope: CompanyScope
    ) throws -> ContactRow {
        guard let row = try ContactRow.find(id, in: scope), row.customer == customer else {
            throw ContactRefusal.noSuchContact
        }
        return row
    }

    private static func store(
        _ draft: ContactDraft,
        key: String,
        customerKey: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws {
        var random = SecureRandom()
        let entry = draft.entry(key: key, customerKey: customerKey)
        _ = try ContactRow.upsert([entry], at: recording, using: &random, in: scope)
    }

    /// A customer has one primary person: whoever was it before no longer is.
    private static func makePrimary(
        _ contact: ContactRow,
        customerKey: String,
        at recording: Recording,
        in scope: WriteScope
    ) throws {
        for other in try ContactRow.at(contact.customer, in: scope.reading)
        where other.isPrimary && other.id != contact.id {
            var draft = ContactDraft(other)
            draft.isPrimary = false
            try store(draft, key: other.key, customerKey: customerKey, at: recording, in: scope)
        }
    }

    private static func note(
        _ event: String,
        _ id: Identifier<Contact>,
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
