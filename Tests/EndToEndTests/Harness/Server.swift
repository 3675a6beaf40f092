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
