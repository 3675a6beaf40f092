import CEpoll
import Glibc

/// An epoll instance: tells which of many sockets have news.
final class Poller: Sendable {
    /// What happened to a socket.
    struct Happening {
        /// The token that the socket was added with.
        let token: UInt64
        /// There is something to read, or the peer has ended.
        let isReadable: Bool
        /// The peer has ended its side: there is an end to be read, behind whatever else there is.
        let isEnding: Bool
        /// The connection has been broken.
        let isBroken: Bool
    }

    /// Room for the news of one call.
    @safe struct Room {
        fileprivate var events = unsafe [epoll_event](repeating: epoll_event(), count: 256)
    }

    /// When news are told.
    enum Mode {
        /// As long as there is something to accept; only one of several loops is woken.
        case listening
        /// Once, when something changes.
        case changes

        var flags: UInt32 {
            switch self {
            case .listening: EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue
            case .changes: EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            }
        }
    }

    private let descriptor: FileDescriptor

    /// - Throws: ``ServerError/system(call:place:code:)`` where the system has no more descriptors.
    init() throws(ServerError) {
        let number = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .system(call: "epoll_create1", place: "the event loop", code: errno) }
        descriptor = FileDescriptor(owning: number)
    }

    /// Begins to watch a socket; `false` where the system has no room for it.
    func add(_ number: CInt, token: UInt64, _ mode: Mode) -> Bool {
        var event = unsafe epoll_event(events: mode.flags, data: epoll_data_t(u64: token))
        return unsafe epoll_ctl(descriptor.number, EPOLL_CTL_ADD, number, &event) == 0
    }

    /// Stops watching a socket that stays open.
    func remove(_ number: CInt) {
        var unused = unsafe epoll_event()
        _ = unsafe epoll_ctl(descriptor.number, EPOLL_CTL_DEL, number, &unused)
    }

    /// Waits for news, at most for `timeout` milliseconds, or without end where it is negative.
    func wait(timeout: CInt, into room: inout Room, _ body: (Happening) -> Void) {
        let count = unsafe room.events.withUnsafeMutableBufferPointer { buffer in
            unsafe epoll_wait(descriptor.number, buffer.baseAddress, CInt(buffer.count), timeout)
        }
        // Interrupted by a signal: the caller comes again.
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let event = unsafe room.events[index]
            let readable = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLHUP.rawValue
            body(
                unsafe Happening(
                    token: event.data.u64,
                    isReadable: event.events & readable != 0,
                    isEnding: event.events & (EPOLLRDHUP.rawValue | EPOLLHUP.rawValue) != 0,
                    isBroken: event.events & EPOLLERR.rawValue != 0
                )
            )
        }
    }
}
