import Facts
import Receivables
import Store
import Testing
import Values
import Workflows

/// Whom a recommended step names.
@Suite struct RecipientsTests {
    @Test func `the primary person is named, then the first by key who can be reached and agreed to it`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        #expect(try choice(.email, bench).note == "the customer has no contacts")
        try load(
            bench,
            [
                ContactEntry(key: "z", customerKey: "C-1", name: "Zoe", email: "zoe@example.com", isPrimary: true),
                ContactEntry(key: "a", customerKey: "C-1", name: "Ann", email: "ann@example.com", phone: "12345"),
            ]
        )
        #expect(try choice(.email, bench).address == "zoe@example.com")
        #expect(try choice(.call, bench).address == "12345", "Zoe has no number")
        #expect(try choice(.letter, bench).address == "Zoe")
        #expect(try choice(.task, bench) == .notNeeded)
        try load(
            bench,
            [
                ContactEntry(
                    key: "z",
                    customerKey: "C-1",
                    name: "Zoe",
                    email: "zoe@example.com",
                    isPrimary: true,
                    refusedChannels: [.email, .sms]
                )
            ]
        )
        #expect(try choice(.email, bench).address == "ann@example.com")
        try load(
            bench,
            [
                ContactEntry(
                    key: "a",
                    customerKey: "C-1",
                    name: "Ann",
                    email: "ann@example.com",
                    refusedChannels: [.sms],
                    bouncedOn: june(1)
                )
            ]
        )
        let nobody = try choice(.email, bench)
        #expect(nobody.address.isEmpty && nobody.contact == nil && !nobody.isRefusedByAll)
        #expect(
            nobody.note
                == "nobody at the customer can be reached by mail: 1 asked not to be, 1 address sends mail back"
        )
        #expect(try choice(.sms, bench).isRefusedByAll)
        #expect(try choice(.call, bench).note.hasSuffix("by phone: 2 without a number"))
    }

    @Test func `a run writes the recipient into the action, and writes anew where it changes`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        let before = try #require(try bench.actions().first { $0.channel == .email })
        #expect(before.draft.recipient.isEmpty)
        #expect(before.draft.recipientNote == "the customer has no contacts")
        try load(bench, [ContactEntry(key: "a", customerKey: "C-1", name: "Ann", email: "ann@example.com")])
        #expect(try !bench.run().isUnchanged)
        let after = try #require(try bench.actions().first { $0.id == before.id })
        #expect(after.draft.recipient == "ann@example.com")
        #expect(after.draft.recipientNote.isEmpty)
        #expect(try bench.run().isUnchanged)
    }

    @Test func `an approval goes to who can be reached by then, and to nobody where all refused`() throws {
        let bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        try load(bench, [ContactEntry(key: "a", customerKey: "C-1", name: "Ann", email: "ann@example.com")])
        try bench.run()
        let action = try #require(try bench.actions().first { $0.channel == .email && $0.state == .proposed })
        try load(
            bench,
            [
                ContactEntry(
                    key: "a",
                    customerKey: "C-1",
                    name: "Ann",
                    email: "ann@example.com",
                    refusedChannels: [.email]
                )
            ]
        )
        #expect(throws: ReviewError.channelRefused(.email, customer: "Customer C-1")) {
            try approve(action, bench)
        }
        try load(bench, [ContactEntry(key: "b", customerKey: "C-1", name: "Ben", email: "ben@example.com")])
        #expect(try approve(action, bench).draft.recipient == "ben@example.com")
        let note = try #require(try bench.read { try CommunicationRow.all(in: $0).first })
        #expect(note.action == action.id)
        #expect(try bench.read { try ContactRow.find(key: "b", in: $0)?.id } == note.contact)
    }

    private func approve(_ action: ActionRow, _ bench: OfficeBench) throws -> ActionRow {
        try Reviewing.answer(
            action.id,
            with: .approve,
            by: OfficeBench.lou,
            of: OfficeBench.company,
            office: bench.office
        )
    }

    private func choice(_ channel: Channel, _ bench: OfficeBench) throws -> Recipient {
        try bench.read { scope in
            let customer = try #require(try CustomerRow.find(key: "C-1", in: scope)?.customer.id)
            return try Recipients(in: scope).recipient(of: channel, at: customer)
        }
    }

    private func load(_ bench: OfficeBench, _ entries: [ContactEntry]) throws {
        let recording = Recording(at: bench.clock.now(), on: bench.today)
        try bench.write { scope in
            var random = SystemRandomNumberGenerator()
            _ = try ContactRow.upsert(entries, at: recording, using: &random, in: scope)
        }
    }
}
