#if canImport(Glibc)
import Glibc
#endif

/// A file that only its owner can read, written whole or not at all.
package enum PrivateFile {
    /// Writes `text` to a new file beside `path`, brings it to the disk and puts it in the place of `path`.
    ///
    /// - Throws: ``PrivateFileError``; what stood at `path` before stands there still.
    package static func write(_ text: String, to path: String) throws(PrivateFileError) {
        let draft = path + ".new"
        unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFileError(path: path, code: errno) }
        var isWritten = writeAll(Array(text.utf8), to: descriptor)
        isWritten = isWritten && fsync(descriptor) == 0
        let problem = errno
        close(descriptor)
        guard isWritten else {
            unsafe unlink(draft)
            throw PrivateFileError(path: path, code: problem)
        }
        guard unsafe rename(draft, path) == 0 else {
            let problem = errno
            // The draft may hold a secret, and nobody would look for it there.
            unsafe unlink(draft)
            throw PrivateFileError(path: path, code: problem)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}

/// Why a private file was not written.
package struct PrivateFileError: Error, Hashable, CustomStringConvertible {
    package let path: String
    /// The system's `errno`.
    package let code: CInt

    package var description: String {
        let problem = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return "the file \(path) cannot be written: \(problem)"
    }
}
