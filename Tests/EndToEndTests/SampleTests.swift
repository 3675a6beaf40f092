import Foundation
import Testing
import Values
import Wire

extension EndToEndTests {
    /// The public sample of late payments by the documented commands; only derived figures are looked at.
    @Suite(.serialized) struct PublicSample {
        @Test(
            .enabled(
                if: SampleBooks.path != nil,
                "NOT MEASURED HERE: set ARCLIGHT_SHARED to the folder that holds data/ibm_late_payment_histories.csv"
            )
        )
        func `the sample is imported, judged, and agrees with figures taken from the file by another way`() throws {
            let path = try SampleBooks.path.orFail("sample")
            let books = try SampleBooks(path)
            let program = try Program()
            try program.succeed("company", "create", "sample", "--currency", "USD", "--today", "2013-06-30")
            let report = try JSONReader.value(
                from: Array(program.succeed("import", path, "--profile", "ibm-late-payments", "--json").utf8)
            )
            #expect(report["row_count"]?.integer == books.rows.count)
            #expect(report["invoices"]?["inserted"]?.integer == books.rows.count)
            #expect(report["customers"]?["inserted"]?.integer == Set(books.rows.map(\.customer)).count)
            let run = try JSONReader.value(
                from: Array(program.succeed("run", "--on", "2013-06-30", "--json").utf8)
            )
            #expect(try (5...84).contains(run["actions"]?["inserted"]?.integer.orFail("actions") ?? 0))
            #expect(try (50...400).contains(run["insights"]?["inserted"]?.integer.orFail("insights") ?? 0))

            try program.succeed("user", "create", "ana", "--role", "viewer", input: "a long password\n")
            let server = try Server(program)
            let login = try server.post("/auth/login/", #"{"username":"ana","password":"a long password"}"#).json()
            server.token = try login["token"]?.text.orFail("token") ?? ""
            let company = try "/companies/" + (login["companies"]?.elements.first?["id"]?.text.orFail("company") ?? "")
            try expectOpenInvoices(books, server, company)
            try expectBalances(books, server, company)
            try expectLateShares(books, try program.export())
        }

        private func expectOpenInvoices(_ books: SampleBooks, _ server: Server, _ company: String) throws {
            let open = try server.get("\(company)/invoices?aging_bucket=current,1_30,31_60,61_90,91_over&limit=1")
            #expect(open.headers["x-total-count"] == "\(books.open.count)")
            let overdue = try server.get("\(company)/invoices?overdue_only=true&limit=1")
            #expect(overdue.headers["x-total-count"] == "\(books.overdue.count)")
        }

        private func expectBalances(_ books: SampleBooks, _ server: Server, _ company: String) throws {
            let shown = try server.read("\(company)/customers?limit=500").elements
            #expect(shown.count == Set(books.rows.map(\.customer)).count)
            var overdueCount = 0
            for customer in shown {
                let name = try customer["external_id"]?.text.orFail("external_id") ?? ""
                let overdue = books.overdue.filter { $0.customer == name }.map(\.cents).reduce(0, +)
                let total = books.open.filter { $0.customer == name }.map(\.cents).reduce(0, +)
                if overdue > 0 { overdueCount += 1 }
                #expect(customer["overdue_balance"]?.number == Double(overdue) / 100)
                #expect(customer["total_balance"]?.number == Double(total) / 100)
            }
            #expect(overdueCount > 3)
        }

        private func expectLateShares(_ books: SampleBooks, _ export: Export) throws {
            let habits = try export.lines("insight").filter { $0["rule"]?.text == "customer.chronic_late" }
            #expect(habits.count > 5)
            for habit in habits {
                let customer = try habit["customer"]?.text.orFail("customer") ?? ""
                let said = habit["evidence"]?.elements.first { $0["fact"]?.text == "customer.late_share_365_days" }
                #expect(try said.orFail("evidence")["value"]?.number == books.lateShare(of: customer))
            }
        }
    }
}

/// The sample as a few lines of code read it, apart from the product's own import.
private struct SampleBooks {
    struct Row {
        let customer: String
        let issuedOn: Day
        let dueOn: Day
        let settledOn: Day
        let cents: Int
    }

    /// Where the file is; `nil` where this machine has none.
    static let path: String? = {
        let shared = ProcessInfo.processInfo.environment["ARCLIGHT_SHARED"] ?? Repository.path("../shared")
        let path = shared + "/data/ibm_late_payment_histories.csv"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    let rows: [Row]
    private let today: Day

    init(_ path: String) throws {
        today = try SampleBooks.day("6/30/2013")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        rows = try lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            func field(_ name: String) throws -> String { fields[try header.firstIndex(of: name).orFail(name)] }
            return Row(
                customer: try field("customerID"),
                issuedOn: try SampleBooks.day(field("InvoiceDate")),
                dueOn: try SampleBooks.day(field("DueDate")),
                settledOn: try SampleBooks.day(field("SettledDate")),
                cents: try Int((Double(field("InvoiceAmount")).orFail("amount") * 100).rounded())
            )
        }
    }

    /// What was open at the end of the day.
    var open: [Row] { rows.filter { $0.issuedOn <= today && $0.settledOn > today } }
    /// What of it was past due.
    var overdue: [Row] { open.filter { $0.dueOn < today } }

    /// The share of invoices settled in the 365 days up to the day that were settled after they were due.
    func lateShare(of customer: String) -> Double {
        let settled = rows.filter {
            $0.customer == customer && $0.settledOn <= today && $0.settledOn.days(until: today) < 365
        }
        return Double(settled.filter { $0.settledOn > $0.dueOn }.count) / Double(settled.count)
    }

    /// A day written with the month first.
    private static func day(_ text: String) throws -> Day {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 3 else { throw Failure("`\(text)` is no day") }
        return try Day(year: parts[2], month: parts[0], day: parts[1]).orFail("day \(text)")
    }
}
