import Testing
import Wire

extension EndToEndTests {
    /// Commands beside a server, and beside one another.
    @Suite(.serialized) struct Together {
        /// The header of a file of invoices.
        static let header = "invoice,customer,invoice_date,due_date,amount,currency\n"

        @Test func `an import while it serves goes through the server and is seen at once`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let file = try program.folder.write(
                Together.header + "NEW-1,C-0002,2026-05-01,2026-05-31,123.45,USD\n",
                to: "new.csv"
            )
            let report = try JSONReader.value(
                from: Array(program.succeed("import", file, "--as", "invoices", "--json").utf8)
            )
            #expect(report["invoices"]?["inserted"]?.integer == 1)
            let shown = try server.read("/companies/\(demo.company)/invoices?search=NEW-1").elements
            #expect(shown.count == 1)
            #expect(shown.first?["balance"]?.number == 123.45)
            #expect(shown.first?["days_past_due"]?.integer == 30)
            let again = try JSONReader.value(
                from: Array(program.succeed("import", file, "--as", "invoices", "--json").utf8)
            )
            #expect(again["repeated"]?.boolean == true)
            let refused = try program("import", program.folder.path("missing.csv"), "--as", "invoices")
            #expect(refused.status == .exited(1))
            #expect(refused.errors.contains("missing.csv"))
        }

        @Test func `serving an empty folder says what is missing, and what it names can be done beside it`() throws {
            let program = try Program()
            let empty = try Server(program)
            #expect(empty.process.errors.contains("there is no company yet"))
            #expect(empty.process.errors.contains("arclight user create"))
            try program.succeed("company", "create", "acme", "--currency", "EUR")
            try empty.stop()
            let founded = try Server(program)
            #expect(!founded.process.errors.contains("there is no company yet"))
            try founded.stop()
        }

        @Test func `a relative path is the caller's, also where the server does the work`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            try program.folder.write(Together.header + "NEW-1,C-0002,2026-05-01,2026-05-31,123.45,USD\n", to: "new.csv")
            let command = try ChildProcess(
                "/usr/bin/env",
                ["-C", program.folder.root, Program.path, "import", "new.csv", "--as", "invoices"],
                environment: ["ARCLIGHT_DATA": "data"],
                streams: program.folder
            )
            #expect(try command.waitForEnd(seconds: 60) == .exited(0), "\(command.errors)")
            #expect(command.output.contains("invoices: 1 new"))
            #expect(server.process.isRunning)
            #expect(try program.export().lines("invoice").count == 2_401)
        }

        @Test func `commands at once wait for one another, with a server and without`() throws {
            for isServed in [false, true] {
                let program = try Prepared.demo()
                let server = isServed ? try Server(program, "--demo") : nil
                let files = try (1...4).map { number in
                    try program.folder.write(
                        Together.header + "NEW-\(number),C-0002,2026-05-01,2026-05-31,\(number).00,USD\n",
                        to: "new-\(number).csv"
                    )
                }
                let commands =
                    try files.map { try program.start(["import", $0, "--as", "invoices"]) }
                    + [program.start(["run"]), program.start(["retrain"])]
                for command in commands {
                    let ending = try command.waitForEnd(seconds: 100)
                    #expect(ending == .exited(0), "served: \(isServed); \(command.errors)")
                }
                try server?.stop()
                let invoices = try program.export().lines("invoice")
                #expect(invoices.count == 2_404)
                #expect(invoices.filter { $0["invoice"]?.text?.hasPrefix("NEW-") == true }.count == 4)
                try program.succeed("run")
            }
        }

        @Test func `approvals during a run are kept by it`() throws {
            let program = try Prepared.retrainedDemo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let path = "/companies/\(demo.company)/actions"
            let ids = try server.read("\(path)?category=needs_action&limit=12").elements.compactMap { $0["id"]?.text }
            #expect(ids.count == 12)
            let run = try program.start(["run", "--json"])
            for id in ids {
                let answer = try server.post("\(path)/\(id)/approve", "{}")
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(try run.waitForEnd(seconds: 60) == .exited(0), "\(run.errors)")
            try program.succeed("run")
            for id in ids { #expect(try server.read("\(path)/\(id)")["status"]?.text == "processing") }
            #expect(try program.export().lines("feedback").count == 12)
        }

        @Test func `a job that the page starts learns and is seen to its end`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let before = try program.export().lines("model")
            let body = #"{"company_id":"\#(demo.company)","job":"retrain","params":{"promote":true}}"#
            let started = try server.post("/jobs/trigger", body)
            #expect(started.status == 202, "\(started.text)")
            let job = try started.json()["job_id"]?.text.orFail("job_id") ?? ""
            let ended = try poll("the job has ended") {
                let status = try server.read("/jobs/status?job_id=\(job)")
                return ["queued", "running"].contains(status["status"]?.text) ? nil : status
            }
            #expect(ended["status"]?.text == "succeeded", "\(ended)")
            #expect(try program.export().lines("model") != before)
        }

        @Test func `a new password ends the sessions of the old one, and a company is closed to strangers`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            func login(_ password: String) throws -> Answer {
                try server.post("/auth/login/", #"{"username":"demo","password":"\#(password)"}"#)
            }
            server.token = try login(demo.password).json()["token"]?.text.orFail("token") ?? ""
            #expect(try server.get("/auth/me").status == 200)
            let made = try program("company", "create", "acme", "--currency", "EUR", "--json").json()
            let other = try made["id"]?.text.orFail("id") ?? ""
            #expect(try server.get("/companies/\(other)/invoices").status == 403)
            #expect(try server.get("/companies/\(demo.company)/invoices").status == 200)
            let which = try program("run")
            #expect(which.status == .exited(1))
            #expect(which.errors.contains("acme") && which.errors.contains("demo"), "\(which.errors)")

            try program.succeed("user", "password", "demo", input: "another long password\n")
            #expect(try server.get("/auth/me").status == 401)
            server.token = ""
            #expect(try login(demo.password).status == 401)
            #expect(try login("another long password").status == 200)
        }
    }
}
