package import Receivables
package import Store
package import Values
import Wire

/// A company as JSON lines that are the same to the byte wherever the same books were judged and decided on alike.
///
/// One line for each row, in the order of natural keys: the company, the live rule set and model, the books, then what
/// runs said and people decided. Nothing in it depends on when or how it was written: no instants, no audit, and names
/// in place of the identifiers that hold a time.
package enum CanonicalExport {
    /// How many bytes are gathered before they are handed on.
    private static let pieceSize = 65_536

    /// Writes the company's lines, as they stand at one moment, piece by piece.
    ///
    /// - Throws: ``RunError/unknownCompany(_:)``; what the database and `sink` throw.
    package static func write(
        _ company: Identifier<Company>,
        from reader: Reader,
        to sink: ([UInt8]) throws -> Void
    ) throws {
        try reader.readInstance { instance in
            let scope = instance.entering(company)
            guard let row = try CompanyRow.own(in: scope) else { throw RunError.unknownCompany(company) }
            let names = try ExportNames(in: scope, instance)
            try withoutActuallyEscaping(sink) { sink in
                var lines = ExportLines(names: names, sink: sink)
                try lines.write(row.company)
                try lines.writeLive(in: scope)
                try lines.writeLedger(in: scope)
                try lines.writeJudgement(in: scope)
                try lines.finish()
            }
        }
    }

    /// The lines as one text, for tests and small companies.
    package static func text(of company: Identifier<Company>, from reader: Reader) throws -> String {
        var bytes: [UInt8] = []
        try write(company, from: reader) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lines on their way to a sink.
    struct ExportLines {
        let names: ExportNames
        let sink: ([UInt8]) throws -> Void
        private var json = JSONWriter(capacity: CanonicalExport.pieceSize + 4_096)

        init(names: ExportNames, sink: @escaping ([UInt8]) throws -> Void) {
            self.names = names
            self.sink = sink
        }

        /// Writes one line: what it is about, then the fields that `body` writes.
        mutating func line(_ kind: StaticString, _ body: (inout JSONWriter, ExportNames) throws -> Void) throws {
            json.beginObject()
            json.field("is", "\(kind)")
            try body(&json, names)
            json.endObject()
            json.endLine()
            guard json.bytes.count >= CanonicalExport.pieceSize else { return }
            try finish()
        }

        /// Hands on what has been gathered.
        mutating func finish() throws {
            guard !json.bytes.isEmpty else { return }
            try sink(json.bytes)
            json.removeAll()
        }
    }

    /// What people and books call the rows that identifiers stand for.
    struct ExportNames {
        private let customers: [Identifier<Customer>: String]
        private let invoices: [Identifier<Invoice>: String]
        private let payments: [Identifier<Payment>: String]
        private let contacts: [Identifier<Contact>: String]
        private let users: [Identifier<User>: String]

        init(in scope: CompanyScope, _ instance: InstanceScope) throws {
            customers = Dictionary(
                try CustomerRow.all(in: scope).map { ($0.customer.id, $0.customer.key) },
                uniquingKeysWith: { first, _ in first }
            )
            invoices = Dictionary(
                try InvoiceRow.all(in: scope).map { ($0.id, $0.key) },
                uniquingKeysWith: { first, _ in first }
            )
            payments = Dictionary(
                try PaymentRow.all(in: scope).map { ($0.id, $0.key) },
                uniquingKeysWith: { first, _ in first }
            )
            contacts = Dictionary(
                try ContactRow.all(in: scope).map { ($0.id, $0.key) },
                uniquingKeysWith: { first, _ in first }
            )
            users = Dictionary(
                try UserRow.all(in: instance).map { ($0.id, $0.name) },
                uniquingKeysWith: { first, _ in first }
            )
        }

        func key(of customer: Identifier<Customer>?) -> String? { customer.flatMap { customers[$0] } }
        func key(of invoice: Identifier<Invoice>?) -> String? { invoice.flatMap { invoices[$0] } }
        func key(of payment: Identifier<Payment>?) -> String? { payment.flatMap { payments[$0] } }
        func key(of contact: Identifier<Contact>?) -> String? { contact.flatMap { contacts[$0] } }
        func name(of user: Identifier<User>?) -> String? { user.flatMap { users[$0] } }
    }
}
