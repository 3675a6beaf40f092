import Glibc
import Synchronization

/// An HTTP/1.1 server: sockets, event loops, limits.
///
/// What to answer is a ``RequestHandler``'s to say.
package final class Server: Sendable {
    private struct Loop: Sendable {
        let poller: Poller
        let mailbox: Mailbox
    }

    /// Where the server listens, in the order asked for, with the ports that the system chose.
    package let bound: [Listener]
    private let loops: [Loop]
    /// The sockets of each loop until it takes them over, to close them when it stops.
    private let listeners: Mutex<[[ListeningSocket]]>
    private let settings: ServerSettings

    /// Binds every listener; connections wait until ``run(makeHandler:)``.
    ///
    /// - Parameters:
    ///   - listeners: where to take connections.
    ///   - limits: what clients may take.
    ///   - loopCount: how many threads serve; each has its own handler.
    ///   - now: the time for the `Date` field, in seconds since 1970.
    ///   - refuse: the form of answers that no handler gives; called on the loops, once for each, so it may count them.
    /// - Throws: ``ServerError`` with the place that cannot be had, and why.
    package init(
        listeners: [Listener],
        limits: Limits = Limits(),
        loopCount: Int = 1,
        now: @escaping @Sendable () -> Int64,
        refuse: @escaping @Sendable (Refusal) -> Response = { $0.plainResponse }
    ) throws(ServerError) {
        precondition(loopCount >= 1, "a server has at least one loop")
        precondition(!listeners.isEmpty, "a server listens somewhere")
        settings = ServerSettings(limits: limits, now: now, refuse: refuse)
        var sockets: [[ListeningSocket]] = Array(repeating: [], count: loopCount)
        for listener in listeners {
            let first = try ListeningSocket.open(listener, sharingPort: loopCount > 1)
            sockets[0].append(first)
            for loop in 1..<loopCount {
                // Connections to a TCP port are dealt out by the kernel; a Unix-domain socket is one, shared by all.
                let isUnix = if case .unix = listener { true } else { false }
                sockets[loop].append(isUnix ? first : try ListeningSocket.open(first.bound, sharingPort: true))
            }
        }
        bound = sockets[0].map(\.bound)
        var loops: [Loop] = []
        for _ in 0..<loopCount { loops.append(Loop(poller: try Poller(), mailbox: try Mailbox())) }
        self.loops = loops
        self.listeners = Mutex(sockets)
    }

    /// The TCP ports in ``bound``.
    package var ports: [UInt16] {
        bound.compactMap { if case .tcp(_, let port) = $0 { port } else { nil } }
    }

    /// Serves on this thread, and one more for each further loop, until ``stop(graceSeconds:)``; once in a server's life.
    ///
    /// - Parameter makeHandler: makes the handler of a loop, on the loop's thread.
    /// - Throws: ``ServerError/system(call:place:code:)`` where a loop cannot start; the others are stopped then.
    package func run(makeHandler: @escaping @Sendable (_ loop: Int) -> any RequestHandler) throws(ServerError) {
        let failure = Mutex<ServerError?>(nil)
        let serveLoop: @Sendable (Int) -> Void = { [self] index in
            do throws(ServerError) {
                try serve(index, makeHandler)
            } catch {
                failure.withLock { $0 = $0 ?? error }
                stop(graceSeconds: 0)
            }
        }
        withoutActuallyEscaping(serveLoop) { serveLoop in
            let others = (1..<loops.count).map { index in LoopThread { serveLoop(index) } }
            serveLoop(0)
            for other in others { other.join() }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func serve(_ index: Int, _ makeHandler: (Int) -> any RequestHandler) throws(ServerError) {
        try makeLoop(index, makeHandler(index)).run()
    }

    /// A loop that holds its sockets alone, so that they close when it lets go of them.
    private func makeLoop(_ index: Int, _ handler: any RequestHandler) throws(ServerError) -> EventLoop {
        let sockets = listeners.withLock { listeners in
            defer { listeners[index] = [] }
            return listeners[index]
        }
        return try EventLoop(
            poller: loops[index].poller,
            mailbox: loops[index].mailbox,
            listeners: sockets,
            settings: settings,
            handler: handler
        )
    }

    /// Takes no more connections, ends idle ones, answers what is under way with `Connection: close`, and lets
    /// ``run(makeHandler:)`` return; after `graceSeconds` whatever is still open is cut off.
    ///
    /// May be called from any thread, before `run` too, and more than once: the earliest end counts.
    package func stop(graceSeconds: Int) {
        let deadline = MonotonicClock.milliseconds + Int64(graceSeconds) * 1_000
        for loop in loops { loop.mailbox.stop(deadline: deadline) }
    }
}

/// What all loops of a server share.
struct ServerSettings: Sendable {
    let limits: Limits
    let now: @Sendable () -> Int64
    let refuse: @Sendable (Refusal) -> Response
    let load = ServerLoad()

    /// How often deadlines are looked at, in milliseconds.
    var sweepInterval: Int64 {
        let shortest = min(limits.headerDeadline, limits.bodyGrace, limits.idleTimeout, limits.lingerTimeout)
        return min(max(shortest.milliseconds / 4, 5), 1_000)
    }
}

/// How many connections and requests there are, over all loops.
final class ServerLoad: Sendable {
    private let connections = Atomic(0)
    private let requests = Atomic(0)
    private let arrivingBodyBytes = Atomic(0)

    /// Counts a connection in, and says how many there are now.
    func connectionOpened() -> Int { connections.add(1, ordering: .relaxed).newValue }

    func connectionClosed() { connections.subtract(1, ordering: .relaxed) }

    /// Counts a request in, and says how many are under way now.
    func requestBegan() -> Int { requests.add(1, ordering: .relaxed).newValue }

    /// Counts a change in what has arrived of a body, and says how much there is of all now, in bytes.
    func bodiesGrew(by count: Int) -> Int { arrivingBodyBytes.add(count, ordering: .relaxed).newValue }

    func requestEnded() { requests.subtract(1, ordering: .relaxed) }
}

/// A thread that runs one closure.
private struct LoopThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    init(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let body = unsafe Unmanaged.passRetained(Body(run))
        let code = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            body.toOpaque()
        )
        precondition(code == 0, "the system has no thread for an event loop: error \(code)")
        self.thread = thread
    }

    func join() {
        _ = pthread_join(thread, nil)
    }
}
