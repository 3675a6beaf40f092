package import Facts
package import Receivables
package import Store
package import Values

/// Whom a step reaches, or why it reaches nobody.
package struct Recipient: Hashable, Sendable {
    /// The person; `nil` where there is none, or where the step needs none.
    package let contact: Identifier<Contact>?
    /// The address, the number or, for a letter, the name; empty where there is none.
    package let address: String
    /// Why there is nobody, without names; empty where there is somebody, or where the step needs nobody.
    package let note: String
    /// Whether the customer has persons, and every one of them asked not to be reached this way.
    package let isRefusedByAll: Bool

    /// Whom a step needs that reaches nobody by its nature.
    package static let notNeeded = Recipient(contact: nil, address: "", note: "", isRefusedByAll: false)
}

/// The persons at customers, as a recommendation chooses its recipient among them.
///
/// Always in one order, the primary person first and then by key, so that a run chooses alike wherever it is made.
package struct Recipients: Sendable {
    private let contacts: [Identifier<Customer>: [ContactRow]]

    /// Every person of a company, those who were forgotten left out.
    package init(in scope: CompanyScope) throws {
        self.init(try ContactRow.all(in: scope))
    }

    /// The persons at one customer.
    package init(at customer: Identifier<Customer>, in scope: CompanyScope) throws {
        self.init(try ContactRow.at(customer, in: scope))
    }

    /// These persons.
    package init(_ rows: [ContactRow]) {
        let known = rows.filter { $0.forgottenOn == nil }
            .sorted { ($0.isPrimary ? 0 : 1, $0.key) < ($1.isPrimary ? 0 : 1, $1.key) }
        contacts = Dictionary(grouping: known, by: \.customer)
    }

    /// Whom a step on this channel reaches: the first person who did not refuse it, has an address for it, and whose
    /// address did not send a message back.
    package func recipient(of channel: Channel, at customer: Identifier<Customer>) -> Recipient {
        guard channel.isContact else { return .notNeeded }
        let persons = contacts[customer] ?? []
        guard !persons.isEmpty else {
            return Recipient(contact: nil, address: "", note: "the customer has no contacts", isRefusedByAll: false)
        }
        var refused = 0
        var bounced = 0
        var unreachable = 0
        for person in persons {
            if person.refusedChannels.contains(channel) {
                refused += 1
            } else if channel == .email, person.email != nil, person.bouncedOn != nil {
                bounced += 1
            } else if let address = Recipients.address(of: person, for: channel) {
                return Recipient(contact: person.id, address: address, note: "", isRefusedByAll: false)
            } else {
                unreachable += 1
            }
        }
        let reasons = [
            (refused, "asked not to be"),
            (bounced, bounced == 1 ? "address sends mail back" : "addresses send mail back"),
            (unreachable, channel == .email ? "without an address" : "without a number"),
        ]
        let words = reasons.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return Recipient(
            contact: nil,
            address: "",
            note: "nobody at the customer can be reached \(Recipients.way(of: channel)): \(words)",
            isRefusedByAll: refused == persons.count
        )
    }

    private static func address(of person: ContactRow, for channel: Channel) -> String? {
        switch channel {
        case .email: person.email
        case .call, .sms: person.phone
        case .letter: person.name
        case .task, .wait: nil
        }
    }

    private static func way(of channel: Channel) -> String {
        switch channel {
        case .email: "by mail"
        case .call: "by phone"
        case .sms: "by text message"
        case .letter: "by letter"
        case .task, .wait: ""
        }
    }
}
