import Dispatch
import FoundationEssentials
import Synchronization
import Telemetry
package import Workflows

/// A folder whose files are imported as they arrive.
///
/// A file is taken once it has stopped growing: two looks in a row find the same size and the same time of change. It then
/// goes to `done` or `failed`, with what came of it in a report beside it. A folder in the folder says what its files hold:
/// by the name of a kind (`invoices`) or of a shipped profile (`sap-b2b`); what lies in the folder itself is told by its
/// headers.
///
/// A process that is killed between an import and the move finds the file again, and the books know it by its hash.
package final class WatchedFolder: Sendable {
    private struct Sight: Hashable {
        let size: Int
        let changedAt: Double
    }

    private struct State {
        /// What the last look found, by path.
        var sights: [String: Sight] = [:]
        /// Files that are on their way into the books.
        var taken: Set<String> = []
        var timer: (any DispatchSourceTimer)?
        var isStopped = false
    }

    private let folder: String
    private let company: String?
    private let office: Office
    private let perform: @Sendable (Errand, @escaping @Sendable (ErrandResult) -> Void) -> Void
    private let queue = DispatchQueue(label: "arclight.watch")
    private let state = Mutex(State())

    private static let doneName = "done"
    private static let failedName = "failed"

    /// A folder that nothing is taken from before ``start(everySeconds:)``.
    ///
    /// - Parameters:
    ///   - folder: an absolute path.
    ///   - company: the slug of the company whose books the files belong to; the only one where it is `nil`.
    ///   - perform: does an errand, one after the other, and says what came of it.
    package init(
        _ folder: String,
        company: String?,
        office: Office,
        perform: @escaping @Sendable (Errand, @escaping @Sendable (ErrandResult) -> Void) -> Void
    ) {
        self.folder = folder
        self.company = company
        self.office = office
        self.perform = perform
    }

    /// Looks now and then, until ``stop()``.
    package func start(everySeconds seconds: Int = 5) {
        state.withLock { state in
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now(), repeating: .seconds(seconds))
            timer.setEventHandler { [self] in look() }
            timer.resume()
            state.timer = timer
        }
    }

    /// Looks no more; a file that is on its way is moved once it is in the books.
    package func stop() {
        state.withLock { state in
            state.isStopped = true
            state.timer?.cancel()
            state.timer = nil
        }
        queue.sync {}
    }

    /// Takes the files that have not changed since the last look.
    package func look() {
        let found = files()
        let ready = state.withLock { state in
            let ready = found.filter { state.sights[$0.path] == $0.sight && !state.taken.contains($0.path) }
            state.sights = Dictionary(uniqueKeysWithValues: found.map { ($0.path, $0.sight) })
            for file in ready { state.taken.insert(file.path) }
            return ready
        }
        for file in ready { take(file.path, in: file.group) }
    }

    private func files() -> [(path: String, group: String?, sight: Sight)] {
        var files: [(path: String, group: String?, sight: Sight)] = []
        for name in names(in: folder) {
            let path = folder + "/" + name
            if let sight = sight(of: path) {
                files.append((path, nil, sight))
            } else if name != WatchedFolder.doneName, name != WatchedFolder.failedName {
                for inner in names(in: path) {
                    guard let sight = sight(of: path + "/" + inner) else { continue }
                    files.append((path + "/" + inner, name, sight))
                }
            }
        }
        return files
    }

    /// The names in a folder, in order, without hidden ones and those that programs give to files they still write.
    private func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            !name.hasPrefix(".") && ![".part", ".tmp", ".crdownload", ".filepart"].contains { name.hasSuffix($0) }
        }.sorted()
    }

    /// The size and time of a file; `nil` where there is no plain file with something in it.
    private func sight(of path: String) -> Sight? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int, size > 0
        else { return nil }
        return Sight(size: size, changedAt: (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
    }

    private func take(_ path: String, in group: String?) {
        let kind = group.flatMap { ImportKind(rawValue: $0) }
        let errand = Errand.importFile(
            Errand.FileImport(company: company, path: path, profile: kind == nil ? group : nil, kind: kind)
        )
        perform(errand) { [self] result in
            let isDone = result.exitCode == 0
            // Refused because nothing more is begun: the next start takes it.
            guard isDone || !state.withLock({ $0.isStopped }) else { return }
            do {
                try move(path, to: isDone ? WatchedFolder.doneName : WatchedFolder.failedName, with: result)
                office.log.info("watched_file", ["file": "\(path)", "outcome": "\(isDone ? "done" : "failed")"])
            } catch {
                // The file stays and is tried again; what is in the books already is known by its hash.
                office.log.error("watched_file_not_moved", ["file": "\(path)", "error": "\(error)"])
            }
            state.withLock { state in
                _ = state.taken.remove(path)
                state.sights[path] = nil
            }
        }
    }

    private func move(_ path: String, to name: String, with result: ErrandResult) throws {
        let target = folder + "/" + name
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let file = path.split(separator: "/").last.map(String.init) ?? path
        var place = target + "/" + file
        var number = 1
        while FileManager.default.fileExists(atPath: place) {
            number += 1
            place = target + "/\(number)-" + file
        }
        try FileManager.default.moveItem(atPath: path, toPath: place)
        let text = (result.exitCode == 0 ? result.output : result.problem) + "\n"
        try text.write(toFile: place + ".report.txt", atomically: true, encoding: .utf8)
    }
}
