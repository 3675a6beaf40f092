import FoundationEssentials
import Receivables
import Secrets
import Shipped
import Store
import Testing
import Values
import Wire

@testable import Workflows

/// The demo comes up whole from whatever a start before it left behind.
@Suite struct DemoSetupTests {
    @Test func `the first start loads everything, and the second nothing`() throws {
        let bench = try OfficeBench()
        var said: [String] = []
        let first = try bench.prepareDemo { said.append($0) }
        #expect(said.first == "making the company Halyard Supply")
        #expect(said.contains("customers: 60 loaded"))
        #expect(said.contains("invoices: 2400 loaded"))
        #expect(said.last?.hasSuffix(" actions") == true)
        let actions = try bench.demoCounts().actions
        #expect(actions > 20)

        let path = bench.folder.demoPath
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        var file = try ObjectReader(try JSONReader.value(from: [UInt8](Data(contentsOf: URL(filePath: path)))))
        #expect(file.string("url") == "http://127.0.0.1:8080")
        #expect(file.string("username") == "demo")
        #expect(file.string("password") == first.password)
        #expect(file.string("token") == first.token)
        #expect(file.identifier("company_id", of: Company.self) == first.company)
        try file.finish()

        #expect(try Accounts.signIn(name: "demo", password: first.password, office: bench.office).user.name == "demo")
        let token = try #require(AccessToken(first.token))
        let now = bench.clock.now()
        let bearer = try bench.readInstance { try Accounts.user(bearing: token.lookupKey, at: now, in: $0)?.user.name }
        #expect(bearer == "demo")

        var saidAgain: [String] = []
        bench.clock.advance(seconds: 40 * 86_400)
        let second = try bench.prepareDemo { saidAgain.append($0) }
        #expect(saidAgain == [])
        #expect(second == first)
        #expect(try bench.demoCounts().actions == actions)

        // The page has moved: the file follows, with the same password and token.
        let moved = try bench.prepareDemo(url: "http://127.0.0.1:9000")
        #expect((moved.password, moved.token) == (first.password, first.token))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == moved.json)

        // Without its file nobody knows the password: there is another one.
        try FileManager.default.removeItem(atPath: path)
        let fresh = try bench.prepareDemo()
        #expect(fresh.password != first.password)
        #expect(throws: Accounts.SignInError.wrongCredentials) {
            try Accounts.signIn(name: "demo", password: first.password, office: bench.office)
        }
        #expect(try Accounts.signIn(name: "demo", password: fresh.password, office: bench.office).user.name == "demo")
    }

    /// What a start had done when it was cut off.
    enum Cut: CaseIterable {
        case afterFounding, afterCustomers, duringRun, beforeAccess
    }

    @Test(arguments: Cut.allCases)
    func `a start that was cut off is completed by the next`(_ cut: Cut) throws {
        let bench = try OfficeBench()
        let file = try CompanyFile(Shipped.text(at: "seeds/company.conf") ?? "")
        let calendar = try Founding.shippedHolidays("US")
        let company = try Founding.found(
            file.company(id: Identifier(high: 0, low: 0), calendar: calendar),
            by: "demo",
            office: bench.office
        )
        let kinds: [ImportKind] =
            switch cut {
            case .afterFounding: []
            case .afterCustomers: [.customers]
            case .duringRun, .beforeAccess: [.customers, .invoices, .payments, .promises, .disputes]
            }
        for kind in kinds {
            let text = try #require(Shipped.text(at: "seeds/demo/\(kind.rawValue).csv"))
            _ = try Importing.run(
                .bytes(Array(text.utf8)),
                by: .profile(.generic(kind)),
                for: company,
                in: bench.office.database,
                at: .utc(bench.office.now()),
                using: SecureRandom(),
                options: ImportOptions(fileName: "\(kind.rawValue).csv")
            )
        }
        switch cut {
        case .afterFounding, .afterCustomers: break
        case .duringRun: try bench.beginRun(of: company)
        case .beforeAccess:
            _ = try Recommending.run(company, office: bench.office)
            try Data("{\"url\":".utf8).write(to: URL(filePath: bench.folder.demoPath))
        }
        let access = try bench.prepareDemo()
        #expect(access.company == company.id)
        let counts = try bench.demoCounts()
        #expect((counts.customers, counts.invoices, counts.runs) == (60, 2_400, 1))
        #expect(counts.actions > 20)
        #expect(try Accounts.signIn(name: "demo", password: access.password, office: bench.office).user.name == "demo")
        #expect(try String(contentsOfFile: bench.folder.demoPath, encoding: .utf8) == access.json)
    }
}

/// Files that nobody but their owner reads.
@Suite struct PrivateFileTests {
    @Test func `a file is replaced whole, and is its owner's`() throws {
        let folder = try DataFolder(
            path: FileManager.default.temporaryDirectory.path + "/arclight-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let path = folder.path + "/secret"
        try Data("open to all".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        // A draft that a killed process left behind.
        try Data("half".utf8).write(to: URL(filePath: path + ".new"))
        try PrivateFile.write("whole", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret"])
    }

    @Test func `where the file cannot be put in its place, no draft stays behind`() throws {
        let folder = try DataFolder(
            path: FileManager.default.temporaryDirectory.path + "/arclight-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let path = folder.path + "/taken"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let problem = #expect(throws: PrivateFileError.self) { try PrivateFile.write("secret", to: path) }
        #expect(problem?.description.hasPrefix("the file \(path) cannot be written: ") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
        #expect(throws: PrivateFileError.self) { try PrivateFile.write("secret", to: folder.path + "/no/such/folder") }
    }
}

extension OfficeBench {
    fileprivate func prepareDemo(
        url: String = "http://127.0.0.1:8080",
        say: (String) -> Void = { _ in }
    ) throws -> DemoAccess {
        try DemoSetup.prepare(office: office, folder: folder, url: url, say: say)
    }

    /// Runs the shipped rules up to the first chunk, as a process that was killed then has.
    fileprivate func beginRun(of company: Company) throws {
        let (report, chunkCount) = try Recommending.run(
            company: company.id,
            on: office.today(of: company),
            today: office.today(of: company),
            policy: Policy(office.programs.program(of: Founding.shippedRules(), for: company)),
            model: Retraining.shipped(),
            in: office.database,
            now: office.now,
            rowsPerTransaction: 20,
            stoppingAfter: 1
        )
        #expect(chunkCount > 2)
        #expect(!report.isUnchanged)
        #expect(try demoCounts().runs == 0)
    }

    fileprivate func demoCounts() throws -> (customers: Int, invoices: Int, actions: Int, runs: Int) {
        let company = try office.company(named: "demo")
        return try office.database.makeReader().read(for: company.id) { scope in
            (
                try CustomerRow.count(in: scope), try InvoiceRow.count(in: scope),
                try ActionRow.all(in: ActionState.allCases, of: scope).count, try RunRow.all(in: scope).count
            )
        }
    }
}
