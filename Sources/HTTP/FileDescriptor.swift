import Glibc

/// An open file, closed once, exactly where its owner lets go of it.
struct FileDescriptor: ~Copyable {
    let number: CInt

    /// Takes over `number`, which must be open and nobody else's.
    init(owning number: CInt) {
        self.number = number
    }

    deinit { _ = close(number) }
}

/// The clock that time limits are measured by; it never goes back, and knows no time of day.
enum MonotonicClock {
    /// Milliseconds since some moment in the past.
    static var milliseconds: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
