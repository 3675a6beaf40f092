import FoundationEssentials
import Shipped
import TestKit
import Testing
import Values
import Workflows

@Suite struct SeedingTests {
    /// The books of the demo company: what `seeds/demo` holds.
    static let demo = LedgerGenerator(
        customers: 60,
        invoices: 2_400,
        seed: 5,
        lastDay: Day("2026-06-30") ?? Day(sinceEpoch: 0),
        calendar: demoCalendar
    )

    static var demoCalendar: BusinessCalendar {
        let list = try? HolidayList(Array((Shipped.text(at: "seeds/holidays/US.csv") ?? "").utf8))
        return list?.calendar ?? .withoutHolidays
    }

    @Test func `the seeds are what the generator makes, byte for byte`() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        for (file, text) in Self.demo.texts() {
            let path = "\(root)/seeds/demo/\(file.fileName)"
            guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == nil else {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                continue
            }
            let standing = try String(contentsOfFile: path, encoding: .utf8)
            #expect(standing == text, "seeds/demo/\(file.fileName) differs; `make golden` writes it again")
        }
    }
}
