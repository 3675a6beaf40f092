import Facts
import FoundationEssentials
import Scoring
import Testing
import Values

/// The `late` head on the public sample of a real shape, split by time, with nothing that was not known on the day.
///
/// The file has no licence and is no part of the repository: it is read from `ARCLIGHT_SHARED`, and where it is not
/// there the test says so and measures nothing.
@Suite struct PublicSampleTests {
    @Test func `the public sample is predicted well, and not too well`() throws {
        guard let invoices = try PublicSample.invoices() else {
            print("NOT MEASURED HERE: no \(PublicSample.path); set ARCLIGHT_SHARED to the folder that holds data/")
            return
        }
        #expect(invoices.count == 2_466)
        let split = try #require(Day("2013-05-01"))
        let end = try #require(Day("2014-06-01"))
        let history = InvoiceHistory(of: invoices, knownBefore: end.sinceEpoch)
        let result = try Trainer.fitLate(history: history, asOf: split, prior: nil)
        let test = history.customer.indices.filter { history.issuedOn[$0] >= split.sinceEpoch }
        let questions = test.map { Question(row: $0, day: Day(sinceEpoch: history.issuedOn[$0])) }
        let matrix = LateFeatures.rows(of: history, asking: questions)
        let probabilities = result.head.probabilities(of: matrix)
        let outcomes = test.map { history.settledOn[$0] > history.dueOn[$0] }
        let metrics = try Evaluation.metrics(of: probabilities.span, against: outcomes.span)
        print(
            "public sample, late: \(metrics.rowCount) rows, AUC \(metrics.areaUnderCurve), "
                + "log loss \(metrics.logLoss), ECE \(metrics.calibrationError), Brier \(metrics.brierScore)"
        )
        #expect(metrics.rowCount == 760)
        #expect(metrics.areaUnderCurve >= 0.85)
        #expect(metrics.areaUnderCurve < 0.90, "more than is there to know: a leak")
        #expect(metrics.logLoss < 0.45)
        let prior = try ShippedModel.model().late.probabilities(of: matrix)
        let unfitted = try Evaluation.metrics(of: prior.span, against: outcomes.span)
        print("public sample, shipped prior alone: AUC \(unfitted.areaUnderCurve), log loss \(unfitted.logLoss)")
        #expect(unfitted.areaUnderCurve >= 0.85)
    }
}

/// The file of the public sample.
enum PublicSample {
    static var path: String { folder + "/data/ibm_late_payment_histories.csv" }

    private static var folder: String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return ProcessInfo.processInfo.environment["ARCLIGHT_SHARED"] ?? root + "/../shared"
    }

    /// Its invoices in the order of the file, customers numbered by their keys' order; `nil` where there is no file.
    static func invoices() throws -> [SampleInvoice]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        func column(_ name: Substring) throws -> Int { try #require(lines[0].firstIndex(of: name)) }
        let (customer, amount) = (try column("customerID"), try column("InvoiceAmount"))
        let (issued, due, settled) = (try column("InvoiceDate"), try column("DueDate"), try column("SettledDate"))
        let keys = Set(lines.dropFirst().map { $0[customer] }).sorted()
        return try lines.dropFirst().map { fields in
            SampleInvoice(
                Int32(try #require(keys.firstIndex(of: fields[customer]))),
                issued: try day(fields[issued]),
                due: try day(fields[due]),
                amount: try #require(Money(fields[amount], in: .usd)).minorUnits,
                settled: try day(fields[settled])
            )
        }
    }

    /// A day written month first: `4/6/2013` is 6 April.
    private static func day(_ text: Substring) throws -> Int32 {
        let numbers = text.split(separator: "/").compactMap { Int($0) }
        return try #require(Day(year: numbers[2], month: numbers[0], day: numbers[1])).sinceEpoch
    }
}
