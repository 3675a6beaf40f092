import HTTP
import Secrets
import Store
import Values
import Workflows

/// Finds out who makes a request, by its `Authorization` field or by the page's cookie.
enum Authentication {
    /// The name of the page's cookie.
    static let cookieName = "arclight_session"

    /// Whoever makes the request.
    ///
    /// - Throws: ``CallError`` where nobody does; what the database throws.
    static func caller(of request: Request, at now: Instant, in scope: InstanceScope) throws -> Caller {
        let (token, isFromCookie) = try token(of: request)
        guard let found = try Accounts.user(bearing: token.lookupKey, at: now, in: scope) else {
            throw CallError.invalidToken
        }
        return Caller(
            user: found.user,
            token: token,
            lastUsedAt: found.token.lastUsedAt,
            isFromCookie: isFromCookie
        )
    }

    private static func token(of request: Request) throws(CallError) -> (token: AccessToken, isFromCookie: Bool) {
        if let field = request.headers["Authorization"] {
            let words = field.split(separator: " ")
            guard words.count == 2, ["token", "bearer"].contains(words[0].lowercased()) else {
                throw .malformedAuthorization
            }
            guard let token = AccessToken(words[1]) else { throw .invalidToken }
            return (token, false)
        }
        guard let text = cookie(of: request) else { throw .notSignedIn }
        guard let token = AccessToken(text) else { throw .invalidToken }
        return (token, true)
    }

    private static func cookie(of request: Request) -> Substring? {
        for field in request.headers.values(of: "Cookie") {
            for pair in field.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                if trimmed.hasPrefix("\(cookieName)=") { return trimmed.dropFirst(cookieName.count + 1) }
            }
        }
        return nil
    }

    /// What the page has to send with every change made under a token: only scripts of our own origin can read it.
    static func csrfToken(of token: AccessToken) -> String {
        Hexadecimal.text(of: HMAC.code(for: "csrf".utf8, key: Array(token.text.utf8)))
    }

    /// Refuses a change that a browser sent by itself, on the word of another site.
    static func checkOrigin(of request: Request, by caller: Caller) throws(CallError) {
        guard caller.isFromCookie else { return }
        switch request.method {
        case .get, .head, .options: return
        case .post, .put, .patch, .delete, .other: break
        }
        guard let sent = request.headers["X-CSRF-Token"] else { throw .csrfMissing }
        guard constantTimeEqual(Array(sent.utf8), Array(csrfToken(of: caller.token).utf8)) else { throw .csrfWrong }
    }

    /// The `Set-Cookie` field that signs a browser in.
    static func cookieField(for token: AccessToken, isHTTPS: Bool) -> String {
        cookieField(value: token.text, maximumAgeSeconds: Accounts.longestSeconds, isHTTPS: isHTTPS)
    }

    /// The `Set-Cookie` field that signs a browser out.
    static func endedCookieField(isHTTPS: Bool) -> String {
        cookieField(value: "", maximumAgeSeconds: 0, isHTTPS: isHTTPS)
    }

    private static func cookieField(value: String, maximumAgeSeconds: Int64, isHTTPS: Bool) -> String {
        "\(cookieName)=\(value); Path=/; Max-Age=\(maximumAgeSeconds); HttpOnly; SameSite=Strict"
            + (isHTTPS ? "; Secure" : "")
    }
}
