import HTTP
import Receivables

/// What is wrong with one parameter or field of a request.
struct FieldProblem: Hashable, Sendable {
    /// The parameter's name, or the field's path.
    let name: String
    /// What is wrong, in words that follow the name.
    let problem: String

    init(_ name: String, _ problem: String) {
        self.name = name
        self.problem = problem
    }
}

/// Why a request is refused before any workflow has heard of it.
enum CallError: Error, Hashable, Sendable {
    case noSuchPath
    case methodNotAllowed([Method])
    /// No token came with the request.
    case notSignedIn
    /// The token is nobody's, or has ended.
    case invalidToken
    /// The `Authorization` field holds no token.
    case malformedAuthorization
    /// A change that came with the page's cookie and without the page's word for it.
    case csrfMissing
    /// The same with another word.
    case csrfWrong
    case malformedIdentifier(FieldProblem)
    /// The company is somebody else's, or there is none: which of them is not said.
    case foreignCompany
    case roleTooLow(needed: Role, held: Role)
    case unknownParameters([FieldProblem])
    case badParameters([FieldProblem])
    case unsupportedMediaType(String)
    /// The body is longer than anything that this request can mean, in bytes.
    case bodyTooLong(limit: Int)
    /// The thing is no longer as the client has read it.
    case movedOn
    /// The company has no such thing.
    case noSuch(String)
    case malformedKey
    /// An idempotency key that stood with another request.
    case keyReused
    /// More people try to sign in than passwords can be checked.
    case tooManySignIns
    /// The service is starting or stopping.
    case notReady
}
