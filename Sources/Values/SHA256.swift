/// SHA-256 of bytes that arrive in pieces.
///
/// Source: FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2.
package struct SHA256: Sendable {
    /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// What has arrived since the last whole block.
    private var partial = InlineArray<64, UInt8>(repeating: 0)
    private var partialCount = 0
    private var byteCount: UInt64 = 0

    /// A digest of nothing yet.
    package init() {}

    /// Takes in more bytes; arrays and texts are read where they lie.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { update(unsafe $0.span) }
        guard isDone == nil else { return }
        for byte in bytes { append(byte) }
    }

    /// Takes in the bytes of a span.
    package mutating func update(_ bytes: Span<UInt8>) {
        var position = 0
        while partialCount > 0, position < bytes.count {
            append(bytes[position])
            position += 1
        }
        while bytes.count - position >= 64 {
            compress(bytes, at: position)
            position += 64
            byteCount &+= 64
        }
        while position < bytes.count {
            append(bytes[position])
            position += 1
        }
    }

    /// The hash of all bytes so far.
    package consuming func finished() -> ContentHash {
        let bitCount = byteCount &* 8
        append(0x80)
        while partialCount != 56 { append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        return ContentHash(words: state)
    }

    private mutating func append(_ byte: UInt8) {
        partial[partialCount] = byte
        partialCount += 1
        byteCount &+= 1
        guard partialCount == 64 else { return }
        let block = partial
        compress(block.span, at: 0)
        partialCount = 0
    }

    private mutating func compress(_ bytes: Span<UInt8>, at start: Int) {
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let at = start + index * 4
            schedule[index] =
                UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
                | UInt32(bytes[at + 3])
        }
        for index in 16..<64 {
            let two = schedule[index - 2]
            let fifteen = schedule[index - 15]
            let small1 = two.rotated(by: 17) ^ two.rotated(by: 19) ^ (two >> 10)
            let small0 = fifteen.rotated(by: 7) ^ fifteen.rotated(by: 18) ^ (fifteen >> 3)
            schedule[index] = small1 &+ schedule[index - 7] &+ small0 &+ schedule[index - 16]
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let large1 = e.rotated(by: 6) ^ e.rotated(by: 11) ^ e.rotated(by: 25)
            let choice = (e & f) ^ (~e & g)
            let first = h &+ large1 &+ choice &+ SHA256.constants[index] &+ schedule[index]
            let large0 = a.rotated(by: 2) ^ a.rotated(by: 13) ^ a.rotated(by: 22)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let second = large0 &+ majority
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

extension UInt32 {
    fileprivate func rotated(by count: UInt32) -> UInt32 { self &>> count | self &<< (32 &- count) }
}
