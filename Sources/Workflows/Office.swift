package import Receivables
package import Store
package import Telemetry
package import Values

/// What every workflow works with: made once by the program, handed on, and never looked up.
package struct Office: Sendable {
    package let database: Database
    /// The wall clock.
    ///
    /// Only what is written beside a decision reads it, and what asks which day it is for a company.
    package let now: @Sendable () -> Instant
    package let log: Log
    /// The compiled rule sets, so that a run need not check the same files again.
    package let programs = RulePrograms()
    /// Who failed to sign in lately.
    package let throttle = SignInThrottle()

    /// The office over this database.
    package init(database: Database, now: @escaping @Sendable () -> Instant, log: Log) {
        self.database = database
        self.now = now
        self.log = log
    }

    /// The company's own day.
    ///
    /// - Throws: ``Values/TimeZoneError`` where the system does not know the company's time zone.
    package func today(of company: Company) throws(TimeZoneError) -> Day {
        // A clock that stands still is not read.
        if let fixed = company.fixedToday { return fixed }
        return try Office.today(of: company, at: now())
    }

    /// The company's own day at an instant.
    ///
    /// - Throws: ``Values/TimeZoneError`` where the system does not know the company's time zone.
    package static func today(of company: Company, at instant: Instant) throws(TimeZoneError) -> Day {
        if let fixed = company.fixedToday { return fixed }
        return CompanyClock.real(try TimeZone(company.timeZoneName)).today(at: instant)
    }

    /// The company a command means: the one it names, or the only one there is.
    ///
    /// - Throws: ``Refusal/noSuchCompany(_:known:)``, ``Refusal/whichCompany(known:)``; ``Store/StoreError``.
    package func company(named slug: String?) throws -> Company {
        try Office.choose(slug, among: database.makeReader().readInstance { try CompanyRow.all(in: $0) }.map(\.company))
    }

    /// The company with this slug, or the only one where there is no slug.
    ///
    /// - Throws: ``Refusal/noSuchCompany(_:known:)``, ``Refusal/whichCompany(known:)``.
    package static func choose(_ slug: String?, among companies: [Company]) throws(Refusal) -> Company {
        let known = companies.map(\.slug)
        guard let slug else {
            guard companies.count == 1, let only = companies.first else { throw .whichCompany(known: known) }
            return only
        }
        guard let company = companies.first(where: { $0.slug == slug }) else {
            throw .noSuchCompany(slug, known: known)
        }
        return company
    }
}

/// A request that makes sense and cannot be granted: what is in the way, and what to do.
package enum Refusal: Error, Hashable, Sendable {
    case noSuchCompany(String, known: [String])
    case whichCompany(known: [String])
    case companyExists(String)
    case badSlug(String)
    case badSegments([String])
    case segmentInUse(String, customers: Int)
    case noSuchUser(String)
    case userExists(String)
    case badUserName(String)
    case weakPassword(String)
    case currencyInUse(Currency)
    case noRules(String)
    case noModel(String)
    case fileUnreadable(path: String)
    case noSuchHolidays(String, known: [String])
    case profileIsFor(kind: String, asked: String)
    case whichProfile
}

extension Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchCompany(let slug, let known):
            if let meant = Spelling.nearest(to: slug, among: known) {
                "there is no company `\(slug)`; did you mean `\(meant)`?"
            } else if known.isEmpty {
                "there is no company yet; make one with `arclight company create \(slug) --currency USD`"
            } else {
                "there is no company `\(slug)`; there are: \(known.joined(separator: ", "))"
            }
        case .whichCompany(let known):
            known.isEmpty
                ? "there is no company yet; make one with `arclight company create SLUG --currency USD`"
                : "say which company with `--company`: \(known.joined(separator: ", "))"
        case .companyExists(let slug): "there is a company `\(slug)` already; change it with `arclight company set`"
        case .badSlug(let slug):
            "`\(slug)` cannot name a company; use 1 to 40 lower-case letters, digits and hyphens, a letter first"
        case .badSegments(let segments):
            "the segments `\(segments.joined(separator: ", "))` cannot be used; give one or more different words of "
                + "letters, digits and underscores, a letter first"
        case .segmentInUse(let segment, let count):
            "\(count == 1 ? "1 customer is" : "\(count) customers are") sorted as `\(segment)`; keep the word with "
                + "`--segment \(segment)`, or import those customers with another segment first"
        case .noSuchUser(let name):
            "there is no user `\(name)`; make one with `arclight user create \(name) --role collector`"
        case .userExists(let name):
            "there is a user `\(name)` already; `arclight user password \(name)` sets a password"
        case .badUserName(let name):
            "`\(name)` cannot name a user; use 1 to 64 letters, digits, dots, hyphens, underscores or @"
        case .weakPassword(let problem): problem
        case .currencyInUse(let currency):
            "the company has books in \(currency); its currency can change only while it has none"
        case .noRules(let slug): "company `\(slug)` has no live rule set; publish one with `arclight rules publish`"
        case .noModel(let slug): "company `\(slug)` has no live model; run `arclight retrain --promote`"
        case .fileUnreadable(let path): "the file \(path) cannot be read; look at its name and its permissions"
        case .noSuchHolidays(let name, let known):
            "there is no holiday list `\(name)`; shipped ones are \(known.joined(separator: ", ")), or `none`"
        case .whichProfile:
            "say how to read the file: `--profile NAME` or, for a file with our own headers, `--as KIND`"
        case .profileIsFor(let kind, let asked): "the profile reads \(kind), and `--as \(asked)` was asked for"
        }
    }
}
