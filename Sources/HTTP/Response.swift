/// An answer to a request.
///
/// `Content-Length`, `Date`, `Connection` and the like are the server's work: it knows the length, the time and the
/// state of the connection, and an answer that said otherwise would end the agreement on where it ends.
package struct Response: Sendable {
    /// The status.
    package var status: Status
    /// The header section, without the fields that are the server's work.
    package private(set) var headers = Headers()
    /// The content; not sent to HEAD, nor with a status that has none, such as 204.
    package var body: [UInt8]

    /// An answer with this status and body, and a `Content-Type` where one is given.
    package init(_ status: Status, contentType: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.body = body
        if let contentType { headers.append("Content-Type", contentType) }
    }

    /// Adds a field; bytes that no value may hold go out as spaces.
    ///
    /// - Precondition: `name` is a token and not one of the fields that are the server's work.
    package mutating func addHeader(_ name: String, _ value: String) {
        precondition(!Self.isServersWork(name), "\(name) is the server's work")
        headers.append(name, value)
    }

    private static func isServersWork(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4, 10, 14, 17:
            ["date", "connection", "keep-alive", "content-length", "transfer-encoding"].contains(name.lowercased())
        default: false
        }
    }
}
