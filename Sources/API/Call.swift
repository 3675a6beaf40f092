import HTTP
import Receivables
import Secrets
import Store
import Values
import Wire
import Workflows

/// Who makes a request.
struct Caller: Sendable {
    let user: UserRow
    let token: AccessToken
    let lastUsedAt: Instant
    /// Whether the token came in the page's cookie, which browsers send by themselves.
    let isFromCookie: Bool
}

/// What a caller is in a company.
struct Member: Sendable {
    let company: Company
    let role: Role
    /// The company's day.
    let today: Day
}

/// A request with all that was found out about it before its endpoint is asked.
struct Call: Sendable {
    let request: Request
    let captures: Captures
    let parameters: Parameters
    let now: Instant
    let service: Service
    private let callerIfAny: Caller?
    private let memberIfAny: Member?

    init(
        request: Request,
        captures: Captures,
        parameters: Parameters,
        caller: Caller?,
        member: Member?,
        now: Instant,
        service: Service
    ) {
        self.request = request
        self.captures = captures
        self.parameters = parameters
        callerIfAny = caller
        memberIfAny = member
        self.now = now
        self.service = service
    }

    /// Who makes the request.
    ///
    /// - Precondition: the route asks for somebody who is signed in.
    var caller: Caller {
        guard let callerIfAny else { preconditionFailure("nobody is signed in on a route that anybody may use") }
        return callerIfAny
    }

    /// What the caller is in the company that the path names.
    ///
    /// - Precondition: the route asks for a member.
    var member: Member {
        guard let memberIfAny else { preconditionFailure("the route asks for no member of a company") }
        return memberIfAny
    }

    /// The id that stands in the path at `{name}`.
    ///
    /// - Precondition: the route's path has that name; what stands there was checked when the call was admitted.
    func identifier<Subject>(_ name: String, of subject: Subject.Type = Subject.self) -> Identifier<Subject> {
        guard let id = captures[name].flatMap({ Identifier<Subject>($0) }) else {
            preconditionFailure("the path has no id called \(name)")
        }
        return id
    }

    /// A reader of the fields that were sent; an empty body is an object without fields.
    ///
    /// - Throws: ``Wire/WireError``.
    func body() throws(WireError) -> ObjectReader {
        let isEmpty = request.body.isEmpty
        return try ObjectReader(isEmpty ? .object(JSONObject()) : try JSONReader.value(from: request.body))
    }

    /// What the caller is in a company that the request names otherwise than in its path; `nil` where nothing.
    ///
    /// - Throws: ``Values/TimeZoneError``; what the database throws.
    func member(of company: Identifier<Company>, in scope: InstanceScope) throws -> Member? {
        try Member.find(caller.user.id, in: company, over: scope, service: service)
    }

    /// What the caller is in each of their companies, by the company's slug.
    ///
    /// - Throws: ``Values/TimeZoneError``; what the database throws.
    func members(in scope: InstanceScope) throws -> [Member] {
        try Member.all(of: caller.user.id, over: scope, service: service)
    }
}

extension Member {
    /// What a user is in a company, or `nil` where they are nothing or it does not exist.
    static func find(
        _ user: Identifier<User>,
        in company: Identifier<Company>,
        over scope: InstanceScope,
        service: Service
    ) throws -> Member? {
        guard let role = try MembershipRow.role(of: user, in: scope.entering(company)),
            let row = try CompanyRow.find(company, in: scope)
        else { return nil }
        return Member(company: row.company, role: role, today: try service.office.today(of: row.company))
    }

    /// What a user is in each of their companies, by the company's slug.
    static func all(of user: Identifier<User>, over scope: InstanceScope, service: Service) throws -> [Member] {
        try MembershipRow.memberships(of: user, in: scope)
            .compactMap { try find(user, in: $0.company, over: scope, service: service) }
            .sorted { $0.company.slug < $1.company.slug }
    }
}
