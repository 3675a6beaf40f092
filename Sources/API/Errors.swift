import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// How every error looks to a client: the one place where an error gets its status, its code and its sentence.
enum Errors {
    /// The refusal that an error means to the client, or `nil` for one that is none of the client's business: that is
    /// answered with 500 and told to the log.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case let error as CallError: problem(error)
        case let error as FieldErrors: problem(error)
        case let error as WireError: problem(error)
        case let error as ReviewError: problem(error)
        case let error as IllegalTransition: Problem(.conflict, "illegal_transition", error.description)
        case let error as Accounts.SignInError: problem(error)
        case let error as Workflows.Refusal: Problem(.conflict, "refused", error.description)
        case let error as HTTP.Refusal: problem(error)
        case let error as StoreError: problem(error)
        default: Outage(error).map { problem($0) }
        }
    }

    /// The answer to an error that nobody foresaw.
    static func internalProblem(incident: String) -> Problem {
        var problem = Problem(
            .internalServerError,
            "internal_error",
            "something went wrong in the service; tell whoever runs it the incident \(incident)"
        )
        problem.incident = incident
        return problem
    }

    private static func problem(_ error: CallError) -> Problem {
        switch error {
        case .noSuchPath:
            Problem(.notFound, "no_such_path", "there is nothing at this path")
        case .methodNotAllowed(let allowed):
            Problem(
                .methodNotAllowed,
                "method_not_allowed",
                "this path answers \(allowed.map(\.name).joined(separator: ", "))"
            ).with(header: "Allow", allowed.map(\.name).joined(separator: ", "))
        case .notSignedIn:
            Problem(.unauthorized, "not_signed_in", "sign in, or send a token: `Authorization: Token …`")
                .with(detail: "Authentication credentials were not provided.")
        case .invalidToken:
            Problem(.unauthorized, "invalid_token", "the token is wrong or has ended; sign in again")
                .with(detail: "Invalid token.")
        case .malformedAuthorization:
            Problem(
                .unauthorized,
                "malformed_authorization",
                "the `Authorization` field must read `Token …` or `Bearer …`"
            ).with(detail: "Invalid token header.")
        case .csrfMissing:
            Problem(
                .forbidden,
                "csrf_missing",
                "a change that comes with the cookie needs the `X-CSRF-Token` that `/auth/me` gives"
            )
        case .csrfWrong:
            Problem(
                .forbidden,
                "csrf_wrong",
                "the `X-CSRF-Token` belongs to another session; read `/auth/me` for the one of this"
            )
        case .malformedIdentifier(let field):
            Problem(.badRequest, "malformed_id", "`\(field.name)` \(field.problem)").with(fields: [field])
        case .foreignCompany:
            Problem(.forbidden, "foreign_company", "this company is not one of yours")
        case .roleTooLow(let needed, let held):
            Problem(
                .forbidden,
                "role_too_low",
                "this takes the role \(needed.rawValue) in the company, and yours is \(held.rawValue); ask an admin"
            )
        case .unknownParameters(let fields): problem(fields, "unknown_parameter")
        case .badParameters(let fields): problem(fields, "invalid_parameter")
        case .unsupportedMediaType(let type):
            Problem(
                .unsupportedMediaType,
                "unsupported_media_type",
                "the body must be `application/json`, not `\(type.prefix(64))`"
            )
        case .bodyTooLong(let limit):
            Problem(.contentTooLarge, "content_too_large", "the body of this request has at most \(limit) bytes")
        case .noSuch(let thing): Problem(.notFound, "not_found", "the company has no such \(thing)")
        case .malformedKey:
            Problem(
                .badRequest,
                "malformed_idempotency_key",
                "an `Idempotency-Key` has 1 to 200 visible ASCII characters, and stands there once"
            )
        case .keyReused:
            Problem(
                .conflict,
                "idempotency_key_reused",
                "this `Idempotency-Key` came with another request before; give each request a key of its own"
            )
        case .tooManySignIns:
            Problem(.serviceUnavailable, "busy", "too many people are signing in; try again in a moment")
                .with(header: "Retry-After", "1")
        case .notReady:
            Problem(.serviceUnavailable, "not_ready", "the service is starting or stopping; try again in a moment")
                .with(header: "Retry-After", "1")
        }
    }

    private static func problem(_ fields: [FieldProblem], _ code: String) -> Problem {
        let sentence = fields.first.map { "`\($0.name)` \($0.problem)" } ?? "the query cannot be understood"
        return Problem(.badRequest, code, sentence).with(fields: fields)
    }

    private static func problem(_ error: FieldErrors) -> Problem {
        let fields = error.problems.map { FieldProblem($0.path, $0.message) }
        // A field that nobody knows is named in its own words already.
        let sentence = error.problems.first.map {
            $0.message.hasPrefix("`") ? $0.message : "`\($0.path)` \($0.message)"
        }
        return Problem(.badRequest, "invalid_body", sentence ?? error.description).with(fields: fields)
    }

    private static func problem(_ error: WireError) -> Problem {
        Problem(.badRequest, "malformed_json", "the body cannot be read: \(error.description)")
    }

    private static func problem(_ error: ReviewError) -> Problem {
        switch error {
        case .noSuchAction: problem(CallError.noSuch("action"))
        case .illegal(let transition): Problem(.conflict, "illegal_transition", transition.description)
        case .invoiceSettled: Problem(.conflict, "invoice_settled", error.description)
        case .doNotContact: Problem(.conflict, "do_not_contact", error.description)
        case .disputed: Problem(.conflict, "invoice_disputed", error.description)
        case .promised: Problem(.conflict, "payment_promised", error.description)
        case .chosenAlready: Problem(.conflict, "chosen_already", error.description)
        case .commentMissing: refusal(error, of: "comment", "comment_missing")
        case .promiseInThePast: refusal(error, of: "promise_due_date", "promise_in_the_past")
        case .promiseWithoutReason: refusal(error, of: "promise_due_date", "promise_without_reason")
        case .noInvoice: refusal(error, of: "reason", "no_invoice")
        }
    }

    private static func refusal(_ error: ReviewError, of field: String, _ code: String) -> Problem {
        Problem(.badRequest, code, error.description).with(fields: [FieldProblem(field, error.description)])
    }

    private static func problem(_ error: Accounts.SignInError) -> Problem {
        switch error {
        case .wrongCredentials:
            Problem(.unauthorized, "wrong_credentials", error.description)
                .with(detail: "Unable to log in with provided credentials.")
        case .throttled(let seconds):
            Problem(.tooManyRequests, "throttled", error.description).with(header: "Retry-After", String(seconds))
        }
    }

    /// What the server itself refuses: requests that are no HTTP, too large, too slow or too many.
    private static func problem(_ refusal: HTTP.Refusal) -> Problem {
        let reason = refusal.status.reason.lowercased().map { $0 == " " ? "_" : $0 }
        let problem = Problem(refusal.status, String(reason), refusal.detail)
        return refusal.status == .serviceUnavailable ? problem.with(header: "Retry-After", "1") : problem
    }

    private static func problem(_ error: StoreError) -> Problem? {
        switch error {
        case .movedOn: Problem(.conflict, "moved_on", error.description)
        case .database: Outage(error).map { problem($0) }
        case .newerSchema, .olderSchema, .changedMigration, .notDurable, .unknownCustomer, .unknownInvoice,
            .unknownPayment,
            .unknownContact, .promiseRefused, .allocationRefused, .noSuchRow,
            .folder:
            nil
        }
    }

    private static func problem(_ outage: Outage) -> Problem {
        Problem(.serviceUnavailable, "database_unavailable", outage.description).with(header: "Retry-After", "5")
    }
}
