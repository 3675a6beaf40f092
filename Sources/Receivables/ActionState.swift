/// Where a recommended action stands.
///
/// `proposed` waits for a person, `scheduled` for its time, `processing` for delivery or for the person who has it;
/// `completed` and `cancelled` are final.
package enum ActionState: String, CaseIterable, Hashable, Sendable {
    case proposed, scheduled, processing, completed, cancelled
}

/// Something that happens to an action.
package enum ActionEvent: String, CaseIterable, Hashable, Sendable {
    /// A person accepts it; it is carried out after the undo time.
    case approve
    /// A person accepts it for a later time.
    case schedule
    /// A person accepts it without undo time.
    case send
    /// A person takes it, or is given it, to do by hand.
    case claim
    /// A person changes its words or its day.
    case edit
    /// A person puts it off until a day; it is hidden until then.
    case snooze
    /// A person turns it down, with a reason.
    case reject
    /// A person or a run withdraws it.
    case cancel
    /// Its time to be acted on has passed.
    case expire
    /// Something else took its place.
    case supersede
    /// The outbox takes it up; balance, holds, limits and facts are checked again.
    case start
    /// The check at the start found other facts than the approval relied on.
    case factsMoved = "facts_moved"
    /// The person who accepted it takes that back in time.
    case undo
    /// It reached its channel.
    case deliver
    /// Delivery failed for now and is tried again.
    case fail
    /// Delivery failed for good.
    case giveUp = "give_up"
    /// It was done, with an outcome, or a logged communication says so.
    case complete

    /// The event as people say it: `give up`.
    package var words: String {
        rawValue.split(separator: "_").joined(separator: " ")
    }

    /// Whether a person does it; the rest happens by itself.
    package var isByPerson: Bool {
        switch self {
        case .approve, .schedule, .send, .claim, .edit, .snooze, .reject, .cancel, .undo, .complete: true
        case .expire, .supersede, .start, .factsMoved, .deliver, .fail, .giveUp: false
        }
    }
}

extension ActionState {
    /// The state after `event`.
    ///
    /// There is no `default`: a new state or event does not compile until every pair has been decided.
    ///
    /// - Throws: ``IllegalTransition`` where the event makes no sense in this state.
    package func applying(_ event: ActionEvent) throws(IllegalTransition) -> ActionState {
        switch (self, event) {
        case (.proposed, .approve), (.proposed, .send), (.proposed, .claim),
            (.scheduled, .approve), (.scheduled, .send), (.scheduled, .claim),
            (.processing, .claim), (.processing, .start), (.processing, .fail):
            .processing
        case (.proposed, .schedule), (.scheduled, .schedule), (.scheduled, .edit):
            .scheduled
        case (.proposed, .edit), (.proposed, .snooze),
            (.processing, .undo), (.processing, .factsMoved), (.processing, .giveUp):
            .proposed
        case (.proposed, .complete), (.scheduled, .complete), (.processing, .complete), (.processing, .deliver):
            .completed
        case (.proposed, .reject), (.proposed, .cancel), (.proposed, .expire), (.proposed, .supersede),
            (.scheduled, .reject), (.scheduled, .cancel), (.scheduled, .expire), (.scheduled, .supersede):
            .cancelled
        case (.proposed, .start), (.proposed, .factsMoved), (.proposed, .undo), (.proposed, .deliver),
            (.proposed, .fail), (.proposed, .giveUp),
            (.scheduled, .snooze), (.scheduled, .start), (.scheduled, .factsMoved), (.scheduled, .undo),
            (.scheduled, .deliver), (.scheduled, .fail), (.scheduled, .giveUp),
            (.processing, .approve), (.processing, .schedule), (.processing, .send), (.processing, .edit),
            (.processing, .snooze), (.processing, .reject), (.processing, .cancel), (.processing, .expire),
            (.processing, .supersede),
            (.completed, _), (.cancelled, _):
            throw IllegalTransition(from: self, event: event)
        }
    }

    /// What may happen to an action in this state, in the order the events are declared.
    package var possibleEvents: [ActionEvent] {
        ActionEvent.allCases.filter { event in
            do {
                _ = try applying(event)
                return true
            } catch {
                return false
            }
        }
    }

    /// Whether nothing can happen to the action any more.
    package var isFinal: Bool {
        switch self {
        case .completed, .cancelled: true
        case .proposed, .scheduled, .processing: false
        }
    }
}

/// An event that the action's state does not allow; the API answers it with 409.
package struct IllegalTransition: Error, Hashable {
    package let from: ActionState
    package let event: ActionEvent

    /// The refusal of `event` in the state `from`.
    package init(from: ActionState, event: ActionEvent) {
        self.from = from
        self.event = event
    }
}

extension IllegalTransition: CustomStringConvertible {
    /// The refusal with what a person can do instead: `cannot undo an action that is proposed; possible: approve, …`.
    package var description: String {
        let possible = from.possibleEvents.filter(\.isByPerson).map(\.words).joined(separator: ", ")
        let advice = possible.isEmpty ? "nothing can be done with it any more" : "possible: \(possible)"
        return "cannot \(event.words) an action that is \(from.rawValue); \(advice)"
    }
}
