import Foundation
import Glibc
import Testing
import Values
import Wire

extension EndToEndTests {
    /// A person is forgotten by command: all of it or nothing, whatever becomes of the command.
    @Suite(.serialized) struct Forgetting {
        @Test func `forgetting is rehearsed, done, and seen in what is exported`() throws {
            let (program, server, key) = try household()
            #expect(try program.succeed("export", "--contact", key).contains("ap@cobalt.example"))
            let rehearsal = try program.succeed("forget", "--contact", key, "--dry-run")
            #expect(rehearsal.contains("nothing was changed"))
            #expect(try bytes(of: program).contains("ap@cobalt.example"))
            let done = try program("forget", "--contact", key, "--json").json()
            #expect(done["dry_run"]?.boolean == false)
            #expect(try !bytes(of: program).contains("ap@cobalt.example"), "the server rewrote the file")
            let again = try program.succeed("forget", "--contact", key)
            #expect(again.contains("already"))
            #expect(try program("forget", "--contact", "nobody").status == .exited(1))
            #expect(try server.stop() == .exited(0))
        }

        @Test func `a command that was killed has erased the person or nobody, and is completed by the next`() throws {
            var random = SplitMix64(seed: 21)
            for round in 0..<6 {
                let (program, server, key) = try household()
                #expect(try server.stop() == .exited(0))
                let child = try program.start(["forget", "--contact", key])
                usleep(UInt32.random(in: 5_000..<120_000, using: &random))
                child.kill(SIGKILL)
                _ = child.waitForEnd()
                let held = try program.succeed("export", "--contact", key)
                let rows = held.split(separator: "\n").dropFirst()
                let isForgotten = rows.contains { $0.contains(#""forgotten_on""#) && !$0.contains(#""past":true"#) }
                #expect(rows.contains { $0.contains("ap@cobalt.example") } == !isForgotten, "round \(round)")
                try program.succeed("forget", "--contact", key)
                #expect(try !bytes(of: program).contains("ap@cobalt.example"), "round \(round)")
            }
        }

        /// A served demo with a person at its first customer, and the person's key.
        private func household() throws -> (Program, Server, String) {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let customers = try server.read("/companies/\(demo.company)/customers?limit=1").elements
            let customer = try (customers.first?["id"]?.text).orFail("customer")
            let added = try server.post(
                "/companies/\(demo.company)/customers/\(customer)/contacts",
                #"{"name":"Ada Kerr","email":"ap@cobalt.example","external_id":"ada"}"#
            )
            guard added.status == 201 else { throw Failure("not added: \(added.text)") }
            return (program, server, "ada")
        }

        /// The database and its log, as far as they are text.
        private func bytes(of program: Program) throws -> String {
            var bytes = Data()
            for ending in ["", "-wal"] {
                bytes += FileManager.default.contents(atPath: program.dataPath + "/arclight.db" + ending) ?? Data()
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
