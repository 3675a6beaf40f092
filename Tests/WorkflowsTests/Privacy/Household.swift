import Facts
import FoundationEssentials
import Receivables
import Store
import Testing
import Values
import Workflows

/// An office whose customer C-1 has two persons, one of whom is mentioned wherever a person can be.
struct Household {
    static let address = "anna.lee@example.com"
    static let oldAddress = "a.lee@old.example"
    static let number = "+49 30 7654321"
    static let name = "Anna Lee"
    /// What none of the database's bytes may hold once Anna is forgotten.
    static let traces = [address, oldAddress, number, name, "Lunch was lovely"]

    let bench: OfficeBench
    let anna: Identifier<Contact>
    let bob: Identifier<Contact>

    init() throws {
        bench = try OfficeBench.withCompany()
        try bench.loadSmallBooks()
        bench.clock.advance(seconds: 1)
        try bench.loadInvoices([("L-3", "C-1", 6, 50_000)])
        let recording = Recording(at: bench.clock.now(), on: bench.today)
        let later = Recording(at: bench.clock.now().advanced(bySeconds: 60), on: bench.today)
        (anna, bob) = try bench.write { scope in
            guard let customer = try CustomerRow.find(key: "C-1", in: scope.reading)?.customer.id else {
                throw StoreError.unknownCustomer(key: "C-1")
            }
            var draft = ContactDraft(name: Household.name)
            draft.email = Household.oldAddress
            draft.phone = Household.number
            draft.isPrimary = true
            let anna = try KeepingContacts.add(draft, key: nil, at: customer, by: "lou", at: recording, in: scope)
            draft.email = Household.address
            _ = try KeepingContacts.change(anna.id, at: customer, to: draft, by: "lou", at: later, in: scope)
            var other = ContactDraft(name: "Bob")
            other.email = "joanna.lee@example.com"
            let bob = try KeepingContacts.add(other, key: "bob", at: customer, by: "lou", at: recording, in: scope)
            return (anna.id, bob.id)
        }
        try mention()
    }

    /// Anna's key: what an import makes of the customer's and the first address.
    static let key = "C-1/\(oldAddress)"

    static var messages: [CommunicationEntry] {
        [
            CommunicationEntry(
                key: "m1",
                customerKey: "C-1",
                contactKey: key,
                direction: .inbound,
                channel: .email,
                occurredOn: june(3),
                subject: "Lunch",
                body: "Lunch was lovely"
            ),
            CommunicationEntry(
                key: "m2",
                customerKey: "C-1",
                direction: .inbound,
                channel: .email,
                occurredOn: june(4),
                body: "Ask ANNA.LEE@example.com, not joanna.lee@example.com."
            ),
        ]
    }

    /// Mentions Anna in messages, promises, disputes, notes, comments, kept answers and the log.
    private func mention() throws {
        let recording = Recording(at: bench.clock.now(), on: bench.today)
        try bench.write { scope in
            var random = SplitMix64(seed: 5)
            _ = try CommunicationRow.upsert(Household.messages, at: recording, using: &random, in: scope)
            let promise = PromiseEntry(
                key: "pr",
                invoiceKey: "L-1",
                madeOn: june(5),
                dueOn: june(30),
                contactKey: Household.key,
                note: "said Anna Lee, by phone from \(Household.number)"
            )
            _ = try PromiseRow.upsert([promise], at: recording, using: &random, in: scope)
            let dispute = DisputeEntry(
                key: "d",
                invoiceKey: "L-2",
                openedOn: june(5),
                reason: "see the mail of \(Household.address)"
            )
            _ = try DisputeRow.upsert([dispute], at: recording, using: &random, in: scope)
            try IdempotencyKeyRow(
                key: "k",
                requestHash: ContentHash(of: "r"),
                status: 201,
                body: Array(#"{"company":"\#(scope.company)","email":"\#(Household.address)"}"#.utf8),
                recordedAt: recording.instant
            ).store(in: scope)
        }
        try bench.run()
        let call = try #require(try bench.actions().first { $0.state == .proposed && $0.channel.isContact })
        _ = try Reviewing.answer(
            call.id,
            with: .reject(.other, comment: "spoke with anna.lee@example.com", promisedFor: nil),
            by: OfficeBench.lou,
            of: OfficeBench.company,
            office: bench.office
        )
    }

    /// The traces of Anna that the database's files hold, in any case of their letters.
    func tracesInFiles() throws -> [String] {
        var bytes: [UInt8] = []
        for ending in ["", "-wal"] {
            bytes += FileManager.default.contents(atPath: bench.folder.databasePath + ending) ?? Data()
        }
        let text = String(decoding: bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: Unicode.ASCII.self)
        return Household.traces.filter { trace in
            trace == Household.address
                // Bob's address ends in Anna's.
                ? text.split(separator: trace, omittingEmptySubsequences: false).dropLast().contains {
                    !$0.hasSuffix("jo")
                }
                : text.contains(trace.lowercased())
        }
    }

    @discardableResult
    func forget(isRehearsal: Bool = false) throws -> ForgettingReport {
        try Forgetting.forget(
            Household.key,
            of: OfficeBench.company,
            by: "root",
            isRehearsal: isRehearsal,
            office: bench.office
        )
    }

    /// What is held about customer C-1 or one of its persons.
    func held(_ subject: HeldData.Subject) throws -> String {
        var bytes: [UInt8] = []
        let reader = try bench.office.database.makeReader()
        try HeldData.write(about: subject, of: OfficeBench.company, from: reader) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
