import Synchronization

/// Answers requests; made on its loop's thread, used only there, and free to own what must not leave a thread.
package protocol RequestHandler {
    /// Answers `request` through `responder`, now or later.
    ///
    /// Runs on the event loop: nothing else happens on it until this returns.
    func respond(to request: Request, via responder: Responder)
}

/// The right to answer one request, once.
///
/// The answer may be given on the loop's own thread, where it goes out in the same turn, or later on any other. Only
/// the first answer counts. Where the client has gone meanwhile it is dropped. A responder that is let go of without an
/// answer gives 500: a client is never left waiting.
package struct Responder: Sendable {
    private let ticket: Ticket

    init(connection: UInt64, mailbox: Mailbox) {
        ticket = Ticket { mailbox.post(Mailbox.Answer(connection: connection, response: $0)) }
    }

    /// A responder that belongs to no connection, for handing to a handler directly.
    ///
    /// `receive` gets the answer, or 500 where none is given.
    package init(_ receive: @escaping @Sendable (Response) -> Void) {
        ticket = Ticket { receive($0 ?? Refusal(.internalServerError, Self.unansweredDetail).plainResponse) }
    }

    /// Gives the answer.
    package func respond(_ response: Response) {
        ticket.redeem(response)
    }

    static let unansweredDetail = "the request was not answered"
}

/// What makes the copies of a ``Responder`` one.
private final class Ticket: Sendable {
    private let isRedeemed = Atomic(false)
    private let send: @Sendable (Response?) -> Void

    init(_ send: @escaping @Sendable (Response?) -> Void) {
        self.send = send
    }

    deinit {
        if !isRedeemed.load(ordering: .acquiring) { send(nil) }
    }

    func redeem(_ response: Response) {
        guard !isRedeemed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        send(response)
    }
}
