import Glibc
import Synchronization
import Workflows

/// How far long work has come, on one line of standard error that writes over itself; nothing where that is no terminal.
final class ProgressLine: Sendable {
    private struct State {
        var lastShown: Int64 = 0
        var isShown = false
    }

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = WallClock.elapsedNanoseconds()
    private let state = Mutex(State())

    /// A tenth of a second between two words.
    private static let interval: Int64 = 100_000_000

    /// Shows how far the work has come: count, share, and how many a second.
    func show(_ progress: RunProgress) {
        guard isTerminal else { return }
        let now = WallClock.elapsedNanoseconds()
        state.withLock { state in
            guard now - state.lastShown >= ProgressLine.interval else { return }
            state.lastShown = now
            state.isShown = true
            let share = progress.total > 0 ? " of \(progress.total), \(progress.done * 100 / progress.total) %" : ""
            let seconds = Double(now - start) / 1_000_000_000
            let rate = seconds > 0 ? ", \(Int(Double(progress.done) / seconds)) a second" : ""
            Terminal.mutter("\r\u{1B}[K\(progress.done)\(share) \(progress.unit)\(rate)")
        }
    }

    /// Takes the line away.
    func end() {
        let isShown = state.withLock { $0.isShown }
        if isShown { Terminal.mutter("\r\u{1B}[K") }
    }
}
