import TestKit
import Testing

@testable import Secrets

@Suite struct PasswordHashTests {
    @Test func `a password is verified by its hash, and no other is`() throws {
        let hash = try PasswordHash.hash("correct horse battery staple")
        #expect(hash.text.hasPrefix("$y$j9T$"))
        #expect(!hash.isOutdated)
        #expect(PasswordHash.verify("correct horse battery staple", against: hash))
        #expect(!PasswordHash.verify("correct horse battery stapl", against: hash))
        #expect(!PasswordHash.verify("Correct horse battery staple", against: hash))
        #expect(!PasswordHash.verify("", against: hash))
        let stored = try #require(PasswordHash(hash.text))
        #expect(PasswordHash.verify("correct horse battery staple", against: stored))
    }

    @Test func `two hashes of one password have different salts`() throws {
        let first = try PasswordHash.hash("Grünspan & Öl")
        let second = try PasswordHash.hash("Grünspan & Öl")
        #expect(first != second)
        #expect(PasswordHash.verify("Grünspan & Öl", against: second))
    }

    @Test func `a hash that another program made with libcrypt is understood`() throws {
        let stored = try #require(
            PasswordHash("$y$j9T$.2U.1EE/4Q.07ck0AoU1D.$32wid0Q60bTR1JbefbpZ.nho/HcJuu6ZTpv.N3D4m73")
        )
        #expect(PasswordHash.verify("Grünspan & Öl", against: stored))
        #expect(!PasswordHash.verify("Grünspan & Ol", against: stored))
    }

    @Test func `an unknown user costs a check and is never let in`() {
        #expect(PasswordHash("\(PasswordHash.decoy.text)") == PasswordHash.decoy)
        #expect(!PasswordHash.decoy.isOutdated)
        #expect(!PasswordHash.verify("", against: nil))
        #expect(!PasswordHash.verify("anything at all", against: nil))
    }

    @Test func `a password that libcrypt would cut is refused, not cut`() throws {
        let long = String(repeating: "x", count: 257)
        #expect(throws: PasswordError.unusable) { try PasswordHash.hash(long) }
        #expect(throws: PasswordError.unusable) { try PasswordHash.hash("secret\0tail") }
        #expect(throws: PasswordError.unusable) { try PasswordHash.hash("") }
        let hash = try PasswordHash.hash("secret")
        #expect(!PasswordHash.verify("secret\0tail", against: hash))
        let longest = String(long.dropLast())
        #expect(PasswordHash.verify(longest, against: try PasswordHash.hash(longest)))
    }

    @Test(arguments: [
        "", "$y$", "$y$j9T$salt", "plain", "$6$saltsalt$hash", "$y$j9T$sa lt$hash", "$y$j9T$a$b$c", "*0",
    ])
    func `what is no yescrypt hash is refused`(_ text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `a hash of another cost is outdated`() throws {
        let cheap = try #require(
            PasswordHash("$y$j75$.2U.1EE/4Q.07ck0AoU1D.$I5Wh.OO7ZpTMOnWtIcjauEbQEN3CJr407INLgvg./G6")
        )
        #expect(cheap.isOutdated)
        #expect(PasswordHash.verify("Grünspan & Öl", against: cheap))
    }

    @Test func `a hash that is printed by accident shows nothing`() {
        #expect("\(PasswordHash.decoy)" == "password hash")
        #expect(String(reflecting: PasswordHash.decoy) == "password hash")
    }
}

@Suite struct PasswordPolicyTests {
    @Test(arguments: [
        "short", "1234567", "12345678", "Password", "PASSWORD1", "qwertyuiop", "aaaaaaaaaaaa", "abababab", "letmein123",
        "tab\there!", "null\0null", "arclight", String(repeating: "long", count: 65),
    ])
    func `what is easily guessed or cannot be kept is refused with a reason`(_ password: String) {
        let problem = PasswordPolicy.problem(with: password)
        #expect(problem?.hasPrefix("the password ") == true)
    }

    @Test(arguments: ["correct horse", "Grünspan", "x7#kQ!pz", "丂七三丄五六七八九"])
    func `what is long enough and not common is accepted`(_ password: String) {
        #expect(PasswordPolicy.problem(with: password) == nil)
    }

    @Test func `every password that is accepted can be hashed`() {
        forAll(300) { generator in
            String(
                (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                    Character(Unicode.Scalar(UInt8.random(in: 0...127, using: &generator)))
                }
            )
        } property: { password in
            PasswordPolicy.problem(with: password) != nil || PasswordPolicy.isHashable(password)
        }
    }
}
