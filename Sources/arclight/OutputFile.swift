import Glibc

/// A file that is written piece by piece.
final class OutputFile {
    private let path: String
    private let descriptor: CInt

    /// Makes the file, or empties it.
    init(path: String) throws(CommandError) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFile.refused(path) }
    }

    /// Writes more.
    func append(_ bytes: [UInt8]) throws(CommandError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw OutputFile.refused(path) }
            done += count
        }
    }

    /// Ends the file; a disk that is full may say so only now.
    func close() throws(CommandError) {
        guard Glibc.close(descriptor) == 0 else { throw OutputFile.refused(path) }
    }

    private static func refused(_ path: String) -> CommandError {
        let problem = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return .refused("the file \(path) cannot be written: \(problem)")
    }
}
