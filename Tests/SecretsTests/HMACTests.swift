import TestKit
import Testing
import Values

@testable import Secrets

@Suite struct HMACTests {
    /// RFC 4231, section 4.
    private static let vectors: [(key: [UInt8], message: [UInt8], code: String)] = [
        (
            Array(repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            Array(repeating: 0xAA, count: 20), Array(repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), Array(repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            Array(repeating: 0x0C, count: 20), Array("Test With Truncation".utf8),
            "a3b6167473100ee06e0c796c2955552b"
        ),
        (
            Array(repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            Array(repeating: 0xAA, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test(arguments: vectors)
    func `agrees with RFC 4231`(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        let whole = Hexadecimal.text(of: HMAC.code(for: message, key: key))
        #expect(whole.utf8.count == 64)
        #expect(whole.hasPrefix(code))
    }

    @Test func `an empty key and an empty message have a code too`() {
        #expect(
            Hexadecimal.text(of: HMAC.code(for: [], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
        #expect(HMAC.isValid(HMAC.code(for: [], key: []), for: [], key: []))
    }

    @Test(arguments: [0, 1, 63, 64, 65, 128])
    func `zeros at a key's end count only beyond a block`(_ count: Int) {
        let key = [UInt8](repeating: 7, count: count)
        let same = HMAC.code(for: [1], key: key) == HMAC.code(for: [1], key: key + [0])
        #expect(same == (count < 64))
    }

    @Test func `no code but the whole right one is valid`() {
        let key = Array("key".utf8)
        let message = Array("message".utf8)
        let code = HMAC.code(for: message, key: key)
        #expect(HMAC.isValid(code, for: message, key: key))
        for count in 0..<32 { #expect(!HMAC.isValid(Array(code[..<count]), for: message, key: key)) }
        #expect(!HMAC.isValid(code + [0], for: message, key: key))
        for bit in 0..<256 {
            var changed = code
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!HMAC.isValid(changed, for: message, key: key))
        }
        #expect(!HMAC.isValid(code, for: message + [0], key: key))
        #expect(!HMAC.isValid(code, for: message, key: Array("Key".utf8)))
    }

    @Test func `the pieces in which a message arrives do not matter`() {
        forAll(100) { (generator: inout SplitMix64) -> [[UInt8]] in
            (0..<4).map { _ in
                (0..<Int.random(in: 0...90, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
            }
        } property: { pieces in
            var code = HMAC(key: pieces[0])
            for piece in pieces.dropFirst() { code.update(piece) }
            return code.finished() == HMAC.code(for: pieces.dropFirst().flatMap { $0 }, key: pieces[0])
        }
    }

    @Test func `equal in constant time means equal`() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([0, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2], [1, 2, 0]))
    }
}
