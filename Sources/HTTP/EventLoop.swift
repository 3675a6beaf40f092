import Glibc

/// One thread's share of a server: its connections, and the handler that answers them.
///
/// Nothing here waits but `run` itself, and nothing here is seen by another thread but the mailbox.
final class EventLoop {
    private static let wakeUpToken: UInt64 = 0
    /// Tokens from here on are connections: the generation in the upper half, the slot in the lower.
    private static let firstConnectionToken: UInt64 = 1 << 32
    /// Reads of one connection before the others get their turn.
    private static let readsPerTurn = 16
    private static let acceptsPerTurn = 64
    /// Turns of accepting at a stop: together they take in all that may wait at a listener.
    private static let acceptTurnsAtStop = 16
    /// How long no connection is accepted once the system has run out of descriptors, in milliseconds.
    private static let acceptPause: Int64 = 100

    private let poller: Poller
    private let mailbox: Mailbox
    private let settings: ServerSettings
    private let handler: any RequestHandler
    private var listeners: [ListeningSocket]
    private var connections: [ClientConnection?] = []
    private var freeSlots: [Int] = []
    private var generation: UInt64 = 1
    private var queue: [ClientConnection] = []
    private var room = Poller.Room()
    private var scratch = [UInt8](repeating: 0, count: 64 << 10)
    private var spareOutput: [UInt8] = []
    private var answers: [Mailbox.Answer] = []
    private var writer = ResponseWriter()
    private var now = MonotonicClock.milliseconds
    private var nextSweep = Int64.max
    private var acceptAgain: Int64?
    private var stopDeadline: Int64?

    init(
        poller: Poller,
        mailbox: Mailbox,
        listeners: [ListeningSocket],
        settings: ServerSettings,
        handler: any RequestHandler
    ) throws(ServerError) {
        self.poller = poller
        self.mailbox = mailbox
        self.listeners = listeners
        self.settings = settings
        self.handler = handler
        guard poller.add(mailbox.wakeUp.number, token: Self.wakeUpToken, .changes) else {
            throw .system(call: "epoll_ctl", place: "the event loop", code: errno)
        }
        try watchListeners()
    }

    private var connectionCount: Int { connections.count - freeSlots.count }

    /// Serves until asked to stop, and until every request that was under way is answered or out of time.
    func run() {
        writer.setTime(settings.now())
        while true {
            deliverAnswers(servingNow: nil)
            serveQueue()
            if let stopDeadline, connectionCount == 0 || now >= stopDeadline { break }
            guard !queue.isEmpty || mailbox.maySleep() else { continue }
            poller.wait(timeout: queue.isEmpty ? timeout : 0, into: &room, handle)
            mailbox.isAwake()
            now = MonotonicClock.milliseconds
            writer.setTime(settings.now())
            if now >= nextSweep { sweep() }
            if let acceptAgain, now >= acceptAgain { resumeAccepting() }
        }
        for connection in connections { if let connection { close(connection) } }
    }

    /// How long there is nothing to do but wait, in milliseconds; negative for ever.
    private var timeout: CInt {
        let next = min(nextSweep, acceptAgain ?? .max, stopDeadline ?? .max)
        guard next != .max else { return -1 }
        return CInt(clamping: max(0, next - MonotonicClock.milliseconds))
    }

    private func handle(_ happening: Poller.Happening) {
        switch happening.token {
        case Self.wakeUpToken:
            return
        case ..<Self.firstConnectionToken:
            accept(on: listeners[Int(happening.token) - 1])
        default:
            guard let connection = connection(happening.token) else { return }
            guard !happening.isBroken else { return close(connection) }
            if happening.isReadable { connection.isReadable = true }
            if happening.isEnding { connection.isEndAnnounced = true }
            enqueue(connection)
        }
    }

    // MARK: Connections come and go

    private func watchListeners() throws(ServerError) {
        for (index, listener) in listeners.enumerated() {
            guard poller.add(listener.descriptor.number, token: UInt64(index + 1), .listening) else {
                throw .system(call: "epoll_ctl", place: listener.bound.place, code: errno)
            }
        }
    }

    private func accept(on listener: ListeningSocket) {
        for _ in 0..<Self.acceptsPerTurn {
            switch listener.accept() {
            case .connection(let socket, let peer): open(socket, peer)
            case .gone: continue
            case .none: return
            case .exhausted: return pauseAccepting()
            }
        }
    }

    private func open(_ socket: consuming FileDescriptor, _ peer: Peer) {
        let slot = freeSlots.popLast() ?? connections.count
        if slot == connections.count { connections.append(nil) }
        generation = generation == UInt64(UInt32.max) ? 1 : generation + 1
        let token = generation << 32 | UInt64(slot)
        let connection = ClientConnection(socket, token: token, peer: peer, limits: settings.limits, now: now)
        guard poller.add(connection.socket.number, token: token, .changes) else {
            freeSlots.append(slot)
            return pauseAccepting()
        }
        connections[slot] = connection
        let excess = settings.load.connectionOpened() - settings.limits.connections
        // A polite refusal takes a moment of a slot; in a flood there are none to spare.
        guard excess <= Limits.refusedConnections else { return close(connection) }
        if excess > 0 {
            refuse(Refusal(.serviceUnavailable, "there are too many connections; try again shortly"), connection)
        }
        enqueue(connection)
    }

    private func close(_ connection: ClientConnection) {
        let slot = slot(of: connection.token)
        guard let open = connections[slot], open === connection else { return }
        connections[slot] = nil
        freeSlots.append(slot)
        settings.load.connectionClosed()
        _ = settings.load.bodiesGrew(by: -connection.countedBodyBytes)
    }

    private func slot(of token: UInt64) -> Int { Int(token & 0xFFFF_FFFF) }

    private func connection(_ token: UInt64) -> ClientConnection? {
        let slot = slot(of: token)
        guard slot < connections.count, let connection = connections[slot], connection.token == token else {
            return nil
        }
        return connection
    }

    /// Leaves connections waiting in the kernel for a moment: asking again at once would only spin.
    private func pauseAccepting() {
        guard acceptAgain == nil else { return }
        for listener in listeners { poller.remove(listener.descriptor.number) }
        acceptAgain = now + Self.acceptPause
    }

    private func resumeAccepting() {
        acceptAgain = nil
        do {
            try watchListeners()
        } catch {
            // What cannot be watched now can be a moment later; the reason has been the same all along.
            for listener in listeners { poller.remove(listener.descriptor.number) }
            acceptAgain = now + Self.acceptPause
        }
    }

    // MARK: Requests in, answers out

    private func enqueue(_ connection: ClientConnection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        queue.append(connection)
    }

    private func serveQueue() {
        var round: [ClientConnection] = []
        swap(&round, &queue)
        for connection in round {
            connection.isQueued = false
            if self.connection(connection.token) === connection { serve(connection) }
        }
        if queue.isEmpty {
            round.removeAll(keepingCapacity: true)
            swap(&round, &queue)
        }
    }

    private func serve(_ connection: ClientConnection) {
        guard !connection.isLingering else { return linger(connection) }
        connection.lend(&spareOutput)
        for _ in 0..<Self.readsPerTurn {
            takeRequests(of: connection)
            guard connection.takesRequests, connection.isReadable else { break }
            guard connection.read(into: &scratch) != .broken else { return close(connection) }
        }
        takeRequests(of: connection)
        countBody(of: connection)
        if connection.takesRequests, connection.hasPeerEnded { end(connection) }
        let unsent = connection.unsentCount
        let isHeldUp = unsent > Limits.unsentBytes
        switch connection.flush() {
        case .broken:
            return close(connection)
        case .waits:
            if connection.unsentCount < unsent || connection.deadline?.wait != .output {
                connection.outputProgress = now
            }
        case .progress:
            connection.lend(&spareOutput)
            guard !connection.endsAfterOutput else { return finish(connection) }
            guard connection.takesRequests else { break }
            if connection.isReadable || isHeldUp {
                enqueue(connection)
            } else if stopDeadline != nil, connection.parser.phase == .betweenRequests {
                return close(connection)
            }
        }
        setDeadline(of: connection)
    }

    /// Hands over what the parser has, until a request is under way or the bytes are used up.
    private func takeRequests(of connection: ClientConnection) {
        while connection.takesRequests, let event = connection.parser.next() {
            switch event {
            case .continueExpected:
                connection.write { $0.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8) }
            case .request(let request, let persists, let isLegacy):
                connection.phaseStart = now
                hand(
                    request,
                    of: connection,
                    ClientConnection.Exchange(isHead: request.method == .head, persists: persists, isLegacy: isLegacy)
                )
            case .refused(let refusal):
                refuse(refusal, connection)
            }
        }
    }

    /// Keeps the account of what arriving bodies take, and refuses the one that takes too much.
    private func countBody(of connection: ClientConnection) {
        let count = connection.parser.bodyByteCount
        guard count != connection.countedBodyBytes else { return }
        let total = settings.load.bodiesGrew(by: count - connection.countedBodyBytes)
        let hasGrown = count > connection.countedBodyBytes
        connection.countedBodyBytes = count
        guard hasGrown, total > settings.limits.arrivingBodyBytes, connection.takesRequests else { return }
        refuse(Refusal(.serviceUnavailable, "too many bodies are arriving at once; try again shortly"), connection)
    }

    private func hand(_ request: Request, of connection: ClientConnection, _ exchange: ClientConnection.Exchange) {
        connection.exchange = exchange
        guard settings.load.requestBegan() <= settings.limits.requestsInFlight else {
            settings.load.requestEnded()
            let refusal = Refusal(.serviceUnavailable, "there are too many requests under way; try again shortly")
            return answer(connection, settings.refuse(refusal))
        }
        handler.respond(to: request, via: Responder(connection: connection.token, mailbox: mailbox))
        deliverAnswers(servingNow: connection)
    }

    private func deliverAnswers(servingNow current: ClientConnection?) {
        let deadline = mailbox.takeAll(into: &answers)
        for posted in answers {
            settings.load.requestEnded()
            guard let connection = connection(posted.connection), connection.exchange != nil else { continue }
            let response =
                posted.response ?? settings.refuse(Refusal(.internalServerError, Responder.unansweredDetail))
            answer(connection, response)
            if connection !== current { enqueue(connection) }
        }
        answers.removeAll(keepingCapacity: true)
        if let deadline, deadline != stopDeadline { beginStop(deadline) }
    }

    private func answer(_ connection: ClientConnection, _ response: Response) {
        guard let exchange = connection.exchange else { return }
        connection.exchange = nil
        connection.phaseStart = now
        let ends = !exchange.persists || stopDeadline != nil
        connection.write { writer.write(response, for: exchange, ends: ends, to: &$0) }
        if ends { connection.endsAfterOutput = true }
    }

    private func refuse(_ refusal: Refusal, _ connection: ClientConnection) {
        connection.exchange = ClientConnection.Exchange(isHead: false, persists: false, isLegacy: false)
        answer(connection, settings.refuse(refusal))
    }

    // MARK: Ends

    /// The peer has sent its last byte, and every request in it has been answered.
    private func end(_ connection: ClientConnection) {
        guard let refusal = connection.parser.receiveEnd() else {
            connection.endsAfterOutput = true
            return
        }
        refuse(refusal, connection)
    }

    /// Ends our side, and waits for the peer to end its own where it might lose our answer otherwise: closing a socket
    /// with unread input resets the connection (RFC 9112, section 9.6).
    private func finish(_ connection: ClientConnection) {
        let isReadEmpty = !connection.isReadable && !connection.parser.hasUnreadBytes
        let needNotWait = connection.hasPeerEnded || (stopDeadline != nil && isReadEmpty)
        guard !needNotWait, shutdown(connection.socket.number, CInt(SHUT_WR)) == 0 else { return close(connection) }
        connection.isLingering = true
        set(connection, until: now + settings.limits.lingerTimeout.milliseconds, .linger)
        linger(connection)
    }

    private func linger(_ connection: ClientConnection) {
        for _ in 0..<Self.readsPerTurn where connection.isReadable {
            guard connection.read(into: &scratch) != .broken else { return close(connection) }
        }
        if connection.hasPeerEnded { return close(connection) }
        if connection.isReadable { enqueue(connection) }
    }

    private func beginStop(_ deadline: Int64) {
        stopDeadline = deadline
        for listener in listeners {
            poller.remove(listener.descriptor.number)
            // Who got through before the stop is answered: closing a listener resets those who still wait at it.
            for _ in 0..<Self.acceptTurnsAtStop { accept(on: listener) }
        }
        listeners = []
        acceptAgain = nil
        // Requests that have arrived untold are read and answered; whoever has sent none is closed in its turn.
        for case let connection? in connections where connection.takesRequests && !connection.isLingering {
            connection.isReadable = true
            enqueue(connection)
        }
    }

    // MARK: Deadlines

    private func setDeadline(of connection: ClientConnection) {
        let limits = settings.limits
        if connection.unsentCount > 0 {
            return set(connection, until: connection.outputProgress + limits.idleTimeout.milliseconds, .output)
        }
        guard connection.exchange == nil else {
            connection.deadline = nil
            return
        }
        let phase = connection.parser.phase
        if phase != connection.phase {
            connection.phase = phase
            connection.phaseStart = now
        }
        switch phase {
        case .betweenRequests:
            set(connection, until: connection.phaseStart + limits.idleTimeout.milliseconds, .idle)
        case .header:
            set(connection, until: connection.phaseStart + limits.headerDeadline.milliseconds, .header)
        case .body:
            let earned = Int64(connection.parser.bodyByteCount) * 1_000 / Int64(max(1, limits.bodyBytesPerSecond))
            set(connection, until: connection.phaseStart + limits.bodyGrace.milliseconds + earned, .body)
        }
    }

    /// Deadlines are looked at in sweeps, at least four in the shortest time limit: a wait may last a quarter longer.
    private func set(_ connection: ClientConnection, until time: Int64, _ wait: ClientConnection.Wait) {
        connection.deadline = (time, wait)
        nextSweep = min(nextSweep, now + settings.sweepInterval)
    }

    private func sweep() {
        nextSweep = connectionCount == 0 ? .max : now + settings.sweepInterval
        for case let connection? in connections {
            guard let deadline = connection.deadline, deadline.time <= now else { continue }
            switch deadline.wait {
            case .idle, .output, .linger:
                close(connection)
            case .header:
                expire(connection, "the header section took too long")
            case .body:
                expire(connection, "the body came too slowly")
            }
        }
    }

    private func expire(_ connection: ClientConnection, _ detail: String) {
        connection.deadline = nil
        refuse(Refusal(.requestTimeout, detail), connection)
        enqueue(connection)
    }
}
