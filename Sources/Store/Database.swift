internal import Dispatch
package import Receivables
internal import SQLite
internal import Synchronization
package import Values

/// The database file, and the only way to it.
///
/// Work goes in as a closure and comes out as values: writes to the one thread that writes, reads to a ``Reader`` of the
/// caller's own.
package final class Database: Sendable {
    /// Where the file is.
    package let path: String
    private let writer: Writer

    /// Opens the file at `path`, makes it where there is none, and brings its schema up to date.
    ///
    /// - Throws: ``StoreError``.
    package init(path: String) throws(StoreError) {
        self.path = path
        let connection: Connection
        do throws(SQLiteError) {
            connection = try Connection(path: path)
        } catch {
            throw .database(error)
        }
        try Dialect.prepareWriting(connection)
        try Migration.apply(to: connection)
        writer = Writer(connection)
    }

    /// A reader with a connection of its own.
    ///
    /// - Throws: ``StoreError/database(_:)``.
    package func makeReader() throws(StoreError) -> Reader {
        do throws(SQLiteError) {
            return try Reader(path: path)
        } catch {
            throw .database(error)
        }
    }

    /// Changes one company's rows: all that `body` does is stored when this returns, or none of it.
    ///
    /// It waits for the writer, so it is for commands and jobs; an event loop uses ``submit(for:_:completion:)``.
    ///
    /// - Precondition: the caller is not itself at work on the writer.
    /// - Throws: what `body` throws; ``SQLiteError`` where the commit fails.
    @discardableResult
    package func write<Result: Sendable>(
        for company: Identifier<Company>,
        _ body: @escaping @Sendable (WriteScope) throws -> Result
    ) throws -> Result {
        try writeInstance { try body($0.entering(company)) }
    }

    /// Brings many rows into one company's books: all that `body` does is stored when this returns, or none of it.
    ///
    /// References between tables are not checked row by row. Whoever loads rows has looked up each thing that a row names
    /// in the same transaction; SQLite would look it up once more, which is a sixth of the work.
    ///
    /// - Precondition: the caller is not itself at work on the writer; `body` leaves no reference to a row that is not
    ///   there.
    /// - Throws: what `body` throws; ``SQLiteError`` where the commit fails.
    @discardableResult
    package func load<Result: Sendable>(
        for company: Identifier<Company>,
        _ body: @escaping @Sendable (WriteScope) throws -> Result
    ) throws -> Result {
        writer.checkCallerMayWait()
        let outcome = Outcome<Result>()
        submit(references: .trusted, { try body($0.entering(company)) }, completion: { outcome.settle($0) })
        return try outcome.wait().get()
    }

    /// Changes what belongs to no company: all that `body` does is stored when this returns, or none of it.
    ///
    /// - Precondition: the caller is not itself at work on the writer.
    /// - Throws: what `body` throws; ``SQLiteError`` where the commit fails.
    @discardableResult
    package func writeInstance<Result: Sendable>(
        _ body: @escaping @Sendable (InstanceWriteScope) throws -> Result
    ) throws -> Result {
        writer.checkCallerMayWait()
        let outcome = Outcome<Result>()
        submitInstance(body) { outcome.settle($0) }
        return try outcome.wait().get()
    }

    /// Changes one company's rows, and calls `completion` on the writer's thread once they are stored or refused.
    package func submit<Result: Sendable>(
        for company: Identifier<Company>,
        _ body: @escaping @Sendable (WriteScope) throws -> Result,
        completion: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        submitInstance({ try body($0.entering(company)) }, completion: completion)
    }

    /// Changes what belongs to no company, and calls `completion` on the writer's thread once it is stored or refused.
    package func submitInstance<Result: Sendable>(
        _ body: @escaping @Sendable (InstanceWriteScope) throws -> Result,
        completion: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        submit(references: .checked, body, completion: completion)
    }

    private func submit<Result: Sendable>(
        references: Writer.References,
        _ body: @escaping @Sendable (InstanceWriteScope) throws -> Result,
        completion: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        writer.submit(
            Writer.Item(
                references: references,
                perform: { connection in
                    let scope = InstanceWriteScope(reading: InstanceScope(connection: connection))
                    let result = try body(scope)
                    return { completion(.success(result)) }
                },
                refuse: { completion(.failure($0)) }
            )
        )
    }

    /// Writes the file anew, so that nothing of what was erased is left in it or in its log; waits until that is done.
    ///
    /// - Precondition: the caller is not itself at work on the writer.
    /// - Throws: ``StoreError/database(_:)``, ``StoreError/logInUse``. What is stored is as it was.
    package func compact() throws {
        writer.checkCallerMayWait()
        let outcome = Outcome<Bool>()
        compact { outcome.settle($0) }
        guard try outcome.wait().get() else { throw StoreError.logInUse }
    }

    /// Writes the file anew, and calls `completion` on the writer's thread with whether the log is empty too.
    package func compact(completion: @escaping @Sendable (Swift.Result<Bool, any Error>) -> Void) {
        writer.runAlone { connection in
            do throws(SQLiteError) {
                completion(.success(try Dialect.compact(connection)))
            } catch {
                completion(.failure(StoreError.database(error)))
            }
        }
    }
}

/// The result of a write that its caller waits for.
private final class Outcome<Value: Sendable>: Sendable {
    private let settled = DispatchSemaphore(value: 0)
    private let result = Mutex<Swift.Result<Value, any Error>?>(nil)

    func settle(_ result: Swift.Result<Value, any Error>) {
        self.result.withLock { $0 = result }
        settled.signal()
    }

    func wait() -> Swift.Result<Value, any Error> {
        settled.wait()
        guard let result = result.withLock({ $0 }) else {
            preconditionFailure("the writer signals after it has set the result")
        }
        return result
    }
}
