import Foundation
import Glibc
import Testing
import Wire

extension EndToEndTests {
    /// `arclight serve --demo`: from nothing to a served company, and again.
    @Suite(.serialized) struct DemoServing {
        @Test func `the first start loads the demo and the second reloads nothing`() throws {
            let program = try Program()
            let server = try Server(program, "--demo")
            #expect(server.process.errors.contains("invoices: 2400 loaded"))
            let first = try DemoFile(in: program.dataPath)
            #expect(first.url == "http://127.0.0.1:\(server.port)")
            let attributes = try FileManager.default.attributesOfItem(atPath: program.dataPath + "/demo.json")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let database = try FileManager.default.attributesOfItem(atPath: program.dataPath + "/arclight.db")
            #expect(database[.posixPermissions] as? Int == 0o600)
            server.token = first.token
            let count = try server.get("/companies/\(first.company)/actions?category=needs_action&limit=1")
            #expect(count.status == 200)
            #expect(try Int(count.headers["x-total-count"].orFail("X-Total-Count")) ?? 0 > 20)
            #expect(try server.stop() == .exited(0))
            let books = try program.export()
            #expect(try books.lines("invoice").count == 2_400)

            let again = try Server(program, "--demo")
            #expect(!again.process.errors.contains("loaded"))
            let second = try DemoFile(in: program.dataPath)
            #expect(second.url == "http://127.0.0.1:\(again.port)")
            #expect(second.password == first.password)
            #expect(second.token == first.token)
            #expect(second.company == first.company)
            #expect(try program.export() == books)
            #expect(try again.stop() == .exited(0))
            #expect(try program.export() == books)
        }

        @Test func `the demo's password and token both let their bearer in`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            let login = try server.post(
                "/auth/login/",
                #"{"username":"\#(demo.username)","password":"\#(demo.password)"}"#
            )
            #expect(login.status == 200)
            #expect(try login.json()["user"]?["username"]?.text == "demo")
            server.token = demo.token
            #expect(try server.get("/auth/me").status == 200)
        }

        @Test func `the port and the folder come from the environment where no option names them`() throws {
            let program = try Prepared.demo()
            let elsewhere = program.folder.path("elsewhere")
            let port = try freePort()
            let child = try program.start(
                ["serve"],
                variables: ["ARCLIGHT_PORT": "\(port)", "ARCLIGHT_DATA": elsewhere]
            )
            let answer = try poll("the server answers on its port") {
                try? HTTPClient.send("GET", "/health/live", to: port)
            }
            #expect(answer.status == 200)
            #expect(FileManager.default.fileExists(atPath: elsewhere + "/arclight.db"))
            child.kill(SIGINT)
            #expect(try child.waitForEnd(seconds: 30) == .exited(0))
        }

        @Test func `a second server on the same folder is refused and told of the first`() throws {
            let program = try Prepared.demo()
            let server = try Server(program)
            let second = try program("serve", "--port", "0")
            #expect(second.status == .exited(1))
            #expect(second.output.isEmpty)
            #expect(second.errors.contains("somebody else works on \(program.dataPath)"))
            #expect(second.errors.contains("\(server.process.identifier)"))
            #expect(try HTTPClient.send("GET", "/health/live", to: server.port).status == 200)
        }

        @Test func `a port that is taken is refused with a sentence that names it`() throws {
            let server = try Server(try Program())
            let other = try Program()
            let refused = try other("serve", "--port", "\(server.port)")
            #expect(refused.status == .exited(1))
            #expect(refused.errors.contains("\(server.port)"))
            #expect(refused.errors.split(separator: "\n").count == 1)
            let wrong = try other("serve", variables: ["ARCLIGHT_PORT": "http"])
            #expect(wrong.status == .exited(2))
            #expect(wrong.errors.contains("ARCLIGHT_PORT is `http`"))
        }

        @Test func `work that a command has handed over is finished before the server stops`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let command = try program.start(["retrain", "--json"])
            try poll("the command has opened a socket") { !command.isRunning || hasSocket(command) ? () : nil }
            #expect(try server.stop() == .exited(0))
            let ending = try command.waitForEnd(seconds: 60)
            #expect(ending == .exited(0), "\(command.errors)")
            #expect(try JSONReader.value(from: Array(command.output.utf8))["new"]?.boolean == true)
        }

        private func hasSocket(_ process: ChildProcess) -> Bool {
            let folder = "/proc/\(process.identifier)/fd"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)"))?.hasPrefix("socket:")
                    == true
            }
        }

        /// A port that nobody listens on.
        private func freePort() throws -> Int {
            let server = try Server(try Program())
            let port = server.port
            try server.stop()
            return port
        }
    }
}
