internal import Glibc

/// Bytes of a file or of the memory, pulled piece by piece, and from the beginning again where that is asked for.
///
/// A file is closed with the source that opened it.
@safe package struct ByteSource: ~Copyable, Sendable {
    private enum Origin: Sendable {
        case descriptor(CInt)
        case bytes([UInt8])
    }

    /// How many bytes are read at a time unless the caller says otherwise.
    package static let usualBlockSize = 256 * 1_024

    private let origin: Origin
    /// How many bytes have been read since the beginning.
    package private(set) var readByteCount = 0

    /// The bytes of the file at `path`.
    ///
    /// - Throws: ``WireError`` where the file is not there, may not be read, or is a folder.
    package init(path: String) throws(WireError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ByteSource.failure(errno) }
        self.init(owning: descriptor)
    }

    /// The bytes of an open file from where it stands; the source closes it.
    package init(owning descriptor: CInt) {
        origin = .descriptor(descriptor)
    }

    /// The bytes of an array.
    package init(_ bytes: [UInt8]) {
        origin = .bytes(bytes)
    }

    deinit {
        if case .descriptor(let descriptor) = origin { _ = close(descriptor) }
    }

    /// Reads at most `limit` of the next bytes into `room` from `start` on, and gives how many; 0 at the end.
    ///
    /// - Precondition: `room` has `limit` bytes from `start` on.
    /// - Throws: ``WireError`` where the system does not hand them out.
    package mutating func read(into room: inout [UInt8], at start: Int, upTo limit: Int) throws(WireError) -> Int {
        precondition(start >= 0 && limit > 0 && room.count - start >= limit, "there is no room for the bytes")
        let count: Int
        switch origin {
        case .descriptor(let descriptor):
            count = try ByteSource.read(from: descriptor, into: &room, at: start, upTo: limit)
        case .bytes(let bytes):
            count = min(limit, bytes.count - readByteCount)
            room.replaceSubrange(start..<start + count, with: bytes[readByteCount..<readByteCount + count])
        }
        readByteCount += count
        return count
    }

    /// Goes back to the beginning.
    ///
    /// - Throws: ``WireError`` where the bytes come from a pipe, which gives them once.
    package mutating func rewind() throws(WireError) {
        if case .descriptor(let descriptor) = origin, lseek(descriptor, 0, SEEK_SET) < 0 {
            throw WireError(path: "", message: "the file can be read only once; save it to a disk and import that")
        }
        readByteCount = 0
    }

    /// The first `limit` bytes, or all where there are fewer; afterwards the source is at its beginning.
    ///
    /// - Throws: ``WireError`` where the bytes cannot be read, or not twice.
    package mutating func sample(_ limit: Int = usualBlockSize) throws(WireError) -> [UInt8] {
        try rewind()
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = try fill(&bytes, from: 0)
        try rewind()
        bytes.removeSubrange(count...)
        return bytes
    }

    /// Reads until `room` is full or the source at its end, and gives where the bytes read end.
    mutating func fill(_ room: inout [UInt8], from start: Int) throws(WireError) -> Int {
        var end = start
        while end < room.count {
            let count = try read(into: &room, at: end, upTo: room.count - end)
            guard count > 0 else { break }
            end += count
        }
        return end
    }

    private static func read(
        from descriptor: CInt,
        into room: inout [UInt8],
        at start: Int,
        upTo limit: Int
    ) throws(WireError) -> Int {
        while true {
            let count = unsafe room.withUnsafeMutableBytes { room in
                unsafe Glibc.read(descriptor, room.baseAddress.map { unsafe $0 + start }, limit)
            }
            if count >= 0 { return count }
            // A signal that came in between is no failure.
            guard errno == EINTR else { throw failure(errno) }
        }
    }

    private static func failure(_ code: CInt) -> WireError {
        let message =
            switch code {
            case ENOENT: "there is no such file"
            case EACCES: "the file may not be read by this user"
            case EISDIR: "this is a folder, not a file"
            default: unsafe "the file cannot be read: \(String(cString: strerror(code)))"
            }
        return WireError(path: "", message: message)
    }
}
