import Receivables
import Secrets
import Store
import Testing
import Values
import Workflows

/// Users, and how they sign in.
@Suite struct AccountsTests {
    private static let password = "correct horse"

    @Test func `a user signs in with the right password, and the database holds the token's hash only`() throws {
        let bench = try AccountsTests.bench()
        let signedIn = try bench.signIn("ada", AccountsTests.password)
        #expect((signedIn.user.name, signedIn.user.displayName) == ("ada", "Ada"))
        let stored = try #require(try bench.readInstance { try SessionTokenRow.find(signedIn.token.lookupKey, in: $0) })
        #expect(stored.user == signedIn.user.id)
        #expect(stored.label == nil)
        #expect(try bench.bearer(of: signedIn.token) == "ada")
        #expect(try bench.bearer(of: AccessToken()) == nil)
    }

    @Test func `a user has a role and a line in the log`() throws {
        let bench = try AccountsTests.bench()
        let user = try #require(try bench.readInstance { try UserRow.find(name: "ada", in: $0) })
        #expect(try bench.read { try MembershipRow.role(of: user.id, in: $0) } == .collector)
        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect([line.actor, line.event, line.subject, line.after] == ["root", "user.create", "ada", "collector"])
    }

    @Test func `a wrong password, an unknown name and a disabled user are told apart by nobody`() throws {
        let bench = try AccountsTests.bench()
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("ada", "correct mule") }
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("bob", AccountsTests.password) }
        let user = try bench.signIn("ada", AccountsTests.password).user
        let now = bench.clock.now()
        try bench.office.database.writeInstance { _ = try UserRow.setDisabled(user.id, since: now, in: $0) }
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("ada", AccountsTests.password) }
        // The reviewer has no password at all.
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("lou", "") }
    }

    @Test func `names and passwords that cannot be are refused, and a name is given once`() throws {
        let bench = try AccountsTests.bench()
        for name in ["", "ada b", "ada\n", "ädä", String(repeating: "a", count: 65)] {
            #expect(throws: Refusal.badUserName(name)) { try bench.create(name, AccountsTests.password) }
        }
        for (password, problem) in [
            ("short", "at least 8"), ("aaaaaaaaaaaa", "repeats"), ("Password1", "tried first"),
            ("correct\u{0}horse", "control"),
        ] {
            let refusal = #expect(throws: Refusal.self) { try bench.create("eve", password) }
            #expect(refusal?.description.contains(problem) == true)
        }
        #expect(throws: Refusal.userExists("ada")) { try bench.create("ada", AccountsTests.password) }
        #expect(try bench.readInstance { try UserRow.all(in: $0) }.map(\.name) == ["ada", "lou"])
    }

    @Test func `a new password ends the tokens from signing in, and not those for programs`() throws {
        let bench = try AccountsTests.bench()
        let session = try bench.signIn("ada", AccountsTests.password).token
        let named = try Accounts.makeNamedToken("ledger", for: "ada", office: bench.office)
        try Accounts.setPassword("battery staple", of: "ada", by: "root", office: bench.office)
        #expect(try bench.bearer(of: session) == nil)
        #expect(try bench.bearer(of: named) == "ada")
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("ada", AccountsTests.password) }
        #expect(try bench.signIn("ada", "battery staple").user.name == "ada")
        let line = try #require(try bench.read { try AuditRow.all(in: $0) }.last)
        #expect([line.actor, line.event, line.subject] == ["root", "user.password", "ada"])
        #expect(throws: Refusal.noSuchUser("bob")) {
            try Accounts.setPassword("battery staple", of: "bob", office: bench.office)
        }
        #expect(throws: Refusal.noSuchUser("bob")) {
            try Accounts.makeNamedToken("x", for: "bob", office: bench.office)
        }
    }

    @Test func `a password that is changed while the old one is being checked lets nobody in`() throws {
        let bench = try AccountsTests.bench()
        let checked = try #require(try bench.readInstance { try UserRow.find(name: "ada", in: $0) })
        let now = bench.clock.now()
        #expect(try Accounts.openSession(of: checked, at: now, office: bench.office) != nil)
        try Accounts.setPassword("battery staple", of: "ada", office: bench.office)
        #expect(try Accounts.openSession(of: checked, at: now, office: bench.office) == nil)
        let current = try #require(try bench.readInstance { try UserRow.find(name: "ada", in: $0) })
        try bench.office.database.writeInstance { _ = try UserRow.setDisabled(current.id, since: now, in: $0) }
        #expect(try Accounts.openSession(of: current, at: now, office: bench.office) == nil)
    }

    @Test func `tokens that ended long ago are forgotten when somebody signs in`() throws {
        let bench = try AccountsTests.bench()
        let old = try bench.signIn("ada", AccountsTests.password).token
        bench.clock.advance(seconds: Accounts.longestSeconds)
        _ = try bench.signIn("ada", AccountsTests.password)
        #expect(try bench.readInstance { try SessionTokenRow.find(old.lookupKey, in: $0) } != nil)
        bench.clock.advance(seconds: 1)
        _ = try bench.signIn("ada", AccountsTests.password)
        #expect(try bench.readInstance { try SessionTokenRow.find(old.lookupKey, in: $0) } == nil)
    }

    @Test func `a token ends when it is not used, and at the latest after a week`() throws {
        let bench = try AccountsTests.bench()
        let token = try bench.signIn("ada", AccountsTests.password).token
        let named = try Accounts.makeNamedToken("ledger", for: "ada", office: bench.office)
        let start = bench.clock.now()
        #expect(try bench.bearer(of: token, after: Accounts.idleSeconds - 1) == "ada")
        #expect(try bench.bearer(of: token, after: Accounts.idleSeconds) == nil)
        for hour in stride(from: Int64(10), through: 160, by: 10) {
            try bench.office.database.writeInstance { scope in
                try SessionTokenRow.touch(token.lookupKey, at: start.advanced(bySeconds: hour * 3_600), in: scope)
            }
        }
        #expect(try bench.bearer(of: token, after: Accounts.longestSeconds - 1) == "ada")
        #expect(try bench.bearer(of: token, after: Accounts.longestSeconds) == nil)
        #expect(try bench.bearer(of: named, after: 400 * 86_400) == "ada")
    }

    @Test func `an ended token and the token of a disabled user let nobody in`() throws {
        let bench = try AccountsTests.bench()
        let token = try bench.signIn("ada", AccountsTests.password)
        let named = try Accounts.makeNamedToken("ledger", for: "ada", office: bench.office)
        let now = bench.clock.now()
        try bench.office.database.writeInstance { _ = try SessionTokenRow.end(token.token.lookupKey, at: now, in: $0) }
        #expect(try bench.bearer(of: token.token) == nil)
        try bench.office.database.writeInstance { _ = try UserRow.setDisabled(token.user.id, since: now, in: $0) }
        #expect(try bench.bearer(of: named) == nil)
    }

    @Test func `after the fourth failure each doubles the wait, up to some minutes`() {
        let throttle = SignInThrottle()
        let now = Instant(millisecondsSinceEpoch: 1_781_000_000_000)
        var waits: [Int?] = []
        for _ in 1...16 {
            throttle.noteFailure(of: "ada", at: now)
            waits.append(throttle.wait(for: "ada", at: now))
        }
        #expect(waits == [nil, nil, nil, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512, 512])
        #expect(throttle.wait(for: "bob", at: now) == nil)
        #expect(throttle.wait(for: "ada", at: now.advanced(bySeconds: 511)) == 1)
        #expect(throttle.wait(for: "ada", at: now.advanced(bySeconds: 512)) == nil)
        throttle.noteSuccess(of: "ada")
        throttle.noteFailure(of: "ada", at: now)
        #expect(throttle.wait(for: "ada", at: now) == nil)
    }

    @Test func `a flood of names does not end the counting`() {
        let throttle = SignInThrottle()
        let start = Instant(millisecondsSinceEpoch: 1_781_000_000_000)
        for number in 0..<21_000 {
            throttle.noteFailure(of: "name\(number)", at: start.advanced(bySeconds: Int64(number / 100)))
        }
        let now = start.advanced(bySeconds: 210)
        for _ in 1...4 { throttle.noteFailure(of: "ada", at: now) }
        #expect(throttle.wait(for: "ada", at: now) == 1)
        for number in 0..<1_000 { throttle.noteFailure(of: "other\(number)", at: now) }
        #expect(throttle.wait(for: "ada", at: now) == 1)
    }

    @Test func `a name that no user can have is not remembered`() throws {
        let bench = try AccountsTests.bench()
        for name in ["", String(repeating: "a", count: 65)] {
            for _ in 1...6 {
                #expect(throws: Accounts.SignInError.wrongCredentials) {
                    try bench.signIn(name, AccountsTests.password)
                }
            }
        }
    }

    @Test func `who waits is not let in with the right password either, and is afterwards`() throws {
        let bench = try AccountsTests.bench()
        for _ in 1...4 {
            #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("ada", "correct mule") }
        }
        let refusal = #expect(throws: Accounts.SignInError.self) { try bench.signIn("ada", AccountsTests.password) }
        #expect(refusal?.description == "too many failed attempts; try again in 1 s")
        bench.clock.advance(seconds: 1)
        #expect(try bench.signIn("ada", AccountsTests.password).user.name == "ada")
        #expect(throws: Accounts.SignInError.wrongCredentials) { try bench.signIn("ada", "correct mule") }
        #expect(try bench.signIn("ada", AccountsTests.password).user.name == "ada")
    }

    private static func bench() throws -> OfficeBench {
        let bench = try OfficeBench.withCompany()
        try bench.create("ada", password)
        return bench
    }
}

extension OfficeBench {
    fileprivate func create(_ name: String, _ password: String) throws {
        try Accounts.create(
            name: name,
            displayName: "Ada",
            password: password,
            role: .collector,
            in: OfficeBench.company,
            by: "root",
            office: office
        )
    }

    fileprivate func signIn(_ name: String, _ password: String) throws -> Accounts.SignedIn {
        try Accounts.signIn(name: name, password: password, office: office)
    }

    /// The name of the user whom a token lets in, so many seconds from now.
    fileprivate func bearer(of token: AccessToken, after seconds: Int64 = 0) throws -> String? {
        let instant = clock.now().advanced(bySeconds: seconds)
        return try readInstance { try Accounts.user(bearing: token.lookupKey, at: instant, in: $0)?.user.name }
    }
}
