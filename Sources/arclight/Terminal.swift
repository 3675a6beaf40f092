import Glibc
import Telemetry
import Values
import Workflows

/// Standard input, output and error.
enum Terminal {
    /// Writes data to standard output.
    static func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes data to standard output.
    static func write(_ bytes: [UInt8]) {
        send(bytes, to: STDOUT_FILENO)
    }

    /// Writes a remark to standard error, with a line end.
    static func complain(_ text: String) {
        send(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes to standard error as it is.
    static func mutter(_ text: String) {
        send(Array(text.utf8), to: STDERR_FILENO)
    }

    /// A sentence for an error of a workflow.
    static func sentence(for error: any Error) -> String {
        let log = Log(minimum: .error) { "\(WallClock.now())" }
        return ErrandProblem(error, log: log).sentence
    }

    /// A password: asked for without echo where standard input is a terminal, else its first line.
    ///
    /// - Throws: ``CommandError`` where there is none.
    static func password() throws(CommandError) -> String {
        let isTerminal = isatty(STDIN_FILENO) == 1
        var settings = termios()
        let canHide = unsafe isTerminal && tcgetattr(STDIN_FILENO, &settings) == 0
        if isTerminal { send(Array("Password: ".utf8), to: STDERR_FILENO) }
        if canHide {
            var hidden = settings
            hidden.c_lflag &= ~tcflag_t(ECHO)
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        let line = readLine(strippingNewline: true)
        if canHide {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            send([UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
        guard let line, !line.isEmpty else { throw .refused("there is no password on standard input") }
        return line
    }

    private static func send(_ bytes: [UInt8], to descriptor: CInt) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            // Nobody reads on: there is nobody to tell either.
            guard count > 0 else { return }
            done += count
        }
    }
}

/// The wall clock, read here and nowhere below.
enum WallClock {
    /// The present moment.
    static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(millisecondsSinceEpoch: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Nanoseconds on a clock that never goes back.
    static func elapsedNanoseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
