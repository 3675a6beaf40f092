import HTTP
import Receivables
import Secrets
import Store
import Wire
import Workflows

/// Who is signed in, and where they may work: what signing in and `/auth/me` answer.
private struct Session {
    let user: UserRow
    let members: [Member]
    let token: AccessToken

    /// - Parameter showsToken: whether the token itself is part of the answer, as after signing in.
    func reply(showsToken: Bool) -> Reply {
        Reply { json in
            json.object { json in
                if showsToken { json.field("token", token.text) }
                json.field("csrf_token", Authentication.csrfToken(of: token))
                json.object("user") { json in
                    json.field("id", user.id)
                    json.field("username", user.name)
                    json.field("name", user.displayName)
                }
                json.array("companies") { json in
                    for member in members { CompanyView(member: member).writeSummary(to: &json) }
                }
            }
        }
    }
}

/// `POST /auth/login/`: a name and a password for a token, in the body and in the page's cookie.
///
/// Its answer is never kept under an idempotency key: it holds a secret.
struct SignIn: LateEndpoint {
    static let method = Method.post
    static let path = "/auth/login"
    static let access = Access.anybody

    /// The longest body, in bytes: room for the longest name and password, with every character escaped.
    private static let longestBody = 4_096

    private let name: String
    private let password: String
    private let service: Service

    init(from call: Call) throws {
        // Whoever is not known yet must not keep the loop busy with megabytes.
        guard call.request.body.count <= SignIn.longestBody else {
            throw CallError.bodyTooLong(limit: SignIn.longestBody)
        }
        var body = try call.body()
        name = body.nonEmptyString("username")
        password = body.string("password")
        try body.finish()
        service = call.service
    }

    func start(completion: @escaping @Sendable (Result<Reply, any Error>) -> Void) throws {
        let isTaken = service.passwordDesk.submit { [name, password, service] in
            completion(Result { try SignIn.reply(name: name, password: password, service: service) })
        }
        guard isTaken else { throw CallError.tooManySignIns }
    }

    private static func reply(name: String, password: String, service: Service) throws -> Reply {
        let signedIn = try Accounts.signIn(name: name, password: password, office: service.office)
        let members = try service.office.database.makeReader().readInstance { scope in
            try Member.all(of: signedIn.user.id, over: scope, service: service)
        }
        var reply = Session(user: signedIn.user, members: members, token: signedIn.token).reply(showsToken: true)
        let cookie = Authentication.cookieField(for: signedIn.token, isHTTPS: service.isHTTPS)
        reply.headers = [(name: "Set-Cookie", value: cookie)]
        return reply
    }
}

/// `POST /auth/logout/`: ends the token that it comes with.
struct SignOut: ChangingEndpoint {
    static let method = Method.post
    static let path = "/auth/logout"
    static let access = Access.signedIn
    static let keepsAnswer = false

    private let call: Call

    init(from call: Call) throws {
        var body = try call.body()
        try body.finish()
        self.call = call
    }

    func reply(in scope: InstanceWriteScope) throws -> Reply {
        try SessionTokenRow.end(call.caller.token.lookupKey, at: call.now, in: scope)
        var reply = Reply { json in json.object { $0.field("signed_out", true) } }
        let cookie = Authentication.endedCookieField(isHTTPS: call.service.isHTTPS)
        reply.headers = [(name: "Set-Cookie", value: cookie)]
        return reply
    }
}

/// `GET /auth/me`: who the token is, so that a page that is loaded anew stays signed in.
struct ShowMe: ReadingEndpoint {
    static let method = Method.get
    static let path = "/auth/me"
    static let access = Access.signedIn

    private let call: Call

    init(from call: Call) throws {
        self.call = call
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        Session(user: call.caller.user, members: try call.members(in: scope), token: call.caller.token)
            .reply(showsToken: false)
    }
}
