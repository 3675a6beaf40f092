package import Receivables
package import Store
import Values
import Wire

/// Proves what is stored: every figure in two ways, every reference, every version, the audit log and the snapshots.
///
/// It only reads, at one moment of the database, so it may be done while the database is served.
package enum Verifying {
    /// What was found of the file and of each company.
    package struct Report: Hashable, Sendable {
        /// One company's checks.
        package struct Part: Hashable, Sendable {
            package let company: String
            package let checks: [Check]
        }

        package let file: [Check]
        package let companies: [Part]

        /// Whether all of it holds.
        package var holds: Bool { (file + companies.flatMap(\.checks)).allSatisfy(\.holds) }
    }

    /// Verifies the file and these companies.
    ///
    /// - Throws: what the database throws where it cannot even be read.
    package static func verify(_ companies: [Company], from reader: Reader) throws -> Report {
        let file = try reader.readInstance { try FileChecks.all(in: $0) }
        let parts = try companies.map { company in
            let checks = try reader.read(for: company.id) { scope in
                try LedgerChecks.all(in: scope) + LedgerAgreement.checks(company, in: scope)
                    + HistoryChecks.all(in: scope) + [try SnapshotAgreement.check(company, in: scope)]
            }
            return Report.Part(company: company.slug, checks: checks)
        }
        return Report(file: file, companies: parts)
    }
}

/// The ledger that runs read against what the database adds up by itself.
enum LedgerAgreement {
    /// The trial balance of the whole ledger, and what each customer owes, by currency and bucket, over every entry that
    /// there is.
    static func checks(_ company: Company, in scope: CompanyScope) throws -> [Check] {
        let day = try lastDay(of: company, in: scope)
        let ledger = try LedgerView(scope, asOf: day).ledger(of: company)
        let trial = Check(
            "trial balance",
            "the ledger of a run is double entry: it agrees by invoice, by customer and by currency",
            compared: Check.amount(ledger.invoices.count, "invoice") + ", "
                + Check.amount(ledger.payments.count + ledger.unapplied.count, "entry", "entries"),
            failures: TrialBalance(of: ledger).problems(in: ledger)
        )
        return [trial, try aging(of: ledger, on: day, in: scope)]
    }

    private static func aging(of ledger: Ledger, on day: Day, in scope: CompanyScope) throws -> Check {
        let company = ledger.company
        let report = AgingReport(of: ledger)
        let listing = try AgingListing(in: scope, asOf: day, base: company.currency)
        var check = Check(
            "aging",
            "what the ledger of a run says each customer owes is what the database adds up",
            compared: Check.amount(ledger.customers.count, "customer") + ", "
                + Check.amount(ledger.invoices.count, "invoice") + " on \(day)"
        )
        var expected: [String: [AgingAmounts]] = [:]
        for row in report.customers { expected[ledger.customers[row.customer].key] = row.amounts }
        for entry in listing.entries {
            let amounts = expected.removeValue(forKey: entry.key) ?? []
            if amounts != entry.amounts {
                check.fail(
                    "customer `\(entry.key)`: \(sums(amounts)) by the ledger, \(sums(entry.amounts)) by the database"
                )
            }
        }
        for key in expected.keys.sorted() {
            check.fail("customer `\(key)`: \(sums(expected[key] ?? [])) by the ledger, nothing by the database")
        }
        return check
    }

    private static func lastDay(of company: Company, in scope: CompanyScope) throws -> Day {
        try LedgerView.lastDay(in: scope) ?? company.fixedToday ?? Day(sinceEpoch: 0)
    }

    static func sums(_ amounts: [AgingAmounts]) -> String {
        amounts.isEmpty ? "nothing" : amounts.map { "\($0.total)" }.joined(separator: " and ")
    }
}

/// Snapshots against what the books of their day say, as they were known when each was taken.
enum SnapshotAgreement {
    static func check(_ company: Company, in scope: CompanyScope) throws -> Check {
        let undone = try ImportBatchRow.all(in: scope).filter { $0.undoneAt != nil }
        let snapshots = try AgingSnapshotRow.all(in: scope)
        var check = Check(
            "snapshots",
            "a snapshot says what the books of its day said when it was taken",
            compared: Check.amount(snapshots.count, "snapshot")
        )
        var leftOut = 0
        for snapshot in snapshots {
            let lines = try AgingSnapshotRow.lines(of: snapshot.id, in: scope)
            if lines.count != snapshot.lineCount
                || AgingSnapshots.hash(of: lines, base: snapshot.currency) != snapshot.contentHash
            {
                check.fail("the snapshot of \(snapshot.day) is not as it was written")
                continue
            }
            // What an import brought and was taken back with it is nowhere any more.
            let isOfUndone = undone.contains { batch in
                batch.recordedAt <= snapshot.takenAt && batch.undoneAt.map { $0 > snapshot.takenAt } ?? false
            }
            guard !isOfUndone else {
                leftOut += 1
                continue
            }
            let listing = try AgingListing(
                in: scope,
                asOf: snapshot.day,
                base: snapshot.currency,
                knownAt: snapshot.takenAt
            )
            guard AgingSnapshots.hash(of: listing.lines, base: snapshot.currency) != snapshot.contentHash else {
                continue
            }
            for sentence in differences(lines, listing.lines) {
                check.fail("the snapshot of \(snapshot.day): \(sentence)")
            }
        }
        if leftOut > 0 {
            check.leftOut =
                "\(Check.amount(leftOut, "snapshot")) of books with an import that was taken back later"
        }
        return check
    }

    private typealias CustomerLine = (customer: Identifier<Customer>, line: AgingSnapshotRow.Line)

    private struct Place: Hashable {
        let customer: Identifier<Customer>
        let currency: Currency
    }

    private static func differences(_ written: [CustomerLine], _ computed: [CustomerLine]) -> [String] {
        var expected: [Place: AgingSnapshotRow.Line] = [:]
        for element in computed {
            expected[Place(customer: element.customer, currency: element.line.amounts.currency)] = element.line
        }
        var sentences: [String] = []
        for element in written {
            let place = Place(customer: element.customer, currency: element.line.amounts.currency)
            let other = expected.removeValue(forKey: place)
            guard other != element.line else { continue }
            let found = other.map { "\($0.amounts.total)" } ?? "nothing"
            sentences.append("customer \(element.customer): \(element.line.amounts.total), and \(found) by the books")
        }
        let rest = expected.sorted {
            ("\($0.key.customer)", $0.key.currency.code) < ("\($1.key.customer)", $1.key.currency.code)
        }
        return sentences
            + rest.map { "customer \($0.key.customer): nothing, and \($0.value.amounts.total) by the books" }
    }
}

extension Verifying.Report {
    /// The report in lines for people, one a check, with what does not hold below it.
    package var lines: [String] {
        Verifying.Report.lines(of: file)
            + companies.flatMap { ["", "company \($0.company)"] + Verifying.Report.lines(of: $0.checks) }
            + ["", holds ? "everything holds" : "not everything holds; see above"]
    }

    private static func lines(of checks: [Check]) -> [String] {
        let width = 15
        return checks.flatMap { check in
            let name = check.name + String(repeating: " ", count: max(1, width - check.name.utf8.count))
            var lines = ["\(check.holds ? "holds" : "FAILS")  \(name)\(check.claim) (\(check.compared))"]
            if let leftOut = check.leftOut { lines.append("         left out: \(leftOut)") }
            lines += check.failures.map { "         \($0)" }
            let rest = check.failureCount - check.failures.count
            if rest > 0 { lines.append("         and \(rest) more") }
            return lines
        }
    }

    /// The report as a JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("holds", holds)
            object.array("file") { list in for check in file { check.write(to: &list) } }
            object.array("companies") { list in
                for part in companies {
                    list.object { object in
                        object.field("company", part.company)
                        object.array("checks") { list in for check in part.checks { check.write(to: &list) } }
                    }
                }
            }
        }
        return json.text
    }
}

extension Check {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { object in
            object.field("check", name)
            object.field("claim", claim)
            object.field("compared", compared)
            object.field("holds", holds)
            object.field("failure_count", failureCount)
            object.field("failures", failures)
            object.field("left_out", leftOut)
        }
    }
}
