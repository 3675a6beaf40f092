import Foundation
import Glibc
import Wire

/// `arclight serve` while a test uses it.
final class Server {
    let program: Program
    let process: ChildProcess
    let port: Int
    /// What is sent as `Authorization`; nothing where it is empty.
    var token = ""

    /// Serves the program's folder on a free port and waits until it is ready.
    init(_ program: Program, _ options: String..., port wanted: Int = 0) throws {
        self.program = program
        let process = try program.start(["serve", "--port", "\(wanted)"] + options)
        self.process = process
        port = try poll("the server is ready", seconds: 60) {
            guard process.isRunning else { throw Failure("the server has stopped: \(process.errors)") }
            guard let port = Server.port(in: process.errors),
                let answer = try? HTTPClient.send("GET", "/health/ready", to: port), answer.status == 200
            else { return nil }
            return port
        }
    }

    /// The port in what the server says of itself.
    private static func port(in errors: String) -> Int? {
        guard let start = errors.range(of: "http://127.0.0.1:") else { return nil }
        return Int(errors[start.upperBound...].prefix { $0.isNumber })
    }

    /// Ends the server as an operator does, and gives how it ended.
    @discardableResult
    func stop() throws -> ChildProcess.Ending {
        process.kill(SIGTERM)
        return try process.waitForEnd(seconds: 30)
    }

    /// Reads a path of the API.
    func get(_ path: String) throws -> Answer {
        try HTTPClient.send("GET", "/api/v1" + path, to: port, headers: headers)
    }

    /// Reads a path of the API that has to answer 200.
    func read(_ path: String) throws -> JSONValue {
        let answer = try get(path)
        guard answer.status == 200 else { throw Failure("\(path) answers \(answer.status): \(answer.text)") }
        return try answer.json()
    }

    /// Posts to a path of the API.
    func post(_ path: String, _ body: String, type: String = "application/json") throws -> Answer {
        try HTTPClient.send(
            "POST",
            "/api/v1" + path,
            to: port,
            headers: headers.merging(["Content-Type": type]) { $1 },
            body: body
        )
    }

    private var headers: [String: String] {
        token.isEmpty ? [:] : ["Authorization": "Token \(token)"]
    }
}

/// The demo as `demo.json` describes it.
struct DemoFile: Equatable {
    let url: String
    let username: String
    let password: String
    let token: String
    let company: String

    init(in dataPath: String) throws {
        let data = try FileManager.default.contents(atPath: dataPath + "/demo.json").orFail("demo.json")
        let json = try JSONReader.value(from: Array(data))
        func text(_ name: String) throws -> String { try json[name].flatMap(\.text).orFail("`\(name)` in demo.json") }
        url = try text("url")
        username = try text("username")
        password = try text("password")
        token = try text("token")
        company = try text("company_id")
    }
}

/// Data folders that are made once and copied for every test that needs them; they go when the test process ends.
enum Prepared {
    /// A program over a copy of the demo as its first start leaves it.
    static func demo() throws -> Program { try Program(copying: demoFolder.get()) }

    /// A program over a copy of the demo with a new model in force, so that the next run has every action to write.
    static func retrainedDemo() throws -> Program { try Program(copying: retrainedFolder.get()) }

    private static let demoFolder: Result<String, any Error> = Result {
        let program = try Program()
        try Server(program, "--demo").stop()
        return try keep(program, as: "demo")
    }

    private static let retrainedFolder: Result<String, any Error> = Result {
        let program = try demo()
        try program.succeed("retrain", "--promote")
        return try keep(program, as: "retrained")
    }

    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: Prepared.root) }
        return "\(NSTemporaryDirectory())/arclight-prepared-\(getpid())"
    }()

    private static func keep(_ program: Program, as name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        let path = "\(root)/\(name)"
        try FileManager.default.copyItem(atPath: program.dataPath, toPath: path)
        return path
    }
}
