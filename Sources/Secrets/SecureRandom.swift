import Glibc

/// Random numbers that nobody can foresee, from the kernel.
///
/// Each number is drawn from getrandom(2) by way of the C library's getentropy(3), which waits until the kernel's
/// generator has been seeded and never gives less than was asked for.
package struct SecureRandom: RandomNumberGenerator, Sendable {
    /// A source of random numbers; all of them are the same kernel's.
    package init() {}

    /// Eight random bytes as a number.
    package mutating func next() -> UInt64 {
        SecureRandom.bytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// So many random bytes.
    ///
    /// - Precondition: the kernel has a random number generator, which Linux has had since 3.17.
    package static func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            // One call gives 256 bytes at most.
            for start in stride(from: 0, to: count, by: 256) {
                let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start + 256, count)])
                let status = unsafe getentropy(part.baseAddress, part.count)
                precondition(status == 0, "the kernel gives no random numbers; nothing secret can be made without")
            }
        }
        return bytes
    }
}
