import HTTP

/// What a client says it has read: a change is made only where that still stands.
///
/// The tag is that of the whole object, without `fields`; compared as RFC 9110, section 13.1.1 has it.
struct IfMatch: Sendable {
    /// `nil` where the client says nothing.
    private let tags: [String]?

    init(of request: Request) {
        let values = request.headers.values(of: "If-Match")
        tags =
            values.isEmpty
            ? nil
            : values.flatMap { value in
                value.split(separator: ",").map { part in
                    String(part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
                }
            }
    }

    /// Looks whether what the client has read still stands.
    ///
    /// - Throws: ``CallError/movedOn`` where it does not.
    func check<R: Resource>(_ resource: R) throws(CallError) {
        guard let tags, !tags.contains("*") else { return }
        let current = Reply.tagText(of: Reply(resource, fields: .all).body)
        guard tags.contains(current) else { throw .movedOn }
    }
}

extension Reply {
    /// One object after a change, with the tag that the next change may name.
    static func changed<R: Resource>(_ resource: R, _ status: Status = .ok) -> Reply {
        var reply = Reply(resource, fields: .all)
        reply.status = status
        reply.headers.append((name: "ETag", value: Reply.tagText(of: reply.body)))
        return reply
    }
}
