import Receivables
import SQLite
import Store
import Testing
import Values

/// Each thing that can be broken is broken behind the store's back, and named.
@Suite struct CheckTests {
    /// What is done to sound books, the check that must fail, and what it must say.
    struct Damage: Sendable, CustomTestStringConvertible {
        let check: String
        let sql: [StaticString]
        let says: String

        init(_ check: String, _ sql: StaticString..., says: String) {
            self.check = check
            self.sql = sql
            self.says = says
        }

        var testDescription: String { "\(check): \(says)" }
    }

    static let damages = [
        Damage("references", "DELETE FROM customer", says: "refers to a row of customer that is not there"),
        Damage(
            "balances",
            "UPDATE payment SET currency = 'EUR' WHERE key = 'p1'",
            says: "in EUR the entries come to -25.00 EUR, the invoices to 0.00 EUR"
        ),
        Damage(
            "cash",
            "UPDATE payment SET currency = 'EUR' WHERE key = 'p1'",
            says: "in EUR payments come to 25.00 EUR, what was found of them to 0.00 EUR"
        ),
        Damage(
            "currencies",
            "UPDATE payment SET currency = 'EUR' WHERE key = 'p1'",
            says: "payment `p1` is in EUR, its invoice `i1` in USD"
        ),
        Damage(
            "currencies",
            "UPDATE payment SET currency = 'EUR' WHERE key = 'p2'",
            says: "payment `p2` is in EUR, and a part of it is on invoice `i1` in USD"
        ),
        Damage(
            "allocations",
            "UPDATE allocation SET amount = 301",
            says: "the parts of payment `p2` come to more than the payment"
        ),
        Damage(
            "allocations",
            "UPDATE allocation SET amount = -200",
            says: "the part of payment `p2` on invoice `i1` has not the sign of the payment"
        ),
        Damage(
            "allocations",
            "UPDATE payment SET invoice_id = (SELECT id FROM invoice) WHERE key = 'p2'",
            says: "payment `p2` is whole on invoice `i1`, and a part of it on another"
        ),
        Damage("reversals", "UPDATE payment SET reverses = id WHERE key = 'p1'", says: "payment `p1` reverses itself"),
        Damage(
            "reversals",
            "UPDATE payment SET currency = 'EUR', reverses = (SELECT id FROM payment WHERE key = 'p2') WHERE key = 'p1'",
            says: "payment `p1` in EUR reverses `p2` in USD"
        ),
        Damage("promises", "DELETE FROM promise_invoice", says: "promise `pr1` is about no invoice"),
        Damage(
            "promises",
            "UPDATE promise SET amount = 5, currency = 'EUR'",
            says: "promise `pr1` is in EUR, its invoice `i1` in USD"
        ),
        Damage(
            "promises",
            "UPDATE promise SET withdrawn_on = made_on - 1",
            says: "promise `pr1` was withdrawn before it was made"
        ),
        Damage(
            "promises",
            "UPDATE promise SET contact_id = (SELECT id FROM contact)",
            "UPDATE contact SET customer_id = zeroblob(16)",
            says: "promise `pr1` was made by `p1`, who is at another customer"
        ),
        Damage(
            "disputes",
            "UPDATE dispute SET resolved_on = opened_on - 1",
            says: "dispute `d1` was settled before it was opened"
        ),
        Damage(
            "messages",
            "UPDATE communication SET contact_id = (SELECT id FROM contact)",
            "UPDATE contact SET customer_id = zeroblob(16)",
            says: "message `k1` was with `p1`, who is at another customer"
        ),
        Damage(
            "messages",
            "UPDATE communication SET action_id = zeroblob(16)",
            says: "message `k1` names an action that is not there"
        ),
        Damage(
            "versions",
            "UPDATE customer SET name = 'X', updated_at = updated_at + 5",
            "UPDATE customer_past SET until_on = until_on + 1",
            says: "a version of customer `c1` does not end where the next one begins"
        ),
        Damage(
            "versions",
            "UPDATE invoice SET amount = 3, updated_at = updated_at + 5",
            "UPDATE invoice SET amount = 4, updated_at = updated_at + 5",
            "DELETE FROM invoice_past WHERE rowid = 2",
            says: "a version of invoice `i1` does not end where the next one begins"
        ),
        Damage(
            "versions",
            "UPDATE allocation SET amount = 3, updated_at = updated_at + 5",
            "UPDATE allocation_past SET updated_at = replaced_at + 1",
            says: "a version of allocation was replaced before it was written"
        ),
        Damage(
            "versions",
            "UPDATE dispute SET reason = 'x'",
            "DELETE FROM dispute",
            says: "a past version of dispute belongs to no row"
        ),
        Damage(
            "imports",
            "UPDATE payment SET import_id = zeroblob(16) WHERE key = 'p1'",
            says: "1 rows of payment were written by an import that is not there"
        ),
        Damage(
            "audit",
            "UPDATE audit SET actor = 'somebody else'",
            says: "line 1 is not what was written; what follows it cannot be trusted"
        ),
        Damage(
            "decisions",
            "UPDATE action SET facts_hash = zeroblob(32)",
            says: "1 of action name facts that is not kept: " + String(repeating: "0", count: 64)
        ),
        Damage(
            "decisions",
            "UPDATE insight SET rule_set_hash = zeroblob(32)",
            says: "1 of insight name a rule set that is not kept: " + String(repeating: "0", count: 64)
        ),
        Damage(
            "decisions",
            "UPDATE invoice_score SET model_version = zeroblob(32)",
            says: "1 of invoice_score name a model that is not kept: " + String(repeating: "0", count: 64)
        ),
    ]

    @Test func `sound books hold, and each check says how much it compared`() throws {
        let test = try TestDatabase()
        let checks = try CheckTests.sound(test)
        #expect(checks.filter { !$0.holds }.map(\.name) == [])
        #expect(
            checks.map(\.name) == [
                "file", "references", "balances", "cash", "currencies", "allocations", "reversals", "promises",
                "disputes", "messages", "versions", "imports", "audit", "decisions",
            ]
        )
        let compared = Dictionary(uniqueKeysWithValues: checks.map { ($0.name, $0.compared) })
        #expect(compared["balances"] == "1 invoice, 2 payments, 1 allocation")
        #expect(compared["currencies"] == "2 entries")
        #expect(compared["audit"] == "1 line")
    }

    @Test(arguments: damages)
    func `what is damaged is named`(_ damage: Damage) throws {
        let test = try TestDatabase()
        _ = try CheckTests.sound(test)
        try test.damage(damage.sql)
        let checks = try CheckTests.checks(of: test)
        let failed = try #require(checks.first { $0.name == damage.check })
        #expect(!failed.holds)
        #expect(failed.failures.contains { $0.contains(damage.says) }, "\(failed.failures)")
    }

    @Test func `an index that does not agree with its table is named`() throws {
        let test = try TestDatabase()
        _ = try CheckTests.sound(test)
        do {
            let connection = try Connection(path: test.database.path)
            connection.waitForLocks(milliseconds: 5_000)
            try connection.execute("PRAGMA writable_schema = ON" as StaticString)
            // From now on the index is held to be about another column than the one it was filled from.
            try connection.execute(
                """
                UPDATE sqlite_schema SET sql = replace(sql, 'assessed_on', 'started_at') WHERE name = 'run_by_day'
                """ as StaticString
            )
        }
        let checks = try test.database.makeReader().readInstance { try FileChecks.all(in: $0) }
        #expect(checks.first { $0.name == "file" }?.failures.contains { $0.contains("run_by_day") } == true)
    }

    @Test func `only the first rows are named, and all are counted`() {
        let check = Check("many", "they hold", compared: "x", failures: (1...1_500).map { "row \($0)" })
        #expect(check.failures.count == Check.mostNamed && check.failureCount == 1_500)
        #expect(Check.amount(1, "row") == "1 row" && Check.amount(1_234_567, "row") == "1,234,567 rows")
        #expect(Check.amount(0, "entry", "entries") == "0 entries" && Check.amount(999, "row") == "999 rows")
    }

    /// Plants books and decisions that hold, and checks them.
    private static func sound(_ test: TestDatabase) throws -> [Check] {
        try test.write { scope in
            _ = try Planted(in: scope)
            let rules = Sample.provenance.ruleSetHash
            try RuleSetRow(hash: rules, files: "", recordedAt: TestDatabase.now).insert(in: scope)
            try ModelVersionRow(
                version: ContentHash(of: "model"),
                state: .candidate,
                report: "",
                createdAt: TestDatabase.now,
                heads: []
            ).insert(in: scope)
            try FactSnapshotRow.insert([FactSnapshotRow(hash: ContentHash(of: "facts"), text: "")], in: scope)
        }
        return try checks(of: test)
    }

    private static func checks(of test: TestDatabase) throws -> [Check] {
        let file = try test.database.makeReader().readInstance { try FileChecks.all(in: $0) }
        return try file
            + test.database.makeReader().read(for: TestDatabase.acme.id) { scope in
                try LedgerChecks.all(in: scope) + HistoryChecks.all(in: scope)
            }
    }
}

extension TestDatabase {
    /// Changes the file as somebody would who goes around the store.
    fileprivate func damage(_ statements: [StaticString]) throws {
        let connection = try Connection(path: database.path)
        connection.waitForLocks(milliseconds: 5_000)
        for statement in statements { try connection.execute(statement) }
    }
}
