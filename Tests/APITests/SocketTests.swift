import API
import Dispatch
import Glibc
import HTTP
import Receivables
import Testing
import Values
import Wire
import Workflows

/// The whole way over a socket, once: sign in, read the queue, approve its first action.
@Suite struct SocketTests {
    @Test func `signs in, lists and approves`() throws {
        let house = try House()
        try Accounts.setPassword("gravel-otter-94", of: "collector", office: house.office)
        let server = try Server(
            listeners: [.tcp(address: "127.0.0.1", port: 0)],
            now: { 784_111_777 },
            refuse: ServerRefusals.response
        )
        let ended = DispatchSemaphore(value: 0)
        let service = house.service
        DispatchQueue(label: "server").async {
            do {
                try server.run { _ in FrontDoor(service) }
            } catch {
                Issue.record(error)
            }
            ended.signal()
        }
        defer {
            server.stop(graceSeconds: 0)
            #expect(ended.wait(timeout: .now() + 20) == .success)
        }
        let port = try #require(server.ports.first)
        let queue = "/api/v1/companies/\(Books.north.id)/actions"

        let signedIn = try exchange(
            port,
            "POST /api/v1/auth/login/",
            body: #"{"username":"collector","password":"gravel-otter-94"}"#
        )
        #expect(signedIn.hasPrefix("HTTP/1.1 200 OK\r\n"))
        guard case .text(let token) = try json(of: signedIn)["token"] else {
            Issue.record("no token")
            return
        }
        let fields = "Authorization: Token \(token)\r\n"

        let listed = try exchange(port, "GET \(queue)?category=needs_action&limit=1", fields)
        guard case .array(let actions) = try json(of: listed), case .text(let id) = actions.first?["id"] else {
            Issue.record("no action in \(listed)")
            return
        }
        #expect(listed.contains("\r\nX-Total-Count: 5\r\n"))

        let approved = try exchange(port, "POST \(queue)/\(id)/approve", fields, body: "{}")
        #expect(try json(of: approved)["status"] == .text("processing"))
        #expect(try exchange(port, "GET \(queue)?category=needs_action", fields).contains("\r\nX-Total-Count: 4\r\n"))

        let nonsense = try exchange(port, "GET /\u{7F}")
        #expect(nonsense.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(try json(of: nonsense)["code"] == .text("bad_request"))
    }

    private func json(of response: String) throws -> JSONValue {
        let body = response.utf8.split(separator: UInt8(ascii: "\n")).last ?? ""[...].utf8
        return try JSONReader.value(from: Array(body))
    }

    /// One request on a connection of its own, and all that comes back.
    private func exchange(_ port: UInt16, _ line: String, _ fields: String = "", body: String = "") throws -> String {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
        let type = body.isEmpty ? "" : "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        let request = Array("\(line) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields)\(type)\r\n\(body)".utf8)
        try #require(unsafe send(descriptor, request, request.count, CInt(MSG_NOSIGNAL)) == request.count)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }
}
