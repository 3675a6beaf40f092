import HTTP
import Receivables
import Store
import Values
import Wire

/// `GET /health/live`: whether the process answers at all.
struct ShowLiveness: PlainEndpoint {
    static let method = Method.get
    static let path = "/health/live"
    static let access = Access.anybody

    init(from call: Call) throws {}

    func reply() -> Reply { Reply { json in json.object { $0.field("status", "live") } } }
}

/// `GET /health/ready`: whether the service can do its work: the database answers, and no stop is under way.
struct ShowReadiness: ReadingEndpoint {
    static let method = Method.get
    static let path = "/health/ready"
    static let access = Access.anybody

    private let isReady: Bool

    init(from call: Call) throws {
        isReady = call.service.isReady()
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        guard isReady else { throw CallError.notReady }
        // Any row that is looked for makes the database prove that it can be read.
        _ = try UserRow.find(Identifier<User>(high: 0, low: 0), in: scope)
        return Reply { json in json.object { $0.field("status", "ready") } }
    }
}
