/// A status code of a response (RFC 9110, section 15).
package struct Status: Hashable, Sendable {
    /// Three digits, 100 to 599.
    package let code: Int

    /// The status with this code.
    ///
    /// - Precondition: `code` is in 100...599.
    package init(_ code: Int) {
        precondition((100...599).contains(code), "\(code) is no status code")
        self.code = code
    }

    /// The answer is in the content.
    package static let ok = Status(200)
    /// Something new exists; `Location` says where.
    package static let created = Status(201)
    /// It will be done later.
    package static let accepted = Status(202)
    /// It is done, and there is nothing to say.
    package static let noContent = Status(204)
    /// The answer is at `Location`.
    package static let seeOther = Status(303)
    /// What the client has is still right.
    package static let notModified = Status(304)
    /// The request makes no sense, or leaves a doubt.
    package static let badRequest = Status(400)
    /// Who asks is not known.
    package static let unauthorized = Status(401)
    /// Who asks may not.
    package static let forbidden = Status(403)
    /// There is no such thing.
    package static let notFound = Status(404)
    /// There is such a thing, and it does not take this method.
    package static let methodNotAllowed = Status(405)
    /// The request took too long to arrive.
    package static let requestTimeout = Status(408)
    /// The state of the thing does not allow it.
    package static let conflict = Status(409)
    /// The thing has changed since the client read it.
    package static let preconditionFailed = Status(412)
    /// The content is larger than is taken.
    package static let contentTooLarge = Status(413)
    /// The target is longer than is taken.
    package static let uriTooLong = Status(414)
    /// The content is of a kind that is not read here.
    package static let unsupportedMediaType = Status(415)
    /// What the client expects cannot be promised.
    package static let expectationFailed = Status(417)
    /// The content is well-formed and cannot be followed.
    package static let unprocessableContent = Status(422)
    /// The client asks too often; `Retry-After` says when to come again.
    package static let tooManyRequests = Status(429)
    /// The header section is larger than is taken.
    package static let headerSectionTooLarge = Status(431)
    /// Something went wrong on our side.
    package static let internalServerError = Status(500)
    /// Nobody here can do that.
    package static let notImplemented = Status(501)
    /// There is too much to do, or the server is stopping.
    package static let serviceUnavailable = Status(503)
    /// The request is of another HTTP.
    package static let versionNotSupported = Status(505)

    /// The phrase that stands behind the code in the status line; empty for a code that has none here.
    package var reason: String {
        switch code {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }

    /// Whether a response with this status may have content (RFC 9110, sections 15.2, 15.3.5, 15.4.5).
    var allowsContent: Bool { code >= 200 && code != 204 && code != 304 }
}
