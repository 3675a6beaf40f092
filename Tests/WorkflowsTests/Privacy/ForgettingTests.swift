import Receivables
import Store
import Testing
import Values
import Workflows

/// A person who is forgotten is gone from the books, from their past, and from the bytes of the files.
@Suite struct ForgettingTests {
    @Test func `no byte of a forgotten person is left in the database or its log`() throws {
        let household = try Household()
        #expect(try household.tracesInFiles() == Household.traces, "the test sees them where they are")
        let report = try household.forget()
        #expect(try household.tracesInFiles() == [])
        let words = report.outcome.erased.map(\.what)
        for what in [
            "contact and its earlier versions", "messages with the person", "messages that mention the person",
            "promises", "disputes", "comments on actions", "kept answers of the API", "lines of the audit log",
        ] {
            #expect(words.contains(what), "\(report.lines)")
        }
        #expect(report.outcome.kept.isEmpty)
    }

    @Test func `the rows stay, the others keep their own, and the chain of the log holds`() throws {
        let household = try Household()
        let before = try household.bench.read { scope in
            (
                try CommunicationRow.all(in: scope).count, try PromiseRow.all(in: scope).count,
                try AuditRow.all(in: scope)
            )
        }
        try household.forget()
        try household.bench.read { scope in
            let anna = try #require(try ContactRow.find(household.anna, in: scope))
            #expect(anna.name == Erasure.nobody)
            #expect((anna.email, anna.phone, anna.forgottenOn) == (nil, nil, household.bench.today))
            #expect(try ContactRow.find(household.bob, in: scope)?.email == "joanna.lee@example.com")
            let messages = try CommunicationRow.all(in: scope)
            #expect(messages.count == before.0)
            #expect(messages.map(\.body) == [nil, "Ask [forgotten], not joanna.lee@example.com."])
            #expect(messages.map(\.erasedOn) == [household.bench.today, nil])
            let promise = try #require(try PromiseRow.all(in: scope).first)
            #expect(promise.note == "said [forgotten], by phone from [forgotten]")
            #expect(promise.contact == household.anna)
            #expect(try PromiseRow.all(in: scope).count == before.1)
            let log = try AuditRow.all(in: scope)
            #expect(AuditRow.firstBroken(in: log) == nil)
            #expect(log.prefix(before.2.count).map(\.hash) == before.2.map(\.hash))
            #expect(log.contains { $0.event == "contact.add" && $0.redactedAt != nil && $0.after.isEmpty })
            #expect(log.last?.event == "contact.forget")
            #expect(try IdempotencyKeyRow.find("k", in: scope)?.status == 410)
        }
        #expect(try household.bench.run().company == "acme", "the books can still be judged")
    }

    @Test func `a rehearsal says what would go and changes nothing`() throws {
        let household = try Household()
        let before = try CanonicalExport.text(
            of: OfficeBench.company.id,
            from: household.bench.office.database.makeReader()
        )
        let rehearsal = try household.forget(isRehearsal: true)
        #expect(rehearsal.lines.first?.hasSuffix("nothing was changed") == true)
        let after = try CanonicalExport.text(
            of: OfficeBench.company.id,
            from: household.bench.office.database.makeReader()
        )
        #expect(before == after)
        #expect(try household.tracesInFiles() == Household.traces)
        #expect(try household.forget().outcome == rehearsal.outcome)
    }

    @Test func `an import that still names the person brings nothing back`() throws {
        let household = try Household()
        try household.forget()
        let recording = Recording(at: household.bench.clock.now(), on: household.bench.today)
        let counts = try household.bench.write { scope in
            var random = SplitMix64(seed: 6)
            let again = ContactEntry(
                key: Household.key,
                customerKey: "C-1",
                name: Household.name,
                email: Household.address
            )
            #expect(try ContactRow.isForgotten(key: Household.key, in: scope.reading))
            #expect(try !ContactRow.isForgotten(key: "bob", in: scope.reading))
            let contacts = try ContactRow.upsert([again], at: recording, using: &random, in: scope)
            let messages = try CommunicationRow.upsert(
                Household.messages.prefix(1),
                at: recording,
                using: &random,
                in: scope
            )
            var fresh = Household.messages[0]
            fresh = CommunicationEntry(
                key: "m3",
                customerKey: fresh.customerKey,
                contactKey: fresh.contactKey,
                direction: fresh.direction,
                channel: fresh.channel,
                occurredOn: fresh.occurredOn,
                subject: fresh.subject,
                body: fresh.body
            )
            let added = try CommunicationRow.upsert([fresh], at: recording, using: &random, in: scope)
            return [contacts, messages, added]
        }
        #expect(counts == [UpsertCount(unchanged: 1), UpsertCount(unchanged: 1), UpsertCount(inserted: 1)])
        #expect(try household.tracesInFiles() == [])
        #expect(try household.bench.read { try ContactRow.all(in: $0).count } == 2)
    }

    @Test func `who is forgotten once more is told so, and who is not there is named`() throws {
        let household = try Household()
        try household.forget()
        let again = try household.forget()
        #expect(again.forgottenBefore == household.bench.today)
        #expect(again.outcome == .nothing)
        #expect(throws: ForgettingError.noSuchContact("nobody")) {
            try Forgetting.forget(
                "nobody",
                of: OfficeBench.company,
                by: "root",
                isRehearsal: false,
                office: household.bench.office
            )
        }
    }

    @Test func `an address that another person has too stays theirs`() throws {
        let household = try Household()
        let recording = Recording(at: household.bench.clock.now(), on: household.bench.today)
        try household.bench.write { scope in
            var random = SplitMix64(seed: 7)
            let shared = ContactEntry(key: "carl", customerKey: "C-2", name: "Carl", email: Household.address)
            _ = try ContactRow.upsert([shared], at: recording, using: &random, in: scope)
        }
        try household.forget()
        #expect(try household.bench.read { try ContactRow.find(key: "carl", in: $0)?.email } == Household.address)
        let message = try household.bench.read { try CommunicationRow.all(in: $0).last }
        #expect(message?.body?.hasPrefix("Ask ANNA.LEE@example.com") == true)
    }

    @Test func `what is held about a customer and a person can be read, and is no longer there once forgotten`() throws
    {
        let household = try Household()
        let customer = try household.held(.customer(key: "C-1"))
        let person = try household.held(.contact(key: Household.key))
        #expect(customer.split(separator: "\n").first?.contains(#""is":"header""#) == true)
        for kind in [
            "customer", "contact", "invoice", "promise", "dispute", "communication", "action", "feedback", "audit",
        ] {
            #expect(customer.contains(#""is":"\#(kind)""#), "\(kind)")
        }
        #expect(customer.contains(#""past":true"#), "earlier versions are held too")
        #expect(customer.contains(Household.oldAddress))
        #expect(person.contains(#""body":"Lunch was lovely""#))
        #expect(!person.contains(#""is":"invoice""#))
        #expect(!customer.contains("C-2"))
        try household.forget()
        for subject in [HeldData.Subject.customer(key: "C-1"), .contact(key: Household.key)] {
            let text = try household.held(subject)
            // The key that was asked for stands in the header, because it was asked for.
            let rows = text.split(separator: "\n").dropFirst().joined(separator: "\n")
            for trace in Household.traces { #expect(!rows.contains(trace) || trace == Household.address) }
            #expect(!rows.contains(#""anna.lee@example.com"#))
        }
        #expect(throws: Refusal.noSuchCustomer("X")) { try household.held(.customer(key: "X")) }
    }
}
