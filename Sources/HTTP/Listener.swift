import CEpoll
import Glibc

/// Where a server takes connections.
package enum Listener: Hashable, Sendable {
    /// A TCP port of an address in numbers (`127.0.0.1`, `::1`); port 0 lets the system choose one.
    case tcp(address: String, port: UInt16)
    /// A Unix-domain socket at this path, for its owner only; one left behind by a dead server is replaced.
    case unix(path: String)

    /// The place as a person writes it.
    var place: String {
        switch self {
        case .tcp(let address, let port): address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        case .unix(let path): path
        }
    }
}

/// A socket that listens, and the file that stands for it, if any.
final class ListeningSocket: Sendable {
    let descriptor: FileDescriptor
    /// Where it listens, with the port that the system chose.
    let bound: Listener

    private init(_ descriptor: consuming FileDescriptor, _ bound: Listener) {
        self.descriptor = descriptor
        self.bound = bound
    }

    deinit {
        if case .unix(let path) = bound { _ = unsafe unlink(path) }
    }

    /// Listens at `listener`; with `sharingPort`, other sockets of this program may listen there too.
    static func open(_ listener: Listener, sharingPort: Bool) throws(ServerError) -> ListeningSocket {
        switch listener {
        case .tcp(let address, let port): try openTCP(address, port, sharingPort: sharingPort)
        case .unix(let path): try openUnix(path)
        }
    }

    private static func openTCP(
        _ address: String,
        _ port: UInt16,
        sharingPort: Bool
    ) throws(ServerError) -> ListeningSocket {
        let place = Listener.tcp(address: address, port: port).place
        guard let name = SocketAddress(address: address, port: port) else {
            throw .malformedAddress(address)
        }
        let descriptor = try openSocket(name.family, place)
        try setOption(SOL_SOCKET, SO_REUSEADDR, on: descriptor, place)
        if sharingPort { try setOption(SOL_SOCKET, SO_REUSEPORT, on: descriptor, place) }
        // Accepted sockets inherit it, which saves a call on each.
        try setOption(CInt(IPPROTO_TCP), TCP_NODELAY, on: descriptor, place)
        guard unsafe name.withPointer({ unsafe bind(descriptor.number, $0, $1) }) == 0 else {
            throw errno == EADDRINUSE ? .addressInUse(place) : .system(call: "bind", place: place, code: errno)
        }
        try startListening(descriptor, place)
        guard let bound = SocketAddress.local(of: descriptor.number) else {
            throw .system(call: "getsockname", place: place, code: errno)
        }
        return ListeningSocket(descriptor, .tcp(address: address, port: bound.port))
    }

    private static func openUnix(_ path: String) throws(ServerError) -> ListeningSocket {
        guard let name = SocketAddress(path: path) else { throw .pathTooLong(path) }
        try removeStaleSocket(path, name)
        let descriptor = try openSocket(name.family, path)
        // On Linux the mode of the socket is that of the file which bind makes: there is no moment at which others
        // could connect.
        guard fchmod(descriptor.number, 0o600) == 0 else { throw .system(call: "fchmod", place: path, code: errno) }
        guard unsafe name.withPointer({ unsafe bind(descriptor.number, $0, $1) }) == 0 else {
            throw errno == EADDRINUSE ? .addressInUse(path) : .system(call: "bind", place: path, code: errno)
        }
        try startListening(descriptor, path)
        return ListeningSocket(descriptor, .unix(path: path))
    }

    /// Removes a socket at `path` that nobody listens on; refuses where somebody does, or where it is another file.
    private static func removeStaleSocket(_ path: String, _ name: SocketAddress) throws(ServerError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        let probe = try openSocket(name.family, path)
        let isAnswered = unsafe name.withPointer { unsafe connect(probe.number, $0, $1) } == 0
        guard !isAnswered, errno == ECONNREFUSED else { throw .addressInUse(path) }
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .system(call: "unlink", place: path, code: errno)
        }
    }

    private static func openSocket(_ family: CInt, _ place: String) throws(ServerError) -> FileDescriptor {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(family, kind, 0)
        guard number >= 0 else { throw .system(call: "socket", place: place, code: errno) }
        return FileDescriptor(owning: number)
    }

    private static func setOption(
        _ level: CInt,
        _ option: CInt,
        on descriptor: borrowing FileDescriptor,
        _ place: String
    ) throws(ServerError) {
        var on: CInt = 1
        let length = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe setsockopt(descriptor.number, level, option, &on, length) == 0 else {
            throw .system(call: "setsockopt", place: place, code: errno)
        }
    }

    private static func startListening(
        _ descriptor: borrowing FileDescriptor,
        _ place: String
    ) throws(ServerError) {
        guard listen(descriptor.number, 1_024) == 0 else {
            throw errno == EADDRINUSE ? .addressInUse(place) : .system(call: "listen", place: place, code: errno)
        }
    }

    /// What came of asking for a waiting connection.
    enum Acceptance: ~Copyable {
        case connection(FileDescriptor, Peer)
        /// Nobody waits.
        case none
        /// The one that waited has gone; there may be others.
        case gone
        /// The system has no room for another socket at the moment.
        case exhausted
    }

    /// Takes the next waiting connection.
    func accept() -> Acceptance {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe accept4(descriptor.number, $0, &length, flags)
            }
        }
        guard number < 0 else {
            let peer: Peer =
                switch bound {
                case .tcp: .tcp(address: SocketAddress(storage: storage).host)
                case .unix: .unix
                }
            return .connection(FileDescriptor(owning: number), peer)
        }
        return switch errno {
        case EAGAIN: .none
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: .exhausted
        default: .gone
        }
    }
}
