import Dispatch
import Glibc
import HTTP
import Synchronization
import Testing

/// Answers by what the path says, and keeps what it is told to keep.
final class Scripted: Sendable {
    private let held = Mutex<[Responder]>([])
    private let blocked = Atomic(false)
    private let gate = DispatchSemaphore(value: 0)

    /// Whether a request for `/block` holds its loop up.
    var isBlocking: Bool { blocked.load(ordering: .acquiring) }

    /// Lets the loop go on that a request for `/block` holds up.
    func unblock() { gate.signal() }

    fileprivate func block() {
        blocked.store(true, ordering: .releasing)
        gate.wait()
    }

    /// How many requests for `/hold` wait for an answer.
    var heldCount: Int { held.withLock { $0.count } }

    /// Answers every request that was held.
    func release() {
        let responders = held.withLock { held in
            defer { held = [] }
            return held
        }
        for responder in responders { responder.respond(Response(.ok, body: Array("held".utf8))) }
    }

    fileprivate func hold(_ responder: Responder) {
        held.withLock { $0.append(responder) }
    }
}

private struct ScriptedHandler: RequestHandler {
    let script: Scripted
    let loop: Int

    func respond(to request: Request, via responder: Responder) {
        switch request.segments.first {
        case "hold":
            script.hold(responder)
        case "block":
            script.block()
            responder.respond(Response(.ok, body: Array("unblocked".utf8)))
        case "late":
            DispatchQueue.global().async { responder.respond(Response(.ok, body: Array("late".utf8))) }
        case "twice":
            responder.respond(Response(.ok, body: Array("first".utf8)))
            responder.respond(Response(.ok, body: Array("second".utf8)))
        case "drop":
            return
        case "none":
            responder.respond(Response(.noContent))
        case "big":
            responder.respond(Response(.ok, body: [UInt8](repeating: UInt8(ascii: "x"), count: 4 << 20)))
        default:
            let text = "\(request.method.name) \(request.target.text) \(String(decoding: request.body, as: UTF8.self))"
            var response = Response(.ok, contentType: "text/plain", body: Array(text.utf8))
            response.addHeader("X-Peer", "\(request.peer)")
            responder.respond(response)
        }
    }
}

/// Runs `body` beside a server on a port of its own, and stops the server then.
func withServer(
    limits: Limits = Limits(),
    loopCount: Int = 1,
    listeners: [Listener] = [.tcp(address: "127.0.0.1", port: 0)],
    _ body: (Server, Scripted) throws -> Void
) throws {
    let server = try Server(listeners: listeners, limits: limits, loopCount: loopCount, now: { 784_111_777 })
    let script = Scripted()
    let thread = RunningServer(server, script)
    defer {
        server.stop(graceSeconds: 0)
        thread.waitForEnd()
    }
    try body(server, script)
}

/// A server that runs on a thread of its own.
final class RunningServer: Sendable {
    private let ended = DispatchSemaphore(value: 0)

    init(_ server: Server, _ script: Scripted) {
        DispatchQueue(label: "server").async { [ended] in
            do {
                try server.run { ScriptedHandler(script: script, loop: $0) }
            } catch {
                Issue.record(error)
            }
            ended.signal()
        }
    }

    /// Returns once the server has ended.
    func waitForEnd() {
        #expect(ended.wait(timeout: .now() + 20) == .success)
    }
}

/// Waits until `condition` holds; what is waited for happens on another thread.
func eventually(_ condition: () -> Bool) -> Bool {
    for _ in 0..<2_000 {
        if condition() { return true }
        usleep(5_000)
    }
    return false
}

/// One end of a connection, spoken to in bytes.
final class RawClient {
    private let descriptor: CInt
    private var received: [UInt8] = []

    /// A client that has a TCP socket and no connection yet.
    init() {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        setTimeout()
    }

    convenience init(port: UInt16) throws {
        self.init()
        try connect(port: port)
    }

    func connect(port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw CannotConnect(code: errno) }
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { unsafe room[index] = byte }
        }
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw CannotConnect(code: errno) }
        setTimeout()
    }

    deinit { close(descriptor) }

    private func setTimeout() {
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &timeout,
            socklen_t(MemoryLayout<timeval>.size)
        )
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
    }

    /// Sends GET for `path`, with more fields where given.
    func get(_ path: String, _ fields: String = "") {
        send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    }

    /// Ends this side; the other may go on.
    func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Everything until the other side ends; fails the test where it does not end.
    func readToEnd() -> String {
        while readSome() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// The next response: its status line, its fields, its body.
    func response(toHead isHead: Bool = false) throws -> (status: String, fields: [String], body: String) {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = received.firstRange(of: end)
        while headEnd == nil {
            try #require(readSome(), "the connection ended within \(String(decoding: received, as: UTF8.self))")
            headEnd = received.firstRange(of: end)
        }
        let range = try #require(headEnd)
        let lines = String(decoding: received[..<range.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let prefix = "Content-Length: "
        let length = lines.first { $0.hasPrefix(prefix) }.flatMap { Int($0.dropFirst(prefix.count)) } ?? 0
        let bodyEnd = range.upperBound + (isHead ? 0 : length)
        while received.count < bodyEnd { try #require(readSome(), "the body ended early") }
        let body = String(decoding: received[range.upperBound..<bodyEnd], as: UTF8.self)
        received.removeSubrange(..<bodyEnd)
        return (String(lines[0]), lines.dropFirst().map(String.init), body)
    }

    private func readSome() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { Issue.record("nothing came for ten seconds") }
        guard count > 0 else { return false }
        received.append(contentsOf: buffer[..<count])
        return true
    }
}

/// Nobody listens there, or not any more.
struct CannotConnect: Error {
    let code: CInt
}
