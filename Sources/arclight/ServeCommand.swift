import API
import Arguments
import Dispatch
import Glibc
import HTTP
import Jobs
import Store
import Synchronization
import Telemetry
import Values
import Workflows

/// `arclight serve`: the review page, the API and the jobs, until it is told to stop.
enum ServeCommand {
    /// How long requests that are under way may take to end.
    private static let graceSeconds = 10

    static func run(_ command: ParsedCommand, _ environment: Environment) throws -> Int32 {
        // A program that cannot tell which day it is anywhere must not decide anything.
        _ = try TimeZone("America/New_York")
        let folder = try DataFolder(path: environment.dataPath)
        guard let lock = try folder.acquire() else {
            let holder = try folder.servingProcess().map { " (process \($0))" } ?? ""
            throw CommandError.refused(
                "somebody else works on \(folder.path)\(holder); stop it first, or serve another folder with --data"
            )
        }
        return try withExtendedLifetime(lock) {
            let office = try Environment.office(over: folder, logging: .info)
            let jobs = JobRunner(office: office)
            let server = try server(command, environment, folder)
            let address = command.value("address") ?? "127.0.0.1"
            let url = "http://\(address.contains(":") ? "[\(address)]" : address):\(server.ports.first ?? 0)"
            if command.has("demo") {
                let access = try DemoSetup.prepare(office: office, folder: folder, url: url) {
                    Terminal.complain("  \($0)")
                }
                Terminal.complain(DemoGreeting.text(access, today: try today(of: access, office), folder: folder))
            } else {
                Terminal.complain("arclight serves \(folder.path) on \(url)")
                try sayWhatIsMissing(office)
            }
            let watched = try watchedFolder(command, office, jobs)
            try serve(server, office: office, jobs: jobs, watched: watched, isHTTPS: command.has("https"))
            Terminal.complain("arclight has stopped")
            return ExitStatus.done
        }
    }

    private static func server(
        _ command: ParsedCommand,
        _ environment: Environment,
        _ folder: DataFolder
    ) throws -> Server {
        let port = UInt16(command.integer("port") ?? environment.port ?? 8_080)
        let address = command.value("address") ?? "127.0.0.1"
        do throws(ServerError) {
            return try Server(
                listeners: [.tcp(address: address, port: port), .unix(path: folder.socketPath)],
                now: { WallClock.now().secondsSinceEpoch },
                refuse: ServerRefusals.response
            )
        } catch {
            throw CommandError.refused("\(error)")
        }
    }

    /// Tells whoever starts with an empty folder why nobody can sign in.
    private static func sayWhatIsMissing(_ office: Office) throws {
        guard try office.database.makeReader().readInstance({ try CompanyRow.all(in: $0) }).isEmpty else { return }
        Terminal.complain(
            "there is no company yet, so nobody can sign in; make one with `arclight company create SLUG --currency USD`, "
                + "and a user with `arclight user create NAME --role admin`"
        )
    }

    private static func today(of access: DemoAccess, _ office: Office) throws -> Day? {
        let company = try office.database.makeReader().readInstance {
            try CompanyRow.find(access.company, in: $0)?.company
        }
        return try company.map { try office.today(of: $0) }
    }

    /// Serves until SIGTERM or SIGINT, then ends in order: no new connections, requests under way, jobs.
    private static func serve(
        _ server: Server,
        office: Office,
        jobs: JobRunner,
        watched: WatchedFolder?,
        isHTTPS: Bool
    ) throws {
        let signals = StopSignals { [server] in
            server.stop(graceSeconds: graceSeconds)
        }
        let service = Service(
            office: office,
            isHTTPS: isHTTPS,
            passwordChecks: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            elapsedNanoseconds: WallClock.elapsedNanoseconds,
            wakeJobs: { jobs.wake() },
            performErrand: { bytes, completion in
                perform(bytes, by: jobs, office: office, completion: completion)
            },
            isReady: { !signals.isStopping }
        )
        jobs.start()
        watched?.start()
        office.log.info("serving", ["port": "\(server.ports.first ?? 0)"])
        do throws(ServerError) {
            try server.run { _ in FrontDoor(service) }
        } catch {
            throw CommandError.refused("\(error)")
        }
        watched?.stop()
        jobs.stop()
        office.log.info("stopped")
    }

    /// The folder whose files are imported as they arrive, where one is named.
    private static func watchedFolder(
        _ command: ParsedCommand,
        _ office: Office,
        _ jobs: JobRunner
    ) throws -> WatchedFolder? {
        guard let name = command.value("watch") else { return nil }
        let path = Environment.absolute(name)
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandError.refused("there is no folder \(path) to watch; make it first")
        }
        return WatchedFolder(path, company: command.value("company"), office: office) { errand, completion in
            jobs.perform(errand, by: "watched folder", completion: completion)
        }
    }

    private static func perform(
        _ bytes: [UInt8],
        by jobs: JobRunner,
        office: Office,
        completion: @escaping @Sendable ([UInt8]) -> Void
    ) {
        do {
            jobs.perform(try Errand(json: bytes), by: "operator") { completion(Array($0.wire.utf8)) }
        } catch {
            completion(Array(ErrandProblem(error, log: office.log).result.wire.utf8))
        }
    }
}

/// The signals that end the server.
private final class StopSignals: Sendable {
    private let stopping = Atomic(false)
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    /// Whether one has come.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    init(_ stop: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "arclight.signals")
        for number in [SIGTERM, SIGINT] {
            // The source sees a signal only where it does not kill the process first.
            _ = signal(number, SIG_IGN)
            sources.withLock { sources in
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { [self] in
                    stopping.store(true, ordering: .releasing)
                    stop()
                }
                source.resume()
                sources.append(source)
            }
        }
    }
}
