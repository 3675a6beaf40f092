import FoundationEssentials
import Receivables
import SQLite
import Testing
import Values

@testable import Store

/// What is erased, and what is left alone.
@Suite struct PrivacyTests {
    /// A text, what is looked for, and what becomes of it; `nil` where it stays.
    static let texts: [(text: String, term: String, scrubbed: String?)] = [
        ("to ann@x.example now", "ann@x.example", "to [forgotten] now"),
        ("To ANN@X.EXAMPLE.", "ann@x.example", "To [forgotten]."),
        ("joann@x.example", "ann@x.example", nil),
        ("jo.ann@x.example", "ann@x.example", nil),
        ("jo+ann@x.example", "ann@x.example", nil),
        ("ann@x.example.org", "ann@x.example", nil),
        ("ann@x.examples", "ann@x.example", nil),
        ("<ann@x.example>,ann@x.example", "ann@x.example", "<[forgotten]>,[forgotten]"),
        ("Dear Ann Lee,", "Ann Lee", "Dear [forgotten],"),
        ("Dear Ann Leeds,", "Ann Lee", nil),
        ("Zoë Müller wrote", "Zoë Müller", "[forgotten] wrote"),
        ("", "ann@x.example", nil),
        ("ann@x.exampl", "ann@x.example", nil),
    ]

    @Test(arguments: texts)
    func `a mention is found as a whole, in any case of its letters`(
        _ example: (text: String, term: String, scrubbed: String?)
    ) {
        #expect(PersonTraces.scrubbed(example.text, of: [example.term]) == example.scrubbed)
    }

    @Test func `every text of the schema is scrubbed, or names its row, or is said to be nobody's`() throws {
        let test = try TestDatabase()
        let schema = try withExtendedLifetime(test) { try test.reader.schemaDump() }
        // Words of ours, keys of the books, hashes, settings, and what people at the company are called.
        let others: Set = [
            "slug", "name", "key", "currency", "time_zone", "segments", "kind", "role", "segment", "country",
            "industry",
            "status", "labels", "ar_owner", "sales_owner", "credit_limit_currency", "email", "phone", "language",
            "type",
            "direction", "channel", "reply_to", "from_currency", "to_currency", "profile", "number", "category",
            "content",
            "files", "actor", "state", "report", "counts", "risk_level", "rule", "rule_file", "insight_type",
            "severity",
            "tags", "target_type", "rating", "action_group", "expected_cash_currency", "event", "state_before",
            "state_after", "hold", "hold_file", "features", "progress_unit", "before", "after", "display_name",
            "password_hash", "label", "recipient_note", "without_rate",
            "subject", "reason",
        ]
        let scrubbed = Set(ScrubbedColumn.all.flatMap(\.columns).map { "\($0.table).\($0.column)" })
        for table in schema.split(separator: ";\n") where table.contains("CREATE TABLE") {
            let words = table.split(whereSeparator: { " \n(".contains($0) })
            let name = String(words[2])
            for line in table.split(separator: "\n").dropFirst() {
                let parts = line.split(separator: " ")
                guard parts.count >= 2, parts[1].hasPrefix("TEXT"), table.contains("company_id") else { continue }
                let column = String(parts[0])
                let isKnown = scrubbed.contains("\(name).\(column)") || others.contains(column)
                // What is scrubbed in one table is not somebody's word in another by the same name.
                if ["subject", "reason"].contains(column) {
                    #expect(
                        isKnown && (scrubbed.contains("\(name).\(column)") || ["audit", "feedback"].contains(name))
                    )
                }
                #expect(isKnown, "\(name).\(column) may mention a person")
            }
        }
    }

    @Test func `an erasure that fails half way leaves everything as it was`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            try SampleBooks.load(in: scope)
            try AuditRow.append(actor: "a", event: "e", subject: "s", after: "p1@example.com", at: now, in: scope)
        }
        let contact = try #require(try test.read { try ContactRow.find(key: "p1", in: $0) })
        let file = try Connection(path: test.folder.databasePath)
        try file.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'no'); END" as StaticString
        )
        let before = try test.read { (try ContactRow.all(in: $0), try CommunicationRow.all(in: $0)) }
        #expect(throws: SQLiteError.self) {
            try test.write { scope in
                try AuditRow.append(
                    actor: "a",
                    event: "contact.add",
                    subject: "\(contact.id)",
                    after: "x",
                    at: now,
                    in: scope
                )
                _ = try Erasure.erase(contact, at: .utc(now), in: scope)
            }
        }
        let after = try test.read { (try ContactRow.all(in: $0), try CommunicationRow.all(in: $0)) }
        #expect(before.0 == after.0 && before.1 == after.1)
    }

    @Test func `erasing a person in one company touches no other company's rows`() throws {
        let test = try TestDatabase()
        for company in [TestDatabase.acme.id, TestDatabase.birch.id] {
            try test.database.write(for: company) { scope in
                try SampleBooks.load(in: scope, currency: company == TestDatabase.acme.id ? .usd : .eur)
            }
        }
        let other = try test.reader.read(for: TestDatabase.birch.id) {
            (try ContactRow.all(in: $0), try CommunicationRow.all(in: $0), try PromiseRow.all(in: $0))
        }
        try test.write { scope in
            guard let contact = try ContactRow.find(key: "p1", in: scope.reading) else {
                throw StoreError.unknownContact(key: "p1")
            }
            _ = try Erasure.erase(contact, at: .utc(now), in: scope)
        }
        let after = try test.reader.read(for: TestDatabase.birch.id) {
            (try ContactRow.all(in: $0), try CommunicationRow.all(in: $0), try PromiseRow.all(in: $0))
        }
        #expect(other == after)
        #expect(try test.read { try ContactRow.find(key: "p1", in: $0)?.forgottenOn } != nil)
    }

    @Test func `content taken from the log leaves the chain whole, and content put in its place shows`() throws {
        let test = try TestDatabase()
        try test.write { scope in
            for number in 1...4 {
                try AuditRow.append(actor: "ann", event: "e", subject: "s", after: "a\(number)", at: now, in: scope)
            }
            _ = try AuditRow.redact("seq IN (2, 3)", at: now, in: scope)
        }
        let log = try test.read { try AuditRow.all(in: $0) }
        #expect(log.map(\.after) == ["a1", "", "", "a4"])
        #expect(log.map { $0.redactedAt != nil } == [false, true, true, false])
        #expect(AuditRow.firstBroken(in: log) == nil)
        let file = try Connection(path: test.folder.databasePath)
        try file.execute("UPDATE audit SET actor = 'bob' WHERE seq = 2" as StaticString)
        #expect(AuditRow.firstBroken(in: try test.read { try AuditRow.all(in: $0) }) == 2)
        try file.execute("UPDATE audit SET actor = 'ann' WHERE seq = 2" as StaticString)
        try file.execute("UPDATE audit SET salt = x'00', after = 'b', redacted_at = NULL WHERE seq = 3" as StaticString)
        #expect(AuditRow.firstBroken(in: try test.read { try AuditRow.all(in: $0) }) == 3)
    }

    private let now = TestDatabase.now
}
