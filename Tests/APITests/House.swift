import API
import Dispatch
import FoundationEssentials
import Glibc
import HTTP
import Receivables
import Secrets
import Store
import Synchronization
import Telemetry
import Testing
import Values
import Wire
import Workflows

/// Who asks: users of company `north`, one of company `south`, and one of no company.
enum Person: String, CaseIterable, Sendable {
    case viewer, collector, admin, stranger, newcomer

    var id: Identifier<User> {
        Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(rawValue.utf8.first ?? 0))
    }

    var role: Role? { Role(rawValue: rawValue) }
}

/// A service over a database of its own, with two companies and books in one of them, asked without any socket.
final class House {
    let service: Service
    let office: Office
    let database: Database
    let door: FrontDoor
    let folder: String
    let clock: TestClock
    let wakeCount = TestCount()
    let errands = TestTexts()
    private let tokens: [Person: AccessToken]

    init(
        isReady: Bool = true,
        isHTTPS: Bool = false,
        _ stock: @escaping @Sendable (WriteScope) throws -> Void = { try Books.write(in: $0) }
    ) throws {
        folder = FileManager.default.temporaryDirectory.path + "/arclight-api-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try Database(path: folder + "/arclight.db")
        clock = TestClock(Books.now)
        let logFile = unsafe open(folder + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        office = Office(
            database: database,
            now: { [clock] in clock.now },
            log: Log(to: logFile) { "2026-06-30T09:00:00.000Z" }
        )
        service = Service(
            office: office,
            isHTTPS: isHTTPS,
            passwordChecks: 1,
            elapsedNanoseconds: { 0 },
            wakeJobs: { [wakeCount] in wakeCount.increase() },
            performErrand: { [errands] errand, completion in
                errands.append(String(decoding: errand, as: UTF8.self))
                completion(Array(#"{"exit_code":0}"#.utf8))
            },
            isReady: { isReady }
        )
        door = FrontDoor(service)
        let tokens = Dictionary(uniqueKeysWithValues: Person.allCases.map { ($0, AccessToken()) })
        self.tokens = tokens
        try database.writeInstance { scope in
            try Books.found(in: scope)
            for person in Person.allCases {
                try UserRow(
                    id: person.id,
                    name: person.rawValue,
                    displayName: "The \(person.rawValue)",
                    passwordHash: nil,
                    createdAt: Books.now
                ).insert(in: scope)
                if let role = person.role {
                    try MembershipRow.set(role, for: person.id, in: scope.entering(Books.north.id))
                }
                if let token = tokens[person] {
                    try SessionTokenRow(hash: token.lookupKey, user: person.id, createdAt: Books.now).insert(in: scope)
                }
            }
            try MembershipRow.set(.admin, for: Person.stranger.id, in: scope.entering(Books.south.id))
        }
        try database.write(for: Books.north.id, stock)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The token of a person, as they send it.
    func token(of person: Person) -> String { tokens[person]?.text ?? "" }

    /// The ids that an import has drawn, with the keys of what they stand for.
    func drawnNames() throws -> [(text: String, name: String)] {
        try database.makeReader().read(for: Books.north.id) { scope in
            try CustomerRow.all(in: scope).map { ("\($0.customer.id)", "ID-OF-\($0.customer.key)") }
                + InvoiceRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
                + PaymentRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
                + PromiseRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
                + DisputeRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
                + ContactRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
                + CommunicationRow.all(in: scope).map { ("\($0.id)", "ID-OF-\($0.key)") }
        }
    }

    /// Lets time pass; what was handed to the writer before is stored first.
    func wait(seconds: Int64) throws {
        try database.writeInstance { _ in }
        clock.advance(seconds: seconds)
    }

    /// What the service has logged so far.
    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    /// Asks the service, and waits for its answer.
    func ask(
        _ method: HTTP.Method = .get,
        _ target: String,
        as person: Person? = nil,
        _ body: String? = nil,
        fields: [(String, String)] = [],
        peer: Peer = .tcp(address: "127.0.0.1")
    ) throws -> Answer {
        var headers = Headers()
        if let person { headers.append("Authorization", "Token \(token(of: person))") }
        if body != nil, !fields.contains(where: { $0.0 == "Content-Type" }) {
            headers.append("Content-Type", "application/json")
        }
        for (name, value) in fields { headers.append(name, value) }
        let request = try Request(method, target, headers: headers, body: Array((body ?? "").utf8), peer: peer)
        let answered = DispatchSemaphore(value: 0)
        let keeper = Keeper(answered)
        door.respond(to: request, via: Responder { keeper.keep($0) })
        #expect(answered.wait(timeout: .now() + 20) == .success, "no answer to \(method.name) \(target)")
        return Answer(try #require(keeper.response))
    }
}

/// Takes a response over from whatever thread gives it.
private final class Keeper: Sendable {
    private let answered: DispatchSemaphore
    private let received = Mutex<Response?>(nil)

    init(_ answered: DispatchSemaphore) {
        self.answered = answered
    }

    var response: Response? { received.withLock { $0 } }

    func keep(_ response: Response) {
        received.withLock { $0 = response }
        answered.signal()
    }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ now: Instant) { instant = Mutex(now) }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int64) { instant.withLock { $0 = $0.advanced(bySeconds: seconds) } }
}

/// Counts what happens on other threads.
final class TestCount: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func increase() { count.add(1, ordering: .sequentiallyConsistent) }
}

/// Keeps texts that come from other threads.
final class TestTexts: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    func append(_ text: String) { texts.withLock { $0.append(text) } }
}

/// An answer, ready to be looked at.
struct Answer {
    let status: Int
    let headers: Headers
    let text: String

    init(_ response: Response) {
        status = response.status.code
        headers = response.headers
        text = String(decoding: response.body, as: UTF8.self)
    }

    /// The body as JSON.
    var json: JSONValue {
        get throws { try JSONReader.value(from: Array(text.utf8)) }
    }

    /// The text under a name of the body.
    func field(_ name: String) throws -> String? {
        guard case .text(let text) = try json[name] else { return nil }
        return text
    }

    /// The elements of a body that is an array.
    var elements: [JSONValue] {
        get throws {
            guard case .array(let elements) = try json else { return [] }
            return elements
        }
    }

    /// The `id` of each element.
    var ids: [String] {
        get throws {
            try elements.compactMap { element in
                guard case .text(let id) = element["id"] else { return nil }
                return id
            }
        }
    }

    /// Status, the fields that are this answer's own, and the body indented, as golden files hold it.
    ///
    /// - Parameter names: what stands in the file in place of texts that change with how ids and secrets are drawn.
    func golden(_ names: [(text: String, name: String)]) throws -> String {
        let everywhere = [
            "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Request-Id",
        ]
        var lines = ["\(status)"]
        for (name, value) in headers.all where !everywhere.contains(name) {
            // The tag is a hash of the body as it came, with the ids that it had.
            lines.append("\(name): \(name == "ETag" ? "TAG" : value)")
        }
        lines.append("")
        if !text.isEmpty { lines.append(Answer.indented(try json, "")) }
        let whole = lines.joined(separator: "\n") + "\n"
        return names.reduce(whole) { text, replaced in
            text.split(separator: replaced.text, omittingEmptySubsequences: false).joined(separator: replaced.name)
        }
    }

    private static func indented(_ value: JSONValue, _ margin: String) -> String {
        let inner = margin + "  "
        switch value {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + indented($0, inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { "\(inner)\"\($0.name)\": \(indented($0.value, inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .null, .boolean, .number, .text, .array, .object:
            var json = JSONWriter()
            json.value(value)
            return json.text
        }
    }
}
