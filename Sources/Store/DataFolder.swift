internal import Glibc
internal import Synchronization

/// The folder that holds everything Arclight keeps: the database, and what belongs to whoever serves it.
package struct DataFolder: Hashable, Sendable {
    /// Where the folder is.
    package let path: String

    /// The database file.
    package var databasePath: String { path + "/arclight.db" }
    /// The socket through which commands hand their work to whoever serves.
    package var socketPath: String { path + "/arclight.sock" }
    /// What the demo tells the page.
    package var demoPath: String { path + "/demo.json" }
    /// The file whose lock says who owns the database.
    package var lockPath: String { path + "/arclight.lock" }

    /// The folder at `path`, made where there is none, that nobody but its owner can read.
    ///
    /// - Throws: ``StoreError/folder(path:problem:)``.
    package init(path: String) throws(StoreError) {
        self.path = path
        var prefix = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            prefix += prefix.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            guard !part.isEmpty, unsafe mkdir(prefix, 0o700) != 0, errno != EEXIST else { continue }
            throw .folder(path: path, problem: "it cannot be made (\(SystemError.sentence))")
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .folder(path: path, problem: SystemError.sentence) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .folder(path: path, problem: "it is a file") }
        guard status.st_uid == geteuid() else { throw .folder(path: path, problem: "it belongs to another user") }
        guard unsafe chmod(path, 0o700) == 0 else { throw .folder(path: path, problem: SystemError.sentence) }
    }

    /// Makes the caller the owner of the database for as long as it keeps the lock; `nil` where somebody else serves.
    ///
    /// - Throws: ``StoreError/folder(path:problem:)`` where the lock file cannot be written.
    package func acquire() throws(StoreError) -> FolderLock? {
        let descriptor = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .folder(path: path, problem: "the lock file cannot be opened (\(SystemError.sentence))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let problem = SystemError.sentence
            close(descriptor)
            if isTaken { return nil }
            throw .folder(path: path, problem: "the lock file cannot be locked (\(problem))")
        }
        let number = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, unsafe write(descriptor, number, number.count) == number.count else {
            let problem = SystemError.sentence
            close(descriptor)
            throw .folder(path: path, problem: "the lock file cannot be written (\(problem))")
        }
        // Whoever owns the folder makes files in it from now on; what is owed by whom is nobody else's business.
        umask(0o077)
        return FolderLock(descriptor: descriptor)
    }

    /// The process that serves, as far as the lock file says; `nil` where nobody holds the lock.
    package func servingProcess() throws(StoreError) -> Int32? {
        if try acquire() != nil { return nil }
        let descriptor = unsafe open(lockPath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .folder(path: path, problem: "the lock file cannot be read (\(SystemError.sentence))")
        }
        defer { close(descriptor) }
        var digits = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(descriptor, &digits, digits.count)
        return Int32(String(decoding: digits.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}

/// The right to use the database, until its owner lets go of it or ends.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        // Closing the file gives the lock back; the file stays, because removing it would let two hold "the" lock.
        close(descriptor)
    }
}

/// What the operating system says of the last failure.
private enum SystemError {
    static var sentence: String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}
