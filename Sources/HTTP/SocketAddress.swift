import CEpoll
import Glibc

/// A socket address of one of the three families that the server knows.
struct SocketAddress {
    private let storage: sockaddr_storage
    private let length: socklen_t

    /// The address as the system filled it in.
    init(storage: sockaddr_storage) {
        self.storage = storage
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    }

    /// A TCP address in numbers, or `nil` where `address` is none.
    init?(address: String, port: UInt16) {
        var storage = sockaddr_storage()
        var version4 = sockaddr_in()
        var version6 = sockaddr_in6()
        if unsafe inet_pton(AF_INET, address, &version4.sin_addr) == 1 {
            version4.sin_family = sa_family_t(AF_INET)
            version4.sin_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: version4, as: sockaddr_in.self) }
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
        } else if unsafe inet_pton(AF_INET6, address, &version6.sin6_addr) == 1 {
            version6.sin6_family = sa_family_t(AF_INET6)
            version6.sin6_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: version6, as: sockaddr_in6.self) }
            length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        } else {
            return nil
        }
        self.storage = storage
    }

    /// The address of a Unix-domain socket, or `nil` where `path` does not fit.
    init?(path: String) {
        let bytes = Array(path.utf8)
        let offset = MemoryLayout<sa_family_t>.size
        guard !bytes.isEmpty, bytes.count <= 107, !bytes.contains(0) else { return nil }
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { raw in
            unsafe raw.storeBytes(of: sa_family_t(AF_UNIX), as: sa_family_t.self)
            for (index, byte) in bytes.enumerated() { unsafe raw[offset + index] = byte }
        }
        self.storage = storage
        length = socklen_t(offset + bytes.count + 1)
    }

    /// The address that a socket is bound to.
    static func local(of descriptor: CInt) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        return code == 0 ? SocketAddress(storage: storage) : nil
    }

    /// The address family, as `socket` wants it.
    var family: CInt { CInt(storage.ss_family) }

    /// The TCP port; 0 for a Unix-domain socket.
    var port: UInt16 {
        switch family {
        case AF_INET: read(sockaddr_in.self).sin_port.bigEndian
        case AF_INET6: read(sockaddr_in6.self).sin6_port.bigEndian
        default: 0
        }
    }

    /// The IP address in numbers; empty for a Unix-domain socket.
    var host: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch family {
        case AF_INET:
            var address = read(sockaddr_in.self).sin_addr
            _ = unsafe inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        case AF_INET6:
            var address = read(sockaddr_in6.self).sin6_addr
            _ = unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        default:
            break
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Hands the address to a call of the system.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }

    private func read<Address>(_ type: Address.Type) -> Address {
        unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: type) }
    }
}
