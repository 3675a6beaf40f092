/// A request as it came in, complete with its body.
package struct Request: Sendable {
    /// What is to be done.
    package let method: Method
    /// What it is to be done to.
    package let target: RequestTarget
    /// The host that the client wants, from the target or the `Host` field; `nil` only in HTTP/1.0.
    package let host: String?
    /// The header section; trailers are checked and dropped.
    package let headers: Headers
    /// The content with chunking undone; empty where there is none.
    package let body: [UInt8]
    /// Where it came from.
    package let peer: Peer

    init(method: Method, target: RequestTarget, host: String?, headers: Headers, body: [UInt8], peer: Peer) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// A request that no client sent, for handing to a handler directly.
    ///
    /// - Throws: what the parser says of a `target` that is not one.
    package init(
        _ method: Method,
        _ target: String,
        headers: Headers = Headers(),
        body: [UInt8] = [],
        peer: Peer = .unix
    ) throws(Refusal) {
        let bytes = Array(target.utf8)
        self.init(
            method: method,
            target: try RequestTarget(bytes.span, method: method),
            host: headers["Host"],
            headers: headers,
            body: body,
            peer: peer
        )
    }

    /// The decoded segments of the path; see ``RequestTarget/segments``.
    package var segments: [String] { target.segments }

    /// The value of the first query item called `name`.
    package func queryValue(_ name: String) -> String? { target.query.first { $0.name == name }?.value }
}

/// Where a connection comes from.
package enum Peer: Hashable, Sendable {
    /// Over TCP, from this address in numbers.
    case tcp(address: String)
    /// Over a Unix-domain socket: from this machine, by a user who may open the socket's file.
    case unix
}
