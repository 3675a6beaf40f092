import HTTP
import Receivables
import Store
import Values

/// What a client calls a change, so that the same change asked for twice is made once.
struct IdempotencyKey: Sendable {
    private let key: String
    private let requestHash: ContentHash

    /// How long an answer is kept.
    static let keptSeconds: Int64 = 24 * 3_600

    /// The key of a request, where it has one.
    ///
    /// - Throws: ``CallError/malformedKey``.
    init?(of request: Request) throws(CallError) {
        let sent = request.headers.values(of: "Idempotency-Key")
        guard let key = sent.first else { return nil }
        guard sent.count == 1, (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformedKey }
        self.key = key
        // Both bases and a closing slash lead to the same place, so the segments count and not the path as it was sent.
        let place = request.segments.filter { $0 != "v1" }.joined(separator: "/")
        requestHash = ContentHash(of: Array("\(request.method.name) \(place)\n".utf8) + request.body)
    }

    /// The answer that this request was given before; `nil` where it is the first of its key.
    ///
    /// - Throws: ``CallError/keyReused``; what the database throws.
    func answer(for user: Identifier<User>, at now: Instant, in scope: InstanceScope) throws -> Reply? {
        guard let kept = try IdempotencyKeyRow.find(key, of: user, in: scope),
            now < kept.recordedAt.advanced(bySeconds: IdempotencyKey.keptSeconds)
        else { return nil }
        guard kept.requestHash == requestHash else { throw CallError.keyReused }
        var reply = Reply(Status(kept.status), body: kept.body)
        reply.headers.append((name: "Idempotency-Replayed", value: "true"))
        return reply
    }

    /// Keeps the answer, in the transaction of what it answers, and forgets those that are too old.
    func keep(_ reply: Reply, for user: Identifier<User>, at now: Instant, in scope: InstanceWriteScope) throws {
        try IdempotencyKeyRow.forget(before: now.advanced(bySeconds: -IdempotencyKey.keptSeconds), in: scope)
        try IdempotencyKeyRow(
            key: key,
            requestHash: requestHash,
            status: reply.status.code,
            body: reply.body,
            recordedAt: now
        ).store(of: user, in: scope)
    }
}
