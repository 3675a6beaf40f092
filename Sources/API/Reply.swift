import HTTP
import Values
import Wire

/// What an endpoint answers, before the fields that every answer bears are added.
struct Reply: Sendable {
    /// How a client can tell whether it has this answer already.
    enum Tag: Sendable {
        /// It cannot.
        case none
        /// By the hash of the body.
        case ofBody
        /// By this.
        case known(String)
    }

    var status: Status = .ok
    var contentType = "application/json"
    var body: [UInt8]
    var headers: [(name: String, value: String)] = []
    var tag = Tag.none
    var cacheControl = "no-store"
    var contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"

    init(_ status: Status = .ok, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// An answer in JSON, which `write` writes.
    init<Failure>(
        _ status: Status = .ok,
        capacity: Int = 1_024,
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        var json = JSONWriter(capacity: capacity)
        try write(&json)
        self.init(status, body: json.bytes)
    }

    /// One page of a collection, as a bare array.
    init<R: Resource>(
        _ elements: [R],
        of totalCount: Int,
        fields: FieldSelection<R.Field>,
        _ paging: Paging,
        on call: Call
    ) {
        var json = JSONWriter(capacity: 16 << 10)
        json.array { json in
            for element in elements { element.write(fields, to: &json) }
        }
        self.init(body: json.bytes)
        headers = paging.headers(total: totalCount, on: call.request)
    }

    /// One object, with a tag.
    init<R: Resource>(_ resource: R, fields: FieldSelection<R.Field>) {
        var json = JSONWriter(capacity: 4 << 10)
        resource.write(fields, to: &json)
        self.init(body: json.bytes)
        tag = .ofBody
    }

    /// The response, with the fields that every answer bears; 304 without a body where the client has it already.
    func response(to request: Request, id: String) -> Response {
        let tagText = self.tagText(for: request)
        let isKnown = tagText.map { Reply.isKnown($0, to: request) } ?? false
        var response = isKnown ? Response(.notModified) : Response(status, contentType: contentType, body: body)
        if let tagText { response.addHeader("ETag", tagText) }
        for header in headers { response.addHeader(header.name, header.value) }
        response.addHeader("Cache-Control", cacheControl)
        response.addHeader("Content-Security-Policy", contentSecurityPolicy)
        response.addHeader("X-Content-Type-Options", "nosniff")
        response.addHeader("Referrer-Policy", "no-referrer")
        response.addHeader("X-Request-Id", id)
        return response
    }

    private func tagText(for request: Request) -> String? {
        guard request.method == .get || request.method == .head, status == .ok else { return nil }
        return switch tag {
        case .none: nil
        case .ofBody: Reply.tagText(of: body)
        case .known(let text): text
        }
    }

    /// The tag of a body: half of its SHA-256 is plenty to tell versions apart.
    static func tagText(of body: [UInt8]) -> String {
        "\"\(Hexadecimal.text(of: ContentHash(of: body).bytes.prefix(16)))\""
    }

    /// Compares as RFC 9110, section 13.1.2 has it: a weak tag counts as the strong one.
    private static func isKnown(_ tag: String, to request: Request) -> Bool {
        request.headers.values(of: "If-None-Match").contains { value in
            value.split(separator: ",").contains { candidate in
                let trimmed = candidate.drop { $0 == " " || $0 == "\t" }
                let strong = trimmed.hasPrefix("W/") ? trimmed.dropFirst(2) : trimmed
                let text = strong.prefix { $0 != " " && $0 != "\t" }
                return text == "*" || text == tag
            }
        }
    }
}
