import Glibc

/// Why a server cannot start.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another program listens there.
    case addressInUse(String)
    /// The address is not one in numbers.
    case malformedAddress(String)
    /// The path does not fit into a socket address, whose limit is 107 bytes.
    case pathTooLong(String)
    /// The path holds a file that is no socket, and which is therefore left alone.
    case notASocket(String)
    /// A call to the system failed with this `errno`.
    case system(call: String, place: String, code: Int32)

    /// A sentence for the person who started the server.
    package var description: String {
        switch self {
        case .addressInUse(let place):
            "another program listens on \(place); stop it, or choose another port"
        case .malformedAddress(let address):
            "`\(address)` is no address in numbers, such as 127.0.0.1 or ::1"
        case .pathTooLong(let path):
            "the socket path \(path) is longer than 107 bytes; choose a shorter directory"
        case .notASocket(let path):
            "\(path) exists and is no socket; remove it, or choose another path"
        case .system(let call, let place, let code):
            unsafe "\(call) failed on \(place): \(String(cString: strerror(code)))"
        }
    }
}
