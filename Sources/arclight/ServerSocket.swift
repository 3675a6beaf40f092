import CEpoll
import Glibc
import Workflows

/// The way to a running server: one HTTP request over the Unix-domain socket in its data folder.
enum ServerSocket {
    /// Hands an errand to the server and waits for what comes of it; `nil` where nobody listens.
    ///
    /// Where the server goes away meanwhile, the errand may have been done or not. One that may be repeated then counts as
    /// not handed over, so that its caller tries again.
    ///
    /// - Throws: ``CommandError/refused(_:)`` where the server goes away over an errand that cannot be repeated blindly, or
    ///   answers what we do not understand.
    static func hand(_ errand: Errand, to path: String) throws(CommandError) -> ErrandResult? {
        guard let descriptor = connection(to: path) else { return nil }
        defer { close(descriptor) }
        let body = Array(errand.json.utf8)
        let head = """
            POST /errands HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        guard send(Array(head.utf8) + body, over: descriptor), let answer = receive(from: descriptor),
            let (status, content) = parted(answer)
        else {
            if errand.mayBeRepeated { return nil }
            throw lost
        }
        guard status == 200, let result = try? ErrandResult(wire: content) else {
            throw .refused("the server answered \(status): \(String(decoding: content, as: UTF8.self))")
        }
        return result
    }

    private static let lost = CommandError.refused(
        "the server went away before it answered; look whether it was done, and repeat the command if not"
    )

    private static func connection(to path: String) -> CInt? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func send(_ bytes: [UInt8], over descriptor: CInt) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// Everything until the server ends the connection; `nil` where it broke.
    private static func receive(from descriptor: CInt) -> [UInt8]? {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe recv(descriptor, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return answer }
            answer += piece[..<count]
        }
    }

    /// The status and the content of an answer that was received whole.
    private static func parted(_ answer: [UInt8]) -> (status: Int, content: [UInt8])? {
        let text = String(decoding: answer, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)) else { return nil }
        let end = Array("\r\n\r\n".utf8)
        guard answer.count >= end.count else { return nil }
        for start in 0...(answer.count - end.count) where Array(answer[start..<start + end.count]) == end {
            return (status, Array(answer[(start + end.count)...]))
        }
        return nil
    }
}
