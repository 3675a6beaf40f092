import Foundation
import Glibc

/// Data folders that are made once and copied for every test that needs them; they go when the test process ends.
enum Prepared {
    /// A program over a copy of the demo as its first start leaves it.
    static func demo() throws -> Program { try Program(copying: demoFolder.get()) }

    /// A program over a copy of the demo with a new model in force, so that the next run has every action to write.
    static func retrainedDemo() throws -> Program { try Program(copying: retrainedFolder.get()) }

    /// A program over books so large that a run takes several transactions, with nothing judged yet.
    static func unjudgedBooks() throws -> Program { try Program(copying: unjudgedFolder.get()) }

    /// A program over the demo's customers and invoices alone.
    static func unpaidBooks() throws -> Program { try Program(copying: unpaidFolder.get()) }

    private static let unpaidFolder: Result<String, any Error> = Result {
        let program = try Program()
        try program.succeed("company", "create", "acme", "--currency", "USD", "--today", "2026-06-30")
        for kind in ["customers", "invoices"] {
            try program.succeed("import", Repository.path("seeds/demo/\(kind).csv"), "--as", kind)
        }
        return try keep(program, as: "unpaid")
    }

    /// What made-up books hold, in the order in which it refers to one another.
    static let bookKinds = [
        "customers", "contacts", "invoices", "payments", "allocations", "promises", "disputes", "communications",
    ]

    private static let unjudgedFolder: Result<String, any Error> = Result {
        let program = try Program()
        let books = program.folder.path("books")
        try program.succeed("seed", books, "--customers", "1000", "--invoices", "7000", "--seed", "11")
        try program.succeed("company", "create", "acme", "--currency", "USD", "--today", "2026-06-30")
        for kind in bookKinds {
            try program.succeed("import", "\(books)/\(kind).csv", "--as", kind)
        }
        return try keep(program, as: "unjudged")
    }

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
