import Receivables
import Store
import Telemetry
import Values
import Workflows

/// What is to be done without anybody asking: a night's work, and a run after books were taken in.
///
/// It remembers nothing itself. What is due follows from the clock and from what the database says was done, so nothing is
/// lost where the process was killed or did not run, and nothing is done twice.
struct Schedule {
    /// What is done every night, in this order.
    static let nightlyJobs: [JobKind] = [.recommend, .snapshot, .retain]

    let office: Office

    /// The night that is due for a company, by the day it belongs to; `nil` where none is.
    ///
    /// However many nights were missed, the last of them is the one that is due. A night that lies ahead by more than a day
    /// was begun by a wrong clock and does not count.
    ///
    /// - Parameters:
    ///   - lastBegun: the last night that was begun; where there was none, nights count from when the company was made.
    /// - Throws: ``Values/TimeZoneError``.
    static func night(
        dueFor company: Company,
        madeAt: Instant,
        lastBegun: Day?,
        at now: Instant
    ) throws(TimeZoneError) -> Day? {
        guard let time = company.nightlyAt, company.fixedToday == nil else { return nil }
        let zone = try TimeZone(company.timeZoneName)
        let latest = zone.lastDay(showing: time, by: now)
        let last = lastBegun ?? zone.lastDay(showing: time, by: madeAt)
        return latest > last || last > latest.advanced(by: 1) ? latest : nil
    }

    /// Queues what is due now, for every company; what stands in one company's way is logged and holds up no other.
    ///
    /// - Throws: what the database throws.
    func queueWhatIsDue() throws {
        let now = office.now()
        let companies = try office.database.makeReader().readInstance { scope in
            try CompanyRow.all(in: scope).map { row in
                let rows = scope.entering(row.company.id)
                return Candidate(
                    row: row,
                    lastBegun: try NightlyRow.lastBegun(in: rows),
                    hasUnreadBooks: try ImportBatchRow.awaitRun(in: rows)
                )
            }
        }
        for candidate in companies {
            let company = candidate.row.company
            do {
                if let night = try candidate.night(at: now) { try begin(night, of: candidate.row, at: now) }
                if candidate.hasUnreadBooks { try queueRun(for: company, at: now) }
            } catch let error as TimeZoneError {
                office.log.error("nightly_not_begun", ["company": "\(company.slug)", "error": "\(error)"])
            }
        }
    }

    private func begin(_ night: Day, of row: CompanyRow, at now: Instant) throws {
        let company = row.company
        try office.database.write(for: company.id) { scope in
            try NightlyRow.begin(night, in: scope)
            for kind in Schedule.nightlyJobs { _ = try JobRunner.queue(kind, at: now, in: scope) }
        }
        office.log.info("nightly_begun", ["company": "\(company.slug)", "night": "\(night)"])
    }

    private func queueRun(for company: Company, at now: Instant) throws {
        try office.database.write(for: company.id) { scope in
            // A run under way may have begun before the import; once it is over this is asked again.
            guard try JobRow.unfinished(kind: JobKind.recommend.rawValue, in: scope.reading) == nil else { return }
            _ = try JobRunner.queue(.recommend, at: now, in: scope)
        }
    }

    private struct Candidate: Sendable {
        let row: CompanyRow
        let lastBegun: Day?
        let hasUnreadBooks: Bool

        func night(at now: Instant) throws(TimeZoneError) -> Day? {
            try Schedule.night(dueFor: row.company, madeAt: row.createdAt, lastBegun: lastBegun, at: now)
        }
    }
}
