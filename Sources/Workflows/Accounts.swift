package import Receivables
package import Secrets
package import Store
import Synchronization
package import Values

/// Users, and how they sign in.
package enum Accounts {
    /// Somebody who has just signed in.
    package struct SignedIn: Sendable {
        package let user: UserRow
        /// Shown once: the database holds its hash only.
        package let token: AccessToken
    }

    /// Why nobody was signed in.
    package enum SignInError: Error, Hashable, Sendable {
        /// Wrong name or wrong password; which of them is not said.
        case wrongCredentials
        /// Too many failures; the next attempt counts after so many seconds.
        case throttled(retryAfterSeconds: Int)
    }

    /// How long a token from signing in lives without being used, in seconds.
    package static let idleSeconds: Int64 = 12 * 3_600
    /// How long a token from signing in lives at most, in seconds.
    package static let longestSeconds: Int64 = 7 * 86_400

    /// Adds a user with a role in a company.
    ///
    /// - Parameter actor: who is named in the audit log.
    /// - Throws: ``Refusal/badUserName(_:)``, ``Refusal/weakPassword(_:)``, ``Refusal/userExists(_:)``;
    ///   ``Secrets/PasswordError``; ``Store/StoreError``.
    @discardableResult
    package static func create(
        name: String,
        displayName: String,
        password: String,
        role: Role,
        in company: Company,
        by actor: String = "operator",
        office: Office
    ) throws -> Identifier<User> {
        guard isUserName(name) else { throw Refusal.badUserName(name) }
        let hash = try hashed(password)
        let now = office.now()
        return try office.database.writeInstance { scope in
            guard try UserRow.find(name: name, in: scope.reading) == nil else { throw Refusal.userExists(name) }
            var random = SecureRandom()
            let user = UserRow(
                id: .timeOrdered(at: now, using: &random),
                name: name,
                displayName: displayName,
                passwordHash: hash.text,
                createdAt: now
            )
            try user.insert(in: scope)
            let rows = scope.entering(company.id)
            try MembershipRow.set(role, for: user.id, in: rows)
            try AuditRow.append(
                actor: actor,
                event: "user.create",
                subject: name,
                before: "",
                after: role.rawValue,
                at: now,
                in: rows
            )
            return user.id
        }
    }

    /// Sets a user's password and ends every token from signing in; every company the user is a member of keeps a line
    /// of it.
    ///
    /// - Parameter actor: who is named in the audit log.
    /// - Throws: ``Refusal/noSuchUser(_:)``, ``Refusal/weakPassword(_:)``; ``Secrets/PasswordError``; ``Store/StoreError``.
    package static func setPassword(
        _ password: String,
        of name: String,
        by actor: String = "operator",
        office: Office
    ) throws {
        let hash = try hashed(password)
        let now = office.now()
        try office.database.writeInstance { scope in
            guard let user = try UserRow.find(name: name, in: scope.reading) else { throw Refusal.noSuchUser(name) }
            try UserRow.setPassword(of: user.id, to: hash.text, in: scope)
            try SessionTokenRow.endAll(of: user.id, at: now, in: scope)
            for membership in try MembershipRow.memberships(of: user.id, in: scope.reading) {
                try AuditRow.append(
                    actor: actor,
                    event: "user.password",
                    subject: name,
                    at: now,
                    in: scope.entering(membership.company)
                )
            }
        }
    }

    /// Checks a name and a password and makes a token.
    ///
    /// It takes as long for a name that nobody has as for a wrong password, some 20 ms of one core: an event loop hands it
    /// to a thread of its own.
    ///
    /// - Throws: ``SignInError``; ``Store/StoreError``.
    package static func signIn(name: String, password: String, office: Office) throws -> SignedIn {
        let now = office.now()
        if let wait = office.throttle.wait(for: name, at: now) {
            throw SignInError.throttled(retryAfterSeconds: wait)
        }
        let user = try office.database.makeReader().readInstance { try UserRow.find(name: name, in: $0) }
        let stored = user?.passwordHash.flatMap { PasswordHash($0) }
        let isRight = PasswordHash.verify(password, against: stored)
        guard isRight, let user, let token = try openSession(of: user, at: now, office: office) else {
            // A name that nobody can have needs no guard, and may be of any length.
            if isUserName(name) { office.throttle.noteFailure(of: name, at: now) }
            throw SignInError.wrongCredentials
        }
        office.throttle.noteSuccess(of: name)
        return SignedIn(user: user, token: token)
    }

    /// A token for a user whose password has been checked against this row; `nil` where the user is disabled, or was given
    /// another password since the row was read.
    ///
    /// - Throws: ``Store/StoreError``.
    package static func openSession(of user: UserRow, at now: Instant, office: Office) throws -> AccessToken? {
        let token = AccessToken()
        return try office.database.writeInstance { scope in
            let current = try UserRow.find(user.id, in: scope.reading)
            guard let current, current.passwordHash == user.passwordHash, current.disabledAt == nil else { return nil }
            try SessionTokenRow.forget(usedLastBefore: now.advanced(bySeconds: -longestSeconds), in: scope)
            try SessionTokenRow(hash: token.lookupKey, user: user.id, createdAt: now).insert(in: scope)
            return token
        }
    }

    /// A token for programs, which does not end by itself.
    ///
    /// - Throws: ``Refusal/noSuchUser(_:)``; ``Store/StoreError``.
    package static func makeNamedToken(_ label: String, for name: String, office: Office) throws -> AccessToken {
        let now = office.now()
        let token = AccessToken()
        try office.database.writeInstance { scope in
            guard let user = try UserRow.find(name: name, in: scope.reading) else { throw Refusal.noSuchUser(name) }
            try SessionTokenRow(hash: token.lookupKey, user: user.id, label: label, createdAt: now).insert(in: scope)
        }
        return token
    }

    /// The user a token stands for, where it is still good at `instant`.
    ///
    /// - Throws: ``Store/StoreError``.
    package static func user(
        bearing lookupKey: ContentHash,
        at instant: Instant,
        in scope: InstanceScope
    ) throws -> (user: UserRow, token: SessionTokenRow)? {
        guard let token = try SessionTokenRow.find(lookupKey, in: scope), token.endedAt == nil else { return nil }
        if token.label == nil {
            guard instant < token.lastUsedAt.advanced(bySeconds: idleSeconds),
                instant < token.createdAt.advanced(bySeconds: longestSeconds)
            else { return nil }
        }
        guard let user = try UserRow.find(token.user, in: scope), user.disabledAt == nil else { return nil }
        return (user, token)
    }

    private static func hashed(_ password: String) throws -> PasswordHash {
        if let problem = PasswordPolicy.problem(with: password) { throw Refusal.weakPassword(problem) }
        return try PasswordHash.hash(password)
    }

    private static func isUserName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "@"):
                    true
                default: false
                }
            }
    }
}

extension Accounts.SignInError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongCredentials: "the user name or the password is wrong"
        case .throttled(let seconds): "too many failed attempts; try again in \(seconds) s"
        }
    }
}

/// Slows down who guesses passwords: after three failures of a name each further one doubles the wait.
///
/// It is kept in memory: a restart forgets it, and a guesser cannot cause one.
package final class SignInThrottle: Sendable {
    private struct Failures {
        var count = 0
        var last = Instant(millisecondsSinceEpoch: 0)
    }

    private let failures = Mutex<[String: Failures]>([:])

    /// How many names are remembered at most.
    private static let mostNames = 10_000

    /// Nobody has failed yet.
    package init() {}

    /// How many seconds a name has to wait from `instant`, or `nil` where it has not.
    package func wait(for name: String, at instant: Instant) -> Int? {
        failures.withLock { failures in
            guard let known = failures[name], known.count > 3 else { return nil }
            let free = known.last.advanced(bySeconds: Int64(1) << min(known.count - 4, 9))
            let left = free.millisecondsSinceEpoch - instant.millisecondsSinceEpoch
            return left > 0 ? Int((left + 999) / 1_000) : nil
        }
    }

    /// Counts a failure.
    package func noteFailure(of name: String, at instant: Instant) {
        failures.withLock { failures in
            // A flood of names must neither fill the memory nor end the counting. Those tried last stay: to have a name
            // forgotten takes thousands of attempts at others, which is slower than waiting.
            if failures.count >= SignInThrottle.mostNames, failures[name] == nil {
                let latest = failures.sorted { $0.value.last > $1.value.last }.prefix(SignInThrottle.mostNames / 2)
                failures = Dictionary(uniqueKeysWithValues: latest.map { ($0.key, $0.value) })
            }
            failures[name, default: Failures()].count += 1
            failures[name]?.last = instant
        }
    }

    /// Forgets the failures of a name that signed in.
    package func noteSuccess(of name: String) {
        _ = failures.withLock { $0.removeValue(forKey: name) }
    }
}
