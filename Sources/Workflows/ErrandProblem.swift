import Receivables
import RuleLanguage
import Scoring
import Secrets
import Store
package import Telemetry
import Values
import Wire

/// What went wrong with a workflow, as a sentence for whoever asked.
///
/// The one place where the errors of all workflows become words; what is not listed is our mistake, is logged whole, and
/// says no internals.
package struct ErrandProblem: Sendable {
    /// A stable name of the kind of problem.
    package let code: String
    /// What is wrong, and what to do.
    package let sentence: String
    /// Whether somebody else was quicker, so that the same request may succeed now.
    package let isPassing: Bool
    private let details: JSONWriter?

    /// The problem behind an error.
    package init(_ error: any Error, log: Log) {
        var details: JSONWriter?
        var isPassing = false
        switch error {
        case let refusal as Refusal: (code, sentence) = ("refused", refusal.description)
        case let refusal as ImportRefusal:
            var json = JSONWriter()
            refusal.write(to: &json)
            details = json
            (code, sentence) = ("import_refused", refusal.description)
        case let error as UnknownProfile: (code, sentence) = ("unknown_profile", error.description)
        case let error as ImportProfileError: (code, sentence) = ("bad_profile", error.description)
        case let error as SeedFileError: (code, sentence) = ("bad_seed_file", error.description)
        case let error as PublishError: (code, sentence) = ("rules_refused", error.description)
        case let error as ReviewError: (code, sentence) = ("review_refused", error.description)
        case let error as ForgettingError: (code, sentence) = ("no_such_contact", error.description)
        case let error as RunError: (code, sentence) = ("run_refused", error.description)
        case let error as TrainingError: (code, sentence) = ("not_trained", error.description)
        case let error as ModelError: (code, sentence) = ("bad_model", error.description)
        case let error as TimeZoneError: (code, sentence) = ("bad_time_zone", error.description)
        case let error as PasswordError: (code, sentence) = ("password_refused", error.description)
        case let error as PrivateFileError: (code, sentence) = ("file_not_written", error.description)
        case let error as MoneyError: (code, sentence) = ("bad_amount", error.description)
        case let error as FieldErrors: (code, sentence) = ("bad_request", "\(error)")
        case let error as WireError: (code, sentence) = ("bad_request", "\(error)")
        case let error as StoreError:
            if case .movedOn = error { isPassing = true }
            (code, sentence) = ("store", error.description)
        default:
            log.error("unexpected_error", ["error": "\(String(reflecting: error))"])
            (code, sentence) = ("internal", "something went wrong inside; the log says what")
        }
        self.isPassing = isPassing
        self.details = details
    }

    /// The problem as the result of an errand.
    package var result: ErrandResult {
        var json = JSONWriter()
        json.object { object in
            object.field("error", sentence)
            object.field("code", code)
            if let details {
                object.key("details")
                object.verbatim(details.text)
            }
        }
        return .refused(sentence, json: json.text)
    }
}
