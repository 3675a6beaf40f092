import HTTP
import Receivables
import Secrets
import Store
import Testing
import Values
import Wire
import Workflows

/// Signing in, staying in, and getting out.
@Suite struct SessionTests {
    private static let password = "gravel-otter-94"
    private static let north = "/api/v1/companies/\(Books.north.id)"

    private func house(isHTTPS: Bool = false) throws -> House {
        let house = try House(isHTTPS: isHTTPS)
        try Accounts.setPassword(Self.password, of: "collector", office: house.office)
        return house
    }

    private func signIn(_ house: House, password: String = password) throws -> Answer {
        try house.ask(.post, "/api/v1/auth/login/", #"{"username":"collector","password":"\#(password)"}"#)
    }

    @Test func `a name and a password give a token, a cookie and the companies`() throws {
        let house = try house()
        let answer = try signIn(house)
        #expect(answer.status == 200)
        let token = try #require(try answer.field("token"))
        let csrf = try #require(try answer.field("csrf_token"))
        #expect(csrf.utf8.count == 64 && csrf != token)
        #expect(
            answer.headers["Set-Cookie"]
                == "arclight_session=\(token); Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"
        )
        for field in [("Authorization", "Bearer \(token)"), ("Cookie", "a=b; arclight_session=\(token)")] {
            let me = try house.ask(.get, "/api/v1/auth/me", fields: [field])
            #expect(try me.status == 200 && me.field("csrf_token") == csrf && me.field("token") == nil)
            #expect(try me.json["companies"] == answer.json["companies"])
        }
    }

    @Test func `the cookie is for https alone where the site is`() throws {
        let cookie = try #require(try signIn(house(isHTTPS: true)).headers["Set-Cookie"])
        #expect(cookie.hasSuffix("; SameSite=Strict; Secure"))
    }

    @Test func `a wrong password and an unknown name are one answer`() throws {
        let house = try house()
        let wrong = try signIn(house, password: "not-the-password")
        let unknown = try house.ask(.post, "/api/v1/auth/login", #"{"username":"nobody","password":"x"}"#)
        #expect(wrong.status == 401 && wrong.text == unknown.text)
        #expect(try wrong.field("detail") == "Unable to log in with provided credentials.")
    }

    @Test func `a sign-in longer than any name and password is refused unread`() throws {
        let house = try house()
        let long = String(repeating: "x", count: 4_096)
        for body in [#"{"username":"\#(long)","password":"x"}"#, String(repeating: "[", count: 4_097)] {
            let answer = try house.ask(.post, "/api/v1/auth/login", body)
            #expect(try answer.status == 413 && answer.field("code") == "content_too_large")
        }
    }

    @Test func `guessing is slowed down, and told for how long`() throws {
        let house = try house()
        var answer = try signIn(house, password: "guess-number-1")
        for number in 2...5 where answer.status == 401 {
            answer = try signIn(house, password: "guess-number-\(number)")
        }
        #expect(answer.status == 429)
        let seconds = try #require(answer.headers["Retry-After"].flatMap { Int64($0) })
        #expect(seconds >= 1)
        try house.wait(seconds: seconds)
        #expect(try signIn(house).status == 200)
    }

    @Test func `signing out ends the token and the cookie`() throws {
        let house = try house()
        let token = try #require(try signIn(house).field("token"))
        let field = ("Authorization", "Token \(token)")
        let out = try house.ask(.post, "/api/v1/auth/logout/", "{}", fields: [field])
        #expect(out.status == 200)
        #expect(out.headers["Set-Cookie"]?.hasPrefix("arclight_session=; Path=/; Max-Age=0;") == true)
        #expect(try house.ask(.get, "/api/v1/auth/me", fields: [field]).status == 401)
    }

    @Test func `a token ends twelve hours after its last use`() throws {
        let house = try House()
        for _ in 0..<3 {
            try house.wait(seconds: 11 * 3_600)
            #expect(try house.ask(.get, "/api/v1/auth/me", as: .viewer).status == 200)
        }
        try house.wait(seconds: 12 * 3_600)
        #expect(try house.ask(.get, "/api/v1/auth/me", as: .viewer).status == 401)
    }

    @Test func `a token ends after seven days, however much it is used`() throws {
        let house = try House()
        for _ in 0..<27 {
            try house.wait(seconds: 6 * 3_600)
            #expect(try house.ask(.get, "/api/v1/auth/me", as: .viewer).status == 200)
        }
        try house.wait(seconds: 6 * 3_600)
        #expect(try house.ask(.get, "/api/v1/auth/me", as: .viewer).status == 401)
    }

    @Test func `use is noted at most once a minute`() throws {
        let house = try House()
        let key = try #require(AccessToken(house.token(of: .viewer))?.lookupKey)
        func lastUse() throws -> Int64 {
            // A write that waits its turn comes after the note that was handed in before.
            try house.database.writeInstance { scope in
                let row = try SessionTokenRow.find(key, in: scope.reading)
                return (row?.lastUsedAt.secondsSinceEpoch ?? 0) - Books.now.secondsSinceEpoch
            }
        }
        var uses: [Int64] = []
        for _ in 0..<4 {
            try house.wait(seconds: 31)
            _ = try house.ask(.get, "/api/v1/auth/me", as: .viewer)
            uses.append(try lastUse())
        }
        #expect(uses == [0, 62, 62, 124])
    }

    @Test func `a change with the cookie needs the token of its session`() throws {
        let house = try House()
        let approve = "\(Self.north)/actions/\(Books.action(1))/approve"
        let cookie = ("Cookie", "arclight_session=\(house.token(of: .collector))")
        let own = try #require(try house.ask(.get, "/api/v1/auth/me", as: .collector).field("csrf_token"))
        let other = try #require(try house.ask(.get, "/api/v1/auth/me", as: .admin).field("csrf_token"))
        for (fields, code) in [([cookie], "csrf_missing"), ([cookie, ("X-CSRF-Token", other)], "csrf_wrong")] {
            let answer = try house.ask(.post, approve, "{}", fields: fields)
            #expect(try answer.status == 403 && answer.field("code") == code)
        }
        #expect(try house.ask(.get, "\(Self.north)/actions", fields: [cookie]).status == 200)
        #expect(try house.ask(.post, approve, "{}", fields: [cookie, ("X-CSRF-Token", own)]).status == 200)
    }

    @Test func `a user who was disabled is out at once`() throws {
        let house = try House()
        try house.database.writeInstance { try UserRow.setDisabled(Person.viewer.id, since: Books.now, in: $0) }
        #expect(try house.ask(.get, "/api/v1/auth/me", as: .viewer).status == 401)
    }

    @Test func `the log names the route and holds no secret`() throws {
        let house = try house()
        let token = try #require(try signIn(house).field("token"))
        _ = try house.ask(
            .get,
            "\(Self.north)/customers?search=private",
            fields: [("Authorization", "Token \(token)")]
        )
        let log = house.log
        #expect(log.contains(#""route":"/companies/{company_id}/customers","status":200"#))
        for secret in [token, Self.password, "private"] { #expect(!log.contains(secret)) }
    }
}
