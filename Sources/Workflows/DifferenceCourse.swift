package import Facts
import Receivables
import RuleEngine
import Values
import Wire

/// Why a run takes an action back.
package enum CancelCause: Hashable, Sendable {
    /// The rule does not recommend it any more.
    case noLongerHolds
    /// The hold with this id stops it.
    case held(by: String)
    /// The rule now recommends it over another channel.
    case superseded(by: Channel)
    /// The day by which it was to be acted on has passed.
    case expired

    /// What happens to the action.
    var event: ActionEvent {
        switch self {
        case .noLongerHolds, .held: .cancel
        case .superseded: .supersede
        case .expired: .expire
        }
    }

    /// The cause in words, as the row keeps it: `held by promise_active`.
    package var text: String {
        switch self {
        case .noLongerHolds: "no longer holds"
        case .held(let hold): "held by \(hold)"
        case .superseded(let channel): "superseded by \(channel.rawValue)"
        case .expired: "expired"
        }
    }

    /// The cause that these words stand for, or `nil` where a run does not write them: then a person cancelled.
    package init?(text: String) {
        if text == CancelCause.noLongerHolds.text {
            self = .noLongerHolds
        } else if text == CancelCause.expired.text {
            self = .expired
        } else if text.hasPrefix("held by ") {
            self = .held(by: String(text.dropFirst(8)))
        } else if text.hasPrefix("superseded by "), let channel = Channel(rawValue: String(text.dropFirst(14))) {
            self = .superseded(by: channel)
        } else {
            return nil
        }
    }
}

/// What a run does with the latest action of a rule about a subject.
struct ActionCourse: Hashable {
    /// What comes after the standing action, where one stands, has been seen to.
    enum Next: Hashable {
        /// The rule does not recommend it.
        case nothing
        /// It stands as it should.
        case leave
        /// It stands, and says something else now.
        case refresh
        /// A person has decided about it: it is not proposed again.
        case stayAway
        /// It is proposed.
        case open
    }

    /// Why the standing action is cancelled, where it is.
    var cancels: CancelCause?
    /// Whether the standing action's episode is over.
    var endsEpisode = false
    let then: Next

    /// The course on `day`, by what stands and what the rules say; `action` is `nil` where they do not recommend it,
    /// `hold` is what stops it then.
    static func on(
        _ day: Day,
        after standing: StandingAction?,
        said action: JudgedAction?,
        heldBy hold: String?
    ) -> ActionCourse {
        guard let standing else { return ActionCourse(then: action == nil ? .nothing : .open) }
        switch standing.fate {
        case .proposed, .scheduled:
            if let expiresOn = standing.expiresOn, expiresOn < day {
                return ActionCourse(
                    cancels: .expired,
                    endsEpisode: action == nil,
                    then: action == nil ? .nothing : .stayAway
                )
            }
            guard let action else {
                let cause = hold.map { CancelCause.held(by: $0) } ?? .noLongerHolds
                return ActionCourse(cancels: cause, endsEpisode: true, then: .nothing)
            }
            guard action.channel == standing.channel else {
                return ActionCourse(cancels: .superseded(by: action.channel), endsEpisode: true, then: .open)
            }
            return ActionCourse(then: action.substance == standing.substance ? .leave : .refresh)
        case .taken(let takenOn):
            guard let action else { return ActionCourse(endsEpisode: true, then: .nothing) }
            guard let pause = action.againAfterDays, takenOn.days(until: day) >= pause else {
                return ActionCourse(then: .stayAway)
            }
            return ActionCourse(endsEpisode: true, then: .open)
        case .rejected:
            guard let action else { return ActionCourse(endsEpisode: true, then: .nothing) }
            guard action.evidenceKey != standing.evidenceKey else { return ActionCourse(then: .stayAway) }
            return ActionCourse(endsEpisode: true, then: .open)
        case .expired:
            guard action != nil else { return ActionCourse(endsEpisode: true, then: .nothing) }
            return ActionCourse(then: standing.episodeTo == nil ? .stayAway : .open)
        case .withdrawn:
            return ActionCourse(endsEpisode: true, then: action == nil ? .nothing : .open)
        }
    }
}

/// The lines below an action's why: what is otherwise since it was turned down.
enum ActionNotes {
    /// The description of an action: why, then its notes.
    static func text(_ why: String, _ notes: String?) -> String {
        guard let notes else { return why }
        return "\(why)\n\(notes)"
    }

    /// The notes in a description, for the one that takes its place.
    static func carried(from description: String) -> String? {
        guard let lineEnd = description.firstIndex(of: "\n") else { return nil }
        return String(description[description.index(after: lineEnd)...])
    }

    /// What speaks for `action` now and did not when it was turned down; `nil` where it was not.
    static func news(for action: JudgedAction, since standing: StandingAction) throws(WireError) -> String? {
        guard case .rejected(let day) = standing.fate else { return nil }
        let changes = try EvidenceText.changes(to: action.steadyEvidence, since: standing.evidence)
        let what = changes.isEmpty ? "other facts speak for it" : changes.joined(separator: "; ")
        let when = day.map { " on \($0)" } ?? ""
        return "Turned down before\(when); since then \(what)."
    }
}
