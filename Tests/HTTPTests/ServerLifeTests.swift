import Glibc
import HTTP
import Testing

/// Limits of time and number, sockets in the file system, the end.
@Suite struct ServerLifeTests {
    @Test func `an idle connection is closed without a word`() throws {
        var limits = Limits()
        limits.idleTimeout = .milliseconds(50)
        try withServer(limits: limits) { server, _ in
            let fresh = try RawClient(port: server.ports[0])
            #expect(fresh.readToEnd().isEmpty)
            let used = try RawClient(port: server.ports[0])
            used.get("/a")
            #expect(try used.response().body == "GET /a ")
            #expect(used.readToEnd().isEmpty)
        }
    }

    @Test func `a header section that does not end is answered 408`() throws {
        var limits = Limits()
        limits.headerDeadline = .milliseconds(50)
        try withServer(limits: limits) { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send("GET / HTTP/1.1\r\nHost:")
            #expect(client.readToEnd().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        }
    }

    @Test func `a body that does not end is answered 408`() throws {
        var limits = Limits()
        limits.bodyGrace = .milliseconds(50)
        limits.bodyBytesPerSecond = 1_000_000
        try withServer(limits: limits) { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhi")
            #expect(client.readToEnd().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        }
    }

    @Test func `a request under way has no deadline`() throws {
        var limits = Limits()
        limits.idleTimeout = .milliseconds(20)
        limits.headerDeadline = .milliseconds(20)
        try withServer(limits: limits) { server, script in
            let client = try RawClient(port: server.ports[0])
            client.get("/hold")
            #expect(eventually { script.heldCount == 1 })
            usleep(120_000)
            script.release()
            #expect(try client.response().body == "held")
        }
    }

    @Test func `one connection too many is answered 503 and closed`() throws {
        var limits = Limits()
        limits.connections = 2
        try withServer(limits: limits) { server, _ in
            let first = try RawClient(port: server.ports[0])
            let second = try RawClient(port: server.ports[0])
            for client in [first, second] {
                client.get("/a")
                #expect(try client.response().body == "GET /a ")
            }
            let third = try RawClient(port: server.ports[0])
            let answer = third.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            #expect(answer.contains("Retry-After: 1\r\n"))
            first.get("/b")
            #expect(try first.response().body == "GET /b ")
        }
    }

    @Test func `one request too many is answered 503, and its connection goes on`() throws {
        var limits = Limits()
        limits.requestsInFlight = 1
        try withServer(limits: limits) { server, script in
            let first = try RawClient(port: server.ports[0])
            first.get("/hold")
            #expect(eventually { script.heldCount == 1 })
            let second = try RawClient(port: server.ports[0])
            second.get("/a")
            #expect(try second.response().status == "HTTP/1.1 503 Service Unavailable")
            script.release()
            #expect(try first.response().body == "held")
            second.get("/b")
            #expect(try second.response().body == "GET /b ")
        }
    }

    @Test func `bodies that take too much together are answered 503`() throws {
        var limits = Limits()
        limits.arrivingBodyBytes = 1_000
        try withServer(limits: limits) { server, _ in
            let large = try RawClient(port: server.ports[0])
            let body = String(repeating: "x", count: 5_000)
            large.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 6000\r\n\r\n\(body)")
            large.endSending()
            #expect(large.readToEnd().hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            for _ in 0..<3 {
                let small = try RawClient(port: server.ports[0])
                small.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n\(body.prefix(800))")
                small.send("\(body.prefix(100))")
                #expect(try small.response().status == "HTTP/1.1 200 OK")
            }
        }
    }

    @Test func `a stop answers what is under way and takes nothing new`() throws {
        let server = try Server(listeners: [.tcp(address: "127.0.0.1", port: 0)], now: { 0 })
        let script = Scripted()
        let thread = RunningServer(server, script)
        let idle = try RawClient(port: server.ports[0])
        idle.get("/a")
        #expect(try idle.response().body == "GET /a ")
        let busy = try RawClient(port: server.ports[0])
        busy.get("/hold")
        #expect(eventually { script.heldCount == 1 })
        server.stop(graceSeconds: 15)
        #expect(idle.readToEnd().isEmpty)
        #expect(throws: (any Error).self) { try RawClient(port: server.ports[0]) }
        script.release()
        let response = try busy.response()
        #expect(response.body == "held")
        #expect(response.fields.contains("Connection: close"))
        #expect(busy.readToEnd().isEmpty)
        thread.waitForEnd()
    }

    @Test func `a stop answers what waited for a busy loop, and leaves nobody idle`() throws {
        let server = try Server(listeners: [.tcp(address: "127.0.0.1", port: 0)], now: { 0 })
        let script = Scripted()
        let thread = RunningServer(server, script)
        let known = try RawClient(port: server.ports[0])
        known.get("/a")
        #expect(try known.response().body == "GET /a ")
        let busy = try RawClient(port: server.ports[0])
        busy.get("/block")
        #expect(eventually { script.isBlocking })
        // None of these has been seen by the loop when it is told to stop.
        known.get("/b")
        let waiting = try (0..<80).map { _ in try RawClient(port: server.ports[0]) }
        for client in waiting { client.get("/c") }
        server.stop(graceSeconds: 15)
        script.unblock()
        #expect(try busy.response().body == "unblocked")
        #expect(busy.readToEnd().isEmpty)
        for (client, body) in [(known, "GET /b ")] + waiting.map({ ($0, "GET /c ") }) {
            let response = try client.response()
            #expect(response.body == body)
            #expect(response.fields.contains("Connection: close"))
            #expect(client.readToEnd().isEmpty)
        }
        #expect(throws: (any Error).self) { try RawClient(port: server.ports[0]) }
        thread.waitForEnd()
    }

    @Test func `a stop without grace cuts off what is under way`() throws {
        let server = try Server(listeners: [.tcp(address: "127.0.0.1", port: 0)], now: { 0 })
        let script = Scripted()
        let thread = RunningServer(server, script)
        let busy = try RawClient(port: server.ports[0])
        busy.get("/hold")
        #expect(eventually { script.heldCount == 1 })
        server.stop(graceSeconds: 0)
        #expect(busy.readToEnd().isEmpty)
        thread.waitForEnd()
        script.release()
    }

    @Test func `a stop before the start is a start that ends at once`() throws {
        let server = try Server(listeners: [.tcp(address: "127.0.0.1", port: 0)], now: { 0 })
        server.stop(graceSeconds: 5)
        RunningServer(server, Scripted()).waitForEnd()
    }

    @Test func `a socket in the file system is its owner's alone, and goes with the server`() throws {
        let path = temporarySocketPath()
        try withServer(listeners: [.unix(path: path)]) { server, _ in
            var status = stat()
            #expect(unsafe lstat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            let client = try RawClient(path: path)
            client.get("/a")
            let response = try client.response()
            #expect(response.body == "GET /a ")
            #expect(response.fields.contains("X-Peer: unix"))
            #expect(server.bound == [.unix(path: path)])
        }
        #expect(unsafe access(path, F_OK) == -1)
    }

    @Test func `a socket that a dead server left behind is replaced`() throws {
        let path = temporarySocketPath()
        let stale = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { unsafe room[index] = byte }
        }
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(stale, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(code == 0)
        close(stale)
        try withServer(listeners: [.unix(path: path)]) { _, _ in
            let client = try RawClient(path: path)
            client.get("/a")
            #expect(try client.response().body == "GET /a ")
        }
    }

    @Test func `what cannot be listened on is named`() throws {
        let path = temporarySocketPath()
        try withServer(listeners: [.tcp(address: "127.0.0.1", port: 0), .unix(path: path)]) { server, _ in
            let port = server.ports[0]
            #expect(throws: ServerError.addressInUse("127.0.0.1:\(port)")) {
                try Server(listeners: [.tcp(address: "127.0.0.1", port: port)], now: { 0 })
            }
            #expect(throws: ServerError.addressInUse(path)) { try Server(listeners: [.unix(path: path)], now: { 0 }) }
        }
        let file = path + ".txt"
        close(unsafe open(file, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: ServerError.notASocket(file)) { try Server(listeners: [.unix(path: file)], now: { 0 }) }
        #expect(throws: ServerError.malformedAddress("localhost")) {
            try Server(listeners: [.tcp(address: "localhost", port: 0)], now: { 0 })
        }
        let long = "/tmp/" + String(repeating: "x", count: 110)
        #expect(throws: ServerError.pathTooLong(long)) { try Server(listeners: [.unix(path: long)], now: { 0 }) }
        #expect(
            ServerError.malformedAddress("x").description == "`x` is no address in numbers, such as 127.0.0.1 or ::1"
        )
    }

    @Test func `a server without descriptors waits, and goes on when there are some`() async {
        await #expect(processExitsWith: .success) {
            try withServer { server, _ in
                let client = try RawClient(port: server.ports[0])
                client.get("/a")
                #expect(try client.response().body == "GET /a ")
                var limit = rlimit()
                _ = unsafe getrlimit(CInt(RLIMIT_NOFILE.rawValue), &limit)
                let later = RawClient()
                var none = rlimit(rlim_cur: 3, rlim_max: limit.rlim_max)
                _ = unsafe setrlimit(CInt(RLIMIT_NOFILE.rawValue), &none)
                try later.connect(port: server.ports[0])
                later.get("/c")
                client.get("/d")
                #expect(try client.response().body == "GET /d ")
                _ = unsafe setrlimit(CInt(RLIMIT_NOFILE.rawValue), &limit)
                #expect(try later.response().body == "GET /c ")
            }
        }
    }
}
