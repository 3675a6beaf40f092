import Dispatch
import Synchronization

/// Where passwords are checked: so many at once, away from the event loops, and only so many waiting.
///
/// A check takes some 20 ms and 16 MB by intent. Without this desk a few clients could keep every core and all memory
/// busy with it.
final class PasswordDesk: Sendable {
    private let queues: [DispatchQueue]
    private let nextQueue = Atomic(0)
    private let waitingCount = Atomic(0)

    /// How many checks wait at most, for each one that runs: about a second's worth.
    private static let waitingPerQueue = 50

    /// A desk at which `count` passwords are checked at once.
    ///
    /// - Precondition: `count` is 1 or more.
    init(count: Int) {
        precondition(count >= 1, "somebody has to check passwords")
        queues = (0..<count).map { DispatchQueue(label: "arclight.password.\($0)") }
    }

    /// Does `check` when its turn comes; `false`, and nothing happens, where too many wait already.
    func submit(_ check: @escaping @Sendable () -> Void) -> Bool {
        let waiting = waitingCount.add(1, ordering: .relaxed).newValue
        guard waiting <= queues.count * PasswordDesk.waitingPerQueue else {
            waitingCount.subtract(1, ordering: .relaxed)
            return false
        }
        let place = nextQueue.wrappingAdd(1, ordering: .relaxed).newValue & Int.max
        queues[place % queues.count].async { [self] in
            check()
            waitingCount.subtract(1, ordering: .relaxed)
        }
        return true
    }
}
