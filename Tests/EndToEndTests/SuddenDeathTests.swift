import Foundation
import Glibc
import Testing
import Values
import Wire

extension EndToEndTests {
    /// The program is killed at instants drawn from a fixed seed; nothing that was answered is lost.
    @Suite(.serialized) struct SuddenDeath {
        private static let roundCount = 6

        @Test func `a run of many transactions that was killed is completed by the next one`() throws {
            try expectCompleted(["run"], seed: 3, over: Prepared.unjudgedBooks)
        }

        @Test func `a run that renews every action and was killed is completed by the next one`() throws {
            try expectCompleted(["run"], seed: 4, over: Prepared.retrainedDemo)
        }

        @Test func `an import that was killed has taken all of the file or nothing`() throws {
            let file = Repository.path("seeds/demo/payments.csv")
            let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count - 1
            try expectCompleted(["import", file, "--as", "payments"], seed: 6, over: Prepared.unpaidBooks) { export in
                let count = try export.lines("payment").count
                #expect(count == 0 || count == rows)
            }
        }

        @Test func `a first start that was killed is completed by the next one`() throws {
            let expected = try Prepared.demo().export()
            var random = SplitMix64(seed: 7)
            for round in 0..<4 {
                let program = try Program()
                let child = try program.start(["serve", "--demo", "--port", "0"])
                usleep(UInt32.random(in: 20_000..<1_200_000, using: &random))
                child.kill(SIGKILL)
                _ = child.waitForEnd()
                let server = try Server(program, "--demo")
                server.token = try DemoFile(in: program.dataPath).token
                #expect(try server.get("/auth/me").status == 200)
                #expect(try server.stop() == .exited(0))
                #expect(try program.export() == expected, "round \(round)")
            }
        }

        /// Kills a command again and again, repeats it, and compares with a folder in which it was left in peace.
        private func expectCompleted(
            _ command: [String],
            seed: UInt64,
            over prepared: () throws -> Program,
            afterwards check: ((Export) throws -> Void)? = nil
        ) throws {
            let undisturbed = try prepared()
            let start = ContinuousClock.now
            let child = try undisturbed.start(command)
            waitForWriting(child, in: undisturbed)
            let firstWrite = start.duration(to: .now)
            #expect(try child.waitForEnd(seconds: 60) == .exited(0), "\(child.errors)")
            let end = start.duration(to: .now)
            let expected = try undisturbed.export()
            var random = SplitMix64(seed: seed)
            var killedCount = 0
            for round in 0..<SuddenDeath.roundCount {
                let program = try prepared()
                let child = try program.start(command)
                // By turns anywhere, and between the first write and the last.
                if round.isMultiple(of: 2) {
                    pause(upTo: end, using: &random)
                } else {
                    waitForWriting(child, in: program)
                    pause(upTo: end - firstWrite, using: &random)
                }
                child.kill(SIGKILL)
                if child.waitForEnd() == .killed(by: SIGKILL) { killedCount += 1 }
                try check?(program.export())
                try expectSoundDatabase(of: program)
                let again = try program.run(command)
                #expect(again.status == .exited(0), "round \(round): \(again.errors)")
                #expect(try program.export() == expected, "round \(round)")
            }
            #expect(killedCount > 0, "no round was killed before its end")
        }

        /// Waits until the database's log begins to grow, or the process ends.
        private func waitForWriting(_ process: ChildProcess, in program: Program) {
            let log = program.dataPath + "/arclight.db-wal"
            while process.isRunning {
                var status = stat()
                if unsafe stat(log, &status) == 0, status.st_size > 0 { return }
                usleep(500)
            }
        }

        private func pause(upTo longest: Duration, using random: inout SplitMix64) {
            usleep(UInt32.random(in: 0...UInt32(max(0, longest.microseconds)), using: &random))
        }

        @Test func `every approval that was answered outlives the server`() throws {
            var random = SplitMix64(seed: 5)
            var answeredCount = 0
            for round in 0..<SuddenDeath.roundCount {
                let program = try Prepared.demo()
                let server = try Server(program, "--demo")
                let demo = try DemoFile(in: program.dataPath)
                server.token = demo.token
                let ids = try server.read("/companies/\(demo.company)/actions?category=needs_action&limit=500").elements
                    .compactMap { $0["id"]?.text }
                let asked = Array(ids.shuffled(using: &random).prefix(12))
                let answered = try approve(
                    asked,
                    at: server,
                    demo,
                    killingAfter: .random(in: 0..<60_000, using: &random)
                )
                answeredCount += answered.count
                #expect(server.process.waitForEnd() == .killed(by: SIGKILL))

                let again = try Server(program, "--demo")
                again.token = demo.token
                for id in answered {
                    let row = try again.read("/companies/\(demo.company)/actions/\(id)")
                    #expect(row["status"]?.text == "processing", "round \(round)")
                }
                try again.stop()
                try expectSameAsUndisturbed(program, asked: asked)
                try expectSoundDatabase(of: program)
            }
            #expect(answeredCount > 0, "no approval was answered before the end")
        }

        /// Approves one after the other while a second thread waits to kill the server, and gives those answered 200.
        private func approve(
            _ ids: [String],
            at server: Server,
            _ demo: DemoFile,
            killingAfter microseconds: UInt32
        ) throws -> [String] {
            let number = server.process.identifier
            let thread = Thread {
                usleep(microseconds)
                _ = Glibc.kill(number, SIGKILL)
            }
            thread.start()
            var answered: [String] = []
            do {
                for id in ids {
                    let answer = try server.post("/companies/\(demo.company)/actions/\(id)/approve", "{}")
                    if answer.status == 200 { answered.append(id) }
                }
            } catch is ConnectionLost {
                return answered
            }
            _ = server.process.waitForEnd()
            return answered
        }

        /// After the rest is approved too and a run was made, nothing tells the killed folder from an undisturbed one.
        private func expectSameAsUndisturbed(_ program: Program, asked: [String]) throws {
            let undisturbed = try Prepared.demo()
            for each in [program, undisturbed] {
                let server = try Server(each, "--demo")
                let demo = try DemoFile(in: each.dataPath)
                server.token = demo.token
                for id in asked {
                    let answer = try server.post("/companies/\(demo.company)/actions/\(id)/approve", "{}")
                    // 409: approved before the end.
                    #expect([200, 409].contains(answer.status), "\(answer.text)")
                }
                try each.succeed("run")
                try server.stop()
            }
            #expect(try program.export() == undisturbed.export())
        }

        /// Asks SQLite itself, where its shell is installed; the exports have read every row in any case.
        private func expectSoundDatabase(of program: Program) throws {
            let shell = "/usr/bin/sqlite3"
            guard FileManager.default.isExecutableFile(atPath: shell) else { return }
            let check = try ChildProcess(
                shell,
                [program.dataPath + "/arclight.db", "PRAGMA integrity_check; PRAGMA foreign_key_check"],
                environment: [:],
                streams: program.folder
            )
            #expect(try check.waitForEnd(seconds: 60) == .exited(0))
            #expect(check.output == "ok\n")
        }
    }
}

extension Duration {
    /// The whole microseconds in it.
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
