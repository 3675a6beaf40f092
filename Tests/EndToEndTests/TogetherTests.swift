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
    }
}
