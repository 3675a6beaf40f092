internal import Dispatch
internal import SQLite
internal import Synchronization

/// The one thread that writes.
///
/// What arrives while it commits waits and is committed together: one transaction, a savepoint for each item, one sync of
/// the disk, then the answers. An item that throws loses its own changes and no others'.
// The connection is touched on `queue` only, which runs one thing at a time; the waiting items stand behind a lock.
final class Writer: @unchecked Sendable {
    /// What runs once the item's fate is known.
    typealias Answer = @Sendable () -> Void

    /// Whether SQLite looks up what the rows of an item refer to.
    enum References: Hashable, Sendable {
        case checked
        /// The item has looked it up itself; it shares its transaction with no other.
        case trusted
    }

    /// A piece of work for the writer.
    struct Item: Sendable {
        let references: References
        /// Does the work in a savepoint, and says how to answer once it is stored.
        let perform: @Sendable (Connection) throws -> Answer
        /// Answers that it is not stored.
        let refuse: @Sendable (any Error) -> Void
    }

    private struct Waiting {
        var items: [Item] = []
        var isDraining = false
    }

    private let queue = DispatchQueue(label: "arclight.writer", qos: .userInitiated)
    private let connection: Connection
    private let waiting = Mutex(Waiting())

    /// So many items share a commit at most, so that the first of them does not wait for a thousand others.
    private static let groupLimit = 256

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Adds an item to those that wait.
    func submit(_ item: Item) {
        let mustStart = waiting.withLock { waiting in
            waiting.items.append(item)
            defer { waiting.isDraining = true }
            return !waiting.isDraining
        }
        guard mustStart else { return }
        queue.async { self.drain() }
    }

    /// Stops at the wrong caller: one that waits for the writer on the writer's own thread would wait for ever.
    func checkCallerMayWait() {
        dispatchPrecondition(condition: .notOnQueue(queue))
    }

    /// Does something that no transaction may be open for, after what waits now and before what comes later.
    func runAlone(_ work: @escaping @Sendable (Connection) -> Void) {
        queue.async { work(self.connection) }
    }

    private func drain() {
        while let group = nextGroup() { commit(group[...]) }
    }

    private func nextGroup() -> [Item]? {
        waiting.withLock { waiting in
            guard !waiting.items.isEmpty else {
                waiting.isDraining = false
                return nil
            }
            let shared = waiting.items.prefix(Writer.groupLimit).prefix { $0.references == .checked }
            let group = shared.isEmpty ? Array(waiting.items.prefix(1)) : Array(shared)
            waiting.items.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: ArraySlice<Item>) {
        if group.count == 1, let item = group.first { return commitAlone(item) }
        do {
            try connection.begin(.immediate)
        } catch {
            for item in group { item.refuse(error) }
            return
        }
        var stored: [(item: Item, answer: Answer)] = []
        for (index, item) in zip(group.indices, group) {
            do {
                stored.append((item, try connection.savepoint { try item.perform(connection) }))
            } catch {
                item.refuse(error)
                guard !connection.isInTransaction else { continue }
                // SQLite has given up the whole transaction, as it does where the disk is full: what came before is lost
                // with it, what comes after may still succeed.
                for lost in stored { lost.item.refuse(error) }
                let rest = group[(index + 1)...]
                if !rest.isEmpty { commit(rest) }
                return
            }
        }
        do {
            try connection.commit()
        } catch {
            connection.rollBack()
            for lost in stored { lost.item.refuse(error) }
            return
        }
        for done in stored { done.answer() }
    }

    /// Commits an item that shares its transaction with no other, and so needs no savepoint: SQLite keeps a copy of every
    /// page that changes after one, which a large import would pay for.
    private func commitAlone(_ item: Item) {
        let answer: Answer
        do {
            // SQLite takes this setting between transactions only.
            if item.references == .trusted { try Dialect.trustReferences(over: connection) }
            defer { if item.references == .trusted { Dialect.checkReferences(over: connection) } }
            answer = try connection.transaction(.immediate) { try item.perform(connection) }
        } catch {
            item.refuse(error)
            return
        }
        answer()
    }
}
