package import Receivables
package import Store
import Values
import Wire

/// Everything that is held about a customer or a person, as JSON lines that a person can read.
///
/// The first line says what the others are. Each of them is one row, with what is empty left out; `is` names the kind,
/// `past` marks a version that another one has replaced, and a name stands beside each identifier of the books.
package enum HeldData {
    /// Whose data is asked for.
    package enum Subject: Hashable, Sendable {
        /// The customer with this key.
        case customer(key: String)
        /// The person with this key.
        case contact(key: String)
    }

    /// How many bytes are gathered before they are handed on.
    private static let pieceSize = 65_536

    /// Writes what is held, as it stands at one moment, piece by piece.
    ///
    /// - Throws: ``Refusal/noSuchCustomer(_:)``, ``ForgettingError/noSuchContact(_:)``; what the database and `sink` throw.
    package static func write(
        about subject: Subject,
        of company: Company,
        from reader: Reader,
        to sink: ([UInt8]) throws -> Void
    ) throws {
        try reader.readInstance { instance in
            let scope = instance.entering(company.id)
            let whom = try found(subject, in: scope)
            let names = try CanonicalExport.ExportNames(in: scope, instance)
            var json = JSONWriter(capacity: pieceSize + 4_096)
            writeHeader(subject, of: company, to: &json)
            for table in HeldTable.all {
                for row in try table.rows(about: whom, in: scope) {
                    write(row, names, to: &json)
                    guard json.bytes.count >= pieceSize else { continue }
                    try sink(json.bytes)
                    json.removeAll()
                }
            }
            try sink(json.bytes)
        }
    }

    private static func found(_ subject: Subject, in scope: CompanyScope) throws -> HeldAbout {
        switch subject {
        case .customer(let key):
            guard let row = try CustomerRow.find(key: key, in: scope) else { throw Refusal.noSuchCustomer(key) }
            return .customer(row.customer.id)
        case .contact(let key):
            guard let row = try ContactRow.find(key: key, in: scope) else { throw ForgettingError.noSuchContact(key) }
            return .contact(row)
        }
    }

    private static func writeHeader(_ subject: Subject, of company: Company, to json: inout JSONWriter) {
        json.beginObject()
        json.field("is", "header")
        switch subject {
        case .customer(let key): json.field("about", "customer \(key) of \(company.name)")
        case .contact(let key): json.field("about", "contact \(key) of \(company.name)")
        }
        json.field(
            "how_to_read",
            """
            One row a line; `is` says what it is, `past` that another version has replaced it since; what is empty is left \
            out. Days are YYYY-MM-DD, instants are in universal time.
            """
        )
        json.object("kinds") { kinds in
            for table in HeldTable.all {
                kinds.key(text: table.name)
                kinds.value(table.meaning)
            }
        }
        json.endObject()
        json.endLine()
    }

    private static func write(_ row: HeldRow, _ names: CanonicalExport.ExportNames, to json: inout JSONWriter) {
        json.beginObject()
        json.field("is", row.kind)
        if row.isPast { json.field("past", true) }
        for (name, value) in row.values {
            json.key(text: name)
            write(value, to: &json)
            guard case .identifier(let text) = value, let key = key(of: text, called: name, names) else { continue }
            json.key(text: name.hasSuffix("_id") ? String(name.dropLast("_id".count)) : name + "_key")
            json.value(key)
        }
        json.endObject()
        json.endLine()
    }

    private static func write(_ value: HeldValue, to json: inout JSONWriter) {
        switch value {
        case .text(let text): json.value(text)
        case .number(let number): json.value(number)
        case .ratio(let ratio): json.value(ratio)
        case .flag(let flag): json.value(flag)
        case .day(let day): json.value(day)
        case .instant(let instant): json.value(instant)
        case .money(let money): json.value(money)
        case .identifier(let text): json.value(text)
        }
    }

    /// What people and books call the row that an identifier stands for.
    private static func key(of text: String, called name: String, _ names: CanonicalExport.ExportNames) -> String? {
        switch name {
        case "customer_id": names.key(of: Identifier<Customer>(text))
        case "invoice_id": names.key(of: Identifier<Invoice>(text))
        case "payment_id", "reverses": names.key(of: Identifier<Payment>(text))
        case "contact_id": names.key(of: Identifier<Contact>(text))
        case "user_id": names.name(of: Identifier<User>(text))
        default: nil
        }
    }
}
