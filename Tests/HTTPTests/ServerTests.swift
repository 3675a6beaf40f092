import Glibc
import HTTP
import Testing

@Suite struct ServerTests {
    @Test func `an answer has its length, its date and nothing superfluous`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.get("/a")
            let response = try client.response()
            #expect(response.status == "HTTP/1.1 200 OK")
            #expect(
                response.fields == [
                    "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Content-Type: text/plain",
                    "X-Peer: tcp(address: \"127.0.0.1\")",
                    "Content-Length: 7",
                ]
            )
            #expect(response.body == "GET /a ")
        }
    }

    @Test func `a connection serves one request after the other`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            for number in 1...50 {
                client.get("/\(number)")
                #expect(try client.response().body == "GET /\(number) ")
            }
        }
    }

    @Test func `pipelined requests are answered in order, however late the answers`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            let paths = ["/late", "/1", "/late", "/2", "/3", "/late"]
            client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            let bodies = try paths.map { _ in try client.response().body }
            #expect(bodies == ["late", "GET /1 ", "late", "GET /2 ", "GET /3 ", "late"])
        }
    }

    @Test func `thousands of pipelined requests are all answered`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send(String(repeating: "GET /n HTTP/1.1\r\nHost: a\r\n\r\n", count: 3_000))
            for _ in 0..<3_000 { #expect(try client.response().body == "GET /n ") }
        }
    }

    @Test func `bytes one by one make a request`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            for byte in "PUT /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" { client.send(String(byte)) }
            #expect(try client.response().body == "PUT /slow hi")
        }
    }

    @Test func `HEAD gets the fields of GET and no body`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.response(toHead: true).fields.contains("Content-Length: 8"))
            client.get("/b")
            #expect(try client.response().body == "GET /b ")
        }
    }

    @Test func `a status without content has no length`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.get("/none")
            let response = try client.response()
            #expect(response.status == "HTTP/1.1 204 No Content")
            #expect(!response.fields.contains { $0.hasPrefix("Content-Length") })
            client.get("/b")
            #expect(try client.response().body == "GET /b ")
        }
    }

    @Test func `HTTP/1.0 closes unless asked to keep alive`() throws {
        try withServer { server, _ in
            let closing = try RawClient(port: server.ports[0])
            closing.send("GET /a HTTP/1.0\r\n\r\n")
            #expect(closing.readToEnd().contains("Connection: close\r\n\r\nGET /a"))
            let keeping = try RawClient(port: server.ports[0])
            keeping.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try keeping.response().fields.contains("Connection: keep-alive"))
            keeping.send("GET /b HTTP/1.0\r\n\r\n")
            #expect(keeping.readToEnd().hasSuffix("GET /b "))
        }
    }

    @Test func `a client that has ended its side still gets its answers`() throws {
        try withServer { server, script in
            let client = try RawClient(port: server.ports[0])
            client.send(
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            client.endSending()
            #expect(eventually { script.heldCount == 1 })
            script.release()
            #expect(try client.response().body == "GET /1 ")
            #expect(try client.response().body == "held")
            #expect(try client.response().body == "GET /2 ")
            #expect(client.readToEnd().isEmpty)
        }
    }

    @Test func `a request that ends early is refused`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhi")
            client.endSending()
            #expect(client.readToEnd().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    @Test func `an answer for a client that has gone is dropped`() throws {
        try withServer { server, script in
            do {
                let client = try RawClient(port: server.ports[0])
                client.get("/hold")
                #expect(eventually { script.heldCount == 1 })
            }
            let next = try RawClient(port: server.ports[0])
            script.release()
            next.get("/a")
            #expect(try next.response().body == "GET /a ")
        }
    }

    @Test func `a request that nobody answers gives 500, and the connection goes on`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.get("/drop")
            #expect(try client.response().status == "HTTP/1.1 500 Internal Server Error")
            client.get("/twice")
            #expect(try client.response().body == "first")
            client.get("/a")
            #expect(try client.response().body == "GET /a ")
        }
    }

    @Test func `a large answer reaches a client that reads slowly, and whole`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.get("/big")
            client.get("/a")
            #expect(eventually { true })
            #expect(try client.response().body.utf8.count == 4 << 20)
            #expect(try client.response().body == "GET /a ")
        }
    }

    @Test func `a client that expects 100 gets it before its body`() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.response().status == "HTTP/1.1 100 Continue")
            client.send("hi")
            #expect(try client.response().body == "PUT /a hi")
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"),
        ("GET /\(String(repeating: "x", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", "414 URI Too Long"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nB: \(String(repeating: "x", count: 40_000))\r\n\r\n",
            "431 Request Header Fields Too Large"
        ),
        ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n", "413 Content Too Large"),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505 HTTP Version Not Supported"),
    ])
    func `a refused request is answered before the connection closes`(_ text: String, _ status: String) throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.ports[0])
            client.send(text + String(repeating: "more", count: 50_000))
            client.endSending()
            let answer = client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test func `two loops share a port and a socket`() throws {
        let path = temporarySocketPath()
        try withServer(loopCount: 2, listeners: [.tcp(address: "127.0.0.1", port: 0), .unix(path: path)]) { server, _ in
            for _ in 0..<20 {
                let client = try RawClient(port: server.ports[0])
                client.get("/late")
                #expect(try client.response().body == "late")
                let local = try RawClient(path: path)
                local.get("/a")
                #expect(try local.response().body == "GET /a ")
            }
        }
    }
}

/// A path for a socket that no other test uses.
func temporarySocketPath() -> String {
    var template = Array("/tmp/arclight-test-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/socket"
}
