import CEpoll
import Glibc
import Synchronization

/// Where other threads leave things for an event loop.
///
/// The loop is woken only while it sleeps: what is posted from its own thread, or while it is busy, costs no call to
/// the system.
final class Mailbox: Sendable {
    /// An answer, and the connection that waits for it.
    struct Answer: Sendable {
        let connection: UInt64
        /// `nil` where the responder was let go of unanswered.
        let response: Response?
    }

    /// What the loop finds when it looks.
    struct Contents {
        var answers: [Answer] = []
        /// When to give up on what is still open, in milliseconds of the monotonic clock; `nil` while not stopping.
        var stopDeadline: Int64?
    }

    private struct State {
        var contents = Contents()
        var hasNews = false
        var isLoopAsleep = false
    }

    /// Becomes readable when the loop has to wake up.
    let wakeUp: FileDescriptor
    private let state = Mutex(State())

    /// - Throws: ``ServerError/system(call:place:code:)`` where the system has no more descriptors.
    init() throws(ServerError) {
        let number = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
        guard number >= 0 else { throw .system(call: "eventfd", place: "the event loop", code: errno) }
        wakeUp = FileDescriptor(owning: number)
    }

    /// Leaves an answer.
    func post(_ answer: Answer) {
        change { $0.answers.append(answer) }
    }

    /// Asks the loop to stop, and to give up on open connections at `deadline`; the earliest one counts.
    func stop(deadline: Int64) {
        change { $0.stopDeadline = min(deadline, $0.stopDeadline ?? deadline) }
    }

    private func change(_ change: (inout Contents) -> Void) {
        let mustWake = state.withLock { state in
            change(&state.contents)
            state.hasNews = true
            defer { state.isLoopAsleep = false }
            return state.isLoopAsleep
        }
        if mustWake { _ = eventfd_write(wakeUp.number, 1) }
    }

    /// Takes everything out; the stop deadline stays.
    func takeAll(into answers: inout [Answer]) -> Int64? {
        state.withLock { state in
            swap(&answers, &state.contents.answers)
            state.hasNews = false
            return state.contents.stopDeadline
        }
    }

    /// Whether the loop may sleep: from here on, whoever posts must wake it.
    func maySleep() -> Bool {
        state.withLock { state in
            state.isLoopAsleep = !state.hasNews
            return state.isLoopAsleep
        }
    }

    /// The loop is awake.
    func isAwake() {
        state.withLock { $0.isLoopAsleep = false }
    }
}
