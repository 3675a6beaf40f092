import Facts
import Receivables
import Store
import Values
import Wire
import Workflows

/// A person at a customer as the API shows it.
struct ContactView: Resource {
    enum Field: String, CaseIterable {
        case id, company, customer
        case externalID = "external_id"
        case name, role, email, phone, timezone, language
        case isPrimary = "is_primary"
        case doNotContact = "do_not_contact"
        case bounced
        case bouncedOn = "bounced_on"
        case forgottenOn = "forgotten_on"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    let contact: ContactRow
    let company: Company

    func write(_ field: Field, to json: inout JSONWriter) {
        switch field {
        case .id: json.field("id", contact.id)
        case .company: json.field("company", company.id)
        case .customer: json.field("customer", contact.customer)
        // The key of somebody who was forgotten is a hash that says nothing to anybody.
        case .externalID: json.field("external_id", contact.forgottenOn == nil ? contact.key : nil)
        case .name: json.field("name", contact.name)
        case .role: json.field("role", contact.role)
        case .email: json.field("email", contact.email)
        case .phone: json.field("phone", contact.phone)
        case .timezone: json.field("timezone", contact.timeZone)
        case .language: json.field("language", contact.language)
        case .isPrimary: json.field("is_primary", contact.isPrimary)
        case .doNotContact:
            json.object("do_not_contact") { json in
                for channel in Channel.allCases where channel.isContact {
                    json.key(text: channel.rawValue)
                    json.value(contact.refusedChannels.contains(channel))
                }
            }
        case .bounced: json.field("bounced", contact.bouncedOn != nil)
        case .bouncedOn: json.field("bounced_on", contact.bouncedOn)
        case .forgottenOn: json.field("forgotten_on", contact.forgottenOn)
        case .createdAt: json.field("created_at", contact.recordedAt)
        case .updatedAt: json.field("updated_at", contact.updatedAt)
        }
    }
}

extension ContactDraft {
    /// Takes over what a body says of a person; what it does not name stays, and `null` empties.
    mutating func read(_ body: inout ObjectReader, today: Day) {
        if body.presence(of: "name") != .absent { name = body.line("name") }
        if body.presence(of: "role") != .absent { role = body.optionalLine("role") }
        if body.presence(of: "email") != .absent {
            let address = body.optionalEmail("email")
            // A new address has sent nothing back yet.
            if address != email { bouncedOn = nil }
            email = address
        }
        if body.presence(of: "phone") != .absent { phone = body.optionalPhone("phone") }
        if body.presence(of: "timezone") != .absent { timeZone = body.optionalTimeZone("timezone") }
        if body.presence(of: "language") != .absent { language = body.optionalLanguage("language") }
        if body.presence(of: "is_primary") != .absent { isPrimary = body.boolean("is_primary") }
        let refusals = body.optionalObject("do_not_contact") { channels in
            Channel.allCases.filter(\.isContact).map { ($0, channels.optionalBoolean($0.rawValue)) }
        }
        for (channel, isRefused) in refusals ?? [] {
            if isRefused == true { refusedChannels.insert(channel) }
            if isRefused == false { refusedChannels.remove(channel) }
        }
        if let bounced = body.optionalBoolean("bounced") {
            bouncedOn = bounced ? bouncedOn ?? today : nil
        }
    }
}
