import FoundationEssentials
import Testing
import Values
import Wire
import Workflows

/// The public samples, which have no licence and so stay outside: where they are not, nothing is measured.
@Suite struct PublicSampleTests {
    @Test(arguments: [
        ("ibm-late-payments", "ibm_late_payment_histories.csv", 2_466),
        ("sap-b2b", "sap_b2b_closed_until_2019-09.csv", 26_282),
    ])
    func `every cell of a public sample is read by its profile`(
        _ profile: String,
        _ file: String,
        _ rowCount: Int
    ) throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        let shared = ProcessInfo.processInfo.environment["ARCLIGHT_SHARED"] ?? root + "/../shared"
        let path = shared + "/data/" + file
        guard FileManager.default.fileExists(atPath: path) else {
            print("NOT MEASURED: the public sample is not at \(path); set ARCLIGHT_SHARED to the folder that has it")
            return
        }
        let plan = try ImportSurvey.plan(of: .path(path), by: .profile(.shipped(profile)))
        #expect(plan.rowCount == rowCount)
        var stream = CSVStream(try ByteSource(path: path), dialect: plan.dialect, encoding: plan.encoding)
        for _ in 0..<plan.leadingRecordCount { _ = try stream.next() }
        var unread: [String] = []
        while try stream.next() {
            for field in plan.kind.fields {
                guard let column = plan.column(of: field) else { continue }
                let text = stream.text(of: column)
                let cell = plan.meaning(of: text.utf8.span, in: column) ?? Array(text.utf8)
                if !cell.isEmpty, !isRead(cell, field, plan) { unread.append("\(stream.line) \(field): \(text)") }
            }
        }
        #expect(unread == [])
    }

    private func isRead(_ cell: [UInt8], _ field: ImportField, _ plan: ImportPlan) -> Bool {
        switch field.content {
        case .day: plan.dayFormat(of: field).day(cell) != nil
        case .amount: (try? plan.amountFormat.amount(cell, in: .usd)) != nil
        case .rate: (try? plan.rateFormat.rate(utf8: cell.span)) != nil
        case .key, .text: field != .paymentTerms || PaymentTerms.days(utf8: cell.span) != nil
        }
    }
}
