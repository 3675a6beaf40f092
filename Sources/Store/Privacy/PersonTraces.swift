internal import SQLite
internal import Values

/// What texts may mention a person by.
struct PersonTraces {
    /// Addresses and numbers that are nobody else's: they are looked for in every text of the company.
    let addresses: [String]
    /// Names of more than one word: they are looked for in the texts of the person's customer only, because elsewhere
    /// somebody else may bear them.
    let names: [String]

    /// What stands in a text in place of what was erased from it.
    static let mark = "[forgotten]"

    init(addresses: [String], names: [String]) {
        self.addresses = addresses
        self.names = names
    }

    /// The addresses, numbers and names that a person has or had; what another person at any customer has too is left out.
    init(of contact: ContactRow, in scope: CompanyScope) throws(SQLiteError) {
        let versions = try scope.connection.rows(
            """
            SELECT email, phone, name FROM contact WHERE company_id = \(scope.company) AND id = \(contact.id)
            UNION SELECT email, phone, name FROM contact_past
                WHERE company_id = \(scope.company) AND id = \(contact.id)
            ORDER BY 1, 2, 3
            """
        ) { row throws(SQLiteError) in (row.textIfAny(), row.textIfAny(), row.textIfAny()) }
        var addresses: [String] = []
        var names: [String] = []
        for (email, phone, name) in versions {
            for address in [email, phone].compactMap({ $0 })
            where PersonTraces.isTelling(address) && !addresses.contains(address) {
                let sharers = try scope.connection.number(
                    """
                    SELECT count(*) FROM contact WHERE company_id = \(scope.company) AND id <> \(contact.id)
                        AND (lower(email) = lower(\(address)) OR phone = \(address))
                    """
                )
                if sharers == 0 { addresses.append(address) }
            }
            if let name, name.utf8.count > 4, name.contains(" "), !names.contains(name) { names.append(name) }
        }
        self.init(addresses: addresses, names: names)
    }

    /// Whether a text with such a part can be nobody else's: shorter ones stand in too many words and numbers.
    private static func isTelling(_ address: String) -> Bool { address.utf8.count >= 6 }

    /// The text with what mentions the person replaced, or `nil` where nothing does.
    ///
    /// A mention is whole words and addresses: `ann@x.example` is not found in `joann@x.example`.
    static func scrubbed(_ text: String, of terms: [String]) -> String? {
        var bytes = Array(text.utf8)
        var isChanged = false
        for term in terms where !term.isEmpty {
            let wanted = term.utf8.map(lowered)
            var result: [UInt8] = []
            var start = 0
            while start < bytes.count {
                guard occurs(wanted, in: bytes, at: start) else {
                    result.append(bytes[start])
                    start += 1
                    continue
                }
                result += mark.utf8
                start += wanted.count
                isChanged = true
            }
            bytes = result
        }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private static func occurs(_ wanted: [UInt8], in bytes: [UInt8], at start: Int) -> Bool {
        let end = start + wanted.count
        guard end <= bytes.count else { return false }
        for (offset, byte) in wanted.enumerated() where lowered(bytes[start + offset]) != byte { return false }
        if start > 0, isPart(bytes[start - 1]) || [UInt8](".%+-".utf8).contains(bytes[start - 1]) { return false }
        guard end < bytes.count else { return true }
        if isPart(bytes[end]) { return false }
        let isDot = bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "-")
        return !(isDot && end + 1 < bytes.count && isPart(bytes[end + 1]))
    }

    /// Letters, digits and underscores, and every byte of a letter outside ASCII.
    private static func isPart(_ byte: UInt8) -> Bool {
        switch lowered(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension PersonTraces {
    /// Where a column holds one of the terms somewhere in it; finds more than ``scrubbed(_:of:)`` does, never less.
    static func mentions(_ column: StaticString, _ terms: [String]) -> Query {
        var condition: Query = "0"
        for term in terms { condition += " OR \(Dialect.contains(column, term))" }
        return "(\(condition))"
    }
}
