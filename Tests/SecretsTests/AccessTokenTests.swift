import TestKit
import Testing
import Values

@testable import Secrets

@Suite struct AccessTokenTests {
    @Test func `a token is found again by its text`() throws {
        let token = AccessToken()
        let again = try #require(AccessToken(token.text))
        #expect(again.text == token.text)
        #expect(again.lookupKey == token.lookupKey)
        #expect(token.text.utf8.count == 43)
    }

    @Test func `a token's lookup key is the hash of its bytes`() throws {
        let token = try #require(AccessToken(String(repeating: "A", count: 43)))
        #expect(
            token.lookupKey.description == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        )
    }

    @Test func `no two tokens are alike`() {
        #expect(Set((0..<200).map { _ in AccessToken().text }).count == 200)
    }

    @Test(arguments: [
        "", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 42) + "B",
        String(repeating: "A", count: 42) + "=", String(repeating: "A", count: 42) + " ",
        String(repeating: "é", count: 22),
        String(repeating: "A", count: 42) + "+",
    ])
    func `what is no token's text is refused`(_ text: String) {
        #expect(AccessToken(text) == nil)
    }

    @Test func `a token that is printed by accident stays secret`() {
        let token = AccessToken()
        var dumped = ""
        dump(token, to: &dumped)
        for printed in ["\(token)", String(reflecting: token), dumped] {
            #expect(!printed.contains(token.text))
        }
    }
}

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `agrees with RFC 4648 without its padding`(_ plain: String, _ text: String) {
        #expect(Base64URL.text(of: Array(plain.utf8)) == text)
        #expect(Base64URL.bytes(of: text) == Array(plain.utf8))
    }

    @Test func `bytes are read from what they print`() {
        forAll(300) { (generator: inout SplitMix64) -> [UInt8] in
            (0..<Int.random(in: 0...40, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
        } property: { bytes in
            Base64URL.bytes(of: Base64URL.text(of: bytes)) == bytes
        }
    }

    @Test(arguments: ["Z", "Zh", "Zm9", "Zg==", "Zm9vY", "+/", "Zm 9", "Zm9v\n"])
    func `a text that no bytes print is refused`(_ text: String) {
        #expect(Base64URL.bytes(of: text) == nil)
    }
}

@Suite struct SecureRandomTests {
    @Test(arguments: [0, 1, 255, 256, 257, 5_000])
    func `as many bytes come as were asked for, and none is always zero`(_ count: Int) {
        var seen = [UInt8](repeating: 0, count: count)
        for _ in 0..<20 {
            let bytes = SecureRandom.bytes(count: count)
            #expect(bytes.count == count)
            for index in bytes.indices { seen[index] |= bytes[index] }
        }
        #expect(!seen.contains(0))
    }

    @Test func `numbers differ`() {
        var generator = SecureRandom()
        #expect(Set((0..<100).map { _ in generator.next() }).count == 100)
    }
}
