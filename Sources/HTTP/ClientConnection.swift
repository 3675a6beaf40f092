import Glibc

/// One connection: its socket, what has been read of it, and what is still to be sent.
///
/// Requests of one connection are handled one after the other, so that answers to pipelined ones are in order and a
/// later one sees what an earlier one did.
final class ClientConnection {
    /// What the request that is being handled needs its answer to be like.
    struct Exchange {
        let isHead: Bool
        let persists: Bool
        let isLegacy: Bool
    }

    /// What has become of a call to the socket.
    enum Outcome {
        case progress
        /// The socket has nothing, or takes nothing, at the moment.
        case waits
        case broken
    }

    /// What a deadline is about.
    enum Wait {
        case idle
        case header
        case body
        case output
        case linger
    }

    let token: UInt64
    let socket: FileDescriptor
    var parser: RequestParser
    /// The request that is with a handler.
    var exchange: Exchange?
    /// The socket has had news since it was last read empty.
    var isReadable = false
    /// An end is to be read: a short read does not mean that nothing is left.
    var isEndAnnounced = false
    /// The peer will send no more.
    var hasPeerEnded = false
    /// No request is taken up any more: the connection ends once the output is out.
    var endsAfterOutput = false
    /// We have ended our side, and read on until the peer ends its own, so that it gets to see our last words.
    var isLingering = false
    /// Waits in the loop's queue.
    var isQueued = false
    /// What of the arriving body has been counted into the server's load, in bytes.
    var countedBodyBytes = 0
    /// When the current wait ends the connection, and what was waited for.
    var deadline: (time: Int64, wait: Wait)?
    /// When the current phase of the current request began.
    var phaseStart: Int64
    /// The phase that `phaseStart` is about.
    var phase = RequestParser.Phase.betweenRequests
    /// When a byte of output was last taken.
    var outputProgress: Int64
    private var output: [UInt8] = []
    private var sentCount = 0

    init(_ socket: consuming FileDescriptor, token: UInt64, peer: Peer, limits: Limits, now: Int64) {
        self.socket = socket
        self.token = token
        parser = RequestParser(limits: limits, peer: peer)
        phaseStart = now
        outputProgress = now
    }

    /// How much output waits, in bytes.
    var unsentCount: Int { output.count - sentCount }

    /// Whether the next request may be taken up.
    var takesRequests: Bool { exchange == nil && !endsAfterOutput && unsentCount <= Limits.unsentBytes }

    /// Adds to the output.
    func write(_ body: (inout [UInt8]) -> Void) {
        body(&output)
    }

    /// Exchanges an empty output buffer for one that has room already.
    func lend(_ buffer: inout [UInt8]) {
        if output.isEmpty { swap(&output, &buffer) }
    }

    /// Sends what the socket takes; `waits` means that some is left.
    func flush() -> Outcome {
        while sentCount < output.count {
            let count = unsafe output.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sentCount...])
                return unsafe send(socket.number, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
            }
            if count > 0 {
                sentCount += count
            } else if errno == EAGAIN {
                return .waits
            } else if errno != EINTR {
                return .broken
            }
        }
        output.removeAll(keepingCapacity: true)
        sentCount = 0
        return .progress
    }

    /// Reads once into `scratch` and on into the parser, or nowhere while lingering.
    func read(into scratch: inout [UInt8]) -> Outcome {
        let capacity = scratch.count
        let count = unsafe scratch.withUnsafeMutableBytes { unsafe recv(socket.number, $0.baseAddress, capacity, 0) }
        guard count > 0 else {
            if count == 0 {
                isReadable = false
                hasPeerEnded = true
                return .waits
            }
            switch errno {
            case EINTR:
                return .progress
            case EAGAIN:
                isReadable = false
                return .waits
            default:
                return .broken
            }
        }
        // A short read has emptied the socket; what comes later is announced anew. It saves a call for each request.
        if count < capacity, !isEndAnnounced { isReadable = false }
        if !isLingering { parser.receive(scratch.span.extracting(0..<count)) }
        return .progress
    }
}
