import FoundationEssentials
import Jobs
import Store
import Testing
import Workflows

@Suite struct WatchedFolderTests {
    @Test func `a file that has stopped growing is imported once and moved, with a report beside it`() throws {
        let bench = try JobBench()
        let folder = bench.folder.path + "/inbox"
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/customers", withIntermediateDirectories: true)
        let office = bench.office
        let watched = WatchedFolder(folder, company: nil, office: office) { errand, completion in
            completion(errand.perform(in: office))
        }
        let file = folder + "/customers/new.csv"
        try write("customer,customer_name\nW-1,Wat", to: file)
        watched.look()
        try write("customer,customer_name\nW-1,Water Works\n", to: file)
        watched.look()
        #expect(manager.fileExists(atPath: file), "it grew between two looks")
        watched.look()
        #expect(!manager.fileExists(atPath: file))
        #expect(manager.fileExists(atPath: folder + "/done/new.csv"))
        let report = try String(contentsOfFile: folder + "/done/new.csv.report.txt", encoding: .utf8)
        #expect(report.contains("customers: 1 new"))
        // The same file once more is known, and gets a name of its own.
        try write("customer,customer_name\nW-1,Water Works\n", to: file)
        watched.look()
        watched.look()
        #expect(manager.fileExists(atPath: folder + "/done/2-new.csv"))
        let again = try String(contentsOfFile: folder + "/done/2-new.csv.report.txt", encoding: .utf8)
        #expect(again.contains("imported before"))
    }

    @Test func `a file that is refused goes to the failed ones, with the reasons`() throws {
        let bench = try JobBench()
        let folder = bench.folder.path + "/inbox"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let office = bench.office
        let watched = WatchedFolder(folder, company: nil, office: office) { errand, completion in
            completion(errand.perform(in: office))
        }
        try write(
            "customer,invoice,invoice_date,due_date,amount,currency\nZ,1,2026-01-01,2026-01-31,1.00,USD\n",
            to: folder + "/i.csv"
        )
        try write("customer,customer_name\n", to: folder + "/.hidden.csv")
        try write("customer,customer_name\n", to: folder + "/growing.csv.part")
        watched.look()
        watched.look()
        let report = try String(contentsOfFile: folder + "/failed/i.csv.report.txt", encoding: .utf8)
        #expect(report.contains("there is no customer with this key"))
        #expect(FileManager.default.fileExists(atPath: folder + "/.hidden.csv"))
        #expect(FileManager.default.fileExists(atPath: folder + "/growing.csv.part"))
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
