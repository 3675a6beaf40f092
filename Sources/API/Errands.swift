import HTTP

/// `POST /errands`, over the Unix-domain socket only: a command hands its work to the server that owns the database.
struct RunErrand: LateEndpoint {
    static let method = Method.post
    static let path = "/errands"
    static let access = Access.thisMachine

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func start(completion: @escaping @Sendable (Result<Reply, any Error>) -> Void) {
        call.service.performErrand(call.request.body) { completion(.success(Reply(body: $0))) }
    }
}
