import Foundation
import Wire

/// What a command came to.
struct Outcome {
    let status: ChildProcess.Ending
    let output: String
    let errors: String

    /// Its standard output as JSON.
    func json() throws -> JSONValue {
        try JSONReader.value(from: Array(output.utf8))
    }
}

/// The program under test, with a data folder of its own.
struct Program {
    /// The binary: `ARCLIGHT_BINARY`, else the one beside the tests.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["ARCLIGHT_BINARY"] { return path }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return tests.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/arclight"
    }()

    /// The longest any command may take, in seconds.
    private static let patience = 120.0

    let folder: TestFolder
    let dataPath: String
    /// What the environment holds beside the data folder.
    var variables: [String: String] = [:]

    /// A program over an empty folder, or over a copy of a prepared one.
    init(copying prepared: String? = nil) throws {
        folder = try TestFolder()
        dataPath = folder.path("data")
        if let prepared { try folder.copy(prepared, to: "data") }
    }

    /// Runs a command to its end.
    func callAsFunction(
        _ arguments: String...,
        input: String = "",
        variables more: [String: String] = [:]
    ) throws -> Outcome {
        try run(arguments, input: input, variables: more)
    }

    /// Runs a command to its end.
    func run(_ arguments: [String], input: String = "", variables more: [String: String] = [:]) throws -> Outcome {
        let child = try start(arguments, input: input, variables: more)
        let ending = try child.waitForEnd(seconds: Program.patience)
        return Outcome(status: ending, output: child.output, errors: child.errors)
    }

    /// Runs a command that has to succeed, and gives its standard output.
    @discardableResult
    func succeed(_ arguments: String..., input: String = "") throws -> String {
        let outcome = try run(arguments, input: input)
        guard outcome.status == .exited(0) else {
            throw Failure("arclight \(arguments.joined(separator: " ")): \(outcome.status), \(outcome.errors)")
        }
        return outcome.output
    }

    /// Starts a command and does not wait for it.
    func start(
        _ arguments: [String],
        input: String = "",
        variables more: [String: String] = [:]
    ) throws -> ChildProcess {
        var environment = ["PATH": "/usr/bin:/bin", "HOME": folder.root, "ARCLIGHT_DATA": dataPath]
        environment.merge(variables) { $1 }
        environment.merge(more) { $1 }
        return try ChildProcess(
            Program.path,
            arguments,
            environment: environment,
            input: input,
            streams: folder
        )
    }

    /// Everything of the company, canonically.
    func export(company: String? = nil) throws -> Export {
        let choice = company.map { ["--company", $0] } ?? []
        let outcome = try run(["export", "--canonical"] + choice)
        guard outcome.status == .exited(0) else { throw Failure("export: \(outcome.status), \(outcome.errors)") }
        return Export(text: outcome.output)
    }
}

/// A canonical export.
struct Export: Equatable {
    let text: String

    /// The lines about one kind of thing.
    func lines(_ kind: String) throws -> [JSONValue] {
        let start = "{\"is\":\"\(kind)\","
        return try text.split(separator: "\n").filter { $0.hasPrefix(start) }.map { line in
            try JSONReader.value(from: Array(line.utf8))
        }
    }
}

extension JSONValue {
    /// The text, where it is one.
    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number, where it is one.
    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number.double
    }

    /// The integer, where it is one.
    var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return number.integer.map { Int($0) }
    }

    /// The boolean, where it is one.
    var boolean: Bool? {
        guard case .boolean(let boolean) = self else { return nil }
        return boolean
    }

    /// The elements, where it is an array.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
