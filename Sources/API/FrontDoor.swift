package import HTTP
import Receivables
import Secrets
import Store
import Telemetry
import Values
import Workflows

/// Answers the requests of one event loop: the chain of checks that each of them goes through, and then its endpoint.
///
/// Reads are answered at once, from the loop's own connection. Changes and passwords go to threads of their own and are
/// answered late.
package final class FrontDoor: RequestHandler {
    private let service: Service
    private let router = RouteTable.router
    /// Opened with the first request that needs it, and again where that failed.
    private var openedReader: Reader?
    /// When the tokens that were used lately were noted as used.
    private var notedUses: [ContentHash: Instant] = [:]
    private let idPrefix = Hexadecimal.text(of: SecureRandom.bytes(count: 6))
    private var requestCount = 0

    /// How often a token's use is noted at most.
    private static let noteSeconds: Int64 = 60

    /// The door of one loop; make it on the loop's thread.
    package init(_ service: Service) {
        self.service = service
    }

    /// Answers a request: finds its route, runs the chain of checks, and asks the endpoint.
    package func respond(to request: Request, via responder: Responder) {
        requestCount += 1
        var exchange = Exchange(
            id: "\(idPrefix)-\(requestCount)",
            request: request,
            responder: responder,
            service: service,
            startedAt: service.elapsedNanoseconds()
        )
        switch router.match(request) {
        case .notFound: exchange.refuse(CallError.noSuchPath)
        case .methodNotAllowed(let allowed): exchange.refuse(CallError.methodNotAllowed(allowed))
        case .options(let allowed):
            var reply = Reply(.noContent, body: [])
            reply.headers = [(name: "Allow", value: allowed.map(\.name).joined(separator: ", "))]
            exchange.finish(reply)
        case .found(let route, let captures):
            exchange.route = route.path
            do {
                try answer(exchange, route, captures)
            } catch {
                exchange.refuse(error)
            }
        }
    }

    private func answer(_ exchange: Exchange, _ route: Route, _ captures: Captures) throws {
        let request = exchange.request
        let now = service.office.now()
        switch route.work {
        case .plain(let reply):
            exchange.finish(try reply(try admit(request, route, captures, at: now, in: nil)))
        case .read(let read):
            exchange.finish(
                try reader().readInstance { scope in
                    try read(try admit(request, route, captures, at: now, in: scope), scope)
                }
            )
        case .change(let keepsAnswer, let decode):
            let call = try admitInSnapshot(request, route, captures, at: now)
            let key = keepsAnswer ? try IdempotencyKey(of: request) : nil
            change(try decode(call), key, call, exchange)
        case .late(let start):
            let call = try admitInSnapshot(request, route, captures, at: now)
            try start(call) { exchange.finish($0) }
        }
    }

    /// Makes a change in the writer's transaction; the answer under its key is stored with it or not at all.
    private func change(_ endpoint: any ChangingEndpoint, _ key: IdempotencyKey?, _ call: Call, _ exchange: Exchange) {
        let user = call.caller.user.id
        service.office.database.submitInstance { scope in
            if let key, let kept = try key.answer(for: user, at: call.now, in: scope.reading) { return kept }
            let reply = try endpoint.reply(in: scope)
            try key?.keep(reply, for: user, at: call.now, in: scope)
            return reply
        } completion: { result in
            exchange.finish(
                result.map { reply in
                    endpoint.afterCommit()
                    var reply = reply
                    if reply.status == .created, let location = endpoint.location {
                        reply.headers.append((name: "Location", value: location))
                    }
                    return reply
                }
            )
        }
    }

    // MARK: The chain

    private func admitInSnapshot(
        _ request: Request,
        _ route: Route,
        _ captures: Captures,
        at now: Instant
    ) throws -> Call {
        guard route.access != .anybody, route.access != .thisMachine else {
            return try admit(request, route, captures, at: now, in: nil)
        }
        return try reader().readInstance { try admit(request, route, captures, at: now, in: $0) }
    }

    /// Checks a request in the order in which a client can mend it: who it is, what it names, whether it may, what it
    /// asks for.
    ///
    /// - Parameter scope: there wherever the route asks who it is.
    private func admit(
        _ request: Request,
        _ route: Route,
        _ captures: Captures,
        at now: Instant,
        in scope: InstanceScope?
    ) throws -> Call {
        var caller: Caller?
        var member: Member?
        switch route.access {
        case .anybody:
            try checkIdentifiers(captures, of: route)
        case .thisMachine:
            // To the network the path is not there: nothing tells that it would be on the socket.
            guard request.peer == .unix else { throw CallError.noSuchPath }
        case .signedIn:
            guard let scope else { preconditionFailure("\(route.path) asks who is signed in without a snapshot") }
            caller = try identify(request, at: now, in: scope)
            try checkIdentifiers(captures, of: route)
        case .member(let role):
            guard let scope else { preconditionFailure("\(route.path) asks for a member without a snapshot") }
            let found = try identify(request, at: now, in: scope)
            caller = found
            try checkIdentifiers(captures, of: route)
            member = try checked(captures, found, role, in: scope)
        }
        try FrontDoor.checkMediaType(of: request)
        return Call(
            request: request,
            captures: captures,
            parameters: try Parameters(request.target.query, known: route.parameters),
            caller: caller,
            member: member,
            now: now,
            service: service
        )
    }

    private func identify(_ request: Request, at now: Instant, in scope: InstanceScope) throws -> Caller {
        let caller = try Authentication.caller(of: request, at: now, in: scope)
        try Authentication.checkOrigin(of: request, by: caller)
        noteUse(of: caller, at: now)
        return caller
    }

    private func checkIdentifiers(_ captures: Captures, of route: Route) throws(CallError) {
        for segment in route.path.split(separator: "/") where segment.hasPrefix("{") && segment.hasSuffix("id}") {
            let name = String(segment.dropFirst().dropLast())
            guard let text = captures[name], Identifier<Route>(text) == nil else { continue }
            throw .malformedIdentifier(FieldProblem(name, "must be a UUID, not `\(text.prefix(64))`"))
        }
    }

    private func checked(
        _ captures: Captures,
        _ caller: Caller,
        _ role: Role,
        in scope: InstanceScope
    ) throws -> Member {
        let company = captures["company_id"].flatMap { Identifier<Company>($0) }
        guard let company else { preconditionFailure("a route for members names its company in its path") }
        guard let member = try Member.find(caller.user.id, in: company, over: scope, service: service) else {
            throw CallError.foreignCompany
        }
        guard member.role >= role else { throw CallError.roleTooLow(needed: role, held: member.role) }
        return member
    }

    /// A body is JSON and says so; where there is none, nothing need be said.
    private static func checkMediaType(of request: Request) throws(CallError) {
        guard !request.body.isEmpty else { return }
        let type = request.headers["Content-Type"] ?? "none"
        let essence = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard essence == "application/json" else { throw .unsupportedMediaType(type) }
    }

    // MARK: What the loop keeps

    private func reader() throws(StoreError) -> Reader {
        if let openedReader { return openedReader }
        let reader = try service.office.database.makeReader()
        openedReader = reader
        return reader
    }

    /// Notes that a token was used, at most once a minute: its idle time counts from there.
    private func noteUse(of caller: Caller, at now: Instant) {
        let hash = caller.token.lookupKey
        let last = max(caller.lastUsedAt, notedUses[hash] ?? caller.lastUsedAt)
        guard now > last.advanced(bySeconds: FrontDoor.noteSeconds) else { return }
        // Tokens that are no longer used must not fill the memory.
        if notedUses.count >= 10_000 { notedUses.removeAll() }
        notedUses[hash] = now
        service.office.database.submitInstance { scope in
            try SessionTokenRow.touch(hash, at: now, in: scope)
        } completion: { [log = service.office.log] result in
            if case .failure(let error) = result {
                log.warning("use of a token was not noted", ["error": .text("\(error)")])
            }
        }
    }
}
