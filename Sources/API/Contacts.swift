import HTTP
import Receivables
import Store
import Telemetry
import Values
import Wire
import Workflows

/// `GET /companies/{company_id}/customers/{customer_id}/contacts`: the primary person first, then by name.
struct ListContacts: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers/{customer_id}/contacts"
    static let access = Access.member(.viewer)
    static let parameters = Paging.parameters + [FieldSelection<ContactView.Field>.parameter]

    private let call: Call
    private let paging: Paging

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let rows = scope.entering(company.id)
        let customer = call.identifier("customer_id", of: Customer.self)
        guard try CustomerRow.find(customer, in: rows) != nil else { throw CallError.noSuch("customer") }
        let contacts = try ContactRow.at(customer, in: rows)
        return Reply(
            paging.slice(contacts).map { ContactView(contact: $0, company: company) },
            of: contacts.count,
            fields: FieldSelection(call.parameters),
            paging,
            on: call
        )
    }
}

/// `GET /companies/{company_id}/customers/{customer_id}/contacts/{id}`.
struct ShowContact: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers/{customer_id}/contacts/{id}"
    static let access = Access.member(.viewer)
    static let parameters = [FieldSelection<ContactView.Field>.parameter]

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let contact = try KeepingContacts.find(
            call.identifier("id"),
            at: call.identifier("customer_id"),
            in: scope.entering(company.id)
        )
        return Reply(ContactView(contact: contact, company: company), fields: FieldSelection(call.parameters))
    }
}

/// `POST /companies/{company_id}/customers/{customer_id}/contacts`: a person the customer is reached by.
struct AddContact: ChangingEndpoint {
    static let method = Method.post
    static let path = "/companies/{company_id}/customers/{customer_id}/contacts"
    static let access = Access.member(.collector)

    private let call: Call
    private let draft: ContactDraft
    private let key: String?

    init(from call: Call) throws {
        var body = try call.body()
        var draft = ContactDraft(name: body.line("name"))
        draft.read(&body, today: call.member.today)
        key = body.optionalLine("external_id")
        try body.finish()
        self.draft = draft
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let company = call.member.company
        let contact = try KeepingContacts.add(
            draft,
            key: key,
            at: call.identifier("customer_id"),
            by: call.caller.user.name,
            at: call.recording,
            in: scope.entering(company.id)
        )
        var reply = Reply.changed(ContactView(contact: contact, company: company), .created)
        let path = "/api/v1/companies/\(company.id)/customers/\(contact.customer)/contacts/\(contact.id)"
        reply.headers.append((name: "Location", value: path))
        return reply
    }
}

/// `PATCH /companies/{company_id}/customers/{customer_id}/contacts/{id}`.
struct ChangeContact: ChangingEndpoint {
    static let method = Method.patch
    static let path = "/companies/{company_id}/customers/{customer_id}/contacts/{id}"
    static let access = Access.member(.collector)

    private let call: Call
    private let body: ObjectReader
    private let standing: IfMatch

    init(from call: Call) throws {
        body = try call.body()
        standing = IfMatch(of: call.request)
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let company = call.member.company
        let rows = scope.entering(company.id)
        let customer = call.identifier("customer_id", of: Customer.self)
        let contact = try KeepingContacts.find(call.identifier("id"), at: customer, in: rows.reading)
        try standing.check(ContactView(contact: contact, company: company))
        var body = body
        var draft = ContactDraft(contact)
        draft.read(&body, today: call.member.today)
        try body.finish()
        let changed = try KeepingContacts.change(
            contact.id,
            at: customer,
            to: draft,
            by: call.caller.user.name,
            at: call.recording,
            in: rows
        )
        return .changed(ContactView(contact: changed, company: company))
    }
}

/// `DELETE /companies/{company_id}/customers/{customer_id}/contacts/{id}`: takes a person out of the books whom nothing
/// names; with `forget=true` an admin has everything about the person erased.
struct RemoveContact: ChangingEndpoint {
    static let method = Method.delete
    static let path = "/companies/{company_id}/customers/{customer_id}/contacts/{id}"
    static let access = Access.member(.collector)
    static let parameters = [Parameter("forget", .flag)]
    // The answer shows the person as they stood, and must not outlive them.
    static let keepsAnswer = false

    private let call: Call
    private let isForgotten: Bool
    private let standing: IfMatch

    init(from call: Call) throws {
        isForgotten = call.parameters.flag("forget") ?? false
        let role = call.member.role
        guard !isForgotten || role >= .admin else { throw CallError.roleTooLow(needed: .admin, held: role) }
        var body = try call.body()
        try body.finish()
        standing = IfMatch(of: call.request)
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        let company = call.member.company
        let rows = scope.entering(company.id)
        let customer = call.identifier("customer_id", of: Customer.self)
        let contact = try KeepingContacts.find(call.identifier("id"), at: customer, in: rows.reading)
        try standing.check(ContactView(contact: contact, company: company))
        let actor = call.caller.user.name
        guard !isForgotten else {
            let report = try Forgetting.forget(contact, as: contact.key, by: actor, at: call.recording, in: rows)
            return Reply { json in json.object { report.write(to: &$0) } }
        }
        let removed = try KeepingContacts.remove(contact.id, at: customer, by: actor, at: call.recording, in: rows)
        return Reply(ContactView(contact: removed, company: company), fields: .all)
    }

    /// What was erased goes from the file too, after the answer: that takes longer than anybody waits for one.
    func afterCommit() {
        guard isForgotten else { return }
        call.service.office.database.compact { [log = call.service.office.log] result in
            switch result {
            case .success(true): break
            case .success(false): log.warning("log_in_use", ["error": "\(StoreError.logInUse)"])
            case .failure(let error): log.error("compact_failed", ["error": "\(error)"])
            }
        }
    }
}

extension Call {
    /// When and on which day of the company a change by this call is written down.
    var recording: Recording { Recording(at: now, on: member.today) }
}
