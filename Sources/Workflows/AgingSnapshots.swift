package import Receivables
import Secrets
package import Store
package import Values
import Wire

/// Writes down how old a company's receivables were on a day, so that they can be seen later as they were known then.
package enum AgingSnapshots {
    /// How many lines a transaction writes or removes at most, so that an approval never waits long.
    static let linesPerTransaction = 1_000

    /// What became of a snapshot.
    package struct Report: Hashable, Sendable {
        package let company: String
        package let day: Day
        package let lineCount: Int
        /// Whether a snapshot of the day said the same already, so that nothing was written.
        package let isUnchanged: Bool
        package let withoutRate: [Currency]

        /// The report as a JSON object.
        package var json: String {
            var json = JSONWriter()
            json.object { object in
                object.field("company", company)
                object.field("day", day)
                object.field("lines", lineCount)
                object.field("unchanged", isUnchanged)
                object.field("without_rate", withoutRate.map(\.code))
            }
            return json.text
        }
    }

    /// The day that is written down at an instant: the company's fixed day, or the last one that is over.
    ///
    /// On a day that is not over payments may still arrive, so its snapshot would show half of it.
    ///
    /// - Throws: ``Values/TimeZoneError``.
    package static func day(for company: Company, at instant: Instant) throws(TimeZoneError) -> Day {
        if let fixed = company.fixedToday { return fixed }
        return try Office.today(of: company, at: instant).advanced(by: -1)
    }

    /// Takes the snapshot of the last day that is over, or of the company's fixed day.
    ///
    /// Where the snapshot of the day says the same already nothing is written. One that is cut off is not there, and the
    /// next one removes what was written of it.
    ///
    /// - Throws: ``Values/TimeZoneError``; what the database throws.
    @discardableResult
    package static func take(of company: Company, office: Office) throws -> Report {
        try take(of: company, office: office, stoppingAfter: .max)
    }

    /// The same, cut off after so many transactions, as a killed process would be.
    @discardableResult
    static func take(of company: Company, office: Office, stoppingAfter limit: Int) throws -> Report {
        let now = office.now()
        let day = try day(for: company, at: now)
        let (listing, standing) = try office.database.makeReader().read(for: company.id) { scope in
            (
                try AgingListing(in: scope, asOf: day, base: company.currency),
                try AgingSnapshotRow.find(day, in: scope)
            )
        }
        var work = Work(office: office, company: company, left: limit)
        try work.removeUnfinished()
        let lines = listing.lines
        let hash = AgingSnapshots.hash(of: lines, base: company.currency)
        let report = Report(
            company: company.slug,
            day: day,
            lineCount: lines.count,
            isUnchanged: standing?.contentHash == hash,
            withoutRate: listing.withoutRate
        )
        guard !report.isUnchanged else { return report }
        var random = SecureRandom()
        let row = AgingSnapshotRow(
            id: .timeOrdered(at: now, using: &random),
            day: day,
            currency: company.currency,
            withoutRate: listing.withoutRate,
            lineCount: lines.count,
            contentHash: hash,
            takenAt: now
        )
        try work.write { try row.begin(in: $0) }
        var rest = lines[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(linesPerTransaction).map { ($0.customer, $0.line) }
            rest = rest.dropFirst(linesPerTransaction)
            try work.write { try row.add(chunk, in: $0) }
        }
        let totals = AgingSnapshots.totals(of: lines, base: company.currency)
        try work.write { try row.finish(totals: totals, in: $0) }
        try work.removeUnfinished()
        return report
    }

    /// What hashes as the lines do: their canonical text, a line a customer and currency.
    package static func hash(of lines: [(customer: Identifier<Customer>, line: AgingSnapshotRow.Line)], base: Currency)
        -> ContentHash
    {
        var text = "\(base)\n"
        for (customer, line) in lines.sorted(by: { order($0) < order($1) }) {
            let own = line.amounts.buckets + [line.amounts.overpaid, line.amounts.unapplied]
            let inBase = line.inBase.buckets + [line.inBase.overpaid, line.inBase.unapplied]
            text += "\(customer) \(line.amounts.currency)"
            for amount in own { text += " \(amount.minorUnits)" }
            for amount in inBase { text += amount.map { " \($0.minorUnits)" } ?? " ?" }
            text += "\n"
        }
        return ContentHash(of: text)
    }

    private static func order(
        _ element: (customer: Identifier<Customer>, line: AgingSnapshotRow.Line)
    ) -> (UInt64, UInt64, String) {
        (element.customer.high, element.customer.low, element.line.amounts.currency.code)
    }

    private static func totals(
        of lines: [(customer: Identifier<Customer>, line: AgingSnapshotRow.Line)],
        base: Currency
    ) -> [AgingSnapshotRow.Line] {
        var totals: [Currency: (amounts: AgingAmounts, inBase: AgingInBase)] = [:]
        for (_, line) in lines {
            let currency = line.amounts.currency
            totals[currency, default: (AgingAmounts(in: currency), AgingInBase(in: base))].amounts.add(line.amounts)
            totals[currency, default: (AgingAmounts(in: currency), AgingInBase(in: base))].inBase.add(line.inBase)
        }
        return totals.values.sorted { $0.amounts.currency < $1.amounts.currency }
            .map { AgingSnapshotRow.Line($0.amounts, inBase: $0.inBase) }
    }

    /// Transactions of one snapshot, as many as may be.
    private struct Work {
        let office: Office
        let company: Company
        var left: Int

        mutating func write<Result: Sendable>(
            _ body: @escaping @Sendable (WriteScope) throws -> Result
        ) throws -> Result? {
            guard left > 0 else { return nil }
            left -= 1
            return try office.database.write(for: company.id, body)
        }

        mutating func removeUnfinished() throws {
            while try hasUnfinished(),
                try write({ try AgingSnapshotRow.removeUnfinished(atMost: linesPerTransaction, in: $0) }) == true
            {}
        }

        /// Looks before it writes: a transaction that changes nothing would still wait for the writer.
        private func hasUnfinished() throws -> Bool {
            try office.database.makeReader().read(for: company.id) { try AgingSnapshotRow.hasUnfinished(in: $0) }
        }
    }
}

extension AgingListing {
    /// What a snapshot holds of each customer, in each currency.
    package var lines: [(customer: Identifier<Customer>, line: AgingSnapshotRow.Line)] {
        entries.flatMap { entry in
            zip(entry.amounts, entry.inBaseByCurrency).map { amounts, inBase in
                (customer: entry.customer, line: AgingSnapshotRow.Line(amounts, inBase: inBase))
            }
        }
    }
}
