import Glibc
import Wire

/// An answer to an HTTP request.
struct Answer {
    let status: Int
    /// Field values by lower-case name.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    func json() throws -> JSONValue {
        try JSONReader.value(from: body)
    }
}

/// The connection ended before the answer was complete.
struct ConnectionLost: Error {}

/// One request, one connection, as plain as HTTP/1.1 can be.
enum HTTPClient {
    /// - Throws: ``ConnectionLost`` where the other side is not there or goes away.
    static func send(
        _ method: String,
        _ path: String,
        to port: Int,
        headers: [String: String] = [:],
        body: String? = nil
    ) throws -> Answer {
        let descriptor = try connect(to: port)
        defer { close(descriptor) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
        let request = Array((head + "\r\n" + (body ?? "")).utf8)
        var sent = 0
        while sent < request.count {
            let count = unsafe request[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ConnectionLost() }
            sent += count
        }
        return try receive(from: descriptor)
    }

    private static func connect(to port: Int) throws -> CInt {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("there is no socket: error \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw ConnectionLost()
        }
        return descriptor
    }

    /// Reads until the length is reached; a browser's driver keeps the connection open whatever it was asked.
    private static func receive(from descriptor: CInt) throws -> Answer {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var head: (status: Int, headers: [String: String], end: Int)?
        while true {
            if head == nil { head = try parsedHead(of: bytes) }
            if let head, let length = head.headers["content-length"].flatMap({ Int($0) }),
                bytes.count >= head.end + length
            {
                return Answer(
                    status: head.status,
                    headers: head.headers,
                    body: Array(bytes[head.end..<head.end + length])
                )
            }
            let count = unsafe recv(descriptor, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ConnectionLost() }
            bytes += piece[..<count]
        }
    }

    private static func parsedHead(of bytes: [UInt8]) throws -> (Int, [String: String], Int)? {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= end.count,
            let start = (0...bytes.count - end.count).first(where: { bytes[$0..<$0 + 4].elementsEqual(end) })
        else { return nil }
        let lines = String(decoding: bytes[..<start], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first.flatMap({ $0.split(separator: " ").dropFirst().first }).flatMap({ Int($0) })
        else { throw Failure("this is no HTTP answer: \(lines.first ?? "")") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return (status, headers, start + end.count)
    }
}
