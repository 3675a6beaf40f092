import Receivables
import Testing

@Suite struct ActionStateTests {
    /// The whole table: the state after each event that is possible; every other pair is refused.
    private static let table: [ActionState: [ActionEvent: ActionState]] = [
        .proposed: [
            .approve: .processing, .send: .processing, .claim: .processing, .schedule: .scheduled,
            .edit: .proposed, .snooze: .proposed, .complete: .completed,
            .reject: .cancelled, .cancel: .cancelled, .expire: .cancelled, .supersede: .cancelled,
        ],
        .scheduled: [
            .approve: .processing, .send: .processing, .claim: .processing, .schedule: .scheduled,
            .edit: .scheduled, .complete: .completed,
            .reject: .cancelled, .cancel: .cancelled, .expire: .cancelled, .supersede: .cancelled,
        ],
        .processing: [
            .claim: .processing, .start: .processing, .fail: .processing,
            .undo: .proposed, .factsMoved: .proposed, .giveUp: .proposed,
            .deliver: .completed, .complete: .completed,
        ],
        .completed: [:],
        .cancelled: [:],
    ]

    @Test(arguments: ActionState.allCases, ActionEvent.allCases)
    func `every pair of state and event goes where the table says, or is refused`(
        _ state: ActionState,
        _ event: ActionEvent
    ) throws {
        guard let expected = Self.table[state]?[event] else {
            #expect(throws: IllegalTransition(from: state, event: event)) { try state.applying(event) }
            return
        }
        #expect(try state.applying(event) == expected)
    }

    @Test(arguments: ActionState.allCases)
    func `a final state has no way out, every other one has a way to an end`(_ state: ActionState) throws {
        #expect(state.isFinal == state.possibleEvents.isEmpty)
        let after = try Set(state.possibleEvents.map { try state.applying($0) })
        let ends = after.contains(.completed)
        #expect(state.isFinal || ends)
    }

    @Test func `every state but the first is reached from it`() throws {
        var reached: Set<ActionState> = [.proposed]
        for _ in ActionState.allCases {
            for state in reached { for event in state.possibleEvents { reached.insert(try state.applying(event)) } }
        }
        #expect(reached == Set(ActionState.allCases))
    }

    @Test func `a refusal says what is possible instead`() {
        let refusal = IllegalTransition(from: .processing, event: .reject)
        #expect(
            refusal.description == "cannot reject an action that is processing; "
                + "possible: claim, undo, complete"
        )
        #expect(
            IllegalTransition(from: .cancelled, event: .giveUp).description
                == "cannot give up an action that is cancelled; nothing can be done with it any more"
        )
    }
}
