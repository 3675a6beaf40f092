package import Receivables
internal import SQLite
package import Values

/// The identifiers of a company's customers by their keys, in memory: every row of a file names a customer, and asking
/// the database each time would cost as much as writing the row.
///
/// An open-addressing table over the keys' bytes, so that looking one up makes no text. It grows with the customers, not
/// with the rows.
package struct CustomerKeys: ~Copyable, Sendable {
    private struct Entry: Sendable {
        let keyStart: Int
        let keyCount: Int
        let id: Identifier<Customer>
    }

    private var entries: [Entry] = []
    private var keys: [UInt8] = []
    /// The place of an entry from 1, or 0 where the slot is free; the number of slots is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1_024)

    private var identifiers: IdentifierSeries<Customer>?

    /// The customers of the scope's company, with identifiers for new ones.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(
        in scope: CompanyScope,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator
    ) throws(StoreError) {
        try self.init(in: scope)
        identifiers = IdentifierSeries(at: recording.instant, using: &generator)
    }

    /// The customers of the scope's company.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package init(in scope: CompanyScope) throws(StoreError) {
        let rows = try storing { () throws(SQLiteError) in
            try scope.connection.rows(
                "SELECT id, key FROM customer WHERE company_id = \(scope.company) ORDER BY key"
            ) { row throws(SQLiteError) in (id: try row.id() as Identifier<Customer>, key: try row.text()) }
        }
        for row in rows { add(row.key.utf8.span, row.id) }
    }

    /// The identifier of the customer with this key, in UTF-8.
    package func id(of key: Span<UInt8>) -> Identifier<Customer>? {
        let slot = slot(of: key)
        return slots[slot] == 0 ? nil : entries[Int(slots[slot] - 1)].id
    }

    /// The place of the customer with this key among all, from 0; it stays.
    package func place(of key: Span<UInt8>) -> Int? {
        let slot = slot(of: key)
        return slots[slot] == 0 ? nil : Int(slots[slot] - 1)
    }

    /// The identifier of the customer at a place.
    package func id(at place: Int) -> Identifier<Customer> { entries[place].id }

    /// Adds a customer that the books do not have yet, and says its place.
    ///
    /// - Precondition: the key is new, and the table was made with identifiers for new customers.
    package mutating func addNew(_ key: Span<UInt8>) -> Int {
        guard let id = identifiers?.next() else {
            preconditionFailure("the table has no identifiers for new customers")
        }
        add(key, id)
        return entries.count - 1
    }

    private mutating func add(_ key: Span<UInt8>, _ id: Identifier<Customer>) {
        if entries.count * 2 >= slots.count { grow() }
        let slot = slot(of: key)
        precondition(slots[slot] == 0, "a customer's key is added once")
        entries.append(Entry(keyStart: keys.count, keyCount: key.count, id: id))
        for index in key.indices { keys.append(key[index]) }
        slots[slot] = UInt32(entries.count)
    }

    /// The slot of a key, or the free one where it belongs.
    private func slot(of key: Span<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = CustomerKeys.hash(key) & mask
        while slots[slot] != 0, !isKey(of: entries[Int(slots[slot] - 1)], key) { slot = (slot + 1) & mask }
        return slot
    }

    private func isKey(of entry: Entry, _ key: Span<UInt8>) -> Bool {
        guard entry.keyCount == key.count else { return false }
        let keys = keys.span
        for index in 0..<key.count where keys[entry.keyStart + index] != key[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (place, entry) in entries.enumerated() {
            var slot = CustomerKeys.hash(keys.span.extracting(entry.keyStart..<entry.keyStart + entry.keyCount)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(place + 1)
        }
    }

    /// FNV-1a, and a last turn so that its low bits depend on all bytes.
    ///
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm".
    private static func hash(_ key: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x0000_0100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 29) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
