/// What one client, and all of them together, may take.
package struct Limits: Sendable {
    /// The longest request target, in bytes; beyond it the answer is 414.
    package var targetBytes = 8 << 10
    /// The largest header section with its request line, in bytes; beyond it the answer is 431.
    package var headerSectionBytes = 32 << 10
    /// The most fields in a header or trailer section; beyond it the answer is 431.
    package var fieldCount = 128
    /// The largest content of a request, in bytes; beyond it the answer is 413.
    package var bodyBytes = 10 << 20
    /// What bodies that are still arriving may take together, in bytes, over all loops; one more is answered 503.
    package var arrivingBodyBytes = 64 << 20
    /// The most bytes that all chunk extensions of one request take together; beyond it the answer is 400.
    package var chunkExtensionBytes = 4 << 10
    /// The largest trailer section, in bytes; beyond it the answer is 431.
    package var trailerSectionBytes = 8 << 10
    /// Connections open at once, over all loops; one more is answered 503 and closed.
    package var connections = 4_096
    /// Requests handed over and not yet answered, over all loops; one more is answered 503.
    package var requestsInFlight = 1_024
    /// How long a header section may take from its first byte on; then the answer is 408.
    package var headerDeadline = Duration.seconds(10)
    /// How long a body may take before its rate counts.
    package var bodyGrace = Duration.seconds(10)
    /// The slowest body, in bytes a second, once ``bodyGrace`` is over; a slower one is answered 408.
    package var bodyBytesPerSecond = 1_024
    /// How long a connection may lie idle between requests, or take nothing of an answer; then it is closed.
    package var idleTimeout = Duration.seconds(60)
    /// How long a connection that we have ended waits for the peer to end it too.
    package var lingerTimeout = Duration.seconds(2)

    /// The limits that the product ships with.
    package init() {}

    /// The longest method we tell apart; a longer one is answered 501 (RFC 9112, section 3).
    static let methodBytes = 32
    /// The longest line that announces a chunk.
    static let chunkLineBytes = 1 << 10
    /// Blank lines forgiven before a request line (RFC 9112, section 2.2 asks for one).
    static let blankLines = 4
    /// Connections beyond the limit that are told so; those beyond them are closed without a word.
    static let refusedConnections = 64
    /// Bytes of unsent answers at which a connection's next request waits.
    static let unsentBytes = 256 << 10
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
