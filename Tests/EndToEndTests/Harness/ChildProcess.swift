import Foundation
import Glibc

/// A program that a test has started; it is killed when its owner lets go of it.
final class ChildProcess {
    /// How a process ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(by: Int32)
    }

    let identifier: pid_t
    private let outputPath: String
    private let errorsPath: String
    private var ending: Ending?

    /// Starts a program whose streams are files in `folder`.
    ///
    /// - Parameter input: what stands on its standard input.
    init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        input: String = "",
        streams folder: TestFolder
    ) throws {
        let name = folder.freshName("stream")
        outputPath = folder.path(name + ".out")
        errorsPath = folder.path(name + ".err")
        let inputPath = try folder.write(input, to: name + ".in")
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errorsPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        var variables =
            unsafe environment.sorted { $0.key < $1.key }.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var number = pid_t()
        let code = unsafe posix_spawn(&number, path, &actions, nil, &words, &variables)
        guard code == 0 else { throw Failure("\(path) cannot be started: error \(code)") }
        identifier = number
    }

    deinit {
        kill(SIGKILL)
        _ = waitForEnd()
    }

    /// What it has written to standard output so far.
    var output: String { ChildProcess.text(at: outputPath) }
    /// What it has written to standard error so far.
    var errors: String { ChildProcess.text(at: errorsPath) }

    /// Whether it has not ended yet.
    var isRunning: Bool { look(waiting: false) == nil }

    /// Sends a signal, unless it has ended: its number may be another's by then.
    func kill(_ signal: Int32) {
        guard isRunning else { return }
        _ = Glibc.kill(identifier, signal)
    }

    /// Waits until it ends by itself.
    func waitForEnd() -> Ending {
        look(waiting: true) ?? .killed(by: 0)
    }

    /// Waits until it ends, at most this long.
    ///
    /// - Throws: ``Failure`` where it does not; it is then killed.
    func waitForEnd(seconds: Double) throws -> Ending {
        do {
            return try poll("process \(identifier) ends", seconds: seconds) { look(waiting: false) }
        } catch {
            kill(SIGKILL)
            throw Failure("\(error); standard error: \(errors)")
        }
    }

    private func look(waiting: Bool) -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        while true {
            let answer = unsafe waitpid(identifier, &status, waiting ? 0 : WNOHANG)
            if answer < 0, errno == EINTR { continue }
            guard answer == identifier else { return nil }
            break
        }
        let signal = status & 0x7F
        ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(by: signal)
        return ending
    }

    private static func text(at path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// Why a test cannot go on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}

/// Asks again and again until there is an answer, at most so many seconds.
func poll<Answer>(_ what: String, seconds: Double = 30, _ ask: () throws -> Answer?) throws -> Answer {
    let start = ContinuousClock.now
    while true {
        if let answer = try ask() { return answer }
        guard start.duration(to: .now) < .seconds(seconds) else { throw Failure("\(what): not within \(seconds) s") }
        usleep(2_000)
    }
}

extension Optional {
    /// The value, or a failure that says what is missing.
    func orFail(_ what: @autoclosure () -> String) throws -> Wrapped {
        guard let self else { throw Failure("there is no \(what())") }
        return self
    }
}
