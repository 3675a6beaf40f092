import HTTP
import Receivables
import Store

/// Who may use a route.
enum Access: Hashable, Sendable {
    /// Whoever asks.
    case anybody
    /// Whoever is signed in; the endpoint itself looks at the companies that a parameter or a body names.
    case signedIn
    /// Whoever has this role, or a higher one, in the company that the path names.
    case member(Role)
    /// Programs on this machine, over the Unix-domain socket.
    case thisMachine
}

/// What a request asks for, once it has been admitted: it decodes what was sent, does one thing, and says what came of it.
protocol Endpoint: SendableMetatype {
    static var method: Method { get }
    /// Below `/api/v1`, with names in braces; ids have names that end in `id`.
    static var path: String { get }
    static var access: Access { get }
    /// The query parameters there are; any other is refused.
    static var parameters: [Parameter] { get }

    /// Takes a request apart.
    ///
    /// - Throws: what ``Errors`` knows.
    init(from call: Call) throws
}

extension Endpoint {
    static var parameters: [Parameter] { [] }
}

/// An endpoint that needs no database.
protocol PlainEndpoint: Endpoint {
    func reply() throws -> Reply
}

/// An endpoint that reads, on the event loop, in the snapshot in which its caller was admitted.
protocol ReadingEndpoint: Endpoint {
    func reply(in scope: InstanceScope) throws -> Reply
}

/// An endpoint that changes something, in one transaction, and answers once that is stored.
protocol ChangingEndpoint: Endpoint, Sendable {
    /// Whether the answer is kept under the client's `Idempotency-Key`.
    static var keepsAnswer: Bool { get }
    /// Where what was created is read, for an answer of 201.
    var location: String? { get }

    func reply(in scope: InstanceWriteScope) throws -> Reply
    /// Runs once the change is stored, on the writer's thread.
    func afterCommit()
}

extension ChangingEndpoint {
    static var keepsAnswer: Bool { true }
    var location: String? { nil }
    func afterCommit() {}
}

/// An endpoint whose work is done elsewhere and takes its time.
protocol LateEndpoint: Endpoint {
    /// Begins the work; `completion` may be called on any thread.
    func start(completion: @escaping @Sendable (Result<Reply, any Error>) -> Void) throws
}

/// A row of the table that dispatch, validation and the tests of access are made from.
struct Route: Sendable {
    /// How an endpoint is run.
    enum Work: Sendable {
        case plain(@Sendable (Call) throws -> Reply)
        case read(@Sendable (Call, InstanceScope) throws -> Reply)
        case change(keepsAnswer: Bool, @Sendable (Call) throws -> any ChangingEndpoint)
        case late(@Sendable (Call, @escaping @Sendable (Result<Reply, any Error>) -> Void) throws -> Void)
    }

    let method: Method
    let path: String
    let access: Access
    let parameters: [Parameter]
    let work: Work

    init<E: PlainEndpoint>(_ endpoint: E.Type) {
        self.init(endpoint, .plain { try E(from: $0).reply() })
    }

    init<E: ReadingEndpoint>(_ endpoint: E.Type) {
        self.init(endpoint, .read { call, scope in try E(from: call).reply(in: scope) })
    }

    init<E: ChangingEndpoint>(_ endpoint: E.Type) {
        self.init(endpoint, .change(keepsAnswer: E.keepsAnswer) { try E(from: $0) })
    }

    init<E: LateEndpoint>(_ endpoint: E.Type) {
        self.init(endpoint, .late { call, completion in try E(from: call).start(completion: completion) })
    }

    /// A file of the page at `path`.
    init(asset: PageAsset, at path: String) {
        method = .get
        self.path = path
        access = .anybody
        parameters = []
        work = .plain { _ in asset.reply }
    }

    private init<E: Endpoint>(_ endpoint: E.Type, _ work: Work) {
        method = E.method
        path = E.path
        access = E.access
        parameters = E.parameters
        self.work = work
    }
}
