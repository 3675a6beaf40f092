import Glibc
import Store
import Telemetry
import Workflows

/// Where a command's work is done: here, or by the server that owns the data folder.
struct ErrandDesk {
    /// How long another command is waited for.
    private static let patienceSeconds = 30

    let folder: DataFolder

    /// Does the errand.
    ///
    /// The folder's lock decides: who holds it may write. Where a server holds it, its socket takes the errand; where
    /// another command does, it is waited for.
    ///
    /// - Throws: ``CommandError/refused(_:)``; ``Store/StoreError``.
    func perform(_ errand: Errand) throws -> ErrandResult {
        for _ in 0..<(ErrandDesk.patienceSeconds * 10) {
            if let lock = try folder.acquire() {
                return try withExtendedLifetime(lock) {
                    let line = ProgressLine()
                    defer { line.end() }
                    return errand.perform(in: try Environment.office(over: folder, logging: .warning)) { line.show($0) }
                }
            }
            if let result = try ServerSocket.hand(errand, to: folder.socketPath) { return result }
            usleep(100_000)
        }
        let holder = try folder.servingProcess().map { " (process \($0))" } ?? ""
        throw CommandError.refused(
            "another arclight command\(holder) has been at work on \(folder.path) for \(ErrandDesk.patienceSeconds) s; "
                + "try again when it is done"
        )
    }
}
