import Testing
import Wire

extension EndToEndTests {
    /// What is owed and whether it all agrees, asked beside a running server.
    @Suite(.serialized) struct Verify {
        @Test func `aging says what the server says, and everything verifies while it serves`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let told = try JSONReader.value(from: Array(program.succeed("aging", "--json").utf8))
            let asked = try server.read("/companies/\(demo.company)/ar-aging/summary")
            for name in ["as_of", "total_balance", "overdue_balance", "aging", "by_currency", "customer_count"] {
                #expect(told[name] != nil && told[name] == asked[name], "\(name)")
            }
            let dates = try server.read("/companies/\(demo.company)/ar-aging/available-dates").elements
            #expect(dates.compactMap(\.text) == [told["as_of"]?.text ?? ""])

            let report = try program.run(["verify"])
            #expect(report.status == .exited(0))
            #expect(report.output.hasSuffix("\neverything holds\n"))
            #expect(report.output.contains("holds  snapshots"))
            let json = try JSONReader.value(from: Array(program.succeed("verify", "--json").utf8))
            #expect(json["companies"]?.elements.first?["checks"]?.elements.count == 15)
        }
    }
}
