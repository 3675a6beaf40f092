import TestKit
import Testing
import Values

@Suite struct ContentHashTests {
    @Test(arguments: digests)
    func `agrees with NIST's vectors`(_ message: String, _ digest: String) throws {
        let bytes = try #require(Hexadecimal.bytes(of: message))
        #expect(ContentHash(of: bytes).description == digest)
    }

    @Test func `agrees with FIPS 180's examples`() {
        #expect(
            ContentHash(of: "abc").description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            ContentHash(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").description
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
        #expect(
            ContentHash(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).description
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test func `the pieces in which bytes arrive do not matter`() {
        forAll(200) { (generator: inout SplitMix64) -> [[UInt8]] in
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (0..<Int.random(in: 0...150, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
            }
        } property: { pieces in
            var spans = SHA256()
            var sequences = SHA256()
            for piece in pieces {
                spans.update(piece.span)
                sequences.update(AnySequence(piece))
            }
            let whole = ContentHash(of: pieces.flatMap { $0 })
            return spans.finished() == whole && sequences.finished() == whole
        }
    }

    @Test func `a hash is read from what it prints, and from nothing else`() throws {
        let hash = ContentHash(of: "x")
        #expect(ContentHash(hexadecimal: hash.description) == hash)
        #expect(ContentHash(hexadecimal: hash.description.uppercased()) == hash)
        #expect(ContentHash(bytes: hash.bytes) == hash)
        #expect(ContentHash(hexadecimal: String(hash.description.dropLast(2))) == nil)
        #expect(ContentHash(hexadecimal: "zz" + hash.description.dropFirst(2)) == nil)
        #expect(ContentHash(bytes: hash.bytes + [0]) == nil)
        #expect(hash.short == hash.description.prefix(12))
    }

    @Test func `hashes are ordered as their bytes are`() {
        forAll(300) {
            (ContentHash(of: "\($0.next())"), ContentHash(of: "\($0.next())"))
        } property: { left, right in
            (left < right) == left.bytes.lexicographicallyPrecedes(right.bytes)
        }
    }
}
